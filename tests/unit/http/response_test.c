/* SPDX-License-Identifier: EUPL-1.2
 * response_test.c — the header set on every kind of response, cacheability, cookies, redirects, downloads, error pages.
 */
#include "unit/http/harness.h"

#include "base/log.h"
#include "html/html.h"

static struct arena *arena;
static struct http_server *server;
static struct http_program program;
static int64_t seconds = 1000;
static struct str version = STR_INIT("v1");

static void page_public(struct req *r)
{
    out_str(resp_html(r, 200), STR("<p>公示</p>"));
    resp_public(r, version, seconds);
}

/* A page that is kept, and sent again by its bytes and its ETag. */
static struct str kept_etag;
static char kept_room[64];

static void page_kept(struct req *r)
{
    out_str(resp_html(r, 200), STR("<p>公示</p>"));
    resp_public(r, version, 60);
    kept_etag = resp_etag(r);
    memcpy(kept_room, kept_etag.p, kept_etag.n);
    kept_etag.p = kept_room;
}

static void page_again(struct req *r)
{
    out_str(resp_html(r, 200), STR("<p>公示</p>"));
    resp_public_again(r, kept_etag, 60);
}

static void page_private(struct req *r)
{
    out_str(resp_html(r, 200), STR("secret"));
    resp_cookie(r, STR("session"), STR("abc-_123"), 0, SAME_SITE_STRICT);
    resp_cookie(r, STR("old"), STR("x"), -1, SAME_SITE_LAX);
    resp_cookie(r, STR("device"), STR("y"), 3600, SAME_SITE_LAX);
    resp_header(r, STR("X-Note"), STR("遂溪"));
    resp_vary(r, STR("Accept"));
    resp_vary(r, STR("Accept-Language"));
}

static void page_json(struct req *r)
{
    out_str(resp_json(r, 200), STR("{}"));
}

static void page_file(struct req *r)
{
    out_str(resp_download(r, STR("评价 \"2025\"/a.xlsx"), STR("application/octet-stream")), STR("\x01\x02"));
}

static void page_moved(struct req *r)
{
    resp_moved(r, URL_PATH(r->arena, "/entity/{}", STR("遂 溪")));
}

static void page_dropped(struct req *r)
{
    out_str(resp_html(r, 200), STR("half a page"));
    resp_header(r, STR("X-Half"), STR("1"));
    resp_not_found(r);
}

static void page_crowd(struct req *r)
{
    resp_too_many(r, 30);
}

static void page_leave(struct req *r)
{
    resp_cookie(r, STR("session"), STR_NONE, -1, SAME_SITE_STRICT);
    resp_clear_site_data(r);
    resp_see_other(r, URL_STATIC("/"));
}

static void page_fail(struct req *r)
{
    (void)r;
    fail(FAIL_IO, "disk full");
}

static void page_big(struct req *r)
{
    for (;;)
        arena_alloc(r->arena, 1u << 20);
}

static const struct route ROUTES[] = {
    {HTTP_GET, "/public", page_public, ROUTE_PUBLIC, .purpose = "p"},
    {HTTP_GET, "/private", page_private, ROUTE_PUBLIC, .purpose = "p"},
    {HTTP_GET, "/json", page_json, ROUTE_PUBLIC, .purpose = "p"},
    {HTTP_GET, "/file", page_file, ROUTE_PUBLIC, .purpose = "p"},
    {HTTP_GET, "/moved", page_moved, ROUTE_PUBLIC, .purpose = "p"},
    {HTTP_GET, "/dropped", page_dropped, ROUTE_PUBLIC, .purpose = "p"},
    {HTTP_GET, "/crowd", page_crowd, ROUTE_PUBLIC, .purpose = "p"},
    {HTTP_GET, "/leave", page_leave, ROUTE_PUBLIC, .purpose = "p"},
    {HTTP_GET, "/fail", page_fail, ROUTE_PUBLIC, .purpose = "p"},
    {HTTP_GET, "/big", page_big, ROUTE_PUBLIC, .purpose = "p"},
    {HTTP_GET, "/kept", page_kept, ROUTE_PUBLIC, .purpose = "p"},
    {HTTP_GET, "/again", page_again, ROUTE_PUBLIC, .purpose = "p"},
    {HTTP_GET, "/roles", page_json, 1, .purpose = "p"},
};

static struct instant fixed_now(void)
{
    struct instant midnight = instant_of_day(day_from_ymd(2026, 4, 1));
    return (struct instant){midnight.us + INT64_C(23) * 3600 * 1000000}; /* 23:00 in Shanghai */
}

static int set_up(void **state)
{
    (void)state;
    arena = arena_new(16u << 20);
    program = (struct http_program){
        .name = "t",
        .routes = ROUTES,
        .n_routes = sizeof ROUTES / sizeof *ROUTES,
        .config = {.now = fixed_now},
    };
    server = http_server_new(&program);
    seconds = 1000;
    version = STR("v1");
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    http_server_free(&server);
    arena_free(&arena);
    return 0;
}

static void assert_fixed_headers(struct answer r, const char *uri)
{
    static const char *const always[] = {
        "Content-Security-Policy",
        "X-Content-Type-Options",
        "Cross-Origin-Opener-Policy",
        "Cross-Origin-Resource-Policy",
        "Permissions-Policy",
        "Referrer-Policy",
        "Cache-Control",
        "X-Request-Id",
    };
    for (size_t i = 0; i < sizeof always / sizeof *always; i++) {
        int count;
        struct str value = header(arena, r, always[i], &count);
        if (count != 1 || value.n == 0)
            print_error("%s: %s is there %d times\n", uri, always[i], count);
        assert_int_equal(count, 1);
    }
    struct str csp = header(arena, r, "Content-Security-Policy", NULL);
    assert_true(str_contains(csp, STR("default-src 'none'")) && str_contains(csp, STR("frame-ancestors 'none'")));
    assert_false(str_contains(csp, STR("unsafe")));
    same_str(header(arena, r, "X-Content-Type-Options", NULL), "nosniff");
}

static void every_response_has_the_fixed_headers(void **state)
{
    (void)state;
    static const struct {
        const char *method, *uri;
        int status;
    } rows[] = {
        {"GET", "/public", 200},       {"HEAD", "/public", 200}, {"GET", "/private", 200}, {"GET", "/json", 200},
        {"GET", "/file", 200},         {"GET", "/moved", 301},   {"GET", "/dropped", 404}, {"GET", "/crowd", 429},
        {"GET", "/leave", 303},        {"GET", "/fail", 503},    {"GET", "/big", 503},     {"GET", "/none", 404},
        {"GET", "/json/", 301},        {"POST", "/json", 405},   {"PUT", "/json", 405},    {"OPTIONS", "/json", 405},
        {"TRACE", "/x", 404},          {"GET", "/%", 400},       {"GET", "//", 400},       {"GET", "/json?a=%", 400},
        {"GET", "/json?a=1&a=2", 400}, {"GET", "/roles", 401},   {"", "/json", 405},       {"GET", "", 400},
    };
    for (int https = 0; https < 2; https++) {
        program.config.https = https;
        for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
            struct answer r = ask_env(server, arena, rows[i].method, rows[i].uri, NULL, STR_NONE);
            if (r.status != rows[i].status)
                print_error("row %zu: %s\n", i, rows[i].uri);
            assert_int_equal(r.status, rows[i].status);
            assert_fixed_headers(r, rows[i].uri);
            assert_int_equal(header(arena, r, "Strict-Transport-Security", NULL).n > 0, https);
            if (r.status >= 400) {
                same_str(header(arena, r, "Cache-Control", NULL), "no-store");
                struct str id = header(arena, r, "X-Request-Id", NULL);
                assert_int_equal(id.n, 16);
                assert_true(str_contains(r.body, id));
            }
        }
    }
    assert_int_equal(get(server, arena, "/big").status, 503); /* and it still serves after that */
    assert_int_equal(get(server, arena, "/json").status, 200);
    same_str(header(arena, get(server, arena, "/fail"), "Retry-After", NULL), "5");
    same_str(header(arena, get(server, arena, "/crowd"), "Retry-After", NULL), "30");
    same_str(header(arena, ask_env(server, arena, "POST", "/json", NULL, STR_NONE), "Allow", NULL), "GET, HEAD");
    struct str long_uri = str_replace(arena, str_fmt(arena, "/%0600d", 0), STR("0"), STR("a"));
    struct answer r = get(server, arena, str_cstr(arena, long_uri));
    assert_int_equal(r.status, 414);
    assert_fixed_headers(r, "long");
}

static void public_pages_may_be_kept(void **state)
{
    (void)state;
    struct answer r = get(server, arena, "/public");
    same_str(header(arena, r, "Cache-Control", NULL), "public, max-age=300");
    same_str(header(arena, r, "X-Accel-Expires", NULL), "1");
    same_str(header(arena, r, "Content-Length", NULL), "13");
    same_str(r.body, "<p>公示</p>");
    struct str etag = header(arena, r, "ETag", NULL);
    assert_int_equal(etag.n, 34);
    seconds = 12;
    same_str(header(arena, get(server, arena, "/public"), "Cache-Control", NULL), "public, max-age=12");
    seconds = 0;
    r = get(server, arena, "/public");
    same_str(header(arena, r, "Cache-Control", NULL), "public, no-cache");
    same_str(header(arena, r, "X-Accel-Expires", NULL), "0");
    assert_true(str_eq(header(arena, r, "ETag", NULL), etag));

    struct answer h = ask_env(server, arena, "HEAD", "/public", NULL, STR_NONE);
    assert_int_equal(h.body.n, 0);
    same_str(header(arena, h, "Content-Length", NULL), "13");

    const struct str tags[] = {etag, str_cat(arena, STR("W/"), etag), str_cat(arena, STR("\"x\", "), etag), STR("*")};
    for (size_t i = 0; i < 4; i++) {
        const char *more[] = {str_cstr(arena, str_cat(arena, STR("HTTP_IF_NONE_MATCH="), tags[i])), NULL};
        r = ask_env(server, arena, "GET", "/public", more, STR_NONE);
        assert_int_equal(r.status, 304);
        assert_int_equal(r.body.n, 0);
        assert_true(str_eq(header(arena, r, "ETag", NULL), etag));
        assert_int_equal(header(arena, r, "Content-Type", NULL).n, 0);
        assert_fixed_headers(r, "304");
    }
    version = STR("v2");
    const char *more[] = {str_cstr(arena, str_cat(arena, STR("HTTP_IF_NONE_MATCH="), etag)), NULL};
    r = ask_env(server, arena, "GET", "/public", more, STR_NONE);
    assert_int_equal(r.status, 200);
    assert_false(str_eq(header(arena, r, "ETag", NULL), etag));
    assert_int_equal(header(arena, r, "Set-Cookie", NULL).n, 0);
}

static void a_kept_page_keeps_its_etag(void **state)
{
    (void)state;
    struct str etag = header(arena, get(server, arena, "/public"), "ETag", NULL);
    assert_true(str_eq(header(arena, get(server, arena, "/kept"), "ETag", NULL), etag));
    struct answer r = get(server, arena, "/again");
    assert_true(str_eq(header(arena, r, "ETag", NULL), etag));
    same_str(header(arena, r, "Cache-Control", NULL), "public, max-age=60");
    same_str(r.body, "<p>公示</p>");
    const char *more[] = {str_cstr(arena, str_cat(arena, STR("HTTP_IF_NONE_MATCH="), etag)), NULL};
    assert_int_equal(ask_env(server, arena, "GET", "/again", more, STR_NONE).status, 304);
}

static void private_pages_and_cookies(void **state)
{
    (void)state;
    struct answer r = get(server, arena, "/private");
    same_str(header(arena, r, "Cache-Control", NULL), "no-store");
    assert_int_equal(header(arena, r, "ETag", NULL).n, 0);
    assert_true(str_contains(r.head, STR("Set-Cookie: session=abc-_123; Path=/; HttpOnly; SameSite=Strict\r\n")));
    assert_true(str_contains(r.head, STR("Set-Cookie: old=; Path=/; HttpOnly; SameSite=Lax; Max-Age=0\r\n")));
    assert_true(str_contains(r.head, STR("Set-Cookie: device=y; Path=/; HttpOnly; SameSite=Lax; Max-Age=3600\r\n")));
    same_str(header(arena, r, "Vary", NULL), "Accept, Accept-Language");
    same_str(header(arena, r, "X-Note", NULL), "遂溪");
    program.config.https = true;
    program.config.private_site = true;
    r = get(server, arena, "/private");
    assert_true(str_contains(r.head, STR("Set-Cookie: __Host-session=abc-_123; Path=/; HttpOnly; Secure; SameSite=Strict\r\n")));
    same_str(header(arena, r, "Referrer-Policy", NULL), "same-origin");
}

static void redirects_and_files(void **state)
{
    (void)state;
    same_str(header(arena, get(server, arena, "/moved"), "Location", NULL), "/entity/%E9%81%82%20%E6%BA%AA");
    same_str(header(arena, get(server, arena, "/json/?a=b&c=%20"), "Location", NULL), "/json?a=b&c=%20");
    struct answer r = get(server, arena, "/leave");
    same_str(header(arena, r, "Location", NULL), "/");
    assert_true(str_contains(r.head, STR("Clear-Site-Data: \"cache\", \"cookies\", \"storage\"\r\n")));
    assert_true(str_contains(r.head, STR("Set-Cookie: session=; Path=/; HttpOnly; SameSite=Strict; Max-Age=0\r\n")));
    r = get(server, arena, "/file");
    same_str(header(arena, r, "Content-Disposition", NULL),
             "attachment; filename=\"____2025__a.xlsx\"; filename*=UTF-8''%E8%AF%84%E4%BB%B7%20%222025%22%2Fa.xlsx");
    same_str(r.body, "\x01\x02");
    assert_true(str_contains(header(arena, r, "Content-Security-Policy", NULL), STR("sandbox")));
    r = get(server, arena, "/dropped");
    assert_int_equal(header(arena, r, "X-Half", NULL).n, 0);
    assert_false(str_contains(r.body, STR("half a page")));
}

/* --- the program's own error page --- */

static bool template_fails;

static bool render_error(struct req *r, struct out *o, const struct http_error *e)
{
    if (template_fails)
        fail(FAIL_DATABASE, "no layout");
    out_fmt(o, "own page %d ", e->status);
    html_text(o, e->title);
    return r->path.n != 0 || e->status == 503;
}

static void error_pages_of_the_program(void **state)
{
    (void)state;
    program.hooks.render_error = render_error;
    template_fails = false;
    same_str(get(server, arena, "/none").body, "own page 404 页面不存在");
    same_str(get(server, arena, "/fail").body, "own page 503 系统暂时不可用");
    assert_false(http_server_leaving(server));
    assert_true(str_contains(get(server, arena, "/%").body, STR("<h1>请求无法识别</h1>"))); /* the hook declined */
    template_fails = true;
    struct answer r = get(server, arena, "/none"); /* even the error page fails: plain 503 */
    assert_int_equal(r.status, 503);
    assert_true(str_contains(r.body, STR("<h1>系统暂时不可用</h1>")));
    assert_fixed_headers(r, "failed template");
    assert_true(http_server_leaving(server));
}

static struct str midnight_text;
static void page_midnight(struct req *r)
{
    midnight_text = str_dup(arena, str_fmt(r->arena, "%lld", (long long)resp_seconds_to_midnight(r)));
    resp_text(r, 200);
}

static void midnight_is_the_usual_transition(void **state)
{
    (void)state;
    static const struct route one[] = {{HTTP_GET, "/", page_midnight, ROUTE_PUBLIC, .purpose = "p"}};
    struct http_program p = {.name = "t", .routes = one, .n_routes = 1, .config = {.now = fixed_now}};
    struct http_server *s = http_server_new(&p);
    get(s, arena, "/");
    same_str(midnight_text, "3600");
    http_server_free(&s);
}

int main(void)
{
#define T(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        T(every_response_has_the_fixed_headers),
        T(public_pages_may_be_kept),
        T(a_kept_page_keeps_its_etag),
        T(private_pages_and_cookies),
        T(redirects_and_files),
        T(error_pages_of_the_program),
        T(midnight_is_the_usual_transition),
    };
    return cmocka_run_group_tests_name("http response", tests, NULL, NULL);
}
