package main

// The node as the control plane sees it: registered with room for pods, and its heartbeat, a lease renewed every ten seconds.
// A node whose heartbeat stays away is marked not ready by the controller manager, as any is.

import (
	"context"
	"log"
	"time"

	coordinationv1 "k8s.io/api/coordination/v1"
	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/api/errors"
	"k8s.io/apimachinery/pkg/api/resource"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
)

const (
	heartbeat     = 10 * time.Second
	leaseDuration = int32(40)
	leases        = "kube-node-lease"
)

func (k *kubelet) register(ctx context.Context) error {
	room := corev1.ResourceList{
		corev1.ResourceCPU:              resource.MustParse("8"),
		corev1.ResourceMemory:           resource.MustParse("16Gi"),
		corev1.ResourcePods:             resource.MustParse("110"),
		corev1.ResourceEphemeralStorage: resource.MustParse("20Gi"),
	}
	node := &corev1.Node{
		ObjectMeta: metav1.ObjectMeta{Name: k.node, Labels: map[string]string{
			corev1.LabelHostname: k.node, corev1.LabelOSStable: "linux", corev1.LabelArchStable: "amd64",
			corev1.LabelTopologyZone: "rig", "callstorm.dev/kubelet": "stand-in",
		}},
		Status: k.nodeStatus(room),
	}
	made, err := k.api.CoreV1().Nodes().Create(ctx, node, metav1.CreateOptions{})
	if errors.IsAlreadyExists(err) {
		if made, err = k.api.CoreV1().Nodes().Get(ctx, k.node, metav1.GetOptions{}); err != nil {
			return err
		}
	} else if err != nil {
		return err
	}
	made.Status = k.nodeStatus(room)
	if _, err := k.api.CoreV1().Nodes().UpdateStatus(ctx, made, metav1.UpdateOptions{}); err != nil {
		return err
	}
	log.Printf("node %s is registered, logs at %s:%d", k.node, k.address, k.port)
	return nil
}

func (k *kubelet) nodeStatus(room corev1.ResourceList) corev1.NodeStatus {
	now := metav1.Now()
	condition := func(kind corev1.NodeConditionType, is corev1.ConditionStatus, reason string) corev1.NodeCondition {
		return corev1.NodeCondition{Type: kind, Status: is, Reason: reason, Message: "told by the kubelet stand-in", LastHeartbeatTime: now, LastTransitionTime: now}
	}
	return corev1.NodeStatus{
		Capacity: room, Allocatable: room,
		Addresses: []corev1.NodeAddress{{Type: corev1.NodeInternalIP, Address: k.address}, {Type: corev1.NodeHostName, Address: k.node}},
		Conditions: []corev1.NodeCondition{
			condition(corev1.NodeReady, corev1.ConditionTrue, "KubeletReady"),
			condition(corev1.NodeMemoryPressure, corev1.ConditionFalse, "KubeletHasSufficientMemory"),
			condition(corev1.NodeDiskPressure, corev1.ConditionFalse, "KubeletHasNoDiskPressure"),
			condition(corev1.NodePIDPressure, corev1.ConditionFalse, "KubeletHasSufficientPID"),
		},
		DaemonEndpoints: corev1.NodeDaemonEndpoints{KubeletEndpoint: corev1.DaemonEndpoint{Port: int32(k.port)}},
		NodeInfo: corev1.NodeSystemInfo{
			KubeletVersion: "v0.0.0-stand-in", ContainerRuntimeVersion: "processes://0", OSImage: "folders of this machine", OperatingSystem: "linux", Architecture: "amd64",
		},
	}
}

// beat renews the lease until the context ends.
func (k *kubelet) beat(ctx context.Context) {
	for {
		if err := k.renew(ctx); err != nil && ctx.Err() == nil {
			log.Printf("the lease of %s is not renewed: %v", k.node, err)
		}
		if wait(ctx, heartbeat) != nil {
			return
		}
	}
}

func (k *kubelet) renew(ctx context.Context) error {
	limited, done := context.WithTimeout(ctx, heartbeat)
	defer done()
	now, duration := metav1.NowMicro(), leaseDuration
	api := k.api.CoordinationV1().Leases(leases)
	lease, err := api.Get(limited, k.node, metav1.GetOptions{})
	if errors.IsNotFound(err) {
		_, err = api.Create(limited, &coordinationv1.Lease{
			ObjectMeta: metav1.ObjectMeta{Name: k.node, Namespace: leases},
			Spec:       coordinationv1.LeaseSpec{HolderIdentity: &k.node, LeaseDurationSeconds: &duration, RenewTime: &now},
		}, metav1.CreateOptions{})
		return err
	}
	if err != nil {
		return err
	}
	lease.Spec.RenewTime = &now
	_, err = api.Update(limited, lease, metav1.UpdateOptions{})
	return err
}
