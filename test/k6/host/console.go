package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"os"
	"strings"
	"sync"
	"time"

	"github.com/grafana/sobek"
)

// console is where the scripts' words go, one message at a time, in the format that was asked for.
type console struct {
	mutex  sync.Mutex
	writer *bufio.Writer
	format string
}

func openConsole(given flags) (*console, error) {
	file := os.Stderr
	if given.consoleOutput != "" {
		made, err := os.OpenFile(given.consoleOutput, os.O_WRONLY|os.O_APPEND|os.O_CREATE, 0o644)
		if err != nil {
			return nil, err
		}
		file = made
	}
	return &console{writer: bufio.NewWriter(file), format: given.logFormat}, nil
}

func (c *console) say(level, text string) {
	c.mutex.Lock()
	defer c.mutex.Unlock()
	at := time.Now().Format(time.RFC3339)
	switch c.format {
	case "raw":
		fmt.Fprintln(c.writer, text)
	case "json":
		line, _ := json.Marshal(map[string]string{"level": level, "msg": text, "source": "console", "time": at})
		fmt.Fprintln(c.writer, string(line))
	default:
		fmt.Fprintf(c.writer, "time=%q level=%s msg=%q source=console\n", at, level, text)
	}
	_ = c.writer.Flush()
}

func (c *console) close() {
	c.mutex.Lock()
	defer c.mutex.Unlock()
	_ = c.writer.Flush()
}

func (v *vu) consoleObject() *sobek.Object {
	object := v.rt.NewObject()
	for name, level := range map[string]string{"log": "info", "info": "info", "warn": "warning", "error": "error"} {
		must(object.Set(name, func(call sobek.FunctionCall) sobek.Value {
			words := make([]string, len(call.Arguments))
			for i, each := range call.Arguments {
				words[i] = each.String()
			}
			v.test.console.say(level, strings.Join(words, " "))
			return sobek.Undefined()
		}))
	}
	return object
}
