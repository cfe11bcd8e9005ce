package main

import (
	"context"
	"errors"
	"fmt"

	"github.com/coder/websocket"
)

// closeText is an end as Go's WebSocket libraries tell it.
func closeText(told websocket.CloseError) string {
	text := fmt.Sprintf("websocket: close %d", told.Code)
	switch told.Code {
	case websocket.StatusProtocolError:
		text += " (protocol error)"
	case websocket.StatusPolicyViolation:
		text += " (policy violation)"
	case websocket.StatusInternalError:
		text += " (internal server error)"
	case websocket.StatusServiceRestart:
		text += " (service restart)"
	case websocket.StatusTryAgainLater:
		text += " (try again later)"
	case websocket.StatusNoStatusRcvd:
		text += " (no status)"
	}
	if told.Reason != "" {
		text += ": " + told.Reason
	}
	return text
}

func isClosedByUs(err error) bool {
	text := err.Error()
	return errors.Is(err, context.Canceled) || containsAny(text, "use of closed network connection", "net.ErrClosed")
}

// rootOf is the innermost of an error's words: the library's own come before it.
func rootOf(err error) string {
	for {
		inner := errors.Unwrap(err)
		if inner == nil {
			return err.Error()
		}
		if _, isNetwork := inner.(interface{ Timeout() bool }); isNetwork {
			return inner.Error()
		}
		err = inner
	}
}
