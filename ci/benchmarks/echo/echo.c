/* The other end of the wires: sends back what it receives on each of the descriptors 3, 4, …
 * until they end. The argument is the number of descriptors. */
#include <errno.h>
#include <fcntl.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

enum { FIRST = 3, EVENTS = 64 };

struct wire {
    int fd;
    uint32_t events; /* what epoll waits for */
    size_t from, to; /* the bytes of the buffer that are still to be sent back */
    char buffer[256 * 1024];
};

static void fail(const char *what)
{
    perror(what);
    exit(1);
}

static void wait_for(int epoll, int operation, struct wire *wire, uint32_t events)
{
    struct epoll_event event = {.events = events, .data = {.ptr = wire}};
    if (operation == EPOLL_CTL_MOD && events == wire->events)
        return;
    wire->events = events;
    if (epoll_ctl(epoll, operation, wire->fd, &event) != 0)
        fail("epoll_ctl");
}

/* Returns 0 at the wire's end. */
static int serve(int epoll, struct wire *wire, uint32_t events)
{
    if (wire->from == wire->to)
        wire->from = wire->to = 0;
    if (events & (EPOLLIN | EPOLLHUP) && wire->to < sizeof wire->buffer) {
        const size_t room = sizeof wire->buffer - wire->to;
        const ssize_t n = recv(wire->fd, wire->buffer + wire->to, room, 0);
        if (n == 0)
            return 0;
        if (n > 0)
            wire->to += (size_t)n;
        else if (errno != EAGAIN)
            fail("recv");
    }
    if (wire->from < wire->to) {
        const size_t left = wire->to - wire->from;
        const ssize_t n = send(wire->fd, wire->buffer + wire->from, left, MSG_NOSIGNAL);
        if (n > 0)
            wire->from += (size_t)n;
        else if (errno != EAGAIN)
            fail("send");
    }
    uint32_t wanted = EPOLLIN;
    if (wire->from < wire->to)
        wanted = wire->to < sizeof wire->buffer ? EPOLLIN | EPOLLOUT : EPOLLOUT;
    wait_for(epoll, EPOLL_CTL_MOD, wire, wanted);
    return 1;
}

int main(int argc, char **argv)
{
    const int count = argc > 1 ? atoi(argv[1]) : 1;
    struct wire *wires = calloc((size_t)count, sizeof *wires);
    const int epoll = epoll_create1(EPOLL_CLOEXEC);

    if (!wires || epoll < 0)
        fail("starting");
    for (int i = 0; i < count; i++) {
        wires[i].fd = FIRST + i;
        if (fcntl(wires[i].fd, F_SETFL, O_NONBLOCK) != 0)
            fail("fcntl");
        wait_for(epoll, EPOLL_CTL_ADD, &wires[i], EPOLLIN);
    }
    for (int open = count; open > 0;) {
        struct epoll_event events[EVENTS];
        const int n = epoll_wait(epoll, events, EVENTS, -1);
        if (n < 0 && errno != EINTR)
            fail("epoll_wait");
        for (int i = 0; i < n; i++) {
            struct wire *wire = events[i].data.ptr;
            if (!serve(epoll, wire, events[i].events)) {
                close(wire->fd);
                open--;
            }
        }
    }
    return 0;
}
