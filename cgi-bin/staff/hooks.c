/* SPDX-License-Identifier: EUPL-1.2
 * hooks.c — see hooks.h.
 */
#include "staff/hooks.h"

#include "base/arena.h"
#include "crypto/token.h"
#include "staff/views.h"
#include "tmpl/staff/error.h"

/* Pages that somebody who must still set an own password may open. */
static bool allowed_before_change(const struct route *route)
{
    return str_eq(str_from(route->pattern), STR("/staff/password")) || str_eq(str_from(route->pattern), STR("/staff/logout"));
}

/* Another rule set may have been put in force since the last request; the old one stays in memory, which happens once a year. */
static void follow_regime(struct program *p)
{
    if (regime_active_id(p->db) != p->regime.id)
        p->regime = regime_active(p->db, p->arena);
}

void hook_authenticate(struct req *r)
{
    struct staff_app *app = r->app;
    struct str cookie = req_cookie(r, STAFF_COOKIE);
    struct actor *a = ARENA_NEW(r->arena, struct actor);
    follow_regime(app->program);
    app->must_change = false;
    if (!cookie.n || !session_actor(app->program->db, r->arena, cookie, r->now, a))
        return;
    a->request_id = r->id;
    if (a->must_change && !allowed_before_change(r->route)) {
        app->must_change = true;
        return;
    }
    r->actor = a;
    r->roles = a->roles;
}

void hook_need_login(struct req *r)
{
    const struct staff_app *app = r->app;
    if (app->must_change) {
        resp_see_other(r, URL_STATIC("/staff/password"));
        return;
    }
    struct url login = URL_STATIC("/staff/login");
    if (r->method == HTTP_POST) /* what was typed is lost: say so instead of going back to an address that only takes POST */
        login = url_query(r->arena, login, STR("expired"), STR("1"));
    else if (!str_eq(r->path, STR("/staff")))
        login = url_query(r->arena, login, STR("next"), r->target);
    resp_see_other(r, login);
}

struct str hook_pre_csrf(struct req *r)
{
    uint8_t secret[TOKEN_BYTES], hash[TOKEN_BYTES];
    struct str cookie = req_cookie(r, PRE_COOKIE);
    if (!token_derive(cookie, STR("csrf"), secret)) {
        cookie = token_new(r->arena, hash);
        CHECK(token_derive(cookie, STR("csrf"), secret));
        resp_cookie(r, PRE_COOKIE, cookie, 0, SAME_SITE_STRICT);
    }
    return csrf_mask(r->arena, secret);
}

bool hook_check_csrf(struct req *r, struct str csrf)
{
    uint8_t secret[TOKEN_BYTES];
    const struct actor *a = r->actor;
    bool before = r->route->roles & ROUTE_PUBLIC;
    if (before)
        return token_derive(req_cookie(r, PRE_COOKIE), STR("csrf"), secret) && csrf_verify(secret, csrf);
    if (!a || a->csrf.n != sizeof secret)
        return false;
    memcpy(secret, a->csrf.p, sizeof secret);
    return csrf_verify(secret, csrf);
}

enum http_token_verdict hook_check_token(struct req *r)
{
    struct form_use use;
    struct str result;
    struct url to;
    if (!r->actor)
        return HTTP_TOKEN_FRESH;
    if (!staff_form_use(r, &use))
        return HTTP_TOKEN_CONFLICT;
    switch (form_token_look(staff_db(r), r->arena, &use, &result)) {
    case FORM_TOKEN_FRESH:
        return HTTP_TOKEN_FRESH;
    case FORM_TOKEN_OTHER:
        return HTTP_TOKEN_CONFLICT;
    case FORM_TOKEN_DONE:
        if (!url_local(r->arena, result, &to))
            return HTTP_TOKEN_CONFLICT;
        resp_see_other(r, to);
        return HTTP_TOKEN_DONE;
    }
    return HTTP_TOKEN_CONFLICT;
}

bool hook_render_error(struct req *r, struct out *o, const struct http_error *e)
{
    struct staff_error_view v = {
        .page = staff_page(r, MENU_NONE, e->title), .what = e->what, .todo = e->todo, .status = e->status, .request_id = r->id};
    tmpl_staff_error(o, &v);
    return true;
}

void hook_rollback(void *app, enum fail_kind kind)
{
    struct staff_app *a = app;
    if (kind != FAIL_DATABASE)
        db_rollback(a->program->db);
}
