/* SPDX-License-Identifier: EUPL-1.2
 * response.c — collects a response and writes it out once, with the fixed headers that every response carries, errors and 304
 * included. No other file writes a header.
 */
#include "http/response.h"

#include <sodium/crypto_generichash.h>

#include "base/arena.h"
#include "base/check.h"
#include "http/internal.h"

#define CSP_PUBLIC                                                                                                                 \
    "default-src 'none'; style-src 'self'; img-src 'self'; font-src 'self'; form-action 'self'; base-uri 'none'; "                 \
    "frame-ancestors 'none'"
#define CSP_EMBED                                                                                                                  \
    "default-src 'none'; style-src 'self'; img-src 'self'; font-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors *"
/* A file must not run anything even if a browser opens it. */
#define CSP_FILE "default-src 'none'; sandbox; frame-ancestors 'none'"

static const char FIXED_HEADERS[] =
    "X-Content-Type-Options: nosniff\r\n"
    "Cross-Origin-Opener-Policy: same-origin\r\n"
    "Permissions-Policy: accelerometer=(), browsing-topics=(), camera=(), clipboard-read=(), display-capture=(), geolocation=(), "
    "gyroscope=(), interest-cohort=(), magnetometer=(), microphone=(), midi=(), payment=(), serial=(), usb=()\r\n";

static const char *const TAKEN[] = {
    "Status", "Content-Type", "Content-Length",  "Content-Security-Policy",   "Cache-Control",          "ETag",
    "Vary",   "Set-Cookie",   "Referrer-Policy", "Strict-Transport-Security", "X-Content-Type-Options", "Permissions-Policy",
};

const char *resp_reason(int status)
{
    static const struct {
        int status;
        const char *text;
    } reasons[] = {
        {200, "OK"},
        {201, "Created"},
        {202, "Accepted"},
        {301, "Moved Permanently"},
        {303, "See Other"},
        {304, "Not Modified"},
        {400, "Bad Request"},
        {401, "Unauthorized"},
        {403, "Forbidden"},
        {404, "Not Found"},
        {405, "Method Not Allowed"},
        {406, "Not Acceptable"},
        {409, "Conflict"},
        {413, "Content Too Large"},
        {414, "URI Too Long"},
        {415, "Unsupported Media Type"},
        {422, "Unprocessable Content"},
        {429, "Too Many Requests"},
        {500, "Internal Server Error"},
        {503, "Service Unavailable"},
    };
    for (size_t i = 0; i < sizeof reasons / sizeof *reasons; i++)
        if (reasons[i].status == status)
            return reasons[i].text;
    return "Unknown";
}

void resp_begin(struct req *r)
{
    r->resp = ARENA_NEW(r->arena, struct resp);
}

void resp_start(struct req *r, int status)
{
    struct resp *p = r->resp;
    CHECK(status >= 200 && status <= 599);
    bool again = p->status != 0;
    struct resp fresh = {.status = status, .cookies = p->cookies, .vary = p->vary, .open_data = p->open_data};
    if (!again) /* headers set before the body was begun stay; those of a dropped response go with it */
        fresh.headers = p->headers;
    *p = fresh;
}

static struct out *start_body(struct req *r, int status, struct str type)
{
    resp_start(r, status);
    r->resp->type = type;
    r->resp->has_body = true;
    out_to_arena(&r->resp->body, r->arena);
    return &r->resp->body;
}

struct out *resp_html(struct req *r, int status)
{
    return start_body(r, status, STR("text/html; charset=utf-8"));
}

struct out *resp_json(struct req *r, int status)
{
    return start_body(r, status, STR("application/json"));
}

struct out *resp_text(struct req *r, int status)
{
    return start_body(r, status, STR("text/plain; charset=utf-8"));
}

struct out *resp_typed(struct req *r, int status, struct str content_type)
{
    return start_body(r, status, content_type);
}

void resp_open_data(struct req *r)
{
    r->resp->open_data = true;
}

void resp_embeddable(struct req *r)
{
    r->resp->embeddable = true;
}

/* RFC 6266: a stand-in of plain ASCII, and the name itself in RFC 8187 coding. */
static struct str disposition(struct arena *a, struct str file_name)
{
    struct out o;
    out_to_arena(&o, a);
    out_str(&o, STR("attachment; filename=\""));
    for (size_t at = 0; at < file_name.n;) {
        int32_t cp = utf8_next(file_name, &at);
        bool plain = cp > 0x20 && cp < 0x7f && cp != '"' && cp != '\\' && cp != '%' && cp != '/' && cp != ';';
        out_char(&o, plain ? (char)cp : '_');
    }
    out_str(&o, STR("\"; filename*=UTF-8''"));
    for (size_t i = 0; i < file_name.n; i++) {
        char c = file_name.p[i];
        if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '.' || c == '_')
            out_char(&o, c);
        else
            out_fmt(&o, "%%%02X", (unsigned)(unsigned char)c);
    }
    return out_text(&o);
}

struct out *resp_download(struct req *r, struct str file_name, struct str content_type)
{
    CHECK(utf8_valid(file_name) && file_name.n > 0);
    struct out *o = start_body(r, 200, content_type);
    r->resp->attachment = true;
    resp_header(r, STR("Content-Disposition"), disposition(r->arena, file_name));
    return o;
}

void resp_see_other(struct req *r, struct url to)
{
    resp_start(r, 303);
    resp_header(r, STR("Location"), to.s);
}

void resp_moved(struct req *r, struct url to)
{
    resp_start(r, 301);
    resp_header(r, STR("Location"), to.s);
}

void resp_public(struct req *r, struct str version, int64_t seconds_to_transition)
{
    struct resp *p = r->resp;
    CHECK(p->status != 0 && p->cookies.n == 0);
    p->is_public = true;
    p->version = version;
    p->seconds = seconds_to_transition > HTTP_PUBLIC_MAX_AGE ? HTTP_PUBLIC_MAX_AGE : seconds_to_transition;
}

int64_t resp_seconds_to_midnight(const struct req *r)
{
    struct instant next = instant_of_day(day_add(r->today, 1));
    return (next.us - r->now.us) / 1000000;
}

void resp_vary(struct req *r, struct str header)
{
    struct resp *p = r->resp;
    p->vary = p->vary.n ? str_fmt(r->arena, "%.*s, %.*s", STR_ARG(p->vary), STR_ARG(header)) : header;
}

static bool header_text(struct str s)
{
    for (size_t i = 0; i < s.n; i++)
        if ((unsigned char)s.p[i] < 0x20 || s.p[i] == 0x7f)
            return false;
    return true;
}

void resp_header(struct req *r, struct str name, struct str value)
{
    CHECK(header_text(name) && header_text(value) && name.n > 0);
    for (size_t i = 0; i < sizeof TAKEN / sizeof *TAKEN; i++)
        CHECK(!str_eq_nocase(name, str_from(TAKEN[i])));
    *VEC_PUSH(r->arena, r->resp->headers) = (struct http_pair){name, value};
}

void resp_clear_site_data(struct req *r)
{
    resp_header(r, STR("Clear-Site-Data"), STR("\"cache\", \"cookies\", \"storage\""));
}

static bool cookie_octets(struct str s)
{
    for (size_t i = 0; i < s.n; i++)
        if ((unsigned char)s.p[i] <= 0x20 || (unsigned char)s.p[i] >= 0x7f || strchr("\",;\\", s.p[i]))
            return false;
    return true;
}

void resp_cookie(struct req *r, struct str name, struct str value, int64_t max_age_seconds, enum resp_same_site same_site)
{
    CHECK(!r->resp->is_public && name.n > 0 && cookie_octets(name) && cookie_octets(value));
    struct out o;
    out_to_arena(&o, r->arena);
    if (r->https)
        out_str(&o, STR("__Host-"));
    out_str(&o, name);
    out_char(&o, '=');
    out_str(&o, max_age_seconds < 0 ? STR_NONE : value);
    out_str(&o, STR("; Path=/; HttpOnly"));
    if (r->https)
        out_str(&o, STR("; Secure"));
    out_str(&o, same_site == SAME_SITE_STRICT ? STR("; SameSite=Strict") : STR("; SameSite=Lax"));
    if (max_age_seconds) {
        out_str(&o, STR("; Max-Age="));
        out_int(&o, max_age_seconds < 0 ? 0 : max_age_seconds);
    }
    *VEC_PUSH(r->arena, r->resp->cookies) = (struct http_pair){name, out_text(&o)};
}

int resp_status(const struct req *r)
{
    return r->resp->status;
}

struct str resp_body(const struct req *r)
{
    return r->resp->has_body ? out_text(&r->resp->body) : STR_NONE;
}

/* --- writing it out --- */

static struct str strong_etag(struct req *r)
{
    unsigned char hash[16], length[8];
    struct str version = r->resp->version, body = resp_body(r);
    for (size_t i = 0; i < sizeof length; i++)
        length[i] = (unsigned char)((uint64_t)version.n >> (8 * i));
    crypto_generichash_state h;
    CHECK(crypto_generichash_init(&h, NULL, 0, sizeof hash) == 0);
    crypto_generichash_update(&h, length, sizeof length);
    if (version.n)
        crypto_generichash_update(&h, (const unsigned char *)version.p, version.n);
    if (body.n)
        crypto_generichash_update(&h, (const unsigned char *)body.p, body.n);
    crypto_generichash_final(&h, hash, sizeof hash);
    struct str hex = str_hex(r->arena, hash, sizeof hash);
    return str_fmt(r->arena, "\"%.*s\"", STR_ARG(hex));
}

struct str resp_etag(struct req *r)
{
    struct resp *p = r->resp;
    CHECK(p->is_public);
    if (!p->etag.n) {
        p->etag = strong_etag(r);
        p->etag_for = resp_body(r).n;
    }
    CHECK(p->etag_for == resp_body(r).n); /* written to since */
    return p->etag;
}

void resp_public_again(struct req *r, struct str etag, int64_t seconds_to_transition)
{
    CHECK(etag.n);
    resp_public(r, STR_NONE, seconds_to_transition);
    r->resp->etag = etag;
    r->resp->etag_for = resp_body(r).n;
}

/* If-None-Match compares weakly (RFC 9110 13.1.2): nginx makes a tag weak when it compresses. */
static bool none_match_hit(struct str header, struct str etag)
{
    struct str rest = header, one;
    while (str_cut(&rest, ',', &one)) {
        one = str_trim(one);
        if (str_starts(one, STR("W/")))
            one = str_sub(one, 2, one.n);
        if (str_eq(one, etag) || str_eq(one, STR("*")))
            return true;
    }
    return false;
}

static void put_header(struct out *o, struct str name, struct str value)
{
    out_str(o, name);
    out_str(o, STR(": "));
    out_str(o, value);
    out_str(o, STR("\r\n"));
}

static void put_policy(struct out *o, const struct req *r)
{
    const struct http_config *c = &r->program->config;
    const struct resp *p = r->resp;
    const char *csp = p->attachment ? CSP_FILE : p->embeddable ? CSP_EMBED : c->csp ? c->csp : CSP_PUBLIC;
    put_header(o, STR("Content-Security-Policy"), str_from(csp));
    out_bytes(o, FIXED_HEADERS, sizeof FIXED_HEADERS - 1);
    put_header(o, STR("Cross-Origin-Resource-Policy"), p->open_data ? STR("cross-origin") : STR("same-origin"));
    if (p->open_data) {
        put_header(o, STR("Access-Control-Allow-Origin"), STR("*"));
        put_header(o, STR("Access-Control-Expose-Headers"), STR("ETag, Link, Retry-After, X-Request-Id"));
    }
    put_header(o, STR("Referrer-Policy"), c->private_site ? STR("same-origin") : STR("strict-origin-when-cross-origin"));
    if (c->https)
        put_header(o, STR("Strict-Transport-Security"), STR("max-age=63072000; includeSubDomains"));
    put_header(o, STR("X-Request-Id"), r->id);
}

static void put_cache(struct out *o, const struct req *r, struct str etag)
{
    const struct resp *p = r->resp;
    if (!p->is_public) {
        put_header(o, STR("Cache-Control"), STR("no-store"));
        return;
    }
    if (p->seconds > 0)
        out_fmt(o, "Cache-Control: public, max-age=%d\r\n", (int)p->seconds);
    else
        put_header(o, STR("Cache-Control"), STR("public, no-cache"));
    /* For nginx alone, which takes it out again: its own copy lives a second, whatever browsers may do. */
    put_header(o, STR("X-Accel-Expires"), p->seconds > 0 ? STR("1") : STR("0"));
    put_header(o, STR("ETag"), etag);
}

struct str resp_finish(struct req *r)
{
    struct resp *p = r->resp;
    CHECK(p->status != 0);
    CHECK(!p->is_public || p->cookies.n == 0);
    struct str body = resp_body(r), etag = p->is_public ? resp_etag(r) : STR_NONE;
    bool reading = r->method == HTTP_GET || r->method == HTTP_HEAD;
    bool unchanged = p->is_public && p->status == 200 && reading && none_match_hit(r->if_none_match, etag);
    if (unchanged)
        p->status = 304;
    struct out o;
    out_to_arena(&o, r->arena);
    out_fmt(&o, "Status: %d %s\r\n", p->status, resp_reason(p->status));
    if (!unchanged) {
        if (p->has_body)
            put_header(&o, STR("Content-Type"), p->type);
        out_fmt(&o, "Content-Length: %zu\r\n", body.n);
    }
    for (size_t i = 0; i < p->headers.n; i++)
        put_header(&o, p->headers.p[i].name, p->headers.p[i].value);
    for (size_t i = 0; i < p->cookies.n; i++)
        put_header(&o, STR("Set-Cookie"), p->cookies.p[i].value);
    put_cache(&o, r, etag);
    if (p->vary.n)
        put_header(&o, STR("Vary"), p->vary);
    put_policy(&o, r);
    out_str(&o, STR("\r\n"));
    if (!unchanged && r->method != HTTP_HEAD)
        out_str(&o, body);
    return out_text(&o);
}
