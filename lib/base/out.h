/* SPDX-License-Identifier: EUPL-1.2
 * out.h — a sticky-error writer: append freely, check once at the end. Either collects into an arena or hands full buffers to a
 * sink (a file, a socket, a hash). It escapes nothing; html/ and sheet/ build on it.
 */
#ifndef BASE_OUT_H
#define BASE_OUT_H

#include "base/str.h"

struct arena;

/* Gets every byte once, in order. Returns false to stop: the writer then swallows the rest and out_ok() is false. */
typedef bool (*out_sink_fn)(void *arg, const char *p, size_t n);

struct out {
    char *buf;
    size_t n, cap;
    struct arena *arena; /* set: grow in the arena */
    out_sink_fn sink;    /* set: flush to it */
    void *arg;
    bool failed;
};

void out_to_arena(struct out *o, struct arena *a);
/* buf is the caller's and must outlive o. */
void out_to_sink(struct out *o, char *buf, size_t cap, out_sink_fn sink, void *arg);

void out_bytes(struct out *o, const void *p, size_t n);
void out_str(struct out *o, struct str s);
void out_char(struct out *o, char c);
void out_int(struct out *o, int64_t v);
void out_fmt(struct out *o, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
bool out_flush(struct out *o); /* to the sink; returns out_ok */
bool out_ok(const struct out *o);
struct str out_text(const struct out *o); /* arena writers: what was written so far */

/* A sink that writes to an open file descriptor (arg: int *), whole and EINTR-safe. */
bool out_fd_sink(void *arg, const char *p, size_t n);

#endif
