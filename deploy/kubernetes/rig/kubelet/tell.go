package main

// What the API server is told of a pod: its status, for as long as it takes to be heard, and at last that nothing of it is left.

import (
	"context"
	"fmt"
	"log"
	"os"
	"path/filepath"
	"strings"
	"time"

	"k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/types"
)

const again = time.Second

// tell writes the status, again and again until the API server has it: a node that is cut off tells later.
func (l *life) tell(ctx context.Context) {
	for ctx.Err() == nil {
		err := l.tellOnce(ctx)
		if err == nil || errors.IsNotFound(err) {
			return
		}
		if !errors.IsConflict(err) {
			log.Printf("pod %s/%s: its status is not told yet: %v", l.pod.Namespace, l.pod.Name, err)
			_ = wait(ctx, again)
		}
	}
}

func (l *life) tellOnce(ctx context.Context) error {
	limited, done := context.WithTimeout(ctx, 5*time.Second)
	defer done()
	standing, err := l.api.CoreV1().Pods(l.pod.Namespace).Get(limited, l.pod.Name, metav1.GetOptions{})
	if err != nil {
		return err
	}
	if standing.UID != l.pod.UID {
		return nil
	}
	l.mutex.Lock()
	standing.Status = podStatus(standing.Status, l.inits, l.containers, l.address, l.network.address, l.startedAt)
	l.mutex.Unlock()
	_, err = l.api.CoreV1().Pods(l.pod.Namespace).UpdateStatus(limited, standing, metav1.UpdateOptions{})
	return err
}

func (l *life) summary() string {
	l.mutex.Lock()
	defer l.mutex.Unlock()
	words := []string{}
	for _, one := range append(append([]ran{}, l.inits...), l.containers...) {
		word := one.name + " not started"
		if !one.finishedAt.IsZero() {
			word = fmt.Sprintf("%s exit code %d", one.name, one.exitCode)
		}
		words = append(words, word)
	}
	return strings.Join(words, ", ")
}

// remove takes a pod that is to be deleted, and is over, off the API server; before that it waits until it is to be deleted.
func (k *kubelet) remove(ctx context.Context, run *podRun) {
	select {
	case <-run.ended:
	case <-ctx.Done():
		return
	}
	_ = os.RemoveAll(filepath.Join(k.dir, "pods", string(run.pod.UID)))
	now, uid := int64(0), types.UID(run.pod.UID)
	for ctx.Err() == nil {
		err := k.api.CoreV1().Pods(run.pod.Namespace).Delete(ctx, run.pod.Name, metav1.DeleteOptions{
			GracePeriodSeconds: &now, Preconditions: &metav1.Preconditions{UID: &uid},
		})
		if err == nil || errors.IsNotFound(err) || errors.IsConflict(err) {
			return
		}
		_ = wait(ctx, again)
	}
}
