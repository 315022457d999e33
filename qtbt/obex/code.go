package obex

// The codes of requests and responses.

import (
	"errors"
	"fmt"
)

// The requests. Each of them has finalBit set, except a put that is not the last of its object.
const (
	finalBit = 0x80

	opConnect    = 0x80
	opDisconnect = 0x81
	opPut        = 0x02
	opPutFinal   = opPut | finalBit
	opAbort      = 0xff
)

// The responses to what succeeds.
const (
	codeContinue = 0x90
	codeSuccess  = 0xa0
)

// Code is a response that refuses a request. It is an error: [Serve] sends the Code that it finds
// in a [Receiver]'s error, and the errors of [Client.Push] contain the server's Code, for
// errors.Is.
type Code byte

// The codes that servers of the Object Push Profile use.
const (
	BadRequest          Code = 0xc0
	Unauthorized        Code = 0xc1
	Forbidden           Code = 0xc3
	NotFound            Code = 0xc4
	NotAcceptable       Code = 0xc6
	Conflict            Code = 0xc9
	Gone                Code = 0xca
	LengthRequired      Code = 0xcb
	PreconditionFailed  Code = 0xcc
	EntityTooLarge      Code = 0xcd
	UnsupportedType     Code = 0xcf
	InternalServerError Code = 0xd0
	NotImplemented      Code = 0xd1
	ServiceUnavailable  Code = 0xd3
	DatabaseFull        Code = 0xe0
	DatabaseLocked      Code = 0xe1
)

var codeTexts = map[Code]string{
	BadRequest:          "bad request",
	Unauthorized:        "unauthorized",
	Forbidden:           "forbidden",
	NotFound:            "not found",
	NotAcceptable:       "not acceptable",
	Conflict:            "conflict",
	Gone:                "gone",
	LengthRequired:      "length required",
	PreconditionFailed:  "precondition failed",
	EntityTooLarge:      "too large",
	UnsupportedType:     "unsupported type",
	InternalServerError: "internal error",
	NotImplemented:      "not implemented",
	ServiceUnavailable:  "service unavailable",
	DatabaseFull:        "storage full",
	DatabaseLocked:      "storage locked",
}

func (c Code) Error() string {
	if text, ok := codeTexts[c]; ok {
		return text
	}
	return fmt.Sprintf("response 0x%02x", byte(c))
}

// Errors of both ends, for errors.Is.
var (
	// ErrProtocol is returned when the other end violates the protocol. The connection is then of
	// no more use.
	ErrProtocol = errors.New("the other end violates OBEX")
	// ErrName is returned for a name that is not the name of a single file.
	ErrName = errors.New("not a file name")
	// ErrLength is returned when an object's content is longer or shorter than its Length.
	ErrLength = errors.New("the content does not have the announced length")
	// ErrAborted is returned by the body of an object that the client has aborted.
	ErrAborted = errors.New("the sender has cancelled")
)

// codeOf returns the code that reports an error to the client.
func codeOf(err error) Code {
	if code, ok := errors.AsType[Code](err); ok {
		return code
	}
	if errors.Is(err, ErrLength) || errors.Is(err, ErrName) {
		return BadRequest
	}
	return InternalServerError
}
