/* SPDX-License-Identifier: EUPL-1.2
 * page.h — what every page has: title, issuer, breadcrumb, facts of the footer, large type. The small views that partials share
 * (badge, tag, fact, bar …) are in parts.h, form fields in form.h. Values only: text is in its final Chinese wording and lives in
 * the request's arena. Filled by the pages of every program, read by templates/layout and templates/partials. Owns nothing. Empty
 * str, DAY_NONE or an empty slice means "leave it out". Mind that a struct day left zero is 1970-01-01: write DAY_NONE.
 */
#ifndef VIEWS_PAGE_H
#define VIEWS_PAGE_H

#include "base/date.h"
#include "html/url.h"

struct link {
    struct str text;
    struct url url;
    bool current; /* the page shown: printed as text, aria-current */
};
struct links {
    const struct link *p;
    size_t n;
};

/* Everything the layouts need. One per request, filled by one helper in each program and then given its title. */
struct page {
    struct str title;      /* of this page alone, e.g. 查询结果; the layout appends the site */
    bool invalid;          /* a form came back with errors: the title is prefixed 错误： */
    struct str site;       /* 遂溪县医疗卫生信用信息公示 */
    struct str issuer;     /* 遂溪县卫生健康局 */
    struct str basis;      /* the regime's document: 遂卫办〔2022〕32号 */
    struct str contact;    /* telephone and address; the layout marks it 演示 when demo */
    bool demo;             /* the banner 演示数据 on every page */
    bool large;            /* large type: the query parameter z=1, which url builders keep on every link (no cookie) */
    bool home_page;        /* title is the site's name alone */
    bool noindex;          /* natural persons, errors, search results */
    bool print_meta;       /* print address and day at the foot of the printed page */
    struct url css;        /* /static/portal.HASH.css */
    struct url icon;       /* /static/icon.svg */
    struct url home;       /* / */
    struct url here_large; /* this page with z=1, when not large */
    struct url here_small; /* this page without z, when large */
    struct url about, publications, accessibility; /* footer */
    struct url developers;                         /* open data; footer */
    struct str address;                            /* this page's absolute address as text, for print */
    struct day today;                              /* the day all this is as of */
    struct str request_id;
    struct links nav;    /* main navigation; current one marked */
    struct links crumbs; /* from home down; the last is this page and has no url of its own (current = true) */
};

#endif
