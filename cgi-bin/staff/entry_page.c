/* SPDX-License-Identifier: EUPL-1.2
 * entry_page.c — one proposal: what it says, what follows from it, its files, clock and history, and the steps that this person can
 * take. The steps themselves are in entry_act.c.
 */
#include "auth/staff.h"
#include "base/arena.h"
#include "grade/grade_read.h"
#include "grade/grade_regrade.h"
#include "record/record_store.h"
#include "staff/entry_pages.h"
#include "tmpl/staff/entry.h"

static bool in_scope(struct req *r, const struct entry *e, uint32_t roles)
{
    return actor_may(staff_actor(r), roles, e->unit_id, e->division);
}

bool guard_entry(struct req *r)
{
    int64_t id;
    struct entry *e = ARENA_NEW(r->arena, struct entry);
    if (!req_capture_int(r, "id", 1, INT64_MAX, &id) || !entry_get(staff_db(r), r->arena, id, e))
        return false;
    r->object = e;
    return (e->author_id == staff_actor(r)->id || e->submitted_at.us != 0) && in_scope(r, e, r->route->roles & ROLE_BUSINESS);
}

bool guard_entry_own(struct req *r)
{
    if (!guard_entry(r))
        return false;
    const struct entry *e = r->object;
    return e->author_id == staff_actor(r)->id && entry_is_open(e);
}

bool guard_entry_review(struct req *r)
{
    return guard_entry(r) && in_scope(r, r->object, ROLE_REVIEWER);
}

/* --- facts --- */

static struct str person(struct req *r, struct str name, struct instant at)
{
    return at.us ? str_fmt(r->arena, "%.*s　%.*s", STR_ARG(name), STR_ARG(instant_zh(r->arena, at))) : STR_NONE;
}

struct fact_list {
    struct fact *p;
    size_t n, cap;
};

static struct fact *add(struct req *r, struct fact_list *f, const char *term, struct str value)
{
    struct fact *x = VEC_PUSH(r->arena, *f);
    *x = (struct fact){.term = str_from(term), .value = value};
    return x;
}

static void add_terms(struct req *r, struct fact_list *f, const struct entry *e)
{
    struct record_draft d = entry_draft(staff_regime(r), e);
    struct record_terms terms = entry_terms(r, &d);
    for (size_t i = 0; i < terms.n; i++)
        if (terms.p[i].value.n)
            add(r, f, str_cstr(r->arena, terms.p[i].term), terms.p[i].value);
}

static struct facts facts_of(struct req *r, const struct entry *e)
{
    struct arena *a = r->arena;
    struct fact_list f = {0};
    enum entry_kind kind = entry_kind_of(e->kind);
    struct fact *x = add(r, &f, "信用主体", e->subject_name);
    x->url = URL_PATH(a, "/staff/subject/{}", str_fmt(a, "%lld", (long long)e->subject_id));
    x->linked = true;
    add(r, &f, "信息事项", entry_item_name(r, e));
    add(r, &f, "状态", entry_state_name(entry_state_of(e->state)));
    if (kind != ENTRY_CORRECT) /* a correction is shown as before and after */
        add_terms(r, &f, e);
    if (kind != ENTRY_NEW)
        add(r, &f, kind == ENTRY_CORRECT ? "更正理由" : "撤回理由", e->reason);
    if (e->remark.n)
        add(r, &f, "备注（内部）", e->remark);
    add(r, &f, "录入单位", e->unit_name);
    add(r, &f, "经办", person(r, e->author, e->created_at));
    add(r, &f, "提交复核", e->submitted_at.us ? instant_zh(a, e->submitted_at) : STR_NONE);
    if (e->reviewer.n)
        add(r, &f, "复核", person(r, e->reviewer, e->decided_at));
    if (e->record_id) {
        x = add(r, &f, "信用信息", STR("查看这条信用信息的历史"));
        x->url = URL_PATH(a, "/staff/record/{}", str_fmt(a, "%lld", (long long)e->record_id));
        x->linked = true;
    }
    return (struct facts){f.p, f.n};
}

/* --- the clock --- */

static struct table days_of(struct req *r, const struct entry *e, struct day due)
{
    static const struct cell head[] = {
        {.text = STR_INIT("日期")}, {.text = STR_INIT("性质")}, {.text = STR_INIT("第几个工作日"), .number = true}};
    struct calendar_steps steps = calendar_explain(staff_calendar(r), r->arena, e->received, due);
    struct cells *rows = ARENA_ARRAY(r->arena, struct cells, steps.n + 1);
    struct cell *first = ARENA_ARRAY(r->arena, struct cell, 3);
    first[0] = staff_cell(day_zh(r->arena, e->received));
    first[1] = staff_cell(STR("收到或者发现的当日，不计算"));
    first[2] = (struct cell){.text = STR("0"), .number = true};
    rows[0] = (struct cells){first, 3};
    for (size_t i = 0; i < steps.n; i++) {
        struct cell *c = ARENA_ARRAY(r->arena, struct cell, 3);
        c[0] = staff_cell(day_zh(r->arena, steps.p[i].day));
        c[1] = staff_cell(calendar_step_zh(r->arena, steps.p[i]));
        c[2] = (struct cell){.text = steps.p[i].count ? str_fmt(r->arena, "%d", steps.p[i].count) : STR("不计算"), .number = true};
        rows[i + 1] = (struct cells){c, 3};
    }
    return (struct table){.caption = STR("逐日计算"), .empty = STR(""), .head = {head, 3}, .p = rows, .n = steps.n + 1};
}

static void fill_clock(struct req *r, const struct entry *e, struct entry_view *v)
{
    if (entry_kind_of(e->kind) == ENTRY_NEW || !day_is(e->received))
        return;
    struct arena *a = r->arena;
    bool decided = entry_state_of(e->state) == ENTRY_APPROVED;
    struct entry_clock c =
        entry_clock(entry_regime(r, e), staff_calendar(r), e->received, decided ? instant_day(e->decided_at) : r->today);
    if (!c.rule)
        return;
    struct fact_list f = {0};
    struct str basis = str_fmt(a, "依据：%.*s（%.*s）", STR_ARG(regime_legal_text(&c.rule->legal)), STR_ARG(c.rule->label));
    add(r, &f, "收到或者发现", day_zh(a, e->received));
    if (!day_is(c.due)) {
        add(r, &f, "处理期限", STR("尽快办理，制度没有规定天数"))->note = basis;
    } else {
        add(r, &f, "处理期限", str_fmt(a, "%.*s%s", STR_ARG(day_zh(a, c.due)), c.provisional ? "（暂定）" : ""))->note = basis;
        add(r, &f, decided ? "办结时" : "现在", decided && !c.over ? STR("按期办结") : entry_left_text(a, &c));
        v->days = days_of(r, e, c.due);
    }
    v->clock = (struct facts){f.p, f.n};
}

/* --- before and after, effect, history --- */

static void fill_changes(struct req *r, const struct entry *e, struct entry_view *v)
{
    static const char *const heads[2] = {"更正前", "更正后"};
    struct record x;
    if (entry_kind_of(e->kind) != ENTRY_CORRECT)
        return;
    if (!record_as_of(staff_db(r), r->arena, e->subject_id, e->record_id, e->record_version, &x))
        return;
    struct record_draft before = record_draft_of(r, &x), after = entry_draft(staff_regime(r), e);
    v->changes = entry_changes(r, entry_terms(r, &before), entry_terms(r, &after), STR("更正的内容"), heads);
}

static struct str action_name(struct str action)
{
    static const struct {
        struct str code;
        const char *name;
    } names[] = {{STR_INIT("entry.open"), "新建草稿"},   {STR_INIT("entry.save"), "保存"},
                 {STR_INIT("entry.submit"), "提交复核"}, {STR_INIT("entry.recall"), "收回修改"},
                 {STR_INIT("entry.drop"), "作废"},       {STR_INIT("entry.approve"), "复核通过"},
                 {STR_INIT("entry.return"), "退回"},     {STR_INIT("evidence.view"), "查看材料"}};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (str_eq(names[i].code, action))
            return str_from(names[i].name);
    return action;
}

static struct table history_of(struct req *r, const struct entry *e)
{
    static const struct cell head[] = {
        {.text = STR_INIT("时间")}, {.text = STR_INIT("操作")}, {.text = STR_INIT("账号")}, {.text = STR_INIT("说明")}};
    struct audit_row *list;
    size_t n = audit_of(staff_db(r), r->arena, STR("entry"), e->id, &list);
    struct cells *rows = ARENA_ARRAY(r->arena, struct cells, n);
    for (size_t i = 0; i < n; i++) {
        struct cell *c = ARENA_ARRAY(r->arena, struct cell, 4);
        c[0] = staff_cell(instant_zh(r->arena, list[i].at));
        c[1] = staff_cell(action_name(list[i].action));
        c[2] = staff_cell(list[i].actor);
        c[3] = staff_cell(list[i].detail);
        rows[i] = (struct cells){c, 4};
    }
    return (struct table){.caption = STR("办理经过"), .empty = STR("还没有记录。"), .head = {head, 4}, .p = rows, .n = n};
}

/* Published grades of years in which a new record counts: they will be graded again, and that is said before it is let in. */
static void add_published(struct req *r, const struct entry *e, enum entry_kind kind, struct entry_view *v)
{
    struct arena *a = r->arena;
    const struct regime *g = staff_regime(r);
    const struct regime_item *item = regime_item(g, e->item);
    struct grade_rows grades = grade_of_subject(staff_db(r), a, e->subject_id);
    struct str list = STR_NONE;
    if (kind != ENTRY_NEW || !day_is(e->found) || !item || entry_state_of(e->state) == ENTRY_APPROVED)
        return;
    struct grade_years years = grade_years_of(g, e->subject_type, item, e->found, entry_life(g, e).use_to);
    for (size_t i = 0; i < grades.n; i++) /* newest round of a year first */
        if (grades.p[i].year >= years.from && grades.p[i].year <= years.to && (i == 0 || grades.p[i - 1].year != grades.p[i].year))
            list = list.n ? str_fmt(a, "%.*s、%d年度", STR_ARG(list), grades.p[i].year) : str_fmt(a, "%d年度", grades.p[i].year);
    if (!list.n)
        return;
    struct fact *p = ARENA_ARRAY(a, struct fact, v->effect.n + 1);
    for (size_t k = 0; k < v->effect.n; k++)
        p[k] = v->effect.p[k];
    p[v->effect.n] = (struct fact){.term = STR("已公布的等级"),
                                   .value = str_cat(a, list, STR("等级标为“待重新评价”")),
                                   .note = STR("由系统发起单个主体重新评价，签发前仍公布原等级")};
    v->effect = (struct facts){p, v->effect.n + 1};
}

static void fill_effect(struct req *r, const struct entry *e, struct entry_view *v)
{
    enum entry_kind kind = entry_kind_of(e->kind);
    if (kind == ENTRY_WITHDRAW) {
        v->effect_heading =
            STR("通过以后：立即停止公示，不再用于评价；用过它的已公布等级标为“待重新评价”，由系统发起重新评价；历史记录保留。");
        return;
    }
    v->effect = entry_effect_facts(r, e);
    add_published(r, e, kind, v);
    v->effect_heading =
        kind == ENTRY_NEW ? STR("通过以后，这条信息按下列期限公示、使用和保存：")
                          : STR("通过以后，这条信息按更正后的内容和下列期限公示、使用和保存；用过它的已公布等级标为“待重新评价”：");
}

/* --- steps --- */

static void offer(struct req *r, const struct entry *e, struct entry_view *v, const char *step, const char *label, const char *note,
                  bool secondary)
{
    v->buttons.p[v->buttons.n++] = (struct entry_button){.action = entry_url(r, e->id, step),
                                                         .label = str_from(label),
                                                         .note = str_from(note),
                                                         .guard = staff_guard(r),
                                                         .secondary = secondary};
}

static void offer_review(struct req *r, const struct entry *e, struct entry_view *v, const struct form_state *f)
{
    v->may_review = true;
    offer(r, e, v, "approve", "复核通过", "内容和证明材料经核对无误，立即生效。", false);
    v->send_back = (struct entry_button){
        .action = entry_url(r, e->id, "return"), .label = STR("退回经办人"), .guard = staff_guard(r), .secondary = true};
    v->verdict = staff_field(f, "verdict");
    v->verdict.hint = STR("一次写明全部需要补正的地方，经办人据此修改后再次提交");
    v->verdict.rows = 3;
}

static void offer_steps(struct req *r, const struct entry *e, struct entry_view *v, const struct form_state *f)
{
    bool own = e->author_id == staff_actor(r)->id;
    v->buttons.p = ARENA_ARRAY(r->arena, struct entry_button, 4);
    switch (entry_state_of(e->state)) {
    case ENTRY_DRAFT:
    case ENTRY_RETURNED:
        if (own) {
            v->may_edit = true;
            v->edit = entry_url(r, e->id, "edit");
            offer(r, e, v, "submit", "提交复核", "由另一位有复核权限的同事核对。", false);
            offer(r, e, v, "drop", "作废", "不再办理，留有记录。", true);
        }
        v->nobody = STR("经办人修改后再次提交。");
        return;
    case ENTRY_SUBMITTED:
        if (own)
            offer(r, e, v, "recall", "收回修改", "收回后成为草稿，修改后再次提交。", true);
        else if (in_scope(r, e, ROLE_REVIEWER))
            offer_review(r, e, v, f);
        v->nobody = own ? STR_NONE : STR("等待复核人员办理。");
        return;
    case ENTRY_APPROVED:
        v->nobody = STR("已办结。");
        return;
    case ENTRY_DROPPED:
        v->nobody = STR("已作废，不再办理。");
        return;
    }
}

void show_entry(struct req *r, struct form_state *f)
{
    static const struct staff_done done[] = {
        {"submitted", "已提交，等待另一位同事复核。"},
        {"recalled", "已收回，可以修改。"},
        {"dropped", "已作废。"},
        {"approved", "复核通过，已经生效。"},
        {"regrade", "复核通过，已经生效。用过这条信息的已公布等级已标为“待重新评价”，系统随后发起重新评价。"},
        {"returned", "已退回经办人。"}};
    const struct entry *e = r->object;
    struct entry_view v = {.page = staff_form_page(r, MENU_ENTRY, entry_title(r, e), f), .errors = staff_errors(f)};
    v.page.done = staff_done_text(r, done, sizeof done / sizeof *done);
    v.version = str_fmt(r->arena, "%d", e->version);
    v.facts = facts_of(r, e);
    struct str late = entry_late_text(r, e);
    if (str_eq(e->state, STR("returned")))
        v.notice = (struct notice){.tone = TAG_WARN, .heading = STR("复核人退回"), .text = e->verdict};
    else if (late.n)
        v.notice = (struct notice){.tone = TAG_WARN, .heading = STR("迟报"), .text = late};
    fill_effect(r, e, &v);
    fill_clock(r, e, &v);
    fill_changes(r, e, &v);
    v.files = entry_files_of(r, e);
    v.history = history_of(r, e);
    offer_steps(r, e, &v, f);
    tmpl_staff_entry(resp_html(r, form_status(f)), &v);
}

void page_entry(struct req *r)
{
    show_entry(r, form_empty(r, &ENTRY_RETURN_FORM));
}
