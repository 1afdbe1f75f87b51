/* SPDX-License-Identifier: EUPL-1.2
 * import_batch.c — one batch: progress while the worker has it, the report of the dry run, what was decided by whom, and what this
 * person can do now. The acts are import_decide.c; a batch that waits for its columns is drawn by import_plan.c.
 */
#include "base/arena.h"
#include "job/job.h"
#include "staff/import_pages.h"
#include "staff/staff.h"
#include "staff/views.h"
#include "tmpl/staff/import_batch.h"

enum { FAULTS_MOST = 20000, FAULTS_SHOWN = 50, REFRESH_SECONDS = 2 };

static struct facts about(struct req *r, const struct import_batch *b)
{
    struct arena *a = r->arena;
    struct fact *f = ARENA_ARRAY(a, struct fact, 8);
    size_t n = 0;
    f[n++] = (struct fact){
        .term = STR("文件"), .value = b->file_name, .note = str_fmt(a, "%lld KB", (long long)((b->file_size + 1023) / 1024))};
    f[n++] = (struct fact){.term = STR("数据"),
                           .value = str_eq(b->kind, STR("record")) ? STR("信用信息") : STR("信用主体"),
                           .note = b->item.n || b->layout.n ? import_what(r, b) : STR("按文件中的列")};
    f[n++] = (struct fact){.term = STR("责任单位"), .value = b->unit_name};
    if (b->encoding.n)
        f[n++] = (struct fact){.term = STR("文字编码"), .value = b->encoding};
    if (b->confirm_codes || b->without_code)
        f[n++] =
            (struct fact){.term = STR("选项"),
                          .value = str_fmt(a, "%s%s%s", b->confirm_codes ? "已人工核对代码" : "",
                                           b->confirm_codes && b->without_code ? "；" : "", b->without_code ? "允许待补代码" : "")};
    if (b->undo_reason.n)
        f[n++] = (struct fact){.term = STR("撤销理由"), .value = b->undo_reason, .note = b->undo_name};
    return (struct facts){f, n};
}

static struct facts counts(struct req *r, const struct import_batch *b)
{
    static const char *const terms[] = {"总行数", "新增", "变更", "未变", "重复", "退回"};
    static const char *const notes[] = {"", "", "", "与库中已有的相同", "与本文件前面的行相同", ""};
    const int values[] = {b->rows_total, b->rows_new, b->rows_changed, b->rows_same, b->rows_duplicate, b->rows_refused};
    struct fact *f = ARENA_ARRAY(r->arena, struct fact, 6);
    for (size_t i = 0; i < 6; i++)
        f[i] = (struct fact){.term = str_from(terms[i]),
                             .value = str_fmt(r->arena, "%d 行", values[i]),
                             .note = values[i] ? str_from(notes[i]) : STR("")};
    return (struct facts){f, 6};
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
    v->pages = staff_pages(r->arena, URL_PATH(r->arena, "/staff/import/{}", import_id_text(r, b)), page, pages);
    if (n) {
        struct url files = URL_PATH(r->arena, "/staff/import/{}/faults", import_id_text(r, b));
        v->faults_xlsx = url_query(r->arena, files, STR("format"), STR("xlsx"));
        v->faults_csv = url_query(r->arena, files, STR("format"), STR("csv"));
    }
    if ((import_is_clerk(r, b) || import_is_reviewer(r, b)) && import_has_annotated(staff_db(r), b->id, STR("xlsx"))) {
        v->annotated = URL_PATH(r->arena, "/staff/import/{}/annotated", import_id_text(r, b));
        v->annotated_csv = import_has_annotated(staff_db(r), b->id, STR("csv"));
        v->annotated_guard = staff_guard(r);
    }
}

static void add_diffs(struct req *r, const struct import_batch *b, struct import_batch_view *v)
{
    static const struct cell head[] = {{.text = STR_INIT("行号")},
                                       {.text = STR_INIT("主体")},
                                       {.text = STR_INIT("内容")},
                                       {.text = STR_INIT("现在")},
                                       {.text = STR_INIT("导入后")}};
    struct import_diffs d = import_diffs(staff_db(r), r->arena, b->id);
    struct cells *rows = ARENA_ARRAY(r->arena, struct cells, d.n);
    for (size_t i = 0; i < d.n; i++) {
        struct cell *c = ARENA_ARRAY(r->arena, struct cell, 5);
        c[0] = staff_cell(str_fmt(r->arena, "%d", d.p[i].row_no));
        c[1] = staff_cell(d.p[i].name);
        c[2] = staff_cell(d.p[i].field);
        c[3] = staff_cell(d.p[i].before);
        c[4] = staff_cell(d.p[i].after);
        rows[i] = (struct cells){c, 5};
    }
    v->diffs = (struct table){.caption = STR("变更的内容（最多列出前 50 行）"), .head = {head, 5}, .p = rows, .n = d.n};
}

static struct str event_name(struct str action)
{
    static const struct {
        const char *code, *name;
    } names[] = {
        {"import.upload", "上传"},
        {"import.look", "重新读取"},
        {"import.map", "核对列，开始检查"},
        {"import.ask", "申请导入"},
        {"import.approve", "批准导入"},
        {"import.reject", "不批准，退回"},
        {"import.commit", "写入完成"},
        {"import.annotated", "下载错误标注表"},
        {"import.ask_undo", "申请撤销"},
        {"import.approve_undo", "批准撤销"},
        {"import.reject_undo", "不批准撤销"},
        {"import.undo", "撤销完成"},
        {"import.confirm", "确认导入"},
    };
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (str_eq(action, str_from(names[i].code)))
            return str_from(names[i].name);
    return action;
}

/* Reasons are people's words; what the programs note for themselves is not for this page. */
static bool has_reason(struct str action)
{
    return str_ends(action, STR("reject")) || str_ends(action, STR("approve")) || str_contains(action, STR("_undo"));
}

static struct table history(struct req *r, const struct import_batch *b)
{
    static const struct cell head[] = {
        {.text = STR_INIT("时间")}, {.text = STR_INIT("操作")}, {.text = STR_INIT("账号")}, {.text = STR_INIT("说明")}};
    struct audit_row *list;
    size_t n = audit_of(staff_db(r), r->arena, STR("import_batch"), b->id, &list);
    struct cells *rows = ARENA_ARRAY(r->arena, struct cells, n);
    for (size_t i = 0; i < n; i++) {
        struct cell *c = ARENA_ARRAY(r->arena, struct cell, 4);
        c[0] = staff_cell(instant_zh(r->arena, list[i].at));
        c[1] = staff_cell(event_name(list[i].action));
        c[2] = staff_cell(list[i].actor);
        c[3] = staff_cell(has_reason(list[i].action) ? list[i].detail : STR(""));
        rows[i] = (struct cells){c, 4};
    }
    return (struct table){
        .caption = STR("办理过程，先发生的在前"), .empty = STR("没有记录。"), .head = {head, 4}, .p = rows, .n = n};
}

/* --- what can be done now --- */

static bool job_ended_badly(const struct job *j)
{
    return str_eq(j->state, STR("failed")) || (str_eq(j->state, STR("running")) && j->attempts >= JOB_ATTEMPTS_MOST);
}

static const struct running {
    const char *state, *label, *failed;
    struct str job;
} RUNNING[] = {
    {"uploaded", "正在读取文件", "文件没有读完，请重新上传。", STR_INIT("import_look")},
    {"mapped", "正在检查", "检查没有完成，请重新开始检查。", STR_INIT("import_check")},
    {"committing", "正在导入", "导入没有完成，没有写入任何数据。", STR_INIT("import_commit")},
    {"undoing", "正在撤销", "撤销没有完成，没有改动任何数据。", STR_INIT("import_undo")},
};

static const struct running *running_of(const struct import_batch *b)
{
    for (size_t i = 0; i < sizeof RUNNING / sizeof *RUNNING; i++)
        if (import_in_state(b, RUNNING[i].state))
            return &RUNNING[i];
    return NULL;
}

static void add_progress(struct req *r, const struct import_batch *b, const struct running *x, struct import_batch_view *v)
{
    struct job j = {0};
    bool known = job_get(staff_db(r), r->arena, x->job, b->id, &j);
    if (known && job_ended_badly(&j)) {
        v->notice = (struct notice){.tone = TAG_BAD, .heading = str_from(x->failed), .text = j.message};
        if (import_in_state(b, "committing") && (import_is_clerk(r, b) || import_is_reviewer(r, b))) {
            v->ask = URL_PATH(r->arena, "/staff/import/{}/ask", import_id_text(r, b));
            v->ask_text = STR("再次导入");
        }
        if (import_in_state(b, "mapped") && import_is_clerk(r, b))
            v->plan = URL_PATH(r->arena, "/staff/import/{}/plan", import_id_text(r, b));
        return;
    }
    v->running = true;
    v->page.refresh = REFRESH_SECONDS;
    v->progress.label = str_from(x->label);
    bool started = known && str_eq(j.state, STR("running"));
    if (!started)
        v->progress.label = STR("排队等候");
    v->progress.percent = j.total > 0 ? (int)(j.done * 100 / j.total) : 0;
    if (started && j.total > 0)
        v->progress.detail = str_fmt(r->arena, "已处理 %lld / %lld 行", (long long)j.done, (long long)j.total);
    else if (started)
        v->progress.detail = j.done ? str_fmt(r->arena, "已读取 %lld 行", (long long)j.done) : STR("正在读取文件");
}

static struct notice report_notice(struct req *r, const struct import_batch *b)
{
    if (b->message.n) /* an earlier commit was sent back */
        return (struct notice){.tone = TAG_BAD, .heading = b->message};
    if (b->rows_new + b->rows_changed == 0)
        return (struct notice){.tone = b->rows_refused ? TAG_WARN : TAG_INFO,
                               .heading = STR("没有需要导入的数据。"),
                               .text = b->rows_refused ? STR("请按问题清单更正后重新上传。")
                                                       : STR("文件中的数据都已在库中，没有变化，不会重复写入。")};
    if (b->rows_refused)
        return (struct notice){.tone = TAG_WARN,
                               .heading = str_fmt(r->arena, "有 %d 行被退回。", b->rows_refused),
                               .text = STR("建议下载错误标注表，更正后重新上传；也可以跳过被退回的行，只导入其余各行。")};
    return (struct notice){.tone = TAG_GOOD,
                           .heading = STR("检查通过，还没有写入数据。"),
                           .text = STR("导入时一次写入全部数据；中途出错的，一行也不会写入。")};
}

static void add_ask(struct req *r, const struct import_batch *b, struct import_batch_view *v)
{
    const struct regime_import *rule;
    int useful = b->rows_new + b->rows_changed;
    int32_t rows = regime_import_approval(staff_regime(r), &rule);
    bool second = import_needs_second(staff_regime(r), b);
    if (!useful || !(import_is_clerk(r, b) || import_is_reviewer(r, b)))
        return;
    v->ask = URL_PATH(r->arena, "/staff/import/{}/ask", import_id_text(r, b));
    const char *verb = second ? "申请导入" : "导入";
    v->ask_text = b->rows_refused ? str_fmt(r->arena, "跳过被退回的行，%s其余 %d 行", verb, useful)
                                  : str_fmt(r->arena, "%s %d 行", verb, useful);
    if (second && rows > 1)
        v->ask_note = str_fmt(r->arena, "达到 %d 行的批次须由另一位复核人员批准（%.*s）。", rows,
                              STR_ARG(rule ? regime_legal_text(&rule->legal) : STR("本地规则")));
    else if (second)
        v->ask_note = str_fmt(r->arena, "每一批都须由上传人以外的复核人员批准后写入（%.*s）。",
                              STR_ARG(rule ? regime_legal_text(&rule->legal) : STR("本地规则")));
}

/* The two answers of a second person, with the reason beside them. */
static void add_verdict(struct req *r, struct form_state *f, struct import_batch_view *v, struct url action, const char *yes,
                        const char *no)
{
    struct form_state *s = f && f->def == &IMPORT_DECIDE_FORM ? f : form_empty(r, &IMPORT_DECIDE_FORM);
    struct option *o = ARENA_ARRAY(r->arena, struct option, 2);
    o[0] = (struct option){.value = STR("yes"), .label = str_from(yes)};
    o[1] = (struct option){.value = STR("no"), .label = str_from(no)};
    v->verdict = staff_choice_of(s, "verdict", o, 2);
    v->reason = staff_field(s, "reason");
    v->reason.hint = STR("不批准的必须填写。记入办理过程，经办人可以看到");
    v->reason.rows = 3;
    v->decide = action;
}

static void add_asked(struct req *r, struct form_state *f, const struct import_batch *b, struct import_batch_view *v)
{
    int id = staff_actor(r)->id;
    bool own = id == b->created_by || id == b->asked_by;
    v->notice = (struct notice){
        .tone = TAG_INFO,
        .heading = str_fmt(r->arena, "%.*s 申请导入 %d 行，等待批准。", STR_ARG(b->asked_name), b->rows_new + b->rows_changed),
        .text = own ? STR("须由上传人、申请人以外的复核人员批准。") : STR("")};
    if (!own && import_is_reviewer(r, b))
        add_verdict(r, f, v, URL_PATH(r->arena, "/staff/import/{}/decide", import_id_text(r, b)), "批准，写入数据",
                    "不批准，退回经办人");
}

/* --- undoing --- */

static void add_dependants(struct req *r, const struct import_batch *b, struct import_batch_view *v)
{
    static const struct cell head[] = {{.text = STR_INIT("依赖本批次的内容")},
                                       {.text = STR_INIT("数量"), .number = true},
                                       {.text = STR_INIT("例如")},
                                       {.text = STR_INIT("能否撤销")}};
    struct import_dependants d = import_depend(staff_db(r), r->arena, b);
    struct cells *rows = ARENA_ARRAY(r->arena, struct cells, d.n);
    for (size_t i = 0; i < d.n; i++) {
        struct cell *c = ARENA_ARRAY(r->arena, struct cell, 4);
        c[0] = staff_cell(d.p[i].what);
        c[1] = staff_cell_int(r->arena, d.p[i].count);
        c[2] = staff_cell(d.p[i].example);
        c[3] = staff_cell(d.p[i].blocks ? STR("须先处理") : STR("不妨碍撤销"));
        rows[i] = (struct cells){c, 4};
    }
    v->depends = (struct table){
        .caption = STR("撤销之前的核对"), .empty = STR("没有依赖本批次的内容，可以撤销。"), .head = {head, 4}, .p = rows, .n = d.n};
    v->undoable = !d.blocked;
}

static void add_committed(struct req *r, struct form_state *f, const struct import_batch *b, struct import_batch_view *v)
{
    v->notice = (struct notice){
        .tone = TAG_GOOD, .heading = str_fmt(r->arena, "已导入 %d 行。", b->rows_new + b->rows_changed), .text = b->message};
    if (!(import_is_clerk(r, b) || import_is_reviewer(r, b)) || b->rows_new + b->rows_changed == 0)
        return;
    struct form_state *s = f && f->def == &IMPORT_UNDO_FORM ? f : form_empty(r, &IMPORT_UNDO_FORM);
    add_dependants(r, b, v);
    v->undo = URL_PATH(r->arena, "/staff/import/{}/undo", import_id_text(r, b));
    v->reason = staff_field(s, "reason");
    v->reason.hint = STR("如：整批数据取错了年份。须由另一位复核人员批准");
    v->reason.rows = 3;
}

static void add_undo_asked(struct req *r, struct form_state *f, const struct import_batch *b, struct import_batch_view *v)
{
    bool own = staff_actor(r)->id == b->undo_by;
    v->notice = (struct notice){.tone = TAG_WARN,
                                .heading = str_fmt(r->arena, "%.*s 申请撤销整个批次，等待批准。", STR_ARG(b->undo_name)),
                                .text = str_cat(r->arena, STR("理由："), b->undo_reason)};
    add_dependants(r, b, v);
    if (!own && import_is_reviewer(r, b))
        add_verdict(r, f, v, URL_PATH(r->arena, "/staff/import/{}/undo/decide", import_id_text(r, b)), "批准，撤销整个批次",
                    "不批准，保留数据");
}

static void add_state(struct req *r, struct form_state *f, const struct import_batch *b, struct import_batch_view *v)
{
    v->report = true;
    if (import_in_state(b, "checked")) {
        v->notice = report_notice(r, b);
        add_ask(r, b, v);
    } else if (import_in_state(b, "asked")) {
        add_asked(r, f, b, v);
    } else if (import_in_state(b, "rejected")) {
        v->notice = (struct notice){
            .tone = TAG_BAD, .heading = STR("没有批准，已退回。"), .text = str_cat(r->arena, STR("理由："), b->message)};
    } else if (import_in_state(b, "committed")) {
        add_committed(r, f, b, v);
    } else if (import_in_state(b, "undo_asked")) {
        add_undo_asked(r, f, b, v);
    } else if (import_in_state(b, "undone")) {
        v->notice = (struct notice){
            .tone = TAG_INFO,
            .heading = STR("整个批次已撤销。"),
            .text = STR("新增的信用信息已撤回，新增的主体已移除，变更的主体已恢复原样。更正后的文件可以重新导入。")};
    } else {
        v->report = false;
        v->notice = (struct notice){.tone = TAG_BAD, .heading = STR("文件无法读取。"), .text = b->message};
    }
    if (import_is_clerk(r, b) && (import_in_state(b, "checked") || import_in_state(b, "rejected")))
        v->plan = URL_PATH(r->arena, "/staff/import/{}/plan", import_id_text(r, b));
}

void show_import(struct req *r, struct form_state *f)
{
    const struct import_batch *b = r->object;
    const struct running *run = running_of(b);
    struct str title = str_fmt(r->arena, "导入批次 %lld", (long long)b->id);
    struct import_batch_view v = {.page = f ? staff_form_page(r, MENU_IMPORT, title, f) : staff_page(r, MENU_IMPORT, title),
                                  .steps = import_steps_of(b),
                                  .about = about(r, b),
                                  .counts = counts(r, b),
                                  .version = str_fmt(r->arena, "%d", b->version),
                                  .guard = staff_guard(r)};
    if (f)
        v.errors = staff_errors(f);
    if ((r->roles & ROLE_CLERK) != 0)
        v.again = str_eq(b->kind, STR("record")) ? URL_STATIC("/staff/import/new/record") : URL_STATIC("/staff/import/new/subject");
    if (run)
        add_progress(r, b, run, &v);
    else
        add_state(r, f, b, &v);
    if (!v.running) {
        add_faults(r, b, &v);
        add_diffs(r, b, &v);
    }
    v.history = history(r, b);
    tmpl_staff_import_batch(resp_html(r, f ? form_status(f) : 200), &v);
}

void page_import(struct req *r)
{
    const struct import_batch *b = r->object;
    if (import_in_state(b, "looked"))
        show_import_plan(r, form_empty(r, &IMPORT_PLAN_FORM));
    else
        show_import(r, NULL);
}
