/* A C99 program that uses everything once: start, a socket on a descriptor, an echo in handlers,
 * stop. */
#define _POSIX_C_SOURCE 200809L

#include "qtbt.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

enum { ROUNDS = 100 };

static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t changed = PTHREAD_COND_INITIALIZER;
static int finished;
static int invoked;

static void check(bool good, const char *what, int line)
{
    if (good)
        return;
    fprintf(stderr, "%s:%d: %s\n", __FILE__, line, what);
    abort();
}
#define CHECK(condition) check((condition), #condition, __LINE__)

static void set(int *flag)
{
    pthread_mutex_lock(&mutex);
    *flag = 1;
    pthread_cond_signal(&changed);
    pthread_mutex_unlock(&mutex);
}

static void await(const int *flag)
{
    pthread_mutex_lock(&mutex);
    while (!*flag)
        pthread_cond_wait(&changed, &mutex);
    pthread_mutex_unlock(&mutex);
}

static void on_signal(qtbt_handle sender, qtbt_signal signal, int64_t value, const uint8_t *data,
                      size_t size)
{
    (void)value;
    (void)data;
    CHECK(size == 0);
    CHECK(qtbt_on_qt_thread());
    if (signal == QTBT_SIGNAL_SOCKET_READY_READ) {
        char bytes[64];
        int64_t count, left, written;
        qtbt_failure failure;
        CHECK(qtbt_socket_read(sender, bytes, sizeof bytes, &count, &left, &failure) == QTBT_OK);
        CHECK(left == 0);
        CHECK(qtbt_socket_write(sender, bytes, (size_t)count, &written, &failure) == QTBT_OK);
        CHECK(written == count);
    } else if (signal == QTBT_SIGNAL_STOPPED) {
        CHECK(sender == 0);
    } else {
        CHECK(signal == QTBT_SIGNAL_SOCKET_READ_CHANNEL_FINISHED);
        set(&finished);
    }
}

static void on_invoke(uint64_t token, bool run)
{
    CHECK(token == 7);
    CHECK(run);
    set(&invoked);
}

int main(void)
{
    const qtbt_callbacks callbacks = {sizeof callbacks, QTBT_CALLBACKS_VERSION, on_signal,
                                      on_invoke, NULL};
    qtbt_handle socket = 0;
    qtbt_failure failure;
    uint64_t handles, qobjects;
    int ends[2];
    int round;

    CHECK(qtbt_start(QTBT_MODE_AUTO, &callbacks) == QTBT_OK);
    CHECK(qtbt_qt_version()[0] == '6');
    CHECK(qtbt_invoke(7) == QTBT_OK);
    await(&invoked);

    CHECK(socketpair(AF_UNIX, SOCK_STREAM, 0, ends) == 0);
    CHECK(qtbt_socket_new(QTBT_PROTOCOL_RFCOMM, &socket) == QTBT_OK);
    CHECK(qtbt_watch(socket, QTBT_SIGNAL_SOCKET_READY_READ, true) == QTBT_OK);
    CHECK(qtbt_watch(socket, QTBT_SIGNAL_SOCKET_READ_CHANNEL_FINISHED, true) == QTBT_OK);
    CHECK(qtbt_socket_set_descriptor(socket, ends[0], QTBT_PROTOCOL_RFCOMM,
                                     QTBT_SOCKET_STATE_CONNECTED, QTBT_OPEN_MODE_READ_WRITE,
                                     &failure)
          == QTBT_OK);
    for (round = 0; round < ROUNDS; ++round) {
        char ping[32], pong[32];
        const int size = snprintf(ping, sizeof ping, "ping %d", round);
        CHECK(send(ends[1], ping, (size_t)size, 0) == size);
        CHECK(recv(ends[1], pong, (size_t)size, MSG_WAITALL) == size);
        CHECK(memcmp(ping, pong, (size_t)size) == 0);
    }
    CHECK(close(ends[1]) == 0);
    await(&finished);

    {
        int64_t count;
        qtbt_bytes text = {NULL, 0};
        CHECK(qtbt_socket_write(socket, "x", 1, &count, &failure) == QTBT_FAILED);
        CHECK(failure.text.size > 0);
        qtbt_bytes_free(failure.text);
        CHECK(qtbt_socket_error_string(socket, &text) == QTBT_OK);
        qtbt_bytes_free(text);
    }
    CHECK(qtbt_delete(socket) == QTBT_OK);
    CHECK(qtbt_delete(socket) == QTBT_DELETED);
    CHECK(qtbt_stop() == QTBT_OK);
    qtbt_object_count(&handles, &qobjects);
    CHECK(handles == 0 && qobjects == 0);
    CHECK(qtbt_invoke(7) == QTBT_STOPPED);
    return EXIT_SUCCESS;
}
