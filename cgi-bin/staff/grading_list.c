/* SPDX-License-Identifier: EUPL-1.2
 * grading_list.c — the list of rounds and the form that opens one. The computing is the worker's.
 */
#include "base/arena.h"
#include "grade/grade_read.h"
#include "job/job.h"
#include "staff/grading.h"
#include "staff/staff.h"
#include "tmpl/staff/grading.h"

enum { ROUNDS_SHOWN = 60, YEARS_OFFERED = 6, SETTLED_SECONDS = 5 };

struct grading_open_form {
    int64_t year;
    int kind;
};
enum { KIND_TRIAL_ROUND, KIND_ANNUAL_ROUND };
static const struct form_choice KINDS[] = {{"trial", "试算（不签发，不公布）", KIND_TRIAL_ROUND},
                                           {"annual", "年度评价（复核、审批后公布）", KIND_ANNUAL_ROUND}};
static const struct form_field OPEN_FIELDS[] = {
    FORM_INT(struct grading_open_form, year, "评价年度", 2000, 2200, true),
    FORM_ENUM(struct grading_open_form, kind, "评价方式", KINDS, true),
};
const struct form_def GRADING_OPEN_FORM = FORM_DEF("grading-open", struct grading_open_form, OPEN_FIELDS);

struct str round_state_name(struct str state)
{
    static const struct str names[][2] = {
        {STR_INIT("open"), STR_INIT("计算中")},      {STR_INIT("computed"), STR_INIT("待复核")},
        {STR_INIT("reviewed"), STR_INIT("待审批")},  {STR_INIT("approved"), STR_INIT("待公布")},
        {STR_INIT("published"), STR_INIT("已公布")}, {STR_INIT("superseded"), STR_INIT("已被更正替代")},
        {STR_INIT("dropped"), STR_INIT("已作废")}};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (str_eq(names[i][0], state))
            return names[i][1];
    return state;
}

struct str round_kind_name(struct str kind)
{
    if (str_eq(kind, STR("trial")))
        return STR("试算");
    return str_eq(kind, STR("single")) ? STR("单个主体重评") : STR("年度评价");
}

static struct table rounds_table(struct req *r)
{
    static const struct cell head[] = {
        {.text = STR_INIT("轮次")},    {.text = STR_INIT("年度"), .number = true},   {.text = STR_INIT("方式")},
        {.text = STR_INIT("状态")},    {.text = STR_INIT("主体数"), .number = true}, {.text = STR_INIT("结果分布")},
        {.text = STR_INIT("开始时间")}};
    enum { COLUMNS = sizeof head / sizeof *head };
    struct grade_rounds list = grade_round_list(staff_db(r), r->arena, 0, ROUNDS_SHOWN);
    struct cells *rows = ARENA_ARRAY(r->arena, struct cells, list.n);
    size_t n = 0;
    for (size_t i = 0; i < list.n; i++) {
        const struct grade_round *g = &list.p[i];
        if (!actor_may(staff_actor(r), ROLE_BUSINESS, 0, g->division_prefix))
            continue;
        struct cell *c = ARENA_ARRAY(r->arena, struct cell, COLUMNS);
        struct str id = str_fmt(r->arena, "%d", g->id);
        bool trial = str_eq(g->kind, STR("trial")) && str_eq(g->state, STR("computed"));
        c[0] = staff_cell_link(str_fmt(r->arena, "第 %d 轮", g->id), URL_PATH(r->arena, "/staff/grading/{}", id));
        c[1] = (struct cell){.text = str_fmt(r->arena, "%d", g->year), .number = true};
        c[2] = staff_cell(round_kind_name(g->kind));
        c[3] = staff_cell(trial ? STR("试算完成") : round_state_name(g->state));
        c[4] = staff_cell_int(r->arena, g->subjects);
        c[5] = staff_cell(str_replace(r->arena, str_replace(r->arena, g->distribution, STR("="), STR(" ")), STR(","), STR("，")));
        c[6] = staff_cell(instant_zh(r->arena, g->created_at));
        rows[n++] = (struct cells){c, COLUMNS};
    }
    return (struct table){.caption = STR("评价轮次"), .empty = STR("还没有评价轮次。"), .head = {head, COLUMNS}, .p = rows, .n = n};
}

static struct choice years(struct req *r, const struct form_state *f)
{
    struct option *o = ARENA_ARRAY(r->arena, struct option, YEARS_OFFERED);
    int last = day_ymd(r->today).year - 1;
    for (int i = 0; i < YEARS_OFFERED; i++) {
        struct str text = str_fmt(r->arena, "%d", last - i);
        o[i] = (struct option){.value = text, .label = str_cat(r->arena, text, STR("年度"))};
    }
    return staff_choice_of(f, "year", o, YEARS_OFFERED);
}

void show_grading(struct req *r, struct form_state *f)
{
    static const struct staff_done done[] = {{"dropped", "这一轮已作废。"}};
    struct grading_view v = {
        .page = staff_form_page(r, MENU_GRADING, STR("信用评价"), f), .errors = staff_errors(f), .guard = staff_guard(r)};
    v.page.done = staff_done_text(r, done, 1);
    v.may_open = (r->roles & (ROLE_CLERK | ROLE_REVIEWER | ROLE_APPROVER)) != 0;
    v.year = years(r, f);
    v.kind = staff_choice(f, "kind");
    v.rounds = rounds_table(r);
    tmpl_staff_grading(resp_html(r, form_status(f)), &v);
}

void page_grading(struct req *r)
{
    struct form_state *f = form_empty(r, &GRADING_OPEN_FORM);
    form_set(f, "kind", STR("trial"));
    show_grading(r, f);
}

struct opening {
    struct grade_round_new n;
    int32_t id;
    enum grade_round_outcome outcome;
    struct grade_round_conflict conflict;
};

static bool open_round(struct staff_act *act, void *arg)
{
    struct opening *o = arg;
    o->outcome = grade_round_open(act->db, act->arena, &o->n, &o->id, &o->conflict);
    if (o->outcome != GRADE_ROUND_DONE)
        return false;
    job_add(act->db, JOB_GRADE, o->id, act->actor->id, act->r->now);
    act->object_id = o->id;
    act->detail = str_fmt(act->arena, "%d %.*s", o->n.year, STR_ARG(o->n.kind));
    act->to = URL_PATH(act->arena, "/staff/grading/{}", str_fmt(act->arena, "%d", o->id));
    return true;
}

void act_grading_open(struct req *r)
{
    const struct grading_open_form *f = r->form;
    const struct actor *a = staff_actor(r);
    struct str prefix;
    int unit;
    if (f->year >= day_ymd(r->today).year) {
        form_fail(r, "year", STR("评价年度：这一年还没有结束，不能评价。请选择已经结束的年度。"));
        return;
    }
    if (!actor_scope(a, ROLE_CLERK | ROLE_REVIEWER | ROLE_APPROVER, &prefix, &unit)) {
        resp_forbidden(r);
        return;
    }
    /* A little in the past: every transaction that was writing records then has ended, so a rerun sees the same. */
    struct opening o = {.n = {.year = (int32_t)f->year,
                              .kind = f->kind == KIND_TRIAL_ROUND ? STR("trial") : STR("annual"),
                              .reason = STR(""),
                              .division_prefix = prefix,
                              .regime_version_id = staff_program(r)->regime.id,
                              .as_known_at = {r->now.us - (int64_t)SETTLED_SECONDS * 1000000},
                              .staff_id = a->id,
                              .now = r->now}};
    struct staff_act act = {
        .action = STR("round.open"), .object_type = STR("grade_round"), .role = ROLE_CLERK | ROLE_REVIEWER | ROLE_APPROVER};
    if (staff_act(r, &act, open_round, &o) == STAFF_ACT_REFUSED)
        form_fail(r, "year",
                  str_fmt(r->arena, "评价年度：%d年度已有一轮正在进行（第 %d 轮）。请先完成或作废那一轮。", o.n.year,
                          o.conflict.round.id));
}
