/* SPDX-License-Identifier: EUPL-1.2
 * calendar.c — the worker's look at the calendar: the annual round (grade/grade_yearly.h), and what is past its time in the house
 * itself (auth/sweep.h).
 */
#include "grade/grade_yearly.h"

#include "auth/sweep.h"
#include "base/clock.h"
#include "base/log.h"
#include "record/record_forget.h"
#include "worker/worker.h"

void worker_calendar(struct worker *w)
{
    const struct program *p = w->program;
    struct instant now = clock_now();
    int32_t round;
    if (grade_yearly_open(p->db, w->arena, p->regime.regime, p->regime.id, now, &round))
        log_line(LOG_INFO, "opened round %d by the calendar", round);
    int64_t gone = sweep_signin(p->db, now);
    if (gone)
        log_line(LOG_INFO, "swept %lld sign-in rows", (long long)gone);
    worker_forget(w);
    struct day today = instant_day(now);
    if (day_cmp(today, w->forgotten_on) == 0)
        return;
    int64_t forgotten = record_forget_due(p->db, w->arena, p->regime.regime, now);
    if (forgotten)
        log_line(LOG_INFO, "the log forgot %lld rows of records whose time is over", (long long)forgotten);
    else
        w->forgotten_on = today; /* nothing left: look again tomorrow */
}
