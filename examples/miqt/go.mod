module github.com/goqtbt/bluetooth/examples/miqt

go 1.26.0

require (
	github.com/goqtbt/bluetooth v0.0.0
	github.com/mappu/miqt v0.12.0
	github.com/stretchr/testify v1.12.1
)

require (
	github.com/godbus/dbus/v5 v5.2.4 // indirect
	go.yaml.in/yaml/v3 v3.0.5 // indirect
	golang.org/x/sys v0.49.0 // indirect
)

replace github.com/goqtbt/bluetooth => ../..
