// Command kubelet-stand-in stands in for a node's kubelet and its container runtime, for the rig in the folder above.
//
// It registers one node, takes the pods that the scheduler binds to it, runs each container's command as a process with a
// network, a mount and a process namespace of its own, and tells the API server what became of it, as a kubelet does: phases,
// exit codes, reasons, addresses, logs. It is not a kubelet: no image is pulled (an image's name stands for folders of this
// machine, see image.go), nothing is limited by cgroups, there are no probes, no restarts, no hooks, no services and no
// DNS. What it does not do it refuses, and says so in the pod's status, where a silent difference would make a proof worthless.
package main

import (
	"context"
	"errors"
	"flag"
	"log"
	"os"
	"os/signal"
	"path/filepath"
	"strings"
	"syscall"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/fields"
	"k8s.io/client-go/kubernetes"
	"k8s.io/client-go/rest"
	"k8s.io/client-go/tools/cache"
)

type kubelet struct {
	node    string
	address string // of the node, where its logs are asked for
	port    int
	dir     string // logs and volumes of the pods
	images  map[string]image
	network podNetwork
	api     kubernetes.Interface
	pods    register
}

func main() {
	if len(os.Args) > 2 && os.Args[1] == insideCommand {
		runInside(os.Args[2]) // never returns
	}
	log.SetFlags(log.Ltime | log.Lmicroseconds)
	if err := serve(); err != nil && !errors.Is(err, context.Canceled) {
		log.Fatalf("kubelet-stand-in: %v", err)
	}
}

func serve() error {
	node := flag.String("node", "", "name of the node")
	address := flag.String("address", "127.0.0.1", "address of the node, as the API server reaches it")
	port := flag.Int("port", 10250, "port for the logs")
	server := flag.String("server", "", "address of the API server: https://…")
	ca := flag.String("ca", "", "certificate that the API server is known by (PEM)")
	token := flag.String("token-file", "", "file with the token to show the API server")
	dir := flag.String("dir", "", "folder for logs and volumes")
	images := flag.String("images", "", "file that says which folders an image stands for (JSON)")
	bridge := flag.String("bridge", "", "bridge that pods are joined to")
	pods := flag.String("pods", "", "addresses of pods, as 10.86.1: the bridge has .1")
	flag.Parse()
	if *node == "" || *server == "" || *dir == "" || *bridge == "" {
		return errors.New("--node, --server, --dir and --bridge are needed")
	}
	known, err := readImages(*images)
	if err != nil {
		return err
	}
	folder, err := filepath.Abs(*dir)
	if err != nil {
		return err
	}
	secret, err := os.ReadFile(*token)
	if err != nil {
		return err
	}
	api, err := kubernetes.NewForConfig(&rest.Config{
		Host:            *server,
		BearerToken:     strings.TrimSpace(string(secret)),
		TLSClientConfig: rest.TLSClientConfig{CAFile: *ca},
		UserAgent:       "callstorm-kubelet-stand-in",
	})
	if err != nil {
		return err
	}
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGINT, syscall.SIGTERM)
	defer stop()
	k := &kubelet{
		node: *node, address: *address, port: *port, dir: folder, images: known, api: api,
		network: podNetwork{bridge: *bridge, prefix: *pods},
		pods:    register{of: map[string]*podRun{}},
	}
	if err := k.serveLogs(); err != nil {
		return err
	}
	if err := k.register(ctx); err != nil {
		return err
	}
	go k.beat(ctx)
	k.watch(ctx)
	// Whoever ends the kubelet ends its pods here: nothing that calls is to be left behind by the rig.
	k.pods.killAll()
	return nil
}

// watch follows the pods of this node until the context ends.
func (k *kubelet) watch(ctx context.Context) {
	ours := fields.OneTermEqualSelector("spec.nodeName", k.node)
	list := cache.NewListWatchFromClient(k.api.CoreV1().RESTClient(), "pods", corev1.NamespaceAll, ours)
	_, informer := cache.NewInformerWithOptions(cache.InformerOptions{
		ListerWatcher: list,
		ObjectType:    &corev1.Pod{},
		Handler: cache.ResourceEventHandlerFuncs{
			AddFunc:    func(one any) { k.see(ctx, one.(*corev1.Pod)) },
			UpdateFunc: func(_, one any) { k.see(ctx, one.(*corev1.Pod)) },
			DeleteFunc: func(one any) {
				if last, ok := one.(cache.DeletedFinalStateUnknown); ok {
					one = last.Obj
				}
				if pod, ok := one.(*corev1.Pod); ok {
					k.pods.forget(string(pod.UID))
				}
			},
		},
	})
	informer.Run(ctx.Done())
}

// see starts a pod that is new, and ends one that is to be deleted.
func (k *kubelet) see(ctx context.Context, pod *corev1.Pod) {
	run, isNew := k.pods.take(pod)
	if pod.DeletionTimestamp != nil {
		run.end(graceOf(pod))
	}
	if isNew {
		go k.live(ctx, run)
	}
}
