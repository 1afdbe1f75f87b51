/* SPDX-License-Identifier: EUPL-1.2
 * calendar.c — the worker's look at the calendar: the annual round (grade/grade_yearly.h), and what is past its time in the house
 * itself (auth/sweep.h).
 */
#include "grade/grade_yearly.h"

#include "auth/sweep.h"
#include "base/clock.h"
#include "base/log.h"
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
}
