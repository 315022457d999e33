//go:build !linux

package qtbt

// Diagnosis on systems other than Linux, where only Qt is checked.

import "context"

func (d *Diagnosis) diagnoseSystem(context.Context) {}
