/* SPDX-License-Identifier: EUPL-1.2
 * serve.c — the loop: one thread, poll, a fixed table of connections with fixed buffers. In a turn every connection that has sent
 * whole frames is answered, then the usage log is made durable, then the replies leave. A peer that sends what is no frame, or does
 * not read, harms only itself; a class of programs cannot take the places of the others.
 */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sodium.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/log.h"
#include "keeper/keeper.h"

struct client {
    int fd; /* -1: free */
    struct keeper_peer who;
    bool opened; /* a reply of this turn stands in the usage log */
    size_t in_n, out_n, out_at;
    uint8_t in[KEEPER_WINDOW * KEEPER_FRAME], out[KEEPER_WINDOW * KEEPER_FRAME];
};

static struct client clients[KEEPER_CLIENTS];
static volatile sig_atomic_t told_to_end;

static void end_soon(int number)
{
    (void)number;
    told_to_end = 1;
}

static void hang_up(struct client *c)
{
    close(c->fd);
    sodium_memzero(c->in, sizeof c->in);
    sodium_memzero(c->out, sizeof c->out);
    *c = (struct client){.fd = -1};
}

static struct client *place_for(enum keeper_class class)
{
    struct client *free = NULL;
    int of_class = 0;
    for (size_t i = 0; i < KEEPER_CLIENTS; i++) {
        if (clients[i].fd < 0)
            free = &clients[i];
        else
            of_class += clients[i].who.class == class;
    }
    return of_class < KEEPER_CLIENTS_OF_CLASS ? free : NULL;
}

static void take_in(struct keeper *k, enum keeper_class class)
{
    int fd = accept4(k->listener[class], NULL, NULL, SOCK_NONBLOCK | SOCK_CLOEXEC);
    if (fd < 0)
        return;
    struct ucred peer = {0};
    socklen_t size = sizeof peer;
    bool known = getsockopt(fd, SOL_SOCKET, SO_PEERCRED, &peer, &size) == 0 && peer.uid == k->user[class];
    struct client *c = known ? place_for(class) : NULL;
    if (!c) {
        log_line(LOG_WARN, "connection to %s refused: uid %d%s", KEEPER_CLASS_NAMES[class].p, (int)peer.uid,
                 known ? ", no place" : "");
        close(fd);
        return;
    }
    c->fd = fd;
    c->who = (struct keeper_peer){class, (int)peer.pid, (int)peer.uid};
}

/* False: gone, or broken. */
static bool hear(struct client *c)
{
    if (c->in_n == sizeof c->in)
        return true;
    ssize_t n = recv(c->fd, c->in + c->in_n, sizeof c->in - c->in_n, 0);
    if (n > 0)
        c->in_n += (size_t)n;
    return n > 0 || (n < 0 && (errno == EAGAIN || errno == EINTR));
}

static bool room_for_line(const struct keeper_usage *u)
{
    return sizeof u->p - u->n >= KEEPER_LINE_MOST;
}

/* Answers the whole frames; a rest waits for its end. False: this is not the protocol. */
static bool answer(struct keeper *k, struct client *c, struct instant now)
{
    size_t at = 0;
    bool good = true;
    while (good && c->in_n - at >= KEEPER_FRAME && room_for_line(&k->usage)) {
        size_t line;
        good = keeper_guard_answer(&k->guard, &c->who, now, c->in + at, c->out + c->out_n, k->usage.p + k->usage.n, &line);
        at += KEEPER_FRAME;
        if (!good)
            break;
        k->usage.n += line;
        c->opened = c->opened || line > 0;
        c->out_n += KEEPER_FRAME;
    }
    memmove(c->in, c->in + at, c->in_n - at);
    sodium_memzero(c->in + c->in_n - at, at);
    c->in_n -= at;
    return good;
}

static bool speak(struct client *c)
{
    ssize_t n = send(c->fd, c->out + c->out_at, c->out_n - c->out_at, MSG_NOSIGNAL);
    if (n > 0)
        c->out_at += (size_t)n;
    if (c->out_at == c->out_n) {
        sodium_memzero(c->out, c->out_n);
        c->out_at = c->out_n = 0;
    }
    return n > 0 || (n < 0 && (errno == EAGAIN || errno == EINTR));
}

/* Replies leave after the log is on disk; when it cannot be, those that opened something get none at all. */
static void let_go(struct keeper *k)
{
    bool durable = usage_flush(&k->usage);
    for (size_t i = 0; i < KEEPER_CLIENTS; i++) {
        struct client *c = &clients[i];
        bool withheld = c->fd >= 0 && c->opened && !durable;
        c->opened = false;
        if (withheld || (c->fd >= 0 && c->out_n && !speak(c)))
            hang_up(c);
    }
}

static size_t ask(const struct keeper *k, struct pollfd *p, struct client **of)
{
    size_t n = 0;
    for (; n < KEEPER_CLASSES; n++)
        p[n] = (struct pollfd){.fd = k->listener[n], .events = POLLIN};
    for (size_t i = 0; i < KEEPER_CLIENTS; i++) {
        struct client *c = &clients[i];
        if (c->fd < 0)
            continue;
        of[n] = c;
        p[n++] = (struct pollfd){.fd = c->fd, .events = c->out_n ? POLLOUT : POLLIN}; /* who does not read is not heard */
    }
    return n;
}

static void turn(struct keeper *k)
{
    struct pollfd p[KEEPER_CLASSES + KEEPER_CLIENTS];
    struct client *of[KEEPER_CLASSES + KEEPER_CLIENTS];
    size_t n = ask(k, p, of);
    bool waiting = false; /* frames that found the log's buffer full */
    for (size_t i = KEEPER_CLASSES; i < n; i++)
        waiting = waiting || (of[i]->in_n >= KEEPER_FRAME && !of[i]->out_n);
    if (poll(p, n, waiting ? 0 : -1) < 0)
        return;
    struct instant now = clock_now();
    for (size_t i = KEEPER_CLASSES; i < n; i++) {
        struct client *c = of[i];
        if (!c->out_n && ((p[i].revents && !hear(c)) || !answer(k, c, now)))
            hang_up(c);
    }
    let_go(k);
    for (size_t i = 0; i < KEEPER_CLASSES; i++)
        if (p[i].revents & POLLIN)
            take_in(k, (enum keeper_class)i);
}

void serve(struct keeper *k)
{
    struct sigaction sa = {.sa_handler = end_soon}; /* no SA_RESTART: poll ends */
    sigaction(SIGTERM, &sa, NULL);
    sigaction(SIGINT, &sa, NULL);
    for (size_t i = 0; i < KEEPER_CLIENTS; i++)
        clients[i].fd = -1;
    while (!told_to_end)
        turn(k);
    for (size_t i = 0; i < KEEPER_CLIENTS; i++)
        if (clients[i].fd >= 0)
            hang_up(&clients[i]);
}
