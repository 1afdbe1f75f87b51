/* SPDX-License-Identifier: EUPL-1.2
 * about.c — GET /about: the rule set in words, each value with its article or marked as local; GET /accessibility, /healthz,
 * /robots.txt; error pages.
 */
#include "archive/archive_why.h"
#include "grade/grade_text.h"
#include "base/arena.h"
#include "lookup/app.h"
#include "tmpl/lookup/about.h"
#include "tmpl/lookup/accessibility.h"
#include "tmpl/lookup/error.h"

struct sources {
    struct req *r;
    const struct regime *g;
    struct source_row *p;
    size_t n, cap;
};

static void add(struct sources *s, struct str name, struct str value, const struct regime_legal *l)
{
    *VEC_PUSH(s->r->arena, *s) =
        (struct source_row){.value_name = name, .value = value, .article = archive_cite(s->r->arena, s->g, l), .local = l->local};
}

static struct str grade_words(struct sources *s, struct str code)
{
    const struct regime_grade *g = regime_grade(s->g, code);
    return g ? g->label : code;
}

static struct str points(struct sources *s, int32_t milli)
{
    return str_fmt(s->r->arena, "%.*s分", STR_ARG(grade_points_text(s->r->arena, milli)));
}

static void add_points(struct sources *s, const struct regime_grading *g)
{
    if (g->method != METHOD_POINTS)
        return;
    add(s, STR("起评分"), points(s, g->base_milli), &g->legal);
    for (size_t i = 0; i < g->points.n; i++)
        add(s, g->points.p[i].label, g->points.p[i].from_record ? STR("按记录本身的分值") : points(s, g->points.p[i].points_milli),
            &g->points.p[i].legal);
    for (size_t i = 0; i < g->caps.n; i++)
        add(s, g->caps.p[i].label, points(s, g->caps.p[i].limit_milli), &g->caps.p[i].legal);
    for (size_t i = 0; i < g->thresholds.n; i++) {
        const struct regime_threshold *t = &g->thresholds.p[i];
        add(s, grade_words(s, t->grade),
            t->at_least_milli == INT32_MIN ? STR("其余")
                                           : str_fmt(s->r->arena, "不低于%.*s", STR_ARG(points(s, t->at_least_milli))),
            &t->legal);
    }
}

static void add_grading(struct sources *s, const struct regime_grading *g)
{
    struct arena *a = s->r->arena;
    add(s, STR("评价方法"), g->label, &g->legal);
    for (size_t i = 0; i < g->counts.n; i++) {
        const struct regime_count *c = &g->counts.p[i];
        const struct regime_category *category = regime_category(s->g, c->category);
        struct str label = category ? category->label : c->category;
        struct str window = c->window == WINDOW_YEAR     ? STR("只计评价年度内的")
                            : c->window == WINDOW_IN_USE ? STR("使用期限内的都计入")
                                                         : STR("不计入");
        if (c->decay_months)
            window = str_fmt(a, "%.*s，%d个月内逐日衰减到零", STR_ARG(window), c->decay_months);
        add(s, str_fmt(a, "%.*s计入评价的范围", STR_ARG(label)), window, &c->legal);
    }
    for (size_t i = 0; i < g->vetoes.n; i++)
        add(s, g->vetoes.p[i].label, grade_words(s, g->vetoes.p[i].grade), &g->vetoes.p[i].legal);
    for (size_t i = 0; i < g->ladder.n; i++)
        add(s, g->ladder.p[i].label, grade_words(s, g->ladder.p[i].grade), &g->ladder.p[i].legal);
    add_points(s, g);
}

static struct str retention_text(struct sources *s, const struct regime_term *t)
{
    switch (t->kind) {
    case TERM_NONE:
        return STR("没有规定");
    case TERM_LIFE:
        return STR("主体存续期间");
    case TERM_MONTHS:
        return str_fmt(s->r->arena, "%d个月", t->months);
    case TERM_REVOKED:
        return STR("至撤销或者失效");
    case TERM_OWN:
        return STR("至信息本身的有效期届满");
    case TERM_PUBLICITY:
        return STR("公示期间");
    }
    return STR("");
}

static void add_terms(struct sources *s, struct day today)
{
    struct arena *a = s->r->arena;
    for (size_t i = 0; i < s->g->categories.n; i++) {
        const struct regime_category *c = &s->g->categories.p[i];
        add(s, str_fmt(a, "%.*s的保存期限", STR_ARG(c->label)), retention_text(s, &c->retention), &c->retention.legal);
        add(s, str_fmt(a, "%.*s的使用期限", STR_ARG(c->label)), retention_text(s, &c->use), &c->use.legal);
    }
    for (size_t i = 0; i < s->g->disclosure.publicity.n; i++) {
        const struct regime_publicity *p = &s->g->disclosure.publicity.p[i];
        if (!regime_period_has(p->period, today))
            continue;
        add(s, p->label,
            p->shown ? str_fmt(a, "最短公示%d个月，最长公示%d个月", p->min_months, p->max_months) : STR("原则上不公示"), &p->legal);
    }
}

static void add_types(struct sources *s)
{
    for (size_t i = 0; i < s->g->subject_types.n; i++) {
        const struct regime_subject_type *t = &s->g->subject_types.p[i];
        struct str from = !t->graded        ? STR("不参加评价")
                          : day_is(t->from) ? str_fmt(s->r->arena, "自%.*s起", STR_ARG(day_zh(s->r->arena, t->from)))
                                            : STR("参加评价");
        if (t->kind != KIND_INTERNAL)
            add(s, t->label, from, &t->legal);
    }
}

static const struct str PARAGRAPHS[] = {
    STR_INIT(
        "信用等级由系统按公开的规则计算，每年一次，经复核人员和审批人员两人确认后公布。同一份数据按同一版本的规则重新计算，结果完全相同。"),
    STR_INIT("每个等级都附有评分明细，逐条列出记录编号、文书号、适用的规则及其依据，可以自行核对。"),
    STR_INIT(
        "信息有错误、遗漏或者超期公示的，信用主体可以提出异议；失信行为已经纠正的，可以按规定申请信用修复。异议和修复都不收取费用。"),
};

void page_about(struct req *r)
{
    if (page_again(r))
        return;
    const struct regime *g = app_of(r)->known.regime;
    const struct regime_head *h = &g->head;
    struct sources s = {.r = r, .g = g};
    add_types(&s);
    for (size_t i = 0; i < g->gradings.n; i++)
        if (regime_period_has(g->gradings.p[i].period, r->today))
            add_grading(&s, &g->gradings.p[i]);
    add_terms(&s, r->today);
    struct about_view v = {.page = page_frame(r, STR("评价制度与依据"), "/about"),
                           .regime = h->title,
                           .version = g->version_hash,
                           .basis = h->number,
                           .issuer = h->issuer,
                           .effective = h->effective.from,
                           .scope = str_fmt(r->arena, "适用于%.*s管辖范围内的医疗卫生信用主体。", STR_ARG(h->label)),
                           .paragraphs = {PARAGRAPHS, sizeof PARAGRAPHS / sizeof *PARAGRAPHS}};
    v.sources.p = s.p;
    v.sources.n = s.n;
    page_crumbs(r, &v.page, NULL, 0, STR_NONE);
    tmpl_lookup_about(resp_html(r, 200), &v);
    page_keep(r, STR("about"), PAGE_SECONDS);
}

void page_accessibility(struct req *r)
{
    struct plain_view v = {.page = page_frame(r, STR("无障碍声明"), NULL)};
    page_crumbs(r, &v.page, NULL, 0, STR_NONE);
    tmpl_lookup_accessibility(resp_html(r, 200), &v);
    page_public(r, STR("accessibility"), PAGE_SECONDS);
}

/* For supervisors: the database answers. Never cached. */
void page_healthz(struct req *r)
{
    struct out *o = resp_text(r, 200);
    out_str(o, regime_active_id(app_of(r)->db) ? STR("ok\n") : STR("no regime\n"));
}

/* Search results and natural persons are for nobody's index. */
void page_robots(struct req *r)
{
    out_str(resp_text(r, 200), STR("User-agent: *\nDisallow: /search\nDisallow: /person\nDisallow: /staff\n"));
    resp_public(r, STR("robots"), PAGE_SECONDS);
}

bool render_error(struct req *r, struct out *o, const struct http_error *e)
{
    struct str *advice = ARENA_ARRAY(r->arena, struct str, 1);
    advice[0] = e->todo;
    struct error_view v = {.page = page_frame(r, e->title, NULL),
                           .status = e->status,
                           .heading = e->title,
                           .text = e->what,
                           .back = {.text = STR("返回首页"), .url = page_link(r, URL_STATIC("/"))}};
    v.advice.p = advice;
    v.advice.n = 1;
    v.page.noindex = true;
    tmpl_lookup_error(o, &v);
    return true;
}
