/* SPDX-License-Identifier: EUPL-1.2
 * office.c — units and the audit log. The log is read and its chain walked; nothing here, at any right, changes or empties it.
 */
#include "base/arena.h"
#include "staff/account_pages.h"
#include "staff/staff.h"
#include "staff/views.h"
#include "tmpl/staff/audit.h"
#include "tmpl/staff/units.h"

enum { AUDIT_SHOWN = 50 };

const struct form_def VERIFY_FORM = FORM_BUTTON("audit_verify");

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

/* --- audit
 * -------------------------------------------------------------------------------------------------------------------------------
 */

static struct cells audit_cells(struct req *r, const struct audit_row *x)
{
    struct cell *c = ARENA_ARRAY(r->arena, struct cell, 6);
    c[0] = staff_cell(str_fmt(r->arena, "%lld", (long long)x->seq));
    c[1] = staff_cell(instant_zh(r->arena, x->at));
    c[2] = staff_cell(x->actor);
    c[3] = staff_cell(x->role.n && role_from_code(x->role) ? role_name(role_from_code(x->role)) : x->role);
    c[4] = staff_cell(str_fmt(r->arena, "%.*s　%.*s %.*s", STR_ARG(x->action), STR_ARG(x->object_type), STR_ARG(x->object_id)));
    c[5] = staff_cell(x->detail);
    return (struct cells){c, 6};
}

static struct notice verify_notice(struct req *r)
{
    int64_t rows = req_query_int(r, STR("rows"), 0, INT64_MAX, -1), bad = req_query_int(r, STR("bad"), 0, INT64_MAX, -1);
    if (rows < 0 || bad < 0)
        return (struct notice){.heading = STR_NONE};
    if (bad == 0)
        return (struct notice){.tone = TAG_GOOD,
                               .heading = str_fmt(r->arena, "校验通过：共 %lld 条，前后相连，没有改动。", (long long)rows)};
    return (struct notice){.tone = TAG_BAD,
                           .heading = str_fmt(r->arena, "校验不通过：第 %lld 条与前一条不能相连。", (long long)bad),
                           .text = STR("日志可能被改动过。请保留数据库现状，立即报告网络安全负责人。")};
}

void page_audit(struct req *r)
{
    static const struct cell head[] = {{.text = STR_INIT("序号")}, {.text = STR_INIT("时间")},       {.text = STR_INIT("账号")},
                                       {.text = STR_INIT("角色")}, {.text = STR_INIT("操作和对象")}, {.text = STR_INIT("内容")}};
    struct audit_view v = {.page = staff_page(r, MENU_AUDIT, STR("操作日志")), .notice = verify_notice(r), .guard = staff_guard(r)};
    int64_t before = req_query_int(r, STR("before"), 1, INT64_MAX, 0);
    struct audit_row *list;
    size_t n = audit_list(staff_db(r), r->arena, before, AUDIT_SHOWN, &list);
    struct cells *rows = ARENA_ARRAY(r->arena, struct cells, n);
    for (size_t i = 0; i < n; i++)
        rows[i] = audit_cells(r, &list[i]);
    v.rows = (struct table){.caption = STR("操作日志，新的在前"), .empty = STR("没有日志。"), .head = {head, 6}, .p = rows, .n = n};
    if (n == AUDIT_SHOWN)
        v.older = url_query_int(r->arena, URL_STATIC("/staff/audit"), STR("before"), list[n - 1].seq);
    if (before)
        v.newest = URL_STATIC("/staff/audit");
    v.may_verify = (r->roles & ROLE_AUDIT_ADMIN) != 0;
    tmpl_staff_audit(resp_html(r, 200), &v);
}

static bool verify(struct staff_act *act, void *arg)
{
    int64_t rows = 0, bad = 0;
    (void)arg;
    bool good = audit_verify(act->db, act->arena, &rows, &bad);
    CHECK(good == (bad == 0));
    act->detail = str_fmt(act->arena, "rows %lld, first bad %lld", (long long)rows, (long long)bad);
    act->to = url_query_int(act->arena, url_query_int(act->arena, URL_STATIC("/staff/audit"), STR("rows"), rows), STR("bad"), bad);
    return true;
}

void act_audit_verify(struct req *r)
{
    struct staff_act act = {.action = STR("audit.verify"), .object_type = STR("audit"), .role = ROLE_AUDIT_ADMIN};
    enum staff_act_end end = staff_act(r, &act, verify, NULL);
    CHECK(end != STAFF_ACT_REFUSED);
}
