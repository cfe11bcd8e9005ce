package main

// What containers print: kept as container runtimes keep it (a line each, with its instant and stream), and served as a kubelet
// serves it, so that `kubectl logs` works. Logs are not rotated, as a kubelet's are at 10 MiB, and stay after the pod is gone.

import (
	"bufio"
	"bytes"
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"fmt"
	"io"
	"log"
	"math/big"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"time"
)

const logPoll = 100 * time.Millisecond

func (k *kubelet) logFile(namespace, pod, container string) string {
	return filepath.Join(k.dir, "logs", namespace+"_"+pod+"_"+container+".log")
}

// logWriter takes lines of both streams, in the order they come.
type logWriter struct {
	mutex sync.Mutex
	file  *os.File
}

// copy takes what a stream prints until it ends.
func (w *logWriter) copy(stream string, from io.Reader) {
	lines := bufio.NewReaderSize(from, 256*1024)
	for {
		line, err := lines.ReadBytes('\n')
		if len(line) > 0 {
			mark := "F"
			if line[len(line)-1] != '\n' {
				mark, line = "P", append(line, '\n')
			}
			head := time.Now().UTC().Format(time.RFC3339Nano) + " " + stream + " " + mark + " "
			w.mutex.Lock()
			_, _ = w.file.Write(append([]byte(head), line...))
			w.mutex.Unlock()
		}
		if err != nil {
			return
		}
	}
}

// plainLine is a kept line as it was printed, with its instant where that is asked for.
func plainLine(kept []byte, timestamps bool) []byte {
	parts := bytes.SplitN(kept, []byte(" "), 4)
	if len(parts) < 4 {
		return kept
	}
	text := parts[3]
	if string(parts[2]) == "P" {
		text = bytes.TrimSuffix(text, []byte("\n"))
	}
	if timestamps {
		return append(append(append([]byte{}, parts[0]...), ' '), text...)
	}
	return text
}

// serveLogs answers GET /containerLogs/{namespace}/{pod}/{container}. It asks for no credentials: whoever reaches the node's
// address may read, and that is the rig's own bridge.
func (k *kubelet) serveLogs() error {
	if err := os.MkdirAll(filepath.Join(k.dir, "logs"), 0o755); err != nil {
		return err
	}
	certificate, err := selfSigned(k.address)
	if err != nil {
		return err
	}
	mux := http.NewServeMux()
	mux.HandleFunc("GET /containerLogs/{namespace}/{pod}/{container}", k.sendLog)
	listener, err := tls.Listen("tcp", net.JoinHostPort(k.address, strconv.Itoa(k.port)), &tls.Config{Certificates: []tls.Certificate{certificate}, MinVersion: tls.VersionTLS12})
	if err != nil {
		return err
	}
	go func() {
		if err := http.Serve(listener, mux); err != nil {
			log.Printf("logs are not served any more: %v", err)
		}
	}()
	return nil
}

func (k *kubelet) sendLog(to http.ResponseWriter, asked *http.Request) {
	namespace, pod, container := asked.PathValue("namespace"), asked.PathValue("pod"), asked.PathValue("container")
	if strings.ContainsAny(namespace+pod+container, "/\\") {
		http.Error(to, "no such log", http.StatusNotFound)
		return
	}
	file, err := os.Open(k.logFile(namespace, pod, container))
	if err != nil {
		http.Error(to, fmt.Sprintf("container %q of pod %q has printed nothing yet", container, pod), http.StatusNotFound)
		return
	}
	defer file.Close()
	query := asked.URL.Query()
	timestamps, follow := query.Get("timestamps") == "true", query.Get("follow") == "true"
	if tail, err := strconv.Atoi(query.Get("tailLines")); err == nil {
		if err := skipTo(file, tail); err != nil {
			http.Error(to, err.Error(), http.StatusInternalServerError)
			return
		}
	}
	to.Header().Set("Content-Type", "text/plain")
	to.WriteHeader(http.StatusOK)
	flush := func() {
		if flusher, can := to.(http.Flusher); can {
			flusher.Flush()
		}
	}
	lines := bufio.NewReaderSize(file, 256*1024)
	var begun []byte
	for {
		over := !follow || !k.pods.isRunning(namespace, pod, container)
		for {
			part, err := lines.ReadBytes('\n')
			begun = append(begun, part...)
			if err != nil {
				break
			}
			if _, err := to.Write(plainLine(begun, timestamps)); err != nil {
				return
			}
			begun = begun[:0]
		}
		flush()
		if over || wait(asked.Context(), logPoll) != nil {
			return
		}
	}
}

// skipTo leaves the file at its last lines.
func skipTo(file *os.File, lines int) error {
	text, err := io.ReadAll(file)
	if err != nil {
		return err
	}
	at := len(text)
	for ; lines >= 0 && at > 0; lines-- {
		at = bytes.LastIndexByte(text[:at], '\n')
	}
	_, err = file.Seek(int64(at+1), io.SeekStart)
	return err
}

func wait(ctx context.Context, span time.Duration) error {
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-time.After(span):
		return nil
	}
}

func selfSigned(address string) (tls.Certificate, error) {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return tls.Certificate{}, err
	}
	form := x509.Certificate{
		SerialNumber: big.NewInt(1),
		Subject:      pkix.Name{CommonName: "kubelet-stand-in"},
		NotBefore:    time.Now().Add(-time.Hour),
		NotAfter:     time.Now().Add(24 * time.Hour),
		IPAddresses:  []net.IP{net.ParseIP(address)},
	}
	der, err := x509.CreateCertificate(rand.Reader, &form, &form, key.Public(), key)
	return tls.Certificate{Certificate: [][]byte{der}, PrivateKey: key}, err
}
