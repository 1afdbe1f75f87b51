/* SPDX-License-Identifier: EUPL-1.2
 * import_upload.c — the list of import batches and the upload of a file. What is in the file, the worker finds out: see
 * import_batch.c.
 */
#include "staff/import_pages.h"

#include "auth/staff.h"
#include "base/arena.h"
#include "job/job.h"
#include "staff/staff.h"
#include "staff/views.h"
#include "tmpl/staff/import_list.h"
#include "tmpl/staff/import_upload.h"

enum { BATCHES_SHOWN = 200, FILE_MOST = HTTP_UPLOAD_MAX };

struct upload_form {
    struct str item;
    int64_t unit;
    bool confirm_codes, without_code;
    struct form_file file;
};
static const struct form_field UPLOAD_FIELDS[] = {
    FORM_LINE(struct upload_form, item, "文件中的数据属于", 0, 40, false),
    FORM_INT(struct upload_form, unit, "责任单位", 1, INT32_MAX, true),
    FORM_FILE(struct upload_form, file, "文件", FILE_MOST, true),
    FORM_BOOL(struct upload_form, confirm_codes, "已人工核对代码", false),
    FORM_BOOL(struct upload_form, without_code, "允许待补代码", false),
};
const struct form_def UPLOAD_FORM = FORM_DEF("upload", struct upload_form, UPLOAD_FIELDS);

enum { SEES_IMPORTS = ROLE_CLERK | ROLE_REVIEWER | ROLE_APPROVER | ROLE_AUDITOR };

bool import_may_commit(const struct req *r, const struct import_batch *b)
{
    const struct actor *a = staff_actor(r);
    return actor_may(a, ROLE_CLERK, b->unit_id, b->division) || actor_may(a, ROLE_REVIEWER, 0, b->division);
}

bool guard_import(struct req *r)
{
    int64_t id;
    struct import_batch *b = ARENA_NEW(r->arena, struct import_batch);
    if (!req_capture_int(r, "id", 1, INT64_MAX, &id) || !import_get(staff_db(r), r->arena, id, b) ||
        !actor_may(staff_actor(r), SEES_IMPORTS, b->unit_id, b->division))
        return false;
    r->object = b;
    return true;
}

bool guard_import_commit(struct req *r)
{
    return guard_import(r) && import_may_commit(r, r->object);
}

bool guard_import_kind(struct req *r)
{
    struct str kind = req_capture(r, "kind");
    return str_eq(kind, STR("subject")) || str_eq(kind, STR("record"));
}

/* --- the list --- */

static struct str kind_name(struct req *r, const struct import_batch *b)
{
    const struct regime *g = staff_regime(r);
    if (str_eq(b->kind, STR("record"))) {
        const struct regime_item *item = regime_item(g, b->item);
        return item ? item->name : STR("信用信息");
    }
    const struct regime_subject_type *t = regime_subject_type(g, b->item);
    return t ? t->label : STR("信用主体");
}

static struct str state_name(const struct import_batch *b)
{
    static const struct {
        struct str code, name;
    } names[] = {
        {STR_INIT("uploaded"), STR_INIT("正在检查")},       {STR_INIT("checked"), STR_INIT("已检查，待确认")},
        {STR_INIT("committing"), STR_INIT("正在导入")},     {STR_INIT("committed"), STR_INIT("已导入")},
        {STR_INIT("unreadable"), STR_INIT("文件无法读取")},
    };
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (str_eq(b->state, names[i].code))
            return names[i].name;
    return b->state;
}

static struct cells list_row(struct req *r, const struct import_batch *b)
{
    struct arena *a = r->arena;
    struct cell *c = ARENA_ARRAY(a, struct cell, 8);
    struct str id = str_fmt(a, "%lld", (long long)b->id);
    c[0] = staff_cell_link(id, URL_PATH(a, "/staff/import/{}", id));
    c[1] = staff_cell(b->file_name);
    c[2] = staff_cell(kind_name(r, b));
    c[3] = staff_cell(b->unit_name);
    c[4] = staff_cell(state_name(b));
    c[5] = staff_cell_int(a, b->rows_total);
    c[6] = staff_cell_int(a, b->rows_refused);
    c[7] = staff_cell(str_fmt(a, "%.*s　%.*s", STR_ARG(instant_zh(a, b->created_at)), STR_ARG(b->created_name)));
    return (struct cells){c, 8};
}

void page_imports(struct req *r)
{
    static const struct cell head[] = {
        {.text = STR_INIT("批次")},
        {.text = STR_INIT("文件")},
        {.text = STR_INIT("数据")},
        {.text = STR_INIT("责任单位")},
        {.text = STR_INIT("状态")},
        {.text = STR_INIT("行数"), .number = true},
        {.text = STR_INIT("退回"), .number = true},
        {.text = STR_INIT("上传")},
    };
    struct import_list_view v = {.page = staff_page(r, MENU_IMPORT, STR("数据导入")), .may_upload = (r->roles & ROLE_CLERK) != 0};
    struct import_batches list = import_list(staff_db(r), r->arena, BATCHES_SHOWN);
    struct cells *rows = ARENA_ARRAY(r->arena, struct cells, list.n);
    size_t n = 0;
    for (size_t i = 0; i < list.n; i++)
        if (actor_may(staff_actor(r), SEES_IMPORTS, list.p[i].unit_id, list.p[i].division))
            rows[n++] = list_row(r, &list.p[i]);
    v.batches = (struct table){
        .caption = STR("导入批次，新的在前"), .empty = STR("还没有导入批次。"), .head = {head, 8}, .p = rows, .n = n};
    tmpl_staff_import_list(resp_html(r, 200), &v);
}

/* --- upload --- */

static bool may_load_for(const struct req *r, const struct unit *u)
{
    return actor_may(staff_actor(r), ROLE_CLERK, u->id, u->division_prefix);
}

static struct choice unit_choice(struct req *r, struct form_state *f)
{
    struct unit *list;
    size_t all = unit_list(staff_db(r), r->arena, &list), n = 0;
    struct option *o = ARENA_ARRAY(r->arena, struct option, all + 1);
    struct str own = str_fmt(r->arena, "%d", staff_actor(r)->unit_id);
    for (size_t i = 0; i < all; i++)
        if (may_load_for(r, &list[i]))
            o[n++] = (struct option){.value = str_fmt(r->arena, "%d", list[i].id), .label = list[i].name};
    if (!form_value(f, "unit").n)
        form_set(f, "unit", own);
    return staff_choice_of(f, "unit", o, n);
}

static struct choice type_choice(struct req *r, struct form_state *f)
{
    const struct regime *g = staff_regime(r);
    struct option *o = ARENA_ARRAY(r->arena, struct option, g->subject_types.n + 1);
    size_t n = 0;
    o[n++] = (struct option){.value = STR(""), .label = STR("按文件中“主体类型”一列")};
    for (size_t i = 0; i < g->subject_types.n; i++)
        o[n++] = (struct option){.value = g->subject_types.p[i].code, .label = g->subject_types.p[i].label};
    struct choice c = staff_choice_of(f, "item", o, n);
    c.hint = STR("文件中没有“主体类型”一列的，请在此选择");
    return c;
}

/* By category, so that a clerk finds the item where the mandate has it. */
static struct choice item_choice(struct req *r, struct form_state *f)
{
    const struct regime *g = staff_regime(r);
    struct option *o = ARENA_ARRAY(r->arena, struct option, g->items.n + 1);
    size_t n = 0;
    o[n++] = (struct option){.value = STR(""), .label = STR("按文件中“信息事项”一列")};
    for (size_t k = 0; k < g->categories.n; k++)
        for (size_t i = 0; i < g->items.n; i++)
            if (str_eq(g->items.p[i].category, g->categories.p[k].code))
                o[n++] = (struct option){.value = g->items.p[i].code,
                                         .label = str_fmt(r->arena, "%.*s：%.*s%.*s", STR_ARG(g->categories.p[k].label),
                                                          STR_ARG(g->items.p[i].ordinal), STR_ARG(g->items.p[i].name))};
    struct choice c = staff_choice_of(f, "item", o, n);
    c.hint = STR("文件中没有“信息事项”一列的，请在此选择");
    return c;
}

void show_upload(struct req *r, struct form_state *f)
{
    bool record = str_eq(req_capture(r, "kind"), STR("record"));
    struct str title = record ? STR("导入信用信息") : STR("导入信用主体");
    struct import_upload_view v = {
        .page = staff_form_page(r, MENU_IMPORT, title, f), .errors = staff_errors(f), .guard = staff_guard(r)};
    struct str kind = record ? STR("record") : STR("subject");
    v.action = URL_PATH(r->arena, "/staff/import/new/{}", kind);
    v.template_file = url_query(r->arena, URL_STATIC("/staff/import/template"), STR("kind"), kind);
    v.record = record;
    v.item = record ? item_choice(r, f) : type_choice(r, f);
    v.unit = unit_choice(r, f);
    v.file = staff_field(f, "file");
    v.file.hint = STR(".xlsx 或 .csv（UTF-8、GB18030 编码均可），不超过 20 MB。列的顺序不限，按第一行的列名识别");
    v.file.accept = STR(".xlsx,.csv");
    v.confirm_codes =
        staff_tick(f, "confirm_codes", STR("校验位不符、其余正确的统一社会信用代码和证件号码，经逐个核对原证件无误的，予以接收"));
    v.without_code = staff_tick(f, "without_code", STR("没有统一社会信用代码的单位先建立档案，标记为待补代码"));
    tmpl_staff_import_upload(resp_html(r, form_status(f)), &v);
}

void page_upload(struct req *r)
{
    show_upload(r, form_empty(r, &UPLOAD_FORM));
}

struct upload {
    struct import_context context;
    struct import_batch batch;
    struct str bytes;
};

static bool store_upload(struct staff_act *act, void *arg)
{
    struct upload *x = arg;
    int64_t id = import_upload(&x->context, act->arena, &x->batch, x->bytes);
    job_add(act->db, JOB_IMPORT_CHECK, id, act->actor->id, act->r->now);
    act->to = URL_PATH(act->arena, "/staff/import/{}", str_fmt(act->arena, "%lld", (long long)id));
    return true;
}

/* The unit chosen, if the actor may load for it. */
static bool find_unit(struct req *r, int64_t id, struct unit *out)
{
    struct unit *list;
    size_t n = unit_list(staff_db(r), r->arena, &list);
    for (size_t i = 0; i < n; i++) {
        if (list[i].id != id || !may_load_for(r, &list[i]))
            continue;
        *out = list[i];
        return true;
    }
    return false;
}

static bool item_known(const struct req *r, struct str item)
{
    const struct regime *g = staff_regime(r);
    if (!item.n)
        return true;
    return str_eq(req_capture(r, "kind"), STR("record")) ? regime_item(g, item) != NULL : regime_subject_type(g, item) != NULL;
}

static bool name_fits(struct arena *a, struct str name)
{
    struct str low = str_lower(a, name);
    return str_ends(low, STR(".xlsx")) || str_ends(low, STR(".csv"));
}

void act_upload(struct req *r)
{
    const struct upload_form *f = r->form;
    const struct program *p = staff_program(r);
    struct unit unit = {0};
    if (!item_known(r, f->item))
        form_add_error(r, "item", STR("请在列表中选择文件中的数据属于哪一类。"));
    if (!find_unit(r, f->unit, &unit))
        form_add_error(r, "unit", STR("请选择您有权录入的责任单位。"));
    if (!name_fits(r->arena, f->file.name))
        form_add_error(r, "file", STR("文件类型不符。请选择 .xlsx 或者 .csv 文件；.xls 文件请先另存为 .xlsx。"));
    if (!form_ok(r->form_state)) {
        form_reshow(r);
        return;
    }
    struct upload x = {
        .context = {.db = p->db,
                    .vault = p->vault,
                    .text = p->text,
                    .regime = p->regime.regime,
                    .now = r->now,
                    .today = r->today,
                    .actor = actor_for_audit(staff_actor(r), ROLE_CLERK)},
        .batch = {.kind = req_capture(r, "kind"),
                  .item = f->item,
                  .file_name = f->file.name,
                  .unit_id = unit.id,
                  .division = unit.division_prefix.n ? unit.division_prefix : p->regime.regime->head.division,
                  .confirm_codes = f->confirm_codes,
                  .without_code = f->without_code},
        .bytes = f->file.bytes,
    };
    struct staff_act act = {.role = ROLE_CLERK, .no_audit = true};
    enum staff_act_end end = staff_act(r, &act, store_upload, &x);
    CHECK(end != STAFF_ACT_REFUSED);
}
