/* The other end of every benchmark's wire: sends back what it receives on descriptor 3, until its end. */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stddef.h>
#include <stdio.h>
#include <sys/socket.h>
#include <unistd.h>

enum { WIRE = 3 };

static int fail(const char *what)
{
    perror(what);
    return 1;
}

int main(void)
{
    static char buffer[256 * 1024];
    size_t from = 0, to = 0; /* what is still to be sent back */

    if (fcntl(WIRE, F_SETFL, O_NONBLOCK) != 0)
        return fail("fcntl");
    for (;;) {
        struct pollfd wire = {WIRE, 0, 0};
        if (from == to)
            from = to = 0;
        if (to < sizeof buffer)
            wire.events |= POLLIN;
        if (from < to)
            wire.events |= POLLOUT;
        if (poll(&wire, 1, -1) < 0)
            return fail("poll");
        if (wire.revents & (POLLIN | POLLHUP)) {
            const ssize_t n = recv(WIRE, buffer + to, sizeof buffer - to, 0);
            if (n == 0)
                return 0;
            if (n > 0)
                to += (size_t)n;
            else if (errno != EAGAIN)
                return fail("recv");
        }
        if (from < to) {
            const ssize_t n = send(WIRE, buffer + from, to - from, MSG_NOSIGNAL);
            if (n > 0)
                from += (size_t)n;
            else if (errno != EAGAIN)
                return fail("send");
        }
    }
}
