/* SPDX-License-Identifier: EUPL-1.2
 * request_test.c — decoding, path, query and cookies: what is taken, what is refused and with which status.
 */
#include "unit/http/harness.h"

static struct arena *arena;

static int set_up(void **state)
{
    (void)state;
    arena = arena_new(4u << 20);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    arena_free(&arena);
    return 0;
}

static void percent_decoding_is_strict(void **state)
{
    (void)state;
    static const struct {
        const char *in;
        bool plus, good;
        const char *out;
    } rows[] = {
        {"", false, true, ""},
        {"abc", false, true, "abc"},
        {"%E9%81%82%E6%BA%AA", false, true, "遂溪"},
        {"%e9%81%82", false, true, "遂"},
        {"遂", false, true, "遂"},
        {"a+b", true, true, "a b"},
        {"a+b", false, true, "a+b"},
        {"a%2Bb", true, true, "a+b"},
        {"100%25", false, true, "100%"},
        {"%", false, false, NULL},
        {"%4", false, false, NULL},
        {"%4g", false, false, NULL},
        {"%zz", false, false, NULL},
        {"%00", false, false, NULL},
        {"%00", true, false, NULL},
        {"%0a", false, false, NULL},
        {"%0D%0A", true, true, "\r\n"},
        {"%09", true, true, "\t"},
        {"%1b", true, false, NULL},
        {"%7f", true, false, NULL},
        {"%C0%AF", false, false, NULL},
        {"%ED%A0%80", false, false, NULL},
        {"%F4%90%80%80", false, false, NULL},
        {"%E9%81", false, false, NULL},
        {"%ff", false, false, NULL},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct str out;
        bool good = http_decode(arena, str_from(rows[i].in), rows[i].plus, &out);
        if (good != rows[i].good)
            print_error("row %zu: %s\n", i, rows[i].in);
        assert_int_equal(good, rows[i].good);
        if (good)
            same_str(out, rows[i].out);
    }
    struct str out;
    assert_false(http_decode(arena, str_sub(STR("%41"), 0, 2), false, &out)); /* what lies behind the text is not looked at */
}

static void paths(void **state)
{
    (void)state;
    struct str long_path = str_replace(arena, str_fmt(arena, "/%0512d", 0), STR("0"), STR("a"));
    const struct {
        const char *in;
        int status; /* 0: fine */
        const char *out;
    } rows[] = {
        {"/", 0, "/"},
        {"/entity/12440823MB2D00001X", 0, "/entity/12440823MB2D00001X"},
        {"/a/", 0, "/a/"},
        {"/%E9%81%82/why", 0, "/遂/why"},
        {"", 400, NULL},
        {"entity", 400, NULL},
        {"http://x/", 400, NULL},
        {"//a", 400, NULL},
        {"/a//b", 400, NULL},
        {"/a/./b", 400, NULL},
        {"/a/../b", 400, NULL},
        {"/a/%2e%2e/b", 400, NULL},
        {"/..", 400, NULL},
        {"/a%2Fb", 400, NULL},
        {"/a%00", 400, NULL},
        {"/a%0d%0ab", 400, NULL},
        {"/a%", 400, NULL},
        {str_cstr(arena, str_sub(long_path, 0, 512)), 0, str_cstr(arena, str_sub(long_path, 0, 512))},
        {str_cstr(arena, long_path), 414, NULL},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct str out;
        int status = -1;
        bool good = http_parse_path(arena, str_from(rows[i].in), &out, &status);
        if (good != (rows[i].status == 0))
            print_error("row %zu: %s\n", i, rows[i].in);
        assert_int_equal(good, rows[i].status == 0);
        if (good)
            same_str(out, rows[i].out);
        else
            assert_int_equal(status, rows[i].status);
    }
}

static void queries(void **state)
{
    (void)state;
    struct http_pairs q = {0};
    int status;
    assert_true(http_parse_query(arena, STR("q=+%E5%8C%BB%E9%99%A2+&page=2&empty=&flag&&x=a=b"), &q, &status));
    assert_int_equal(q.n, 5);
    same_str(http_pair_get(&q, STR("q")), "医院");
    same_str(http_pair_get(&q, STR("page")), "2");
    assert_true(http_pair_get(&q, STR("empty")).p && http_pair_get(&q, STR("flag")).p);
    same_str(http_pair_get(&q, STR("x")), "a=b");
    assert_null(http_pair_get(&q, STR("none")).p);

    struct out o;
    out_to_arena(&o, arena);
    for (int i = 0; i < HTTP_QUERY_PARAMS_MAX; i++)
        out_fmt(&o, "&p%d=1", i);
    q = (struct http_pairs){0};
    assert_true(http_parse_query(arena, out_text(&o), &q, &status));
    out_str(&o, STR("&last=1"));
    q = (struct http_pairs){0};
    assert_false(http_parse_query(arena, out_text(&o), &q, &status));
    assert_int_equal(status, 400);

    struct str big = str_fmt(arena, "q=%04095d", 1);
    q = (struct http_pairs){0};
    assert_false(http_parse_query(arena, big, &q, &status));
    assert_int_equal(status, 414);
    q = (struct http_pairs){0};
    assert_true(http_parse_query(arena, str_sub(big, 0, HTTP_QUERY_MAX), &q, &status));
    q = (struct http_pairs){0};
    assert_false(http_parse_query(arena, STR("q=%ff"), &q, &status));
    assert_int_equal(status, 400);
}

static void cookies(void **state)
{
    (void)state;
    struct http_pairs c = {0};
    int status;
    struct str sent = STR("session=abc; bad name=1; x=\"q\"; y=caf\xc3\xa9;; __Host-session=zz; session=second; =v; lone; z=d,e");
    assert_true(http_parse_cookies(arena, sent, &c, &status));
    assert_int_equal(c.n, 3);
    same_str(http_pair_get(&c, STR("session")), "abc");
    same_str(http_pair_get(&c, STR("__Host-session")), "zz");
    c = (struct http_pairs){0};
    assert_true(http_parse_cookies(arena, STR_NONE, &c, &status));
    assert_int_equal(c.n, 0);
    assert_false(http_parse_cookies(arena, str_fmt(arena, "a=%04096d", 1), &c, &status));
    assert_int_equal(status, 400);
    struct out o;
    out_to_arena(&o, arena);
    for (int i = 0; i <= HTTP_COOKIES_MAX; i++)
        out_fmt(&o, "c%d=1; ", i);
    c = (struct http_pairs){0};
    assert_false(http_parse_cookies(arena, out_text(&o), &c, &status));
}

/* --- through the loop: headers, getters, captures --- */

static void page_echo(struct req *r)
{
    struct out *o = resp_text(r, 200);
    size_t n;
    const struct str *towns = req_query_all(r, STR("town"), &n);
    out_fmt(o, "q=%.*s;", STR_ARG(req_query(r, STR("q"))));
    out_fmt(o, "page=%lld;", (long long)req_query_int(r, STR("page"), 1, 50, 7));
    out_fmt(o, "on=%d;", day_is(req_query_day(r, STR("on"))) ? (int)req_query_day(r, STR("on")).n : -1);
    out_fmt(o, "towns=%zu", n);
    for (size_t i = 0; i < n; i++)
        out_fmt(o, ",%.*s", STR_ARG(towns[i]));
    out_fmt(o, ";cookie=%.*s", STR_ARG(req_cookie(r, STR("session"))));
}

static void page_year(struct req *r)
{
    int64_t year;
    if (!req_capture_int(r, "year", 2000, 2100, &year)) {
        resp_not_found(r);
        return;
    }
    out_fmt(resp_text(r, 200), "%.*s %lld", STR_ARG(req_capture(r, "code")), (long long)year);
}

static const struct route ROUTES[] = {
    {HTTP_GET, "/echo", page_echo, ROUTE_PUBLIC, .repeats = "town type", .purpose = "echo"},
    {HTTP_GET, "/entity/{code}/why/{year}", page_year, ROUTE_PUBLIC, .purpose = "captures"},
};

static void getters(void **state)
{
    (void)state;
    struct http_program p = {.name = "t", .routes = ROUTES, .n_routes = 2};
    struct http_server *s = http_server_new(&p);
    same_str(get(s, arena, "/echo?q=%E5%8C%BB&page=3&on=2026%E5%B9%B41%E6%9C%882%E6%97%A5&town=a&town=b").body,
             "q=医;page=3;on=20455;towns=2,a,b;cookie=");
    same_str(get(s, arena, "/echo?page=51&on=2026-02-30").body, "q=;page=7;on=-1;towns=0;cookie=");
    same_str(get(s, arena, "/echo?page=-1&unknown=1").body, "q=;page=7;on=-1;towns=0;cookie=");
    assert_int_equal(get(s, arena, "/echo?q=1&q=2").status, 400);
    assert_int_equal(get(s, arena, "/echo?x=1&x=1").status, 400);
    same_str(get(s, arena, "/entity/%E9%81%82/why/2025").body, "遂 2025");
    assert_int_equal(get(s, arena, "/entity/x/why/02025").status, 404);
    assert_int_equal(get(s, arena, "/entity/x/why/+2025").status, 404);
    assert_int_equal(get(s, arena, "/entity/x/why/1999").status, 404);
    assert_int_equal(get(s, arena, "/entity/x/why/99999999999999999999").status, 404);
    const char *cookie[] = {"HTTP_COOKIE=session=plain; __Host-session=host", NULL};
    same_str(ask_env(s, arena, "GET", "/echo", cookie, STR_NONE).body, "q=;page=7;on=-1;towns=0;cookie=plain");
    p.config.https = true;
    same_str(ask_env(s, arena, "GET", "/echo", cookie, STR_NONE).body, "q=;page=7;on=-1;towns=0;cookie=host");
    http_server_free(&s);
}

static void odd_headers_are_refused(void **state)
{
    (void)state;
    struct http_program p = {.name = "t", .routes = ROUTES, .n_routes = 2};
    struct http_server *s = http_server_new(&p);
    const char *const fine[] = {"HTTP_USER_AGENT=odd \x01 agent", "CONTENT_LENGTH=0",
                                "CONTENT_LENGTH=", "HTTP_ACCEPT_LANGUAGE=zh-CN,zh;q=0.9"};
    for (size_t i = 0; i < sizeof fine / sizeof *fine; i++) {
        const char *more[] = {fine[i], NULL};
        assert_int_equal(ask_env(s, arena, "GET", "/echo", more, STR_NONE).status, 200);
    }
    const char *const refused[] = {
        "HTTP_ORIGIN=http://a\r\nX: y",
        "HTTP_IF_NONE_MATCH=\xff",
        "CONTENT_LENGTH=-1",
        "CONTENT_LENGTH=+1",
        "CONTENT_LENGTH=1x",
        "CONTENT_LENGTH=99999999999999999999",
        "CONTENT_TYPE=\x7f",
        str_cstr(arena, str_fmt(arena, "HTTP_ACCEPT_LANGUAGE=%01025d", 1)),
    };
    for (size_t i = 0; i < sizeof refused / sizeof *refused; i++) {
        const char *more[] = {refused[i], NULL};
        int status = ask_env(s, arena, "GET", "/echo", more, STR_NONE).status;
        if (status != 400)
            print_error("row %zu: %s\n", i, refused[i]);
        assert_int_equal(status, 400);
    }
    const char *host[] = {"REQUEST_METHOD=GET", "REQUEST_URI=/echo", "HTTP_HOST=a b", NULL};
    assert_true(str_starts(http_handle_bytes(s, host, STR_NONE), STR("Status: 400")));
    http_server_free(&s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(percent_decoding_is_strict),
        cmocka_unit_test(paths),
        cmocka_unit_test(queries),
        cmocka_unit_test(cookies),
        cmocka_unit_test(getters),
        cmocka_unit_test(odd_headers_are_refused),
    };
    return cmocka_run_group_tests_name("http request", tests, set_up, tear_down);
}
