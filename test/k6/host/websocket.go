package main

import (
	"context"
	"errors"
	"io"
	"net/http"
	"sync/atomic"
	"time"

	"github.com/coder/websocket"
	"github.com/grafana/sobek"
)

const (
	connecting = iota
	open
	closing
	closed
)

// socket is a WebSocket as a script has it. Events are queued with the instant at which they came; a close event tells no code, an end
// that is not usual is told as an error before it; and a socket that was closed stays, until the other side has answered.
type socket struct {
	vu      *vu
	object  *sobek.Object
	conn    *websocket.Conn
	state   int
	events  map[string][]sobek.Callable
	writes  chan write
	waiting atomic.Int64
	// Nothing more comes.
	over chan struct{}
	// Keeps the iteration going.
	done func(act func() error)
}

type write struct {
	kind  websocket.MessageType
	bytes []byte
	// Instead of a message.
	ping  bool
	close websocket.StatusCode
	why   string
}

func (v *vu) webSocketClass() sobek.Value {
	class := v.rt.ToValue(func(call sobek.ConstructorCall) *sobek.Object {
		s := &socket{
			vu:     v,
			object: call.This,
			events: map[string][]sobek.Callable{},
			writes: make(chan write, 1<<16),
			over:   make(chan struct{}),
			done:   v.loop.announce(),
		}
		s.describe(call.Argument(0).String())
		v.sockets = append(v.sockets, s)
		go s.dial(call.Argument(0).String(), headersOf(v.rt, call.Argument(2)))
		return nil
	})
	return class
}

func headersOf(rt *sobek.Runtime, params sobek.Value) http.Header {
	headers := http.Header{"User-Agent": {"k6 host double"}}
	if sobek.IsUndefined(params) || sobek.IsNull(params) {
		return headers
	}
	given := params.ToObject(rt).Get("headers")
	if given == nil || sobek.IsUndefined(given) {
		return headers
	}
	object := given.ToObject(rt)
	for _, name := range object.Keys() {
		headers.Set(name, object.Get(name).String())
	}
	return headers
}

func (s *socket) describe(url string) {
	rt := s.vu.rt
	must(s.object.Set("url", url))
	must(s.object.Set("binaryType", "blob"))
	getter := func(name string, of func() interface{}) {
		act := rt.ToValue(func(sobek.FunctionCall) sobek.Value { return rt.ToValue(of()) })
		must(s.object.DefineAccessorProperty(name, act, nil, sobek.FLAG_FALSE, sobek.FLAG_TRUE))
	}
	getter("readyState", func() interface{} { return s.state })
	getter("bufferedAmount", func() interface{} { return s.waiting.Load() })
	must(s.object.Set("addEventListener", func(name string, listener sobek.Value) {
		if act, ok := sobek.AssertFunction(listener); ok {
			s.events[name] = append(s.events[name], act)
		}
	}))
	must(s.object.Set("send", func(call sobek.FunctionCall) sobek.Value {
		s.expectOpen()
		if buffer, ok := call.Argument(0).Export().(sobek.ArrayBuffer); ok {
			s.put(write{kind: websocket.MessageBinary, bytes: append([]byte(nil), buffer.Bytes()...)})
		} else if text, ok := call.Argument(0).Export().(string); ok {
			s.put(write{kind: websocket.MessageText, bytes: []byte(text)})
		} else {
			panic(rt.NewTypeError("unsupported send type"))
		}
		return sobek.Undefined()
	}))
	must(s.object.Set("ping", func() {
		s.expectOpen()
		s.put(write{ping: true})
	}))
	must(s.object.Set("close", func(call sobek.FunctionCall) sobek.Value {
		code := websocket.StatusNormalClosure
		if !sobek.IsUndefined(call.Argument(0)) {
			code = websocket.StatusCode(call.Argument(0).ToInteger())
		}
		s.close(code)
		return sobek.Undefined()
	}))
}

func (s *socket) expectOpen() {
	if s.state != open {
		panic(s.vu.rt.NewTypeError("InvalidStateError: the WebSocket's readyState is %d", s.state))
	}
}

func (s *socket) close(code websocket.StatusCode) {
	if s.state != open {
		return
	}
	s.state = closing
	s.put(write{close: code})
}

func (s *socket) put(w write) {
	s.waiting.Add(int64(len(w.bytes)))
	s.writes <- w
}

func (s *socket) dial(url string, headers http.Header) {
	ctx, cancel := context.WithTimeout(context.Background(), 60*time.Second)
	defer cancel()
	opts := &websocket.DialOptions{
		HTTPHeader:      headers,
		CompressionMode: websocket.CompressionDisabled,
		OnPongReceived: func(context.Context, []byte) {
			atMs := nowMs()
			s.vu.loop.put(func() error { return s.tell("pong", atMs, nil) })
		},
		OnPingReceived: func(context.Context, []byte) bool { return true },
	}
	opts.HTTPClient = &http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	conn, response, err := websocket.Dial(ctx, url, opts)
	if err != nil {
		text := rootOf(err)
		if response != nil {
			text = "websocket: bad handshake"
		}
		s.end(text)
		return
	}
	conn.SetReadLimit(-1)
	atMs := nowMs()
	s.vu.loop.put(func() error {
		s.conn = conn
		if s.state == closed {
			return nil
		}
		s.state = open
		go s.write(conn)
		go s.read(conn)
		return s.tell("open", atMs, nil)
	})
}

func (s *socket) read(conn *websocket.Conn) {
	for {
		kind, bytes, err := conn.Read(context.Background())
		if err != nil {
			s.ended(err)
			return
		}
		atMs := nowMs()
		s.vu.loop.put(func() error {
			if s.state == closed {
				return nil
			}
			if kind == websocket.MessageText {
				return s.tell("message", atMs, map[string]interface{}{"data": string(bytes)})
			}
			return s.tell("message", atMs, map[string]interface{}{"data": s.vu.rt.NewArrayBuffer(bytes)})
		})
	}
}

func (s *socket) write(conn *websocket.Conn) {
	for {
		select {
		case <-s.over:
			return
		case w := <-s.writes:
			switch {
			case w.close != 0:
				// After five seconds the library would give up: a close that nobody answers is waited for, as long as it takes.
				go func() { _ = conn.Close(w.close, w.why) }()
			case w.ping:
				go func() {
					ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
					defer cancel()
					_ = conn.Ping(ctx)
				}()
			default:
				if err := conn.Write(context.Background(), w.kind, w.bytes); err != nil {
					return
				}
				s.waiting.Add(-int64(len(w.bytes)))
			}
		}
	}
}

// ended: the connection is over, as the reader finds.
func (s *socket) ended(err error) {
	var told websocket.CloseError
	switch {
	case errors.As(err, &told):
		if told.Code == websocket.StatusNormalClosure || told.Code == websocket.StatusGoingAway {
			s.end("")
		} else {
			s.end(closeText(told))
		}
	case errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF):
		s.end("websocket: close 1006 (abnormal closure): unexpected EOF")
	case errors.Is(err, context.DeadlineExceeded) || isClosedByUs(err):
		// Nobody has answered the close: it never ends, and nor does the iteration, until the process is ended.
	default:
		s.end(rootOf(err))
	}
}

func (s *socket) end(trouble string) {
	atMs := nowMs()
	s.done(func() error {
		if s.state == closed {
			return nil
		}
		s.state = closed
		close(s.over)
		if trouble != "" {
			if err := s.tell("error", atMs, map[string]interface{}{"error": trouble}); err != nil {
				return err
			}
		}
		return s.tell("close", atMs, nil)
	})
}

// leave: the script is over, and hears nothing any more. What was open is closed, and waited for.
func (s *socket) leave() {
	switch s.state {
	case open:
		s.state = closing
		s.put(write{close: websocket.StatusGoingAway})
	case closing:
	default:
		return
	}
	for {
		s.vu.loop.mutex.Lock()
		queue := s.vu.loop.queue
		s.vu.loop.queue = nil
		s.vu.loop.mutex.Unlock()
		for _, act := range queue {
			_ = act()
		}
		if s.state == closed {
			return
		}
		<-s.vu.loop.wake
	}
}

func (s *socket) tell(name string, atMs float64, more map[string]interface{}) error {
	if s.vu.stopped() {
		return nil
	}
	event := s.vu.rt.NewObject()
	must(event.Set("type", name))
	must(event.Set("target", s.object))
	must(event.Set("timestamp", atMs))
	for key, value := range more {
		must(event.Set(key, value))
	}
	for _, listener := range s.events[name] {
		if _, err := listener(s.object, event); err != nil {
			return err
		}
	}
	return nil
}
