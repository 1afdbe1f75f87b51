/* SPDX-License-Identifier: EUPL-1.2
 * post.c — a POST between the guard and the handler: body within its limit, fields, CSRF token, idempotency token, typed form. The
 * Origin has been checked by then. Only server.c calls it.
 */
#include <sodium/crypto_generichash.h>

#include "base/arena.h"
#include "base/check.h"
#include "base/log.h"
#include "http/internal.h"

enum { TOKEN_LEAST = 16, TOKEN_MOST = 64 };

static bool has_file(const struct form_def *def)
{
    for (size_t i = 0; i < def->n; i++)
        if (def->fields[i].type == FORM_TYPE_FILE)
            return true;
    return false;
}

static size_t body_limit(const struct route *route)
{
    if (!has_file(route->form))
        return HTTP_FORM_BODY_MAX;
    return (route->upload_limit ? route->upload_limit : HTTP_UPLOAD_MAX) + HTTP_UPLOAD_SLACK;
}

/* A small body goes into the request's arena, an upload into one of its own that is given back whole. */
static bool read_body(struct req *r, const struct http_input *in, struct arena **upload, struct str *body_out)
{
    struct arena *a = r->arena;
    if (r->content_length > HTTP_FORM_BODY_MAX)
        a = *upload = arena_new(r->content_length + 1024);
    char *to = arena_alloc(a, r->content_length);
    *body_out = (struct str){to, r->content_length};
    return r->content_length == 0 || in->read(in->arg, to, r->content_length) == r->content_length;
}

static bool is_type(struct str content_type, struct str wanted)
{
    struct str rest = content_type, head = STR_NONE;
    str_cut(&rest, ';', &head);
    return str_eq_nocase(str_trim(head), wanted);
}

/* 0, or the status to answer. */
static int read_parts(struct req *r, const struct http_input *in, struct arena **upload, struct form_parts *parts)
{
    bool multipart = is_type(r->content_type, STR("multipart/form-data"));
    struct str body;
    if (!multipart && !is_type(r->content_type, STR("application/x-www-form-urlencoded")))
        return 415;
    if (r->content_length > (multipart ? body_limit(r->route) : (size_t)HTTP_FORM_BODY_MAX))
        return 413;
    if (!read_body(r, in, upload, &body))
        return 400;
    bool good =
        multipart ? form_parse_multipart(r->arena, r->content_type, body, parts) : form_parse_urlencoded(r->arena, body, parts);
    return good ? 0 : 400;
}

/* Takes a hidden field out of the parts. False when it is there twice or is a file. */
static bool take_hidden(struct form_parts *parts, struct str name, struct str *value_out)
{
    size_t kept = 0, found = 0;
    for (size_t i = 0; i < parts->n; i++) {
        if (!str_eq(parts->p[i].name, name)) {
            parts->p[kept++] = parts->p[i];
            continue;
        }
        if (found++ || parts->p[i].is_file)
            return false;
        *value_out = parts->p[i].value;
    }
    parts->n = kept;
    return true;
}

static void hash_str(crypto_generichash_state *h, struct str s)
{
    unsigned char length[8];
    for (size_t i = 0; i < sizeof length; i++)
        length[i] = (unsigned char)((uint64_t)s.n >> (8 * i));
    crypto_generichash_update(h, length, sizeof length);
    if (s.n)
        crypto_generichash_update(h, (const unsigned char *)s.p, s.n);
}

/* The same fields sent to another address are another act: the path counts. */
static void hash_fields(struct req *r, const struct form_parts *parts)
{
    crypto_generichash_state h;
    CHECK(crypto_generichash_init(&h, NULL, 0, sizeof r->body_hash) == 0);
    hash_str(&h, r->path);
    for (size_t i = 0; i < parts->n; i++) {
        hash_str(&h, parts->p[i].name);
        hash_str(&h, parts->p[i].file_name);
        hash_str(&h, parts->p[i].value);
    }
    crypto_generichash_final(&h, r->body_hash, sizeof r->body_hash);
}

static bool csrf_ok(struct req *r, struct str csrf)
{
    const struct http_hooks *hooks = &r->program->hooks;
    if (r->route->flags & ROUTE_NO_CSRF)
        return csrf.n == 0 || !hooks->check_csrf || hooks->check_csrf(r, csrf);
    return hooks->check_csrf(r, csrf); /* its presence was CHECKed at start */
}

static bool token_shape(struct str t)
{
    for (size_t i = 0; i < t.n; i++) {
        char c = t.p[i];
        if (!((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_'))
            return false;
    }
    return t.n >= TOKEN_LEAST && t.n <= TOKEN_MOST;
}

static void run_act(struct req *r)
{
    const struct http_hooks *hooks = &r->program->hooks;
    enum http_token_verdict verdict = HTTP_TOKEN_FRESH;
    if (hooks->check_token && r->form_token.n)
        verdict = hooks->check_token(r);
    switch (verdict) {
    case HTTP_TOKEN_FRESH:
        r->route->handle(r);
        return;
    case HTTP_TOKEN_DONE:
        CHECK(resp_status(r) != 0);
        return;
    case HTTP_TOKEN_CONFLICT:
        resp_conflict(r, STR("此表单已提交过一次，本次内容与上次不同，没有再次办理。"));
        return;
    }
}

void post_handle(struct req *r, const struct http_input *in, struct arena **upload)
{
    struct form_parts parts = {0};
    struct str csrf = STR_NONE, why = STR_NONE;
    int status = read_parts(r, in, upload, &parts);
    if (status) {
        resp_error(r, status);
        return;
    }
    bool hidden_ok = take_hidden(&parts, STR(FORM_CSRF), &csrf) && take_hidden(&parts, STR(FORM_TOKEN_FIELD), &r->form_token);
    bool token_needed = !(r->route->flags & ROUTE_NO_TOKEN);
    if (!hidden_ok || ((token_needed || r->form_token.n) && !token_shape(r->form_token))) {
        log_line(LOG_WARN, "form %s refused: hidden fields", r->route->form->name);
        resp_error(r, 400);
        return;
    }
    if (!csrf_ok(r, csrf)) {
        log_line(LOG_WARN, "form %s refused: csrf token", r->route->form->name);
        resp_forbidden(r);
        return;
    }
    hash_fields(r, &parts);
    void *typed = arena_alloc(r->arena, r->route->form->size);
    r->form_state = form_empty(r, r->route->form);
    switch (form_read(r->arena, r->route->form, &parts, typed, r->form_state, &why)) {
    case FORM_GOOD:
        r->form = typed;
        run_act(r);
        break;
    case FORM_INVALID:
        r->form_unfit = typed;
        form_reshow(r);
        break;
    case FORM_REFUSED:
        log_line(LOG_WARN, "form %s refused: field %.*s", r->route->form->name, STR_ARG(why));
        resp_error(r, 400);
        break;
    }
}
