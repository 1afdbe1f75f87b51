/* SPDX-License-Identifier: EUPL-1.2
 * grade_yearly_test.c — the round that opens itself: on 20 January for the year before (SX 三(五)), once, with its job and its
 * audit row; not before, not long after, and not where an officer was first.
 */
#include "grade_rig.h"

#include "grade/grade_yearly.h"
#include "job/job.h"

DB_STATEMENT(AUDIT_ROWS, "SELECT COUNT(*) FROM audit WHERE action = 'round.open' AND actor_id = 0 AND object_id = ?");

/* Half past midnight in China. */
static struct instant early_on(int year, int month, int day)
{
    return (struct instant){instant_of_day(day_from_ymd(year, month, day)).us + (int64_t)1800 * 1000000};
}

static void due_days(void **state)
{
    (void)state;
    static const struct {
        int month, day, year;
    } cases[] = {{1, 19, 0}, {1, 20, 2025}, {1, 21, 2025}, {2, 19, 2025}, {2, 20, 0}, {7, 1, 0}, {12, 31, 0}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_int_equal(grade_yearly_due(&RULES, day_from_ymd(2026, cases[i].month, cases[i].day)), cases[i].year);
    struct regime without = RULES;
    without.cases.calendar.n = 0;
    assert_int_equal(grade_yearly_due(&without, day_from_ymd(2026, 1, 20)), 0);
}

static bool opens(struct instant now, int32_t *round)
{
    struct regime rules = RULES;
    rules.head.division = STR("440823");
    return grade_yearly_open(db, arena, &rules, 1, now, round);
}

static void opened_once_by_the_calendar(void **state)
{
    (void)state;
    if (!db)
        skip();
    int32_t id = 0, again;
    assert_false(opens(early_on(2026, 1, 19), &again));
    assert_true(opens(early_on(2026, 1, 20), &id));
    assert_false(opens(early_on(2026, 1, 20), &again));
    assert_false(opens(early_on(2026, 2, 1), &again));
    struct grade_round r;
    assert_true(grade_round_get(db, arena, id, &r));
    assert_int_equal(r.year, 2025);
    assert_int_equal(r.created_by, 0);
    assert_string_equal(str_cstr(arena, r.kind), "annual");
    assert_string_equal(str_cstr(arena, r.state), "open");
    assert_string_equal(str_cstr(arena, r.division_prefix), "440823");
    struct job j;
    assert_true(job_get(db, arena, JOB_GRADE, id, &j));
    assert_string_equal(str_cstr(arena, j.state), "queued");
    assert_int_equal(db_int(db, AUDIT_ROWS, id), 1);
    assert_true(opens(early_on(2027, 1, 25), &id)); /* the machine was off on the day itself */
}

static void an_officer_was_first(void **state)
{
    (void)state;
    if (!db)
        skip();
    int32_t id;
    assert_int_equal(archive_open(db, arena, "annual", 2022, 0).outcome, GRADE_ROUND_DONE);
    assert_false(opens(early_on(2023, 1, 20), &id));
    assert_int_equal(archive_open(db, arena, "trial", 2021, 0).outcome, GRADE_ROUND_DONE);
    assert_true(opens(early_on(2022, 1, 20), &id)); /* a trial does not count */
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(due_days),
        cmocka_unit_test(opened_once_by_the_calendar),
        cmocka_unit_test(an_officer_was_first),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
