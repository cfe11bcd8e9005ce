package main

// A network namespace for each pod, joined to the node's bridge by a veth pair, as a simple CNI plugin does it.

import (
	"fmt"
	"os/exec"
	"strings"
	"sync/atomic"
)

type podNetwork struct {
	bridge string
	prefix string // 10.86.1
	last   atomic.Int32
}

// joined is what a pod got: the name of its namespace (none: it has not got one) and its address.
type joined struct {
	namespace string
	address   string
}

func (n *podNetwork) join(uid string) (joined, error) {
	number := n.last.Add(1) + 1
	if number > 254 {
		return joined{}, fmt.Errorf("no address is left in %s.0/24", n.prefix)
	}
	short := strings.ReplaceAll(uid, "-", "")[:8]
	name, outer := "pod-"+short, "v"+short
	pod := joined{namespace: name, address: fmt.Sprintf("%s.%d", n.prefix, number)}
	for _, line := range []string{
		"netns add " + name,
		"link add " + outer + " type veth peer name eth0 netns " + name,
		"link set " + outer + " master " + n.bridge + " up",
		"-n " + name + " addr add " + pod.address + "/24 dev eth0",
		"-n " + name + " link set lo up",
		"-n " + name + " link set eth0 up",
		"-n " + name + " route add default via " + n.prefix + ".1",
	} {
		if err := ip(line); err != nil {
			n.leave(pod)
			return joined{}, err
		}
	}
	return pod, nil
}

func (n *podNetwork) leave(pod joined) {
	if pod.namespace != "" {
		_ = ip("netns del " + pod.namespace) // the veth pair goes with it
	}
}

func ip(line string) error {
	out, err := exec.Command("ip", strings.Fields(line)...).CombinedOutput()
	if err != nil {
		return fmt.Errorf("ip %s: %s", line, strings.TrimSpace(string(out)))
	}
	return nil
}
