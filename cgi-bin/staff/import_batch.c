/* SPDX-License-Identifier: EUPL-1.2
 * import_batch.c — one batch: progress while the worker checks or commits, then the report of the dry run with the button that
 * commits.
 */
#include "base/arena.h"
#include "job/job.h"
#include "staff/import_pages.h"
#include "staff/staff.h"
#include "staff/views.h"
#include "tmpl/staff/import_batch.h"

enum { FAULTS_MOST = 20000, FAULTS_SHOWN = 50, REFRESH_SECONDS = 2 };

struct commit_form {
    int64_t version;
};
static const struct form_field COMMIT_FIELDS[] = {
    FORM_INT(struct commit_form, version, "批次版本", 1, INT32_MAX, true),
};
const struct form_def COMMIT_FORM = FORM_DEF("import_commit", struct commit_form, COMMIT_FIELDS);

static struct str id_text(struct req *r, const struct import_batch *b)
{
    return str_fmt(r->arena, "%lld", (long long)b->id);
}

static struct facts about(struct req *r, const struct import_batch *b)
{
    struct arena *a = r->arena;
    struct fact *f = ARENA_ARRAY(a, struct fact, 9);
    size_t n = 0;
    const struct regime_item *item = regime_item(staff_regime(r), b->item);
    const struct regime_subject_type *type = regime_subject_type(staff_regime(r), b->item);
    bool record = str_eq(b->kind, STR("record"));
    f[n++] = (struct fact){
        .term = STR("文件"), .value = b->file_name, .note = str_fmt(a, "%lld KB", (long long)((b->file_size + 1023) / 1024))};
    f[n++] = (struct fact){.term = STR("数据"),
                           .value = record ? STR("信用信息") : STR("信用主体"),
                           .note = record && item    ? item->name
                                   : !record && type ? type->label
                                                     : STR("按文件中的列")};
    f[n++] = (struct fact){.term = STR("责任单位"), .value = b->unit_name};
    if (b->encoding.n)
        f[n++] = (struct fact){.term = STR("文字编码"), .value = b->encoding};
    if (b->confirm_codes || b->without_code)
        f[n++] =
            (struct fact){.term = STR("选项"),
                          .value = str_fmt(a, "%s%s%s", b->confirm_codes ? "已人工核对代码" : "",
                                           b->confirm_codes && b->without_code ? "；" : "", b->without_code ? "允许待补代码" : "")};
    f[n++] = (struct fact){.term = STR("上传"),
                           .value = str_fmt(a, "%.*s　%.*s", STR_ARG(instant_zh(a, b->created_at)), STR_ARG(b->created_name))};
    if (b->committed_name.n)
        f[n++] =
            (struct fact){.term = STR("确认导入"),
                          .value = str_fmt(a, "%.*s　%.*s", STR_ARG(instant_zh(a, b->committed_at)), STR_ARG(b->committed_name)),
                          .note = b->skip_refused ? STR("跳过被退回的行") : STR("")};
    return (struct facts){f, n};
}

static struct facts counts(struct req *r, const struct import_batch *b)
{
    static const char *const terms[] = {"总行数", "新增", "更改", "没有变化", "退回"};
    const int values[] = {b->rows_total, b->rows_new, b->rows_changed, b->rows_same, b->rows_refused};
    struct fact *f = ARENA_ARRAY(r->arena, struct fact, 5);
    for (size_t i = 0; i < 5; i++)
        f[i] = (struct fact){.term = str_from(terms[i]), .value = str_fmt(r->arena, "%d 行", values[i])};
    return (struct facts){f, 5};
}

/* --- the faults of the dry run --- */

static struct cells fault_row(struct req *r, const struct import_fault *f)
{
    struct cell *c = ARENA_ARRAY(r->arena, struct cell, 4);
    c[0] = staff_cell(f->row_no ? str_fmt(r->arena, "%d", f->row_no) : STR("整个文件"));
    c[1] = staff_cell(f->warning ? STR("提示") : STR("退回"));
    c[2] = staff_cell(f->column_name);
    c[3] = staff_cell(f->message);
    return (struct cells){c, 4};
}

/* Refused rows first: they are what somebody has to act on, and hints can be many. */
static size_t refused_first(struct req *r, const struct import_batch *b, const struct import_fault ***list_out)
{
    struct import_faults all = import_faults(staff_db(r), r->arena, b->id, 0, FAULTS_MOST);
    const struct import_fault **p = ARENA_ARRAY(r->arena, const struct import_fault *, all.n);
    size_t n = 0;
    for (int warning = 0; warning < 2; warning++)
        for (size_t i = 0; i < all.n; i++)
            if (all.p[i].warning == (warning == 1))
                p[n++] = &all.p[i];
    *list_out = p;
    return n;
}

static void add_faults(struct req *r, const struct import_batch *b, struct import_batch_view *v)
{
    static const struct cell head[] = {
        {.text = STR_INIT("行号")}, {.text = STR_INIT("处理")}, {.text = STR_INIT("列")}, {.text = STR_INIT("原因")}};
    const struct import_fault **list;
    size_t all = refused_first(r, b, &list);
    int64_t pages = (int64_t)(all + FAULTS_SHOWN - 1) / FAULTS_SHOWN, page = req_query_int(r, STR("page"), 1, pages ? pages : 1, 1);
    size_t from = (size_t)(page - 1) * FAULTS_SHOWN, n = all - from < FAULTS_SHOWN ? all - from : FAULTS_SHOWN;
    struct cells *rows = ARENA_ARRAY(r->arena, struct cells, n);
    for (size_t i = 0; i < n; i++)
        rows[i] = fault_row(r, list[from + i]);
    v->faults = (struct table){.caption = STR("问题清单（行号与表格软件显示的一致，退回的在前）"),
                               .empty = STR("没有发现问题。"),
                               .head = {head, 4},
                               .p = rows,
                               .n = n};
    v->pages = staff_pages(r->arena, URL_PATH(r->arena, "/staff/import/{}", id_text(r, b)), page, pages);
    if (n) {
        struct url files = URL_PATH(r->arena, "/staff/import/{}/faults", id_text(r, b));
        v->faults_xlsx = url_query(r->arena, files, STR("format"), STR("xlsx"));
        v->faults_csv = url_query(r->arena, files, STR("format"), STR("csv"));
    }
    if (import_has_refused_file(b) && import_may_commit(r, b)) {
        v->refused = URL_PATH(r->arena, "/staff/import/{}/refused", id_text(r, b));
        v->refused_guard = staff_guard(r);
    }
}

/* --- what can be done now --- */

static bool job_ended_badly(const struct job *j)
{
    return str_eq(j->state, STR("failed")) || (str_eq(j->state, STR("running")) && j->attempts >= JOB_ATTEMPTS_MOST);
}

static void add_button(struct req *r, const struct import_batch *b, struct import_batch_view *v, bool may, struct str text)
{
    v->may_commit = may;
    v->commit_text = text;
    v->version = str_fmt(r->arena, "%d", b->version);
    v->commit = URL_PATH(r->arena, "/staff/import/{}/commit", id_text(r, b));
    v->guard = staff_guard(r);
}

static void add_progress(struct req *r, const struct import_batch *b, struct import_batch_view *v, bool commit)
{
    struct job j = {0};
    bool known = job_get(staff_db(r), r->arena, commit ? JOB_IMPORT_COMMIT : JOB_IMPORT_CHECK, b->id, &j);
    if (known && job_ended_badly(&j)) {
        v->notice = (struct notice){.tone = TAG_BAD,
                                    .heading = commit ? STR("导入没有完成，没有写入任何数据。") : STR("检查没有完成，请重新上传。"),
                                    .text = j.message};
        if (commit)
            add_button(r, b, v, import_may_commit(r, b), STR("再次导入"));
        return;
    }
    v->running = true;
    v->page.refresh = REFRESH_SECONDS;
    v->progress.label = commit ? STR("正在导入") : STR("正在检查");
    bool started = known && str_eq(j.state, STR("running"));
    if (!started)
        v->progress.label = STR("排队等候");
    v->progress.percent = j.total > 0 ? (int)(j.done * 100 / j.total) : 0;
    if (started && j.total > 0)
        v->progress.detail = str_fmt(r->arena, "已处理 %lld / %lld 行", (long long)j.done, (long long)j.total);
    else if (started)
        v->progress.detail = j.done ? str_fmt(r->arena, "已读取 %lld 行", (long long)j.done) : STR("正在读取文件");
}

static void add_decision(struct req *r, const struct import_batch *b, struct import_batch_view *v)
{
    int useful = b->rows_new + b->rows_changed;
    v->report = true;
    if (b->message.n) /* an earlier commit was sent back */
        v->notice = (struct notice){.tone = TAG_BAD, .heading = b->message};
    else if (useful == 0)
        v->notice = (struct notice){.heading = STR("没有需要导入的数据。"),
                                    .text = b->rows_refused ? STR("请按问题清单更正后重新上传。")
                                                            : STR("文件中的数据都已在库中，没有变化。")};
    else if (b->rows_refused)
        v->notice = (struct notice){.tone = TAG_WARN,
                                    .heading = str_fmt(r->arena, "有 %d 行被退回。", b->rows_refused),
                                    .text = STR("建议按问题清单更正文件后重新上传；也可以跳过被退回的行，只导入其余各行。")};
    else
        v->notice = (struct notice){.tone = TAG_GOOD,
                                    .heading = STR("检查通过，还没有写入数据。"),
                                    .text = STR("确认后一次写入全部数据；中途出错的，一行也不会写入。")};
    struct str text =
        b->rows_refused ? str_fmt(r->arena, "跳过被退回的行，导入其余 %d 行", useful) : str_fmt(r->arena, "确认导入 %d 行", useful);
    add_button(r, b, v, useful > 0 && import_may_commit(r, b), text);
}

void page_import(struct req *r)
{
    const struct import_batch *b = r->object;
    struct str title = str_fmt(r->arena, "导入批次 %lld", (long long)b->id);
    struct import_batch_view v = {.page = staff_page(r, MENU_IMPORT, title), .about = about(r, b), .counts = counts(r, b)};
    static const struct staff_done done[] = {{"nofile", "这个文件有多张工作表或者已不能读取，请下载问题清单，在原文件中更正。"}};
    v.page.done = staff_done_text(r, done, 1);
    v.again = str_eq(b->kind, STR("record")) ? URL_STATIC("/staff/import/new/record") : URL_STATIC("/staff/import/new/subject");
    v.may_upload = (r->roles & ROLE_CLERK) != 0;
    if (str_eq(b->state, STR("uploaded")) || str_eq(b->state, STR("committing"))) {
        add_progress(r, b, &v, str_eq(b->state, STR("committing")));
    } else if (str_eq(b->state, STR("checked"))) {
        add_decision(r, b, &v);
    } else if (str_eq(b->state, STR("committed"))) {
        v.report = true;
        v.notice = (struct notice){.tone = TAG_GOOD, .heading = str_fmt(r->arena, "已导入 %d 行。", b->rows_new + b->rows_changed)};
    } else {
        v.notice = (struct notice){.tone = TAG_BAD, .heading = STR("文件无法读取。"), .text = b->message};
    }
    if (!v.running)
        add_faults(r, b, &v);
    tmpl_staff_import_batch(resp_html(r, 200), &v);
}

void show_import_commit(struct req *r, struct form_state *f)
{
    (void)f; /* its one field is our own: whoever sends it wrong has no page of ours */
    resp_error(r, 400);
}

struct commit {
    const struct import_batch *batch;
    int version;
};

static bool request_commit(struct staff_act *act, void *arg)
{
    const struct commit *x = arg;
    struct job j;
    if (str_eq(x->batch->state, STR("committing"))) { /* asked for before, and the worker could not do it */
        if (!job_get(act->db, act->arena, JOB_IMPORT_COMMIT, x->batch->id, &j) || !str_eq(j.state, STR("failed")))
            return false;
        job_add(act->db, JOB_IMPORT_COMMIT, x->batch->id, act->actor->id, act->r->now);
        act->detail = STR("again");
        return true;
    }
    bool skip = x->batch->rows_refused > 0; /* the version says that these are the numbers the person saw */
    if (import_request_commit(act->db, x->batch->id, x->version, act->actor->id, skip) != IMPORT_DONE)
        return false;
    job_add(act->db, JOB_IMPORT_COMMIT, x->batch->id, act->actor->id, act->r->now);
    act->detail = str_fmt(act->arena, "rows %d, refused %d%s", x->batch->rows_total, x->batch->rows_refused,
                          skip ? ", refused rows skipped" : "");
    return true;
}

void act_import_commit(struct req *r)
{
    const struct import_batch *b = r->object;
    const struct commit_form *f = r->form;
    struct commit x = {b, (int)f->version};
    struct staff_act act = {.action = STR("import.confirm"),
                            .object_type = STR("import_batch"),
                            .object_id = b->id,
                            .role = ROLE_CLERK | ROLE_REVIEWER,
                            .to = URL_PATH(r->arena, "/staff/import/{}", id_text(r, b))};
    bool done = b->version == x.version && staff_act(r, &act, request_commit, &x) != STAFF_ACT_REFUSED;
    struct import_batch now;
    if (done)
        return;
    bool other = import_get(staff_db(r), r->arena, b->id, &now) && now.committed_name.n;
    resp_conflict(r, other ? str_fmt(r->arena, "%.*s 已确认导入这个批次，您的操作没有生效。", STR_ARG(now.committed_name))
                           : STR("这个批次刚刚有变化，您的操作没有生效。请查看最新的检查结果。"));
}
