/* SPDX-License-Identifier: EUPL-1.2
 * grading_round.c — one round: how far the worker is, then what came out, who moved and why, what is missing, and who signs next.
 */
#include "auth/staff.h"
#include "grade/grade_outdated.h"
#include "grade/grade_text.h"
#include "base/arena.h"
#include "grade/grade_read.h"
#include "grade/grade_regrade.h"
#include "job/job.h"
#include "staff/grading.h"
#include "staff/staff.h"
#include "subject/subject_store.h"
#include "tmpl/staff/grading_round.h"
#include "tmpl/staff/grading_sheet.h"
#include "views/grade_chart.h"

enum { MOVERS_SHOWN = 100, MISSING_SHOWN = 20, REFRESH_SECONDS = 2, HASH_SHOWN = 64, REGRADES_MOST = 2000 };

struct fact_list {
    struct fact *p;
    size_t n, cap;
};

static void add_fact(struct arena *a, struct fact_list *f, const char *term, struct str value, struct str note)
{
    *VEC_PUSH(a, *f) = (struct fact){.term = str_from(term), .value = value, .note = note};
}

static struct str person(struct req *r, int id, struct instant at)
{
    struct staff s;
    if (!id)
        return STR_NONE;
    struct str name = staff_by_id(staff_db(r), r->arena, id, &s) ? s.name : STR("系统");
    return str_fmt(r->arena, "%.*s　%.*s", STR_ARG(name), STR_ARG(instant_zh(r->arena, at)));
}

/* Grades of this round that rest on a record which was changed since. */
static void add_regrades(struct req *r, const struct grade_round *g, struct fact_list *f)
{
    struct grade_regrades list = grade_regrade_list(staff_db(r), r->arena, true, 0, g->division_prefix, REGRADES_MOST);
    size_t n = 0;
    for (size_t i = 0; i < list.n; i++)
        n += list.p[i].graded_round == g->id;
    if (!n)
        return;
    *VEC_PUSH(r->arena, *f) = (struct fact){.term = STR("待重新评价"),
                                            .value = str_fmt(r->arena, "%zu 个主体", n),
                                            .note = STR("公布以后，所用信用信息有更正或者撤回"),
                                            .url = URL_STATIC("/staff/regrade"),
                                            .linked = true};
}

static struct facts round_facts(struct req *r, const struct grade_round *g, const struct regime *regime)
{
    struct arena *a = r->arena;
    struct fact_list f = {0};
    add_fact(a, &f, "评价年度", str_fmt(a, "%d", g->year), STR_NONE);
    add_fact(a, &f, "方式", round_kind_name(g->kind), STR_NONE);
    add_fact(a, &f, "状态",
             str_eq(g->kind, STR("trial")) && str_eq(g->state, STR("computed")) ? STR("试算完成") : round_state_name(g->state),
             STR_NONE);
    if (g->reason.n)
        add_fact(a, &f, "事由", g->reason, STR_NONE);
    add_regrades(r, g, &f);
    add_fact(a, &f, "制度版本", str_fmt(a, "%.*s　第 %d 版", STR_ARG(regime->head.number), g->regime_version_id),
             regime->version_hash);
    add_fact(a, &f, "数据截至", instant_zh(a, g->as_known_at), STR("此后录入的信息不影响本轮"));
    add_fact(a, &f, "参评主体", str_fmt(a, "%d 个", g->subjects), STR_NONE);
    add_fact(a, &f, "所用信息", str_fmt(a, "%d 条", g->records), STR_NONE);
    add_fact(a, &f, "较上年度", str_fmt(a, "上升 %d 个，下降 %d 个", g->moved_up, g->moved_down), STR_NONE);
    if (g->snapshot_hash.n) {
        add_fact(a, &f, "输入校验值", str_hex(a, g->snapshot_hash.p, g->snapshot_hash.n), STR_NONE);
        add_fact(a, &f, "结果校验值", str_hex(a, g->result_hash.p, g->result_hash.n),
                 STR("同样的数据和制度，重新计算得到同样的校验值"));
    }
    add_fact(a, &f, "发起", person(r, g->created_by, g->created_at), STR_NONE);
    if (g->reviewed_by)
        add_fact(a, &f, "复核", person(r, g->reviewed_by, g->reviewed_at), STR_NONE);
    if (g->approved_by)
        add_fact(a, &f, "审批", person(r, g->approved_by, g->approved_at), STR_NONE);
    return (struct facts){f.p, f.n};
}

static struct chart distribution(struct req *r, const struct grade_round *g, const struct regime *regime)
{
    struct grade_round last;
    bool compare = grade_round_in_force(staff_db(r), r->arena, g->year - 1, g->division_prefix, &last);
    return grade_chart(r->arena, regime, g->year, g->distribution, compare ? last.distribution : STR_NONE);
}

static struct table movers(struct req *r, const struct grade_round *g, const struct regime *regime)
{
    static const struct cell head[] = {{.text = STR_INIT("主体")},
                                       {.text = STR_INIT("类型")},
                                       {.text = STR_INIT("上年度")},
                                       {.text = STR_INIT("本年度")},
                                       {.text = STR_INIT("原因")}};
    struct arena *a = r->arena;
    struct grade_movers list = grade_movers(staff_db(r), a, g->id, 0, MOVERS_SHOWN);
    struct cells *rows = ARENA_ARRAY(a, struct cells, list.n);
    for (size_t i = 0; i < list.n; i++) {
        const struct grade_mover *m = &list.p[i];
        const struct regime_subject_type *t = regime_subject_type(regime, m->type);
        struct cell *c = ARENA_ARRAY(a, struct cell, 5);
        struct str ids[] = {str_fmt(a, "%d", g->id), str_fmt(a, "%lld", (long long)m->subject_id)};
        c[0] = staff_cell_link(m->name, URL_PATH(a, "/staff/grading/{}/subject/{}", ids[0], ids[1]));
        c[1] = staff_cell(t ? t->label : m->type);
        c[2] = staff_cell(m->grade_before);
        c[3] = staff_cell(m->grade_now);
        c[4] = staff_cell(grade_mover_reason(a, regime, m->sheet_now));
        rows[i] = (struct cells){c, 5};
    }
    struct str caption = list.n == MOVERS_SHOWN ? STR("等级有变化的主体（前 100 个）") : STR("等级有变化的主体");
    return (struct table){.caption = caption,
                          .empty = STR("没有等级变化的主体，或者没有上年度结果可以比较。"),
                          .head = {head, 5},
                          .p = rows,
                          .n = list.n};
}

static void add_missing(struct req *r, const struct grade_round *g, const struct regime *regime, struct grading_round_view *v)
{
    static const struct cell head[] = {{.text = STR_INIT("主体")}, {.text = STR_INIT("类型")}},
                             unit_head[] = {{.text = STR_INIT("责任单位")}};
    struct arena *a = r->arena;
    struct grade_missing m = grade_missing(staff_db(r), a, regime, g, MISSING_SHOWN);
    v->missing_text = str_fmt(a, "%d年度辖区内主体 %lld 个，其中未纳入本期评价的 %lld 个；参评主体中没有任何基础信息的 %lld 个。",
                              g->year, (long long)m.in_scope, (long long)m.not_rolled_out, (long long)m.without_base);
    struct cells *rows = ARENA_ARRAY(a, struct cells, m.subjects.n), *units = ARENA_ARRAY(a, struct cells, m.silent_units.n);
    for (size_t i = 0; i < m.subjects.n; i++) {
        struct cell *c = ARENA_ARRAY(a, struct cell, 2);
        const struct regime_subject_type *t = regime_subject_type(regime, m.subjects.p[i].type);
        c[0] = staff_cell_link(m.subjects.p[i].name,
                               URL_PATH(a, "/staff/subject/{}", str_fmt(a, "%lld", (long long)m.subjects.p[i].id)));
        c[1] = staff_cell(t ? t->label : m.subjects.p[i].type);
        rows[i] = (struct cells){c, 2};
    }
    for (size_t i = 0; i < m.silent_units.n; i++) {
        struct cell *c = ARENA_NEW(a, struct cell);
        *c = staff_cell(m.silent_units.p[i]);
        units[i] = (struct cells){c, 1};
    }
    v->missing = (struct table){.caption = STR("没有基础信息的主体（前 20 个）"),
                                .empty = STR("参评主体都有基础信息。"),
                                .head = {head, 2},
                                .p = rows,
                                .n = m.subjects.n};
    v->silent = (struct table){.caption = STR("本年度没有录入信息的单位"),
                               .empty = STR("各责任单位都录入了信息。"),
                               .head = {unit_head, 1},
                               .p = units,
                               .n = m.silent_units.n};
}

/* --- who signs next --- */

static void offer(struct req *r, const struct grade_round *g, struct grading_round_view *v, const char *step, const char *label,
                  const char *note, uint32_t role, bool secondary)
{
    if (!actor_may(staff_actor(r), role, 0, g->division_prefix))
        return;
    struct str id = str_fmt(r->arena, "%d", g->id);
    v->buttons.p[v->buttons.n++] = (struct grading_button){.action = URL_PATH(r->arena, "/staff/grading/{}/{}", id, str_from(step)),
                                                           .label = str_from(label),
                                                           .note = str_from(note),
                                                           .guard = staff_guard(r),
                                                           .secondary = secondary};
}

static void offer_steps(struct req *r, const struct grade_round *g, struct grading_round_view *v)
{
    v->buttons.p = ARENA_ARRAY(r->arena, struct grading_button, 4);
    bool trial = str_eq(g->kind, STR("trial"));
    if (str_eq(g->state, STR("computed")) && !trial)
        offer(r, g, v, "review", "复核通过", "确认数据和结果无误，送审批。", ROLE_REVIEWER, false);
    if (str_eq(g->state, STR("reviewed")))
        offer(r, g, v, "approve", "审批通过", "审批后可以公布。复核人和发起人不能审批。", ROLE_APPROVER, false);
    if (str_eq(g->state, STR("approved")))
        offer(r, g, v, "publish", "公布结果", "生成文号、汇总表和书面报告。公布后不能修改，只能以新的一轮更正替代。", ROLE_APPROVER,
              false);
    if (str_eq(g->state, STR("computed")) || str_eq(g->state, STR("reviewed")) || str_eq(g->state, STR("approved")))
        offer(r, g, v, "drop", trial ? "删除试算" : "作废本轮", "本轮结果不再使用。", ROLE_REVIEWER | ROLE_APPROVER, true);
    if (v->buttons.n == 0)
        v->no_button = trial ? STR("试算只供比较，不签发。") : STR("这一轮目前没有需要您办理的事项。");
}

static bool show_progress(struct req *r, const struct grade_round *g, struct grading_round_view *v)
{
    struct job j;
    if (!str_eq(g->state, STR("open")))
        return false;
    bool known = job_get(staff_db(r), r->arena, JOB_GRADE, g->id, &j);
    v->failed = known && str_eq(j.state, STR("failed"));
    v->failure = known ? j.message : STR_NONE;
    v->running = !v->failed;
    v->page.refresh = v->failed ? 0 : REFRESH_SECONDS;
    int percent = known && j.total > 0 ? (int)(j.done * 100 / j.total) : 0;
    v->progress =
        (struct progress){.label = known && j.step.n ? j.step : STR("等待开始"), .percent = percent > 100 ? 100 : percent};
    if (known && j.total > 0)
        v->progress.detail = str_fmt(r->arena, "已处理 %lld / %lld 个信用主体", (long long)j.done, (long long)j.total);
    return true;
}

void page_round(struct req *r)
{
    static const struct staff_done done[] = {{"reviewed", "已复核，等待审批。"},
                                             {"approved", "已审批，可以公布。"},
                                             {"published", "已公布。汇总表和报告在“结果公布”中。"},
                                             {"dropped", "这一轮已作废。"}};
    const struct grade_round *g = r->object;
    struct regime_version version;
    struct str kind = str_eq(g->kind, STR("annual")) ? STR("评价") : round_kind_name(g->kind);
    struct str title = str_fmt(r->arena, "第 %d 轮　%d年度%.*s", g->id, g->year, STR_ARG(kind));
    struct grading_round_view v = {.page = staff_page(r, MENU_GRADING, title)};
    v.page.done = staff_done_text(r, done, sizeof done / sizeof *done);
    if (!regime_version_load(staff_db(r), r->arena, g->regime_version_id, &version)) {
        resp_not_found(r);
        return;
    }
    v.version = g->version;
    v.facts = round_facts(r, g, version.regime);
    if (str_eq(g->kind, STR("trial")))
        v.notice =
            (struct notice){.tone = TAG_WARN, .heading = STR("试算"), .text = STR("本轮是试算，结果只供内部比较，不是评价结果。")};
    struct grade_outdated old = grade_outdated(staff_db(r), r->arena, g->id);
    if (old.subjects && !g->published_at.us && !str_eq(g->state, STR("dropped")))
        v.notice = (struct notice){
            .tone = TAG_BAD,
            .heading = str_fmt(r->arena, "%lld 个主体的评价依据已经撤回，本轮结果须重新计算。", (long long)old.subjects),
            .text = str_fmt(r->arena, "原因：%.*s。请作废本轮，重新发起评价。", STR_ARG(old.reason))};
    if (!show_progress(r, g, &v)) {
        v.chart = distribution(r, g, version.regime);
        v.movers = movers(r, g, version.regime);
        add_missing(r, g, version.regime, &v);
        offer_steps(r, g, &v);
    }
    tmpl_staff_grading_round(resp_html(r, 200), &v);
}

void show_round(struct req *r, struct form_state *f)
{
    (void)f; /* its one field is hidden and ours: what comes wrong was made by hand */
    resp_error(r, 400);
}

/* --- a score sheet of the round --- */

static struct table sheet_lines(struct req *r, const struct regime *regime, const struct grade_sheet_view *s)
{
    static const struct cell head[] = {{.text = STR_INIT("事项")},
                                       {.text = STR_INIT("文号")},
                                       {.text = STR_INIT("日期")},
                                       {.text = STR_INIT("规则")},
                                       {.text = STR_INIT("依据")},
                                       {.text = STR_INIT("分值"), .number = true},
                                       {.text = STR_INIT("累计"), .number = true}};
    enum { COLUMNS = sizeof head / sizeof *head };
    struct arena *a = r->arena;
    struct cells *rows = ARENA_ARRAY(a, struct cells, s->rows.n);
    int32_t sum = 0;
    for (size_t i = 0; i < s->rows.n; i++) {
        const struct grade_sheet_row *row = &s->rows.p[i];
        struct grade_rule_text rule = grade_rule_text(regime, s->result.grading, row->line.rule_kind, row->line.rule);
        const struct regime_item *item = row->found ? regime_item(regime, row->item) : NULL;
        struct cell *c = ARENA_ARRAY(a, struct cell, COLUMNS);
        sum += row->line.points;
        c[0] = staff_cell(item ? (row->title.n ? row->title : item->name) : rule.label);
        c[1] = staff_cell(row->document_no);
        c[2] = staff_cell(day_iso(a, row->found_on));
        c[3] = staff_cell(row->line.why == GRADE_COUNTED ? rule.label : str_cat(a, STR("不计："), rule.label));
        c[4] = staff_cell(regime_legal_text(rule.legal));
        c[5] = (struct cell){.text = s->result.has_points ? grade_points_text(a, row->line.points) : STR_NONE, .number = true};
        c[6] = (struct cell){.text = s->result.has_points ? grade_points_text(a, sum) : STR_NONE, .number = true};
        rows[i] = (struct cells){c, COLUMNS};
    }
    return (struct table){
        .caption = STR("评分明细"), .empty = STR("没有明细。"), .head = {head, COLUMNS}, .p = rows, .n = s->rows.n};
}

void page_round_sheet(struct req *r)
{
    const struct grade_round *g = r->object;
    int64_t id;
    struct subject s;
    struct regime_version v;
    struct grade_sheet_view sheet;
    if (!req_capture_int(r, "subject", 1, INT64_MAX, &id) || !subject_by_id(staff_db(r), r->arena, id, &s) ||
        !actor_may(staff_actor(r), ROLE_BUSINESS, 0, s.division) ||
        !regime_version_load(staff_db(r), r->arena, g->regime_version_id, &v) ||
        grade_sheet_read(staff_db(r), r->arena, v.regime, id, g->year, g->id, r->now, r->today, &sheet) != GRADE_SHEET_FOUND) {
        resp_not_found(r);
        return;
    }
    struct arena *a = r->arena;
    const struct regime_subject_type *t = regime_subject_type(v.regime, s.type);
    struct fact_list f = {0};
    struct grading_sheet_view view = {.page = staff_page(r, MENU_GRADING, str_fmt(a, "评分明细：%.*s", STR_ARG(s.name)))};
    add_fact(a, &f, "主体类型", t ? t->label : s.type, STR_NONE);
    add_fact(a, &f, "统一社会信用代码", s.code, STR_NONE);
    add_fact(a, &f, "评价年度", str_fmt(a, "%d", g->year), STR_NONE);
    if (sheet.result.has_points)
        add_fact(a, &f, "总分", grade_points_text(a, sheet.result.points), STR_NONE);
    view.facts = (struct facts){f.p, f.n};
    view.badge = grade_badge(v.regime, sheet.grade);
    view.lines = sheet_lines(r, v.regime, &sheet);
    view.archive = URL_PATH(a, "/staff/subject/{}", str_fmt(a, "%lld", (long long)id));
    tmpl_staff_grading_sheet(resp_html(r, 200), &view);
}
