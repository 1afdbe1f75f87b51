/* SPDX-License-Identifier: EUPL-1.2
 * record_page.c — one record with every version it had: who changed what, when and why; and where its provider begins a correction
 * or a withdrawal, which a second person decides (entry_page.c). Nothing here changes a record.
 */
#include "base/arena.h"
#include "record/record_store.h"
#include "staff/entry_pages.h"
#include "subject/subject_store.h"
#include "tmpl/staff/record.h"

struct step_form {
    int64_t version;
};
static const struct form_field STEP_FIELDS[] = {FORM_INT(struct step_form, version, "版本", 1, INT32_MAX, true)};
const struct form_def RECORD_STEP_FORM = FORM_DEF("record-step", struct step_form, STEP_FIELDS);

struct record_opened {
    struct record record;
    struct subject subject;
};

static bool open_record(struct req *r)
{
    int64_t id;
    struct record_opened *x = ARENA_NEW(r->arena, struct record_opened);
    r->object = x;
    return req_capture_int(r, "id", 1, INT64_MAX, &id) && record_by_id(staff_db(r), r->arena, id, &x->record) &&
           subject_by_id(staff_db(r), r->arena, x->record.subject_id, &x->subject);
}

bool guard_record_view(struct req *r)
{
    const struct record_opened *x;
    return open_record(r) && (x = r->object, actor_may(staff_actor(r), ROLE_BUSINESS, 0, x->subject.division));
}

static bool provides(struct req *r, const struct record_opened *x)
{
    return actor_may(staff_actor(r), ROLE_CLERK | ROLE_REVIEWER, x->record.unit_id, x->subject.division);
}

bool guard_record_own(struct req *r)
{
    return open_record(r) && provides(r, r->object);
}

/* --- versions --- */

static struct str state_text(const struct record *x)
{
    switch ((enum record_mark)x->state) {
    case RECORD_ACTIVE:
        return x->disputed ? STR("有效，异议处理中") : STR("有效");
    case RECORD_WITHDRAWN:
        return STR("已撤回");
    case RECORD_REPAIRED:
        return STR("已修复");
    }
    return STR_NONE;
}

static struct str shown_text(struct req *r, const struct record *x)
{
    struct arena *a = r->arena;
    if (!day_is(x->show_from))
        return STR("不公示");
    return day_is(x->show_to) ? str_fmt(a, "%.*s至%.*s（含）", STR_ARG(day_zh(a, x->show_from)), STR_ARG(day_zh(a, x->show_to)))
                              : str_fmt(a, "%.*s起", STR_ARG(day_zh(a, x->show_from)));
}

/* What a version says: the values, then what the system made of them. */
static struct record_terms terms_of(struct req *r, const struct record *x)
{
    struct record_draft d = record_draft_of(r, x);
    struct record_terms t = entry_terms(r, &d);
    struct fact *p = ARENA_ARRAY(r->arena, struct fact, t.n + 3);
    for (size_t i = 0; i < t.n; i++)
        p[i] = t.p[i];
    p[t.n] = (struct fact){.term = STR("公示期"), .value = shown_text(r, x)};
    p[t.n + 1] = (struct fact){.term = STR("使用至"), .value = day_zh(r->arena, x->use_to)};
    p[t.n + 2] = (struct fact){.term = STR("状态"), .value = state_text(x)};
    return (struct record_terms){p, t.n + 3};
}

/* The proposal that made this version, else what the audit log says of that moment. */
static void tell_who(struct req *r, const struct record_version *x, struct entries entries, struct record_version_view *v)
{
    struct arena *a = r->arena;
    for (size_t i = 0; i < entries.n; i++) {
        const struct entry *e = &entries.p[i];
        if (e->result_version != x->record.version || entry_state_of(e->state) != ENTRY_APPROVED)
            continue;
        v->by = str_fmt(a, "%.*s提出，%.*s复核", STR_ARG(e->author), STR_ARG(e->reviewer));
        v->why = entry_kind_of(e->kind) == ENTRY_NEW ? str_fmt(a, "录入 %lld", (long long)e->id) : e->reason;
        return;
    }
    struct audit_row *rows;
    size_t n = audit_of(staff_db(r), a, STR("record"), x->record.id, &rows);
    const struct audit_row *near = NULL;
    for (size_t i = 0; i < n; i++) { /* the row is written at the end of the transaction that began before the version */
        int64_t apart = rows[i].at.us - x->from.us;
        if (apart > -60 * 1000000 && apart < 60 * 1000000)
            near = &rows[i];
    }
    v->by = near ? near->actor : STR("系统（导入，或者按制度重新计算期限）");
    v->why = near ? near->detail : STR_NONE;
}

static void fill_versions(struct req *r, const struct record_opened *x, struct record_view *v)
{
    static const char *const heads[2] = {"之前", "之后"};
    struct arena *a = r->arena;
    struct record_versions all = record_history(staff_db(r), a, x->subject.id, x->record.id);
    struct entry_filter filter = {.record_id = x->record.id};
    struct entries entries = entry_list(staff_db(r), a, &filter, 200);
    struct record_version_view *p = ARENA_ARRAY(a, struct record_version_view, all.n);
    for (size_t i = 0; i < all.n; i++) {
        struct record_version_view *one = &p[all.n - 1 - i]; /* newest first */
        one->heading = str_fmt(a, "第 %d 版　%.*s%s", all.p[i].record.version, STR_ARG(instant_zh(a, all.p[i].from)),
                               i + 1 == all.n ? "（现行）" : "");
        tell_who(r, &all.p[i], entries, one);
        if (i == 0) {
            one->changes.empty = STR("最初的版本。");
            continue;
        }
        one->changes = entry_changes(r, terms_of(r, &all.p[i - 1].record), terms_of(r, &all.p[i].record),
                                     str_fmt(a, "第 %d 版改动的内容", all.p[i].record.version), heads);
        one->changes.empty = STR("内容没有变化，只更新了系统标记。");
    }
    v->versions.p = p;
    v->versions.n = all.n;
}

static void fill_entries(struct req *r, const struct record_opened *x, struct record_view *v)
{
    static const struct cell head[] = {{.text = STR_INIT("编号")},
                                       {.text = STR_INIT("种类")},
                                       {.text = STR_INIT("状态")},
                                       {.text = STR_INIT("经办")},
                                       {.text = STR_INIT("复核")}};
    struct entry_filter filter = {.record_id = x->record.id};
    struct entries list = entry_list(staff_db(r), r->arena, &filter, 200);
    struct cells *rows = ARENA_ARRAY(r->arena, struct cells, list.n);
    size_t n = 0;
    for (size_t i = 0; i < list.n; i++) {
        const struct entry *e = &list.p[i];
        if (e->author_id != staff_actor(r)->id && !e->submitted_at.us)
            continue;
        struct cell *c = ARENA_ARRAY(r->arena, struct cell, 5);
        c[0] = staff_cell_link(str_fmt(r->arena, "%lld", (long long)e->id), entry_url(r, e->id, NULL));
        c[1] = staff_cell(entry_kind_name(entry_kind_of(e->kind)));
        c[2] = staff_cell(entry_state_name(entry_state_of(e->state)));
        c[3] = staff_cell(e->author);
        c[4] = staff_cell(e->reviewer);
        rows[n++] = (struct cells){c, 5};
    }
    v->entries = (struct table){
        .caption = STR("录入、更正和撤回"), .empty = STR("没有手工录入、更正或者撤回。"), .head = {head, 5}, .p = rows, .n = n};
}

static void offer(struct req *r, const struct record_opened *x, struct record_view *v)
{
    struct str id = str_fmt(r->arena, "%lld", (long long)x->record.id);
    v->may_propose = provides(r, x) && x->record.state == RECORD_ACTIVE;
    v->version = str_fmt(r->arena, "%d", x->record.version);
    v->correct = (struct entry_button){.action = URL_PATH(r->arena, "/staff/record/{}/correct", id),
                                       .label = STR("提出更正"),
                                       .note = STR("内容有误、失效或者变更的，改正内容，历史保留。"),
                                       .guard = staff_guard(r)};
    v->withdraw = (struct entry_button){.action = URL_PATH(r->arena, "/staff/record/{}/withdraw", id),
                                        .label = STR("提出撤回"),
                                        .note = STR("决定已被撤销、对象有误等不应在档的，停止公示和使用，历史保留。"),
                                        .guard = staff_guard(r),
                                        .secondary = true};
}

void page_record(struct req *r)
{
    const struct record_opened *x = r->object;
    struct arena *a = r->arena;
    const struct regime_item *item = regime_item(staff_regime(r), x->record.item);
    struct record_view v = {.page = staff_page(r, MENU_SUBJECT, STR("信用信息"))};
    struct record_terms t = terms_of(r, &x->record);
    struct fact *f = ARENA_ARRAY(a, struct fact, t.n + 4);
    size_t n = 0;
    v.archive = URL_PATH(a, "/staff/subject/{}", str_fmt(a, "%lld", (long long)x->subject.id));
    f[n++] = (struct fact){.term = STR("信用主体"), .value = x->subject.name, .url = v.archive, .linked = true};
    f[n++] = (struct fact){.term = STR("信息事项"), .value = item ? item->name : x->record.item};
    f[n++] = (struct fact){.term = STR("提供单位"), .value = x->record.unit_name};
    f[n++] = (struct fact){.term = STR("来源"), .value = x->record.source};
    for (size_t i = 0; i < t.n; i++)
        if (t.p[i].value.n)
            f[n++] = t.p[i];
    v.facts = (struct facts){f, n};
    fill_versions(r, x, &v);
    fill_entries(r, x, &v);
    offer(r, x, &v);
    tmpl_staff_record(resp_html(r, 200), &v);
}

void show_record(struct req *r, struct form_state *f)
{
    (void)f; /* its one field is hidden and ours: what comes wrong was made by hand */
    resp_error(r, 400);
}

/* --- beginning a proposal --- */

struct proposal {
    struct entry entry;
    enum entry_outcome outcome;
};

static bool propose(struct staff_act *act, void *arg)
{
    struct proposal *p = arg;
    p->outcome = entry_open(act->db, &p->entry, act->r->now, &act->object_id);
    if (p->outcome != ENTRY_DONE)
        return false;
    act->detail = str_fmt(act->arena, "%.*s信用信息 %lld", STR_ARG(entry_kind_name(entry_kind_of(p->entry.kind))),
                          (long long)p->entry.record_id);
    act->to = entry_url(act->r, act->object_id, "edit");
    return true;
}

static void refuse(struct req *r, const struct record_opened *x)
{
    struct entry_filter filter = {.open = true, .record_id = x->record.id};
    struct entries list = entry_list(staff_db(r), r->arena, &filter, 1);
    struct str who = list.n ? list.p[0].author : STR("同事");
    resp_conflict(r, str_fmt(r->arena, "这条信用信息已有一件%.*s由%.*s提出，尚未办结。请在“信息录入”中查看，办结后再提出。",
                             STR_ARG(list.n ? entry_kind_name(entry_kind_of(list.p[0].kind)) : STR("申请")), STR_ARG(who)));
}

static void begin(struct req *r, struct str kind)
{
    const struct record_opened *x = r->object;
    const struct record *c = &x->record;
    const struct step_form *f = r->form;
    if (c->state != RECORD_ACTIVE || c->version != f->version) {
        resp_conflict(r, staff_changed_text(r, "这条信用信息", STR("record"), c->id));
        return;
    }
    struct proposal p = {.entry = {.kind = kind,
                                   .subject_id = c->subject_id,
                                   .record_id = c->id,
                                   .record_version = c->version,
                                   .item = c->item,
                                   .severity = c->severity,
                                   .title = c->title,
                                   .detail = c->detail,
                                   .document_no = c->document_no,
                                   .authority = c->authority,
                                   .unit_id = c->unit_id,
                                   .found = c->found,
                                   .points = c->points,
                                   .amount = c->amount,
                                   .show_from = c->source_from,
                                   .show_to = c->source_to,
                                   .use_to = c->source_use,
                                   .received = r->today,
                                   .author_id = staff_actor(r)->id,
                                   .regime_version_id = staff_program(r)->regime.id}};
    struct staff_act act = {.action = STR("entry.open"), .object_type = STR("entry"), .role = ROLE_CLERK | ROLE_REVIEWER};
    if (staff_act(r, &act, propose, &p) == STAFF_ACT_REFUSED)
        refuse(r, x);
}

void act_record_correct(struct req *r)
{
    begin(r, STR("correct"));
}

void act_record_withdraw(struct req *r)
{
    begin(r, STR("withdraw"));
}
