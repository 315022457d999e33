package main

// The declarations of package qtbt, which Go's own type checker reads from its source.

import (
	"fmt"
	"go/build"
	"go/constant"
	"go/importer"
	"go/token"
	"go/types"
	"strings"
	"sync"
)

const qtbtPath = "github.com/goqtbt/bluetooth/qtbt"

// api holds a package's exported names.
type api struct{ pkg *types.Package }

// readAPI reads package qtbt as it is built without cgo. This needs no C++ compiler and declares
// the same names.
var readAPI = sync.OnceValues(func() (api, error) {
	build.Default.CgoEnabled = false
	pkg, err := importer.ForCompiler(token.NewFileSet(), "source", nil).Import(qtbtPath)
	if err != nil {
		return api{}, fmt.Errorf("reading %s: %w", qtbtPath, err)
	}
	return api{pkg}, nil
})

// find returns the object that a name such as "Socket" or "Socket.Read" stands for, or nil if the
// package does not export it.
func (a api) find(name string) types.Object {
	name, method, isMethod := strings.Cut(name, ".")
	object := a.pkg.Scope().Lookup(name)
	if object != nil && isMethod {
		object, _, _ = types.LookupFieldOrMethod(types.NewPointer(object.Type()), true, a.pkg, method)
		if _, ok := object.(*types.Func); !ok {
			return nil
		}
	}
	if object == nil || !object.Exported() {
		return nil
	}
	return object
}

func (a api) isType(name string) bool {
	_, ok := a.find(name).(*types.TypeName)
	return ok
}

func (a api) isComparable(typeName string) bool {
	return a.isType(typeName) && types.Comparable(a.find(typeName).Type())
}

// isFunc reports whether a function or method exists. With variadic, it has to be variadic.
func (a api) isFunc(name string, variadic bool) bool {
	f, ok := a.find(name).(*types.Func)
	return ok && (!variadic || f.Signature().Variadic())
}

// isConst reports whether a constant with a type and value exists.
func (a api) isConst(name, typeName string, value int64) bool {
	c, ok := a.find(name).(*types.Const)
	if !ok || !a.isType(typeName) || !types.Identical(c.Type(), a.find(typeName).Type()) {
		return false
	}
	got, exact := constant.Int64Val(constant.ToInt(c.Val()))
	return exact && got == value
}
