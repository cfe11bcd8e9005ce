package main

import (
	appsv1 "k8s.io/api/apps/v1"
	batchv1 "k8s.io/api/batch/v1"
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
)

// kinds are those that a manifest of ours may have in it.
var kinds = map[string]func() any{
	"v1 ConfigMap":           func() any { return &corev1.ConfigMap{} },
	"v1 Service":             func() any { return &corev1.Service{} },
	"v1 Namespace":           func() any { return &corev1.Namespace{} },
	"apps/v1 Deployment":     func() any { return &appsv1.Deployment{} },
	"batch/v1 Job":           func() any { return &batchv1.Job{} },
	"k6.io/v1alpha1 TestRun": func() any { return &testRun{} },
}

// testRun is k6-operator's, as far as it is used here: its own types would bring k6 with them. What of it is Kubernetes' own is
// decoded as such; a field that k6-operator knows and this does not is refused, and belongs here once it is written.
type testRun struct {
	metav1.TypeMeta   `json:",inline"`
	metav1.ObjectMeta `json:"metadata,omitempty"`
	Spec              struct {
		Parallelism int32      `json:"parallelism"`
		Script      testScript `json:"script"`
		Arguments   string     `json:"arguments,omitempty"`
		Separate    bool       `json:"separate,omitempty"`
		// A truth value in a text, as its starter's and its runner's automountServiceAccountToken is.
		Quiet  string  `json:"quiet,omitempty"`
		Runner testPod `json:"runner,omitempty"`
		// Absent: the runner's.
		Initializer *testPod `json:"initializer,omitempty"`
		Starter     testPod  `json:"starter,omitempty"`
		Cleanup     string   `json:"cleanup,omitempty"`
	} `json:"spec"`
}

type testScript struct {
	ConfigMap *struct {
		Name string `json:"name"`
		File string `json:"file,omitempty"`
	} `json:"configMap,omitempty"`
	VolumeClaim *struct {
		Name     string `json:"name"`
		File     string `json:"file,omitempty"`
		ReadOnly bool   `json:"readOnly,omitempty"`
	} `json:"volumeClaim,omitempty"`
	LocalFile string `json:"localFile,omitempty"`
}

type testPod struct {
	Metadata struct {
		Annotations map[string]string `json:"annotations,omitempty"`
		Labels      map[string]string `json:"labels,omitempty"`
	} `json:"metadata,omitempty"`
	Image                        string                            `json:"image,omitempty"`
	Env                          []corev1.EnvVar                   `json:"env,omitempty"`
	AutomountServiceAccountToken string                            `json:"automountServiceAccountToken,omitempty"`
	Resources                    corev1.ResourceRequirements       `json:"resources,omitempty"`
	SecurityContext              corev1.PodSecurityContext         `json:"securityContext,omitempty"`
	ContainerSecurityContext     corev1.SecurityContext            `json:"containerSecurityContext,omitempty"`
	TopologySpreadConstraints    []corev1.TopologySpreadConstraint `json:"topologySpreadConstraints,omitempty"`
	Volumes                      []corev1.Volume                   `json:"volumes,omitempty"`
	VolumeMounts                 []corev1.VolumeMount              `json:"volumeMounts,omitempty"`
}
