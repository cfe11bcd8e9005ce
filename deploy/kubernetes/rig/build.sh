#!/usr/bin/env bash
# Builds the control plane of the rig from Go modules, once: kube-apiserver, kube-controller-manager,
# kube-scheduler and kubectl, and the kubelet stand-in beside them, once its tests pass. Kept in ~/.cache/callstorm-rig by version
# (CALLSTORM_RIG_CACHE says where else). About 15 minutes on two cores, at the lowest priority, on one compiler at a
# time unless CALLSTORM_RIG_JOBS says more. What is there already is not built again.
set -euo pipefail
here="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"
cd "$here"

command -v go >/dev/null || { echo "rig: Go is not on the PATH; the control plane is built with it (go.mod says which version)" >&2; exit 1; }
version="$(go list -m -f '{{.Version}}' k8s.io/kubernetes)"
cache="${CALLSTORM_RIG_CACHE:-$HOME/.cache/callstorm-rig}/$version"
mkdir -p "$cache/bin"

missing=()
for name in kube-apiserver kube-controller-manager kube-scheduler kubectl; do
  [ -x "$cache/bin/$name" ] || missing+=("k8s.io/kubernetes/cmd/$name")
done
export GOMAXPROCS="${GOMAXPROCS:-1}" CGO_ENABLED=0
jobs="${CALLSTORM_RIG_JOBS:-2}"
minor="${version#v}"
stamp=k8s.io/component-base/version
flags="-s -w -X $stamp.gitVersion=$version -X $stamp.gitMajor=${minor%%.*} -X $stamp.gitMinor=$(cut -d. -f2 <<<"$minor")"
for package in ${missing[@]+"${missing[@]}"}; do
  name="${package##*/}"
  echo "rig: building $name $version (once; kept in $cache/bin)" >&2
  started=$SECONDS
  nice -n 19 go build -p "$jobs" -trimpath -ldflags "$flags" -o "$cache/bin/.$name" "$package"
  mv "$cache/bin/.$name" "$cache/bin/$name" # whole or not at all
  echo "rig: $name built in $((SECONDS - started)) s" >&2
done
nice -n 19 go vet ./kubelet && nice -n 19 go test ./kubelet >&2
nice -n 19 go build -p "$jobs" -trimpath -o "$cache/bin/kubelet-stand-in" ./kubelet
echo "$cache/bin"
