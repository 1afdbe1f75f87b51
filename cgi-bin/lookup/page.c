/* SPDX-License-Identifier: EUPL-1.2
 * page.c — the frame of every public page: names of site and bureau from the rule set, menu, breadcrumb, large type kept on links,
 * page numbers, and how long a page may be cached.
 */
#include "assets.h"
#include "base/arena.h"
#include "lookup/app.h"

static bool is_large(const struct req *r)
{
    return str_eq(req_query(r, STR("z")), STR("1"));
}

struct url page_link(struct req *r, struct url u)
{
    return is_large(r) ? url_query(r->arena, u, STR("z"), STR("1")) : u;
}

/* This page with or without z=1; other parameters stay. */
static struct url here(struct req *r, bool large)
{
    struct str rest = r->target, path = STR("/");
    struct url u;
    (void)str_cut(&rest, '?', &path);
    if (!url_local(r->arena, path, &u))
        return URL_STATIC("/");
    for (size_t i = 0; i < r->query.n; i++)
        if (!str_eq(r->query.p[i].name, STR("z")))
            u = url_query(r->arena, u, r->query.p[i].name, r->query.p[i].value);
    return large ? url_query(r->arena, u, STR("z"), STR("1")) : u;
}

static struct links menu(struct req *r, const char *current)
{
    static const struct {
        struct str text;
        const char *path;
    } items[] = {{STR_INIT("信用查询"), "/"},
                 {STR_INIT("评价结果汇总表"), "/publication"},
                 {STR_INIT("查询个人"), "/person"},
                 {STR_INIT("评价制度"), "/about"}};
    enum { N = sizeof items / sizeof *items };
    struct link *p = ARENA_ARRAY(r->arena, struct link, N);
    for (size_t i = 0; i < N; i++)
        p[i] = (struct link){items[i].text, page_link(r, url_static(str_from(items[i].path))),
                             current && str_eq(str_from(current), str_from(items[i].path))};
    return (struct links){p, N};
}

static struct str address(struct req *r)
{
    struct str origin = app_of(r)->program->config.origin;
    if (origin.n)
        return str_cat(r->arena, origin, r->target);
    return str_fmt(r->arena, "%s://%.*s%.*s", r->https ? "https" : "http", STR_ARG(r->host), STR_ARG(r->target));
}

struct page page_frame(struct req *r, struct str title, const char *nav)
{
    const struct app *app = app_of(r);
    const struct regime_head *h = &app->known.regime->head;
    return (struct page){
        .title = title,
        .site = h->site_name,
        .issuer = h->bureau,
        .basis = h->number.n ? h->number : h->title,
        .contact = app->program->config.contact,
        .demo = app->program->config.demonstration,
        .large = is_large(r),
        .css = URL_STATIC("/static/" ASSET_CSS_NAME),
        .icon = URL_STATIC("/static/" ASSET_ICON_NAME),
        .home = page_link(r, URL_STATIC("/")),
        .here_large = here(r, true),
        .here_small = here(r, false),
        .about = page_link(r, URL_STATIC("/about")),
        .publications = page_link(r, URL_STATIC("/publication")),
        .accessibility = page_link(r, URL_STATIC("/accessibility")),
        .address = address(r),
        .today = r->today,
        .request_id = r->id,
        .nav = menu(r, nav),
    };
}

void page_crumbs(struct req *r, struct page *p, const struct link *parents, size_t n, struct str last)
{
    struct link *items = ARENA_ARRAY(r->arena, struct link, n + 2);
    items[0] = (struct link){STR("首页"), p->home, false};
    for (size_t i = 0; i < n; i++)
        items[i + 1] = parents[i];
    items[n + 1] = (struct link){last.n ? last : p->title, URL_STATIC("/"), true};
    p->crumbs = (struct links){items, n + 2};
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
