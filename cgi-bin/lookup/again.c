/* SPDX-License-Identifier: EUPL-1.2
 * again.c — a page that was written before is sent again while nothing has happened in the portal (http/kept.h), and how long
 * others may keep it.
 */
#include "base/arena.h"
#include "lookup/app.h"

bool page_again(struct req *r)
{
    struct app *app = app_of(r);
    return kept_again(r, &app->kept, STR_NONE, app->known.stamp);
}

void page_public(struct req *r, struct str what, int64_t most)
{
    int64_t midnight = resp_seconds_to_midnight(r);
    struct str version = str_fmt(r->arena, "%.*s-r%d-%d", STR_ARG(what), app_of(r)->known.regime_id, r->today.n);
    resp_public(r, version, most < midnight ? most : midnight);
}

void page_keep(struct req *r, struct str what, int64_t most)
{
    struct app *app = app_of(r);
    page_public(r, what, most);
    bool fresh = app->known.lists_stamp == app->known.stamp; /* else the lists are of before: written by the next request again */
    if (fresh && app->program->config.origin.n)              /* else the page prints whatever Host the asker sent */
        kept_put(r, &app->kept, STR_NONE, app->known.stamp, most);
}
