// The codec between Qt's attribute values and SDP data elements, in which records cross the boundary.
//
// The form is the Bluetooth Core Specification's (Vol 3, Part B, 3.2 and 3.3): a byte with a type in the
// upper five bits and a size index in the lower three, then a length if the index asks for one, then the
// value, all big-endian. QByteArray travels under the reserved type 31, so that it does not come back as
// a QString; SDP's 128-bit integers have no counterpart in Qt and are refused.
#pragma once

#include <QtBluetooth/qbluetoothserviceinfo.h>
#include <QtCore/qbytearray.h>
#include <QtCore/qurl.h>
#include <QtCore/qvariant.h>

#include <optional>

namespace qtbt {

// Appends a value; false, and `out` in any state, if a type in it has no SDP form.
bool encodeElement(const QVariant &value, QByteArray *out);

// Reads exactly one data element; nothing if the bytes are malformed.
std::optional<QVariant> decodeElement(QByteArrayView data);

// The sequence in a variant; nothing if it holds something else.
std::optional<QBluetoothServiceInfo::Sequence> toSequence(const QVariant &value);

// The QUrl that the bytes of a URL become; nothing if they are not UTF-8, or QUrl finds them invalid.
std::optional<QUrl> toUrl(QByteArrayView content);

} // namespace qtbt
