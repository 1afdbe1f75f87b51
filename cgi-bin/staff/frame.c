/* SPDX-License-Identifier: EUPL-1.2
 * frame.c — the frame of staff pages: menu by role, crumbs, who is signed in. See staff.h. It decides nothing about rights: the
 * menu only leaves out what the routes would refuse.
 */
#include "assets.h"
#include "base/arena.h"
#include "crypto/token.h"
#include "staff/hooks.h"

static const struct menu_row {
    enum staff_menu menu;
    const char *text;
    struct str path;
    uint32_t roles;
} MENU[] = {
    {MENU_HOME, "工作台", STR_INIT("/staff"), ROLE_STAFF},
    {MENU_SUBJECT, "信用主体", STR_INIT("/staff/subject"), ROLE_BUSINESS},
    {MENU_ENTRY, "信息录入", STR_INIT("/staff/entry"), ROLE_BUSINESS},
    {MENU_IMPORT, "数据导入", STR_INIT("/staff/import"), ROLE_CLERK | ROLE_REVIEWER | ROLE_APPROVER | ROLE_AUDITOR},
    {MENU_GRADING, "信用评价", STR_INIT("/staff/grading"), ROLE_BUSINESS},
    {MENU_PUBLICATION, "结果公布", STR_INIT("/staff/publication"), ROLE_BUSINESS},
    {MENU_NOTICE, "文书公告", STR_INIT("/staff/notice"), ROLE_BUSINESS},
    {MENU_REGIME, "评价制度", STR_INIT("/staff/regime"), ROLE_STAFF},
    {MENU_ACCOUNT, "账号", STR_INIT("/staff/account"), ROLE_SYSTEM_ADMIN | ROLE_SECURITY_ADMIN},
    {MENU_ROLE, "角色授权", STR_INIT("/staff/role"), ROLE_SECURITY_ADMIN},
    {MENU_UNIT, "责任单位", STR_INIT("/staff/unit"), ROLE_SYSTEM_ADMIN | ROLE_SECURITY_ADMIN},
    {MENU_AUDIT, "操作日志", STR_INIT("/staff/audit"), ROLE_AUDIT_ADMIN | ROLE_AUDITOR},
};
enum { MENU_N = sizeof MENU / sizeof *MENU };

struct program *staff_program(const struct req *r)
{
    return ((struct staff_app *)r->app)->program;
}

struct db *staff_db(const struct req *r)
{
    return staff_program(r)->db;
}

const struct regime *staff_regime(const struct req *r)
{
    return staff_program(r)->regime.regime;
}

const struct calendar *staff_calendar(const struct req *r)
{
    return ((struct staff_app *)r->app)->calendar;
}

const struct actor *staff_actor(const struct req *r)
{
    CHECK(r->actor);
    return r->actor;
}

static struct links menu_for(struct req *r, enum staff_menu current)
{
    struct link *p = ARENA_ARRAY(r->arena, struct link, MENU_N);
    size_t n = 0;
    for (size_t i = 0; i < MENU_N; i++)
        if (r->actor && (MENU[i].roles & r->roles))
            p[n++] =
                (struct link){.text = str_from(MENU[i].text), .url = url_static(MENU[i].path), .current = MENU[i].menu == current};
    return (struct links){p, n};
}

static struct links crumbs_for(struct req *r, enum staff_menu menu, struct str title)
{
    if (menu == MENU_HOME || !r->actor)
        return (struct links){NULL, 0};
    struct link *p = ARENA_ARRAY(r->arena, struct link, 3);
    size_t n = 0;
    p[n++] = (struct link){.text = STR("工作台"), .url = URL_STATIC("/staff")};
    for (size_t i = 0; i < MENU_N; i++)
        if (MENU[i].menu == menu && !str_eq(str_from(MENU[i].text), title))
            p[n++] = (struct link){.text = str_from(MENU[i].text), .url = url_static(MENU[i].path)};
    p[n++] = (struct link){.text = title, .current = true};
    return (struct links){p, n};
}

struct page staff_plain_page(struct req *r, struct str title)
{
    const struct program *p = staff_program(r);
    const struct regime_head *head = &p->regime.regime->head;
    return (struct page){
        .title = title,
        .site = head->site_name,
        .issuer = head->bureau,
        .basis = head->number,
        .contact = p->config.contact,
        .demo = p->config.demonstration,
        .noindex = true,
        .css = URL_STATIC("/static/" ASSET_FULL_CSS_NAME),
        .icon = URL_STATIC("/static/" ASSET_ICON_NAME),
        .home = URL_STATIC("/staff"),
        .today = r->today,
        .request_id = r->id,
    };
}

struct staff_page staff_page(struct req *r, enum staff_menu menu, struct str title)
{
    const struct actor *a = r->actor;
    struct staff_page page = {.base = staff_plain_page(r, title)};
    page.base.nav = menu_for(r, menu);
    page.base.crumbs = crumbs_for(r, menu, title);
    if (!a)
        return page;
    page.user = a->name;
    page.role = role_names(r->arena, a->roles);
    page.unit = a->unit_name;
    page.sign_out = URL_STATIC("/staff/logout");
    page.account = URL_STATIC("/staff/password");
    page.guard.csrf = staff_guard(r).csrf;
    return page;
}

struct staff_page staff_form_page(struct req *r, enum staff_menu menu, struct str title, const struct form_state *f)
{
    struct staff_page page = staff_page(r, menu, title);
    page.base.invalid = !form_ok(f);
    return page;
}

struct str staff_done_text(struct req *r, const struct staff_done *table, size_t n)
{
    struct str code = req_query(r, STR("done"));
    for (size_t i = 0; i < n; i++)
        if (str_eq(code, str_from(table[i].code)))
            return str_from(table[i].text);
    return STR_NONE;
}

struct form_guard staff_guard(struct req *r)
{
    const struct actor *a = staff_actor(r);
    uint8_t secret[TOKEN_BYTES];
    CHECK(a->csrf.n == sizeof secret);
    memcpy(secret, a->csrf.p, sizeof secret);
    return (struct form_guard){.csrf = csrf_mask(r->arena, secret), .token = form_new_token(r)};
}
