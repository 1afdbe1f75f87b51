/* SPDX-License-Identifier: EUPL-1.2
 * page.c — the frame of query's pages for people, and errors as a page.
 */
#include "query/pages.h"

#include "base/arena.h"
#include "tmpl/query/error.h"

struct page page_frame(struct req *r, struct str title)
{
    const struct app *app = app_of(r);
    struct page p = public_page(r, app->known.regime, &app->program->config, title, NULL);
    p.css = URL_STATIC("/static/" ASSET_FULL_CSS_NAME); /* what only these pages need does not burden those on old phones */
    public_page_crumbs(r, &p, NULL, 0, STR_NONE);
    return p;
}

bool page_error(struct req *r, struct out *o, const struct http_error *e)
{
    struct problem_view v = {.page = page_frame(r, e->title), .status = e->status, .text = e->what, .todo = e->todo};
    v.page.noindex = true;
    tmpl_query_error(o, &v);
    return true;
}
