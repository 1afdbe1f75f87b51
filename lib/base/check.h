/* SPDX-License-Identifier: EUPL-1.2
 * check.h — the two ways out that are not a return value.
 * CHECK(): a bug in this program. Writes what it knows to the log and aborts the process; kept in production.
 * fail(): the environment let us down (database gone, disk full, out of memory, a limit hit). Unwinds to the innermost FAIL_CATCH
 * of the process: the accept loop of a FastCGI program answers 503, portalctl prints the message and exits. What was taken from
 * arenas is given back by the catcher; an open transaction is rolled back by it. A domain outcome (refused, conflict, not found) is
 * neither: it is an enum in the return value.
 */
#ifndef BASE_CHECK_H
#define BASE_CHECK_H

#include <setjmp.h>
#include <stdbool.h>

enum fail_kind {
    FAIL_MEMORY = 1, /* arena cap or malloc */
    FAIL_DATABASE,   /* connection lost, server error, time-out: the connection must be dropped */
    FAIL_RETRY,      /* deadlock, lock wait, certification: the whole transaction may be run again (db/ catches it) */
    FAIL_IO,         /* file or pipe */
    FAIL_CONFIG,     /* configuration, regime or key missing or wrong */
    FAIL_KEEPER,     /* no keeper of the keys, or it refuses: the process should leave, its successor connects anew */
    FAIL_LIMIT,      /* the keeper has opened as many sealed fields for this program as it may for now */
};

struct fail_frame {
    jmp_buf jump;
    struct fail_frame *outer;
    enum fail_kind kind;
    char message[512];
};

/* struct fail_frame f; if (FAIL_CATCH(&f)) { … f.kind, f.message … } else { … work …; fail_leave(&f); } */
#define FAIL_CATCH(frame) (fail_enter(frame), setjmp((frame)->jump) != 0)
void fail_enter(struct fail_frame *frame);
void fail_leave(struct fail_frame *frame); /* the work ended well: take the frame off again */

/* Without a frame it logs and exits with status 70. */
_Noreturn void fail(enum fail_kind kind, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
_Noreturn void check_failed(const char *file, int line, const char *what);

/* Called by check_failed before it aborts, so that the server can add the request to the log. May be NULL. */
void check_on_failure(void (*dump)(void *arg), void *arg);

#define CHECK(cond) ((cond) ? (void)0 : check_failed(__FILE__, __LINE__, #cond))
#define MUST_USE    __attribute__((warn_unused_result))

#endif
