package sdp

// The errors that a server can cause.

import (
	"encoding/binary"
	"errors"
	"fmt"
)

// ErrMalformed is returned for responses that violate the protocol or exceed a limit of this
// package.
var ErrMalformed = errors.New("sdp: malformed response")

func malformed(format string, args ...any) error {
	return fmt.Errorf("%w: %s", ErrMalformed, fmt.Sprintf(format, args...))
}

// ServerError is returned if the server refuses a request.
type ServerError struct {
	Code uint16 // an error code of the specification (Vol 3, Part B, 4.4.1)
}

// serverErrors are the specification's texts for the error codes.
var serverErrors = map[uint16]string{
	1: "invalid/unsupported SDP version",
	2: "invalid service record handle",
	3: "invalid request syntax",
	4: "invalid PDU size",
	5: "invalid continuation state",
	6: "insufficient resources to satisfy request",
}

// Error returns the specification's text for the code.
func (e *ServerError) Error() string {
	text, ok := serverErrors[e.Code]
	if !ok {
		text = "reserved error code"
	}
	return fmt.Sprintf("sdp: the server refuses the request: %s (0x%04x)", text, e.Code)
}

// decodeError reads the parameters of an error response: a code, and optional details.
func decodeError(params []byte) error {
	if len(params) < 2 {
		return malformed("an error response has no complete error code")
	}
	return &ServerError{Code: binary.BigEndian.Uint16(params)}
}
