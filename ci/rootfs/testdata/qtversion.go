// Command qtversion prints the version of Qt that it runs with.
package main

import (
	"fmt"

	"github.com/goqtbt/bluetooth/qtbt"
)

func main() { fmt.Println(qtbt.QtVersion()) }
