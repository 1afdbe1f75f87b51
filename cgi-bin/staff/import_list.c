/* SPDX-License-Identifier: EUPL-1.2
 * import_list.c — import batches of one's scope, with filters that can be bookmarked; who may open a batch; names of states and
 * steps.
 */
#include "auth/staff.h"
#include "base/arena.h"
#include "staff/import_pages.h"
#include "staff/staff.h"
#include "staff/views.h"
#include "tmpl/staff/import_list.h"

enum { SHOWN = 50 };

/* --- guards --- */

bool import_is_clerk(const struct req *r, const struct import_batch *b)
{
    return actor_may(staff_actor(r), ROLE_CLERK, b->unit_id, b->division);
}

bool import_is_reviewer(const struct req *r, const struct import_batch *b)
{
    return actor_may(staff_actor(r), ROLE_REVIEWER, b->unit_id, b->division);
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

bool guard_import_clerk(struct req *r)
{
    return guard_import(r) && import_is_clerk(r, r->object);
}

bool guard_import_review(struct req *r)
{
    return guard_import(r) && import_is_reviewer(r, r->object);
}

bool guard_import_ask(struct req *r)
{
    return guard_import(r) && (import_is_clerk(r, r->object) || import_is_reviewer(r, r->object));
}

bool guard_import_kind(struct req *r)
{
    struct str kind = req_capture(r, "kind");
    return str_eq(kind, STR("subject")) || str_eq(kind, STR("record"));
}

/* --- words --- */

struct import_context import_page_context(struct req *r)
{
    const struct program *p = staff_program(r);
    return (struct import_context){.db = p->db,
                                   .vault = p->vault,
                                   .text = p->text,
                                   .regime = p->regime.regime,
                                   .now = r->now,
                                   .today = r->today,
                                   .actor = actor_for_audit(staff_actor(r), ROLE_CLERK)};
}

struct str import_id_text(struct req *r, const struct import_batch *b)
{
    return str_fmt(r->arena, "%lld", (long long)b->id);
}

struct url import_url(struct req *r, const struct import_batch *b)
{
    return URL_PATH(r->arena, "/staff/import/{}", import_id_text(r, b));
}

struct str import_what(struct req *r, const struct import_batch *b)
{
    const struct regime *g = staff_regime(r);
    const struct import_layout *y = import_layout_by_code(b->layout);
    if (y)
        return str_from(y->label);
    if (str_eq(b->kind, STR("record"))) {
        const struct regime_item *item = regime_item(g, b->item);
        return item ? item->name : STR("信用信息");
    }
    const struct regime_subject_type *t = regime_subject_type(g, b->item);
    return t ? t->label : STR("信用主体");
}

/* step: of the row of steps it stands in; -1: past them. */
static const struct state {
    const char *code, *name;
    int step;
} STATES[] = {
    {"uploaded", "正在读取", 0},      {"looked", "待核对列", 1},   {"mapped", "正在检查", 2},
    {"checked", "已检查，待申请", 2}, {"asked", "待批准", 3},      {"rejected", "未批准，退回", 3},
    {"committing", "正在导入", 4},    {"committed", "已导入", -1}, {"undo_asked", "已申请撤销，待批准", -1},
    {"undoing", "正在撤销", -1},      {"undone", "已撤销", -1},    {"unreadable", "文件无法读取", 0},
};
enum { STATES_N = sizeof STATES / sizeof *STATES, STEPS_N = 5 };

static const struct state *state_of(struct str code)
{
    for (size_t i = 0; i < STATES_N; i++)
        if (str_eq(code, str_from(STATES[i].code)))
            return &STATES[i];
    return NULL;
}

struct str import_state_name(const struct import_batch *b)
{
    const struct state *s = state_of(b->state);
    return s ? str_from(s->name) : b->state;
}

static const struct import_step STEPS[STEPS_N + 1][STEPS_N] = {
#define ROW(a, b, c, d, e, f, g, h, i, j)                                                                                          \
    {                                                                                                                              \
        {STR_INIT("上传"), a, b}, {STR_INIT("核对列"), c, d}, {STR_INIT("检查"), e, f}, {STR_INIT("批准"), g, h},                  \
        {                                                                                                                          \
            STR_INIT("入库"), i, j                                                                                                 \
        }                                                                                                                          \
    }
    ROW(0, 1, 0, 0, 0, 0, 0, 0, 0, 0), ROW(1, 0, 0, 1, 0, 0, 0, 0, 0, 0), ROW(1, 0, 1, 0, 0, 1, 0, 0, 0, 0),
    ROW(1, 0, 1, 0, 1, 0, 0, 1, 0, 0), ROW(1, 0, 1, 0, 1, 0, 1, 0, 0, 1), ROW(1, 0, 1, 0, 1, 0, 1, 0, 1, 0),
#undef ROW
};

struct import_steps import_steps_of(const struct import_batch *b)
{
    const struct state *s = state_of(b->state);
    int at = s && s->step >= 0 ? s->step : STEPS_N;
    return (struct import_steps){STEPS[at], STEPS_N};
}

void import_conflict(struct req *r, const struct import_batch *b)
{
    struct import_batch now = *b;
    bool known = import_get(staff_db(r), r->arena, b->id, &now);
    struct str who = staff_changed_text(r, "这个批次", STR("import_batch"), b->id);
    resp_conflict(r, str_fmt(r->arena, "%.*s批次现在的状态是“%.*s”。请返回查看最新情况。", STR_ARG(who),
                             STR_ARG(known ? import_state_name(&now) : b->state)));
}

/* --- the list --- */

static struct cells list_row(struct req *r, const struct import_batch *b)
{
    struct arena *a = r->arena;
    struct cell *c = ARENA_ARRAY(a, struct cell, 8);
    c[0] = staff_cell_link(import_id_text(r, b), import_url(r, b));
    c[1] = staff_cell(b->file_name);
    c[2] = staff_cell(import_what(r, b));
    c[3] = staff_cell(b->unit_name);
    c[4] = staff_cell(import_state_name(b));
    c[5] = staff_cell_int(a, b->rows_total);
    c[6] = staff_cell_int(a, b->rows_refused);
    c[7] = staff_cell(str_fmt(a, "%.*s　%.*s", STR_ARG(instant_zh(a, b->created_at)), STR_ARG(b->created_name)));
    return (struct cells){c, 8};
}

static struct choice filter_of(struct req *r, const char *name, const char *label, struct option *o, size_t n)
{
    struct str now = req_query(r, str_from(name));
    for (size_t i = 0; i < n; i++)
        o[i].selected = str_eq(o[i].value, now);
    return (struct choice){.id = str_from(name), .name = str_from(name), .label = str_from(label), .p = o, .n = n};
}

static void add_filters(struct req *r, struct import_list_view *v)
{
    struct arena *a = r->arena;
    struct option *states = ARENA_ARRAY(a, struct option, STATES_N + 1), *kinds = ARENA_ARRAY(a, struct option, 3);
    struct unit *list;
    size_t all = unit_list(staff_db(r), a, &list), n = 1;
    struct option *units = ARENA_ARRAY(a, struct option, all + 1);
    states[0] = kinds[0] = units[0] = (struct option){.value = STR(""), .label = STR("全部")};
    for (size_t i = 0; i < STATES_N; i++)
        states[i + 1] = (struct option){.value = str_from(STATES[i].code), .label = str_from(STATES[i].name)};
    kinds[1] = (struct option){.value = STR("subject"), .label = STR("信用主体")};
    kinds[2] = (struct option){.value = STR("record"), .label = STR("信用信息")};
    for (size_t i = 0; i < all; i++)
        if (actor_may(staff_actor(r), SEES_IMPORTS, list[i].id, list[i].division_prefix))
            units[n++] = (struct option){.value = str_fmt(a, "%d", list[i].id), .label = list[i].name};
    v->state = filter_of(r, "state", "状态", states, STATES_N + 1);
    v->kind = filter_of(r, "kind", "数据", kinds, 3);
    v->unit = filter_of(r, "unit", "责任单位", units, n);
}

static struct url list_url(struct req *r)
{
    struct url u = URL_STATIC("/staff/import");
    static const struct str names[] = {STR_INIT("state"), STR_INIT("kind"), STR_INIT("unit")};
    for (size_t i = 0; i < 3; i++)
        if (req_query(r, names[i]).n)
            u = url_query(r->arena, u, names[i], req_query(r, names[i]));
    return u;
}

static void fill_list(struct req *r, struct import_list_view *v)
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
    struct import_filter f = {.state = req_query(r, STR("state")), .kind = req_query(r, STR("kind"))};
    int own_unit = 0;
    bool scoped = actor_scope(staff_actor(r), SEES_IMPORTS, &f.division_prefix, &own_unit);
    f.unit_id = own_unit ? own_unit : (int)req_query_int(r, STR("unit"), 1, INT32_MAX, 0);
    int64_t all = scoped ? import_count(staff_db(r), &f) : 0, pages = (all + SHOWN - 1) / SHOWN;
    int64_t page = req_query_int(r, STR("page"), 1, pages ? pages : 1, 1);
    struct import_batches list = {0};
    if (scoped)
        list = import_list(staff_db(r), r->arena, &f, (page - 1) * SHOWN, SHOWN);
    struct cells *rows = ARENA_ARRAY(r->arena, struct cells, list.n);
    size_t n = 0;
    for (size_t i = 0; i < list.n; i++)
        if (actor_may(staff_actor(r), SEES_IMPORTS, list.p[i].unit_id, list.p[i].division))
            rows[n++] = list_row(r, &list.p[i]);
    v->filtered = f.state.n || f.kind.n || req_query(r, STR("unit")).n;
    v->batches = (struct table){.caption = str_fmt(r->arena, "导入批次，共 %lld 个，新的在前", (long long)all),
                                .empty = v->filtered ? STR("没有符合条件的批次。") : STR("还没有导入批次。"),
                                .head = {head, 8},
                                .p = rows,
                                .n = n};
    v->pages = staff_pages(r->arena, list_url(r), page, pages);
}

void page_imports(struct req *r)
{
    struct import_list_view v = {.page = staff_page(r, MENU_IMPORT, STR("数据导入")), .may_upload = (r->roles & ROLE_CLERK) != 0};
    add_filters(r, &v);
    fill_list(r, &v);
    tmpl_staff_import_list(resp_html(r, 200), &v);
}
