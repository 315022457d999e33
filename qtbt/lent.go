package qtbt

// Functions that package bttest borrows.

import "github.com/goqtbt/bluetooth/qtbt/internal/lent"

func init() {
	lent.NewListener = newListener
	lent.NetCause = netCause
}
