/* SPDX-License-Identifier: EUPL-1.2
 * opendata.c — makes the day's files of open data anew when they are not true any more: after midnight, after any change of what is
 * public, under another rule set. In short turns between jobs; not more often than a tenth of the time it takes.
 */
#include "opendata/opendata_dump.h"

#include "base/clock.h"
#include "base/log.h"
#include "worker/worker.h"

enum { LOOK_MS = 2000, REST_MS = 20 * 1000, REST_TIMES = 10 };

static void begin(struct worker *w)
{
    struct program *p = w->program;
    struct instant now = clock_now();
    w->opendata_next = clock_monotonic_ms() + LOOK_MS;
    if (!opendata_dump_due(w->report, instant_day(now), p->regime.id))
        return;
    struct opendata_order o = {
        .db = w->report, .regime = p->regime.regime, .regime_version_id = p->regime.id, .origin = p->config.origin};
    w->opendata = opendata_dump_begin(&o, now);
    w->opendata_begun = clock_monotonic_ms();
}

bool worker_opendata(struct worker *w)
{
    if (w->opendata == NULL && clock_monotonic_ms() >= w->opendata_next)
        begin(w);
    if (w->opendata == NULL)
        return false;
    if (opendata_dump_turn(w->opendata)) {
        int64_t now = clock_monotonic_ms(), took = now - w->opendata_begun;
        opendata_dump_end(&w->opendata);
        w->opendata_next = now + (took * REST_TIMES > REST_MS ? took * REST_TIMES : REST_MS);
        log_line(LOG_INFO, "open data made anew in %lld ms", (long long)took);
    }
    return true;
}
