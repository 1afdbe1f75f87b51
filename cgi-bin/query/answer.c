/* SPDX-License-Identifier: EUPL-1.2
 * answer.c — what every answer of query has in common: how it is opened, how long it may be kept, when it last changed.
 */
#include "base/arena.h"
#include "query/query.h"

struct opendata_maker maker_of(struct req *r)
{
    const struct app *app = app_of(r);
    return (struct opendata_maker){.a = r->arena, .known = &app->known, .origin = app->program->config.origin, .today = r->today};
}

bool query_archive(struct req *r, struct str code, struct archive *x)
{
    enum { PUBLIC_ID_LENGTH = 16, USCC_LENGTH = 18 };
    struct opendata_maker m = maker_of(r);
    bool length = code.n == PUBLIC_ID_LENGTH || code.n == USCC_LENGTH;
    return length && archive_cache_open(&app_of(r)->known, r->arena, code, r->today, x) && opendata_show(&m, x);
}

bool query_opens_archive(const struct req *r)
{
    return route_capture_index(r->route->pattern, "code") >= 0;
}

/* Since when this process knows of nothing new; a new day is news. */
static struct instant changed_at(const struct req *r, struct app *app)
{
    bool new_day = app->changed_day.n != r->today.n;
    if (!new_day && app->changed_stamp == app->known.stamp)
        return app->changed_at;
    app->changed_at = app->changed_at.us == 0 || !new_day ? r->now : instant_of_day(r->today);
    app->changed_stamp = app->known.stamp;
    app->changed_day = r->today;
    return app->changed_at;
}

/* RFC 9110 5.6.7. */
static struct str http_date(struct arena *a, struct instant t)
{
    static const char *const days[] = {"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"};
    static const char *const months[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    enum { DAY_SECONDS = 86400 };
    int64_t seconds = t.us / 1000000;
    struct day d = {(int32_t)(seconds / DAY_SECONDS)};
    struct ymd y = day_ymd(d);
    int s = (int)(seconds % DAY_SECONDS);
    return str_fmt(a, "%s, %02d %s %d %02d:%02d:%02d GMT", days[day_weekday(d) - 1], y.day, months[y.month - 1], y.year, s / 3600,
                   s / 60 % 60, s % 60);
}

bool query_again(struct req *r, struct str variant)
{
    struct app *app = app_of(r);
    if (query_opens_archive(r)) /* costs one statement as well, and no stamp is known yet */
        return false;
    return kept_again(r, &app->kept, variant, app->known.stamp);
}

void query_public(struct req *r, struct str variant, int64_t most)
{
    struct app *app = app_of(r);
    int64_t midnight = resp_seconds_to_midnight(r);
    resp_header(r, STR("Last-Modified"), http_date(r->arena, changed_at(r, app)));
    resp_public(r, str_fmt(r->arena, "r%d-%d", app->known.regime_id, r->today.n), most < midnight ? most : midnight);
    bool fresh = app->known.lists_stamp == app->known.stamp; /* else the lists are of before: written by the next request again */
    if (fresh && app->program->config.origin.n &&
        !query_opens_archive(r)) /* else the answer has addresses without a host, or the asker's */
        kept_put(r, &app->kept, variant, app->known.stamp, most);
}
