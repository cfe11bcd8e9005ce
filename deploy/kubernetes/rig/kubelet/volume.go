package main

// A pod's volumes as folders of this machine: ConfigMaps, Secrets and fields of the pod as files, empty folders, and folders
// of the node by hostPath or by a claim whose volume is one. Others are refused.

import (
	"context"
	"fmt"
	"os"
	"path/filepath"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
)

// materialise writes a volume below dir, and returns the folder that is to be mounted.
func (k *kubelet) materialise(ctx context.Context, pod *corev1.Pod, volume *corev1.Volume, dir string) (string, error) {
	folder := filepath.Join(dir, volume.Name)
	if err := os.MkdirAll(folder, 0o755); err != nil {
		return "", err
	}
	switch {
	case volume.EmptyDir != nil:
		// As a kubelet's: anybody in the pod may write to it.
		return folder, os.Chmod(folder, 0o777)
	case volume.ConfigMap != nil:
		from := volume.ConfigMap
		return folder, k.writeConfigMap(ctx, pod.Namespace, from.Name, from.Items, from.Optional, folder)
	case volume.Secret != nil:
		from := volume.Secret
		return folder, k.writeSecret(ctx, pod.Namespace, from.SecretName, from.Items, from.Optional, folder)
	case volume.Projected != nil:
		return folder, k.writeProjected(ctx, pod, volume.Projected, folder)
	case volume.DownwardAPI != nil:
		return folder, writeFields(pod, volume.DownwardAPI.Items, folder)
	case volume.HostPath != nil:
		return volume.HostPath.Path, nil
	case volume.PersistentVolumeClaim != nil:
		return k.claimed(ctx, pod.Namespace, volume.PersistentVolumeClaim.ClaimName)
	default:
		return "", fmt.Errorf("volume %q: the kubelet stand-in knows configMap, secret, projected, downwardAPI, emptyDir, hostPath and claims of a hostPath volume", volume.Name)
	}
}

func (k *kubelet) writeProjected(ctx context.Context, pod *corev1.Pod, projected *corev1.ProjectedVolumeSource, folder string) error {
	for _, source := range projected.Sources {
		var err error
		switch {
		case source.ConfigMap != nil:
			err = k.writeConfigMap(ctx, pod.Namespace, source.ConfigMap.Name, source.ConfigMap.Items, source.ConfigMap.Optional, folder)
		case source.Secret != nil:
			err = k.writeSecret(ctx, pod.Namespace, source.Secret.Name, source.Secret.Items, source.Secret.Optional, folder)
		case source.DownwardAPI != nil:
			err = writeFields(pod, source.DownwardAPI.Items, folder)
		default:
			err = fmt.Errorf("the kubelet stand-in hands out no service account token; set automountServiceAccountToken: false")
		}
		if err != nil {
			return err
		}
	}
	return nil
}

func (k *kubelet) writeConfigMap(ctx context.Context, namespace, name string, items []corev1.KeyToPath, optional *bool, folder string) error {
	held, err := k.api.CoreV1().ConfigMaps(namespace).Get(ctx, name, metav1.GetOptions{})
	if err != nil {
		return unlessOptional(err, optional)
	}
	files := map[string][]byte{}
	for key, text := range held.Data {
		files[key] = []byte(text)
	}
	for key, bytes := range held.BinaryData {
		files[key] = bytes
	}
	return writeFiles(files, items, folder)
}

func (k *kubelet) writeSecret(ctx context.Context, namespace, name string, items []corev1.KeyToPath, optional *bool, folder string) error {
	held, err := k.api.CoreV1().Secrets(namespace).Get(ctx, name, metav1.GetOptions{})
	if err != nil {
		return unlessOptional(err, optional)
	}
	return writeFiles(held.Data, items, folder)
}

func unlessOptional(err error, optional *bool) error {
	if optional != nil && *optional {
		return nil
	}
	return err
}

// writeFiles writes all keys, or those that are listed under the paths that are asked for.
func writeFiles(files map[string][]byte, items []corev1.KeyToPath, folder string) error {
	if len(items) == 0 {
		for key := range files {
			items = append(items, corev1.KeyToPath{Key: key, Path: key})
		}
	}
	for _, item := range items {
		bytes, there := files[item.Key]
		if !there {
			return fmt.Errorf("there is no key %q", item.Key)
		}
		if !filepath.IsLocal(item.Path) {
			return fmt.Errorf("path %q leads out of the volume", item.Path)
		}
		at := filepath.Join(folder, item.Path)
		if err := os.MkdirAll(filepath.Dir(at), 0o755); err != nil {
			return err
		}
		if err := os.WriteFile(at, bytes, 0o644); err != nil {
			return err
		}
	}
	return nil
}

func writeFields(pod *corev1.Pod, items []corev1.DownwardAPIVolumeFile, folder string) error {
	for _, item := range items {
		if item.FieldRef == nil || !filepath.IsLocal(item.Path) {
			return fmt.Errorf("downwardAPI %q: the kubelet stand-in knows fields of the pod, in the volume", item.Path)
		}
		value, err := field(pod, item.FieldRef.FieldPath)
		if err != nil {
			return err
		}
		if err := os.WriteFile(filepath.Join(folder, item.Path), []byte(value), 0o644); err != nil {
			return err
		}
	}
	return nil
}

// claimed is the folder of the volume that a claim is bound to.
func (k *kubelet) claimed(ctx context.Context, namespace, name string) (string, error) {
	claim, err := k.api.CoreV1().PersistentVolumeClaims(namespace).Get(ctx, name, metav1.GetOptions{})
	if err != nil {
		return "", err
	}
	volume, err := k.api.CoreV1().PersistentVolumes().Get(ctx, claim.Spec.VolumeName, metav1.GetOptions{})
	if err != nil {
		return "", err
	}
	if volume.Spec.HostPath == nil {
		return "", fmt.Errorf("claim %q: its volume is no hostPath", name)
	}
	return volume.Spec.HostPath.Path, nil
}

// keys asks the API server for what environment variables are set from.
func (k *kubelet) keys(ctx context.Context, namespace string) keys {
	secretAll := func(name string) (map[string]string, error) {
		held, err := k.api.CoreV1().Secrets(namespace).Get(ctx, name, metav1.GetOptions{})
		if err != nil {
			return nil, err
		}
		all := map[string]string{}
		for key, bytes := range held.Data {
			all[key] = string(bytes)
		}
		return all, nil
	}
	configMapAll := func(name string) (map[string]string, error) {
		held, err := k.api.CoreV1().ConfigMaps(namespace).Get(ctx, name, metav1.GetOptions{})
		if err != nil {
			return nil, err
		}
		return held.Data, nil
	}
	one := func(all func(string) (map[string]string, error)) func(name, key string) (string, bool, error) {
		return func(name, key string) (string, bool, error) {
			held, err := all(name)
			value, there := held[key]
			return value, there, notFoundIsNone(err)
		}
	}
	return keys{secret: one(secretAll), configMap: one(configMapAll), secretAll: secretAll, configMapAll: configMapAll}
}

// notFoundIsNone: a Secret that is not there has no keys, which may be all right.
func notFoundIsNone(err error) error {
	if errors.IsNotFound(err) {
		return nil
	}
	return err
}
