/* SPDX-License-Identifier: EUPL-1.2
 * account.c — accounts of staff: list, create, reset, close. A new account has no role: the security administrator grants it.
 * Password and secret of the authenticator are shown once, in the answer to the POST that made them.
 */
#include "staff/account_pages.h"

#include "auth/login.h"
#include "auth/session.h"
#include "base/arena.h"
#include "crypto/token.h"
#include "crypto/totp.h"
#include "crypto/vault.h"
#include "staff/staff.h"
#include "staff/views.h"
#include "tmpl/staff/account.h"
#include "tmpl/staff/account_new.h"
#include "tmpl/staff/account_secret.h"
#include "tmpl/staff/accounts.h"

struct account_form {
    struct str login, name;
    int64_t unit;
};
static const struct form_field ACCOUNT_FIELDS[] = {
    FORM_CODE(struct account_form, login, "账号", 3, 40, true),
    FORM_LINE(struct account_form, name, "姓名", 2, 30, true),
    FORM_INT(struct account_form, unit, "所在单位", 1, INT32_MAX, true),
};
const struct form_def ACCOUNT_FORM = FORM_DEF("account", struct account_form, ACCOUNT_FIELDS);

struct version_form {
    int64_t version;
};
static const struct form_field VERSION_FIELDS[] = {
    FORM_INT(struct version_form, version, "版本", 1, INT32_MAX, true),
};
const struct form_def RESET_FORM = FORM_DEF("account_reset", struct version_form, VERSION_FIELDS);
const struct form_def STATE_FORM = FORM_DEF("account_state", struct version_form, VERSION_FIELDS);

void show_stale(struct req *r, struct form_state *f)
{
    (void)f;
    resp_error(r, 400);
}

/* --- scope
 * --------------------------------------------------------------------------------------------------------------------------------
 */

static bool unit_by_id(const struct unit *list, size_t n, int id, struct unit *out)
{
    for (size_t i = 0; i < n; i++) {
        if (list[i].id != id)
            continue;
        *out = list[i];
        return true;
    }
    return false;
}

static bool in_scope(const struct req *r, uint32_t roles, const struct unit *u)
{
    return actor_may(staff_actor(r), roles, u->id, u->division_prefix.n ? u->division_prefix : STR("0"));
}

struct accounts accounts_in_scope(struct req *r, uint32_t roles)
{
    struct staff *all;
    struct unit *units, u;
    size_t n = staff_list(staff_db(r), r->arena, &all), units_n = unit_list(staff_db(r), r->arena, &units), kept = 0;
    for (size_t i = 0; i < n; i++)
        if (unit_by_id(units, units_n, all[i].unit_id, &u) && in_scope(r, roles, &u))
            all[kept++] = all[i];
    return (struct accounts){all, kept};
}

static bool open_account(struct req *r, uint32_t roles)
{
    int64_t id;
    struct accounts list = accounts_in_scope(r, roles);
    if (!req_capture_int(r, "id", 1, INT32_MAX, &id))
        return false;
    for (size_t i = 0; i < list.n; i++) {
        if (list.p[i].id != id)
            continue;
        struct staff *s = ARENA_NEW(r->arena, struct staff);
        *s = list.p[i];
        r->object = s;
        return true;
    }
    return false;
}

bool guard_account(struct req *r)
{
    return open_account(r, ROLE_SYSTEM_ADMIN);
}

bool guard_role(struct req *r)
{
    return open_account(r, ROLE_SECURITY_ADMIN) && ((struct staff *)r->object)->id != staff_actor(r)->id;
}

/* --- list and one account --- */

struct str account_grants_text(struct req *r, int staff_id)
{
    struct grant *g;
    size_t n = staff_grants(staff_db(r), r->arena, staff_id, &g);
    struct str s = STR_NONE;
    for (size_t i = 0; i < n; i++) {
        struct str place = g[i].division_prefix.n ? g[i].division_prefix : STR("全部");
        s = str_fmt(r->arena, "%.*s%s%.*s（%.*s%s）", STR_ARG(s), i ? "、" : "", STR_ARG(role_name(g[i].role)), STR_ARG(place),
                    g[i].unit_id ? "，本单位" : "");
    }
    return s;
}

static struct str state_of(const struct staff *s)
{
    if (s->disabled_at.us)
        return STR("已停用");
    return s->must_change ? STR("待本人修改初始密码") : STR("正常");
}

static struct cells account_row(struct req *r, const struct staff *s, bool linked)
{
    struct cell *c = ARENA_ARRAY(r->arena, struct cell, 5);
    c[0] = linked ? staff_cell_link(s->login, URL_PATH(r->arena, "/staff/account/{}", str_fmt(r->arena, "%d", s->id)))
                  : staff_cell(s->login);
    c[1] = staff_cell(s->name);
    c[2] = staff_cell(s->unit_name);
    c[3] = staff_cell(account_grants_text(r, s->id));
    c[4] = staff_cell(state_of(s));
    return (struct cells){c, 5};
}

void page_accounts(struct req *r)
{
    static const struct cell head[] = {{.text = STR_INIT("账号")},
                                       {.text = STR_INIT("姓名")},
                                       {.text = STR_INIT("所在单位")},
                                       {.text = STR_INIT("角色")},
                                       {.text = STR_INIT("状态")}};
    bool may = (r->roles & ROLE_SYSTEM_ADMIN) != 0;
    struct accounts_view v = {.page = staff_page(r, MENU_ACCOUNT, STR("账号")), .may_create = may};
    struct accounts list = accounts_in_scope(r, ROLE_SYSTEM_ADMIN | ROLE_SECURITY_ADMIN);
    struct cells *rows = ARENA_ARRAY(r->arena, struct cells, list.n);
    for (size_t i = 0; i < list.n; i++)
        rows[i] = account_row(r, &list.p[i], may);
    v.accounts =
        (struct table){.caption = STR("工作人员账号"), .empty = STR("没有账号。"), .head = {head, 5}, .p = rows, .n = list.n};
    tmpl_staff_accounts(resp_html(r, 200), &v);
}

void page_account(struct req *r)
{
    static const struct staff_done done[] = {{"disabled", "账号已停用，正在使用的登录已经退出。"},
                                             {"enabled", "账号已恢复使用。"},
                                             {"made", "账号已建立。密码和密钥只显示一次，需要时请重置。"},
                                             {"reset", "密码已重置。密码和密钥只显示一次，需要时请再次重置。"}};
    const struct staff *s = r->object;
    struct account_view v = {.page = staff_page(r, MENU_ACCOUNT, str_fmt(r->arena, "账号 %.*s", STR_ARG(s->login))),
                             .closed = s->disabled_at.us != 0};
    v.page.done = staff_done_text(r, done, sizeof done / sizeof *done);
    struct fact *f = ARENA_ARRAY(r->arena, struct fact, 5);
    f[0] = (struct fact){.term = STR("账号"), .value = s->login};
    f[1] = (struct fact){.term = STR("姓名"), .value = s->name};
    f[2] = (struct fact){.term = STR("所在单位"), .value = s->unit_name};
    f[3] = (struct fact){.term = STR("角色"), .value = account_grants_text(r, s->id), .note = STR("由安全管理员授予")};
    f[4] = (struct fact){.term = STR("状态"), .value = state_of(s)};
    v.facts = (struct facts){f, 5};
    struct str id = str_fmt(r->arena, "%d", s->id);
    v.reset = URL_PATH(r->arena, "/staff/account/{}/reset", id);
    v.state = URL_PATH(r->arena, "/staff/account/{}/state", id);
    v.version = str_fmt(r->arena, "%d", s->version);
    v.own = s->id == staff_actor(r)->id;
    v.reset_guard = staff_guard(r);
    v.state_guard = staff_guard(r);
    tmpl_staff_account(resp_html(r, 200), &v);
}

/* --- new secrets --- */

struct secrets {
    struct staff staff;
    struct str password, secret;
    enum staff_verdict verdict;
};

static void make_secrets(struct req *r, struct secrets *x)
{
    const struct program *p = staff_program(r);
    struct arena *a = r->arena;
    x->password = str_fmt(a, "%.*s-%.*s-%.*s", STR_ARG(str_sub(token_public_id(a), 0, 4)),
                          STR_ARG(str_sub(token_public_id(a), 0, 4)), STR_ARG(str_sub(token_public_id(a), 0, 4)));
    x->secret = totp_new_secret(a);
    x->staff.password_hash = password_hash(p->vault, a, x->password, login_password_params());
    x->staff.totp_secret =
        vault_seal(p->vault, a, (struct vault_field){STR("staff.totp_secret"), (uint64_t)x->staff.id}, x->secret);
    x->staff.must_change = true;
}

/* no-store like every page here; a reload of this address sends the form again and comes to the account's page without the secrets.
 */
static void show_secrets(struct req *r, const struct secrets *x, struct str title)
{
    struct account_secret_view v = {.page = staff_page(r, MENU_ACCOUNT, title)};
    struct fact *f = ARENA_ARRAY(r->arena, struct fact, 4);
    f[0] = (struct fact){.term = STR("账号"), .value = x->staff.login};
    f[1] = (struct fact){.term = STR("初始密码"), .value = x->password, .note = STR("首次登录时必须修改")};
    f[2] = (struct fact){
        .term = STR("验证器密钥"), .value = totp_base32(r->arena, x->secret), .note = STR("在手机验证器中选择“手动输入密钥”")};
    f[3] = (struct fact){.term = STR("验证器链接"), .value = totp_uri(r->arena, STR("医疗卫生信用"), x->staff.login, x->secret)};
    v.facts = (struct facts){f, 4};
    v.account = URL_PATH(r->arena, "/staff/account/{}", str_fmt(r->arena, "%d", x->staff.id));
    tmpl_staff_account_secret(resp_html(r, 200), &v);
}

/* --- create
 * -------------------------------------------------------------------------------------------------------------------------------
 */

void show_account_new(struct req *r, struct form_state *f)
{
    struct account_new_view v = {
        .page = staff_form_page(r, MENU_ACCOUNT, STR("新建账号"), f), .errors = staff_errors(f), .guard = staff_guard(r)};
    struct unit *units;
    size_t all = unit_list(staff_db(r), r->arena, &units), n = 0;
    struct option *o = ARENA_ARRAY(r->arena, struct option, all);
    for (size_t i = 0; i < all; i++)
        if (in_scope(r, ROLE_SYSTEM_ADMIN, &units[i]))
            o[n++] = (struct option){.value = str_fmt(r->arena, "%d", units[i].id), .label = units[i].name};
    v.login = staff_field(f, "login");
    v.login.hint = STR("小写字母和数字，3至40个字符，不使用证件号码");
    v.name = staff_field(f, "name");
    v.login.width = v.name.width = 20;
    v.unit = staff_choice_of(f, "unit", o, n);
    tmpl_staff_account_new(resp_html(r, form_status(f)), &v);
}

void page_account_new(struct req *r)
{
    show_account_new(r, form_empty(r, &ACCOUNT_FORM));
}

static bool login_fits(struct str s)
{
    for (size_t i = 0; i < s.n; i++) {
        char c = s.p[i];
        if (!((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_' || c == '.' || c == '-'))
            return false;
    }
    return true;
}

static bool create_account(struct staff_act *act, void *arg)
{
    struct secrets *x = arg;
    x->verdict = staff_create(act->db, &x->staff, act->r->now);
    return x->verdict == STAFF_DONE;
}

void act_account_new(struct req *r)
{
    const struct account_form *f = r->form;
    struct unit *units, unit = {0};
    size_t n = unit_list(staff_db(r), r->arena, &units);
    if (!login_fits(f->login))
        form_add_error(r, "login", STR("账号只能使用小写字母、数字、点、横线和下划线。请更改账号。"));
    if (!unit_by_id(units, n, (int)f->unit, &unit) || !in_scope(r, ROLE_SYSTEM_ADMIN, &unit))
        form_add_error(r, "unit", STR("请选择您管理范围内的单位。"));
    if (!form_ok(r->form_state)) {
        form_reshow(r);
        return;
    }
    struct secrets x = {.staff = {.id = staff_next_id(staff_db(r)), .unit_id = unit.id, .login = f->login, .name = f->name}};
    make_secrets(r, &x);
    struct url to = URL_PATH(r->arena, "/staff/account/{}", str_fmt(r->arena, "%d", x.staff.id));
    struct staff_act act = {.action = STR("staff.create"),
                            .object_type = STR("staff"),
                            .object_id = x.staff.id,
                            .detail = f->login,
                            .role = ROLE_SYSTEM_ADMIN,
                            .to = url_query(r->arena, to, STR("done"), STR("made")),
                            .no_redirect = true};
    switch (staff_act(r, &act, create_account, &x)) {
    case STAFF_ACT_DONE:
        show_secrets(r, &x, STR("账号已建立"));
        return;
    case STAFF_ACT_BEFORE:
        return;
    case STAFF_ACT_REFUSED:
        form_fail(r, "login", STR("这个账号已经有人使用。请换一个账号。"));
        return;
    }
}

/* --- reset, close, open again --- */

static bool reset_account(struct staff_act *act, void *arg)
{
    struct secrets *x = arg;
    const struct staff *s = &x->staff;
    x->verdict = staff_set_password(act->db, s->id, s->version, s->password_hash, true);
    if (x->verdict == STAFF_DONE)
        x->verdict = staff_set_totp(act->db, s->id, s->version + 1, s->totp_secret);
    if (x->verdict == STAFF_DONE)
        session_end_all(act->db, s->id);
    return x->verdict == STAFF_DONE;
}

static void stale(struct req *r)
{
    resp_conflict(r, staff_changed_text(r, "这个账号", STR("staff"), ((const struct staff *)r->object)->id));
}

void act_account_reset(struct req *r)
{
    const struct version_form *f = r->form;
    struct secrets x = {.staff = *(const struct staff *)r->object};
    x.staff.version = (int)f->version;
    make_secrets(r, &x);
    struct url to = URL_PATH(r->arena, "/staff/account/{}", str_fmt(r->arena, "%d", x.staff.id));
    struct staff_act act = {.action = STR("staff.reset"),
                            .object_type = STR("staff"),
                            .object_id = x.staff.id,
                            .role = ROLE_SYSTEM_ADMIN,
                            .to = url_query(r->arena, to, STR("done"), STR("reset")),
                            .no_redirect = true};
    switch (staff_act(r, &act, reset_account, &x)) {
    case STAFF_ACT_DONE:
        show_secrets(r, &x, STR("密码已重置"));
        return;
    case STAFF_ACT_BEFORE:
        return;
    case STAFF_ACT_REFUSED:
        stale(r);
        return;
    }
}

static bool turn_account(struct staff_act *act, void *arg)
{
    const struct secrets *x = arg;
    bool close = x->staff.disabled_at.us == 0;
    if (staff_set_disabled(act->db, x->staff.id, x->staff.version, close ? act->r->now : (struct instant){0}) != STAFF_DONE)
        return false;
    session_end_all(act->db, x->staff.id);
    return true;
}

void act_account_state(struct req *r)
{
    const struct version_form *f = r->form;
    struct secrets x = {.staff = *(const struct staff *)r->object};
    x.staff.version = (int)f->version;
    bool close = x.staff.disabled_at.us == 0;
    struct url to = URL_PATH(r->arena, "/staff/account/{}", str_fmt(r->arena, "%d", x.staff.id));
    struct staff_act act = {.action = close ? STR("staff.disable") : STR("staff.enable"),
                            .object_type = STR("staff"),
                            .object_id = x.staff.id,
                            .role = ROLE_SYSTEM_ADMIN,
                            .to = url_query(r->arena, to, STR("done"), close ? STR("disabled") : STR("enabled"))};
    if (x.staff.id == staff_actor(r)->id) /* nobody closes the door behind himself */
        resp_conflict(r, STR("不能停用自己的账号。"));
    else if (staff_act(r, &act, turn_account, &x) == STAFF_ACT_REFUSED)
        stale(r);
}
