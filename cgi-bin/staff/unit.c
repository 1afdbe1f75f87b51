/* SPDX-License-Identifier: EUPL-1.2
 * unit.c — the units of the jurisdiction: who is responsible for sources, cases and records. The system administrator keeps them.
 */
#include "staff/unit_pages.h"

#include "auth/staff.h"
#include "base/arena.h"
#include "crypto/digest.h"
#include "staff/staff.h"
#include "tmpl/staff/unit.h"
#include "tmpl/staff/units.h"

enum { DEPTH_MOST = 20 };
enum unit_kind { KIND_BUREAU, KIND_OFFICE, KIND_SUPERVISION, KIND_INSTITUTION, KIND_ASSOCIATION };
static const struct form_choice KINDS[] = {{"bureau", "卫生健康行政部门", KIND_BUREAU},
                                           {"office", "责任股室（处室）", KIND_OFFICE},
                                           {"supervision", "卫生监督机构", KIND_SUPERVISION},
                                           {"institution", "医疗卫生单位", KIND_INSTITUTION},
                                           {"association", "行业组织", KIND_ASSOCIATION}};

struct unit_form {
    struct str name, division, before;
    int kind;
    int64_t parent;
};
static const struct form_field UNIT_FIELDS[] = {
    FORM_LINE(struct unit_form, name, "单位名称", 2, 60, true),
    FORM_ENUM(struct unit_form, kind, "类别", KINDS, true),
    FORM_INT(struct unit_form, parent, "上级单位", 0, INT32_MAX, true),
    FORM_CODE(struct unit_form, division, "管辖区划", 2, 12, true),
    FORM_TOKEN(struct unit_form, before, "版本", 1, 64),
};
const struct form_def UNIT_FORM = FORM_DEF("unit", struct unit_form, UNIT_FIELDS);

bool guard_bureau(struct req *r)
{
    return actor_may(staff_actor(r), r->route->roles & ROLE_STAFF, 0, staff_regime(r)->head.division);
}

static struct str kind_name(struct str kind)
{
    for (size_t i = 0; i < sizeof KINDS / sizeof *KINDS; i++)
        if (str_eq(kind, str_from(KINDS[i].value)))
            return str_from(KINDS[i].label);
    return kind;
}

static bool in_scope(const struct req *r, const struct unit *u)
{
    return actor_may(staff_actor(r), ROLE_SYSTEM_ADMIN | ROLE_SECURITY_ADMIN, u->id, u->division_prefix);
}

bool guard_unit(struct req *r)
{
    int64_t id;
    struct unit *list;
    size_t n = unit_list(staff_db(r), r->arena, &list);
    if (!req_capture_int(r, "id", 1, INT32_MAX, &id))
        return false;
    for (size_t i = 0; i < n; i++)
        if (list[i].id == id && in_scope(r, &list[i])) {
            r->object = &list[i];
            return true;
        }
    return false;
}

void page_units(struct req *r)
{
    static const struct cell head[] = {
        {.text = STR_INIT("单位")}, {.text = STR_INIT("类别")}, {.text = STR_INIT("上级单位")}, {.text = STR_INIT("管辖区划")}};
    static const struct staff_done done[] = {{"saved", "单位已保存。"}};
    struct units_view v = {.page = staff_page(r, MENU_UNIT, STR("责任单位")), .may_change = (r->roles & ROLE_SYSTEM_ADMIN) != 0};
    v.page.done = staff_done_text(r, done, 1);
    struct unit *list;
    size_t all = unit_list(staff_db(r), r->arena, &list), n = 0;
    struct cells *rows = ARENA_ARRAY(r->arena, struct cells, all);
    for (size_t i = 0; i < all; i++) {
        if (!in_scope(r, &list[i]))
            continue;
        struct cell *c = ARENA_ARRAY(r->arena, struct cell, 4);
        struct url self = URL_PATH(r->arena, "/staff/unit/{}", str_fmt(r->arena, "%d", list[i].id));
        c[0] = v.may_change ? staff_cell_link(list[i].name, self) : staff_cell(list[i].name);
        c[1] = staff_cell(kind_name(list[i].kind));
        for (size_t k = 0; k < all; k++)
            if (list[k].id == list[i].parent_id)
                c[2] = staff_cell(list[k].name);
        c[3] = staff_cell(list[i].division_prefix);
        rows[n++] = (struct cells){c, 4};
    }
    v.units = (struct table){.caption = STR("责任单位"), .empty = STR("没有责任单位。"), .head = {head, 4}, .p = rows, .n = n};
    tmpl_staff_units(resp_html(r, 200), &v);
}

/* --- the form --- */

static struct str mark_of(struct req *r, const struct unit *u)
{
    if (!u)
        return STR("new");
    struct str all =
        str_fmt(r->arena, "%d|%.*s|%.*s|%.*s", u->parent_id, STR_ARG(u->name), STR_ARG(u->kind), STR_ARG(u->division_prefix));
    return str_sub(digest_hex_of(r->arena, all), 0, 16);
}

static struct choice parents(struct req *r, struct form_state *f, const struct unit *self)
{
    struct unit *list;
    size_t all = unit_list(staff_db(r), r->arena, &list), n = 0;
    struct option *o = ARENA_ARRAY(r->arena, struct option, all + 1);
    o[n++] = (struct option){.value = STR("0"), .label = STR("没有上级单位")};
    for (size_t i = 0; i < all; i++)
        if (in_scope(r, &list[i]) && (!self || list[i].id != self->id))
            o[n++] = (struct option){.value = str_fmt(r->arena, "%d", list[i].id), .label = list[i].name};
    return staff_choice_of(f, "parent", o, n);
}

void show_unit(struct req *r, struct form_state *f)
{
    const struct unit *u = r->object;
    struct unit_view v = {.page = staff_form_page(r, MENU_UNIT, u ? u->name : STR("新增责任单位"), f),
                          .errors = staff_errors(f),
                          .guard = staff_guard(r),
                          .name = staff_field(f, "name"),
                          .division = staff_field(f, "division"),
                          .kind = staff_choice(f, "kind"),
                          .parent = parents(r, f, u),
                          .before = mark_of(r, u)};
    v.name.width = 30;
    v.division.width = 10;
    v.division.hint = STR("行政区划代码的前几位，如 440823 表示全县，440823101 表示一个镇");
    v.action = u ? URL_PATH(r->arena, "/staff/unit/{}", str_fmt(r->arena, "%d", u->id)) : URL_STATIC("/staff/unit/new");
    tmpl_staff_unit(resp_html(r, form_status(f)), &v);
}

void page_unit_new(struct req *r)
{
    struct form_state *f = form_empty(r, &UNIT_FORM);
    form_set(f, "division", staff_regime(r)->head.division);
    form_set(f, "parent", STR("0"));
    show_unit(r, f);
}

void page_unit(struct req *r)
{
    const struct unit *u = r->object;
    struct form_state *f = form_empty(r, &UNIT_FORM);
    form_set(f, "name", u->name);
    form_set(f, "kind", u->kind);
    form_set(f, "parent", str_fmt(r->arena, "%d", u->parent_id));
    form_set(f, "division", u->division_prefix);
    show_unit(r, f);
}

/* Would the parent make a ring, or is it beyond the actor's scope? */
static bool parent_fits(struct req *r, int self, int parent)
{
    struct unit *list;
    size_t n = unit_list(staff_db(r), r->arena, &list);
    bool known = parent == 0;
    for (int depth = 0, at = parent; at && depth < DEPTH_MOST; depth++) {
        const struct unit *u = NULL;
        for (size_t i = 0; i < n; i++)
            if (list[i].id == at)
                u = &list[i];
        if (!u || (self && u->id == self))
            return false;
        known = known || in_scope(r, u);
        at = u->parent_id;
    }
    return known;
}

struct saving {
    struct unit unit;
    struct str before;
    bool is_new, taken;
};

static bool save(struct staff_act *act, void *arg)
{
    struct saving *s = arg;
    struct unit same = {0}, *list;
    size_t n = unit_list(act->db, act->arena, &list);
    for (size_t i = 0; i < n && !s->is_new; i++)
        if (list[i].id == s->unit.id && !str_eq(mark_of(act->r, &list[i]), s->before))
            return false;
    s->taken = unit_by_name(act->db, act->arena, s->unit.name, &same) && same.id != s->unit.id;
    if (s->taken)
        return false;
    if (s->is_new)
        s->unit.id = unit_next_id(act->db);
    unit_put(act->db, &s->unit);
    act->object_id = s->unit.id;
    act->detail =
        str_fmt(act->arena, "%.*s，%.*s，%.*s", STR_ARG(s->unit.name), STR_ARG(s->unit.kind), STR_ARG(s->unit.division_prefix));
    return true;
}

void act_unit(struct req *r)
{
    const struct unit *u = r->object;
    const struct unit_form *f = r->form;
    struct saving s = {.is_new = u == NULL, .before = f->before};
    s.unit = (struct unit){.id = u ? u->id : 0,
                           .parent_id = (int)f->parent,
                           .name = f->name,
                           .kind = str_from(KINDS[f->kind].value),
                           .division_prefix = f->division};
    if (!actor_may(staff_actor(r), ROLE_SYSTEM_ADMIN, 0, f->division)) {
        form_fail(r, "division", STR("管辖区划：不在您的管辖范围内。请填写本辖区或者其下级的区划代码。"));
        return;
    }
    if (!parent_fits(r, s.unit.id, s.unit.parent_id)) {
        form_fail(r, "parent", STR("上级单位：不能选择本单位、它的下级单位或者管辖范围外的单位。"));
        return;
    }
    struct staff_act act = {.action = STR("unit.add"),
                            .object_type = STR("unit"),
                            .object_id = s.unit.id,
                            .role = ROLE_SYSTEM_ADMIN,
                            .to = url_query(r->arena, URL_STATIC("/staff/unit"), STR("done"), STR("saved"))};
    if (staff_act(r, &act, save, &s) != STAFF_ACT_REFUSED)
        return;
    if (s.taken)
        form_fail(r, "name", STR("单位名称：已有同名的单位。请使用能区分的名称。"));
    else
        resp_conflict(r, staff_changed_text(r, "这个单位", STR("unit"), s.unit.id));
}
