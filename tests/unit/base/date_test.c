/* SPDX-License-Identifier: EUPL-1.2
 * date_test.c — days there are and days there are not, the months of policy §6, the spellings people use, instants in Shanghai.
 */
#include "base/arena.h"
#include "base/clock.h"
#include "base/date.h"

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
}

static struct day on(const char *iso)
{
    struct day d = DAY_NONE;
    assert_true(day_parse(str_from(iso), &d));
    return d;
}

static void every_day_in_order(void **state)
{
    (void)state;
    assert_int_equal(day_from_ymd(1970, 1, 1).n, 0);
    struct day d = day_from_ymd(1800, 1, 1);
    int weekday = 3; /* 1 January 1800 was a Wednesday */
    for (int y = 1800; y <= 2400; y++)
        for (int m = 1; m <= 12; m++)
            for (int k = 1; k <= 31; k++) {
                struct day made = day_from_ymd(y, m, k);
                if (!day_is(made))
                    continue;
                struct ymd v = day_ymd(d);
                if (made.n != d.n || v.year != y || v.month != m || v.day != k || day_weekday(d) != weekday)
                    fail_msg("%d-%d-%d", y, m, k);
                d = day_add(d, 1);
                weekday = weekday % 7 + 1;
            }
    assert_int_equal(day_diff(d, day_from_ymd(1800, 1, 1)), 219511); /* 601 years, 146 of them leap */
    same(day_iso(A, day_from_ymd(9999, 12, 31)), "9999-12-31");
}

static void days_that_are_none(void **state)
{
    (void)state;
    static const int table[][3] = {{2025, 2, 29}, {1900, 2, 29}, {2026, 4, 31},  {2026, 0, 1},  {2026, 13, 1},
                                   {2026, 1, 0},  {2026, 1, 32}, {1799, 12, 31}, {10000, 1, 1}, {2026, -1, 1}};
    for (size_t i = 0; i < sizeof table / sizeof *table; i++)
        assert_false(day_is(day_from_ymd(table[i][0], table[i][1], table[i][2])));
    assert_true(day_is(day_from_ymd(2000, 2, 29)));
    assert_false(day_is(day_add(DAY_NONE, 5)));
    assert_false(day_is(day_add_months(DAY_NONE, 5)));
    same(day_iso(A, DAY_NONE), "");
    same(day_zh(A, DAY_NONE), "");
}

static void months(void **state)
{
    (void)state;
    static const struct {
        const char *from;
        int months;
        const char *to;
    } table[] = {
        {"2025-11-30", 3, "2026-02-28"},  {"2025-08-31", 6, "2026-02-28"},   {"2024-02-29", 12, "2025-02-28"},
        {"2024-02-29", 48, "2028-02-29"}, {"2026-01-31", 1, "2026-02-28"},   {"2026-12-31", 1, "2027-01-31"},
        {"2026-03-31", -1, "2026-02-28"}, {"2026-01-15", -1, "2025-12-15"},  {"2026-01-15", 0, "2026-01-15"},
        {"2026-05-31", 36, "2029-05-31"}, {"2026-01-15", -25, "2023-12-15"},
    };
    for (size_t i = 0; i < sizeof table / sizeof *table; i++)
        same(day_iso(A, day_add_months(on(table[i].from), table[i].months)), table[i].to);
}

static void spellings(void **state)
{
    (void)state;
    static const struct {
        const char *typed, *iso; /* NULL: refused */
    } table[] = {
        {"2026-4-1", "2026-04-01"},
        {"2026-04-01", "2026-04-01"},
        {"2026/04/01", "2026-04-01"},
        {"2026.4.1", "2026-04-01"},
        {"20260401", "2026-04-01"},
        {"2026年4月1日", "2026-04-01"},
        {"2026年04月01号", "2026-04-01"},
        {"2026年4月1", "2026-04-01"},
        {"２０２６－０４－０１", "2026-04-01"},
        {"２０２６年４月１日", "2026-04-01"},
        {" 2026-04-01 ", "2026-04-01"},
        {"2026-04-01 08:30:00", "2026-04-01"},
        {"2026-04-01T08:30:00+08:00", "2026-04-01"},
        {"2026年4月1日 8时", "2026-04-01"},
        {"2024-2-29", "2024-02-29"},
        {"2025-2-29", NULL},
        {"2026-13-01", NULL},
        {"2026-00-10", NULL},
        {"26-04-01", NULL},
        {"2026-04", NULL},
        {"2026", NULL},
        {"202641", NULL},
        {"2026041", NULL},
        {"202604011", NULL},
        {"2026-04-011", NULL},
        {"2026-04-01x", NULL},
        {"04/01/2026", NULL},
        {"1.4.2026", NULL},
        {"46113", NULL}, /* a spreadsheet's serial number: sheet/ turns it into a date, nobody guesses here */
        {"二〇二六年四月一日", NULL},
        {"-2026-04-01", NULL},
        {"2026--4-1", NULL},
        {"长期", NULL},
        {"", NULL},
        {"\xff\xff", NULL},
    };
    for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
        struct day d = DAY_NONE;
        bool ok = day_parse(str_from(table[i].typed), &d);
        if (ok != (table[i].iso != NULL))
            fail_msg("%s: %s", table[i].typed, ok ? "accepted" : "refused");
        same(day_iso(A, d), table[i].iso ? table[i].iso : "");
    }
    same(day_zh(A, on("2026-04-01")), "2026年4月1日");
}

static void order(void **state)
{
    (void)state;
    struct day a = on("2026-04-01"), b = on("2026-04-02");
    assert_true(day_cmp(a, b) < 0 && day_cmp(b, a) > 0 && day_cmp(a, a) == 0);
    assert_true(day_cmp(DAY_NONE, a) < 0);
    assert_int_equal(day_min(a, b).n, a.n);
    assert_int_equal(day_min(DAY_NONE, b).n, b.n);
    assert_int_equal(day_min(b, DAY_NONE).n, b.n);
    assert_int_equal(day_max(a, b).n, b.n);
    assert_int_equal(day_max(a, DAY_NONE).n, a.n);
    assert_int_equal(day_diff(on("2024-03-01"), on("2024-02-28")), 2);
}

static void instants(void **state)
{
    (void)state;
    static const struct {
        int64_t seconds;
        const char *iso, *zh;
    } table[] = {
        {1775003400, "2026-04-01T08:30:00+08:00", "2026年4月1日 08:30"},
        {1774972799, "2026-03-31T23:59:59+08:00", "2026年3月31日 23:59"},
        {1774972800, "2026-04-01T00:00:00+08:00", "2026年4月1日 00:00"}, /* 16:00 UTC of the day before */
        {0, "1970-01-01T08:00:00+08:00", "1970年1月1日 08:00"},
        {-28801, "1969-12-31T23:59:59+08:00", "1969年12月31日 23:59"},
    };
    for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
        struct instant t = {table[i].seconds * 1000000};
        same(instant_iso(A, t), table[i].iso);
        same(instant_zh(A, t), table[i].zh);
        struct day d = instant_day(t);
        assert_true(instant_of_day(d).us <= t.us && t.us < instant_of_day(day_add(d, 1)).us);
    }
}

static void shifting_the_clock(void **state)
{
    (void)state;
    struct day today = instant_day(clock_now());
    assert_false(clock_shift(10, false));
    assert_true(day_diff(instant_day(clock_now()), today) <= 1);
    assert_true(clock_shift(10, true));
    assert_true(day_diff(instant_day(clock_now()), today) >= 10);
    assert_true(clock_shift(0, true));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_day_in_order),
        cmocka_unit_test(days_that_are_none),
        cmocka_unit_test(months),
        cmocka_unit_test(spellings),
        cmocka_unit_test(order),
        cmocka_unit_test(instants),
        cmocka_unit_test(shifting_the_clock),
    };
    return cmocka_run_group_tests(tests, up, down);
}
