package main

// The pods that this node runs, and the processes of each. Everything here may be asked from several sides at once: the watch,
// the pod's own life, whoever reads its log.

import (
	"os/exec"
	"sync"
	"syscall"
	"time"

	corev1 "k8s.io/api/core/v1"
)

const defaultGrace = 30 * time.Second

// podRun is one pod on this node.
type podRun struct {
	pod *corev1.Pod

	mutex    sync.Mutex
	running  map[string]*exec.Cmd // by container
	ending   bool
	ended    chan struct{} // closed when the pod is to end
	over     chan struct{} // closed when none of its processes is left
	overOnce sync.Once
}

type register struct {
	mutex sync.Mutex
	of    map[string]*podRun // by UID
}

// take finds a pod, or begins it: true for one that was not known.
func (r *register) take(pod *corev1.Pod) (*podRun, bool) {
	r.mutex.Lock()
	defer r.mutex.Unlock()
	if known, there := r.of[string(pod.UID)]; there {
		return known, false
	}
	run := &podRun{pod: pod, running: map[string]*exec.Cmd{}, ended: make(chan struct{}), over: make(chan struct{})}
	r.of[string(pod.UID)] = run
	return run, true
}

// forget drops a pod that the API server has no more; what of it still runs is killed, as it is after a forced deletion.
func (r *register) forget(uid string) {
	r.mutex.Lock()
	run := r.of[uid]
	delete(r.of, uid)
	r.mutex.Unlock()
	if run != nil {
		run.end(0)
	}
}

func (r *register) killAll() {
	r.mutex.Lock()
	runs := make([]*podRun, 0, len(r.of))
	for _, run := range r.of {
		runs = append(runs, run)
	}
	r.mutex.Unlock()
	for _, run := range runs {
		run.end(0)
	}
	for _, run := range runs {
		select {
		case <-run.over:
		case <-time.After(5 * time.Second):
		}
	}
}

func (r *register) isRunning(namespace, name, container string) bool {
	r.mutex.Lock()
	defer r.mutex.Unlock()
	for _, run := range r.of {
		if run.pod.Namespace == namespace && run.pod.Name == name && run.has(container) {
			return true
		}
	}
	return false
}

func (p *podRun) has(container string) bool {
	p.mutex.Lock()
	defer p.mutex.Unlock()
	return p.running[container] != nil
}

func (p *podRun) isEnding() bool {
	p.mutex.Lock()
	defer p.mutex.Unlock()
	return p.ending
}

func (p *podRun) isOver() {
	p.overOnce.Do(func() { close(p.over) })
}

// end asks the processes to end, and kills what is left after the grace. A second, shorter grace counts as well.
func (p *podRun) end(grace time.Duration) {
	p.mutex.Lock()
	first := !p.ending
	p.ending = true
	p.mutex.Unlock()
	if first {
		close(p.ended)
		if grace > 0 {
			p.signal(syscall.SIGTERM)
		}
	} else if grace > 0 {
		return
	}
	go func() {
		select {
		case <-p.over:
		case <-time.After(grace):
			p.signal(syscall.SIGKILL)
		}
	}()
}

func (p *podRun) signal(signal syscall.Signal) {
	p.mutex.Lock()
	defer p.mutex.Unlock()
	for _, process := range p.running {
		_ = process.Process.Signal(signal)
	}
}

func graceOf(pod *corev1.Pod) time.Duration {
	switch {
	case pod.DeletionGracePeriodSeconds != nil:
		return time.Duration(*pod.DeletionGracePeriodSeconds) * time.Second
	case pod.Spec.TerminationGracePeriodSeconds != nil:
		return time.Duration(*pod.Spec.TerminationGracePeriodSeconds) * time.Second
	default:
		return defaultGrace
	}
}
