/* SPDX-License-Identifier: EUPL-1.2
 * regrade.c — opens a round for every published grade that was marked because a record it rests on was changed. Opening only:
 * computing is the next job, signing is for officers.
 */
#include "audit/audit.h"
#include "base/arena.h"
#include "base/clock.h"
#include "base/log.h"
#include "grade/grade_regrade.h"
#include "worker/worker.h"

/* A snapshot is taken only of instants after which no transaction can commit an earlier change any more. */
enum { SETTLED_US = 5 * 1000000, ROUNDS_PER_TURN = 50 };

struct opening {
    struct worker *w;
    const struct grade_regrade *mark;
    struct instant settled, now;
    int32_t round_id;
};

static bool open_round(struct db *db, void *arg)
{
    struct opening *o = arg;
    const struct grade_regrade *m = o->mark;
    o->round_id = 0;
    enum grade_round_outcome done = grade_regrade_open(db, o->w->arena, m, o->settled, o->now, &o->round_id);
    if (done == GRADE_ROUND_BUSY)
        return true; /* tied to the round under way, or left to wait */
    if (done != GRADE_ROUND_DONE)
        return false;
    job_add(db, JOB_GRADE, o->round_id, 0, o->now);
    struct audit_entry e = {.at = o->now,
                            .actor = {.name = STR("worker")},
                            .action = STR("round.open"),
                            .object_type = STR("grade_round"),
                            .object_id = o->round_id,
                            .detail = str_fmt(o->w->arena, "%d single, subject %lld, because of %.*s %lld", m->year,
                                              (long long)m->subject_id, STR_ARG(m->cause_type), (long long)m->cause_id)};
    audit_write(db, o->w->arena, &e);
    return true;
}

void worker_regrade(struct worker *w)
{
    struct instant now = clock_now(), settled = {now.us - SETTLED_US};
    struct grade_regrades list = grade_regrade_waiting(w->program->db, w->arena, settled, ROUNDS_PER_TURN);
    for (size_t i = 0; i < list.n; i++) {
        struct opening o = {.w = w, .mark = &list.p[i], .settled = settled, .now = now};
        bool seen = false; /* several causes of one year: the first mark ties them all */
        for (size_t k = 0; k < i; k++)
            seen = seen || (list.p[k].subject_id == list.p[i].subject_id && list.p[k].year == list.p[i].year);
        if (!seen && db_transaction(w->program->db, open_round, &o) && o.round_id)
            log_line(LOG_INFO, "opened round %d to grade one subject again", o.round_id);
    }
}
