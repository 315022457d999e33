//go:build !cgo

package cshim

import "time"

// The calls in a build without cgo, which has no Qt. No constructor gives a handle there, so the others only have to exist.

func Start(Mode, Host) Status         { return Unsupported }
func Main(Host, func()) (int, Status) { return 0, Unsupported }
func MainExit(int) Status             { return Unsupported }
func Stop() Status                    { return Unsupported }
func OnQtThread() bool                { return false }
func Invoke(uint64) Status            { return Unsupported }
func Watch(Handle, Signal) Status     { return Unsupported }
func Delete(Handle) Status            { return Unsupported }
func DeleteLater(Handle) Status       { return Unsupported }
func ObjectCount() (uint64, uint64)   { return 0, 0 }
func QtVersion() string               { return "" }
func CurrentBackend() int32           { return 0 }

func ServerNew(int32) (Handle, Status)                      { return 0, Unsupported }
func ServerListen(Handle, uint64, uint16) (Failure, Status) { return Failure{}, Unsupported }
func ServerListenService(Handle, [16]byte, string) (Handle, Failure, Status) {
	return 0, Failure{}, Unsupported
}
func ServerClose(Handle) Status                           { return Unsupported }
func ServerIsListening(Handle) (bool, Status)             { return false, Unsupported }
func ServerHasPendingConnections(Handle) (bool, Status)   { return false, Unsupported }
func ServerNextPendingConnection(Handle) (Handle, Status) { return 0, Unsupported }
func ServerAccept(Handle) (int, Failure, Status)          { return 0, Failure{}, Unsupported }
func ServerMaxPendingConnections(Handle) (int32, Status)  { return 0, Unsupported }
func ServerSetMaxPendingConnections(Handle, int32) Status { return Unsupported }
func ServerSecurityFlags(Handle) (uint32, Status)         { return 0, Unsupported }
func ServerSetSecurityFlags(Handle, uint32) Status        { return Unsupported }
func ServerAddress(Handle) (uint64, Status)               { return 0, Unsupported }
func ServerPort(Handle) (uint16, Status)                  { return 0, Unsupported }
func ServerType(Handle) (int32, Status)                   { return 0, Unsupported }
func ServerError(Handle) (int32, Status)                  { return 0, Unsupported }

func SocketNew(int32) (Handle, Status)                           { return 0, Unsupported }
func SocketConnectToUUID(Handle, uint64, [16]byte, int32) Status { return Unsupported }
func SocketConnectToPort(Handle, uint64, uint16, int32) Status   { return Unsupported }
func SocketConnectToService(Handle, []byte, int32) Status        { return Unsupported }
func SocketDisconnectFromService(Handle) Status                  { return Unsupported }
func SocketAbort(Handle) Status                                  { return Unsupported }
func SocketClose(Handle) Status                                  { return Unsupported }
func SocketState(Handle) (int32, Status)                         { return 0, Unsupported }
func SocketType(Handle) (int32, Status)                          { return 0, Unsupported }
func SocketError(Handle) (int32, Status)                         { return 0, Unsupported }
func SocketErrorString(Handle) (string, Status)                  { return "", Unsupported }
func SocketLocalName(Handle) (string, Status)                    { return "", Unsupported }
func SocketLocalAddress(Handle) (uint64, Status)                 { return 0, Unsupported }
func SocketLocalPort(Handle) (uint16, Status)                    { return 0, Unsupported }
func SocketPeerName(Handle) (string, Status)                     { return "", Unsupported }
func SocketPeerAddress(Handle) (uint64, Status)                  { return 0, Unsupported }
func SocketPeerPort(Handle) (uint16, Status)                     { return 0, Unsupported }
func SocketPreferredSecurityFlags(Handle) (uint32, Status)       { return 0, Unsupported }
func SocketSetPreferredSecurityFlags(Handle, uint32) Status      { return Unsupported }
func SocketSetDescriptor(Handle, int32, int32, int32, int32) (Failure, Status) {
	return Failure{}, Unsupported
}
func SocketDescriptor(Handle) (int32, Status) { return 0, Unsupported }
func SocketTakeDescriptor(Handle) (int, []byte, Failure, Status) {
	return 0, nil, Failure{}, Unsupported
}

func SocketRead(Handle, []byte) Transfer                     { return Transfer{Status: Unsupported} }
func SocketPeek(Handle, []byte) Transfer                     { return Transfer{Status: Unsupported} }
func SocketWrite(Handle, []byte) Transfer                    { return Transfer{Status: Unsupported} }
func SocketReadLine(Handle, int64) ([]byte, Status)          { return nil, Unsupported }
func SocketSkip(Handle, int64) Transfer                      { return Transfer{Status: Unsupported} }
func SocketUngetChar(Handle, byte) Status                    { return Unsupported }
func SocketBytesAvailable(Handle) (int64, Status)            { return 0, Unsupported }
func SocketBytesToWrite(Handle) (int64, Status)              { return 0, Unsupported }
func SocketCanReadLine(Handle) (bool, Status)                { return false, Unsupported }
func SocketAtEnd(Handle) (bool, Status)                      { return false, Unsupported }
func SocketOpen(Handle, int32) (Failure, Status)             { return Failure{}, Unsupported }
func SocketOpenMode(Handle) (int32, Status)                  { return 0, Unsupported }
func SocketIsSequential(Handle) (bool, Status)               { return false, Unsupported }
func SocketSetTextModeEnabled(Handle, bool) Status           { return Unsupported }
func SocketPos(Handle) (int64, Status)                       { return 0, Unsupported }
func SocketSize(Handle) (int64, Status)                      { return 0, Unsupported }
func SocketSeek(Handle, int64) (Failure, Status)             { return Failure{}, Unsupported }
func SocketReset(Handle) (Failure, Status)                   { return Failure{}, Unsupported }
func SocketWaitForReadyRead(Handle, int32) (bool, Status)    { return false, Unsupported }
func SocketWaitForBytesWritten(Handle, int32) (bool, Status) { return false, Unsupported }
func SocketStartTransaction(Handle) Status                   { return Unsupported }
func SocketCommitTransaction(Handle) Status                  { return Unsupported }
func SocketRollbackTransaction(Handle) Status                { return Unsupported }
func SocketIsTransactionStarted(Handle) (bool, Status)       { return false, Unsupported }
func SocketReadChannelCount(Handle) (int32, Status)          { return 0, Unsupported }
func SocketWriteChannelCount(Handle) (int32, Status)         { return 0, Unsupported }
func SocketCurrentReadChannel(Handle) (int32, Status)        { return 0, Unsupported }
func SocketSetCurrentReadChannel(Handle, int32) Status       { return Unsupported }
func SocketCurrentWriteChannel(Handle) (int32, Status)       { return 0, Unsupported }
func SocketSetCurrentWriteChannel(Handle, int32) Status      { return Unsupported }

func ServiceInfoNew([]byte) (Handle, Status)                        { return 0, Unsupported }
func ServiceInfoRecord(Handle) ([]byte, Status)                     { return nil, Unsupported }
func ServiceInfoRegister(Handle, uint64) (Failure, Status)          { return Failure{}, Unsupported }
func ServiceInfoRegisterAgain(Handle) (Failure, Status)             { return Failure{}, Unsupported }
func ServiceInfoUnregister(Handle) (Failure, Status)                { return Failure{}, Unsupported }
func ServiceInfoSummary(Handle) (ServiceSummary, Status)            { return ServiceSummary{}, Unsupported }
func ServiceInfoClassUUIDs(Handle) ([][16]byte, Status)             { return nil, Unsupported }
func ServiceInfoProtocolDescriptor(Handle, uint16) ([]byte, Status) { return nil, Unsupported }
func ServiceInfoText(Handle, uint16) (string, Status)               { return "", Unsupported }
func URLEncoded(string) (string, Status)                            { return "", Unsupported }

func AddressFromString(string) (uint64, Status)                    { return 0, Unsupported }
func AddressToString(uint64) (string, Status)                      { return "", Unsupported }
func AddressIsNull(uint64) (bool, Status)                          { return false, Unsupported }
func AddressCompare(uint64, uint64) (int32, Status)                { return 0, Unsupported }
func UUIDFromString(string) ([16]byte, Status)                     { return [16]byte{}, Unsupported }
func UUIDFromUint16(uint16) ([16]byte, Status)                     { return [16]byte{}, Unsupported }
func UUIDFromUint32(uint32) ([16]byte, Status)                     { return [16]byte{}, Unsupported }
func UUIDToUint16([16]byte) (uint16, Status)                       { return 0, Unsupported }
func UUIDToUint32([16]byte) (uint32, Status)                       { return 0, Unsupported }
func UUIDToString([16]byte) (string, Status)                       { return "", Unsupported }
func UUIDMinimumSize([16]byte) (int32, Status)                     { return 0, Unsupported }
func UUIDCompare([16]byte, [16]byte) (int32, Status)               { return 0, Unsupported }
func UUIDName(UUIDKind, uint16) (string, Status)                   { return "", Unsupported }
func HostInfoEquals(uint64, string, uint64, string) (bool, Status) { return false, Unsupported }

func DeviceInfoInvalid() ([]byte, Status)                                   { return nil, Unsupported }
func DeviceInfoFromAddress(uint64, string, uint32) ([]byte, Status)         { return nil, Unsupported }
func DeviceInfoFromUUID([16]byte, string, uint32) ([]byte, Status)          { return nil, Unsupported }
func DeviceInfoClasses(uint32) (DeviceClasses, Status)                      { return DeviceClasses{}, Unsupported }
func DeviceInfoEquals([]byte, []byte) (bool, Status)                        { return false, Unsupported }
func DeviceInfoManufacturerData([]byte, uint16) ([]byte, Status)            { return nil, Unsupported }
func DeviceInfoAddManufacturerData([]byte, uint16, []byte) ([]byte, Status) { return nil, Unsupported }
func DeviceInfoServiceData([]byte, [16]byte) ([]byte, Status)               { return nil, Unsupported }
func DeviceInfoAddServiceData([]byte, [16]byte, []byte) ([]byte, Status)    { return nil, Unsupported }

func DeviceDiscoveryAgentNew(uint64) (Handle, Status)                       { return 0, Unsupported }
func DeviceDiscoveryAgentStart(Handle) Status                               { return Unsupported }
func DeviceDiscoveryAgentStartMethods(Handle, uint32) Status                { return Unsupported }
func DeviceDiscoveryAgentStop(Handle) Status                                { return Unsupported }
func DeviceDiscoveryAgentIsActive(Handle) (bool, Status)                    { return false, Unsupported }
func DeviceDiscoveryAgentError(Handle) (int32, Status)                      { return 0, Unsupported }
func DeviceDiscoveryAgentErrorString(Handle) (string, Status)               { return "", Unsupported }
func DeviceDiscoveryAgentDiscoveredDevices(Handle) ([]byte, Status)         { return nil, Unsupported }
func DeviceDiscoveryAgentLowEnergyDiscoveryTimeout(Handle) (int32, Status)  { return 0, Unsupported }
func DeviceDiscoveryAgentSetLowEnergyDiscoveryTimeout(Handle, int32) Status { return Unsupported }
func DeviceDiscoveryAgentSupportedMethods() (uint32, Status)                { return 0, Unsupported }

func ServiceDiscoveryAgentNew(uint64) (Handle, Status)                    { return 0, Unsupported }
func ServiceDiscoveryAgentStart(Handle, int32) Status                     { return Unsupported }
func ServiceDiscoveryAgentStop(Handle) Status                             { return Unsupported }
func ServiceDiscoveryAgentClear(Handle) Status                            { return Unsupported }
func ServiceDiscoveryAgentIsActive(Handle) (bool, Status)                 { return false, Unsupported }
func ServiceDiscoveryAgentError(Handle) (int32, Status)                   { return 0, Unsupported }
func ServiceDiscoveryAgentErrorString(Handle) (string, Status)            { return "", Unsupported }
func ServiceDiscoveryAgentDiscoveredServices(Handle) ([]byte, Status)     { return nil, Unsupported }
func ServiceDiscoveryAgentUUIDFilter(Handle) ([][16]byte, Status)         { return nil, Unsupported }
func ServiceDiscoveryAgentSetUUIDFilter(Handle, [][16]byte) Status        { return Unsupported }
func ServiceDiscoveryAgentRemoteAddress(Handle) (uint64, Status)          { return 0, Unsupported }
func ServiceDiscoveryAgentSetRemoteAddress(Handle, uint64) (bool, Status) { return false, Unsupported }

func LocalDeviceNew(uint64) (Handle, Status)                  { return 0, Unsupported }
func LocalDeviceIsValid(Handle) (bool, Status)                { return false, Unsupported }
func LocalDeviceName(Handle) (string, Status)                 { return "", Unsupported }
func LocalDeviceAddress(Handle) (uint64, Status)              { return 0, Unsupported }
func LocalDevicePowerOn(Handle) Status                        { return Unsupported }
func LocalDeviceSetHostMode(Handle, int32) Status             { return Unsupported }
func LocalDeviceHostMode(Handle) (int32, Status)              { return 0, Unsupported }
func LocalDeviceRequestPairing(Handle, uint64, int32) Status  { return Unsupported }
func LocalDevicePairingStatus(Handle, uint64) (int32, Status) { return 0, Unsupported }
func LocalDeviceConnectedDevices(Handle) ([]byte, Status)     { return nil, Unsupported }
func LocalDeviceAllDevices() ([]byte, Status)                 { return nil, Unsupported }

func StreamOpen(Handle, int) Status            { return Unsupported }
func StreamRead(Handle, []byte) Transfer       { return Transfer{Status: Unsupported} }
func StreamWrite(Handle, []byte) Transfer      { return Transfer{Status: Unsupported} }
func StreamClose(Handle, time.Duration) Status { return Unsupported }

func AttemptBegin(Handle, uint64) Status    { return Unsupported }
func AttemptReason(Handle) (string, Status) { return "", Unsupported }
func AttemptGiveUp(Handle) Status           { return Unsupported }
func DaemonPing(uint64) Status              { return Unsupported }
func DaemonName(uint64, uint64) Status      { return Unsupported }
