package main

// A container's process: started by this binary from this binary, in mount and process namespaces of its own, it joins the
// pod's network, makes a root out of the image's folders and the pod's volumes, gives up its rights, and becomes the command.
// As in a container, the command is process 1 (a SIGTERM that it does not handle does nothing), sees no process but its own, and
// can write to nothing but its volumes where its root is read-only.

import (
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"syscall"

	"golang.org/x/sys/unix"
)

const insideCommand = "inside-container"

// cannotStart is told by a container's runtime where a command cannot be run.
const cannotStart = 128

type inside struct {
	Namespace    string            `json:"namespace"` // of the network
	Root         string            `json:"root"`
	ReadOnlyRoot bool              `json:"readOnlyRoot"`
	Binds        []bind            `json:"binds"`
	Links        map[string]string `json:"links"`
	Command      []string          `json:"command"`
	Env          []string          `json:"env"`
	WorkingDir   string            `json:"workingDir"`
	User         int               `json:"user"`
	Group        int               `json:"group"`
	Groups       []int             `json:"groups"`
}

// start runs it; its output goes to the two files, and the returned command has to be waited for.
func (in inside) start(stdout, stderr *os.File) (*exec.Cmd, error) {
	spec, err := json.Marshal(in)
	if err != nil {
		return nil, err
	}
	self, err := os.Executable()
	if err != nil {
		return nil, err
	}
	run := exec.Command(self, insideCommand, string(spec))
	run.Stdout, run.Stderr = stdout, stderr
	run.SysProcAttr = &syscall.SysProcAttr{
		Cloneflags: syscall.CLONE_NEWNS | syscall.CLONE_NEWPID | syscall.CLONE_NEWIPC | syscall.CLONE_NEWUTS,
		Setpgid:    true,
		// A kubelet stand-in that is killed leaves no calls behind.
		Pdeathsig: syscall.SIGKILL,
	}
	return run, run.Start()
}

// runInside is the child's side.
func runInside(spec string) {
	runtime.LockOSThread() // namespaces are a thread's own
	var in inside
	err := json.Unmarshal([]byte(spec), &in)
	if err == nil {
		err = in.become()
	}
	fmt.Fprintf(os.Stderr, "kubelet-stand-in: the container cannot be started: %v\n", err)
	os.Exit(cannotStart)
}

func (in inside) become() error {
	if in.Namespace != "" {
		file, err := os.Open("/run/netns/" + in.Namespace)
		if err != nil {
			return err
		}
		if err := unix.Setns(int(file.Fd()), unix.CLONE_NEWNET); err != nil {
			return fmt.Errorf("network namespace: %w", err)
		}
		file.Close()
	}
	if err := in.makeRoot(); err != nil {
		return err
	}
	if err := syscall.Chroot(in.Root); err != nil {
		return err
	}
	if err := os.Chdir(in.WorkingDir); err != nil {
		return err
	}
	if err := unix.Prctl(unix.PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0); err != nil {
		return err
	}
	if err := syscall.Setgroups(in.Groups); err != nil {
		return err
	}
	if err := syscall.Setgid(in.Group); err != nil {
		return err
	}
	if err := syscall.Setuid(in.User); err != nil {
		return err
	}
	// Giving up rights has forgotten it: see start.
	if err := unix.Prctl(unix.PR_SET_PDEATHSIG, uintptr(syscall.SIGKILL), 0, 0, 0); err != nil {
		return err
	}
	program, err := in.find()
	if err != nil {
		return err
	}
	return syscall.Exec(program, in.Command, in.Env)
}

func (in inside) find() (string, error) {
	if len(in.Command) == 0 {
		return "", fmt.Errorf("no command")
	}
	for _, setting := range in.Env {
		if len(setting) > 5 && setting[:5] == "PATH=" {
			os.Setenv("PATH", setting[5:])
		}
	}
	return exec.LookPath(in.Command[0])
}

func (in inside) makeRoot() error {
	// Nothing that is mounted here is seen outside.
	if err := unix.Mount("", "/", "", unix.MS_PRIVATE|unix.MS_REC, ""); err != nil {
		return fmt.Errorf("mounts cannot be made private: %w", err)
	}
	if err := unix.Mount("root", in.Root, "tmpfs", 0, "mode=0755,size=64m"); err != nil {
		return fmt.Errorf("root: %w", err)
	}
	for _, folder := range []string{"proc", "dev", "tmp", in.WorkingDir} {
		if err := os.MkdirAll(filepath.Join(in.Root, folder), 0o755); err != nil {
			return err
		}
	}
	if err := os.Chmod(filepath.Join(in.Root, "tmp"), 0o1777); err != nil {
		return err
	}
	if err := unix.Mount("proc", filepath.Join(in.Root, "proc"), "proc", unix.MS_NOSUID|unix.MS_NODEV|unix.MS_NOEXEC, ""); err != nil {
		return fmt.Errorf("/proc: %w", err)
	}
	binds := append([]bind{}, in.Binds...)
	for _, device := range []string{"/dev/null", "/dev/zero", "/dev/full", "/dev/random", "/dev/urandom"} {
		binds = append(binds, bind{From: device, To: device, Writable: true})
	}
	for _, one := range binds {
		if err := in.show(one); err != nil {
			return fmt.Errorf("%s: %w", one.To, err)
		}
	}
	links := map[string]string{"dev/fd": "/proc/self/fd", "dev/stdin": "/proc/self/fd/0", "dev/stdout": "/proc/self/fd/1", "dev/stderr": "/proc/self/fd/2"}
	for from, to := range in.Links {
		links[from] = to
	}
	for from, to := range links {
		if err := os.Symlink(to, filepath.Join(in.Root, from)); err != nil {
			return err
		}
	}
	if in.ReadOnlyRoot {
		return unix.Mount("", in.Root, "", unix.MS_REMOUNT|unix.MS_BIND|unix.MS_RDONLY, "")
	}
	return nil
}

// show mounts a folder or file of this machine where the container sees it.
func (in inside) show(one bind) error {
	at := filepath.Join(in.Root, one.To)
	from, err := os.Stat(one.From)
	if err != nil {
		return err
	}
	if from.IsDir() {
		err = os.MkdirAll(at, 0o755)
	} else if err = os.MkdirAll(filepath.Dir(at), 0o755); err == nil {
		err = os.WriteFile(at, nil, 0o644)
	}
	if err != nil {
		return err
	}
	if err := unix.Mount(one.From, at, "", unix.MS_BIND|unix.MS_REC, ""); err != nil {
		return err
	}
	if one.Writable {
		return nil
	}
	return unix.Mount("", at, "", unix.MS_REMOUNT|unix.MS_BIND|unix.MS_RDONLY, "")
}
