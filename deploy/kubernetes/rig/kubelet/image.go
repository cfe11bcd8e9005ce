package main

// What an image's name stands for here: folders of this machine, shown to the container read-only, and what a Dockerfile says
// of how it is run. A name that is not in the list cannot be pulled, as on a node without a registry.

import (
	"encoding/json"
	"fmt"
	"os"
)

type image struct {
	// Folders or files of this machine and where the container sees them, read-only.
	Binds []bind `json:"binds"`
	// Links of the root, as /bin -> usr/bin.
	Links      map[string]string `json:"links"`
	Entrypoint []string          `json:"entrypoint"`
	Env        map[string]string `json:"env"`
	WorkingDir string            `json:"workingDir"`
	User       int64             `json:"user"`
	Group      int64             `json:"group"`
}

type bind struct {
	From     string `json:"from"`
	To       string `json:"to"`
	Writable bool   `json:"writable,omitempty"`
}

func readImages(file string) (map[string]image, error) {
	text, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	images := map[string]image{}
	if err := json.Unmarshal(text, &images); err != nil {
		return nil, fmt.Errorf("%s: %w", file, err)
	}
	return images, nil
}
