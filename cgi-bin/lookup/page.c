/* SPDX-License-Identifier: EUPL-1.2
 * page.c — the frame of lookup's pages (views/public_page.h), addresses of archives, page numbers.
 */
#include "base/arena.h"
#include "lookup/app.h"
#include "views/public_page.h"

struct url page_link(struct req *r, struct url u)
{
    return public_page_link(r, u);
}

struct page page_frame(struct req *r, struct str title, const char *nav)
{
    const struct app *app = app_of(r);
    return public_page(r, app->known.regime, &app->program->config, title, nav);
}

void page_crumbs(struct req *r, struct page *p, const struct link *parents, size_t n, struct str last)
{
    public_page_crumbs(r, p, parents, n, last);
}

struct url page_entity_url(struct req *r, struct str code, struct str public_id)
{
    return page_link(r, URL_PATH(r->arena, "/entity/{}", code.n ? code : public_id));
}

static struct page_item number_item(struct req *r, struct url base, int64_t n, int64_t page, bool gap)
{
    return (struct page_item){.number = str_fmt(r->arena, "%lld", (long long)n),
                              .url = page_link(r, n > 1 ? url_query_int(r->arena, base, STR("page"), n) : base),
                              .current = n == page,
                              .gap = gap};
}

struct pagination page_pagination(struct req *r, struct url base, int64_t page, int64_t pages)
{
    struct page_item *items = ARENA_ARRAY(r->arena, struct page_item, 7);
    size_t n = 0;
    int64_t last = 0;
    for (int64_t i = 1; i <= pages; i++) {
        bool near_page = i >= page - 2 && i <= page + 2;
        if (i != 1 && i != pages && !near_page)
            continue;
        items[n++] = number_item(r, base, i, page, last && i != last + 1);
        last = i;
    }
    struct pagination g = {.many = pages > 1, .has_prev = page > 1, .has_next = page < pages, .p = items, .n = n};
    if (g.has_prev)
        g.prev = number_item(r, base, page - 1, page, false).url;
    if (g.has_next)
        g.next = number_item(r, base, page + 1, page, false).url;
    return g;
}
