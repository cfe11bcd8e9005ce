// Decode reads manifests as strictly as a server of Kubernetes does: a field that it does not know, one that is written twice, and a
// value of another kind are refused, each with its path. It prints what each document is, and talks to nobody.
package main

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"

	utilyaml "k8s.io/apimachinery/pkg/util/yaml"
	"sigs.k8s.io/json"
	"sigs.k8s.io/yaml"
)

func main() {
	files := os.Args[1:]
	if len(files) == 0 {
		fmt.Fprintln(os.Stderr, "usage: decode manifest.yaml…")
		os.Exit(2)
	}
	refused := false
	for _, file := range files {
		if err := decodeFile(file); err != nil {
			fmt.Fprintf(os.Stderr, "%s: %v\n", file, err)
			refused = true
		}
	}
	if refused {
		os.Exit(1)
	}
}

func decodeFile(file string) error {
	text, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	documents := utilyaml.NewYAMLReader(bufio.NewReader(bytes.NewReader(text)))
	for count := 0; ; count++ {
		document, err := documents.Read()
		if errors.Is(err, io.EOF) {
			if count == 0 {
				return errors.New("there is nothing in it")
			}
			return nil
		}
		if err != nil {
			return err
		}
		told, err := decode(document)
		if err != nil {
			return fmt.Errorf("document %d: %w", count+1, err)
		}
		fmt.Println(told)
	}
}

// decode is of one document, and tells what it is: its version, its kind, its name.
func decode(document []byte) (string, error) {
	text, err := yaml.YAMLToJSONStrict(document)
	if err != nil {
		return "", err
	}
	var head struct {
		APIVersion string `json:"apiVersion"`
		Kind       string `json:"kind"`
		Metadata   struct {
			Name string `json:"name"`
		} `json:"metadata"`
	}
	if err := json.UnmarshalCaseSensitivePreserveInts(text, &head); err != nil {
		return "", err
	}
	made, known := kinds[head.APIVersion+" "+head.Kind]
	if !known {
		return "", fmt.Errorf("no kind that is known here: %q %q", head.APIVersion, head.Kind)
	}
	strict, err := json.UnmarshalStrict(text, made())
	if err != nil {
		return "", err
	}
	if len(strict) > 0 {
		return "", errors.Join(strict...)
	}
	return fmt.Sprintf("%s %s %s", head.APIVersion, head.Kind, head.Metadata.Name), nil
}
