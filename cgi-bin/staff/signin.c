/* SPDX-License-Identifier: EUPL-1.2
 * signin.c — sign-in, sign-out, one's own password. What a right answer is, lib/auth knows; here are the forms and what is said.
 * The words of a refusal are the same whatever was wrong.
 */
#include "staff/signin.h"

#include "auth/login.h"
#include "base/arena.h"
#include "staff/hooks.h"
#include "staff/views.h"
#include "tmpl/staff/login.h"
#include "tmpl/staff/password.h"

enum { DEVICE_COOKIE_SECONDS = 400 * 86400 };

struct login_form {
    struct str account, password, code;
};
static const struct form_field LOGIN_FIELDS[] = {
    FORM_LINE(struct login_form, account, "账号", 1, 64, true),
    FORM_SECRET(struct login_form, password, "密码", 1, 400, true),
    FORM_CODE(struct login_form, code, "动态验证码", 6, 8, true),
};
const struct form_def LOGIN_FORM = FORM_DEF("login", struct login_form, LOGIN_FIELDS);
const struct form_def LOGOUT_FORM = FORM_BUTTON("logout");

struct password_form {
    struct str old_password, password, again;
};
static const struct form_field PASSWORD_FIELDS[] = {
    FORM_SECRET(struct password_form, old_password, "现在的密码", 1, 400, true),
    FORM_SECRET(struct password_form, password, "新密码", 1, 400, true),
    FORM_SECRET(struct password_form, again, "再输入一次新密码", 1, 400, true),
};
const struct form_def PASSWORD_FORM = FORM_DEF("password", struct password_form, PASSWORD_FIELDS);

/* --- sign-in --- */

static struct notice login_notice(struct req *r)
{
    if (req_query_has(r, STR("out")))
        return (struct notice){.tone = TAG_GOOD, .heading = STR("已退出登录。")};
    if (req_query_has(r, STR("changed")))
        return (struct notice){.tone = TAG_GOOD, .heading = STR("新密码已保存，请重新登录。")};
    if (req_query_has(r, STR("expired")))
        return (struct notice){
            .tone = TAG_WARN, .heading = STR("登录已超时。"), .text = STR("刚才提交的内容没有保存，请登录后重新填写。")};
    if (req_query_has(r, STR("next")))
        return (struct notice){.heading = STR("请先登录。"), .text = STR("登录后将转到您要查看的页面。")};
    return (struct notice){.heading = STR_NONE};
}

void show_login(struct req *r, struct form_state *f)
{
    struct login_view v = {
        .page = staff_plain_page(r, STR("工作人员登录")), .errors = staff_errors(f), .action = URL_STATIC("/staff/login")};
    struct str next = req_query(r, STR("next"));
    v.page.invalid = !form_ok(f);
    if (next.n)
        v.action = url_query(r->arena, v.action, STR("next"), next);
    v.guard.csrf = hook_pre_csrf(r);
    v.account = staff_field(f, "account");
    v.account.autocomplete = STR("username");
    v.account.width = 20;
    v.password = staff_field(f, "password");
    v.password.autocomplete = STR("current-password");
    v.password.width = 20;
    v.code = staff_field(f, "code");
    v.code.value = STR_NONE; /* it works once: the next one is needed anyway */
    v.code.hint = STR("手机验证器上显示的六位数字");
    v.code.autocomplete = STR("one-time-code");
    v.code.inputmode = STR("numeric");
    v.code.width = 10;
    if (form_ok(f))
        v.notice = login_notice(r);
    tmpl_staff_login(resp_html(r, form_status(f)), &v);
}

void page_login(struct req *r)
{
    show_login(r, form_empty(r, &LOGIN_FORM));
}

static void login_done(struct req *r, const struct login_result *result)
{
    struct url to;
    struct str next = req_query(r, STR("next"));
    if (!next.n || !url_local(r->arena, next, &to))
        to = URL_STATIC("/staff");
    resp_see_other(r, to);
    resp_cookie(r, STAFF_COOKIE, result->session_cookie, 0, SAME_SITE_LAX);
    resp_cookie(r, DEVICE_COOKIE, result->device_cookie, DEVICE_COOKIE_SECONDS, SAME_SITE_STRICT);
    resp_cookie(r, PRE_COOKIE, STR_NONE, -1, SAME_SITE_STRICT);
}

void act_login(struct req *r)
{
    const struct login_form *f = r->form;
    const struct program *p = staff_program(r);
    struct login_attempt t = {.login = f->account,
                              .password = f->password,
                              .code = f->code,
                              .device = req_cookie(r, DEVICE_COOKIE),
                              .address = r->remote,
                              .now = r->now};
    struct login_result result = {.wait_seconds = 0};
    switch (login_try(p->db, p->vault, r->arena, &t, &result)) {
    case LOGIN_DONE:
        login_done(r, &result);
        return;
    case LOGIN_WRONG:
        form_fail(r, "account", STR("账号、密码或者动态验证码不正确。请核对后重新输入；每个验证码只能使用一次，请等待下一个。"));
        return;
    case LOGIN_WAIT:
        form_fail(r, "account", str_fmt(r->arena, "连续输错次数较多，请等待 %d 秒后再试。", result.wait_seconds));
        return;
    }
}

static bool sign_out(struct staff_act *act, void *arg)
{
    (void)arg;
    session_end(act->db, act->actor->session);
    return true;
}

void act_logout(struct req *r)
{
    struct staff_act act = {.action = STR("staff.logout"),
                            .object_type = STR("staff"),
                            .object_id = staff_actor(r)->id,
                            .to = url_query(r->arena, URL_STATIC("/staff/login"), STR("out"), STR("1"))};
    enum staff_act_end end = staff_act(r, &act, sign_out, NULL);
    CHECK(end == STAFF_ACT_DONE);
    resp_cookie(r, STAFF_COOKIE, STR_NONE, -1, SAME_SITE_LAX);
}

/* --- one's own password --- */

void show_password(struct req *r, struct form_state *f)
{
    const struct actor *a = staff_actor(r);
    struct password_view v = {.page = staff_form_page(r, MENU_NONE, STR("修改密码"), f),
                              .errors = staff_errors(f),
                              .guard = staff_guard(r),
                              .forced = a->must_change};
    struct fact *who = ARENA_ARRAY(r->arena, struct fact, 3);
    who[0] = (struct fact){.term = STR("账号"), .value = a->login};
    who[1] = (struct fact){.term = STR("所在单位"), .value = a->unit_name};
    who[2] = (struct fact){.term = STR("角色"), .value = role_names(r->arena, a->roles)};
    v.who = (struct facts){who, 3};
    v.old_password = staff_field(f, "old_password");
    v.old_password.autocomplete = STR("current-password");
    v.password = staff_field(f, "password");
    v.password.hint = STR("至少 10 个字符，例如几个不相关的词语；不能包含账号");
    v.again = staff_field(f, "again");
    v.password.autocomplete = v.again.autocomplete = STR("new-password");
    v.old_password.width = v.password.width = v.again.width = 20;
    tmpl_staff_password(resp_html(r, form_status(f)), &v);
}

void page_password(struct req *r)
{
    show_password(r, form_empty(r, &PASSWORD_FORM));
}

struct new_password {
    int version;
    struct str hash;
};

static bool set_password(struct staff_act *act, void *arg)
{
    const struct new_password *x = arg;
    if (staff_set_password(act->db, act->actor->id, x->version, x->hash, false) != STAFF_DONE)
        return false;
    session_end_all(act->db, act->actor->id);
    return true;
}

void act_password(struct req *r)
{
    const struct password_form *f = r->form;
    const struct program *p = staff_program(r);
    struct staff s;
    CHECK(staff_by_id(p->db, r->arena, staff_actor(r)->id, &s));
    struct str fault = login_password_fault(f->password, s.login);
    if (fault.n)
        form_add_error(r, "password", fault);
    else if (!str_eq(f->password, f->again))
        form_add_error(r, "again", STR("两次输入的新密码不一致。请重新输入。"));
    else if (str_eq(f->password, f->old_password))
        form_add_error(r, "password", STR("新密码与现在的密码相同。请换一个密码。"));
    else if (!password_verify(p->vault, f->old_password, s.password_hash))
        form_add_error(r, "old_password", STR("现在的密码不正确。请重新输入。"));
    if (!form_ok(r->form_state)) {
        form_reshow(r);
        return;
    }
    struct new_password x = {s.version, password_hash(p->vault, r->arena, f->password, login_password_params())};
    struct staff_act act = {.action = STR("staff.password"),
                            .object_type = STR("staff"),
                            .object_id = s.id,
                            .to = url_query(r->arena, URL_STATIC("/staff/login"), STR("changed"), STR("1"))};
    if (staff_act(r, &act, set_password, &x) == STAFF_ACT_REFUSED)
        resp_conflict(r, STR("账号信息刚刚被管理员更改，新密码没有保存。"));
}
