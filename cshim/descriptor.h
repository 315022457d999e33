// What the shim does to the file descriptors of Qt's sockets.
#pragma once

#include <QtCore/qsystemdetection.h>

#if defined(Q_OS_UNIX)
#include <fcntl.h>
#endif

namespace qtbt {

// Keeps child processes from inheriting a descriptor, which would keep its connection or port open. Qt does
// not do it. Nothing for -1.
inline void closeOnExec(int descriptor)
{
#if defined(Q_OS_UNIX)
    if (descriptor >= 0)
        fcntl(descriptor, F_SETFD, FD_CLOEXEC);
#else
    (void)descriptor;
#endif
}

} // namespace qtbt
