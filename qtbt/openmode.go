// OpenMode: how a socket is opened as a QIODevice.

package qtbt

// OpenMode says how a device is opened for reading and writing; Qt's QIODeviceBase::OpenMode, with its values. Sockets
// heed ReadOnly, WriteOnly, Text and Unbuffered; the other flags are about files.
type OpenMode uint32

// The open modes, to be joined with "|".
const (
	NotOpen      OpenMode = 0x0000
	ReadOnly     OpenMode = 0x0001
	WriteOnly    OpenMode = 0x0002
	ReadWrite             = ReadOnly | WriteOnly
	Append       OpenMode = 0x0004
	Truncate     OpenMode = 0x0008
	Text         OpenMode = 0x0010 // line ends are translated: "\r\n" is read as "\n", and "\n" written as the system's
	Unbuffered   OpenMode = 0x0020 // no buffer between the program and the device
	NewOnly      OpenMode = 0x0040
	ExistingOnly OpenMode = 0x0080
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
