/* SPDX-License-Identifier: EUPL-1.2
 * sheet_value_test.c — stored numbers: decimal text, days of both systems, number formats, escapes.
 */
#include "support/unit.h"

#include "sheet/sheet_priv.h"

static void decimals(void **state)
{
    (void)state;
    static const struct {
        const char *raw, *text;
    } t[] = {{"0", "0"},
             {"-0", "0"},
             {"1", "1"},
             {"-12", "-12"},
             {"007", "7"},
             {"0.1", "0.1"},
             {"0.30000000000000004", "0.3"},
             {"1.0000000000000001E-2", "0.01"},
             {"-2.5E-3", "-0.0025"},
             {"123456789012345", "123456789012345"},
             {"1234567890123456", "1234567890123460"},
             {"4.4082319900101E+17", "440823199001010000"},
             {"1E+20", "100000000000000000000"},
             {"36526.5", "36526.5"},
             {"1e3", "1000"},
             {"99999999999999.9", "99999999999999.9"},
             {"999999999999999.9", "1000000000000000"},
             {"12.50", "12.5"}};
    struct arena *a = arena_new(1 << 20);
    for (size_t i = 0; i < sizeof t / sizeof *t; i++) {
        double v;
        assert_true(sheet_value_number(str_from(t[i].raw), &v));
        struct str got = sheet_value_decimal(a, str_from(t[i].raw), v);
        assert_string_equal(str_cstr(a, got), t[i].text);
    }
    static const char *const bad[] = {"", "nan", "inf", "0x10", "1 2", "1e999", "abc", "--1", "1.2.3"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        double v;
        assert_false(sheet_value_number(str_from(bad[i]), &v));
    }
    arena_free(&a);
}

static void days(void **state)
{
    (void)state;
    static const struct {
        double serial;
        bool d1904;
        const char *day; /* NULL: none */
        int second;
    } t[] = {{1, false, "1900-01-01", 0},
             {59, false, "1900-02-28", 0},
             {60, false, NULL, 0},
             {61, false, "1900-03-01", 0},
             {0, false, NULL, 0},
             {25569, false, "1970-01-01", 0},
             {45658, false, "2025-01-01", 0},
             {46113.5, false, "2026-04-01", 43200},
             {44561.99999999, false, "2022-01-01", 0},
             {2958465, false, "9999-12-31", 0},
             {2958466, false, NULL, 0},
             {-1, false, NULL, 0},
             {0, true, "1904-01-01", 0},
             {1462, true, "1908-01-02", 0},
             {44196, true, "2025-01-01", 0},
             {2957003, true, "9999-12-31", 0},
             {2957004, true, NULL, 0}};
    struct arena *a = arena_new(1 << 20);
    for (size_t i = 0; i < sizeof t / sizeof *t; i++) {
        struct day d = DAY_NONE;
        int second = 0;
        bool is = sheet_value_day(t[i].serial, t[i].d1904, &d, &second);
        assert_int_equal(is, t[i].day != NULL);
        if (is) {
            assert_string_equal(str_cstr(a, day_iso(a, d)), t[i].day);
            assert_int_equal(second, t[i].second);
        }
    }
    arena_free(&a);
}

static void formats(void **state)
{
    (void)state;
    static const struct {
        const char *code;
        bool date;
    } t[] = {{"General", false},
             {"0.00", false},
             {"#,##0.00_);[Red]\\(#,##0.00\\)", false},
             {"@", false},
             {"0.00E+00", false},
             {"yyyy-mm-dd", true},
             {"yyyy\"年\"m\"月\"d\"日\";@", true},
             {"[$-804]yyyy/m/d", true},
             {"m/d/yy h:mm", true},
             {"h:mm:ss", true},
             {"[h]:mm", true},
             {"[Red]0", false},
             {"[DBNum1][$-804]General", false},
             {"0\"年\"", false},
             {"0\\d", false},
             {"0_d", false},
             {"yyyy年m月", true},
             {"0.00\" 元/m\"", false},
             {"[$¥-804]#,##0", false},
             {"\"unclosed d", false},
             {"G/通用格式", false},
             {"年月日", true},
             {"AM/PM", true},
             {"", false}};
    for (size_t i = 0; i < sizeof t / sizeof *t; i++)
        assert_string_equal(sheet_value_format_is_date(str_from(t[i].code)) == t[i].date ? "" : t[i].code, "");
    static const unsigned long dates[] = {14, 22, 27, 31, 36, 45, 47, 50, 57, 58},
                               others[] = {0, 2, 9, 13, 23, 26, 37, 44, 48, 49, 59};
    for (size_t i = 0; i < sizeof dates / sizeof *dates; i++)
        assert_true(sheet_value_builtin_is_date(dates[i]));
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        assert_false(sheet_value_builtin_is_date(others[i]));
}

static void escapes(void **state)
{
    (void)state;
    static const struct {
        const char *in, *out;
    } t[] = {{"a_x000D_\nb", "a\nb"},
             {"a\r\nb\rc\nd", "a\nb\nc\nd"},
             {"_x005F_x000D_", "_x000D_"},
             {"_x000d", "_x000d"},
             {"_xD800_", "_xD800_"},
             {"_x0000_", "_x0000_"},
             {"_x4E2D_x", "中x"},
             {"__x0041__", "_A_"},
             {"", ""},
             {"_", "_"}};
    for (size_t i = 0; i < sizeof t / sizeof *t; i++) {
        char b[64];
        size_t n = strlen(t[i].in);
        memcpy(b, t[i].in, n + 1);
        b[sheet_value_unescape(b, n)] = '\0';
        assert_string_equal(b, t[i].out);
    }
}

static void columns(void **state)
{
    (void)state;
    struct arena *a = arena_new(1 << 20);
    static const struct {
        size_t n;
        const char *name;
    } t[] = {{0, "A"}, {25, "Z"}, {26, "AA"}, {51, "AZ"}, {52, "BA"}, {701, "ZZ"}, {702, "AAA"}, {16383, "XFD"}};
    for (size_t i = 0; i < sizeof t / sizeof *t; i++)
        assert_string_equal(str_cstr(a, sheet_column_name(a, t[i].n)), t[i].name);
    arena_free(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(decimals), cmocka_unit_test(days), cmocka_unit_test(formats),
                                       cmocka_unit_test(escapes), cmocka_unit_test(columns)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
