/* SPDX-License-Identifier: EUPL-1.2
 * html_test.c — the escapers against a table of attacks, the formatters against the forms of official documents, the truth of
 * values. What may be printed where by type is tested in tests/tmpl, where the compiler refuses it.
 */
#include "html/html.h"
#include "base/arena.h"

#include <setjmp.h>
#include <stdarg.h>
#include <cmocka.h>

static struct arena *A;
static struct out O;

static int up(void **state)
{
    (void)state;
    A = arena_new(1 << 20);
    out_to_arena(&O, A);
    return 0;
}

static int down(void **state)
{
    (void)state;
    arena_free(&A);
    return 0;
}

/* What was written since the last time. */
static void wrote(const char *want)
{
    assert_string_equal(str_cstr(A, out_text(&O)), want);
    out_to_arena(&O, A);
}

static void attacks_become_text(void **state)
{
    (void)state;
    static const struct {
        struct str in;
        const char *want;
    } table[] = {
        {STR_INIT(""), ""},
        {STR_INIT("信用 A级 plain"), "信用 A级 plain"},
        {STR_INIT("<script>alert(1)</script>"), "&lt;script&gt;alert(1)&lt;/script&gt;"},
        {STR_INIT("\" onmouseover=\"alert(1)"), "&quot; onmouseover=&quot;alert(1)"},
        {STR_INIT("' autofocus onfocus='x"), "&#39; autofocus onfocus=&#39;x"},
        {STR_INIT("</title><img src=x onerror=x>"), "&lt;/title&gt;&lt;img src=x onerror=x&gt;"},
        {STR_INIT("</textarea>"), "&lt;/textarea&gt;"},
        {STR_INIT("&lt;&amp;&#60;"), "&amp;lt;&amp;amp;&amp;#60;"},
        {STR_INIT("<!--"), "&lt;!--"},
        {STR_INIT("]]>"), "]]&gt;"},
        {STR_INIT("a\0b"), "a\xEF\xBF\xBD"
                           "b"},
        {STR_INIT("\x01\x1b[31m\x7f"), "\xEF\xBF\xBD\xEF\xBF\xBD[31m\xEF\xBF\xBD"},
        {STR_INIT("tab\tline\nend\r"), "tab\tline\nend\r"},
        {STR_INIT("\xff<"), "\xEF\xBF\xBD&lt;"},
        {STR_INIT("\xc0\xbcscript>"), "\xEF\xBF\xBD\xEF\xBF\xBDscript&gt;"},
        {STR_INIT("\xe4\xb8"), "\xEF\xBF\xBD\xEF\xBF\xBD"},
        {STR_INIT("\xe4<b"), "\xEF\xBF\xBD&lt;b"},
        {STR_INIT("\xed\xa0\x80"), "\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD"},
        {STR_INIT("\xc2\x85"), "\xEF\xBF\xBD"},
        {STR_INIT("\xf0\xa0\x80\x80<"), "\xf0\xa0\x80\x80&lt;"},
    };
    for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
        html_text(&O, table[i].in);
        wrote(table[i].want);
        html_attr(&O, table[i].in);
        wrote(table[i].want);
        if (!table[i].in.n)
            continue;
        html_fmt_or_dash(&O, table[i].in);
        wrote(table[i].want);
    }
}

static void numbers_print_by_type(void **state)
{
    (void)state;
    html_print_text(&O, -3);
    html_print_text(&O, (int64_t)INT64_MIN);
    html_print_text(&O, (size_t)7);
    html_print_attr(&O, (uint64_t)UINT64_MAX);
    html_print_attr(&O, 4u);
    html_print_url(&O, URL_STATIC("/?a=1&b"));
    wrote("-3-9223372036854775808"
          "7"
          "18446744073709551615"
          "4"
          "/?a=1&amp;b");
}

static void days_and_instants(void **state)
{
    (void)state;
    html_fmt_date_zh(&O, day_from_ymd(2026, 4, 1));
    wrote("2026年4月1日");
    html_fmt_date_iso(&O, day_from_ymd(2026, 4, 1));
    wrote("2026-04-01");
    html_fmt_date_zh(&O, DAY_NONE);
    wrote("—");
    html_fmt_date_iso(&O, DAY_NONE);
    wrote("");
    struct instant half_past_eight = {instant_of_day(day_from_ymd(2026, 4, 1)).us + ((8 * 60 + 30) * 60 + 7) * INT64_C(1000000) +
                                      999999};
    html_fmt_instant_zh(&O, half_past_eight);
    wrote("2026年4月1日 08:30");
    html_fmt_instant_iso(&O, half_past_eight);
    wrote("2026-04-01T08:30:07+08:00");
    html_fmt_instant_zh(&O, (struct instant){0});
    wrote("—");
    html_fmt_instant_iso(&O, (struct instant){-1});
    wrote("1970-01-01T07:59:59+08:00");
}

static void amounts(void **state)
{
    (void)state;
    static const struct {
        int64_t v;
        const char *thousands, *money;
    } table[] = {
        {0, "0", "0.00"},
        {5, "5", "0.05"},
        {-7, "-7", "-0.07"},
        {999, "999", "9.99"},
        {1000, "1,000", "10.00"},
        {123400, "123,400", "1,234.00"},
        {-1234567, "-1,234,567", "-12,345.67"},
        {INT64_MAX, "9,223,372,036,854,775,807", "92,233,720,368,547,758.07"},
        {INT64_MIN, "-9,223,372,036,854,775,808", "-92,233,720,368,547,758.08"},
    };
    for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
        html_fmt_thousands(&O, table[i].v);
        wrote(table[i].thousands);
        html_fmt_money_fen(&O, table[i].v);
        wrote(table[i].money);
    }
    html_fmt_yesno(&O, true);
    html_fmt_yesno(&O, false);
    html_fmt_or_dash(&O, STR_NONE);
    wrote("是否—");
}

static void truth(void **state)
{
    (void)state;
    int x = 0;
    assert_true(html_true(true) && html_true(-1) && html_true((size_t)1) && html_true(STR("0")) && html_true(&x));
    assert_true(html_true(URL_STATIC("/")) && html_true(day_from_ymd(1970, 1, 1)) && html_true((struct instant){1}));
    assert_false(html_true(false) || html_true(0) || html_true(UINT64_C(0)) || html_true(STR("")) || html_true((const char *)NULL));
    assert_false(html_true((struct url){0}) || html_true(DAY_NONE) || html_true((struct instant){0}) ||
                 html_true((struct html_raw){0}));
}

static void some_template(struct out *o, const void *view)
{
    html_text(o, *(const struct str *)view);
}

static void raw_markup_is_made_in_two_places(void **state)
{
    (void)state;
    struct str name = STR("<b>");
    html_print_text(&O, html_raw_svg(STR("<svg><path d=\"M0 0\"/></svg>")));
    html_print_text(&O, html_raw_render(A, some_template, &name));
    wrote("<svg><path d=\"M0 0\"/></svg>&lt;b&gt;");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(attacks_become_text, up, down),
        cmocka_unit_test_setup_teardown(numbers_print_by_type, up, down),
        cmocka_unit_test_setup_teardown(days_and_instants, up, down),
        cmocka_unit_test_setup_teardown(amounts, up, down),
        cmocka_unit_test_setup_teardown(truth, up, down),
        cmocka_unit_test_setup_teardown(raw_markup_is_made_in_two_places, up, down),
    };
    return cmocka_run_group_tests_name("html", tests, NULL, NULL);
}
