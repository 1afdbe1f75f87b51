/* SPDX-License-Identifier: EUPL-1.2
 * grade_yearly.c — see grade_yearly.h. No SQL of its own: rounds, jobs and audit have their stores.
 */
#include "grade/grade_yearly.h"

#include "audit/audit.h"
#include "base/id.h"
#include "db/db.h"
#include "grade/grade_read.h"
#include "job/job.h"
#include "subject/subject_store.h"

/* How long a missed day is made up for (the machine was off): operation, not law. Later an officer opens the round. */
enum { CATCH_UP_DAYS = 31, SETTLED_US = 5 * 1000000, ROUNDS_LOOKED_AT = 100 };

struct opening {
    struct arena *arena;
    struct grade_round_new n;
    int32_t id;
};

static bool open_round(struct db *db, void *arg)
{
    struct opening *o = arg;
    struct grade_round_conflict conflict;
    if (grade_round_open(db, o->arena, &o->n, &o->id, &conflict) != GRADE_ROUND_DONE)
        return false;
    job_add(db, JOB_GRADE, o->id, 0, o->n.now);
    struct audit_entry e = {.at = o->n.now,
                            .actor = {.name = STR("worker")},
                            .action = STR("round.open"),
                            .object_type = STR("grade_round"),
                            .object_id = o->id,
                            .detail = str_fmt(o->arena, "%d annual, by the calendar", o->n.year)};
    audit_write(db, o->arena, &e);
    return true;
}

int grade_yearly_due(const struct regime *r, struct day today)
{
    const struct regime_date *date = regime_date(r, STR("grading"));
    if (!date)
        return 0;
    int year = day_ymd(today).year;
    struct day due = day_from_ymd(year, date->mmdd / 100, date->mmdd % 100);
    bool now = day_is(due) && day_cmp(today, due) >= 0 && day_diff(today, due) < CATCH_UP_DAYS;
    return now ? year - date->prior_year : 0;
}

static bool was_opened(struct db *db, struct arena *a, int year)
{
    struct grade_rounds list = grade_round_list(db, a, year, ROUNDS_LOOKED_AT);
    for (size_t i = 0; i < list.n; i++)
        if (str_eq(list.p[i].kind, STR("annual")))
            return true;
    return false;
}

bool grade_yearly_open(struct db *db, struct arena *a, const struct regime *r, int32_t regime_version_id, struct instant now,
                       int32_t *round_out)
{
    int year = grade_yearly_due(r, instant_day(now));
    if (year == 0 || was_opened(db, a, year) || subject_count(db) == 0)
        return false;
    struct opening o = {.arena = a,
                        .n = {.year = year,
                              .kind = STR("annual"),
                              .reason = STR(""),
                              .regime_version_id = regime_version_id,
                              .division_prefix = division_prefix(r->head.division),
                              .as_known_at = {now.us - SETTLED_US},
                              .now = now}};
    if (!db_transaction(db, open_round, &o))
        return false;
    *round_out = o.id;
    return true;
}
