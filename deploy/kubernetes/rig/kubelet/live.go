package main

// The life of a pod on this node, from the moment it is bound to it until it is told as succeeded, failed or deleted.

import (
	"context"
	"fmt"
	"log"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"time"

	corev1 "k8s.io/api/core/v1"
)

// linger is how long a pod's network outlives its containers.
const linger = time.Second

// life is what is known of a pod while it lives.
type life struct {
	*kubelet
	run        *podRun
	pod        *corev1.Pod
	network    joined
	volumes    map[string]string // folders, by the volume's name
	startedAt  time.Time
	mutex      sync.Mutex
	inits      []ran
	containers []ran
}

func (k *kubelet) live(ctx context.Context, run *podRun) {
	defer run.isOver()
	pod := run.pod
	if pod.Status.Phase == corev1.PodSucceeded || pod.Status.Phase == corev1.PodFailed {
		run.isOver()
		k.remove(ctx, run)
		return
	}
	l := &life{kubelet: k, run: run, pod: pod, startedAt: time.Now(), inits: unstarted(pod.Spec.InitContainers), containers: unstarted(pod.Spec.Containers)}
	if err := l.prepare(ctx); err != nil {
		log.Printf("pod %s/%s cannot be started: %v", pod.Namespace, pod.Name, err)
		l.refuse(err)
		l.tell(ctx)
		<-run.ended // until somebody deletes it, as a kubelet would wait
	} else {
		l.tell(ctx)
		l.runContainers(ctx)
	}
	// A sandbox outlives its containers a little: what their sockets still have to send, a last FIN, gets out.
	time.AfterFunc(linger, func() { k.network.leave(l.network) })
	run.isOver()
	l.tell(ctx)
	log.Printf("pod %s/%s is over: %s", pod.Namespace, pod.Name, l.summary())
	k.remove(ctx, run)
}

func unstarted(containers []corev1.Container) []ran {
	all := make([]ran, 0, len(containers))
	for _, one := range containers {
		all = append(all, ran{name: one.Name, image: one.Image})
	}
	return all
}

// prepare checks that the pod asks for nothing that the stand-in cannot do, and makes its network and volumes.
func (l *life) prepare(ctx context.Context) error {
	spec := l.pod.Spec
	if spec.RestartPolicy != corev1.RestartPolicyNever {
		return fmt.Errorf("the kubelet stand-in restarts nothing: restartPolicy has to be Never, and is %s", spec.RestartPolicy)
	}
	for _, container := range append(append([]corev1.Container{}, spec.InitContainers...), spec.Containers...) {
		if _, there := l.imageOf(&container); !there {
			return fmt.Errorf("image %q cannot be pulled: the kubelet stand-in has it not in its list", container.Image)
		}
		if container.Lifecycle != nil || container.LivenessProbe != nil || container.ReadinessProbe != nil || container.StartupProbe != nil || container.RestartPolicy != nil {
			return fmt.Errorf("container %q: the kubelet stand-in has no probes, no hooks and no sidecars", container.Name)
		}
	}
	joined, err := l.kubelet.network.join(string(l.pod.UID))
	if err != nil {
		return err
	}
	l.network = joined
	// What fields name of the status is known from here on.
	l.pod = l.pod.DeepCopy()
	l.pod.Status.PodIP, l.pod.Status.HostIP = joined.address, l.address
	l.volumes = map[string]string{}
	dir := filepath.Join(l.dir, "pods", string(l.pod.UID))
	for _, volume := range spec.Volumes {
		folder, err := l.materialise(ctx, l.pod, &volume, dir)
		if err != nil {
			return fmt.Errorf("volume %q: %w", volume.Name, err)
		}
		l.volumes[volume.Name] = folder
	}
	return nil
}

func (l *life) refuse(err error) {
	l.mutex.Lock()
	defer l.mutex.Unlock()
	reason := "CreateContainerConfigError"
	if strings.Contains(err.Error(), "cannot be pulled") {
		reason = "ErrImagePull"
	}
	for at := range l.containers {
		l.containers[at].waiting, l.containers[at].message = reason, err.Error()
	}
}

func (l *life) runContainers(ctx context.Context) {
	for at := range l.pod.Spec.InitContainers {
		if l.run.isEnding() {
			return
		}
		l.runOne(ctx, &l.pod.Spec.InitContainers[at], &l.inits[at])
		if l.inits[at].exitCode != 0 {
			return
		}
	}
	var all sync.WaitGroup
	for at := range l.pod.Spec.Containers {
		all.Add(1)
		go func() {
			defer all.Done()
			l.runOne(ctx, &l.pod.Spec.Containers[at], &l.containers[at])
		}()
	}
	all.Wait()
}

// runOne runs a container to its end, and tells when it starts.
func (l *life) runOne(ctx context.Context, container *corev1.Container, told *ran) {
	process, logged, err := l.startProcess(ctx, container)
	l.mutex.Lock()
	told.startedAt = time.Now()
	if err != nil {
		told.finishedAt, told.exitCode, told.message = told.startedAt, cannotStart, err.Error()
	}
	l.mutex.Unlock()
	if err != nil {
		log.Printf("pod %s/%s, container %s cannot be started: %v", l.pod.Namespace, l.pod.Name, container.Name, err)
		return
	}
	log.Printf("pod %s/%s, container %s runs as process %d in %s, address %s", l.pod.Namespace, l.pod.Name, container.Name, process.Process.Pid, l.network.namespace, l.network.address)
	telling := make(chan struct{})
	go func() { l.tell(ctx); close(telling) }()
	logged()
	_ = process.Wait()
	l.run.drop(container.Name)
	l.mutex.Lock()
	told.finishedAt, told.exitCode = time.Now(), exitCode(process)
	l.mutex.Unlock()
	<-telling
}

func (p *podRun) drop(container string) {
	p.mutex.Lock()
	defer p.mutex.Unlock()
	delete(p.running, container)
}

// startProcess starts the container's command; the returned function waits until all that it prints is kept.
func (l *life) startProcess(ctx context.Context, container *corev1.Container) (*exec.Cmd, func(), error) {
	in, err := l.describe(ctx, container)
	if err != nil {
		return nil, nil, err
	}
	file, err := os.OpenFile(l.logFile(l.pod.Namespace, l.pod.Name, container.Name), os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o644)
	if err != nil {
		return nil, nil, err
	}
	out, outIn, err := os.Pipe()
	if err != nil {
		return nil, nil, err
	}
	errs, errsIn, err := os.Pipe()
	if err != nil {
		return nil, nil, err
	}
	l.run.mutex.Lock()
	defer l.run.mutex.Unlock()
	if l.run.ending {
		return nil, nil, fmt.Errorf("the pod was deleted before it started")
	}
	process, err := in.start(outIn, errsIn)
	outIn.Close()
	errsIn.Close()
	if err != nil {
		return nil, nil, err
	}
	l.run.running[container.Name] = process
	writer := &logWriter{file: file}
	var streams sync.WaitGroup
	streams.Add(2)
	go func() { defer streams.Done(); writer.copy("stdout", out) }()
	go func() { defer streams.Done(); writer.copy("stderr", errs) }()
	return process, func() { streams.Wait(); file.Close(); out.Close(); errs.Close() }, nil
}

func (l *life) imageOf(container *corev1.Container) (image, bool) {
	found, there := l.images[container.Image]
	return found, there
}

// describe puts together what a container's process needs.
func (l *life) describe(ctx context.Context, container *corev1.Container) (inside, error) {
	from, _ := l.imageOf(container)
	set, err := environment(l.pod, container, from.Env, l.keys(ctx, l.pod.Namespace))
	if err != nil {
		return inside{}, err
	}
	in := inside{Namespace: l.network.namespace, Binds: append([]bind{}, from.Binds...), Links: from.Links, WorkingDir: from.WorkingDir, User: int(from.User), Group: int(from.Group)}
	in.Root = filepath.Join(l.dir, "pods", string(l.pod.UID), "root-"+container.Name)
	if err := os.MkdirAll(in.Root, 0o755); err != nil {
		return inside{}, err
	}
	in.Command = commandLine(container, from.Entrypoint, set)
	for name, value := range set {
		in.Env = append(in.Env, name+"="+value)
	}
	if container.WorkingDir != "" {
		in.WorkingDir = container.WorkingDir
	}
	for _, mount := range container.VolumeMounts {
		where := filepath.Join(l.volumes[mount.Name], mount.SubPath)
		in.Binds = append(in.Binds, bind{From: where, To: mount.MountPath, Writable: !mount.ReadOnly})
	}
	return in, l.secure(container, &in)
}

// secure takes user, group and read-only root from the security contexts; the container's comes before the pod's.
func (l *life) secure(container *corev1.Container, in *inside) error {
	nonRoot := false
	if pod := l.pod.Spec.SecurityContext; pod != nil {
		if pod.RunAsUser != nil {
			in.User = int(*pod.RunAsUser)
		}
		if pod.RunAsGroup != nil {
			in.Group = int(*pod.RunAsGroup)
		}
		if pod.FSGroup != nil {
			in.Groups = append(in.Groups, int(*pod.FSGroup))
		}
		nonRoot = pod.RunAsNonRoot != nil && *pod.RunAsNonRoot
	}
	if own := container.SecurityContext; own != nil {
		if own.RunAsUser != nil {
			in.User = int(*own.RunAsUser)
		}
		if own.RunAsGroup != nil {
			in.Group = int(*own.RunAsGroup)
		}
		if own.RunAsNonRoot != nil {
			nonRoot = *own.RunAsNonRoot
		}
		in.ReadOnlyRoot = own.ReadOnlyRootFilesystem != nil && *own.ReadOnlyRootFilesystem
	}
	if nonRoot && in.User == 0 {
		return fmt.Errorf("runAsNonRoot, and the image would run as root")
	}
	return nil
}

func exitCode(process *exec.Cmd) int32 {
	status, ok := process.ProcessState.Sys().(syscall.WaitStatus)
	if ok && status.Signaled() {
		return 128 + int32(status.Signal())
	}
	return int32(process.ProcessState.ExitCode())
}
