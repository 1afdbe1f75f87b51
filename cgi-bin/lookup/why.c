/* SPDX-License-Identifier: EUPL-1.2
 * why.c — GET /entity/{code}/why/{year} and the same with .json: the score sheet, from one struct (archive_why.h), so that both say
 * the same. The rule set is that of the round. ?version=N shows an earlier version of the year.
 */
#include "archive/archive_why_read.h"

#include "base/arena.h"
#include "lookup/entity.h"
#include "tmpl/lookup/why.h"
#include "views/grade_badge.h"

struct why {
    struct archive x;
    struct archive_why_read read;
};

/* {year} is 2025 or 2025.json: the router takes whole segments, so the ending is looked at here. */
static bool year_of(struct req *r, int *year_out, bool *json_out)
{
    struct str s = req_capture(r, "year");
    int64_t year;
    *json_out = str_ends(s, STR(".json"));
    if (*json_out)
        s.n -= STR(".json").n;
    if (s.n != 4 || !str_int(s, &year) || year < 2000 || year > 2199)
        return false;
    *year_out = (int)year;
    return true;
}

static struct score_line line_of(struct req *r, const struct archive_why_line *l, bool counted, struct url entity)
{
    struct score_line s = {.no = l->no,
                           .item = l->item,
                           .document = l->document,
                           .date = l->date,
                           .effect = l->effect,
                           .sum = l->sum,
                           .rule = l->rule,
                           .rule_text = l->rule_text,
                           .article = l->article,
                           .local = l->local,
                           .counted = counted,
                           .reason = l->reason};
    if (l->record_id) {
        s.record = str_fmt(r->arena, "%lld", (long long)l->record_id);
        s.record_url = url_fragment(r->arena, entity, str_fmt(r->arena, "r-%lld", (long long)l->record_id));
        s.record_linked = true;
    }
    return s;
}

static const struct score_line *lines_of(struct req *r, const struct archive_why_lines *v, bool counted, struct url entity)
{
    struct score_line *p = ARENA_ARRAY(r->arena, struct score_line, v->n);
    for (size_t i = 0; i < v->n; i++)
        p[i] = line_of(r, &v->p[i], counted, entity);
    return p;
}

static void fill_near(struct req *r, const struct archive_why *w, struct why_view *v)
{
    struct near_rule *p = ARENA_ARRAY(r->arena, struct near_rule, w->near_rules.n);
    for (size_t i = 0; i < w->near_rules.n; i++) {
        const struct archive_why_near *n = &w->near_rules.p[i];
        p[i] =
            (struct near_rule){.rule = n->rule, .rule_text = n->rule_text, .article = n->article, .local = n->local, .gap = n->gap};
    }
    v->near_rules.p = p;
    v->near_rules.n = w->near_rules.n;
}

static struct facts provenance_of(struct req *r, const struct archive_provenance *p)
{
    struct arena *a = r->arena;
    struct fact facts[] = {
        {.term = STR("评价制度"), .value = p->regime},
        {.term = STR("规则版本"), .value = p->regime_version},
        {.term = STR("数据截至"),
         .value = day_is(p->known) ? day_zh(a, p->known) : STR(""),
         .note = STR("这一日以后录入、更正的信息不在本次计算之内")},
        {.term = STR("数据快照校验值"), .value = p->snapshot_hash},
        {.term = STR("结果校验值"), .value = p->result_hash},
        {.term = STR("审核批准"),
         .value = day_is(p->graded) ? str_fmt(a, "%.*s，由复核人员和审批人员两人确认", STR_ARG(day_zh(a, p->graded))) : STR("")},
        {.term = STR("公布日期"), .value = day_is(p->published) ? day_zh(a, p->published) : STR("")},
    };
    enum { N = sizeof facts / sizeof *facts };
    struct fact *out = ARENA_ARRAY(a, struct fact, N);
    size_t n = 0;
    for (size_t i = 0; i < N; i++)
        if (facts[i].value.n)
            out[n++] = facts[i];
    return (struct facts){out, n};
}

static struct links versions_of(struct req *r, const struct why *w)
{
    struct link *p = ARENA_ARRAY(r->arena, struct link, w->x.grades.n);
    for (size_t i = 0; i < w->x.grades.n; i++) {
        const struct archive_grade *g = &w->x.grades.p[i];
        int version = archive_grade_version(&w->x, g);
        p[i] = (struct link){.text = version > 1 || g->superseded_at.us ? str_fmt(r->arena, "%d年度第%d版", g->year, version)
                                                                        : str_fmt(r->arena, "%d年度", g->year),
                             .url = entity_why_url(r, &w->x, g, false),
                             .current = g == w->read.grade};
    }
    return (struct links){p, w->x.grades.n > 1 ? w->x.grades.n : 0};
}

static struct str correction_of(struct req *r, const struct why *w)
{
    if (day_is(w->read.provenance.superseded))
        return str_fmt(r->arena, "这是第%d版，已于%.*s被更正后的结果替代，不再有效。", w->read.provenance.version,
                       STR_ARG(day_zh(r->arena, w->read.provenance.superseded)));
    if (w->read.provenance.version > 1)
        return str_fmt(r->arena, "这是更正后的第%d版，替代以前公布的结果。", w->read.provenance.version);
    return STR("");
}

static void show_html(struct req *r, const struct why *w)
{
    const struct archive_subject *s = &w->x.subject;
    struct url entity = page_entity_url(r, s->code, s->public_id);
    struct why_view v = {.page =
                             page_frame(r, str_fmt(r->arena, "%.*s%d年度评分明细", STR_ARG(s->name), w->read.grade->year), NULL),
                         .name = s->name,
                         .code = s->code,
                         .year = w->read.grade->year,
                         .badge = grade_badge(w->read.regime, w->read.grade->grade),
                         .result_text = w->read.lines.result,
                         .method = w->read.lines.method,
                         .points = w->read.lines.points,
                         .withheld = w->read.lines.withheld,
                         .provenance = provenance_of(r, &w->read.provenance),
                         .entity = entity,
                         .json = entity_why_url(r, &w->x, w->read.grade, true),
                         .about = page_link(r, URL_STATIC("/about")),
                         .years = versions_of(r, w),
                         .correction = correction_of(r, w)};
    v.lines.p = lines_of(r, &w->read.lines.counted, true, entity);
    v.lines.n = w->read.lines.counted.n;
    v.uncounted.p = lines_of(r, &w->read.lines.uncounted, false, entity);
    v.uncounted.n = w->read.lines.uncounted.n;
    fill_near(r, &w->read.lines, &v);
    v.page.noindex = s->code.n == 0;
    v.page.print_meta = true;
    page_crumbs(r, &v.page, (const struct link[]){{s->name, entity, false}}, 1,
                str_fmt(r->arena, "%d年度评分明细", w->read.grade->year));
    tmpl_lookup_why(resp_html(r, 200), &v);
}

void page_why(struct req *r)
{
    struct why w = {0};
    int year;
    bool json;
    if (!year_of(r, &year, &json)) {
        resp_not_found(r);
        return;
    }
    if (!entity_open(r, &w.x))
        return;
    const struct archive_grade *grade = archive_grade_asked(&w.x, year, (int)req_query_int(r, STR("version"), 1, 999, 0));
    if (grade == NULL || !archive_why_read(&app_of(r)->known, r->arena, &w.x, grade, &w.read)) {
        resp_not_found(r);
        return;
    }
    if (json)
        archive_why_twin(resp_json(r, 200), r->arena, &w.x, &w.read);
    else
        show_html(r, &w);
    page_public(r, str_fmt(r->arena, "why-%.*s", STR_ARG(entity_version(r, &w.x))), PAGE_DISPUTE_SECONDS);
}

/* A lasting address for badges: the year in force now, or the archive page where there is no grade to explain. */
void page_why_latest(struct req *r)
{
    struct archive x;
    if (!entity_open(r, &x))
        return;
    struct archive_grades now = archive_grades_at(&x, r->arena, (struct instant){0});
    resp_see_other(r, now.n ? entity_why_url(r, &x, &now.p[0], false) : page_entity_url(r, x.subject.code, x.subject.public_id));
}
