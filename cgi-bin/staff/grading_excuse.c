/* SPDX-License-Identifier: EUPL-1.2
 * grading_excuse.c — 不参加评价: the list, the proposal from a subject's archive, and the decision by another officer. What a round
 * makes of it is grade_run's.
 */
#include "staff/grading_excuse.h"

#include "base/arena.h"
#include "grade/grade_excuse.h"
#include "grade/grade_read.h"
#include "staff/staff.h"
#include "subject/subject_store.h"
#include "tmpl/staff/excuse.h"
#include "tmpl/staff/excuse_new.h"
#include "tmpl/staff/excuses.h"

enum { EXCUSES_SHOWN = 200, YEARS_OFFERED = 3, PROPOSES = ROLE_CLERK | ROLE_REVIEWER, DECIDES = ROLE_REVIEWER | ROLE_APPROVER };

struct excuse_form {
    struct str code, reason;
    int64_t year;
};
static const struct form_field EXCUSE_FIELDS[] = {
    FORM_INT(struct excuse_form, year, "评价年度", 2000, 2200, true),
    FORM_CODE(struct excuse_form, code, "不参加的理由", 1, 40, true),
    FORM_TEXT(struct excuse_form, reason, "情况说明", 4, 500, true),
};
const struct form_def EXCUSE_FORM = FORM_DEF("excuse", struct excuse_form, EXCUSE_FIELDS);

struct decide_form {
    int step;
    struct str why;
    int64_t version;
};
static const struct form_choice APPROVE_OR_REJECT[] = {{"approve", "同意不参加本年度评价", GRADE_EXCUSE_APPROVE},
                                                       {"reject", "不同意", GRADE_EXCUSE_REJECT},
                                                       {"revoke", "撤销已作出的同意，恢复评价", GRADE_EXCUSE_REVOKE}};
static const struct form_field DECIDE_FIELDS[] = {
    FORM_ENUM(struct decide_form, step, "处理意见", APPROVE_OR_REJECT, true),
    FORM_TEXT(struct decide_form, why, "说明", 0, 500, false),
    FORM_INT(struct decide_form, version, "版本", 1, INT32_MAX, true),
};
const struct form_def EXCUSE_DECIDE_FORM = FORM_DEF("excuse-decide", struct decide_form, DECIDE_FIELDS);

static const struct {
    const char *code, *name;
} STATES[] = {{"proposed", "待处理"}, {"approved", "已同意"}, {"rejected", "不同意"}, {"revoked", "已撤销"}};
enum { STATES_N = sizeof STATES / sizeof *STATES };

static struct str state_name(struct str code)
{
    for (size_t i = 0; i < STATES_N; i++)
        if (str_eq(code, str_from(STATES[i].code)))
            return str_from(STATES[i].name);
    return code;
}

static struct url excuse_url(struct req *r, int32_t id)
{
    return URL_PATH(r->arena, "/staff/grading/excuse/{}", str_fmt(r->arena, "%d", id));
}

static struct url subject_url(struct req *r, int64_t id)
{
    return URL_PATH(r->arena, "/staff/subject/{}", str_fmt(r->arena, "%lld", (long long)id));
}

bool guard_excuse(struct req *r)
{
    int64_t id;
    struct grade_excuse *e = ARENA_NEW(r->arena, struct grade_excuse);
    if (!req_capture_int(r, "id", 1, INT32_MAX, &id) || !grade_excuse_get(staff_db(r), r->arena, (int32_t)id, e))
        return false;
    r->object = e;
    return actor_may(staff_actor(r), r->route->roles & ROLE_BUSINESS, 0, e->division);
}

/* --- the list --- */

static struct cells excuse_row(struct req *r, const struct grade_excuse *e)
{
    struct cell *c = ARENA_ARRAY(r->arena, struct cell, 6);
    c[0] = staff_cell_link(e->subject_name, excuse_url(r, e->id));
    c[1] = (struct cell){.text = str_fmt(r->arena, "%d", e->year), .number = true};
    c[2] = staff_cell(grade_excuse_label(staff_regime(r), e->subject_type, e->code));
    c[3] = staff_cell(state_name(e->state));
    c[4] = staff_cell(str_fmt(r->arena, "%.*s　%.*s", STR_ARG(e->proposed_name), STR_ARG(instant_zh(r->arena, e->proposed_at))));
    c[5] = staff_cell(e->decided_name);
    return (struct cells){c, 6};
}

static struct choice states(struct req *r, struct str chosen)
{
    struct option *o = ARENA_ARRAY(r->arena, struct option, STATES_N + 1);
    o[0] = (struct option){.value = STR(""), .label = STR("全部"), .selected = chosen.n == 0};
    for (size_t i = 0; i < STATES_N; i++) {
        struct str code = str_from(STATES[i].code);
        o[i + 1] = (struct option){.value = code, .label = str_from(STATES[i].name), .selected = str_eq(code, chosen)};
    }
    return (struct choice){.id = STR("state"), .name = STR("state"), .label = STR("状态"), .p = o, .n = STATES_N + 1};
}

void page_excuses(struct req *r)
{
    static const struct cell head[] = {{.text = STR_INIT("信用主体")}, {.text = STR_INIT("年度"), .number = true},
                                       {.text = STR_INIT("理由")},     {.text = STR_INIT("状态")},
                                       {.text = STR_INIT("提出")},     {.text = STR_INIT("处理人")}};
    struct str prefix, state = req_query(r, STR("state"));
    int unit;
    int64_t year = req_query_int(r, STR("year"), 2000, 2200, 0);
    if (!actor_scope(staff_actor(r), ROLE_BUSINESS, &prefix, &unit)) {
        resp_forbidden(r);
        return;
    }
    struct excuses_view v = {.page = staff_page(r, MENU_GRADING, STR("不参加评价")), .state = states(r, state)};
    v.year = (struct field){.id = STR("year"),
                            .name = STR("year"),
                            .label = STR("评价年度"),
                            .value = year ? str_fmt(r->arena, "%lld", (long long)year) : STR(""),
                            .inputmode = STR("numeric"),
                            .width = 5};
    struct grade_excuses list = grade_excuse_list(staff_db(r), r->arena, prefix, (int32_t)year, state, EXCUSES_SHOWN);
    struct cells *rows = ARENA_ARRAY(r->arena, struct cells, list.n);
    for (size_t i = 0; i < list.n; i++)
        rows[i] = excuse_row(r, &list.p[i]);
    v.excuses = (struct table){.caption = STR("不参加评价的申请，待处理的在前"),
                               .empty = STR("没有符合条件的申请。需要提出时，先查询信用主体，在其档案页办理。"),
                               .head = {head, 6},
                               .p = rows,
                               .n = list.n};
    tmpl_staff_excuses(resp_html(r, 200), &v);
}

/* --- the proposal --- */

static struct choice grounds(struct req *r, struct form_state *f, const struct regime_grading *g)
{
    struct option *o = ARENA_ARRAY(r->arena, struct option, g ? g->excuses.n : 0);
    for (size_t i = 0; g && i < g->excuses.n; i++) {
        const struct regime_excuse *e = &g->excuses.p[i];
        o[i] = (struct option){.value = e->code, .label = e->label};
        o[i].hint = e->legal.local ? str_cat(r->arena, STR("本地规则："), e->legal.note)
                                   : str_cat(r->arena, STR("依据："), e->legal.article);
    }
    return staff_choice_of(f, "code", o, g ? g->excuses.n : 0);
}

void show_excuse_new(struct req *r, struct form_state *f)
{
    const struct subject *s = r->object;
    const struct regime_subject_type *type = regime_subject_type(staff_regime(r), s->type);
    const struct regime_grading *g = grade_excuse_grounds(staff_regime(r), s->type);
    struct fact *facts = ARENA_ARRAY(r->arena, struct fact, 2);
    facts[0] = (struct fact){.term = STR("信用主体"), .value = s->name, .url = subject_url(r, s->id), .linked = true};
    facts[1] = (struct fact){.term = STR("主体类型"), .value = type ? type->label : s->type};
    struct excuse_new_view v = {.page = staff_form_page(r, MENU_GRADING, STR("申请不参加年度评价"), f),
                                .errors = staff_errors(f),
                                .guard = staff_guard(r),
                                .facts = {facts, 2},
                                .has_grounds = g != NULL,
                                .reason = staff_field(f, "reason"),
                                .back = subject_url(r, s->id)};
    struct option *years = ARENA_ARRAY(r->arena, struct option, YEARS_OFFERED);
    for (int i = 0; i < YEARS_OFFERED; i++) {
        struct str year = str_fmt(r->arena, "%d", day_ymd(r->today).year - i);
        years[i] = (struct option){.value = year, .label = str_cat(r->arena, year, STR("年度"))};
    }
    v.year = staff_choice_of(f, "year", years, YEARS_OFFERED);
    v.code = grounds(r, f, g);
    v.reason.hint = STR("如：2025年6月注销执业许可（写明文号）。不要填写个人证件号码");
    v.reason.rows = 3;
    v.action = URL_PATH(r->arena, "/staff/subject/{}/excuse", str_fmt(r->arena, "%lld", (long long)s->id));
    tmpl_staff_excuse_new(resp_html(r, form_status(f)), &v);
}

void page_excuse_new(struct req *r)
{
    show_excuse_new(r, form_empty(r, &EXCUSE_FORM));
}

struct proposal {
    struct grade_excuse e;
    enum grade_excuse_outcome outcome;
};

static bool propose(struct staff_act *act, void *arg)
{
    struct proposal *p = arg;
    int32_t id;
    p->outcome = grade_excuse_propose(act->db, &p->e, &id);
    act->object_id = id;
    act->to = url_query(act->arena, excuse_url(act->r, id), STR("done"), STR("proposed"));
    return p->outcome == GRADE_EXCUSE_DONE;
}

void act_excuse_new(struct req *r)
{
    const struct subject *s = r->object;
    const struct excuse_form *f = r->form;
    const struct regime_grading *g = grade_excuse_grounds(staff_regime(r), s->type);
    bool known = false;
    for (size_t i = 0; g && i < g->excuses.n; i++)
        known = known || str_eq(g->excuses.p[i].code, f->code);
    struct grade_round published;
    if (!actor_may(staff_actor(r), PROPOSES, 0, s->division)) {
        resp_forbidden(r);
        return;
    }
    if (!known) {
        form_fail(r, "code", STR("不参加的理由：请从列出的理由中选择一项。"));
        return;
    }
    if (grade_round_in_force(staff_db(r), r->arena, (int32_t)f->year, s->division, &published)) {
        form_fail(r, "year", str_fmt(r->arena, "评价年度：%lld年度的结果已经公布，不能再申请不参加。", (long long)f->year));
        return;
    }
    struct proposal p = {.e = {.subject_id = s->id,
                               .year = (int32_t)f->year,
                               .code = f->code,
                               .reason = f->reason,
                               .proposed_by = staff_actor(r)->id,
                               .proposed_at = r->now}};
    struct staff_act act = {.action = STR("excuse.propose"),
                            .object_type = STR("grade_excuse"),
                            .detail = str_fmt(r->arena, "subject %lld, %d, %.*s", (long long)s->id, p.e.year, STR_ARG(f->code)),
                            .role = PROPOSES};
    if (staff_act(r, &act, propose, &p) == STAFF_ACT_REFUSED)
        form_fail(r, "year", str_fmt(r->arena, "评价年度：这个主体%d年度已有一份申请，请先处理那一份。", p.e.year));
}

/* --- one of them, and the decision --- */

static struct facts excuse_facts(struct req *r, const struct grade_excuse *e)
{
    struct fact *f = ARENA_ARRAY(r->arena, struct fact, 7);
    size_t n = 0;
    f[n++] = (struct fact){.term = STR("信用主体"), .value = e->subject_name, .url = subject_url(r, e->subject_id), .linked = true};
    f[n++] = (struct fact){.term = STR("评价年度"), .value = str_fmt(r->arena, "%d", e->year)};
    f[n++] = (struct fact){
        .term = STR("理由"), .value = grade_excuse_label(staff_regime(r), e->subject_type, e->code), .note = e->reason};
    f[n++] = (struct fact){.term = STR("状态"), .value = state_name(e->state)};
    f[n++] = (struct fact){.term = STR("提出"), .value = e->proposed_name, .note = instant_zh(r->arena, e->proposed_at)};
    if (e->decided_by)
        f[n++] = (struct fact){.term = STR("处理"),
                               .value = e->decided_name,
                               .note = str_fmt(r->arena, "%.*s%s%.*s", STR_ARG(instant_zh(r->arena, e->decided_at)),
                                               e->decision.n && !e->revoked_by ? "　" : "",
                                               STR_ARG(e->revoked_by ? STR_NONE : e->decision))};
    if (e->revoked_by)
        f[n++] = (struct fact){
            .term = STR("撤销"),
            .value = e->revoked_name,
            .note = str_fmt(r->arena, "%.*s　%.*s", STR_ARG(instant_zh(r->arena, e->revoked_at)), STR_ARG(e->decision))};
    return (struct facts){f, n};
}

static struct choice steps(struct req *r, struct form_state *f, bool proposed)
{
    enum { LAST = sizeof APPROVE_OR_REJECT / sizeof *APPROVE_OR_REJECT };
    struct option *o = ARENA_ARRAY(r->arena, struct option, LAST);
    size_t n = 0;
    for (size_t i = 0; i < LAST; i++)
        if (proposed == (APPROVE_OR_REJECT[i].code != GRADE_EXCUSE_REVOKE))
            o[n++] = (struct option){.value = str_from(APPROVE_OR_REJECT[i].value), .label = str_from(APPROVE_OR_REJECT[i].label)};
    return staff_choice_of(f, "step", o, n);
}

void show_excuse(struct req *r, struct form_state *f)
{
    static const struct staff_done done[] = {{"proposed", "申请已提出，请另一位同事处理。"}, {"decided", "处理意见已保存。"}};
    const struct grade_excuse *e = r->object;
    const struct actor *a = staff_actor(r);
    bool proposed = str_eq(e->state, STR("proposed")), open = proposed || str_eq(e->state, STR("approved"));
    bool may = actor_may(a, DECIDES, 0, e->division), own = a->id == e->proposed_by;
    struct excuse_view v = {.page = staff_form_page(r, MENU_GRADING, STR("不参加评价的申请"), f),
                            .errors = staff_errors(f),
                            .guard = staff_guard(r),
                            .facts = excuse_facts(r, e),
                            .may_decide = open && may && !own,
                            .step = steps(r, f, proposed),
                            .why = staff_field(f, "why"),
                            .version = str_fmt(r->arena, "%d", e->version)};
    v.page.done = staff_done_text(r, done, 2);
    v.why.hint = STR("不同意或者撤销时必须说明理由");
    v.why.rows = 3;
    v.action = URL_PATH(r->arena, "/staff/grading/excuse/{}/decide", str_fmt(r->arena, "%d", e->id));
    if (open && may && own)
        v.no_button = STR("这份申请是您提出的，须由另一位同事处理。");
    else if (open && !may)
        v.no_button = STR("由复核人员或审批人员处理。");
    tmpl_staff_excuse(resp_html(r, form_status(f)), &v);
}

void page_excuse(struct req *r)
{
    show_excuse(r, form_empty(r, &EXCUSE_DECIDE_FORM));
}

struct decision {
    struct grade_excuse e;
    enum grade_excuse_step step;
    struct str why;
    enum grade_excuse_outcome outcome;
};

static bool decide(struct staff_act *act, void *arg)
{
    struct decision *d = arg;
    d->outcome = grade_excuse_decide(act->db, &d->e, d->step, act->actor->id, d->why, act->r->now);
    act->to = url_query(act->arena, excuse_url(act->r, d->e.id), STR("done"), STR("decided"));
    return d->outcome == GRADE_EXCUSE_DONE;
}

void act_excuse_decide(struct req *r)
{
    const struct grade_excuse *e = r->object;
    const struct decide_form *f = r->form;
    struct decision d = {.e = *e, .step = (enum grade_excuse_step)f->step, .why = f->why.n ? f->why : STR("")};
    d.e.version = (int32_t)f->version;
    if (!actor_may(staff_actor(r), DECIDES, 0, e->division)) {
        resp_forbidden(r);
        return;
    }
    if (d.step != GRADE_EXCUSE_APPROVE && f->why.n == 0) {
        form_fail(r, "why", STR("说明：请写明理由。"));
        return;
    }
    static const char *const names[] = {"approve", "reject", "revoke"};
    struct staff_act act = {.action = STR("excuse.decide"),
                            .object_type = STR("grade_excuse"),
                            .object_id = e->id,
                            .detail = str_from(names[d.step]),
                            .role = DECIDES};
    if (staff_act(r, &act, decide, &d) != STAFF_ACT_REFUSED)
        return;
    resp_conflict(r, d.outcome == GRADE_EXCUSE_SAME_PERSON ? STR("这份申请是您提出的，须由另一位同事处理。")
                                                           : staff_changed_text(r, "这份申请", STR("grade_excuse"), e->id));
}
