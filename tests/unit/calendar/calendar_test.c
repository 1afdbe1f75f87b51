/* SPDX-License-Identifier: EUPL-1.2
 * calendar_test.c — policy §6 as tables: the days of the notices, the counted periods, the months; and what the loader refuses.
 * Runs on the years in db/calendar, so a slip in a data file fails here.
 */
#include "base/arena.h"
#include "base/check.h"
#include "calendar/calendar.h"

#include <stdarg.h>
#include <cmocka.h> /* after check.h: it makes a macro of fail */

static struct arena *A;
static struct calendar *CAL;

static int up(void **state)
{
    (void)state;
    A = arena_new(16 << 20);
    CAL = calendar_load(A, STR("db/calendar"));
    return 0;
}

static int down(void **state)
{
    (void)state;
    arena_free(&A);
    return 0;
}

static struct day on(const char *iso)
{
    struct day d = DAY_NONE;
    assert_true(day_parse(str_from(iso), &d));
    return d;
}

static void same_day(struct day got, const char *want, const char *what)
{
    if (!str_eq(day_iso(A, got), str_from(want)))
        fail_msg("%s: %s, expected %s", what, str_cstr(A, day_iso(A, got)), want);
}

static void working_days(void **state)
{
    (void)state;
    static const struct {
        const char *start;
        int n;
        const char *due;
    } table[] = {
        {"2024-02-08", 3, "2024-02-19"},  {"2025-01-24", 3, "2025-02-05"}, {"2025-01-27", 7, "2025-02-12"},
        {"2025-09-30", 5, "2025-10-14"},  {"2025-12-31", 3, "2026-01-06"}, {"2026-02-13", 3, "2026-02-25"},
        {"2026-02-13", 10, "2026-03-05"}, {"2026-04-30", 3, "2026-05-08"}, {"2026-09-18", 7, "2026-09-29"},
        {"2026-09-30", 5, "2026-10-13"},  {"2026-11-20", 7, "2026-12-01"}, {"2022-09-30", 2, "2022-10-09"},
        {"2026-03-02", 0, "2026-03-02"},  {"2026-03-02", 1, "2026-03-03"},
    };
    for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
        bool provisional = true;
        struct day due = calendar_add_working(CAL, on(table[i].start), table[i].n, &provisional);
        same_day(due, table[i].due, table[i].start);
        assert_false(provisional);
        assert_int_equal(calendar_working_between(CAL, on(table[i].start), due, NULL), table[i].n);
        assert_int_equal(calendar_working_between(CAL, due, on(table[i].start), NULL), -table[i].n);
        same_day(calendar_due(CAL, on(table[i].start), table[i].n, CALENDAR_WORKING_DAYS, true, NULL), table[i].due, "due");
    }
}

static void months(void **state)
{
    (void)state;
    static const struct {
        const char *start;
        int n;
        enum calendar_unit unit;
        const char *plain, *rolled;
    } table[] = {
        {"2025-11-30", 3, CALENDAR_MONTHS, "2026-02-28", "2026-02-28"}, /* a Saturday, but worked */
        {"2025-08-31", 6, CALENDAR_MONTHS, "2026-02-28", "2026-02-28"},
        {"2024-02-29", 12, CALENDAR_MONTHS, "2025-02-28", "2025-02-28"},
        {"2024-02-29", 1, CALENDAR_YEARS, "2025-02-28", "2025-02-28"},
        {"2025-12-10", 2, CALENDAR_MONTHS, "2026-02-10", "2026-02-10"},
        {"2025-12-15", 2, CALENDAR_MONTHS, "2026-02-15", "2026-02-24"}, /* into the Spring Festival */
        {"2026-01-20", 1, CALENDAR_MONTHS, "2026-02-20", "2026-02-24"},
        {"2026-08-25", 1, CALENDAR_MONTHS, "2026-09-25", "2026-09-28"},
        {"2026-09-01", 30, CALENDAR_DAYS, "2026-10-01", "2026-10-08"},
        {"2026-09-11", 9, CALENDAR_DAYS, "2026-09-20", "2026-09-20"}, /* a Sunday, but worked */
        {"2026-03-02", 5, CALENDAR_DAYS, "2026-03-07", "2026-03-09"},
    };
    for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
        bool provisional = true;
        same_day(calendar_due(CAL, on(table[i].start), table[i].n, table[i].unit, false, &provisional), table[i].plain,
                 table[i].start);
        assert_false(provisional);
        same_day(calendar_due(CAL, on(table[i].start), table[i].n, table[i].unit, true, &provisional), table[i].rolled,
                 table[i].start);
        assert_false(provisional);
    }
}

static void years_of_the_notices(void **state)
{
    (void)state;
    static const int working[] = {249, 249, 251, 248, 248};
    for (int y = 2022; y <= 2026; y++) {
        assert_true(calendar_knows(CAL, y));
        assert_true(str_starts(calendar_notice(CAL, y), STR("http")));
        struct day last = day_from_ymd(y - 1, 12, 31), end = day_from_ymd(y, 12, 31);
        assert_int_equal(calendar_working_between(CAL, last, end, NULL), working[y - 2022]);
    }
    assert_int_equal(calendar_first_year(CAL), 2022);
    assert_int_equal(calendar_last_year(CAL), 2026);
    assert_false(calendar_knows(CAL, 2021));
    assert_int_equal(calendar_notice(CAL, 2027).n, 0);
}

static void single_days(void **state)
{
    (void)state;
    static const struct {
        const char *day;
        enum calendar_kind kind;
        const char *words;
    } table[] = {
        {"2026-02-14", CALENDAR_MAKEUP, "春节调休上班"},
        {"2026-02-15", CALENDAR_HOLIDAY, "春节假期"},
        {"2026-02-23", CALENDAR_HOLIDAY, "春节假期"},
        {"2026-02-24", CALENDAR_WORKDAY, "工作日"},
        {"2026-03-07", CALENDAR_WEEKEND, "周末"},
        {"2022-12-31", CALENDAR_HOLIDAY, "元旦假期"},
        {"2023-10-08", CALENDAR_MAKEUP, NULL},
        {"2023-09-29", CALENDAR_HOLIDAY, NULL},
        {"2025-09-28", CALENDAR_MAKEUP, NULL},
        {"2024-09-17", CALENDAR_HOLIDAY, "中秋节假期"},
        /* the fixed days of Suixi that fall on days of rest */
        {"2024-01-20", CALENDAR_WEEKEND, NULL},
        {"2024-01-28", CALENDAR_WEEKEND, NULL},
        {"2025-01-25", CALENDAR_WEEKEND, NULL},
        {"2025-01-28", CALENDAR_HOLIDAY, NULL},
        {"2025-01-31", CALENDAR_HOLIDAY, NULL},
        {"2026-01-10", CALENDAR_WEEKEND, NULL},
        {"2026-01-25", CALENDAR_WEEKEND, NULL},
        {"2026-01-31", CALENDAR_WEEKEND, NULL},
        {"2027-01-01", CALENDAR_WORKDAY, "工作日（暂定）"},
        {"2027-01-02", CALENDAR_WEEKEND, "周末（暂定）"},
    };
    for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
        struct day d = on(table[i].day);
        if (calendar_kind(CAL, d) != table[i].kind)
            fail_msg("%s is of kind %d", table[i].day, calendar_kind(CAL, d));
        bool works = table[i].kind == CALENDAR_WORKDAY || table[i].kind == CALENDAR_MAKEUP;
        assert_int_equal(calendar_is_working(CAL, d), works);
        struct calendar_steps one = calendar_explain(CAL, A, day_add(d, -1), d);
        assert_int_equal(one.n, 1);
        assert_int_equal(one.p[0].count, works);
        if (table[i].words)
            assert_string_equal(str_cstr(A, calendar_step_zh(A, one.p[0])), table[i].words);
    }
    same_day(calendar_next_working(CAL, on("2025-01-25"), NULL), "2025-01-26", "make-up Sunday");
    same_day(calendar_previous_working(CAL, on("2025-01-31"), NULL), "2025-01-27", "before the festival");
    same_day(calendar_previous_working(CAL, on("2026-01-10"), NULL), "2026-01-09", "Friday");
}

static void explanation(void **state)
{
    (void)state;
    struct calendar_steps s = calendar_explain(CAL, A, on("2026-02-13"), on("2026-02-25"));
    assert_int_equal(s.n, 12);
    int counted = 0;
    for (size_t i = 0; i < s.n; i++)
        if (s.p[i].count)
            assert_int_equal(s.p[i].count, ++counted);
    assert_int_equal(counted, 3);
    assert_int_equal(s.p[0].count, 1); /* Saturday 14 February, worked */
    assert_int_equal(s.p[0].kind, CALENDAR_MAKEUP);
    assert_int_equal(s.p[s.n - 1].count, 3);
    assert_int_equal(calendar_explain(CAL, A, on("2026-02-13"), on("2026-02-13")).n, 0);
}

static void beyond_the_horizon(void **state)
{
    (void)state;
    bool provisional = false;
    same_day(calendar_add_working(CAL, on("2026-12-28"), 5, &provisional), "2027-01-04", "weekday rule");
    assert_true(provisional);
    calendar_add_working(CAL, on("2026-12-18"), 3, &provisional);
    assert_false(provisional);
    calendar_add_working(CAL, on("2026-12-23"), 3, &provisional); /* into the week that the next notice may touch */
    assert_true(provisional);
    same_day(calendar_due(CAL, on("2026-10-02"), 3, CALENDAR_MONTHS, true, &provisional), "2027-01-04", "Saturday");
    assert_true(provisional);
    calendar_working_between(CAL, on("2026-12-01"), on("2027-02-01"), &provisional);
    assert_true(provisional);
    calendar_next_working(CAL, on("2021-06-05"), &provisional);
    assert_true(provisional);

    assert_int_equal(calendar_missing_year_alarm(CAL, on("2026-10-31")), 0);
    assert_int_equal(calendar_missing_year_alarm(CAL, on("2026-11-01")), 2027);
    assert_int_equal(calendar_missing_year_alarm(CAL, on("2025-12-31")), 0);
    assert_int_equal(calendar_missing_year_alarm(CAL, on("2027-03-01")), 2027);
}

#define HEAD "# 2030\thttps://www.gov.cn/x\ndate\tkind\tname\n"

static void loader_refuses(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        int line; /* of the first fault; 0 = none */
        const char *part;
    } table[] = {
        {HEAD "2030-01-01\toff\t元旦\n", 0, ""},
        {"\xEF\xBB\xBF# 2030\thttps://www.gov.cn/x\r\ndate\tkind\tname\r\n2030-01-01\toff\t元旦\r\n\r\n", 0, ""},
        {HEAD "2029-12-29\twork\t元旦\n2030-01-01\toff\t元旦", 0, ""},
        {"", 1, "第一行"},
        {HEAD, 1, "没有一个放假日"},
        {"2030\nx\n2030-01-01\toff\t元旦\n", 1, "第一行"},
        {"# abcd\thttps://www.gov.cn/x\ndate\tkind\tname\n2030-01-01\toff\t元旦\n", 1, "年份"},
        {"# 2030\nx\n2030-01-01\toff\t元旦\n", 1, "网址"},
        {"# 2030\thttps://www.gov.cn/x\ndate kind name\n2030-01-01\toff\t元旦\n", 2, "第二行"},
        {HEAD "2030-01-01\toff\n", 3, "三列"},
        {HEAD "2030-01-01\toff\t元旦\tx\n", 3, "三列"},
        {HEAD "2030-1-1\toff\t元旦\n", 3, "2026-04-01"},
        {HEAD "2030-02-30\toff\t元旦\n", 3, "确有这一天"},
        {HEAD "2030-01-1T\toff\t元旦\n", 3, "2026-04-01"},
        {HEAD "2030-01-01\trest\t元旦\n", 3, "第二列"},
        {HEAD "2030-01-01\toff\t\n", 3, "第三列"},
        {HEAD "2030-01-01\toff\t<b>\n", 3, "第三列"},
        {HEAD "2030-01-01\toff\t\xff\n", 3, "第三列"},
        {HEAD "2031-01-01\toff\t元旦\n", 3, "不在2030年"},
        {HEAD "2029-11-30\toff\t元旦\n", 3, "不在2030年"},
        {HEAD "2030-01-01\toff\t元旦\n2030-01-01\toff\t元旦\n", 4, "重复"},
        {HEAD "2030-01-02\toff\t元旦\n2030-01-01\toff\t元旦\n", 4, "先后"},
        {HEAD "2030-01-01\toff\t元旦\n2030-01-07\twork\t元旦\n", 4, "本来就是工作日"},
    };
    for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
        struct calendar_source source = {STR("2030.tsv"), str_from(table[i].text)};
        struct calendar_errors errors;
        struct calendar *cal = calendar_new(A, &source, 1, &errors);
        assert_int_equal(cal == NULL, table[i].line != 0);
        if (table[i].line == 0)
            continue;
        assert_true(errors.n > 0);
        if (errors.p[0].line != table[i].line || !str_contains(errors.p[0].message, str_from(table[i].part)))
            fail_msg("case %zu: line %d: %s", i, errors.p[0].line, str_cstr(A, errors.p[0].message));
    }
    const char *good = HEAD "2030-01-01\toff\t元旦\n";
    struct calendar_source twice[] = {{STR("2030.tsv"), str_from(good)}, {STR("2031.tsv"), str_from(good)}};
    struct calendar_errors errors;
    assert_null(calendar_new(A, twice, 2, &errors));
    assert_int_equal(errors.n, 3); /* year twice, name of the file, day twice */
}

static void folder_that_is_not_there(void **state)
{
    (void)state;
    struct fail_frame f;
    if (FAIL_CATCH(&f)) {
        assert_int_equal(f.kind, FAIL_CONFIG);
        return;
    }
    calendar_load(A, STR("db/no such folder"));
    fail_leave(&f);
    fail_msg("%s", "a missing folder was accepted");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(working_days),         cmocka_unit_test(months),
        cmocka_unit_test(years_of_the_notices), cmocka_unit_test(single_days),
        cmocka_unit_test(explanation),          cmocka_unit_test(beyond_the_horizon),
        cmocka_unit_test(loader_refuses),       cmocka_unit_test(folder_that_is_not_there),
    };
    return cmocka_run_group_tests(tests, up, down);
}
