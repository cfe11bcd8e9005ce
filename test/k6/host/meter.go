package main

import (
	"encoding/json"
	"fmt"
	"math"
	"regexp"
	"sort"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/grafana/sobek"
)

// meter keeps what scripts feed to k6's metrics, by name and by each tag, and what is demanded of them.
type meter struct {
	mutex   sync.Mutex
	kinds   map[string]string
	samples map[string][]float64
	demands []demand
}

// demand is one threshold.
type demand struct {
	key     string
	text    string
	abort   bool
	delayed time.Duration
}

func newMeter() *meter {
	return &meter{kinds: map[string]string{}, samples: map[string][]float64{}}
}

var metricName = regexp.MustCompile(`^[a-zA-Z_][a-zA-Z0-9_]{0,127}$`)
var demandText = regexp.MustCompile(`^(count|rate|avg|min|max|med|value|p\(([0-9.]+)\))\s*(<=|>=|===|==|!=|<|>)\s*(-?[0-9.]+)$`)

// statistics are those that each kind of metric has in thresholds.
var statistics = map[string]*regexp.Regexp{
	"trend":   regexp.MustCompile(`^(avg|min|max|med|p\(.*\))$`),
	"rate":    regexp.MustCompile(`^rate$`),
	"counter": regexp.MustCompile(`^(count|rate)$`),
	"gauge":   regexp.MustCompile(`^value$`),
}

func (v *vu) metricClass(kind string) func(sobek.ConstructorCall) *sobek.Object {
	return func(call sobek.ConstructorCall) *sobek.Object {
		name := call.Argument(0).String()
		if !v.inInit || !metricName.MatchString(name) {
			panic(v.rt.NewTypeError("a metric is made in the init context, with a name of letters, digits and underscores: %s", name))
		}
		m := v.test.meter
		m.mutex.Lock()
		m.kinds[name] = kind
		m.mutex.Unlock()
		must(call.This.Set("name", name))
		must(call.This.Set("add", func(given sobek.FunctionCall) sobek.Value {
			value := given.Argument(0).ToFloat()
			if v.inInit || math.IsNaN(value) {
				panic(v.rt.NewTypeError("%s is no value for %s", given.Argument(0), name))
			}
			tags := map[string]string{}
			if argument := given.Argument(1); !sobek.IsUndefined(argument) {
				object := argument.ToObject(v.rt)
				for _, key := range object.Keys() {
					tags[key] = object.Get(key).String()
				}
			}
			m.add(name, value, tags)
			return sobek.Undefined()
		}))
		return nil
	}
}

func (m *meter) add(name string, value float64, tags map[string]string) {
	m.mutex.Lock()
	defer m.mutex.Unlock()
	m.samples[name] = append(m.samples[name], value)
	for key, tag := range tags {
		sub := name + "{" + key + ":" + tag + "}"
		m.samples[sub] = append(m.samples[sub], value)
	}
}

// hold takes the thresholds; like k6 it refuses one that it cannot read, or that is of no metric there is.
func (m *meter) hold(thresholds map[string][]json.RawMessage) error {
	for key, all := range thresholds {
		name, _, _ := strings.Cut(key, "{")
		if _, is := m.kinds[name]; !is {
			return fmt.Errorf("no metric name %q found", name)
		}
		for _, each := range all {
			var one struct {
				Threshold      string `json:"threshold"`
				AbortOnFail    bool   `json:"abortOnFail"`
				DelayAbortEval string `json:"delayAbortEval"`
			}
			if err := json.Unmarshal(each, &one); err != nil {
				if err := json.Unmarshal(each, &one.Threshold); err != nil {
					return err
				}
			}
			parts := demandText.FindStringSubmatch(one.Threshold)
			if parts == nil || !statistics[m.kinds[name]].MatchString(parts[1]) {
				return fmt.Errorf("malformed threshold expression %q for the %s %s", one.Threshold, m.kinds[name], name)
			}
			made := demand{key: key, text: one.Threshold, abort: one.AbortOnFail}
			if one.DelayAbortEval != "" {
				delay, err := time.ParseDuration(one.DelayAbortEval)
				if err != nil {
					return err
				}
				made.delayed = delay
			}
			m.demands = append(m.demands, made)
		}
	}
	return nil
}

// broken names the metrics whose thresholds do not hold; one that has no samples holds.
func (m *meter) broken(after time.Duration, aborting bool) []string {
	m.mutex.Lock()
	defer m.mutex.Unlock()
	var names []string
	for _, one := range m.demands {
		if aborting && (!one.abort || after < one.delayed) {
			continue
		}
		if samples := m.samples[one.key]; len(samples) > 0 && !holds(one.text, samples) {
			names = append(names, one.key)
		}
	}
	sort.Strings(names)
	return names
}

func holds(text string, samples []float64) bool {
	parts := demandText.FindStringSubmatch(text)
	observed := statistic(parts[1], parts[2], samples)
	wanted, _ := strconv.ParseFloat(parts[4], 64)
	switch parts[3] {
	case "<":
		return observed < wanted
	case "<=":
		return observed <= wanted
	case ">":
		return observed > wanted
	case ">=":
		return observed >= wanted
	case "!=":
		return observed != wanted
	default:
		return observed == wanted
	}
}

func statistic(name, percent string, samples []float64) float64 {
	sorted := append([]float64(nil), samples...)
	sort.Float64s(sorted)
	sum := 0.0
	for _, each := range sorted {
		sum += each
	}
	switch name {
	case "count":
		// Of a counter: what was added up.
		return sum
	case "avg", "rate":
		return sum / float64(len(sorted))
	case "min":
		return sorted[0]
	case "max":
		return sorted[len(sorted)-1]
	case "med":
		return percentile(sorted, 50)
	case "value":
		return sum
	}
	p, _ := strconv.ParseFloat(percent, 64)
	return percentile(sorted, p)
}

func percentile(sorted []float64, p float64) float64 {
	at := p / 100 * float64(len(sorted)-1)
	low := int(at)
	if low+1 >= len(sorted) {
		return sorted[len(sorted)-1]
	}
	return sorted[low] + (at-float64(low))*(sorted[low+1]-sorted[low])
}

// summary names each metric that was fed, with how many samples it has.
func (m *meter) summary() string {
	m.mutex.Lock()
	defer m.mutex.Unlock()
	names := make([]string, 0, len(m.samples))
	for name := range m.samples {
		names = append(names, name)
	}
	sort.Strings(names)
	var text strings.Builder
	for _, name := range names {
		samples := m.samples[name]
		fmt.Fprintf(&text, "%s: count=%d avg=%g max=%g\n", name, len(samples), statistic("avg", "", samples), statistic("max", "", samples))
	}
	return text.String()
}

func containsAny(text string, all ...string) bool {
	for _, each := range all {
		if strings.Contains(text, each) {
			return true
		}
	}
	return false
}
