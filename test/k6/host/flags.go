package main

import (
	"errors"
	"fmt"
	"math/big"
	"os"
	"strings"
)

// flags are those of `k6 run` that are used with the script.
type flags struct {
	script        string
	consoleOutput string
	logFormat     string
	env           []string
	segment       segment
}

func parseFlags(args []string) (flags, error) {
	given := flags{logFormat: "text"}
	if len(args) < 2 || args[0] != "run" {
		return given, errors.New("usage: host run [flags] script.js")
	}
	var own, sequence string
	for i := 1; i < len(args); i++ {
		name, value, joined := strings.Cut(args[i], "=")
		if !strings.HasPrefix(name, "-") {
			given.script = args[i]
			continue
		}
		switch name {
		case "--quiet", "-q", "--no-color", "--no-usage-report", "--no-summary", "--verbose", "-v":
			continue
		}
		if !joined || name == "-e" {
			i++
			if i >= len(args) {
				return given, fmt.Errorf("flag needs an argument: %s", name)
			}
			value = args[i]
		}
		switch name {
		case "-e", "--env":
			given.env = append(given.env, value)
		case "--console-output":
			given.consoleOutput = value
		case "--log-format":
			given.logFormat = value
		case "--execution-segment":
			own = value
		case "--execution-segment-sequence":
			sequence = value
		case "--address", "--log-output", "--summary-mode", "--out", "-o", "--tag":
		default:
			return given, fmt.Errorf("unknown flag: %s", name)
		}
	}
	if given.script == "" {
		return given, errors.New("a script is needed")
	}
	var err error
	given.segment, err = parseSegment(own, sequence)
	return given, err
}

func environment(given flags) map[string]string {
	env := map[string]string{}
	for _, each := range append(os.Environ(), given.env...) {
		name, value, _ := strings.Cut(each, "=")
		env[name] = value
	}
	return env
}

// segment is the part of a test that this instance makes: which of the sequence's parts, by their lengths.
type segment struct {
	lengths []*big.Rat
	index   int
}

func parseSegment(own, sequence string) (segment, error) {
	if own == "" {
		return segment{lengths: []*big.Rat{big.NewRat(1, 1)}}, nil
	}
	from, to, isPair := strings.Cut(own, ":")
	if !isPair {
		from, to = "0", own
	}
	if sequence == "" {
		sequence = "0," + from + "," + to + ",1"
	}
	var bounds []*big.Rat
	for _, text := range strings.Split(sequence, ",") {
		bound, ok := new(big.Rat).SetString(strings.TrimSpace(text))
		if !ok {
			return segment{}, fmt.Errorf("no number in a segment: %q", text)
		}
		if len(bounds) == 0 || bounds[len(bounds)-1].Cmp(bound) < 0 {
			bounds = append(bounds, bound)
		}
	}
	start, ok := new(big.Rat).SetString(strings.TrimSpace(from))
	if !ok {
		return segment{}, fmt.Errorf("no number in a segment: %q", from)
	}
	made := segment{index: -1}
	for i := 0; i+1 < len(bounds); i++ {
		if bounds[i].Cmp(start) == 0 {
			made.index = i
		}
		made.lengths = append(made.lengths, new(big.Rat).Sub(bounds[i+1], bounds[i]))
	}
	if made.index < 0 {
		return segment{}, fmt.Errorf("segment %s is not in the sequence %s", own, sequence)
	}
	return made, nil
}

// idsOf gives this instance's of so many VUs, by their numbers in the whole test: dealt out by the lengths of the parts, so that no
// two instances have one in common, and none is left out.
func (s segment) idsOf(vus int) []int {
	dealt := make([]int, len(s.lengths))
	var mine []int
	for id := 1; id <= vus; id++ {
		best := 0
		var most *big.Rat
		for i, length := range s.lengths {
			owed := new(big.Rat).Mul(length, big.NewRat(int64(id), 1))
			owed.Sub(owed, big.NewRat(int64(dealt[i]), 1))
			if most == nil || owed.Cmp(most) > 0 {
				best, most = i, owed
			}
		}
		dealt[best]++
		if best == s.index {
			mine = append(mine, id)
		}
	}
	return mine
}
