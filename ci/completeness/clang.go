package main

// This file reads Qt's headers. Clang parses them, and its syntax tree contains the members.

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
)

// clang is the compiler's name. Debian's package has the name without the "++".
const clang = "clang++"

// qt holds the declarations in the headers of one version of Qt.
type qt struct {
	version string
	members []member
}

// sources are the texts that Clang parses. filter is a part of the names in the syntax tree.
var sources = []struct{ source, filter string }{
	{"#include <QtBluetooth>\nconst char QBluetoothVersion[] = QT_VERSION_STR;", "QBluetooth"},
	{"#include <QtBluetooth>", "QLowEnergy"},
	{"#include <QIODevice>", "QIODevice"},
}

const versionVariable = "QBluetoothVersion"

// readHeaders reads the headers of QtCore and QtBluetooth in a folder.
func readHeaders(ctx context.Context, include string) (qt, error) {
	dumps := make([][]node, len(sources))
	errs := make([]error, len(sources))
	var group sync.WaitGroup
	for i, s := range sources {
		group.Go(func() { dumps[i], errs[i] = syntaxTrees(ctx, include, s.source, s.filter) })
	}
	group.Wait()
	if err := errors.Join(errs...); err != nil {
		return qt{}, fmt.Errorf("%s: %w", include, err)
	}
	var q qt
	for _, n := range slices.Concat(dumps...) {
		q.add(n)
	}
	for _, class := range classes {
		if !slices.ContainsFunc(q.members, func(m member) bool { return m.class == class }) {
			return qt{}, fmt.Errorf("%s: %s declares no member", include, class)
		}
	}
	markOverloads(q.members)
	return q, nil
}

// syntaxTrees returns the declarations in a source whose qualified names contain filter. An
// annotation that Qt provides marks signals, which are public methods to the compiler.
func syntaxTrees(ctx context.Context, include, source, filter string) ([]node, error) {
	cmd := exec.CommandContext(ctx, clang, "-x", "c++", "-std=c++17", "-fPIC", "-fsyntax-only",
		"-isystem", include, "-isystem", filepath.Join(include, "QtCore"), "-isystem", filepath.Join(include, "QtBluetooth"),
		"-DQT_ANNOTATE_ACCESS_SPECIFIER(x)=QTBT_##x", `-DQTBT_qt_signal=__attribute__((annotate("qt_signal")))`, "-DQTBT_qt_slot=",
		"-Xclang", "-ast-dump=json", "-Xclang", "-ast-dump-filter="+filter, "-")
	cmd.Stdin = strings.NewReader(source)
	var messages strings.Builder
	cmd.Stderr = &messages
	out, err := cmd.StdoutPipe()
	if err != nil {
		return nil, err
	}
	if err := cmd.Start(); err != nil {
		return nil, err
	}
	trees, err := decodeTrees(out)
	if e := cmd.Wait(); e != nil {
		return nil, fmt.Errorf("%s: %w\n%s", clang, e, messages.String())
	}
	return trees, err
}

func decodeTrees(r io.Reader) (trees []node, err error) {
	decoder := json.NewDecoder(r)
	for {
		var n node
		if err := decoder.Decode(&n); errors.Is(err, io.EOF) {
			return trees, nil
		} else if err != nil {
			return nil, err
		}
		trees = append(trees, n)
	}
}

// node is a node of Clang's syntax tree, with the fields that matter here.
type node struct {
	Kind, Name         string
	TagUsed            string // "class" or "struct"
	CompleteDefinition bool
	IsImplicit         bool
	ExplicitlyDeleted  bool
	Access             string // the access of an AccessSpecDecl
	StorageClass       string // "static"
	Type               struct{ QualType string }
	Value              any // a string in the nodes that matter here
	Bases              []struct{ Type struct{ QualType string } }
	Inner              []node
}

func (n node) has(kind string) bool {
	return slices.ContainsFunc(n.Inner, func(n node) bool { return n.Kind == kind })
}

// text returns the value of the first node of a kind in the tree.
func (n node) text(kind string) (string, bool) {
	if value, ok := n.Value.(string); ok && n.Kind == kind {
		return value, true
	}
	for _, inner := range n.Inner {
		if value, ok := inner.text(kind); ok {
			return value, true
		}
	}
	return "", false
}

// add adds a declaration's members if it is about one of the classes.
func (q *qt) add(n node) {
	switch {
	case n.Kind == "VarDecl" && n.Name == versionVariable:
		quoted, _ := n.text("StringLiteral")
		q.version, _ = strconv.Unquote(quoted)
	case n.Kind == "NamespaceDecl", n.Kind == "CXXRecordDecl" && n.CompleteDefinition:
		q.addClass(n, n.Name)
	}
}

func (q *qt) addClass(n node, class string) {
	if !slices.Contains(classes, class) {
		return
	}
	context := member{class: class}
	for _, base := range n.Bases {
		context.object = context.object || base.Type.QualType == "QObject" || base.Type.QualType == "QIODevice"
	}
	public, signals := n.TagUsed != "class", false
	for _, d := range n.Inner {
		switch {
		case d.Kind == "AccessSpecDecl":
			public, signals = d.Access == "public", d.has("AnnotateAttr")
		case d.IsImplicit:
		case d.Kind == "FriendDecl": // declared with the class, but no member, and without access
			for _, f := range d.Inner {
				if strings.HasPrefix(f.Name, "operator") {
					q.addFunction(f, context, false)
				}
			}
		case !public:
		case d.Kind == "CXXRecordDecl" && d.CompleteDefinition:
			q.addClass(d, class+"::"+d.Name)
		case d.Kind == "EnumDecl":
			q.addEnumeration(d, context)
		case d.Kind == "TypedefDecl" && strings.HasPrefix(d.Type.QualType, "QFlags<"):
			m := context
			m.kind, m.name = flags, d.Name
			enum := strings.TrimSuffix(strings.TrimPrefix(d.Type.QualType, "QFlags<"), ">")
			m.enum = enum[strings.LastIndex(enum, ":")+1:]
			q.members = append(q.members, m)
		case d.Kind == "VarDecl":
			m := context
			m.kind, m.name, m.static = variable, d.Name, true
			q.members = append(q.members, m)
		default:
			q.addFunction(d, context, signals)
		}
	}
}

func (q *qt) addFunction(f node, m member, signals bool) {
	if f.Kind == "FunctionTemplateDecl" {
		for _, inner := range f.Inner {
			if _, ok := functionKinds[inner.Kind]; ok {
				f = inner
				break
			}
		}
	}
	kind, ok := functionKinds[f.Kind]
	if !ok || f.ExplicitlyDeleted {
		return
	}
	m.kind, m.name, m.static = kind, f.Name, f.StorageClass == "static"
	switch {
	case strings.HasPrefix(f.Name, "operator"):
		m.kind = operator
	case signals:
		m.kind = signal
	}
	for _, p := range f.Inner {
		if p.Kind == "ParmVarDecl" {
			m.params = append(m.params, qualifier.ReplaceAllString(p.Type.QualType, ""))
		}
	}
	q.members = append(q.members, m)
}

// qualifier matches the qualification of a type's name, which only some versions of Clang write.
var qualifier = regexp.MustCompile(`(\w+::)+`)

var functionKinds = map[string]kind{
	"CXXConstructorDecl": constructor,
	"CXXDestructorDecl":  destructor,
	"CXXMethodDecl":      method,
	"FunctionDecl":       method,
	"UsingDecl":          inherited,
}

// addEnumeration adds an enumeration and its enumerators. The syntax tree has the values that the
// source gives; every other value is one more than the value before.
func (q *qt) addEnumeration(d node, m member) {
	m.kind, m.name = enumeration, d.Name
	q.members = append(q.members, m)
	m.kind, m.enum = enumerator, d.Name
	next := int64(0)
	for _, e := range d.Inner {
		if e.Kind != "EnumConstantDecl" {
			continue
		}
		if text, explicit := e.text("ConstantExpr"); explicit {
			next, _ = strconv.ParseInt(text, 10, 64)
		}
		m.name, m.value = e.Name, next
		q.members = append(q.members, m)
		next++
	}
}
