package main

import (
	"math"
	"sync"
	"time"

	"github.com/grafana/sobek"
)

// loop is the event loop of one VU: what is queued is done in its order, on one goroutine, and the iteration is over when nothing is
// queued and nobody has announced that more will be.
type loop struct {
	mutex     sync.Mutex
	wake      chan struct{}
	queue     []func() error
	announced int
	timers    map[int64]*time.Timer
	lastTimer int64
}

func newLoop() *loop {
	return &loop{wake: make(chan struct{}, 1), timers: map[int64]*time.Timer{}}
}

// announce keeps the iteration from ending until what is given back is called: with something to do, or with nil.
func (l *loop) announce() func(act func() error) {
	l.mutex.Lock()
	l.announced++
	l.mutex.Unlock()
	return func(act func() error) {
		l.mutex.Lock()
		l.announced--
		if act != nil {
			l.queue = append(l.queue, act)
		}
		l.mutex.Unlock()
		l.look()
	}
}

// put queues without having been announced: whoever puts has something else that is.
func (l *loop) put(act func() error) {
	l.mutex.Lock()
	l.queue = append(l.queue, act)
	l.mutex.Unlock()
	l.look()
}

func (l *loop) look() {
	select {
	case l.wake <- struct{}{}:
	default:
	}
}

// run ends when nothing is left to do, with the first error, or when it is stopped.
func (l *loop) run(first func() error, stop <-chan struct{}) error {
	l.put(first)
	for {
		l.mutex.Lock()
		queue, announced := l.queue, l.announced
		l.queue = nil
		l.mutex.Unlock()
		if len(queue) == 0 && announced == 0 {
			return nil
		}
		for _, act := range queue {
			select {
			case <-stop:
				return nil
			default:
			}
			if err := act(); err != nil {
				return err
			}
		}
		if len(queue) > 0 {
			continue
		}
		select {
		case <-l.wake:
		case <-stop:
			return nil
		}
	}
}

func (l *loop) setTimeout(rt *sobek.Runtime) func(sobek.FunctionCall) sobek.Value {
	return func(call sobek.FunctionCall) sobek.Value {
		act, ok := sobek.AssertFunction(call.Argument(0))
		if !ok {
			panic(rt.NewTypeError("setTimeout's first argument has to be a function"))
		}
		delay := call.Argument(1).ToFloat()
		if math.IsNaN(delay) || delay < 0 {
			delay = 0
		}
		l.lastTimer++
		id := l.lastTimer
		done := l.announce()
		l.mutex.Lock()
		defer l.mutex.Unlock()
		l.timers[id] = time.AfterFunc(time.Duration(delay*float64(time.Millisecond)), func() {
			done(func() error {
				l.mutex.Lock()
				_, is := l.timers[id]
				delete(l.timers, id)
				l.mutex.Unlock()
				if !is {
					return nil
				}
				_, err := act(sobek.Undefined())
				return err
			})
		})
		return rt.ToValue(id)
	}
}

func (l *loop) clearTimeout(call sobek.FunctionCall) sobek.Value {
	id := call.Argument(0).ToInteger()
	l.mutex.Lock()
	timer, ok := l.timers[id]
	delete(l.timers, id)
	// One that has gone off already finds itself cleared.
	if ok && timer.Stop() {
		l.announced--
	}
	l.mutex.Unlock()
	l.look()
	return sobek.Undefined()
}

func nowMs() float64 { return float64(time.Now().UnixNano()) / 1e6 }
