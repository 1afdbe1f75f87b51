/* SPDX-License-Identifier: EUPL-1.2
 * import_plan.c — one page on what the worker saw in a file: sheet, header row and encoding, what each column is, the first rows.
 * With a proposal for everything, so that a file after the template takes one click. Reads no file.
 */
#include "base/arena.h"
#include "import/import_plan.h"
#include "job/job.h"
#include "sheet/sheet_read.h"
#include "staff/import_pages.h"
#include "staff/staff.h"
#include "staff/views.h"
#include "tmpl/staff/import_plan.h"

#define NOT_IMPORTED "none"
#define FIELD_NAMES  "field[]" /* one of each column */
enum { SAMPLES = 3, PREVIEW_COLUMNS = 256 };

struct plan_form {
    int64_t version;
    struct form_codes field;
};
static const struct form_field PLAN_FIELDS[] = {
    FORM_INT(struct plan_form, version, "批次版本", 1, INT32_MAX, true),
    {.type = FORM_TYPE_CODES,
     .name = FIELD_NAMES,
     .label = "列的对应",
     .offset = FORM_OFFSET(struct plan_form, field, struct form_codes),
     .min = 1,
     .max = 30},
};
const struct form_def IMPORT_PLAN_FORM = FORM_DEF("import_plan", struct plan_form, PLAN_FIELDS);

static const struct form_choice CODINGS[] = {
    {"auto", "自动识别", SHEET_ENC_AUTO},
    {"utf8", "UTF-8", SHEET_ENC_UTF8},
    {"gb18030", "GB18030（GBK）", SHEET_ENC_GB18030},
    {"utf16le", "UTF-16（小端）", SHEET_ENC_UTF16LE},
    {"utf16be", "UTF-16（大端）", SHEET_ENC_UTF16BE},
};
struct look_form {
    int64_t version, sheet, header;
    int coding;
};
static const struct form_field LOOK_FIELDS[] = {
    FORM_INT(struct look_form, version, "批次版本", 1, INT32_MAX, true),
    FORM_INT(struct look_form, sheet, "工作表", 0, 1000, false),
    FORM_INT(struct look_form, header, "表头所在的行", 1, 1000, false),
    FORM_ENUM(struct look_form, coding, "文字编码", CODINGS, false),
};
const struct form_def IMPORT_LOOK_FORM = FORM_DEF("import_look", struct look_form, LOOK_FIELDS);

/* Also when the worker gave the check up: it is begun again from here. */
static bool may_plan(struct req *r, const struct import_batch *b)
{
    struct job j;
    bool stuck = import_in_state(b, "mapped") && job_get(staff_db(r), r->arena, JOB_IMPORT_CHECK, b->id, &j) &&
                 str_eq(j.state, STR("failed"));
    return stuck || import_in_state(b, "looked") || import_in_state(b, "checked") || import_in_state(b, "rejected");
}

/* --- the columns --- */

static struct choice field_choice(struct req *r, const struct import_batch *b, const struct import_column *c, struct str now)
{
    struct arena *a = r->arena;
    const struct sheet_field *table;
    size_t n = import_fields(staff_regime(r), b->kind, b->item, &table), m = 0;
    struct option *o = ARENA_ARRAY(a, struct option, n + 1);
    o[m++] = (struct option){.value = STR(NOT_IMPORTED), .label = STR("不导入"), .selected = now.n == 0};
    for (size_t i = 0; i < n; i++) {
        struct str key = import_field_key(table[i].id), label = import_field_label(a, &table[i]);
        if (table[i].required)
            label = str_cat(a, label, STR("（必填）"));
        o[m++] = (struct option){.value = key, .label = label, .selected = str_eq(key, now)};
    }
    return (struct choice){.id = str_fmt(a, "field-%d", c->column_no + 1),
                           .name = STR(FIELD_NAMES),
                           .label = str_fmt(a, "第 %d 列对应", c->column_no + 1),
                           .p = o,
                           .n = m};
}

static struct str samples_of(struct req *r, const struct import_preview *p, size_t column)
{
    struct str s = STR("");
    size_t shown = 0;
    for (size_t i = 0; i < p->n && shown < SAMPLES; i++) {
        if (column >= p->p[i].n || !p->p[i].p[column].n)
            continue;
        s = str_fmt(r->arena, "%.*s%s%.*s", STR_ARG(s), shown ? "；" : "", STR_ARG(utf8_prefix(p->p[i].p[column], 24)));
        shown++;
    }
    return s;
}

static struct str origin_text(int origin, bool empty)
{
    if (origin == IMPORT_BY_MEMORY)
        return empty ? STR("上次选择不导入") : STR("沿用上次的选择");
    if (origin == IMPORT_BY_PERSON)
        return STR("已选择");
    return origin == IMPORT_BY_NAME ? STR("按列名建议") : STR("");
}

/* What was typed into the form that came back, else what is stored. */
static struct str field_now(const struct form_state *f, const struct import_column *c, const struct form_codes *typed)
{
    if (!form_ok(f) && typed && (size_t)c->column_no < typed->n) {
        struct str s = typed->p[c->column_no];
        return str_eq(s, STR(NOT_IMPORTED)) ? STR("") : s;
    }
    return c->field;
}

static void add_columns(struct req *r, struct form_state *f, const struct import_plan *plan, const struct import_preview *preview,
                        struct import_plan_view *v)
{
    const struct import_batch *b = r->object;
    const struct plan_form *form = r->form && f->def == &IMPORT_PLAN_FORM ? r->form : NULL;
    struct import_column_view *p = ARENA_ARRAY(r->arena, struct import_column_view, plan->columns.n);
    for (size_t i = 0; i < plan->columns.n; i++) {
        const struct import_column *c = &plan->columns.p[i];
        struct str now = field_now(f, c, form ? &form->field : NULL);
        p[i] = (struct import_column_view){.letter = sheet_column_name(r->arena, (size_t)c->column_no),
                                           .header = c->header,
                                           .samples = samples_of(r, preview, (size_t)c->column_no),
                                           .origin = origin_text(c->origin, c->field.n == 0),
                                           .field = field_choice(r, b, c, now)};
    }
    v->columns = (struct import_columns){p, plan->columns.n};
}

static struct table preview_table(struct req *r, const struct import_plan *plan, const struct import_preview *preview)
{
    struct arena *a = r->arena;
    size_t n = plan->columns.n < PREVIEW_COLUMNS ? plan->columns.n : PREVIEW_COLUMNS;
    struct cell *head = ARENA_ARRAY(a, struct cell, n + 1);
    struct cells *rows = ARENA_ARRAY(a, struct cells, preview->n);
    head[0] = (struct cell){.text = STR("行号")};
    for (size_t i = 0; i < n; i++)
        head[i + 1] = (struct cell){.text = plan->columns.p[i].header.n ? plan->columns.p[i].header : sheet_column_name(a, i)};
    for (size_t k = 0; k < preview->n; k++) {
        struct cell *c = ARENA_ARRAY(a, struct cell, n + 1);
        c[0] = staff_cell(str_fmt(a, "%d", preview->p[k].row_no));
        for (size_t i = 0; i < n; i++)
            c[i + 1] = staff_cell(i < preview->p[k].n ? preview->p[k].p[i] : STR(""));
        rows[k] = (struct cells){c, n + 1};
    }
    return (struct table){.caption = str_fmt(a, "表头下面的前 %zu 行", preview->n),
                          .empty = STR("表头下面没有数据。"),
                          .head = {head, n + 1},
                          .p = rows,
                          .n = preview->n};
}

/* --- sheet, header row, encoding --- */

static void add_look(struct req *r, struct form_state *f, const struct import_plan *plan, struct import_plan_view *v)
{
    const struct import_batch *b = r->object;
    struct arena *a = r->arena;
    struct option *o = ARENA_ARRAY(a, struct option, plan->sheets.n + 1);
    size_t n = 0, known = 0;
    for (size_t i = 0; i < plan->sheets.n; i++)
        known += !plan->sheets.p[i].hidden && plan->sheets.p[i].mapped > 0;
    if (known > 1)
        o[n++] = (struct option){.value = STR("0"), .label = str_fmt(a, "全部有表头的工作表（%zu 张）", known)};
    for (size_t i = 0; i < plan->sheets.n; i++) {
        const struct import_sheet *s = &plan->sheets.p[i];
        struct str label =
            str_fmt(a, "%.*s（%d 行%s）", STR_ARG(s->name.n ? s->name : STR("工作表")), s->rows_total, s->hidden ? "，已隐藏" : "");
        o[n++] = (struct option){.value = str_fmt(a, "%d", s->sheet_no), .label = label};
    }
    struct form_state *look = f->def == &IMPORT_LOOK_FORM ? f : form_empty(r, &IMPORT_LOOK_FORM);
    if (look != f) {
        form_set_int(look, "sheet", b->sheet_no);
        if (b->header_row)
            form_set_int(look, "header", b->header_row);
        form_set(look, "coding", str_from(CODINGS[b->coding <= SHEET_ENC_UTF16BE ? b->coding : 0].value));
    }
    v->sheet = staff_choice_of(look, "sheet", o, n);
    v->header = staff_field(look, "header");
    v->header.width = 5;
    v->header.inputmode = STR("numeric");
    v->header.hint = b->sheet_no ? STR("表格软件中的行号；留空由系统寻找") : STR("各张工作表由系统寻找；要指定的请先选一张工作表");
    v->coding = staff_choice(look, "coding");
    v->coding.hint = b->encoding.n ? str_fmt(a, "识别为 %.*s；下面的文字是乱码的，请改选", STR_ARG(b->encoding)) : STR("");
    v->csv = b->encoding.n > 0;
    v->several = n > 1;
}

static void add_notices(struct req *r, const struct import_plan *plan, struct import_plan_view *v)
{
    const struct import_batch *b = r->object;
    const struct import_layout *y = import_layout_by_code(b->layout);
    struct str *fields = ARENA_ARRAY(r->arena, struct str, plan->columns.n);
    bool memory = false;
    for (size_t i = 0; i < plan->columns.n; i++) {
        fields[i] = plan->columns.p[i].field;
        memory = memory || plan->columns.p[i].origin == IMPORT_BY_MEMORY;
    }
    struct str fault = import_plan_fault(r->arena, staff_regime(r), b, fields, plan->columns.n);
    struct str seen = y ? str_fmt(r->arena, "识别为%s，金额按万元读取，“表格说明”及以下各行不作为数据。", y->label) : STR("");
    if (fault.n)
        v->notice = (struct notice){.tone = TAG_WARN, .heading = fault, .text = seen};
    else if (memory)
        v->notice = (struct notice){.tone = TAG_INFO, .heading = STR("表头与以前导入的相同，已沿用上次的选择。"), .text = seen};
    else
        v->notice = (struct notice){.tone = TAG_GOOD, .heading = STR("已认出需要的列，核对后可以直接开始检查。"), .text = seen};
    int64_t same = import_same_file(staff_db(r), b);
    if (same) {
        struct str id = str_fmt(r->arena, "%lld", (long long)same);
        v->same = (struct notice){.tone = TAG_WARN,
                                  .heading = str_fmt(r->arena, "同一个文件已经作为批次 %.*s 导入过。", STR_ARG(id)),
                                  .text = STR("再次导入不会重复写入。"),
                                  .link = {.text = STR("查看该批次"), .url = URL_PATH(r->arena, "/staff/import/{}", id)}};
    }
}

/* The error is about the columns together: its link leads to the first of them. */
static struct errors errors_of(struct req *r, const struct form_state *f)
{
    struct errors e = staff_errors(f);
    struct error_item *p = ARENA_ARRAY(r->arena, struct error_item, e.n);
    for (size_t i = 0; i < e.n; i++)
        p[i] = (struct error_item){.text = e.p[i].text, .url = f->def == &IMPORT_PLAN_FORM ? URL_STATIC("#field-1") : e.p[i].url};
    return (struct errors){p, e.n};
}

static void draw(struct req *r, struct form_state *f)
{
    const struct import_batch *b = r->object;
    struct str title = str_fmt(r->arena, "核对工作表和列：%.*s", STR_ARG(b->file_name));
    struct import_plan plan;
    struct import_context c = import_page_context(r);
    import_plan_read(staff_db(r), r->arena, b->id, &plan);
    struct import_preview preview = import_preview(&c, r->arena, b->id);
    struct import_plan_view v = {.page = staff_form_page(r, MENU_IMPORT, title, f),
                                 .errors = errors_of(r, f),
                                 .steps = import_steps_of(b),
                                 .guard = staff_guard(r),
                                 .look_guard = staff_guard(r),
                                 .action = URL_PATH(r->arena, "/staff/import/{}/plan", import_id_text(r, b)),
                                 .look = URL_PATH(r->arena, "/staff/import/{}/look", import_id_text(r, b)),
                                 .back = import_url(r, b),
                                 .version = str_fmt(r->arena, "%d", b->version),
                                 .may = may_plan(r, b) && import_is_clerk(r, b)};
    add_notices(r, &plan, &v);
    add_look(r, f, &plan, &v);
    add_columns(r, f, &plan, &preview, &v);
    if (f->def == &IMPORT_PLAN_FORM)
        v.columns_error = form_message(f, FIELD_NAMES);
    v.preview = preview_table(r, &plan, &preview);
    tmpl_staff_import_plan(resp_html(r, form_status(f)), &v);
}

void show_import_plan(struct req *r, struct form_state *f)
{
    draw(r, f);
}

void show_import_look(struct req *r, struct form_state *f)
{
    draw(r, f);
}

void page_import_plan(struct req *r)
{
    const struct import_batch *b = r->object;
    if (may_plan(r, b))
        draw(r, form_empty(r, &IMPORT_PLAN_FORM));
    else
        resp_see_other(r, import_url(r, b));
}

/* --- acts --- */

struct planning {
    const struct import_batch *batch;
    int version;
    struct import_plan plan;
    const struct str *fields;
    struct import_choice choice;
};

static bool save_plan(struct staff_act *act, void *arg)
{
    const struct planning *x = arg;
    if (import_plan_save(act->db, act->arena, x->batch, x->version, &x->plan, x->fields, act->actor->id, act->r->now) !=
        IMPORT_DONE)
        return false;
    job_add(act->db, JOB_IMPORT_CHECK, x->batch->id, act->actor->id, act->r->now);
    size_t n = 0;
    for (size_t i = 0; i < x->plan.columns.n; i++)
        n += x->fields[i].n > 0;
    act->detail = str_fmt(act->arena, "%zu of %zu columns", n, x->plan.columns.n);
    return true;
}

/* The chosen field of each column; false: not one for each, or no field of this table. */
static bool fields_of(struct req *r, const struct import_plan *plan, const struct form_codes *typed, struct str *fields)
{
    const struct import_batch *b = r->object;
    const struct sheet_field *table;
    size_t n = import_fields(staff_regime(r), b->kind, b->item, &table);
    if (typed->n != plan->columns.n)
        return false;
    for (size_t i = 0; i < typed->n; i++) {
        bool known = str_eq(typed->p[i], STR(NOT_IMPORTED));
        fields[i] = known ? STR("") : typed->p[i];
        for (size_t k = 0; k < n; k++)
            known = known || str_eq(import_field_key(table[k].id), fields[i]);
        if (!known)
            return false;
    }
    return true;
}

void act_import_plan(struct req *r)
{
    const struct import_batch *b = r->object;
    const struct plan_form *f = r->form;
    struct planning x = {.batch = b, .version = (int)f->version};
    import_plan_read(staff_db(r), r->arena, b->id, &x.plan);
    struct str *fields = ARENA_ARRAY(r->arena, struct str, x.plan.columns.n);
    if (b->version != x.version || !may_plan(r, b)) {
        import_conflict(r, b);
        return;
    }
    if (!fields_of(r, &x.plan, &f->field, fields)) {
        resp_error(r, 400); /* no form of ours */
        return;
    }
    struct str fault = import_plan_fault(r->arena, staff_regime(r), b, fields, x.plan.columns.n);
    if (fault.n) {
        form_fail(r, FIELD_NAMES, fault);
        return;
    }
    x.fields = fields;
    struct staff_act act = {.action = STR("import.map"),
                            .object_type = STR("import_batch"),
                            .object_id = b->id,
                            .role = ROLE_CLERK,
                            .to = import_url(r, b)};
    if (staff_act(r, &act, save_plan, &x) == STAFF_ACT_REFUSED)
        import_conflict(r, b);
}

static bool look_again(struct staff_act *act, void *arg)
{
    const struct planning *x = arg;
    if (import_look_again(act->db, x->batch->id, x->version, &x->choice) != IMPORT_DONE)
        return false;
    job_add(act->db, JOB_IMPORT_LOOK, x->batch->id, act->actor->id, act->r->now);
    act->detail =
        str_fmt(act->arena, "sheet %d, header row %d, encoding %d", x->choice.sheet_no, x->choice.header_row, x->choice.coding);
    return true;
}

void act_import_look(struct req *r)
{
    const struct import_batch *b = r->object;
    const struct look_form *f = r->form;
    struct planning x = {.batch = b, .version = (int)f->version};
    x.choice = (struct import_choice){.sheet_no = f->sheet == FORM_INT_NONE ? 0 : (int)f->sheet,
                                      .header_row = f->header == FORM_INT_NONE ? 0 : (int)f->header,
                                      .coding = f->coding == FORM_ENUM_NONE ? SHEET_ENC_AUTO : f->coding};
    struct staff_act act = {.action = STR("import.look"),
                            .object_type = STR("import_batch"),
                            .object_id = b->id,
                            .role = ROLE_CLERK,
                            .to = import_url(r, b)};
    if (staff_act(r, &act, look_again, &x) == STAFF_ACT_REFUSED)
        import_conflict(r, b);
}
