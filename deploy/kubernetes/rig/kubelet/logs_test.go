package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestPlainLine(t *testing.T) {
	for _, one := range []struct {
		kept       string
		timestamps bool
		expected   string
	}{
		{"2026-11-28T02:00:00Z stdout F {\"type\":\"header\"} more\n", false, "{\"type\":\"header\"} more\n"},
		{"2026-11-28T02:00:00Z stdout F \n", false, "\n"},
		{"2026-11-28T02:00:00Z stderr F two  spaces\n", true, "2026-11-28T02:00:00Z two  spaces\n"},
		// A line that was never ended: the next one is glued to it, as it was when it was printed.
		{"2026-11-28T02:00:00Z stdout P {\"type\":\"tu\n", false, "{\"type\":\"tu"},
	} {
		if found := string(plainLine([]byte(one.kept), one.timestamps)); found != one.expected {
			t.Errorf("%q: expected %q, found %q", one.kept, one.expected, found)
		}
	}
}

// What a process prints comes back as it was, and the end of it where the end alone is asked for.
func TestLogIsKeptAsPrinted(t *testing.T) {
	path := filepath.Join(t.TempDir(), "log")
	file, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	printed := "one\n\nthree\nbroken o"
	(&logWriter{file: file}).copy("stdout", strings.NewReader(printed))
	file.Close()
	for tail, expected := range map[int]string{4: printed, 9: printed, 2: "three\nbroken o", 1: "broken o", 0: ""} {
		kept, err := os.Open(path)
		if err != nil {
			t.Fatal(err)
		}
		if err := skipTo(kept, tail); err != nil {
			t.Fatal(err)
		}
		rest, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		at, _ := kept.Seek(0, 1)
		kept.Close()
		var found strings.Builder
		for _, line := range strings.SplitAfter(string(rest[at:]), "\n") {
			if line != "" {
				found.Write(plainLine([]byte(line), false))
			}
		}
		if found.String() != expected {
			t.Errorf("last %d: expected %q, found %q", tail, expected, found.String())
		}
	}
}
