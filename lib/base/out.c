/* SPDX-License-Identifier: EUPL-1.2
 * out.c — see out.h. An arena writer doubles its buffer; a sink writer flushes when full.
 */
#include "base/out.h"

#include <errno.h>
#include <inttypes.h>
#include <stdarg.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/check.h"

void out_to_arena(struct out *o, struct arena *a)
{
    *o = (struct out){.arena = a};
}

void out_to_sink(struct out *o, char *buf, size_t cap, out_sink_fn sink, void *arg)
{
    *o = (struct out){.buf = buf, .cap = cap, .sink = sink, .arg = arg};
}

static void make_room(struct out *o, size_t n)
{
    size_t cap = o->cap ? o->cap * 2 : 1024;
    while (cap - o->n < n) {
        if (__builtin_mul_overflow(cap, (size_t)2, &cap))
            fail(FAIL_MEMORY, "impossible output size");
    }
    o->buf = arena_grow(o->arena, o->buf, o->cap, cap, 1);
    o->cap = cap;
}

void out_bytes(struct out *o, const void *p, size_t n)
{
    if (o->failed || n == 0)
        return;
    if (o->cap - o->n < n) {
        if (o->arena) {
            make_room(o, n);
        } else {
            if (!out_flush(o))
                return;
            if (n > o->cap) {
                o->failed = !o->sink(o->arg, p, n);
                return;
            }
        }
    }
    memcpy(o->buf + o->n, p, n);
    o->n += n;
}

void out_str(struct out *o, struct str s)
{
    out_bytes(o, s.p, s.n);
}

void out_char(struct out *o, char c)
{
    out_bytes(o, &c, 1);
}

void out_int(struct out *o, int64_t v)
{
    char digits[20], *p = digits + sizeof digits; /* a page has many: a fifth of the time of printf */
    uint64_t left = v < 0 ? 0 - (uint64_t)v : (uint64_t)v;
    do
        *--p = (char)('0' + left % 10);
    while (left /= 10);
    if (v < 0)
        *--p = '-';
    out_bytes(o, p, (size_t)(digits + sizeof digits - p));
}

void out_fmt(struct out *o, const char *fmt, ...)
{
    char small[512];
    va_list ap;
    va_start(ap, fmt);
    int n = vsnprintf(small, sizeof small, fmt, ap);
    va_end(ap);
    CHECK(n >= 0 && (size_t)n < sizeof small);
    out_bytes(o, small, (size_t)n);
}

bool out_flush(struct out *o)
{
    if (!o->failed && o->sink && o->n) {
        o->failed = !o->sink(o->arg, o->buf, o->n);
        o->n = 0;
    }
    return !o->failed;
}

bool out_ok(const struct out *o)
{
    return !o->failed;
}

struct str out_text(const struct out *o)
{
    CHECK(!o->sink);
    return (struct str){o->buf, o->n};
}

bool out_fd_sink(void *arg, const char *p, size_t n)
{
    int fd = *(int *)arg;
    while (n) {
        ssize_t k = write(fd, p, n);
        if (k < 0 && errno == EINTR)
            continue;
        if (k <= 0)
            return false;
        p += k;
        n -= (size_t)k;
    }
    return true;
}
