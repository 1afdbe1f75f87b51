/* SPDX-License-Identifier: EUPL-1.2
 * check.c — the frames of fail() and the dump of CHECK(). The two statics are the process's unwinding state, not a request's.
 */
#include "base/check.h"

#include <stdarg.h>

#include "base/log.h"

static struct fail_frame *innermost;
static void (*dump_fn)(void *);
static void *dump_arg;

void fail_enter(struct fail_frame *frame)
{
    frame->outer = innermost;
    frame->message[0] = '\0';
    innermost = frame;
}

void fail_leave(struct fail_frame *frame)
{
    CHECK(innermost == frame);
    innermost = frame->outer;
}

void fail(enum fail_kind kind, const char *fmt, ...)
{
    char message[sizeof innermost->message];
    va_list ap;
    va_start(ap, fmt);
    vsnprintf(message, sizeof message, fmt, ap);
    va_end(ap);
    struct fail_frame *f = innermost;
    if (!f) {
        log_line(LOG_ERROR, "fatal: %s", message);
        exit(70);
    }
    innermost = f->outer;
    f->kind = kind;
    memcpy(f->message, message, sizeof message);
    longjmp(f->jump, 1);
}

void check_on_failure(void (*dump)(void *arg), void *arg)
{
    dump_fn = dump;
    dump_arg = arg;
}

void check_failed(const char *file, int line, const char *what)
{
    log_line(LOG_ERROR, "check failed at %s:%d: %s", file, line, what);
    if (dump_fn)
        dump_fn(dump_arg);
    abort();
}
