/* SPDX-License-Identifier: EUPL-1.2
 * grant.c — roles of an account with their scope, by the security administrator. Business roles and the three administrators are
 * never held together, and nobody grants to the own account or beyond the own scope.
 */
#include "base/arena.h"
#include "staff/account_pages.h"
#include "staff/staff.h"
#include "staff/views.h"
#include "tmpl/staff/role.h"
#include "tmpl/staff/roles.h"

struct grant_form {
    struct form_codes roles;
    struct str division;
    bool own_unit;
};
static const struct form_field GRANT_FIELDS[] = {
    FORM_CODES(struct grant_form, roles, "角色", 1, 20, false),
    FORM_CODE(struct grant_form, division, "管辖区划", 2, 12, true),
    FORM_BOOL(struct grant_form, own_unit, "只限该账号所在单位的数据", false),
};
const struct form_def GRANT_FORM = FORM_DEF("grant", struct grant_form, GRANT_FIELDS);

void page_roles(struct req *r)
{
    static const struct cell head[] = {
        {.text = STR_INIT("账号")}, {.text = STR_INIT("姓名")}, {.text = STR_INIT("所在单位")}, {.text = STR_INIT("角色")}};
    struct accounts_view v = {.page = staff_page(r, MENU_ROLE, STR("角色授权"))};
    static const struct staff_done done[] = {{"saved", "授权已保存，立即生效。"}};
    v.page.done = staff_done_text(r, done, 1);
    struct accounts list = accounts_in_scope(r, ROLE_SECURITY_ADMIN);
    struct cells *rows = ARENA_ARRAY(r->arena, struct cells, list.n);
    for (size_t i = 0; i < list.n; i++) {
        const struct staff *s = &list.p[i];
        struct cell *c = ARENA_ARRAY(r->arena, struct cell, 4);
        bool own = s->id == staff_actor(r)->id;
        c[0] = own ? staff_cell(s->login)
                   : staff_cell_link(s->login, URL_PATH(r->arena, "/staff/role/{}", str_fmt(r->arena, "%d", s->id)));
        c[1] = staff_cell(s->name);
        c[2] = staff_cell(s->unit_name);
        c[3] = staff_cell(account_grants_text(r, s->id));
        rows[i] = (struct cells){c, 4};
    }
    v.accounts =
        (struct table){.caption = STR("账号和角色"), .empty = STR("没有账号。"), .head = {head, 4}, .p = rows, .n = list.n};
    tmpl_staff_roles(resp_html(r, 200), &v);
}

static struct choice role_choice(struct req *r, struct form_state *f)
{
    static const char *const hints[ROLE_COUNT] = {"录入、上传和确认导入",
                                                  "第一道签字，撤销信用信息",
                                                  "第二道签字，公布",
                                                  "现场检查，查看档案",
                                                  "查看本辖区全部内容和操作日志，不办理业务",
                                                  "管理账号和单位，不办理业务",
                                                  "授予角色，不办理业务",
                                                  "查看和校验操作日志，不办理业务"};
    struct option *o = ARENA_ARRAY(r->arena, struct option, ROLE_COUNT);
    for (size_t i = 0; i < ROLE_COUNT; i++)
        o[i] =
            (struct option){.value = role_code(UINT32_C(1) << i), .label = role_name(UINT32_C(1) << i), .hint = str_from(hints[i])};
    struct choice c = staff_choice_of(f, "roles", o, ROLE_COUNT);
    c.hint = STR("业务角色可以多选；系统管理员、安全管理员、审计管理员只能单独授予。都不选的，收回全部角色");
    return c;
}

void show_role(struct req *r, struct form_state *f)
{
    const struct staff *s = r->object;
    struct role_view v = {.page = staff_form_page(r, MENU_ROLE, str_fmt(r->arena, "授权：%.*s", STR_ARG(s->name)), f),
                          .errors = staff_errors(f),
                          .guard = staff_guard(r)};
    struct fact *who = ARENA_ARRAY(r->arena, struct fact, 3);
    who[0] = (struct fact){.term = STR("账号"), .value = s->login};
    who[1] = (struct fact){.term = STR("所在单位"), .value = s->unit_name};
    who[2] = (struct fact){.term = STR("现有角色"), .value = account_grants_text(r, s->id)};
    v.facts = (struct facts){who, 3};
    v.roles = role_choice(r, f);
    v.division = staff_field(f, "division");
    v.division.hint = STR("区划代码的前几位：省2位，市4位，县6位，乡镇9位。如440823为全县");
    v.division.width = 10;
    v.own_unit = staff_tick(f, "own_unit", STR("不选的，可以办理管辖区划内各单位的数据"));
    v.action = URL_PATH(r->arena, "/staff/role/{}", str_fmt(r->arena, "%d", s->id));
    tmpl_staff_role(resp_html(r, form_status(f)), &v);
}

void page_role(struct req *r)
{
    const struct staff *s = r->object;
    struct form_state *f = form_empty(r, &GRANT_FORM);
    struct grant *g;
    size_t n = staff_grants(staff_db(r), r->arena, s->id, &g);
    struct str division = STR_NONE;
    int unit;
    bool scoped = actor_scope(staff_actor(r), ROLE_SECURITY_ADMIN, &division, &unit);
    CHECK(scoped);
    for (size_t i = 0; i < n; i++) {
        form_set(f, "roles", role_code(g[i].role));
        if (g[i].division_prefix.n)
            division = g[i].division_prefix;
        if (g[i].unit_id)
            form_set(f, "own_unit", STR("1"));
    }
    form_set(f, "division", division);
    show_role(r, f);
}

struct granting {
    const struct staff *staff;
    struct str division;
    uint32_t roles;
    bool own_unit;
};

static bool put_grants(struct staff_act *act, void *arg)
{
    const struct granting *x = arg;
    staff_revoke_all(act->db, x->staff->id);
    for (unsigned i = 0; i < ROLE_COUNT; i++) {
        struct grant g = {.role = UINT32_C(1) << i, .division_prefix = x->division, .unit_id = x->own_unit ? x->staff->unit_id : 0};
        if (x->roles & g.role)
            staff_grant(act->db, x->staff->id, &g);
    }
    return true;
}

static bool digits(struct str s)
{
    for (size_t i = 0; i < s.n; i++)
        if (s.p[i] < '0' || s.p[i] > '9')
            return false;
    return true;
}

static uint32_t roles_of(const struct form_codes *codes, bool *known)
{
    uint32_t roles = 0;
    for (size_t i = 0; i < codes->n; i++) {
        uint32_t one = role_from_code(codes->p[i]);
        *known = *known && one;
        roles |= one;
    }
    return roles;
}

void act_role(struct req *r)
{
    const struct grant_form *f = r->form;
    const struct staff *s = r->object;
    bool known = true;
    struct granting x = {.staff = s, .division = f->division, .own_unit = f->own_unit, .roles = roles_of(&f->roles, &known)};
    uint32_t admins = x.roles & ROLE_ADMINS;
    if (!known)
        form_add_error(r, "roles", STR("请在列表中选择角色。"));
    else if (admins && x.roles != (admins & (~admins + 1)))
        form_add_error(r, "roles", STR("系统管理员、安全管理员、审计管理员只能单独授予，不能兼任其他角色。"));
    if (!digits(f->division) || !actor_may(staff_actor(r), ROLE_SECURITY_ADMIN, 0, f->division))
        form_add_error(r, "division", STR("请填写您管辖范围内的区划代码。"));
    if (!form_ok(r->form_state)) {
        form_reshow(r);
        return;
    }
    struct staff_act act = {.action = STR("staff.grant"),
                            .object_type = STR("staff"),
                            .object_id = s->id,
                            .role = ROLE_SECURITY_ADMIN,
                            .to = url_query(r->arena, URL_STATIC("/staff/role"), STR("done"), STR("saved"))};
    act.detail = str_fmt(r->arena, "%.*s：%.*s，%.*s%s", STR_ARG(s->login),
                         STR_ARG(x.roles ? role_names(r->arena, x.roles) : STR("收回全部角色")), STR_ARG(x.division),
                         x.own_unit ? "，限本单位" : "");
    enum staff_act_end end = staff_act(r, &act, put_grants, &x);
    CHECK(end != STAFF_ACT_REFUSED);
}
