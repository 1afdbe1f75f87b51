/* SPDX-License-Identifier: EUPL-1.2
 * office.c — the units of the jurisdiction.
 */
#include "base/arena.h"
#include "staff/account_pages.h"
#include "staff/staff.h"
#include "staff/views.h"
#include "tmpl/staff/units.h"

bool guard_bureau(struct req *r)
{
    return actor_may(staff_actor(r), r->route->roles & ROLE_STAFF, 0, staff_regime(r)->head.division);
}

/* --- units
 * -------------------------------------------------------------------------------------------------------------------------------
 */

static struct str unit_kind_name(struct str kind)
{
    static const struct {
        struct str code, name;
    } names[] = {
        {STR_INIT("bureau"), STR_INIT("卫生健康行政部门")},  {STR_INIT("office"), STR_INIT("责任股室（处室）")},
        {STR_INIT("supervision"), STR_INIT("卫生监督机构")}, {STR_INIT("institution"), STR_INIT("医疗卫生单位")},
        {STR_INIT("association"), STR_INIT("行业组织")},
    };
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (str_eq(kind, names[i].code))
            return names[i].name;
    return kind;
}

void page_units(struct req *r)
{
    static const struct cell head[] = {
        {.text = STR_INIT("单位")}, {.text = STR_INIT("类别")}, {.text = STR_INIT("上级单位")}, {.text = STR_INIT("管辖区划")}};
    struct accounts_view v = {.page = staff_page(r, MENU_UNIT, STR("责任单位"))};
    struct unit *list;
    size_t all = unit_list(staff_db(r), r->arena, &list), n = 0;
    struct cells *rows = ARENA_ARRAY(r->arena, struct cells, all);
    for (size_t i = 0; i < all; i++) {
        if (!actor_may(staff_actor(r), ROLE_SYSTEM_ADMIN | ROLE_SECURITY_ADMIN, list[i].id, list[i].division_prefix))
            continue;
        struct cell *c = ARENA_ARRAY(r->arena, struct cell, 4);
        c[0] = staff_cell(list[i].name);
        c[1] = staff_cell(unit_kind_name(list[i].kind));
        for (size_t k = 0; k < all; k++)
            if (list[k].id == list[i].parent_id)
                c[2] = staff_cell(list[k].name);
        c[3] = staff_cell(list[i].division_prefix);
        rows[n++] = (struct cells){c, 4};
    }
    v.accounts = (struct table){.caption = STR("责任单位"), .empty = STR("没有责任单位。"), .head = {head, 4}, .p = rows, .n = n};
    tmpl_staff_units(resp_html(r, 200), &v);
}
