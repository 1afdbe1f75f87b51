/* SPDX-License-Identifier: EUPL-1.2
 * keeper_client.c — a program's side of the keeper's socket. One connection, blocking with a deadline; when it is broken the call
 * fails and the next one connects anew. A connection that broke while it lay idle (the keeper was started again) is replaced once,
 * silently: every request bears being sent twice. In a sandbox that forbids new connections (settle) the program leaves instead, as
 * soon as the keeper hangs up and no request is at hand, and is started again.
 */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sodium.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/clock.h"
#include "crypto/vault_impl.h"

struct keeper_client {
    struct sockaddr_un address;
    int fd;
    bool settled; /* shut in: never another connection */
    uint8_t frames[KEEPER_WINDOW * KEEPER_FRAME];
};

struct keeper_client *keeper_client_new(struct arena *a, struct str path)
{
    struct keeper_client *c = ARENA_NEW(a, struct keeper_client);
    *c = (struct keeper_client){.address = {.sun_family = AF_UNIX}, .fd = -1};
    if (path.n == 0 || path.n >= sizeof c->address.sun_path)
        fail(FAIL_CONFIG, "keeper_socket: the path is empty or too long");
    memcpy(c->address.sun_path, path.p, path.n);
    return c;
}

/* The one connection of a settled program, for the signal's handler. */
static int settled_fd = -1;

static void hang_up(struct keeper_client *c)
{
    if (c->fd >= 0)
        close(c->fd);
    if (c->settled)
        settled_fd = -1;
    c->fd = -1;
}

void keeper_client_use(struct keeper_client *c, int fd)
{
    c->fd = fd;
    c->settled = true;
}

/* Also comes with every reply: only the end of the connection matters. SIGTERM is what ends a serving program between two requests.
 */
static void on_news(int number)
{
    char byte;
    int before = errno;
    (void)number;
    if (recv(settled_fd, &byte, 1, MSG_PEEK | MSG_DONTWAIT) == 0)
        kill(getpid(), SIGTERM);
    errno = before;
}

void keeper_client_settle(struct keeper_client *c)
{
    struct sigaction news = {.sa_handler = on_news}; /* no SA_RESTART: who waits for the next request must come back and leave */
    c->settled = true;
    settled_fd = c->fd;
    bool told = sigaction(SIGIO, &news, NULL) == 0 && fcntl(c->fd, F_SETOWN, getpid()) == 0;
    if (!told || fcntl(c->fd, F_SETFL, O_NONBLOCK | O_ASYNC) != 0)
        fail(FAIL_KEEPER, "keeper: %s", strerror(errno));
}

void keeper_client_close(struct keeper_client *c)
{
    hang_up(c);
    sodium_memzero(c->frames, sizeof c->frames);
}

/* 0, or an errno. */
static int connect_now(struct keeper_client *c)
{
    c->fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    if (c->fd >= 0 && connect(c->fd, (const struct sockaddr *)&c->address, sizeof c->address) == 0)
        return 0;
    int error = errno;
    hang_up(c);
    return error;
}

/* Waits for `events` until the deadline; 0 or an errno. */
static int wait_for(const struct keeper_client *c, short events, int64_t deadline)
{
    for (;;) {
        struct pollfd p = {.fd = c->fd, .events = events};
        int64_t left = deadline - clock_monotonic_ms();
        int n = left > 0 ? poll(&p, 1, (int)left) : 0;
        if (n > 0)
            return 0; /* an error shows in the call that follows */
        if (n == 0)
            return ETIMEDOUT;
        if (errno != EINTR)
            return errno;
    }
}

/* Sends or receives all n bytes. */
static int transfer(struct keeper_client *c, bool out, size_t n, int64_t deadline)
{
    for (size_t at = 0; at < n;) {
        ssize_t k = out ? send(c->fd, c->frames + at, n - at, MSG_NOSIGNAL) : recv(c->fd, c->frames + at, n - at, 0);
        if (k > 0) {
            at += (size_t)k;
            continue;
        }
        if (k == 0)
            return ECONNRESET;
        if (errno == EINTR)
            continue;
        int error = errno;
        if (error == EAGAIN)
            error = wait_for(c, out ? POLLOUT : POLLIN, deadline);
        if (error)
            return error;
    }
    return 0;
}

bool keeper_client_read(const uint8_t frame[KEEPER_FRAME], uint8_t op, struct keeper_msg *reply)
{
    return keeper_decode(frame, reply) && reply->op == op;
}

static int try_call(struct keeper_client *c, const struct keeper_msg *m, size_t n, int64_t deadline)
{
    for (size_t i = 0; i < n; i++)
        keeper_encode(&m[i], c->frames + i * KEEPER_FRAME);
    int error = c->fd >= 0 ? 0 : c->settled ? ENOTCONN : connect_now(c);
    if (!error)
        error = transfer(c, true, n * KEEPER_FRAME, deadline);
    if (!error)
        error = transfer(c, false, n * KEEPER_FRAME, deadline);
    if (error)
        hang_up(c);
    return error;
}

void keeper_client_call(struct keeper_client *c, struct keeper_msg *m, size_t n)
{
    int64_t deadline = clock_monotonic_ms() + KEEPER_PATIENCE_MS;
    bool idle = c->fd >= 0, good = true;
    CHECK(n <= KEEPER_WINDOW);
    int error = try_call(c, m, n, deadline);
    if (idle && !c->settled && (error == EPIPE || error == ECONNRESET))
        error = try_call(c, m, n, deadline);
    for (size_t i = 0; i < n && !error; i++) {
        struct keeper_msg reply;
        good = keeper_client_read(c->frames + i * KEEPER_FRAME, m[i].op, &reply) && good;
        m[i] = reply;
        sodium_memzero(&reply, sizeof reply);
    }
    sodium_memzero(c->frames, n * KEEPER_FRAME);
    if (!good)
        hang_up(c);
    if (error || !good)
        fail(FAIL_KEEPER, "keeper %s: %s", c->address.sun_path, error ? strerror(error) : "this is not its protocol");
}
