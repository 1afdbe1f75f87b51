/* SPDX-License-Identifier: EUPL-1.2
 * public_page.h — the frame of a public page: names of site and bureau from the rule set, menu, breadcrumb, large type kept on
 * links. Header only, because programs share no object files. Not the page itself, not how long it may be cached.
 */
#ifndef VIEWS_PUBLIC_PAGE_H
#define VIEWS_PUBLIC_PAGE_H

#include "assets.h"
#include "base/arena.h"
#include "base/config.h"
#include "http/request.h"
#include "regime/regime.h"
#include "views/page.h"

static inline bool public_page_is_large(const struct req *r)
{
    return str_eq(req_query(r, STR("z")), STR("1"));
}

/* Keeps large type on a link of ours. */
static inline struct url public_page_link(struct req *r, struct url u)
{
    return public_page_is_large(r) ? url_query(r->arena, u, STR("z"), STR("1")) : u;
}

/* This page with or without z=1; other parameters stay. */
static inline struct url public_page_here(struct req *r, bool large)
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

static inline struct links public_page_menu(struct req *r, const char *current)
{
    static const struct {
        struct str text;
        const char *path;
    } items[] = {{STR_INIT("信用查询"), "/"},
                 {STR_INIT("评价结果汇总表"), "/publication"},
                 {STR_INIT("公告与核验"), "/notice"},
                 {STR_INIT("查询个人"), "/person"},
                 {STR_INIT("评价制度"), "/about"}};
    enum { N = sizeof items / sizeof *items };
    struct link *p = ARENA_ARRAY(r->arena, struct link, N);
    for (size_t i = 0; i < N; i++)
        p[i] = (struct link){items[i].text, public_page_link(r, url_static(str_from(items[i].path))),
                             current && str_eq(str_from(current), str_from(items[i].path))};
    return (struct links){p, N};
}

/* An address of ours as it is typed or printed: with the configured origin, else as the asker reached us. */
static inline struct str public_page_address(struct req *r, const struct config *config, struct str target)
{
    if (config->origin.n)
        return str_cat(r->arena, config->origin, target);
    return str_fmt(r->arena, "%s://%.*s%.*s", r->https ? "https" : "http", STR_ARG(r->host), STR_ARG(target));
}

/* nav: the path of the menu's current item, or NULL. */
static inline struct page public_page(struct req *r, const struct regime *g, const struct config *config, struct str title,
                                      const char *nav)
{
    const struct regime_head *h = &g->head;
    return (struct page){
        .title = title,
        .site = h->site_name,
        .issuer = h->bureau,
        .basis = h->number.n ? h->number : h->title,
        .contact = config->contact,
        .demo = config->demonstration,
        .large = public_page_is_large(r),
        .css = URL_STATIC("/static/" ASSET_CSS_NAME),
        .icon = URL_STATIC("/static/" ASSET_ICON_NAME),
        .home = public_page_link(r, URL_STATIC("/")),
        .here_large = public_page_here(r, true),
        .here_small = public_page_here(r, false),
        .about = public_page_link(r, URL_STATIC("/about")),
        .publications = public_page_link(r, URL_STATIC("/publication")),
        .developers = public_page_link(r, URL_STATIC("/developers")),
        .accessibility = public_page_link(r, URL_STATIC("/accessibility")),
        .address = public_page_address(r, config, r->target),
        .today = r->today,
        .request_id = r->id,
        .nav = public_page_menu(r, nav),
    };
}

/* Breadcrumb: home, then parents, then this page (its title when last is empty). */
static inline void public_page_crumbs(struct req *r, struct page *p, const struct link *parents, size_t n, struct str last)
{
    struct link *items = ARENA_ARRAY(r->arena, struct link, n + 2);
    items[0] = (struct link){STR("首页"), p->home, false};
    for (size_t i = 0; i < n; i++)
        items[i + 1] = parents[i];
    items[n + 1] = (struct link){last.n ? last : p->title, URL_STATIC("/"), true};
    p->crumbs = (struct links){items, n + 2};
}

#endif
