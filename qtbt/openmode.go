package qtbt

// OpenMode, how a socket is opened as a QIODevice.

import "github.com/goqtbt/bluetooth/cshim"

// OpenMode is how a device is opened for reading and writing. It is Qt's QIODeviceBase::OpenMode,
// with its values. Sockets heed ReadOnly, WriteOnly, Text and Unbuffered; the other flags are for
// files.
type OpenMode uint32

// The open modes, to be joined with "|".
const (
	NotOpen   OpenMode = cshim.OpenModeNotOpen
	ReadOnly  OpenMode = cshim.OpenModeReadOnly
	WriteOnly OpenMode = cshim.OpenModeWriteOnly
	ReadWrite OpenMode = cshim.OpenModeReadWrite
	Append    OpenMode = cshim.OpenModeAppend
	Truncate  OpenMode = cshim.OpenModeTruncate
	// Text translates line ends: "\r\n" is read as "\n", and "\n" is written as the system's line
	// end.
	Text         OpenMode = cshim.OpenModeText
	Unbuffered   OpenMode = cshim.OpenModeUnbuffered // no buffer between the program and the device
	NewOnly      OpenMode = cshim.OpenModeNewOnly
	ExistingOnly OpenMode = cshim.OpenModeExistingOnly
)

var openModeNames = flagNames[OpenMode]{
	{ReadWrite, "ReadWrite"},
	{ReadOnly, "ReadOnly"},
	{WriteOnly, "WriteOnly"},
	{Append, "Append"},
	{Truncate, "Truncate"},
	{Text, "Text"},
	{Unbuffered, "Unbuffered"},
	{NewOnly, "NewOnly"},
	{ExistingOnly, "ExistingOnly"},
}

// String returns the flags' names, such as "ReadWrite|Unbuffered", or "NotOpen".
func (m OpenMode) String() string { return openModeNames.format(m, "NotOpen") }
