/* SPDX-License-Identifier: EUPL-1.2
 * job.h — work that a page asks for and the worker does: imports, gradings. A row per (kind, object); asking again for the same
 * object queues it again once it has ended, and is a no-op while it is under way. A worker claims by a guarded UPDATE with a lease
 * and renews the lease with every report; a job whose lease has run out belongs to a worker that died and is taken up again, so
 * what a job does must bear being started again. It does not know what a kind does. Called by staff pages (add, get, list) and
 * worker (claim, progress, finish).
 *
 *   queued ──claim──▶ running ──finish──▶ done | failed         running, lease run out ──claim──▶ running (attempts + 1)
 */
#ifndef JOB_JOB_H
#define JOB_JOB_H

#include "base/check.h"
#include "base/date.h"
#include "base/str.h"

struct arena;
struct db;

/* Kinds; object_id is the id of the import batch or of the grading round. */
#define JOB_IMPORT_LOOK   STR("import_look")
#define JOB_IMPORT_CHECK  STR("import_check")
#define JOB_IMPORT_COMMIT STR("import_commit")
#define JOB_IMPORT_UNDO   STR("import_undo")
#define JOB_GRADE         STR("grade")
#define JOB_NOTICE        STR("notice") /* object_id: the notice to sign and to set as PDF */
#define JOB_AUDIT_VERIFY  STR("audit_verify") /* object 1: the log of acts */

enum { JOB_LEASE_SECONDS = 60, JOB_ATTEMPTS_MOST = 100 }; /* a job that killed so many workers is left alone */

struct job {
    int64_t id, object_id, done, total;
    struct str kind, state; /* queued, running, done, failed */
    struct str step;        /* what is being done, in words for people */
    struct str message;     /* why it failed, in words for people */
    int attempts, requested_by, version;
    struct instant lease_until, created_at, finished_at;
};
struct jobs {
    const struct job *p;
    size_t n;
};

/* Inside a transaction, with the act that asks for it. */
void job_add(struct db *db, struct str kind, int64_t object_id, int staff_id, struct instant now);
bool job_get(struct db *db, struct arena *a, struct str kind, int64_t object_id, struct job *out);
/* Not ended yet, oldest first. */
struct jobs job_open_list(struct db *db, struct arena *a, int limit);

/* The oldest job that waits or whose worker died; it is the caller's until lease end. False: nothing to do. */
MUST_USE bool job_claim(struct db *db, struct arena *a, struct instant now, struct job *out);
/* Reports and renews the lease; j->version follows. False: the lease was lost and another worker has the job: stop without writing
 * more. Not inside the job's own transaction, or nobody sees it: use a second connection there. */
MUST_USE bool job_progress(struct db *db, struct job *j, struct str step, int64_t done, int64_t total, struct instant now);
/* message: empty when it went well. False: the lease was lost. */
MUST_USE bool job_finish(struct db *db, struct job *j, bool failed, struct str message, struct instant now);

#endif
