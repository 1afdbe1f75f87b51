/* SPDX-License-Identifier: EUPL-1.2
 * job_store.c — see job.h. Every change is one guarded UPDATE on (id, version).
 */
#include "job/job.h"

#include "base/arena.h"
#include "db/db.h"

#define JOB_SQL                                                                                                                    \
    "SELECT id, object_id, done, total, kind, state, step, message, attempts, requested_by, version, lease_until, created_at,"     \
    " finished_at FROM job"
DB_STATEMENT(INSERT_JOB, "INSERT INTO job (id, kind, object_id, requested_by, created_at) VALUES (?, ?, ?, ?, ?)"
                         " ON DUPLICATE KEY UPDATE"
                         " requested_by = IF(state IN ('done', 'failed'), VALUES(requested_by), requested_by),"
                         " created_at = IF(state IN ('done', 'failed'), VALUES(created_at), created_at),"
                         " step = IF(state IN ('done', 'failed'), '', step), message = '', finished_at = NULL,"
                         " done = IF(state IN ('done', 'failed'), 0, done), total = IF(state IN ('done', 'failed'), 0, total),"
                         " attempts = IF(state IN ('done', 'failed'), 0, attempts),"
                         " version = version + IF(state IN ('done', 'failed'), 1, 0),"
                         " state = IF(state IN ('done', 'failed'), 'queued', state)");
DB_STATEMENT(GET_JOB, JOB_SQL " WHERE kind = ? AND object_id = ?");
DB_STATEMENT(OPEN_JOBS, JOB_SQL " WHERE state IN ('queued', 'running') ORDER BY id LIMIT ?");
DB_STATEMENT(NEXT_QUEUED, JOB_SQL " WHERE state = 'queued' ORDER BY id LIMIT 1");
DB_STATEMENT(NEXT_ORPHAN, JOB_SQL " WHERE state = 'running' AND lease_until < ? AND attempts < ? ORDER BY id LIMIT 1");
DB_STATEMENT(CLAIM, "UPDATE job SET state = 'running', attempts = attempts + 1, lease_until = ?, version = version + 1"
                    " WHERE id = ? AND version = ?");
DB_STATEMENT(PROGRESS, "UPDATE job SET step = ?, done = ?, total = ?, lease_until = ?, version = version + 1"
                       " WHERE id = ? AND version = ? AND state = 'running'");
DB_STATEMENT(FINISH, "UPDATE job SET state = ?, message = ?, lease_until = NULL, finished_at = ?, version = version + 1"
                     " WHERE id = ? AND version = ? AND state = 'running'");

static const struct db_column JOB_COLUMNS[] = {
    DB_COLUMN(struct job, id),           DB_COLUMN(struct job, object_id),   DB_COLUMN(struct job, done),
    DB_COLUMN(struct job, total),        DB_COLUMN(struct job, kind),        DB_COLUMN(struct job, state),
    DB_COLUMN(struct job, step),         DB_COLUMN(struct job, message),     DB_COLUMN(struct job, attempts),
    DB_COLUMN(struct job, requested_by), DB_COLUMN(struct job, version),     DB_COLUMN(struct job, lease_until),
    DB_COLUMN(struct job, created_at),   DB_COLUMN(struct job, finished_at),
};

static struct instant lease_end(struct instant now)
{
    return (struct instant){now.us + (int64_t)JOB_LEASE_SECONDS * 1000000};
}

static struct str cut(struct str s, size_t points)
{
    return s.p ? utf8_prefix(s, points) : STR("");
}

void job_add(struct db *db, struct str kind, int64_t object_id, int staff_id, struct instant now)
{
    db_exec(db, INSERT_JOB, db_numbers(db, STR("job"), 1), kind, object_id, staff_id, now);
}

bool job_get(struct db *db, struct arena *a, struct str kind, int64_t object_id, struct job *out)
{
    return db_one(db, a, GET_JOB, JOB_COLUMNS, out, kind, object_id);
}

struct jobs job_open_list(struct db *db, struct arena *a, int limit)
{
    struct {
        struct job *p;
        size_t n, cap;
    } v = {0};
    struct db_cursor *c = db_select(db, a, OPEN_JOBS, JOB_COLUMNS, limit);
    for (struct job j; db_fetch(c, &j) == DB_ROW;)
        *VEC_PUSH(a, v) = j;
    return (struct jobs){v.p, v.n};
}

/* Another worker may be faster: then the next one is looked for. */
bool job_claim(struct db *db, struct arena *a, struct instant now, struct job *out)
{
    while (db_one(db, a, NEXT_ORPHAN, JOB_COLUMNS, out, now, JOB_ATTEMPTS_MOST) || db_one(db, a, NEXT_QUEUED, JOB_COLUMNS, out)) {
        if (db_exec(db, CLAIM, lease_end(now), out->id, out->version) != 1)
            continue;
        out->version++;
        out->attempts++;
        out->state = STR("running");
        out->lease_until = lease_end(now);
        return true;
    }
    return false;
}

bool job_progress(struct db *db, struct job *j, struct str step, int64_t done, int64_t total, struct instant now)
{
    if (db_exec(db, PROGRESS, cut(step, 60), done, total, lease_end(now), j->id, j->version) != 1)
        return false;
    j->version++;
    return true;
}

bool job_finish(struct db *db, struct job *j, bool failed, struct str message, struct instant now)
{
    if (db_exec(db, FINISH, failed ? STR("failed") : STR("done"), cut(message, 500), now, j->id, j->version) != 1)
        return false;
    j->version++;
    return true;
}
