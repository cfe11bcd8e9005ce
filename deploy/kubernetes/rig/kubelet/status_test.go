package main

import (
	"testing"
	"time"

	corev1 "k8s.io/api/core/v1"
)

func TestPhase(t *testing.T) {
	at := time.Unix(1000, 0)
	waits, runs := ran{name: "a"}, ran{name: "a", startedAt: at}
	ended := func(code int32) ran {
		return ran{name: "a", startedAt: at, finishedAt: at.Add(time.Second), exitCode: code}
	}
	for _, one := range []struct {
		inits, containers []ran
		expected          corev1.PodPhase
	}{
		{nil, []ran{waits}, corev1.PodPending},
		{[]ran{runs}, []ran{waits}, corev1.PodPending},
		{[]ran{ended(1)}, []ran{waits}, corev1.PodFailed},
		{[]ran{ended(0)}, []ran{runs}, corev1.PodRunning},
		{nil, []ran{ended(3), runs}, corev1.PodRunning},
		{nil, []ran{ended(0), ended(0)}, corev1.PodSucceeded},
		{nil, []ran{ended(0), ended(137)}, corev1.PodFailed},
	} {
		if found := phase(one.inits, one.containers); found != one.expected {
			t.Errorf("%+v: expected %s, found %s", one, one.expected, found)
		}
	}
}

// Job controllers read the exit code, and conditions that others have set.
func TestStatusKeepsConditionsOfOthers(t *testing.T) {
	standing := corev1.PodStatus{Conditions: []corev1.PodCondition{{Type: corev1.DisruptionTarget, Status: corev1.ConditionTrue}}}
	at := time.Unix(1000, 0)
	told := podStatus(standing, nil, []ran{{name: "a", startedAt: at, finishedAt: at, exitCode: 137}}, "10.0.0.1", "10.0.1.2", at)
	found := map[corev1.PodConditionType]corev1.ConditionStatus{}
	for _, one := range told.Conditions {
		found[one.Type] = one.Status
	}
	if found[corev1.DisruptionTarget] != corev1.ConditionTrue || found[corev1.PodReady] != corev1.ConditionFalse {
		t.Errorf("found %v", found)
	}
	ended := told.ContainerStatuses[0].State.Terminated
	if told.Phase != corev1.PodFailed || ended == nil || ended.ExitCode != 137 || ended.Reason != "Error" {
		t.Errorf("found %s, %+v", told.Phase, ended)
	}
}
