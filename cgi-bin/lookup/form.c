/* SPDX-License-Identifier: EUPL-1.2
 * form.c — the search box with its filters, and the list of publications: shown on more than one page. Options come from the rule
 * set and from the cached lists; what was chosen is marked from the query.
 */
#include "base/arena.h"
#include "base/id.h"
#include "lookup/app.h"

struct options {
    struct option *p;
    size_t n, cap;
};

static void add(struct arena *a, struct options *o, struct str value, struct str label, struct str chosen)
{
    *VEC_PUSH(a, *o) = (struct option){.value = value, .label = label, .selected = str_eq(value, chosen)};
}

static struct choice choice_of(const char *name, struct str label, const struct options *o)
{
    return (struct choice){.id = str_from(name), .name = str_from(name), .label = label, .p = o->p, .n = o->n};
}

static struct choice types(struct req *r)
{
    const struct regime *g = app_of(r)->known.regime;
    struct options o = {0};
    struct str chosen = req_query(r, STR("type"));
    add(r->arena, &o, STR(""), STR("全部类型"), chosen);
    for (size_t i = 0; i < g->subject_types.n; i++) /* natural persons are in no list */
        if (g->subject_types.p[i].kind == KIND_LEGAL)
            add(r->arena, &o, g->subject_types.p[i].code, g->subject_types.p[i].label, chosen);
    return choice_of("type", STR("主体类型"), &o);
}

/* The level below the jurisdiction: towns (4) of a county, counties (3) of a city or province. */
static int level_below(const struct app *app)
{
    int own = 9;
    for (size_t i = 0; i < app->known.divisions.n; i++)
        own = app->known.divisions.p[i].level < own ? app->known.divisions.p[i].level : own;
    return own < 3 ? 3 : 4;
}

struct str towns_label(const struct app *app)
{
    return level_below(app) == 4 ? STR("镇街") : STR("县（市、区）");
}

static struct choice towns(struct req *r)
{
    const struct app *app = app_of(r);
    struct options o = {0};
    struct str chosen = req_query(r, STR("town")), label = towns_label(app);
    int wanted = level_below(app);
    add(r->arena, &o, STR(""), str_cat(r->arena, STR("全部"), label), chosen);
    for (size_t i = 0; i < app->known.divisions.n; i++)
        if (app->known.divisions.p[i].level == wanted) {
            struct str code = app->known.divisions.p[i].code;
            while (code.n > 6 && str_ends(code, STR("000")))
                code.n -= 3;
            add(r->arena, &o, code, app->known.divisions.p[i].name, chosen);
        }
    return choice_of("town", label, &o);
}

static struct choice grades(struct req *r)
{
    const struct regime *g = app_of(r)->known.regime;
    struct options o = {0};
    struct str chosen = req_query(r, STR("grade"));
    add(r->arena, &o, STR(""), STR("全部等级"), chosen);
    for (size_t i = 0; i < g->grades.n; i++)
        add(r->arena, &o, g->grades.p[i].code, g->grades.p[i].label, chosen);
    add(r->arena, &o, STR("-"), STR("没有等级"), chosen);
    return choice_of("grade", STR("等级"), &o);
}

static struct choice years(struct req *r)
{
    const struct app *app = app_of(r);
    struct options o = {0};
    struct str chosen = req_query(r, STR("year"));
    add(r->arena, &o, STR(""), STR("最近一次"), chosen);
    int last = 0;
    for (size_t i = 0; i < app->known.rounds.n; i++) {
        const struct archive_round *round = &app->known.rounds.p[i];
        if (!round->published || round->year == last)
            continue;
        last = round->year;
        add(r->arena, &o, str_fmt(r->arena, "%d", last), str_fmt(r->arena, "%d年度", last), chosen);
    }
    return choice_of("year", STR("评价年度"), &o);
}

struct search_form search_form_of(struct req *r)
{
    struct str q = req_query(r, STR("q"));
    bool filtered =
        req_query(r, STR("type")).n || req_query(r, STR("town")).n || req_query(r, STR("grade")).n || req_query(r, STR("year")).n;
    return (struct search_form){
        .action = URL_STATIC("/search"),
        .q = {.id = STR("q"),
              .name = STR("q"),
              .label = STR("名称、统一社会信用代码或许可证号"),
              .value = utf8_prefix(q, 100),
              .type = STR("search"),
              .hint = STR("可以只输入名称的一部分，也可以用曾用名、拼音或者拼音首字母")},
        .type = types(r),
        .town = towns(r),
        .grade = grades(r),
        .year = years(r),
        .large = str_eq(req_query(r, STR("z")), STR("1")),
        .filtered = filtered,
        .clear = page_link(r, url_query(r->arena, URL_STATIC("/search"), STR("q"), q)),
    };
}

struct str app_place(const struct app *app, struct str prefix)
{
    for (size_t i = 0; i < app->known.divisions.n; i++)
        if (str_eq(division_prefix(app->known.divisions.p[i].code), prefix))
            return app->known.divisions.p[i].name;
    return app->known.regime->head.label;
}

/* How many tables of the year are in force: a city's counties may each have one. */
static size_t in_force(const struct archive_publications *all, int year)
{
    size_t n = 0;
    for (size_t i = 0; i < all->n; i++)
        n += all->p[i].year == year && all->p[i].superseded_by == 0;
    return n;
}

/* The address of a version: the only one in force of a year has the plain one. */
static struct url publication_url(struct req *r, const struct archive_publication *p, bool alone)
{
    struct url u = URL_PATH(r->arena, "/publication/{}", str_fmt(r->arena, "%d", p->year));
    return page_link(r, p->superseded_by || !alone ? url_query(r->arena, u, STR("number"), p->document_no) : u);
}

struct publication_rows publication_rows_of(struct req *r, int year, size_t max)
{
    struct archive_publications all = archive_publications(app_of(r)->db, r->arena, year);
    size_t n = max && all.n > max ? max : all.n;
    struct publication_row *rows = ARENA_ARRAY(r->arena, struct publication_row, n);
    for (size_t i = 0; i < n; i++) {
        const struct archive_publication *p = &all.p[i];
        bool alone = in_force(&all, p->year) < 2;
        rows[i] = (struct publication_row){.title = p->title,
                                           .number = p->document_no,
                                           .published = p->published_on,
                                           .subjects = p->subjects,
                                           .place = alone ? STR_NONE : app_place(app_of(r), p->division_prefix),
                                           .url = publication_url(r, p, alone),
                                           .corrected = p->correction.n > 0,
                                           .superseded = p->superseded_by != 0};
    }
    return (struct publication_rows){rows, n};
}
