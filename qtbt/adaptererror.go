package qtbt

// The local adapter as the cause of a failure, for which Qt often has no words of its own.

import (
	"errors"
	"fmt"
	"syscall"
)

// explained returns a failure on a local adapter, the null Address being the default one. If the
// adapter is missing or switched off, the failure's cause becomes ErrNoAdapter or ErrPoweredOff.
// Failures with a cause of the binding's own stay as they are.
func explained(failure error, adapter Address) error {
	e, ok := failure.(*OpError)
	if !ok {
		return failure
	}
	_, fromSystem := errors.AsType[syscall.Errno](e.Err)
	if e.Err != nil && !fromSystem {
		return failure
	}
	cause := adapterTrouble(adapter)
	if cause == nil {
		return failure
	}
	if e.Err != nil {
		cause = fmt.Errorf("%w: %w", cause, e.Err)
	}
	with := *e
	with.Err = cause
	return &with
}
