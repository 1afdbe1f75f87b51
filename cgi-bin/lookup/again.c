/* SPDX-License-Identifier: EUPL-1.2
 * again.c — a page that was written before is sent again while nothing has happened in the portal. The database is asked on each
 * request: its stamp grows with every act, in the act's own transaction, so a withdrawn record is gone with the next request. A
 * page of another day is never sent, nor one that is older than half a minute (an import commits in parts and signs at its end).
 * Per process, a few hundred pages.
 */
#include "base/arena.h"
#include "base/clock.h"
#include "lookup/app.h"

enum { PAGE_BYTES = 256 * 1024, PAGE_MOST = 100 * 1024, AGAIN_MS = 30 * 1000 };

static struct app_page *slot_of(struct req *r)
{
    uint32_t h = 2166136261u; /* FNV-1a: a slot, not a secret */
    for (size_t i = 0; i < r->target.n; i++)
        h = (h ^ (unsigned char)r->target.p[i]) * 16777619u;
    return &app_of(r)->pages[h % APP_PAGES];
}

bool page_again(struct req *r)
{
    const struct app *app = app_of(r);
    const struct app_page *p = slot_of(r);
    if (p->stamp != app->known.stamp || !str_eq(p->target, r->target) || p->today.n != r->today.n || p->target.n == 0)
        return false;
    if (clock_monotonic_ms() - p->read_at > AGAIN_MS)
        return false;
    out_str(p->json ? resp_json(r, 200) : resp_html(r, 200), p->body);
    int64_t midnight = resp_seconds_to_midnight(r);
    resp_public_again(r, p->etag, p->seconds < midnight ? p->seconds : midnight);
    return true;
}

static void keep(struct req *r, int64_t seconds)
{
    struct app *app = app_of(r);
    struct str body = resp_body(r);
    bool fresh = app->known.lists_stamp == app->known.stamp; /* else the lists are of before: written by the next request again */
    bool own_address = app->program->config.origin.n > 0;    /* else the page prints whatever Host the asker sent */
    if (!fresh || !own_address || body.n > PAGE_MOST || resp_status(r) != 200)
        return;
    struct app_page *p = slot_of(r);
    if (p->arena == NULL)
        p->arena = arena_new(PAGE_BYTES);
    struct arena *a = p->arena;
    *p = (struct app_page){.arena = a};
    arena_reset(a);
    bool json = str_starts(body, STR("{"));
    *p = (struct app_page){.arena = a,
                           .target = str_dup(a, r->target),
                           .body = str_dup(a, body),
                           .etag = str_dup(a, resp_etag(r)),
                           .stamp = app->known.stamp,
                           .read_at = clock_monotonic_ms(),
                           .seconds = seconds,
                           .today = r->today,
                           .json = json};
}

void page_public(struct req *r, struct str what, int64_t most)
{
    int64_t midnight = resp_seconds_to_midnight(r);
    struct str version = str_fmt(r->arena, "%.*s-r%d-%d", STR_ARG(what), app_of(r)->known.regime_id, r->today.n);
    resp_public(r, version, most < midnight ? most : midnight);
    keep(r, most);
}
