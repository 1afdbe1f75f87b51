/* SPDX-License-Identifier: EUPL-1.2
 * import_upload.c — the upload of a file. What is in it, the worker finds out: see import_plan.c and import_batch.c.
 */
#include "staff/import_pages.h"

#include "auth/staff.h"
#include "base/arena.h"
#include "job/job.h"
#include "staff/staff.h"
#include "staff/views.h"
#include "tmpl/staff/import_upload.h"

enum { FILE_MOST = HTTP_UPLOAD_MAX };

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
const struct form_def IMPORT_UPLOAD_FORM = FORM_DEF("upload", struct upload_form, UPLOAD_FIELDS);

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
    c.hint = STR("文件中没有“信息事项”一列的，请在此选择；双公示表不用选，按表头识别");
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
    v.template_item = record ? item_choice(r, form_empty(r, &IMPORT_UPLOAD_FORM)) : (struct choice){0};
    v.template_item.id = STR("template-item");
    v.template_item.label = STR("事项");
    v.template_item.hint = STR("只有该事项要填的列");
    v.item = record ? item_choice(r, f) : type_choice(r, f);
    v.unit = unit_choice(r, f);
    v.file = staff_field(f, "file");
    v.file.hint = STR(".xlsx、.xls 或者 .csv，不超过 20 MB。列的顺序和表头所在的行不限，下一步可以核对");
    v.file.accept = STR(".xlsx,.xls,.csv");
    v.confirm_codes =
        staff_tick(f, "confirm_codes", STR("校验位不符、其余正确的统一社会信用代码和证件号码，经逐个核对原证件无误的，予以接收"));
    v.without_code = staff_tick(f, "without_code", STR("没有统一社会信用代码的单位先建立档案，标记为待补代码"));
    tmpl_staff_import_upload(resp_html(r, form_status(f)), &v);
}

void page_upload(struct req *r)
{
    show_upload(r, form_empty(r, &IMPORT_UPLOAD_FORM));
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
    job_add(act->db, JOB_IMPORT_LOOK, id, act->actor->id, act->r->now);
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
    return str_ends(low, STR(".xlsx")) || str_ends(low, STR(".xls")) || str_ends(low, STR(".csv"));
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
        form_add_error(r, "file", STR("文件类型不符。请选择 .xlsx、.xls 或者 .csv 文件。"));
    if (!form_ok(r->form_state)) {
        form_reshow(r);
        return;
    }
    struct upload x = {
        .context = import_page_context(r),
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
