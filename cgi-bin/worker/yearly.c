/* SPDX-License-Identifier: EUPL-1.2
 * yearly.c — the annual grading by itself: on the regime's grading day (SX 三(五): 20 January) the round of the year before is
 * opened, once. Officers still review, approve and publish it. A round of the year that anybody opened, even one dropped since, is
 * left alone.
 */
#include "audit/audit.h"
#include "base/clock.h"
#include "base/id.h"
#include "base/log.h"
#include "grade/grade_read.h"
#include "subject/subject_store.h"
#include "worker/worker.h"

/* How long a missed day is made up for (the machine was off): operation, not law. Later an officer opens the round. */
enum { CATCH_UP_DAYS = 31, SETTLED_US = 5 * 1000000 };

struct opening {
    struct worker *w;
    struct grade_round_new n;
};

static bool open_round(struct db *db, void *arg)
{
    struct opening *o = arg;
    struct grade_round_conflict conflict;
    int32_t id;
    if (grade_round_open(db, o->w->arena, &o->n, &id, &conflict) != GRADE_ROUND_DONE)
        return false;
    job_add(db, JOB_GRADE, id, 0, o->n.now);
    struct audit_entry e = {.at = o->n.now,
                            .actor = {.name = STR("worker")},
                            .action = STR("round.open"),
                            .object_type = STR("grade_round"),
                            .object_id = id,
                            .detail = str_fmt(o->w->arena, "%d annual, by the calendar", o->n.year)};
    audit_write(db, o->w->arena, &e);
    return true;
}

static bool is_due(const struct regime *r, struct day today)
{
    const struct regime_date *date = regime_date(r, STR("grading"));
    if (!date)
        return false;
    struct day due = day_from_ymd(day_ymd(today).year, date->mmdd / 100, date->mmdd % 100);
    return day_is(due) && day_cmp(today, due) >= 0 && day_diff(today, due) < CATCH_UP_DAYS;
}

static bool was_opened(struct worker *w, int year)
{
    struct grade_rounds list = grade_round_list(w->program->db, w->arena, year, 100);
    for (size_t i = 0; i < list.n; i++)
        if (str_eq(list.p[i].kind, STR("annual")))
            return true;
    return false;
}

void worker_yearly(struct worker *w)
{
    struct program *p = w->program;
    struct instant now = clock_now();
    struct day today = instant_day(now);
    int year = day_ymd(today).year - 1;
    if (!is_due(p->regime.regime, today) || was_opened(w, year) || subject_count(p->db) == 0)
        return;
    struct opening o = {.w = w,
                        .n = {.year = year,
                              .kind = STR("annual"),
                              .reason = STR(""),
                              .regime_version_id = p->regime.id,
                              .division_prefix = division_prefix(p->regime.regime->head.division),
                              .as_known_at = {now.us - SETTLED_US},
                              .now = now}};
    if (db_transaction(p->db, open_round, &o))
        log_line(LOG_INFO, "opened the round of %d by the calendar", year);
}
