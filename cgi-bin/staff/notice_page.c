/* SPDX-License-Identifier: EUPL-1.2
 * notice_page.c — one document: its text, its state, and what may be done: issue (by another than who drafted it), drop, declare
 * void, and begin the document that withdraws or corrects it.
 */
#include "base/arena.h"
#include "job/job.h"
#include "notice/notice_sign.h"
#include "publish/publish.h"
#include "staff/notice_pages.h"
#include "staff/staff.h"
#include "tmpl/staff/notice.h"

enum { DRAFTS = ROLE_CLERK | ROLE_REVIEWER | ROLE_APPROVER };

struct sign_form {
    int64_t version;
};
static const struct form_field SIGN_FIELDS[] = {FORM_INT(struct sign_form, version, "版本", 1, INT32_MAX, true)};
const struct form_def NOTICE_SIGN_FORM = FORM_DEF("notice-sign", struct sign_form, SIGN_FIELDS);

struct void_form {
    struct str reason;
    int64_t version;
};
static const struct form_field VOID_FIELDS[] = {
    FORM_LINE(struct void_form, reason, "作废原因", 4, 100, true),
    FORM_INT(struct void_form, version, "版本", 1, INT32_MAX, true),
};
const struct form_def NOTICE_VOID_FORM = FORM_DEF("notice-void", struct void_form, VOID_FIELDS);

bool guard_notice(struct req *r)
{
    int64_t id;
    struct notice_doc *n = ARENA_NEW(r->arena, struct notice_doc);
    if (!req_capture_int(r, "id", 1, INT32_MAX, &id) || !notice_get(staff_db(r), r->arena, (int)id, n) ||
        str_eq(n->state, STR("dropped")))
        return false;
    r->object = n;
    return actor_may(staff_actor(r), r->route->roles & ROLE_BUSINESS, 0, n->division_prefix);
}

static struct facts facts_of(struct req *r, const struct notice_doc *n)
{
    struct fact *f = ARENA_ARRAY(r->arena, struct fact, 10);
    const struct regime_notice *k = regime_notice(staff_regime(r), n->kind);
    struct arena *a = r->arena;
    size_t c = 0;
    f[c++] = (struct fact){.term = STR("种类"), .value = k ? k->label : n->kind};
    f[c++] = (struct fact){.term = STR("状态"), .value = notice_state_name(n->state), .note = n->end_reason};
    f[c++] = (struct fact){.term = STR("文号"), .value = n->document_no};
    f[c++] = (struct fact){.term = STR("公开"), .value = n->is_open ? STR("公开，列入公告") : STR("不公开，凭核验码可以核验真伪")};
    f[c++] = (struct fact){.term = STR("拟稿"), .value = n->drafter, .note = instant_zh(a, n->drafted_at)};
    if (n->issued_at.us)
        f[c++] = (struct fact){.term = STR("签发"), .value = n->issuer, .note = instant_zh(a, n->issued_at)};
    if (n->check_code.n)
        f[c++] = (struct fact){.term = STR("核验码"), .value = n->check_code};
    if (n->ended_by)
        f[c++] = (struct fact){.term = STR("由哪份文书撤销或替代"),
                               .value = n->ended_no,
                               .url = notice_page_url(r, n->ended_by),
                               .linked = true,
                               .note = day_zh(a, n->ended_on)};
    if (n->target_id)
        f[c++] = (struct fact){
            .term = STR("针对的文书"), .value = STR("查看所针对的文书"), .url = notice_page_url(r, n->target_id), .linked = true};
    if (n->forgotten_at.us)
        f[c++] = (struct fact){.term = STR("正文"), .value = STR("已依法删除"), .note = instant_zh(a, n->forgotten_at)};
    return (struct facts){f, c};
}

static void fill_body(struct req *r, const struct notice_doc *n, struct staff_notice_view *v)
{
    struct notice_body b;
    if (!notice_body_get(staff_db(r), r->arena, staff_program(r)->vault, n, &b))
        return;
    struct staff_paragraph *p = ARENA_ARRAY(r->arena, struct staff_paragraph, b.paragraphs.n);
    for (size_t i = 0; i < b.paragraphs.n; i++)
        p[i] = (struct staff_paragraph){b.paragraphs.p[i], notice_is_heading(b.paragraphs.p[i])};
    v->body.p = p;
    v->body.n = b.paragraphs.n;
    v->addressee = b.addressee.n ? str_cat(r->arena, b.addressee, STR("：")) : STR_NONE;
    v->signer = b.signer.n ? b.signer : staff_regime(r)->head.bureau;
}

static struct url sub(struct req *r, const struct notice_doc *n, const char *pattern)
{
    struct str id = str_fmt(r->arena, "%d", n->id);
    return url_path(r->arena, pattern, &id, 1);
}

static void fill_acts(struct req *r, const struct notice_doc *n, struct staff_notice_view *v)
{
    const struct actor *a = staff_actor(r);
    bool is_draft = str_eq(n->state, STR("draft")), issued = str_eq(n->state, STR("issued")), own = n->drafted_by == a->id;
    bool drafts = actor_may(a, DRAFTS, 0, n->division_prefix), approves = actor_may(a, ROLE_APPROVER, 0, n->division_prefix);
    v->may_edit = is_draft && drafts;
    v->may_issue = is_draft && approves && !own;
    v->may_void = issued && approves && !own && !n->publication_id;
    if (is_draft && approves && own)
        v->no_button = STR("这份草稿是您拟的，须由另一位审批人员签发。");
    else if (is_draft && !approves)
        v->no_button = STR("由审批人员签发。");
    v->issue = sub(r, n, "/staff/notice/{}/issue");
    v->drop = sub(r, n, "/staff/notice/{}/drop");
    v->edit = sub(r, n, "/staff/notice/{}/edit");
    v->void_url = sub(r, n, "/staff/notice/{}/void");
    if (n->signed_at.us && !n->forgotten_at.us)
        v->pdf = sub(r, n, "/staff/notice/{}/pdf");
    if (issued && drafts && !n->publication_id) {
        v->withdraw = url_query_int(r->arena, URL_STATIC("/staff/notice/new/withdrawal"), STR("target"), n->id);
        v->correct = url_query_int(r->arena, URL_STATIC("/staff/notice/new/correction"), STR("target"), n->id);
    }
}

void show_staff_notice(struct req *r, struct form_state *f)
{
    static const struct staff_done done[] = {{"drafted", "草稿已保存，请审批人员签发。"},
                                             {"edited", "草稿已修改。"},
                                             {"issued", "已签发并编号，正在生成签名文件。"},
                                             {"void", "文号已作废。"}};
    const struct notice_doc *n = r->object;
    bool again = str_eq(str_from(f->def->name), str_from(NOTICE_VOID_FORM.name));
    struct staff_notice_view v = {.page =
                                      again ? staff_form_page(r, MENU_NOTICE, n->title, f) : staff_page(r, MENU_NOTICE, n->title),
                                  .errors = staff_errors(f),
                                  .facts = facts_of(r, n),
                                  .issue_guard = staff_guard(r),
                                  .drop_guard = staff_guard(r),
                                  .void_guard = staff_guard(r),
                                  .signed_now = n->signed_at.us != 0,
                                  .version = str_fmt(r->arena, "%d", n->version)};
    v.page.done = staff_done_text(r, done, sizeof done / sizeof *done);
    fill_body(r, n, &v);
    fill_acts(r, n, &v);
    v.reason = staff_field(again ? f : form_empty(r, &NOTICE_VOID_FORM), "reason");
    v.reason.hint = STR("公开显示，不要写出个人姓名。作废后文号保留，不再使用");
    if (n->issued_at.us && !v.signed_now)
        v.notice = (struct notice){.tone = TAG_INFO, .heading = STR("正在生成签名文件"), .text = STR("稍候刷新本页即可下载。")};
    tmpl_staff_notice(resp_html(r, form_status(f)), &v);
}

void page_staff_notice(struct req *r)
{
    show_staff_notice(r, form_empty(r, &NOTICE_VOID_FORM));
}

struct step {
    struct notice_act act;
    struct str reason;
    enum notice_outcome outcome;
};

static bool issue(struct staff_act *act, void *arg)
{
    struct step *x = arg;
    const struct notice_doc *n = act->r->object;
    struct regime_version v;
    if (!regime_version_load(act->db, act->arena, n->regime_version_id, &v))
        return false;
    x->outcome = notice_issue(act->db, act->arena, staff_program(act->r)->vault, v.regime, &x->act, &act->detail);
    if (x->outcome != NOTICE_DONE)
        return false;
    job_add(act->db, JOB_NOTICE, x->act.id, act->actor->id, act->r->now);
    act->to = url_query(act->arena, notice_page_url(act->r, x->act.id), STR("done"), STR("issued"));
    return true;
}

static bool drop(struct staff_act *act, void *arg)
{
    struct step *x = arg;
    x->outcome = notice_drop(act->db, act->arena, &x->act);
    act->to = URL_STATIC("/staff/notice?done=dropped");
    return x->outcome == NOTICE_DONE;
}

static bool declare_void(struct staff_act *act, void *arg)
{
    struct step *x = arg;
    x->outcome = notice_void(act->db, act->arena, &x->act, x->reason);
    act->to = url_query(act->arena, notice_page_url(act->r, x->act.id), STR("done"), STR("void"));
    return x->outcome == NOTICE_DONE;
}

static void run(struct req *r, const char *action, uint32_t role, staff_work_fn work, int64_t version, struct str reason)
{
    const struct notice_doc *n = r->object;
    struct step x = {.act = {.id = n->id, .version = (int)version, .staff_id = staff_actor(r)->id, .now = r->now},
                     .reason = reason};
    struct staff_act act = {.action = str_from(action), .object_type = STR("notice"), .object_id = n->id, .role = role};
    if (!actor_may(staff_actor(r), role, 0, n->division_prefix)) {
        resp_forbidden(r);
        return;
    }
    if (staff_act(r, &act, work, &x) != STAFF_ACT_REFUSED)
        return;
    switch (x.outcome) {
    case NOTICE_SAME_PERSON:
        resp_conflict(r, STR("拟稿和签发须由不同的人办理。请由另一位审批人员办理。"));
        return;
    case NOTICE_TARGET:
        resp_conflict(r, STR("所针对的文书已被撤销、替代或者作废，不能再办理。请返回查看最新情况。"));
        return;
    case NOTICE_DONE:
    case NOTICE_MISSING:
    case NOTICE_CONFLICT:
        resp_conflict(r, staff_changed_text(r, "这份文书", STR("notice"), n->id));
        return;
    }
}

void act_notice_issue(struct req *r)
{
    run(r, "notice.issue", ROLE_APPROVER, issue, ((const struct sign_form *)r->form)->version, STR_NONE);
}

void act_notice_drop(struct req *r)
{
    run(r, "notice.drop", DRAFTS, drop, ((const struct sign_form *)r->form)->version, STR_NONE);
}

void act_notice_void(struct req *r)
{
    const struct void_form *f = r->form;
    run(r, "notice.void", ROLE_APPROVER, declare_void, f->version, f->reason);
}

void page_notice_file(struct req *r)
{
    const struct notice_doc *n = r->object;
    struct str pdf;
    bool there = n->publication_id ? publication_file(staff_db(r), r->arena, n->publication_id, STR("pdf"), &pdf)
                                   : notice_file(staff_db(r), r->arena, staff_program(r)->vault, n, &pdf);
    if (!there) {
        resp_not_found(r);
        return;
    }
    out_str(resp_download(r, str_cat(r->arena, n->document_no, STR(".pdf")), STR("application/pdf")), pdf);
}
