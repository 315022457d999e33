// The conversion between Qt's attribute values and SDP data elements, in which records cross the
// boundary.
//
// The Bluetooth Core Specification defines the form (Vol 3, Part B, 3.2 and 3.3). The first byte
// has a type in the upper five bits and a size index in the lower three. A length follows if the
// index demands one, then the value. All numbers are big-endian. A QByteArray has the reserved type
// 31, so that it does not become a QString. SDP's 128-bit integers are refused, because Qt has no
// type for them.
#pragma once

#include <QtBluetooth/qbluetoothserviceinfo.h>
#include <QtCore/qbytearray.h>
#include <QtCore/qurl.h>
#include <QtCore/qvariant.h>

#include <optional>

namespace qtbt {

// Appends a value. Returns false, and leaves `out` in any state, if a type in the value has no SDP
// form.
bool encodeElement(const QVariant &value, QByteArray *out);

// Reads exactly one data element. Returns nothing if the bytes are malformed.
std::optional<QVariant> decodeElement(QByteArrayView data);

// Returns the sequence in a variant, or nothing if it holds something else.
std::optional<QBluetoothServiceInfo::Sequence> toSequence(const QVariant &value);

// Returns the QUrl of the bytes of a URL. Returns nothing if they are not UTF-8, or QUrl finds them
// invalid.
std::optional<QUrl> toUrl(QByteArrayView content);

} // namespace qtbt
