// A host double for the tests of Callstorm's k6 script. It is not k6, and has no code of k6's: it runs a script on sobek, the
// JavaScript engine that k6 runs scripts on (MIT), with an event loop, globals, missing globals and modules as k6's documentation and
// types describe them, as far as that one script uses them. What it cannot do, it refuses.
//
//	host run [flags] script.js
//	host version
package main

import (
	"encoding/json"
	"fmt"
	"os"
	"os/signal"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"time"

	"github.com/grafana/sobek"
)

// Exit codes that k6 documents.
const (
	exitThresholds = 99
	exitSignal     = 105
	exitScript     = 107
	exitAborted    = 108
	exitConfig     = 104
)

type executor struct {
	Executor    string `json:"executor"`
	VUs         int    `json:"vus"`
	Iterations  int    `json:"iterations"`
	Duration    string `json:"duration"`
	MaxDuration string `json:"maxDuration"`
}

type options struct {
	Scenarios  map[string]executor          `json:"scenarios"`
	Thresholds map[string][]json.RawMessage `json:"thresholds"`
}

// test is what all VUs share.
type test struct {
	flags     flags
	folder    string
	source    string
	env       map[string]string
	console   *console
	meter     *meter
	arrays    *sharedArrays
	stop      chan struct{}
	stopOnce  sync.Once
	exit      int
	started   time.Time
	scenario  string
	executor  executor
	vusActive int
}

// abort ends the test: no script goes on. The first reason counts.
func (t *test) abort(exit int, why string) {
	t.stopOnce.Do(func() {
		t.exit = exit
		fmt.Fprintf(os.Stderr, "level=error msg=%q\n", "test run was aborted: "+why)
		close(t.stop)
	})
}

func main() {
	if len(os.Args) == 2 && os.Args[1] == "version" {
		fmt.Println("host double of Callstorm's tests (sobek), not k6")
		return
	}
	given, err := parseFlags(os.Args[1:])
	if err != nil {
		fmt.Fprintln(os.Stderr, "level=error msg="+fmt.Sprintf("%q", err.Error()))
		os.Exit(exitConfig)
	}
	os.Exit(run(given))
}

func run(given flags) int {
	source, err := os.ReadFile(given.script)
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return exitScript
	}
	output, err := openConsole(given)
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return exitConfig
	}
	t := &test{
		flags:   given,
		folder:  filepath.Dir(given.script),
		source:  string(source),
		env:     environment(given),
		console: output,
		meter:   newMeter(),
		arrays:  newSharedArrays(),
		stop:    make(chan struct{}),
	}
	// As k6 does: the init context is run once to learn the options, then once for each VU.
	first := newVU(t, 0, 0)
	if err := first.init(); err != nil {
		fmt.Fprintln(os.Stderr, "level=error msg="+fmt.Sprintf("%q", err.Error()))
		return exitScript
	}
	wanted, err := first.options()
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return exitConfig
	}
	if err := t.meter.hold(wanted.Thresholds); err != nil {
		fmt.Fprintln(os.Stderr, err)
		return exitConfig
	}
	for name, one := range wanted.Scenarios {
		t.scenario, t.executor = name, one
	}
	if len(wanted.Scenarios) != 1 || t.executor.VUs < 1 {
		fmt.Fprintln(os.Stderr, "level=error msg=\"this double runs one scenario with a number of VUs\"")
		return exitConfig
	}
	return t.runVUs()
}

func (t *test) runVUs() int {
	longest, err := t.longest()
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return exitConfig
	}
	var vus []*vu
	for _, id := range t.flags.segment.idsOf(t.executor.VUs) {
		made := newVU(t, len(vus)+1, id)
		if err := made.init(); err != nil {
			fmt.Fprintln(os.Stderr, err)
			return exitScript
		}
		vus = append(vus, made)
	}
	signals := make(chan os.Signal, 4)
	signal.Notify(signals, os.Interrupt, syscall.SIGTERM)
	go func() {
		<-signals
		t.abort(exitSignal, "received a signal")
		<-signals
		// What hangs is left behind.
		os.Exit(exitSignal)
	}()
	t.started = time.Now()
	t.vusActive = len(vus)
	over := make(chan struct{})
	go t.watchThresholds(over)
	var all sync.WaitGroup
	for _, one := range vus {
		all.Add(1)
		go func() {
			defer all.Done()
			one.run(longest)
		}()
	}
	all.Wait()
	close(over)
	t.console.close()
	broken := t.meter.broken(time.Since(t.started), false)
	fmt.Print(t.meter.summary())
	if t.exit == 0 && len(broken) > 0 {
		fmt.Fprintf(os.Stderr, "level=error msg=\"thresholds on metrics '%s' have been crossed\"\n", strings.Join(broken, ", "))
		return exitThresholds
	}
	return t.exit
}

// longest is how long the VUs have.
func (t *test) longest() (time.Duration, error) {
	text := t.executor.MaxDuration
	switch t.executor.Executor {
	case "per-vu-iterations":
	case "constant-vus":
		text = t.executor.Duration
	default:
		return 0, fmt.Errorf("this double knows no executor %q", t.executor.Executor)
	}
	if text == "" {
		return 10 * time.Minute, nil
	}
	return time.ParseDuration(text)
}

func (t *test) watchThresholds(over chan struct{}) {
	for {
		select {
		case <-over:
			return
		case <-time.After(time.Second):
			if broken := t.meter.broken(time.Since(t.started), true); len(broken) > 0 {
				t.abort(exitThresholds, "thresholds on metrics "+strings.Join(broken, ", ")+" were crossed")
			}
		}
	}
}

// module is parsed once for each VU: sobek links a module for one runtime.
func (t *test) module(resolve sobek.HostResolveImportedModuleFunc) (*sobek.SourceTextModuleRecord, error) {
	return sobek.ParseModule(t.flags.script, t.source, resolve)
}
