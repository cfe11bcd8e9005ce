package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"github.com/grafana/sobek"
)

// vu is one virtual user: a runtime of its own, with the globals that k6 has, and none that it has not.
type vu struct {
	test     *test
	local    int
	global   int
	rt       *sobek.Runtime
	loop     *loop
	module   *sobek.SourceTextModuleRecord
	modules  map[string]*hostModule
	inInit   bool
	iter     int
	sockets  []*socket
	stop     chan struct{}
	isBroken bool
}

func newVU(t *test, local, global int) *vu {
	return &vu{test: t, local: local, global: global, rt: sobek.New(), loop: newLoop(), stop: make(chan struct{})}
}

// init runs the script's init context.
func (v *vu) init() error {
	v.inInit = true
	defer func() { v.inInit = false }()
	v.modules = v.hostModules()
	must(v.rt.Set("__ENV", v.test.env))
	must(v.rt.Set("__VU", v.local))
	must(v.rt.Set("__ITER", 0))
	must(v.rt.Set("open", v.open))
	must(v.rt.Set("console", v.consoleObject()))
	must(v.rt.Set("setTimeout", v.loop.setTimeout(v.rt)))
	must(v.rt.Set("clearTimeout", v.loop.clearTimeout))
	resolve := func(_ interface{}, name string) (sobek.ModuleRecord, error) {
		if found, ok := v.modules[name]; ok {
			return found, nil
		}
		return nil, fmt.Errorf("unknown module: %s", name)
	}
	module, err := v.test.module(resolve)
	if err != nil {
		return err
	}
	if err := module.Link(); err != nil {
		return err
	}
	v.module = module
	promise := module.Evaluate(v.rt)
	if promise.State() != sobek.PromiseStateFulfilled {
		return fmt.Errorf("%s", promise.Result())
	}
	return nil
}

func (v *vu) exported(name string) sobek.Value {
	return v.rt.NamespaceObjectFor(v.module).Get(name)
}

func (v *vu) options() (options, error) {
	var read options
	value := v.exported("options")
	if value == nil {
		return read, errors.New("the script exports no options")
	}
	text, err := json.Marshal(value.Export())
	if err != nil {
		return read, err
	}
	return read, json.Unmarshal(text, &read)
}

// run makes the iterations of this VU.
func (v *vu) run(longest time.Duration) {
	deadline := time.NewTimer(longest)
	defer deadline.Stop()
	over := make(chan struct{})
	go func() {
		select {
		case <-v.test.stop:
		case <-deadline.C:
		case <-over:
			return
		}
		v.rt.Interrupt("the test is over")
		close(v.stop)
	}()
	defer close(over)
	act, ok := sobek.AssertFunction(v.exported("default"))
	if !ok {
		v.test.abort(exitScript, "the script exports no default function")
		return
	}
	iterations := v.test.executor.Iterations
	if v.test.executor.Executor == "constant-vus" {
		iterations = 1 << 30
	}
	for v.iter = 0; v.iter < max(1, iterations) && !v.stopped(); v.iter++ {
		must(v.rt.Set("__ITER", v.iter))
		err := v.loop.run(func() error {
			_, err := act(sobek.Undefined())
			return err
		}, v.stop)
		if err != nil && !v.stopped() {
			v.isBroken = true
			fmt.Fprintf(os.Stderr, "level=error msg=%q\n", err.Error())
		}
	}
	v.leaveSockets()
}

func (v *vu) stopped() bool {
	select {
	case <-v.stop:
		return true
	default:
		return false
	}
}

// leaveSockets closes what a script that was interrupted, or threw, has left open; like k6 it waits for the other side.
func (v *vu) leaveSockets() {
	for _, one := range v.sockets {
		one.leave()
	}
}

// open reads a file beside the script, in the init context alone.
func (v *vu) open(name, mode string) (sobek.Value, error) {
	if !v.inInit {
		return nil, errors.New("the open() function is only available in the init stage")
	}
	bytes, err := os.ReadFile(filepath.Join(v.test.folder, name))
	if err != nil {
		return nil, err
	}
	if mode == "b" {
		return v.rt.ToValue(v.rt.NewArrayBuffer(bytes)), nil
	}
	return v.rt.ToValue(string(bytes)), nil
}

func must(err error) {
	if err != nil {
		panic(err)
	}
}
