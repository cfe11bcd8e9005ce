package main

// The environment of a container, as Kubernetes makes it: values with $(NAME) references to what was set before them, keys of
// Secrets and ConfigMaps, fields of the pod. Pure: what a key holds is asked of the caller.

import (
	"fmt"
	"regexp"
	"strings"

	corev1 "k8s.io/api/core/v1"
)

// keys looks up what a key of a Secret or ConfigMap holds; false where there is none.
type keys struct {
	secret    func(name, key string) (string, bool, error)
	configMap func(name, key string) (string, bool, error)
	// all keys of one, for envFrom
	secretAll    func(name string) (map[string]string, error)
	configMapAll func(name string) (map[string]string, error)
}

// environment is what a container's process finds set, in the order it was set in, and the same as a map.
func environment(pod *corev1.Pod, container *corev1.Container, image map[string]string, ask keys) (map[string]string, error) {
	set := map[string]string{}
	for name, value := range image {
		set[name] = value
	}
	set["HOSTNAME"] = pod.Name
	for _, from := range container.EnvFrom {
		var all map[string]string
		var err error
		switch {
		case from.SecretRef != nil:
			all, err = ask.secretAll(from.SecretRef.Name)
		case from.ConfigMapRef != nil:
			all, err = ask.configMapAll(from.ConfigMapRef.Name)
		}
		if err != nil {
			return nil, err
		}
		for name, value := range all {
			set[from.Prefix+name] = value
		}
	}
	for _, one := range container.Env {
		value, there, err := valueOf(pod, &one, set, ask)
		if err != nil {
			return nil, fmt.Errorf("env %s: %w", one.Name, err)
		}
		if there {
			set[one.Name] = value
		}
	}
	return set, nil
}

func valueOf(pod *corev1.Pod, one *corev1.EnvVar, set map[string]string, ask keys) (string, bool, error) {
	if one.ValueFrom == nil {
		return expand(one.Value, set), true, nil
	}
	switch from := one.ValueFrom; {
	case from.FieldRef != nil:
		value, err := field(pod, from.FieldRef.FieldPath)
		return value, err == nil, err
	case from.SecretKeyRef != nil:
		ref := from.SecretKeyRef
		value, there, err := ask.secret(ref.Name, ref.Key)
		return orOptional(value, there, err, ref.Optional, fmt.Sprintf("Secret %q has no key %q", ref.Name, ref.Key))
	case from.ConfigMapKeyRef != nil:
		ref := from.ConfigMapKeyRef
		value, there, err := ask.configMap(ref.Name, ref.Key)
		return orOptional(value, there, err, ref.Optional, fmt.Sprintf("ConfigMap %q has no key %q", ref.Name, ref.Key))
	default:
		return "", false, fmt.Errorf("the kubelet stand-in knows values, fieldRef, secretKeyRef and configMapKeyRef")
	}
}

func orOptional(value string, there bool, err error, optional *bool, missing string) (string, bool, error) {
	switch {
	case err != nil:
		return "", false, err
	case there:
		return value, true, nil
	case optional != nil && *optional:
		return "", false, nil
	default:
		return "", false, fmt.Errorf("%s", missing)
	}
}

var subscript = regexp.MustCompile(`^metadata\.(annotations|labels)\['(.+)'\]$`)

// field is what a fieldRef's path names of a pod.
func field(pod *corev1.Pod, path string) (string, error) {
	if found := subscript.FindStringSubmatch(path); found != nil {
		if found[1] == "labels" {
			return pod.Labels[found[2]], nil
		}
		return pod.Annotations[found[2]], nil
	}
	switch path {
	case "metadata.name":
		return pod.Name, nil
	case "metadata.namespace":
		return pod.Namespace, nil
	case "metadata.uid":
		return string(pod.UID), nil
	case "spec.nodeName":
		return pod.Spec.NodeName, nil
	case "spec.serviceAccountName":
		return pod.Spec.ServiceAccountName, nil
	case "status.podIP":
		return pod.Status.PodIP, nil
	case "status.hostIP":
		return pod.Status.HostIP, nil
	default:
		return "", fmt.Errorf("the kubelet stand-in does not know the field %q", path)
	}
}

// expand replaces $(NAME) by what is set under it. $$ stands for one $, and a name that is not set is left as it stands.
func expand(text string, set map[string]string) string {
	var out strings.Builder
	for at := 0; at < len(text); at++ {
		rest := text[at:]
		if strings.HasPrefix(rest, "$$") {
			out.WriteByte('$')
			at++
			continue
		}
		if strings.HasPrefix(rest, "$(") {
			if end := strings.IndexByte(rest, ')'); end > 0 {
				if value, there := set[rest[2:end]]; there {
					out.WriteString(value)
				} else {
					out.WriteString(rest[:end+1])
				}
				at += end
				continue
			}
		}
		out.WriteByte(text[at])
	}
	return out.String()
}

// commandLine is what is run: the container's command and arguments, or what its image has in their place.
func commandLine(container *corev1.Container, entrypoint []string, set map[string]string) []string {
	command := container.Command
	if len(command) == 0 {
		command = entrypoint
	}
	line := make([]string, 0, len(command)+len(container.Args))
	for _, word := range append(append([]string{}, command...), container.Args...) {
		line = append(line, expand(word, set))
	}
	return line
}
