/* SPDX-License-Identifier: EUPL-1.2
 * server.c — one request to one response, in memory: the fixed order of steps (fastcgi.h), the arena of the request, what happens
 * when something fails. fastcgi.c puts a socket around it, tests call it as it is. It owns the two arenas; a struct req never
 * outlives a call.
 */
#include <sodium/core.h>

#include "base/arena.h"
#include "base/check.h"
#include "base/clock.h"
#include "base/log.h"
#include "http/internal.h"

struct http_server {
    const struct http_program *program;
    struct arena *arena, *upload;
    /* Of the request at hand, kept apart from its arena: the failure path resets that. */
    char id[17];
    const struct route *route;
    enum http_method method;
    bool leaving;
    struct req *current;
};

static const char *method_name(enum http_method m)
{
    static const char *const names[] = {"GET", "HEAD", "POST", "OTHER"};
    return names[m];
}

static const char *pattern_of(const struct route *route)
{
    return route ? route->pattern : "-"; /* never the path itself: it may name somebody */
}

static void check_program(const struct http_program *p)
{
    route_table_check(p->routes, p->n_routes);
    for (size_t i = 0; i < p->n_routes; i++)
        if (p->routes[i].method == HTTP_POST && !(p->routes[i].flags & ROUTE_NO_CSRF))
            CHECK(p->hooks.check_csrf);
}

struct http_server *http_server_new(const struct http_program *program)
{
    check_program(program);
    CHECK(sodium_init() >= 0); /* it picks this processor's hash: the plain one made each ETag take thrice as long */
    struct http_server *s = calloc(1, sizeof *s);
    if (!s)
        fail(FAIL_MEMORY, "no memory for the server");
    s->program = program;
    s->arena = arena_new(program->config.arena_bytes ? program->config.arena_bytes : HTTP_ARENA_BYTES);
    return s;
}

void http_server_free(struct http_server **s)
{
    if (!*s)
        return;
    arena_free(&(*s)->arena);
    arena_free(&(*s)->upload);
    free(*s);
    *s = NULL;
}

bool http_server_leaving(const struct http_server *s)
{
    return s->leaving;
}

void server_dump(struct http_server *s)
{
    struct str path = s->current ? s->current->path : STR_NONE;
    log_line(LOG_ERROR, "request %s: %s %.*s, route %s", s->id, method_name(s->method), STR_ARG(path), pattern_of(s->route));
}

static struct req *new_request(struct http_server *s)
{
    arena_reset(s->arena);
    arena_free(&s->upload);
    struct req *r = ARENA_NEW(s->arena, struct req);
    r->arena = s->arena;
    r->program = s->program;
    r->app = s->program->app;
    r->https = s->program->config.https;
    r->now = s->program->config.now ? s->program->config.now() : clock_now();
    r->today = instant_day(r->now);
    r->id = str_from(s->id);
    resp_begin(r);
    s->current = r;
    return r;
}

/* --- the steps --- */

/* A name given twice, unless the route takes lists of it (ASVS 15.3.7). */
static bool query_repeats(const struct req *r)
{
    for (size_t i = 0; i < r->query.n; i++) {
        for (size_t j = 0; j < i; j++) {
            if (!str_eq(r->query.p[i].name, r->query.p[j].name))
                continue;
            struct str rest = str_from(r->route->repeats), name;
            bool allowed = false;
            while (str_cut(&rest, ' ', &name))
                allowed = allowed || str_eq(name, r->query.p[i].name);
            if (!allowed)
                return true;
        }
    }
    return false;
}

/* Browsers send Origin with every POST; one that does not must at least say same-origin in Sec-Fetch-Site. */
static bool origin_ok(const struct req *r)
{
    struct str expected = r->program->config.origin;
    if (!expected.n)
        expected = str_cat(r->arena, r->https ? STR("https://") : STR("http://"), r->host);
    bool same_origin = str_eq(r->sec_fetch_site, STR("same-origin"));
    if (r->sec_fetch_site.n && !same_origin)
        return false;
    return r->origin.n ? str_eq_nocase(r->origin, expected) : same_origin;
}

static void redirect_without_slash(struct req *r)
{
    struct str raw = r->target, path = STR_NONE;
    str_cut(&raw, '?', &path);
    struct str to = str_sub(path, 0, path.n - 1);
    if (raw.n)
        to = str_fmt(r->arena, "%.*s?%.*s", STR_ARG(to), STR_ARG(raw));
    struct url url;
    if (url_local(r->arena, to, &url))
        resp_moved(r, url);
    else
        resp_not_found(r);
}

static bool find_route(struct http_server *s, struct req *r)
{
    const char *allow;
    switch (route_match(s->program->routes, s->program->n_routes, r->method, r->path, &r->route, r->captures, &allow)) {
    case ROUTE_MATCH:
        s->route = r->route;
        return true;
    case ROUTE_NONE:
        resp_not_found(r);
        return false;
    case ROUTE_METHOD:
        resp_error(r, 405);
        resp_header(r, STR("Allow"), str_from(allow));
        return false;
    case ROUTE_SLASH:
        redirect_without_slash(r);
        return false;
    }
    return false;
}

static bool roles_ok(struct req *r)
{
    const struct http_hooks *hooks = &r->program->hooks;
    uint32_t wanted = r->route->roles;
    if (wanted & ROUTE_PUBLIC)
        return true;
    if (!r->actor) {
        if (hooks->need_login)
            hooks->need_login(r);
        else
            resp_error(r, 401);
        return false;
    }
    if ((wanted & ROUTE_SIGNED_IN) || (wanted & r->roles))
        return true;
    log_line(LOG_WARN, "refused: role, route %s", pattern_of(r->route));
    resp_forbidden(r);
    return false;
}

static void dispatch(struct http_server *s, struct req *r, const struct http_input *in)
{
    if (!find_route(s, r))
        return;
    if (query_repeats(r)) {
        resp_error(r, 400);
        return;
    }
    if (r->method == HTTP_POST && !origin_ok(r)) {
        log_line(LOG_WARN, "refused: origin %.*s, route %s", STR_ARG(r->origin), pattern_of(r->route));
        resp_forbidden(r);
        return;
    }
    if (s->program->hooks.authenticate)
        s->program->hooks.authenticate(r);
    if (!roles_ok(r))
        return;
    if (r->route->guard && !r->route->guard(r)) {
        resp_not_found(r);
        return;
    }
    if (r->method == HTTP_POST)
        post_handle(r, in, &s->upload);
    else
        r->route->handle(r);
}

static struct str answer(struct http_server *s, const struct http_input *in)
{
    struct req *r = new_request(s);
    int status = request_read(r, in->envp);
    s->method = r->method;
    if (status)
        resp_error(r, status);
    else
        dispatch(s, r, in);
    CHECK(resp_status(r) != 0); /* a handler that answers nothing */
    return resp_finish(r);
}

/* --- failures --- */

/* With the program's template first, and without it when that fails as well. */
static struct str failure_page(struct http_server *s, enum fail_kind kind, bool plain)
{
    struct req *r = new_request(s);
    struct http_error e = http_error_words(503);
    if (kind == FAIL_KEEPER) {
        e.what = STR("保管密钥的服务暂时不能使用，操作没有办理。");
    } else if (kind == FAIL_LIMIT) {
        e.title = STR("查看加密信息过于频繁");
        e.what = STR("本系统在短时间内解密的信息已达到上限，操作没有办理。");
        e.todo = STR("请过几分钟后再试；仍不能操作的，请联系本单位系统管理员。");
    }
    r->method = s->method;
    if (plain)
        error_page_plain(r, &e);
    else
        error_page_write(r, &e);
    resp_header(r, STR("Retry-After"), kind == FAIL_LIMIT ? STR("60") : STR("5"));
    return resp_finish(r);
}

static struct str after_failure(struct http_server *s, const struct fail_frame *f)
{
    log_line(LOG_ERROR, "failed (%d): %s, route %s", (int)f->kind, f->message, pattern_of(s->route));
    if (s->program->hooks.rollback)
        s->program->hooks.rollback(s->program->app, f->kind);
    if (f->kind == FAIL_DATABASE || f->kind == FAIL_KEEPER)
        s->leaving = true;
    struct fail_frame again;
    if (FAIL_CATCH(&again))
        return failure_page(s, f->kind, true);
    struct str page = failure_page(s, f->kind, false);
    fail_leave(&again);
    return page;
}

static void log_access(struct http_server *s, struct str response, int64_t started)
{
    if (!s->program->config.access_log)
        return;
    log_line(LOG_INFO, "%s %s %d %dms %zuB", method_name(s->method), pattern_of(s->route), resp_status(s->current),
             (int)(clock_monotonic_ms() - started), response.n);
}

struct str http_handle(struct http_server *s, const struct http_input *in)
{
    int64_t started = clock_monotonic_ms();
    arena_reset(s->arena);
    s->route = NULL;
    s->method = HTTP_OTHER;
    struct str id = request_random_hex(s->arena, 8);
    memcpy(s->id, id.p, 16);
    log_request(id);
    struct fail_frame frame;
    struct str response;
    if (FAIL_CATCH(&frame)) {
        response = after_failure(s, &frame);
    } else {
        response = answer(s, in);
        fail_leave(&frame);
    }
    if (s->program->hooks.finish)
        s->program->hooks.finish(s->current);
    log_access(s, response, started);
    log_request(STR_NONE);
    s->current = NULL;
    return response;
}

static size_t read_bytes(void *arg, char *to, size_t n)
{
    struct str *rest = arg;
    size_t k = n < rest->n ? n : rest->n;
    if (k)
        memcpy(to, rest->p, k);
    *rest = (struct str){rest->p + k, rest->n - k};
    return k;
}

struct str http_handle_bytes(struct http_server *s, const char *const *envp, struct str body)
{
    struct str rest = body.p ? body : (struct str){"", 0};
    struct http_input in = {envp, read_bytes, &rest};
    return http_handle(s, &in);
}
