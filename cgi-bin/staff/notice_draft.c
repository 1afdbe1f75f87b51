/* SPDX-License-Identifier: EUPL-1.2
 * notice_draft.c — drafting a document, and editing the draft. A document about a subject has no title of its own: its name is that
 * of the kind, so that neither number nor title ever tells whom it is about.
 */
#include "base/arena.h"
#include "base/id.h"
#include "notice/notice.h"
#include "staff/notice_pages.h"
#include "staff/staff.h"
#include "subject/subject_store.h"
#include "tmpl/staff/notice_draft.h"

enum { DRAFTS = ROLE_CLERK | ROLE_REVIEWER | ROLE_APPROVER };

struct new_form {
    struct str title, addressee, text, subject, target;
    int64_t record;
};
static const struct form_field NEW_FIELDS[] = {
    FORM_LINE(struct new_form, title, "标题", 0, 100, false),
    FORM_LINE(struct new_form, subject, "信用主体", 0, 18, false),
    FORM_INT(struct new_form, record, "信息编号", 0, INT64_MAX, false),
    FORM_LINE(struct new_form, target, "所针对的文号", 0, 60, false),
    FORM_LINE(struct new_form, addressee, "主送", 0, 100, false),
    FORM_TEXT(struct new_form, text, "正文", 1, 15000, true),
};
const struct form_def NOTICE_NEW_FORM = FORM_DEF("notice-new", struct new_form, NEW_FIELDS);

struct edit_form {
    struct str title, addressee, text;
    int64_t version;
};
static const struct form_field EDIT_FIELDS[] = {
    FORM_LINE(struct edit_form, title, "标题", 0, 100, false),
    FORM_LINE(struct edit_form, addressee, "主送", 0, 100, false),
    FORM_TEXT(struct edit_form, text, "正文", 1, 15000, true),
    FORM_INT(struct edit_form, version, "版本", 1, INT32_MAX, true),
};
const struct form_def NOTICE_EDIT_FORM = FORM_DEF("notice-edit", struct edit_form, EDIT_FIELDS);

bool guard_notice_kind(struct req *r)
{
    const struct regime_notice *k = regime_notice(staff_regime(r), req_capture(r, "kind"));
    if (!k || (k->about != NOTICE_ABOUT_NOBODY && k->about != NOTICE_ABOUT_SUBJECT))
        return false;
    r->object = (void *)(uintptr_t)k;
    return true;
}

static struct facts facts_of(struct req *r, const struct regime_notice *k)
{
    struct fact *f = ARENA_ARRAY(r->arena, struct fact, 3);
    struct str word = str_cat(r->arena, staff_regime(r)->head.label, k->word);
    f[0] = (struct fact){.term = STR("种类"), .value = k->label};
    f[1] = (struct fact){
        .term = STR("依据"), .value = regime_legal_text(&k->legal), .note = k->legal.local ? k->legal.note : STR_NONE};
    f[2] = (struct fact){.term = STR("文号代字"), .value = word, .note = STR("签发时连续编号，不跳号")};
    return (struct facts){f, 3};
}

static void text_fields(const struct form_state *f, struct staff_notice_draft_view *v)
{
    v->title = staff_field(f, "title");
    v->addressee = staff_field(f, "addressee");
    v->addressee.hint = STR("可以不填。不用写冒号");
    v->text = staff_field(f, "text");
    v->text.hint = STR("每行一段。“一、……”开头的短行按小标题排版。成文日期、署名、二维码自动生成");
    v->text.rows = 14;
}

void show_notice_new(struct req *r, struct form_state *f)
{
    const struct regime_notice *k = r->object;
    struct str title = str_cat(r->arena, STR("拟稿："), k->label);
    struct staff_notice_draft_view v = {.page = staff_form_page(r, MENU_NOTICE, title, f),
                                        .errors = staff_errors(f),
                                        .guard = staff_guard(r),
                                        .facts = facts_of(r, k),
                                        .has_title = k->about == NOTICE_ABOUT_NOBODY,
                                        .has_subject = k->about == NOTICE_ABOUT_SUBJECT,
                                        .has_target = k->effect != NOTICE_EFFECT_NONE,
                                        .action = URL_PATH(r->arena, "/staff/notice/new/{}", k->code),
                                        .back = URL_STATIC("/staff/notice")};
    text_fields(f, &v);
    v.subject = staff_field(f, "subject");
    v.subject.hint = STR("统一社会信用代码或者档案页网址中的16位编号。不要填写身份证件号码");
    v.subject.code = true;
    v.record = staff_field(f, "record");
    v.record.hint = STR("文书依据的那一条信用信息的编号，可以不填。该信息修复、到期后，文书内容自动停止保存和公开");
    v.record.inputmode = STR("numeric");
    v.record.width = 10;
    v.target = staff_field(f, "target");
    v.target.hint = STR("被撤销或者被更正的文书的文号，签发时生效");
    tmpl_staff_notice_draft(resp_html(r, form_status(f)), &v);
}

void page_notice_new(struct req *r)
{
    const struct regime_notice *k = r->object;
    struct form_state *f = form_empty(r, &NOTICE_NEW_FORM);
    struct notice_doc target;
    int64_t id = req_query_int(r, STR("target"), 1, INT32_MAX, 0);
    form_set(f, "text", notice_lines_text(r->arena, (struct notice_lines){k->text.p, k->text.n}));
    form_set(f, "subject", req_query(r, STR("subject")));
    form_set(f, "record", req_query(r, STR("record")));
    if (id && notice_get(staff_db(r), r->arena, (int)id, &target) && target.document_no.n) {
        form_set(f, "target", target.document_no);
        if (k->about == NOTICE_ABOUT_NOBODY)
            form_set(f, "title",
                     str_fmt(r->arena, "关于%s%.*s的公告", k->effect == NOTICE_EFFECT_WITHDRAW ? "撤销" : "更正",
                             STR_ARG(target.document_no)));
    }
    show_notice_new(r, f);
}

struct drafting {
    struct notice_draft d;
    enum notice_outcome outcome;
};

static bool draft(struct staff_act *act, void *arg)
{
    struct drafting *x = arg;
    int id;
    x->outcome = notice_draft(act->db, act->arena, staff_program(act->r)->vault, &x->d, &id);
    if (x->outcome != NOTICE_DONE)
        return false;
    act->object_id = id;
    act->to = url_query(act->arena, notice_page_url(act->r, id), STR("done"), STR("drafted"));
    return true;
}

/* The subject of the form, within the actor's scope. False: the page went out again. */
static bool take_subject(struct req *r, const struct new_form *f, struct notice_draft *d)
{
    struct subject s;
    if (!subject_by_code(staff_db(r), r->arena, f->subject, &s) || !actor_may(staff_actor(r), DRAFTS, 0, s.division)) {
        form_fail(r, "subject", STR("信用主体：没有查到这个代码的信用主体，请先在“信用主体”中查询。"));
        return false;
    }
    d->subject_id = s.id;
    d->record_id = f->record > 0 ? f->record : 0;
    d->natural = notice_is_natural(s.kind);
    return true;
}

static bool take_target(struct req *r, const struct new_form *f, struct notice_draft *d)
{
    struct str number;
    struct notice_doc target;
    if (!docno_normalise(r->arena, f->target, &number) || !notice_by_number(staff_db(r), r->arena, number, &target) ||
        !str_eq(target.state, STR("issued")) || target.publication_id) {
        form_fail(r, "target", STR("所针对的文号：没有这个文号的有效文书。汇总表和报告由重新公布来更正。"));
        return false;
    }
    d->target_id = target.id;
    return true;
}

void act_notice_new(struct req *r)
{
    const struct regime_notice *k = r->object;
    const struct new_form *f = r->form;
    const struct actor *a = staff_actor(r);
    struct drafting x = {.d = {.regime = staff_regime(r),
                               .kind = k,
                               .regime_version_id = staff_program(r)->regime.id,
                               .title = f->title,
                               .body = {.addressee = f->addressee, .paragraphs = notice_lines_of(r->arena, f->text)},
                               .staff_id = a->id,
                               .now = r->now}};
    int unit;
    if (!actor_scope(a, DRAFTS, &x.d.division_prefix, &unit)) {
        resp_forbidden(r);
        return;
    }
    if (!x.d.division_prefix.n)
        x.d.division_prefix = division_prefix(staff_regime(r)->head.division);
    if (k->about == NOTICE_ABOUT_NOBODY && !f->title.n) {
        form_fail(r, "title", STR("标题：请填写标题。"));
        return;
    }
    if (k->about == NOTICE_ABOUT_SUBJECT && !take_subject(r, f, &x.d))
        return;
    if (k->effect != NOTICE_EFFECT_NONE && !take_target(r, f, &x.d))
        return;
    struct staff_act act = {.action = STR("notice.draft"), .object_type = STR("notice"), .detail = k->code, .role = DRAFTS};
    if (staff_act(r, &act, draft, &x) == STAFF_ACT_REFUSED)
        form_fail(r, "target", STR("所针对的文号：这份文书刚刚已被撤销或者替代。"));
}

/* --- the draft again --- */

void show_notice_edit(struct req *r, struct form_state *f)
{
    const struct notice_doc *n = r->object;
    const struct regime_notice *k = regime_notice(staff_regime(r), n->kind);
    struct staff_notice_draft_view v = {.page = staff_form_page(r, MENU_NOTICE, STR("修改草稿"), f),
                                        .errors = staff_errors(f),
                                        .guard = staff_guard(r),
                                        .has_title = !n->subject_id,
                                        .action = URL_PATH(r->arena, "/staff/notice/{}/edit", str_fmt(r->arena, "%d", n->id)),
                                        .back = notice_page_url(r, n->id),
                                        .version = form_value(f, "version")};
    if (k)
        v.facts = facts_of(r, k);
    text_fields(f, &v);
    tmpl_staff_notice_draft(resp_html(r, form_status(f)), &v);
}

void page_notice_edit(struct req *r)
{
    const struct notice_doc *n = r->object;
    struct form_state *f = form_empty(r, &NOTICE_EDIT_FORM);
    struct notice_body b;
    if (!str_eq(n->state, STR("draft")) || !notice_body_get(staff_db(r), r->arena, staff_program(r)->vault, n, &b)) {
        resp_not_found(r);
        return;
    }
    form_set(f, "title", n->title);
    form_set(f, "addressee", b.addressee);
    form_set(f, "text", notice_lines_text(r->arena, b.paragraphs));
    form_set_int(f, "version", n->version);
    show_notice_edit(r, f);
}

struct editing {
    struct notice_act act;
    struct str title;
    struct notice_body body;
    enum notice_outcome outcome;
};

static bool edit(struct staff_act *act, void *arg)
{
    struct editing *x = arg;
    x->outcome = notice_edit(act->db, act->arena, staff_program(act->r)->vault, &x->act, x->title, &x->body);
    act->to = url_query(act->arena, notice_page_url(act->r, x->act.id), STR("done"), STR("edited"));
    return x->outcome == NOTICE_DONE;
}

void act_notice_edit(struct req *r)
{
    const struct notice_doc *n = r->object;
    const struct edit_form *f = r->form;
    if (!n->subject_id && !f->title.n) {
        form_fail(r, "title", STR("标题：请填写标题。"));
        return;
    }
    struct editing x = {.act = {.id = n->id, .version = (int)f->version, .staff_id = staff_actor(r)->id, .now = r->now},
                        .title = f->title,
                        .body = {.addressee = f->addressee, .paragraphs = notice_lines_of(r->arena, f->text)}};
    struct staff_act act = {.action = STR("notice.edit"), .object_type = STR("notice"), .object_id = n->id, .role = DRAFTS};
    if (staff_act(r, &act, edit, &x) == STAFF_ACT_REFUSED)
        resp_conflict(r, staff_changed_text(r, "这份草稿", STR("notice"), n->id));
}
