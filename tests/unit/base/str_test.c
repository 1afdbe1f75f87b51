/* SPDX-License-Identifier: EUPL-1.2
 * str_test.c — slices, searching, numbers and UTF-8, with the empty and the malformed among the cases.
 */
#include "base/arena.h"
#include "base/str.h"

#include <setjmp.h>
#include <stdarg.h>
#include <cmocka.h>

static struct arena *A;

static int up(void **state)
{
    (void)state;
    A = arena_new(4 << 20);
    return 0;
}

static int down(void **state)
{
    (void)state;
    arena_free(&A);
    return 0;
}

static void same(struct str got, const char *want)
{
    assert_string_equal(str_cstr(A, got), want);
    assert_int_equal(got.n, strlen(want));
}

static void comparing(void **state)
{
    (void)state;
    assert_true(str_eq(STR_NONE, STR("")));
    assert_true(str_eq(STR("甲"), STR("甲")));
    assert_false(str_eq(STR("a"), STR("ab")));
    assert_false(str_eq(STR("a\0b"), STR("a\0c")));
    assert_true(str_eq_nocase(STR("Content-Type"), STR("content-TYPE")));
    assert_false(str_eq_nocase(STR("@"), STR("`"))); /* 32 apart, but no letters */
    assert_true(str_cmp(STR("a"), STR("b")) < 0);
    assert_true(str_cmp(STR("b"), STR("a")) > 0);
    assert_true(str_cmp(STR("a"), STR("ab")) < 0);
    assert_true(str_cmp(STR("\xff"), STR("a")) > 0); /* bytes, not signed characters */
    assert_int_equal(str_cmp(STR_NONE, STR("")), 0);
    assert_true(str_starts(STR("abc"), STR("ab")) && str_starts(STR("abc"), STR_NONE) && !str_starts(STR("a"), STR("ab")));
    assert_true(str_ends(STR("abc"), STR("bc")) && str_ends(STR("abc"), STR_NONE) && !str_ends(STR("c"), STR("bc")));
}

static void finding(void **state)
{
    (void)state;
    static const struct {
        const char *text, *part;
        size_t from;
        int want;
    } table[] = {
        {"abcabc", "bc", 0, 1}, {"abcabc", "bc", 2, 4}, {"abcabc", "bc", 5, -1}, {"abc", "", 3, 3},
        {"abc", "", 4, -1},     {"", "a", 0, -1},       {"", "", 0, 0},          {"abc", "abcd", 0, -1},
    };
    for (size_t i = 0; i < sizeof table / sizeof *table; i++)
        assert_int_equal(str_find(str_from(table[i].text), str_from(table[i].part), table[i].from), table[i].want);
    assert_true(str_contains(STR("遂溪县"), STR("溪")));
    assert_false(str_contains(STR_NONE, STR("溪")));
    same(str_sub(STR("abcdef"), 2, 4), "cd");
    same(str_sub(STR("abcdef"), 4, 99), "ef");
    same(str_sub(STR("abcdef"), 4, 2), "");
    same(str_sub(STR("abc"), 9, 12), "");
}

static void trimming(void **state)
{
    (void)state;
    static const char *const table[][2] = {
        {"  a b \t\r\n", "a b"},
        {"\xE3\x80\x80 甲\xC2\xA0\xE3\x80\x80", "甲"},
        {"\xEF\xBB\xBF"
         "x",
         "x"},
        {" \t ", ""},
        {"", ""},
        {"a", "a"},
        {"\xA0", "\xA0"}, /* half a blank is none */
    };
    for (size_t i = 0; i < sizeof table / sizeof *table; i++)
        same(str_trim(str_from(table[i][0])), table[i][1]);
}

static void cutting(void **state)
{
    (void)state;
    static const struct {
        const char *text, *parts[5];
    } table[] = {
        {"a,b,c", {"a", "b", "c"}}, {"a,,c", {"a", "", "c"}}, {"a,", {"a", ""}}, {",", {"", ""}}, {"", {""}}, {"abc", {"abc"}},
    };
    for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
        struct str rest = str_from(table[i].text), head;
        size_t n = 0;
        for (; str_cut(&rest, ',', &head); n++) {
            assert_non_null(table[i].parts[n]);
            same(head, table[i].parts[n]);
        }
        assert_null(table[i].parts[n]);
    }
    struct str none = STR_NONE, head;
    assert_false(str_cut(&none, ',', &head));
}

static void numbers(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        bool ok;
        int64_t value;
    } table[] = {
        {"0", true, 0},
        {"007", true, 7},
        {"-12", true, -12},
        {"+12", true, 12},
        {"9223372036854775807", true, INT64_MAX},
        {"-9223372036854775808", true, INT64_MIN},
        {"9223372036854775808", false, 0},
        {"-9223372036854775809", false, 0},
        {"99999999999999999999", false, 0},
        {"", false, 0},
        {"-", false, 0},
        {"--1", false, 0},
        {" 1", false, 0},
        {"1 ", false, 0},
        {"1.0", false, 0},
        {"0x10", false, 0},
        {"１", false, 0},
    };
    for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
        int64_t v = 4711;
        if (str_int(str_from(table[i].text), &v) != table[i].ok)
            fail_msg("%s", table[i].text);
        assert_true(v == (table[i].ok ? table[i].value : 4711));
    }
    assert_false(str_int(STR("1\0"), &(int64_t){0}));
}

static void building(void **state)
{
    (void)state;
    same(str_fmt(A, "%s-%d", "x", 7), "x-7");
    same(str_fmt(A, "%.*s", STR_ARG(STR_NONE)), "");
    same(str_cat(A, STR("a"), STR_NONE), "a");
    same(str_cat(A, STR_NONE, STR_NONE), "");
    same(str_lower(A, STR("AbC甲Z")), "abc甲z");
    same(str_upper(A, STR("AbC甲z")), "ABC甲Z");
    same(str_replace(A, STR("aXbXc"), STR("X"), STR("--")), "a--b--c");
    same(str_replace(A, STR("XX"), STR("X"), STR_NONE), "");
    same(str_replace(A, STR("aaa"), STR("aa"), STR("b")), "ba");
    same(str_replace(A, STR("abc"), STR("x"), STR("y")), "abc");
    same(str_hex(A, "\x00\xff\x1a", 3), "00ff1a");
    same(str_hex(A, "", 0), "");
    same(str_from(NULL), "");
    char changing[] = "one";
    struct str copy = str_dup(A, str_from(changing));
    changing[0] = 'X';
    same(copy, "one");
}

static void utf8(void **state)
{
    (void)state;
    static const struct {
        struct str bytes;
        bool valid;
        size_t count;
    } table[] = {
        {STR_INIT(""), true, 0},
        {STR_INIT("a甲é𠀀"), true, 4},
        {STR_INIT("\x00"), true, 1},
        {STR_INIT("\xF4\x8F\xBF\xBF"), true, 1},
        {STR_INIT("\xC0\x80"), false, 2}, /* overlong */
        {STR_INIT("\xE0\x80\x80"), false, 3},
        {STR_INIT("\xF0\x80\x80\x80"), false, 4},
        {STR_INIT("\xED\xA0\x80"), false, 3},     /* surrogate */
        {STR_INIT("\xF4\x90\x80\x80"), false, 4}, /* past U+10FFFF */
        {STR_INIT("\xE7\x94"), false, 2},         /* cut off */
        {STR_INIT("\x80"), false, 1},
        {STR_INIT("\xFF\xFE"), false, 2},
        {STR_INIT("\xE7\x94x"), false, 3},
    };
    for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
        if (utf8_valid(table[i].bytes) != table[i].valid)
            fail_msg("case %zu", i);
        assert_int_equal(utf8_count(table[i].bytes), table[i].count);
    }
    for (int32_t cp = 0; cp <= 0x110000; cp += 1 + cp / 61) {
        char p[4];
        size_t n = utf8_put(p, cp), at = 0;
        bool scalar = cp <= 0x10FFFF && !(cp >= 0xD800 && cp <= 0xDFFF);
        assert_int_equal(n > 0, scalar);
        if (n) {
            assert_int_equal(utf8_next((struct str){p, n}, &at), cp);
            assert_int_equal(at, n);
        }
    }
    assert_int_equal(utf8_put((char[4]){0}, 0xD800), 0);
    assert_int_equal(utf8_put((char[4]){0}, -1), 0);
    same(utf8_prefix(STR("甲乙丙"), 2), "甲乙");
    same(utf8_prefix(STR("甲乙丙"), 9), "甲乙丙");
    same(utf8_prefix(STR("甲"), 0), "");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(comparing), cmocka_unit_test(finding),  cmocka_unit_test(trimming), cmocka_unit_test(cutting),
        cmocka_unit_test(numbers),   cmocka_unit_test(building), cmocka_unit_test(utf8),
    };
    return cmocka_run_group_tests(tests, up, down);
}
