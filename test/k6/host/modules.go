package main

import (
	"encoding/json"
	"sync"

	"github.com/grafana/sobek"
)

// hostModule is one of k6's own modules, as the script imports it.
type hostModule struct {
	rt      *sobek.Runtime
	exports map[string]sobek.Value
}

func (m *hostModule) Link() error { return nil }

func (m *hostModule) GetExportedNames(callback func([]string), _ ...sobek.ModuleRecord) bool {
	names := make([]string, 0, len(m.exports))
	for name := range m.exports {
		names = append(names, name)
	}
	callback(names)
	return true
}

func (m *hostModule) ResolveExport(name string, _ ...sobek.ResolveSetElement) (*sobek.ResolvedBinding, bool) {
	if _, ok := m.exports[name]; !ok {
		return nil, false
	}
	return &sobek.ResolvedBinding{BindingName: name, Module: m}, false
}

func (m *hostModule) Evaluate(rt *sobek.Runtime) *sobek.Promise {
	promise, resolve, _ := rt.NewPromise()
	must(resolve(m))
	return promise
}

func (m *hostModule) GetBindingValue(name string) sobek.Value { return m.exports[name] }

func (v *vu) hostModules() map[string]*hostModule {
	value := v.rt.ToValue
	modules := map[string]map[string]sobek.Value{
		"k6/timers": {
			"setTimeout":   value(v.loop.setTimeout(v.rt)),
			"clearTimeout": value(v.loop.clearTimeout),
		},
		"k6/encoding":   {"default": v.encoding()},
		"k6/data":       {"SharedArray": value(v.sharedArray)},
		"k6/websockets": {"WebSocket": v.webSocketClass()},
		"k6/metrics": {
			"Trend":   value(v.metricClass("trend")),
			"Rate":    value(v.metricClass("rate")),
			"Counter": value(v.metricClass("counter")),
			"Gauge":   value(v.metricClass("gauge")),
		},
		"k6/execution": {"default": v.execution()},
	}
	made := map[string]*hostModule{}
	for name, exports := range modules {
		made[name] = &hostModule{rt: v.rt, exports: exports}
	}
	return made
}

// execution tells a VU where it stands; of VU and scenario only while an iteration goes on.
func (v *vu) execution() sobek.Value {
	rt := v.rt
	get := func(object *sobek.Object, name string, of func() interface{}) {
		getter := rt.ToValue(func(sobek.FunctionCall) sobek.Value {
			if v.inInit {
				panic(rt.NewTypeError("getting %s in the init context is not supported", name))
			}
			return rt.ToValue(of())
		})
		must(object.DefineAccessorProperty(name, getter, nil, sobek.FLAG_FALSE, sobek.FLAG_TRUE))
	}
	virtual, scenario, instance, test := rt.NewObject(), rt.NewObject(), rt.NewObject(), rt.NewObject()
	get(virtual, "idInTest", func() interface{} { return v.global })
	get(virtual, "idInInstance", func() interface{} { return v.local })
	get(virtual, "iterationInScenario", func() interface{} { return v.iter })
	get(virtual, "iterationInInstance", func() interface{} { return v.iter })
	get(scenario, "name", func() interface{} { return v.test.scenario })
	get(scenario, "executor", func() interface{} { return v.test.executor.Executor })
	get(scenario, "startTime", func() interface{} { return v.test.started.UnixMilli() })
	get(instance, "vusActive", func() interface{} { return v.test.vusActive })
	must(test.Set("abort", func(why string) {
		v.test.abort(exitAborted, why)
		v.rt.Interrupt(why)
	}))
	whole := rt.NewObject()
	for name, part := range map[string]*sobek.Object{"vu": virtual, "scenario": scenario, "instance": instance, "test": test} {
		must(whole.Set(name, part))
	}
	return whole
}

// sharedArrays are kept once, as JSON; each access makes a value of its own.
type sharedArrays struct {
	mutex sync.Mutex
	named map[string][]json.RawMessage
}

func newSharedArrays() *sharedArrays { return &sharedArrays{named: map[string][]json.RawMessage{}} }

func (v *vu) sharedArray(call sobek.ConstructorCall) *sobek.Object {
	name := call.Argument(0).String()
	make_, ok := sobek.AssertFunction(call.Argument(1))
	if !ok || !v.inInit {
		panic(v.rt.NewTypeError("a SharedArray is made in the init context, by a function"))
	}
	arrays := v.test.arrays
	arrays.mutex.Lock()
	defer arrays.mutex.Unlock()
	if _, is := arrays.named[name]; !is {
		given, err := make_(sobek.Undefined())
		if err != nil {
			panic(err)
		}
		text, err := json.Marshal(given.Export())
		must(err)
		var elements []json.RawMessage
		must(json.Unmarshal(text, &elements))
		arrays.named[name] = elements
	}
	return v.rt.NewDynamicArray(&sharedView{rt: v.rt, elements: arrays.named[name]})
}

type sharedView struct {
	rt       *sobek.Runtime
	elements []json.RawMessage
}

func (s *sharedView) Len() int { return len(s.elements) }

func (s *sharedView) Get(index int) sobek.Value {
	if index < 0 || index >= len(s.elements) {
		return sobek.Undefined()
	}
	var value interface{}
	must(json.Unmarshal(s.elements[index], &value))
	return s.rt.ToValue(value)
}

func (s *sharedView) Set(int, sobek.Value) bool {
	panic(s.rt.NewTypeError("SharedArray is immutable"))
}

func (s *sharedView) SetLen(int) bool { panic(s.rt.NewTypeError("SharedArray is immutable")) }
