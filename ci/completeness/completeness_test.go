package main

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// TestEveryMemberIsBound proves that package qtbt lacks nothing of Qt's classes. It logs the
// members that have a reason to be missing.
func TestEveryMemberIsBound(t *testing.T) {
	needClang(t)
	api, err := readAPI()
	require.NoError(t, err)
	check := newChecker(api)
	read := 0
	for _, source := range headerSources {
		t.Run(source.name, func(t *testing.T) {
			include, err := source.find(t.Context(), t.TempDir())
			if errors.Is(err, errNoHeaders) {
				t.Skip(err)
			}
			require.NoError(t, err)
			q, err := readHeaders(t.Context(), include)
			require.NoError(t, err)
			read++

			findings := check.check(q)
			for _, f := range findings {
				if f.wrong != "" {
					t.Error(f)
				}
			}
			t.Attr("Qt", q.version)
			for _, class := range classes {
				t.Attr(class, tally(findings, class).String())
			}
			t.Attr("all", tally(findings, "").String())
			for _, r := range reasons {
				members := reasonedBy(r.why, findings)
				t.Attr("reason", fmt.Sprintf("%s (%d)", r.why, len(members)))
				t.Logf("%s:\n   %s", r.why, strings.Join(members, "\n   "))
			}
		})
	}
	if read == len(headerSources) {
		assert.Empty(t, check.stale(), "lines of table.go that no version of Qt needs")
	}
}

func reasonedBy(reason string, findings []finding) (members []string) {
	for _, f := range findings {
		if f.reason == reason {
			members = append(members, f.member.String())
		}
	}
	return members
}

func needClang(t *testing.T) {
	if _, err := exec.LookPath(clang); err != nil {
		t.Skip(err)
	}
}

// members parses C++ as if it were one of Qt's headers.
func members(t *testing.T, source string) []member {
	t.Helper()
	needClang(t)
	trees, err := syntaxTrees(t.Context(), t.TempDir(), source, "QBluetooth")
	require.NoError(t, err)
	var q qt
	for _, tree := range trees {
		q.add(tree)
	}
	markOverloads(q.members)
	return q.members
}

func TestWhatCountsAsMember(t *testing.T) {
	found := members(t, `
#define Q_SIGNALS public QT_ANNOTATE_ACCESS_SPECIFIER(qt_signal)
#define Q_SLOTS QT_ANNOTATE_ACCESS_SPECIFIER(qt_slot)
template <class E> class QFlags {};
class QObject { public: void inherited(); };
class QBluetoothServer : public QObject {
	void hidden();
	friend bool operator<(const QBluetoothServer &, const QBluetoothServer &);
	friend void friendly();
public:
	enum Error { NoError, Odd = 3, Next, Sum = Odd | 4 };
	typedef QFlags<Error> Errors;
	explicit QBluetoothServer(QObject *parent = nullptr);
	QBluetoothServer(const QBluetoothServer &) = delete;
	~QBluetoothServer();
	static int made;
	static int make();
	void listen(const int &port = 0);
	void listen(char *);
	void deleted() = delete;
	template <class T> void convert(T);
	using QObject::inherited;
protected:
	void guarded();
public Q_SLOTS:
	void slot();
Q_SIGNALS:
	void done(int);
private:
	void secret();
};
class QBluetoothServerPrivate { public: void detail(); };
class QBluetoothUnknown { public: void method(); };
`)
	var names []string
	for _, m := range found {
		assert.True(t, m.object)
		assert.Equal(t, m.name == "done", m.kind == signal, m)
		assert.Equal(t, m.name == "listen", m.overloaded, m)
		assert.Equal(t, m.name == "make" || m.name == "made", m.static, m)
		names = append(names, m.String())
	}
	assert.Equal(t, []string{
		"QBluetoothServer::operator<(const QBluetoothServer &, const QBluetoothServer &)",
		"QBluetoothServer::Error",
		"QBluetoothServer::Error::NoError",
		"QBluetoothServer::Error::Odd",
		"QBluetoothServer::Error::Next",
		"QBluetoothServer::Error::Sum",
		"QBluetoothServer::Errors",
		"QBluetoothServer::QBluetoothServer(QObject *)",
		"QBluetoothServer::~QBluetoothServer()",
		"QBluetoothServer::made",
		"QBluetoothServer::make()",
		"QBluetoothServer::listen(const int &)",
		"QBluetoothServer::listen(char *)",
		"QBluetoothServer::convert(T)",
		"QBluetoothServer::using QObject::inherited",
		"QBluetoothServer::slot()",
		"QBluetoothServer::done(int)",
	}, names)
	values := []int64{}
	for _, m := range found {
		if m.kind == enumerator {
			values = append(values, m.value)
		}
	}
	assert.Equal(t, []int64{0, 3, 4, 7}, values)
}

func TestClangsErrorsAreReturned(t *testing.T) {
	needClang(t)
	_, err := readHeaders(t.Context(), t.TempDir())
	assert.ErrorContains(t, err, "'QtBluetooth' file not found")
}

func TestFindings(t *testing.T) {
	api, err := readAPI()
	require.NoError(t, err)
	const missing = "has neither a counterpart in Go nor a reason"
	server := member{class: "QBluetoothServer", object: true}
	as := func(m member, kind kind, name string, params ...string) member {
		m.kind, m.name, m.params = kind, name, params
		return m
	}
	enum := func(name string, value int64) member {
		m := as(server, enumerator, name)
		m.enum, m.value = "Error", value
		return m
	}
	overload := as(server, method, "close")
	overload.overloaded = true

	for _, c := range []struct {
		member member
		want   finding
	}{
		{as(server, method, "isListening"), finding{goName: "Server.IsListening"}},
		{as(server, method, "error"), finding{goName: "Server.LastError"}},
		{as(server, signal, "newConnection"), finding{goName: "Server.OnNewConnection"}},
		{as(server, constructor, "QBluetoothServer", "QBluetoothServiceInfo::Protocol", "QObject *"), finding{goName: "NewServer"}},
		{as(server, destructor, "~QBluetoothServer"), finding{goName: "Server.Delete"}},
		{as(server, method, "listen", "const QBluetoothUuid &", "const QString &"), finding{goName: "Server.ListenService"}},
		{as(server, enumeration, "Error"), finding{goName: "ServerError"}},
		{enum("PoweredOffError", 2), finding{goName: "ServerPoweredOffError"}},
		{enum("PoweredOffError", 1), finding{wrong: missing}},
		{enum("TooTired", 2), finding{wrong: missing}},
		{as(server, method, "teleport"), finding{wrong: missing}},
		{as(server, signal, "isListening"), finding{wrong: missing}},
		{overload, finding{wrong: missing}},
		{as(server, method, "metaObject"), finding{reason: "metaobject plumbing"}},
		{as(member{class: "QBluetoothAddress"}, method, "toUInt64"), finding{goName: "Address.Uint64"}},
		{as(member{class: "QBluetoothAddress"}, operator, "operator=="), finding{goName: "== on Address"}},
		{as(member{class: "QBluetoothDeviceInfo"}, operator, "operator!="), finding{goName: "DeviceInfo.Equal"}},
		{as(member{class: "QBluetoothServiceInfo"}, operator, "operator=="), finding{wrong: missing}},
		{as(member{class: "QBluetoothDeviceInfo"}, method, "rssi"), finding{goName: "DeviceInfo.RSSI"}},
		{as(member{class: "QBluetoothDeviceInfo"}, method, "setServiceUuids"), finding{goName: "DeviceInfo.SetServiceUUIDs"}},
		{as(member{class: "QBluetoothServiceInfo"}, enumeration, "AttributeId"), finding{goName: "AttributeID"}},
		{as(member{class: "QBluetoothUuid", static: true}, method, "serviceClassToString"), finding{goName: "ServiceClassToString"}},
		{as(member{class: "QBluetoothUuid"}, method, "serviceClassToString"), finding{wrong: missing}},
		{as(member{class: "QLowEnergyServiceData"}, method, "setUuid"), finding{goName: "LowEnergyServiceData.SetUUID"}},
		{as(member{class: "QLowEnergyCharacteristic"}, variable, "CCCDDisable"), finding{goName: "CCCDDisable"}},
	} {
		c.want.member = c.member
		got := newChecker(api).find(c.member)
		assert.Equal(t, c.want, got, c.member)
	}
}

func TestInitialismsInNames(t *testing.T) {
	for name, want := range map[string]string{
		"serviceClassUuids":           "ServiceClassUUIDs",
		"manufacturerIds":             "ManufacturerIDs",
		"iconUrl":                     "IconURL",
		"rssi":                        "RSSI",
		"LanguageBaseAttributeIdList": "LanguageBaseAttributeIDList",
		"AttAccessConstraints":        "ATTAccessConstraints",
		"ObexObjectPush":              "OBEXObjectPush",
		"UdiCPlain":                   "UDICPlain",
		"attributes":                  "Attributes",
		"Idle":                        "Idle",
		"isValid":                     "IsValid",
		"SystemID":                    "SystemID",
		"OBEXFileTransfer":            "OBEXFileTransfer",
	} {
		assert.Equal(t, want, goName(name))
	}
	uuid := member{class: "QBluetoothServiceInfo", kind: method, name: "serviceUuid"}
	var a api
	assert.Equal(t, []string{"ServiceInfo.ServiceUUID"}, a.counterparts(uuid))
}

func TestIrregularNamesAreChecked(t *testing.T) {
	api, err := readAPI()
	require.NoError(t, err)
	seek := member{class: "QIODevice", kind: method, name: "seek", params: []string{"qint64"}}
	check := newChecker(api)
	assert.Equal(t, "Socket.SeekTo", check.find(seek).goName)
	assert.NotContains(t, check.stale(), "irregular: "+seek.String())
	assert.Contains(t, check.stale(), "irregular: QIODevice::read(qint64)")
	assert.Contains(t, check.stale(), "reasons: metaobject plumbing")

	was := irregular
	defer func() { irregular = was }()
	irregular = map[string]string{seek.String(): "Socket.Seek"}
	assert.Contains(t, check.find(seek).wrong, "does not exist in Go")
	seek.name = "reset"
	irregular = map[string]string{seek.String(): "Socket.Reset"}
	assert.Contains(t, check.find(seek).wrong, "follows the rule")
}

func TestDamagedPackagesAreNotUsed(t *testing.T) {
	t.Setenv("XDG_CACHE_HOME", t.TempDir())
	_, err := fetchedHeaders(t.Context(), t.TempDir())
	assert.ErrorIs(t, err, errNoHeaders)

	dir, err := packageDir()
	require.NoError(t, err)
	require.NoError(t, os.MkdirAll(dir, 0o755))
	assert.ErrorContains(t, writeSums(dir), "0 packages instead of 2")
	for _, name := range debianPackages {
		require.NoError(t, os.WriteFile(filepath.Join(dir, name+".deb"), []byte(name), 0o644))
	}
	require.NoError(t, writeSums(dir))
	files, err := checkPackages(dir)
	require.NoError(t, err)
	assert.Len(t, files, 2)

	require.NoError(t, os.WriteFile(files[0], []byte("other"), 0o644))
	_, err = fetchedHeaders(t.Context(), t.TempDir())
	assert.ErrorIs(t, err, errNoHeaders)
	assert.ErrorContains(t, err, "damaged")
}
