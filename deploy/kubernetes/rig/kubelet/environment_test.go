package main

import (
	"strings"
	"testing"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
)

func TestExpand(t *testing.T) {
	set := map[string]string{"INDEX": "3", "EMPTY": ""}
	for text, expected := range map[string]string{
		"index:$(INDEX)/4": "index:3/4",
		"$(INDEX)$(INDEX)": "33",
		"$(EMPTY)x":        "x",
		"$(ABSENT)":        "$(ABSENT)",
		"$$(INDEX)":        "$(INDEX)",
		"$$$(INDEX)":       "$3",
		"a$b $":            "a$b $",
		"$(INDEX":          "$(INDEX",
	} {
		if found := expand(text, set); found != expected {
			t.Errorf("%q: expected %q, found %q", text, expected, found)
		}
	}
}

func TestEnvironment(t *testing.T) {
	pod := &corev1.Pod{ObjectMeta: metav1.ObjectMeta{Name: "storm-2-x", Annotations: map[string]string{"batch.kubernetes.io/job-completion-index": "2"}}}
	no, yes := false, true
	secretKey := func(key string, optional *bool) *corev1.EnvVarSource {
		return &corev1.EnvVarSource{SecretKeyRef: &corev1.SecretKeySelector{LocalObjectReference: corev1.LocalObjectReference{Name: "keys"}, Key: key, Optional: optional}}
	}
	ask := keys{secret: func(name, key string) (string, bool, error) {
		return "s3cret", name == "keys" && key == "AGENT_KEY", nil
	}}
	container := &corev1.Container{
		Command: []string{"callstorm"},
		Args:    []string{"--shard", "index:$(SHARD_INDEX)/4", "--target", "$$(SHARD_INDEX)"},
		Env: []corev1.EnvVar{
			{Name: "SHARD_INDEX", ValueFrom: &corev1.EnvVarSource{FieldRef: &corev1.ObjectFieldSelector{FieldPath: "metadata.annotations['batch.kubernetes.io/job-completion-index']"}}},
			{Name: "AGENT_KEY", ValueFrom: secretKey("AGENT_KEY", &no)},
			{Name: "ABSENT", ValueFrom: secretKey("ABSENT", &yes)},
			{Name: "FOLDER", Value: "/logs/share-$(SHARD_INDEX)"},
			{Name: "PATH", Value: "/own:$(PATH)"},
		},
	}
	set, err := environment(pod, container, map[string]string{"PATH": "/bin"}, ask)
	if err != nil {
		t.Fatal(err)
	}
	for name, expected := range map[string]string{"SHARD_INDEX": "2", "AGENT_KEY": "s3cret", "FOLDER": "/logs/share-2", "PATH": "/own:/bin", "HOSTNAME": "storm-2-x"} {
		if set[name] != expected {
			t.Errorf("%s: expected %q, found %q", name, expected, set[name])
		}
	}
	if _, there := set["ABSENT"]; there {
		t.Error("an optional key that is not there is set")
	}
	line := strings.Join(commandLine(container, nil, set), " ")
	if line != "callstorm --shard index:2/4 --target $(SHARD_INDEX)" {
		t.Errorf("found %q", line)
	}
	container.Env = []corev1.EnvVar{{Name: "KEY", ValueFrom: secretKey("ABSENT", nil)}}
	if _, err := environment(pod, container, nil, ask); err == nil || !strings.Contains(err.Error(), `"ABSENT"`) {
		t.Errorf("expected a word on the missing key, found %v", err)
	}
}
