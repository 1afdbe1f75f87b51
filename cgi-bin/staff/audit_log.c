/* SPDX-License-Identifier: EUPL-1.2
 * audit_log.c — 操作日志: who did what, with filters that can be bookmarked; the same rows as a file; and the order to walk the
 * whole log, which the worker does. Nothing here, at any right, changes or empties it.
 */
#include "staff/audit_log.h"

#include "audit/checkpoint.h"
#include "auth/role.h"
#include "base/arena.h"
#include "job/job.h"
#include "sheet/sheet_write.h"
#include "staff/audit_words.h"
#include "staff/staff.h"
#include "tmpl/staff/audit.h"

enum { SHOWN = 50, FILE_ROWS = 20000, FILE_PAGE = 1000, REFRESH_SECONDS = 3, THE_LOG = 1 };

const struct form_def AUDIT_VERIFY_FORM = FORM_BUTTON("audit-verify");

struct export_form {
    struct str account, action;
    struct day from, to;
};
static const struct form_field EXPORT_FIELDS[] = {
    FORM_LINE(struct export_form, account, "账号", 0, 40, false),
    FORM_LINE(struct export_form, action, "操作", 0, 40, false),
    FORM_DATE(struct export_form, from, "开始日期", false),
    FORM_DATE(struct export_form, to, "结束日期", false),
};
const struct form_def AUDIT_EXPORT_FORM = FORM_DEF("audit-export", struct export_form, EXPORT_FIELDS);

static struct audit_query query_of(struct str account, struct str action, struct day from, struct day to)
{
    struct audit_query q = {.actor = account, .action = action};
    if (day_is(from))
        q.from = instant_of_day(from);
    if (day_is(to))
        q.to = instant_of_day(day_add(to, 1)); /* the last day is included */
    return q;
}

static struct str object_text(struct arena *a, const struct audit_row *x)
{
    if (x->forgotten)
        return STR("已依法遗忘");
    return str_fmt(a, "%.*s %.*s", STR_ARG(audit_object_word(x->object_type)), STR_ARG(x->object_id));
}

static struct str role_text(const struct audit_row *x)
{
    if (x->actor_id == 0 && x->role.n == 0)
        return STR("系统");
    if (str_eq(x->role, STR("shell")))
        return STR("命令行");
    return x->role.n && role_from_code(x->role) ? role_name(role_from_code(x->role)) : x->role;
}

static struct cells audit_cells(struct req *r, const struct audit_row *x)
{
    struct cell *c = ARENA_ARRAY(r->arena, struct cell, 7);
    c[0] = staff_cell(str_fmt(r->arena, "%lld", (long long)x->seq));
    c[1] = staff_cell(instant_zh(r->arena, x->at));
    c[2] = staff_cell(x->actor);
    c[3] = staff_cell(role_text(x));
    c[4] = staff_cell(audit_action_word(x->action));
    c[5] = staff_cell(object_text(r->arena, x));
    c[6] = staff_cell(x->detail);
    return (struct cells){c, 7};
}

/* The order to verify and how it stands. */
static void fill_verification(struct req *r, struct audit_view *v)
{
    struct job j;
    v->notice.heading = STR_NONE;
    if (!job_get(staff_db(r), r->arena, JOB_AUDIT_VERIFY, THE_LOG, &j))
        return;
    if (str_eq(j.state, STR("queued")) || str_eq(j.state, STR("running"))) {
        v->running = true;
        v->page.refresh = REFRESH_SECONDS;
        v->progress = (struct progress){.label = STR("正在校验日志"),
                                        .percent = j.total ? (int)(j.done * 100 / j.total) : 0,
                                        .detail = str_fmt(r->arena, "已校验 %lld 条", (long long)j.done)};
        return;
    }
    bool bad = str_eq(j.state, STR("failed"));
    v->notice.tone = bad ? TAG_BAD : TAG_GOOD;
    v->notice.heading =
        bad ? j.message : str_fmt(r->arena, "校验通过：共 %lld 条，前后相连，与检查点相符，没有改动。", (long long)j.done);
    v->notice.text = str_fmt(r->arena, "%s%.*s校验。", bad ? "日志可能被改动过。请保留数据库现状，立即报告网络安全负责人。" : "",
                             STR_ARG(instant_zh(r->arena, j.finished_at)));
}

static struct str checkpoint_words(struct req *r)
{
    struct checkpoint c;
    if (!checkpoint_last(staff_db(r), r->arena, &c))
        return STR("还没有检查点。后台程序每分钟生成一个，请确认后台程序正在运行。");
    return str_fmt(r->arena, "最近的检查点覆盖第 1 条至第 %lld 条，生成于%.*s。", (long long)c.size,
                   STR_ARG(instant_zh(r->arena, c.sealed_at)));
}

static struct field date_of(struct req *r, const char *name, const char *label)
{
    struct field f = {.id = str_from(name),
                      .name = str_from(name),
                      .label = str_from(label),
                      .hint = STR("如 2026-1-20"),
                      .value = req_query(r, str_from(name)),
                      .width = 10};
    if (f.value.n && !day_is(req_query_day(r, f.name)))
        f.error = STR("不是有效的日期，没有按它筛选。");
    return f;
}

static void fill_filter(struct req *r, struct audit_view *v)
{
    v->query_account = req_query(r, STR("account"));
    v->query_action = req_query(r, STR("action"));
    v->query_from = req_query(r, STR("from"));
    v->query_to = req_query(r, STR("to"));
    v->account =
        (struct field){.id = STR("account"), .name = STR("account"), .label = STR("账号"), .value = v->query_account, .width = 20};
    v->from = date_of(r, "from", "开始日期");
    v->to = date_of(r, "to", "结束日期（含）");
    v->action = audit_action_choice(r->arena, v->query_action);
}

static struct url again(struct req *r, int64_t before)
{
    static const char *const names[] = {"account", "action", "from", "to"};
    struct url u = URL_STATIC("/staff/audit");
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (req_query(r, str_from(names[i])).n)
            u = url_query(r->arena, u, str_from(names[i]), req_query(r, str_from(names[i])));
    return before ? url_query_int(r->arena, u, STR("before"), before) : u;
}

void show_audit(struct req *r, struct form_state *f)
{
    static const struct cell head[] = {{.text = STR_INIT("序号")}, {.text = STR_INIT("时间")}, {.text = STR_INIT("账号")},
                                       {.text = STR_INIT("角色")}, {.text = STR_INIT("操作")}, {.text = STR_INIT("对象")},
                                       {.text = STR_INIT("内容")}};
    struct audit_view v = {.page = staff_form_page(r, MENU_AUDIT, STR("操作日志"), f),
                           .errors = staff_errors(f),
                           .verify_guard = staff_guard(r),
                           .export_guard = staff_guard(r),
                           .checkpoint = checkpoint_words(r),
                           .may_verify = (r->roles & ROLE_AUDIT_ADMIN) != 0};
    fill_filter(r, &v);
    fill_verification(r, &v);
    struct audit_query q = query_of(v.query_account, v.query_action, req_query_day(r, STR("from")), req_query_day(r, STR("to")));
    q.before_seq = req_query_int(r, STR("before"), 1, INT64_MAX, 0);
    q.limit = SHOWN;
    struct audit_row *list;
    size_t n = audit_list(staff_db(r), r->arena, &q, &list);
    struct cells *rows = ARENA_ARRAY(r->arena, struct cells, n);
    for (size_t i = 0; i < n; i++)
        rows[i] = audit_cells(r, &list[i]);
    v.rows = (struct table){
        .caption = STR("操作日志，新的在前"), .empty = STR("没有符合条件的日志。"), .head = {head, 7}, .p = rows, .n = n};
    if (n == SHOWN)
        v.older = again(r, list[n - 1].seq);
    if (q.before_seq)
        v.newest = again(r, 0);
    tmpl_staff_audit(resp_html(r, form_status(f)), &v);
}

void page_audit(struct req *r)
{
    show_audit(r, form_empty(r, &AUDIT_EXPORT_FORM));
}

static bool order_verification(struct staff_act *act, void *arg)
{
    (void)arg;
    job_add(act->db, JOB_AUDIT_VERIFY, THE_LOG, act->actor->id, act->r->now);
    return true;
}

void act_audit_verify(struct req *r)
{
    struct staff_act act = {
        .action = STR("audit.verify"), .object_type = STR("audit"), .role = ROLE_AUDIT_ADMIN, .to = URL_STATIC("/staff/audit")};
    enum staff_act_end end = staff_act(r, &act, order_verification, NULL);
    CHECK(end != STAFF_ACT_REFUSED);
}

/* --- the rows as a file --- */

static void put_rows(struct req *r, struct audit_query q, struct sheet_writer *w)
{
    struct arena *page = arena_new((size_t)16 << 20); /* a page of rows at a time, so that memory does not grow with the file */
    for (int done = 0; done < FILE_ROWS; done += FILE_PAGE) {
        struct audit_row *list;
        q.limit = FILE_PAGE;
        size_t n = audit_list(staff_db(r), page, &q, &list);
        for (size_t i = 0; i < n; i++) {
            sheet_put_int(w, list[i].seq);
            sheet_put_text(w, instant_iso(page, list[i].at));
            sheet_put_text(w, list[i].actor);
            sheet_put_text(w, role_text(&list[i]));
            sheet_put_text(w, audit_action_word(list[i].action));
            sheet_put_text(w, object_text(page, &list[i]));
            sheet_put_text(w, list[i].detail);
            sheet_put_text(w, list[i].request_id);
            sheet_row_end(w);
        }
        if (n < FILE_PAGE)
            break;
        q.before_seq = list[n - 1].seq;
        arena_reset(page);
    }
    arena_free(&page);
}

static bool note_export(struct staff_act *act, void *arg)
{
    const struct export_form *f = arg;
    act->detail = str_fmt(act->arena, "账号 %.*s，操作 %.*s，%.*s 至 %.*s", STR_ARG(f->account), STR_ARG(f->action),
                          STR_ARG(day_iso(act->arena, f->from)), STR_ARG(day_iso(act->arena, f->to)));
    return true;
}

void act_audit_export(struct req *r)
{
    static const struct sheet_column columns[] = {{.header = STR_INIT("序号"), .kind = SHEET_INT},
                                                  {.header = STR_INIT("时间"), .width = 26},
                                                  {.header = STR_INIT("账号")},
                                                  {.header = STR_INIT("角色")},
                                                  {.header = STR_INIT("操作"), .width = 20},
                                                  {.header = STR_INIT("对象"), .width = 24},
                                                  {.header = STR_INIT("内容"), .width = 60},
                                                  {.header = STR_INIT("请求编号")}};
    struct export_form *f = (struct export_form *)(uintptr_t)r->form;
    struct staff_act act = {.action = STR("audit.export"),
                            .object_type = STR("audit"),
                            .role = ROLE_AUDIT_ADMIN | ROLE_AUDITOR,
                            .to = URL_STATIC("/staff/audit"),
                            .no_redirect = true};
    if (staff_act(r, &act, note_export, f) != STAFF_ACT_DONE)
        return;
    struct sheet_write_options o = {.format = SHEET_XLSX, .sheet_name = STR("操作日志"), .created = r->now};
    struct sheet_writer *w = sheet_write_begin(r->arena, &o, columns, sizeof columns / sizeof *columns);
    put_rows(r, query_of(f->account, f->action, f->from, f->to), w);
    struct str bytes;
    enum sheet_write_verdict v = sheet_write_end(&w, &bytes);
    CHECK(v != SHEET_WRITE_TOO_MANY);
    out_str(resp_download(r, STR("操作日志.xlsx"), sheet_media_type(SHEET_XLSX)), bytes);
}
