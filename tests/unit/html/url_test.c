/* SPDX-License-Identifier: EUPL-1.2
 * url_test.c — addresses from patterns and arguments: what an argument may try, and where it must end up. The fuzz target html
 * holds the same promises against any bytes.
 */
#include "html/url.h"
#include "base/arena.h"

#include <setjmp.h>
#include <stdarg.h>
#include <cmocka.h>

static struct arena *A;

static int up(void **state)
{
    (void)state;
    A = arena_new(1 << 20);
    return 0;
}

static int down(void **state)
{
    (void)state;
    arena_free(&A);
    return 0;
}

static void same(struct url got, const char *want)
{
    assert_string_equal(str_cstr(A, got.s), want);
}

static void arguments_stay_in_their_segment(void **state)
{
    (void)state;
    static const struct {
        struct str arg;
        const char *want;
    } table[] = {
        {STR_INIT("91230500MA1B3N1N2M"), "/entity/91230500MA1B3N1N2M/why"},
        {STR_INIT("a/b"), "/entity/a%2Fb/why"},
        {STR_INIT("../../staff"), "/entity/..%2F..%2Fstaff/why"},
        {STR_INIT(".."), "/entity/_/why"},
        {STR_INIT("."), "/entity/_/why"},
        {STR_INIT("..."), "/entity/.../why"},
        {STR_INIT(""), "/entity/_/why"},
        {STR_INIT("?x=1#y"), "/entity/%3Fx%3D1%23y/why"},
        {STR_INIT("%2e%2e"), "/entity/%252e%252e/why"},
        {STR_INIT("{}"), "/entity/%7B%7D/why"},
        {STR_INIT("a b+c&d;e"), "/entity/a%20b%2Bc%26d%3Be/why"},
        {STR_INIT("医院"), "/entity/%E5%8C%BB%E9%99%A2/why"},
        {STR_INIT("\xff\0\n"), "/entity/%FF%00%0A/why"},
    };
    for (size_t i = 0; i < sizeof table / sizeof *table; i++)
        same(URL_PATH(A, "/entity/{}/why", table[i].arg), table[i].want);
    same(URL_PATH(A, "/{}", STR("")), "/_");
    same(URL_PATH(A, "/{}", STR("/evil.example")), "/%2Fevil.example");
    same(URL_PATH(A, "/publication/{}.csv", STR("2025")), "/publication/2025.csv");
    same(URL_PATH(A, "/a/{}/b/{}", STR("1"), STR("2")), "/a/1/b/2");
    same(URL_STATIC("/search"), "/search");
    same(URL_STATIC("#top"), "#top");
}

static void queries_and_fragments(void **state)
{
    (void)state;
    struct url u = url_query(A, URL_STATIC("/search"), STR("q"), STR("a&b=c 医"));
    same(u, "/search?q=a%26b%3Dc%20%E5%8C%BB");
    u = url_query_int(A, u, STR("page"), 2);
    same(u, "/search?q=a%26b%3Dc%20%E5%8C%BB&page=2");
    u = url_fragment(A, u, STR("row 1"));
    same(url_query(A, u, STR("x"), STR("")), "/search?q=a%26b%3Dc%20%E5%8C%BB&page=2&x=#row%201");
    same(url_fragment(A, u, STR("#")), "/search?q=a%26b%3Dc%20%E5%8C%BB&page=2#%23");
}

static void links_out(void **state)
{
    (void)state;
    static const struct {
        struct str in;
        const char *want;
    } table[] = {
        {STR_INIT("https://www.example.gov.cn/a?b=c#d"), "https://www.example.gov.cn/a?b=c#d"},
        {STR_INIT("HTTP://example.cn/%41"), "HTTP://example.cn/%41"},
        {STR_INIT("https://例.cn/ \"<"), "https://%E4%BE%8B.cn/%20%22%3C"},
        {STR_INIT("javascript:alert(1)"), "#"},
        {STR_INIT("JaVaScRiPt://https://x"), "#"},
        {STR_INIT(" https://x"), "#"},
        {STR_INIT("data:text/html,x"), "#"},
        {STR_INIT("//example.cn"), "#"},
        {STR_INIT("/staff"), "#"},
        {STR_INIT("https:/x"), "#"},
        {STR_INIT(""), "#"},
    };
    for (size_t i = 0; i < sizeof table / sizeof *table; i++)
        same(url_external(A, table[i].in), table[i].want);
}

static void addresses_that_came_with_a_request(void **state)
{
    (void)state;
    static const struct {
        struct str in;
        bool good;
    } table[] = {
        {STR_INIT("/staff/case/3?a=b#c"), true},
        {STR_INIT("/"), true},
        {STR_INIT("//evil.example"), false},
        {STR_INIT("/\\evil.example"), false},
        {STR_INIT("/a\\b"), false},
        {STR_INIT("https://x"), false},
        {STR_INIT("#x"), false},
        {STR_INIT("?x"), false},
        {STR_INIT(""), false},
        {STR_INIT("/a b"), false},
        {STR_INIT("/\t/evil"), false},
        {STR_INIT("/医"), false},
        {STR_INIT("/a\r\nSet-Cookie"), false},
        {STR_INIT("staff"), false},
        {STR_INIT("/\"x"), false},
    };
    for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
        struct url u;
        assert_int_equal(url_local(A, table[i].in, &u), table[i].good);
        same(u, table[i].good ? str_cstr(A, table[i].in) : "/");
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(arguments_stay_in_their_segment, up, down),
        cmocka_unit_test_setup_teardown(queries_and_fragments, up, down),
        cmocka_unit_test_setup_teardown(links_out, up, down),
        cmocka_unit_test_setup_teardown(addresses_that_came_with_a_request, up, down),
    };
    return cmocka_run_group_tests_name("url", tests, NULL, NULL);
}
