/* SPDX-License-Identifier: EUPL-1.2
 * usage.c — the usage log on disk: a line per field opened, durable before the plaintext leaves. All openings of one turn of the
 * loop share a write and an fdatasync. A failed sync is final: what the disk holds is then unknown, and asking again may lie.
 */
#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/log.h"
#include "keeper/keeper.h"

/* One line after another through a window of fixed size. */
struct reader {
    int fd;
    size_t n;
    char p[8 * KEEPER_LINE_MOST];
};

/* False at the end; *whole false: the last line has no end. */
static bool next_line(struct reader *r, size_t *used, struct str *line, bool *whole)
{
    memmove(r->p, r->p + *used, r->n - *used);
    r->n -= *used;
    *used = 0;
    for (;;) {
        char *end = memchr(r->p, '\n', r->n);
        if (end || r->n == sizeof r->p) {
            *whole = end != NULL;
            *line = (struct str){r->p, end ? (size_t)(end - r->p) : r->n};
            *used = line->n + (end ? 1 : 0);
            return true;
        }
        ssize_t k = read(r->fd, r->p + r->n, sizeof r->p - r->n);
        if (k < 0 && errno == EINTR)
            continue;
        if (k < 0)
            fail(FAIL_IO, "usage log: %s", strerror(errno));
        if (k == 0) {
            *whole = false;
            *line = (struct str){r->p, r->n};
            *used = r->n;
            return r->n > 0;
        }
        r->n += (size_t)k;
    }
}

/* The count of lines that do not follow from the one before. A damaged log is told and gone on with: refusing to start would make
 * cutting a line an easy way to stop the bureau. */
static long follow(struct keeper *k, int fd, struct instant now)
{
    struct reader r = {.fd = fd};
    struct str line;
    size_t used = 0;
    long bad = 0;
    bool whole;
    while (next_line(&r, &used, &line, &whole)) {
        bool good = whole && keeper_guard_follow(&k->guard, line);
        if (good)
            keeper_guard_recall(&k->guard, now, line);
        bad += !good;
        k->usage.torn = !whole;
    }
    return bad;
}

static void note(struct keeper *k, struct instant now, const char *what)
{
    struct keeper_usage *u = &k->usage;
    u->n += keeper_guard_note(&k->guard, now, what, u->p + u->n);
}

void usage_open(struct keeper *k, struct str path, struct instant now)
{
    char name[1024], what[64];
    struct keeper_usage *u = &k->usage;
    int n = snprintf(name, sizeof name, "%.*s", STR_ARG(path));
    if (path.n == 0 || n >= (int)sizeof name)
        fail(FAIL_CONFIG, "keeper_log: no path, or too long");
    int fd = open(name, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
    long bad = fd >= 0 ? follow(k, fd, now) : 0;
    if (fd >= 0)
        close(fd);
    u->fd = open(name, O_WRONLY | O_APPEND | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0600);
    if (u->fd < 0)
        fail(FAIL_CONFIG, "usage log %s: %s", name, strerror(errno));
    if (bad)
        log_line(LOG_ERROR, "ALARM: the usage log has %ld lines that do not follow", bad);
    snprintf(what, sizeof what, "started, %ld lines before do not follow", bad);
    note(k, now, what);
    if (!usage_flush(u))
        fail(FAIL_IO, "usage log %s cannot be written", name);
}

static bool write_all(struct keeper_usage *u, const char *p, size_t n)
{
    while (n) {
        ssize_t k = write(u->fd, p, n);
        if (k < 0 && errno == EINTR)
            continue;
        if (k <= 0)
            return false;
        u->torn = k > 0;
        p += k;
        n -= (size_t)k;
    }
    return true;
}

bool usage_flush(struct keeper_usage *u)
{
    if (u->dead)
        return u->n == 0;
    if (u->n == 0)
        return true;
    bool written = (!u->torn || write_all(u, "\n", 1)) && write_all(u, u->p, u->n);
    u->n = 0;
    if (!written) { /* a full disk passes; the torn line stays visible */
        log_line(LOG_ERROR, "ALARM: usage log: %s; nothing is opened", strerror(errno));
        return false;
    }
    u->torn = false;
    u->dead = fdatasync(u->fd) != 0;
    if (u->dead)
        log_line(LOG_ERROR, "ALARM: usage log: %s; nothing is opened until the keeper is started again", strerror(errno));
    return !u->dead;
}
