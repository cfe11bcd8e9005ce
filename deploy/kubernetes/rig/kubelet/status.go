package main

// What is told of a pod: its phase and its containers' states, from what became of their processes. Pure.

import (
	"time"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
)

// ran is what is known of one container.
type ran struct {
	name       string
	image      string
	startedAt  time.Time // zero: not started
	finishedAt time.Time // zero: not finished
	exitCode   int32
	waiting    string // why it waits or cannot start
	message    string
}

func (r ran) state() corev1.ContainerState {
	switch {
	case r.startedAt.IsZero() && r.finishedAt.IsZero():
		reason := r.waiting
		if reason == "" {
			reason = "ContainerCreating"
		}
		return corev1.ContainerState{Waiting: &corev1.ContainerStateWaiting{Reason: reason, Message: r.message}}
	case r.finishedAt.IsZero():
		return corev1.ContainerState{Running: &corev1.ContainerStateRunning{StartedAt: metav1.NewTime(r.startedAt)}}
	default:
		reason := "Completed"
		if r.exitCode != 0 {
			reason = "Error"
		}
		return corev1.ContainerState{Terminated: &corev1.ContainerStateTerminated{
			ExitCode: r.exitCode, Reason: reason, Message: r.message,
			StartedAt: metav1.NewTime(r.startedAt), FinishedAt: metav1.NewTime(r.finishedAt),
		}}
	}
}

// phase is a pod's whose containers are never restarted.
func phase(inits, containers []ran) corev1.PodPhase {
	for _, one := range inits {
		if !one.finishedAt.IsZero() && one.exitCode != 0 {
			return corev1.PodFailed
		}
	}
	started, finished, failed := false, true, false
	for _, one := range containers {
		started = started || !one.startedAt.IsZero()
		finished = finished && !one.finishedAt.IsZero()
		failed = failed || one.exitCode != 0
	}
	switch {
	case finished && failed:
		return corev1.PodFailed
	case finished:
		return corev1.PodSucceeded
	case started:
		return corev1.PodRunning
	default:
		return corev1.PodPending
	}
}

// podStatus is the whole of it, on top of what stands there: conditions of others are kept.
func podStatus(standing corev1.PodStatus, inits, containers []ran, hostIP, podIP string, startedAt time.Time) corev1.PodStatus {
	told := *standing.DeepCopy()
	told.Phase = phase(inits, containers)
	told.HostIP, told.HostIPs = hostIP, []corev1.HostIP{{IP: hostIP}}
	if podIP != "" {
		told.PodIP, told.PodIPs = podIP, []corev1.PodIP{{IP: podIP}}
	}
	start := metav1.NewTime(startedAt)
	told.StartTime = &start
	told.InitContainerStatuses, told.ContainerStatuses = statuses(inits), statuses(containers)
	running := told.Phase == corev1.PodRunning
	initialised := told.Phase != corev1.PodPending
	set(&told, corev1.PodInitialized, initialised, "")
	set(&told, corev1.ContainersReady, running, reasonOf(told.Phase))
	set(&told, corev1.PodReady, running, reasonOf(told.Phase))
	return told
}

func reasonOf(phase corev1.PodPhase) string {
	switch phase {
	case corev1.PodSucceeded:
		return "PodCompleted"
	case corev1.PodFailed:
		return "PodFailed"
	case corev1.PodPending:
		return "ContainersNotReady"
	default:
		return ""
	}
}

func statuses(all []ran) []corev1.ContainerStatus {
	told := make([]corev1.ContainerStatus, 0, len(all))
	for _, one := range all {
		state := one.state()
		started := state.Running != nil
		told = append(told, corev1.ContainerStatus{
			Name: one.name, Image: one.image, ImageID: "folders of this machine", State: state,
			Ready: started, Started: &started, ContainerID: "process://" + one.name,
		})
	}
	return told
}

func set(status *corev1.PodStatus, kind corev1.PodConditionType, holds bool, reason string) {
	is := corev1.ConditionFalse
	if holds {
		is = corev1.ConditionTrue
		reason = ""
	}
	for at := range status.Conditions {
		if one := &status.Conditions[at]; one.Type == kind {
			if one.Status != is {
				one.LastTransitionTime = metav1.Now()
			}
			one.Status, one.Reason = is, reason
			return
		}
	}
	status.Conditions = append(status.Conditions, corev1.PodCondition{Type: kind, Status: is, Reason: reason, LastTransitionTime: metav1.Now()})
}
