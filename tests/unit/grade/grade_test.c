/* SPDX-License-Identifier: EUPL-1.2
 * grade_test.c — one subject's grade: what counts, decay, vetoes, ladder, points with caps and limits, not rated, and that every
 * sheet adds up.
 */
#include "support/unit.h"
#include "grade/grade_text.h"

#include "grade/grade_sheet.h"
#include "test_rules.h"

static struct arena *arena;
static struct grade_plan *plan; /* of 2024, graded on 20 January 2025 */

static int set_up(void **state)
{
    (void)state;
    arena = arena_new(64u << 20);
    plan = grade_plan_new(arena, &RULES, 2024);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    arena_free(&arena);
    return 0;
}

/* A record found that day; run() fills in what the row leaves out. Its id spells the day. */
#define R(item_, y, m, d, ...)                                                                                                     \
    {                                                                                                                              \
        .item = (item_), .id = (y)*10000 + (m)*100 + (d), __VA_ARGS__                                                              \
    }

static struct grade_result run(const char *type, struct grade_record *records, size_t n, struct day established)
{
    struct grade_result res;
    struct grade_subject_facts facts = {.id = 1, .type = str_from(type), .established = established};
    for (size_t i = 0; i < n; i++) {
        int day = (int)records[i].id;
        records[i].found = day_from_ymd(day / 10000, day / 100 % 100, day % 100);
        if (records[i].state == 0)
            records[i].state = GRADE_RECORD_ACTIVE;
        if (records[i].use_to.n == 0)
            records[i].use_to = DAY_NONE;
    }
    grade_subject(plan, &facts, records, n, arena, &res);
    int64_t sum = 0;
    for (size_t i = 0; i < res.lines.n; i++)
        sum += res.lines.p[i].points;
    assert_int_equal(sum, res.points);
    struct grade_result back;
    struct str sheet = grade_sheet_encode(arena, &res);
    assert_true(grade_sheet_decode(arena, &RULES, sheet, &back));
    assert_int_equal(back.points, res.points);
    assert_int_equal(back.lines.n, res.lines.n);
    for (size_t i = 0; i < res.lines.n; i++)
        assert_memory_equal(&back.lines.p[i], &res.lines.p[i], sizeof back.lines.p[i]);
    return res;
}

static const struct grade_line *line_of(const struct grade_result *res, int64_t id, enum grade_line_kind kind)
{
    for (size_t i = 0; i < res->lines.n; i++)
        if (res->lines.p[i].record_id == id && res->lines.p[i].kind == kind)
            return &res->lines.p[i];
    fail(FAIL_IO, "no such line");
}

static void which_records_count(void **state)
{
    (void)state;
    struct grade_record records[] = {
        R(BAD_1, 2024, 1, 1),
        R(BAD_1, 2024, 12, 31, .disputed = true),
        R(BAD_1, 2023, 12, 31),
        R(BAD_1, 2025, 1, 1),
        R(BAD_1, 2024, 2, 1, .state = GRADE_RECORD_WITHDRAWN),
        R(BAD_1, 2024, 2, 2, .state = GRADE_RECORD_REPAIRED),
        R(BAD_1, 2024, 2, 3, .use_to = {20107}), /* 2025-01-19: the day before the grading */
        R(BAD_1, 2024, 2, 4, .use_to = {20108}), /* 2025-01-20: the day itself */
        R(GOOD_1, 2022, 12, 31),                 /* two years: nothing left */
        R(BASE_1, 2020, 1, 1),
        R(-1, 2024, 3, 1),
        R(REFERENCE_1, 2024, 3, 2),
    };
    static const struct {
        int64_t id;
        enum grade_why why;
    } want[] = {
        {20240101, GRADE_COUNTED},      {20241231, GRADE_COUNTED},       {20231231, GRADE_WHY_EARLIER},
        {20250101, GRADE_WHY_LATER},    {20240201, GRADE_WHY_WITHDRAWN}, {20240202, GRADE_WHY_REPAIRED},
        {20240203, GRADE_WHY_EXPIRED},  {20240204, GRADE_COUNTED},       {20221231, GRADE_WHY_DECAYED},
        {20200101, GRADE_WHY_CATEGORY}, {20240301, GRADE_WHY_UNKNOWN},   {20240302, GRADE_WHY_NOT_WEIGHED},
    };
    struct grade_result res = run("clinic", records, sizeof records / sizeof *records, DAY_NONE);
    for (size_t i = 0; i < sizeof want / sizeof *want; i++)
        assert_int_equal(line_of(&res, want[i].id, GRADE_LINE_RECORD)->why, want[i].why);
    assert_true(line_of(&res, 20241231, GRADE_LINE_RECORD)->disputed);
    assert_int_equal(res.grade, GRADE_C);                 /* three bad ones */
    assert_int_equal(res.lines.p[0].record_id, 20200101); /* in order of the day found */
}

static void ladder_takes_the_first_step_that_holds(void **state)
{
    (void)state;
    struct {
        struct grade_record records[3];
        size_t n;
        int32_t grade;
    } rows[] = {
        {{{0}}, 0, GRADE_B},
        {{R(BAD_1, 2024, 1, 1)}, 1, GRADE_B}, /* the step wants two */
        {{R(BAD_1, 2024, 1, 1), R(GOOD_1, 2024, 1, 2)}, 2, GRADE_A},
        {{R(BAD_1, 2024, 1, 1), R(BAD_1, 2024, 1, 2), R(GOOD_1, 2024, 1, 3)}, 3, GRADE_C},
        {{R(SERIOUS_1, 2019, 1, 1), R(GOOD_1, 2024, 1, 2)}, 2, GRADE_D},
        {{R(BAD_REFUSAL, 2024, 1, 1)}, 1, GRADE_D},
        {{R(BAD_REFUSAL, 2023, 1, 1)}, 1, GRADE_B}, /* out of its window a veto is silent */
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct grade_result res = run("clinic", rows[i].records, rows[i].n, DAY_NONE);
        assert_int_equal(res.outcome, GRADE_GIVEN);
        assert_false(res.has_points);
        assert_int_equal(res.grade, rows[i].grade);
        assert_int_equal(res.lines.p[res.lines.n - 1].kind, GRADE_LINE_RESULT);
        assert_int_equal(res.lines.p[res.lines.n - 1].bound, rows[i].grade);
    }
}

static void vetoes_take_the_first_in_the_list(void **state)
{
    (void)state;
    struct grade_record records[] = {R(BAD_REFUSAL, 2024, 1, 1), R(SERIOUS_1, 2024, 1, 2)};
    struct grade_result res = run("hospital", records, 2, DAY_NONE);
    assert_int_equal(res.grade, GRADE_D);
    assert_int_equal(res.points, 70000); /* 85 − 15: the points are shown all the same */
    assert_true(line_of(&res, 20240102, GRADE_LINE_VETO)->decisive);
    assert_false(line_of(&res, 20240101, GRADE_LINE_VETO)->decisive);
    assert_int_equal(res.lines.p[res.lines.n - 1].rule_kind, GRADE_RULE_VETO);
    assert_int_equal(res.lines.p[res.lines.n - 1].rule, 0);
}

static void points_add_up(void **state)
{
    (void)state;
    struct {
        struct grade_record records[4];
        size_t n;
        int32_t points, grade;
    } rows[] = {
        {{R(BASE_1, 2020, 1, 1)}, 1, 85000, GRADE_B},
        {{R(GOOD_2, 2024, 12, 31)}, 1, 95000, GRADE_A},
        {{R(GOOD_2, 2024, 12, 30), R(GOOD_1, 2024, 12, 31)}, 2, 97000, GRADE_A}, /* 9.986 + 5 cut at 12 */
        {{R(GOOD_1, 2023, 12, 31)}, 1, 87497, GRADE_B},                          /* 365 of 731 days left: 49.93 % of 5 */
        {{R(BAD_1, 2024, 5, 1)}, 1, 70000, GRADE_C},
        {{R(BAD_1, 2024, 5, 1, .severity = SEVERITY_SERIOUS)}, 1, 45000, GRADE_D},
        {{R(BAD_POINTS, 2024, 5, 1, .points = 6000)}, 1, 79000, GRADE_B},
        {{R(BAD_POINTS, 2024, 5, 1, .points = 36000)}, 1, 73000, GRADE_C}, /* one record takes 12 at most */
        {{R(BAD_1, 2024, 5, 1, .severity = SEVERITY_SERIOUS), R(BAD_1, 2024, 5, 2, .severity = SEVERITY_SERIOUS),
          R(BAD_1, 2024, 5, 3, .severity = SEVERITY_SERIOUS)},
         3,
         0,
         GRADE_D}, /* −35 is brought back to 0 */
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct grade_result res = run("hospital", rows[i].records, rows[i].n, DAY_NONE);
        assert_true(res.has_points);
        if (res.points != rows[i].points)
            print_error("row %zu\n", i);
        assert_int_equal(res.points, rows[i].points);
        assert_int_equal(res.grade, rows[i].grade);
    }
}

static void a_cap_has_a_line_of_its_own(void **state)
{
    (void)state;
    struct grade_record records[] = {R(GOOD_2, 2024, 12, 31), R(GOOD_1, 2024, 12, 30)};
    struct grade_result res = run("hospital", records, 2, DAY_NONE);
    assert_int_equal(line_of(&res, 20241230, GRADE_LINE_RECORD)->points, 4993);
    assert_int_equal(line_of(&res, 20241231, GRADE_LINE_RECORD)->points, 7007); /* the later one is cut */
    const struct grade_line *cap = line_of(&res, 0, GRADE_LINE_CAP);
    assert_int_equal(cap->points, 0);
    assert_int_equal(cap->full, 14993);
    assert_int_equal(res.points, 97000);
}

static void not_rated_when_young_or_unknown(void **state)
{
    (void)state;
    struct grade_record known[] = {R(BASE_1, 2020, 1, 1)}, reference[] = {R(REFERENCE_1, 2024, 1, 1)};
    struct grade_record serious[] = {R(SERIOUS_1, 2024, 9, 1)}, none[1];
    assert_int_equal(run("hospital", known, 1, day_from_ymd(2024, 7, 1)).outcome, GRADE_UNRATED);
    assert_int_equal(run("hospital", known, 1, day_from_ymd(2024, 6, 30)).outcome, GRADE_GIVEN);
    assert_int_equal(run("hospital", none, 0, DAY_NONE).grade, GRADE_M);
    assert_int_equal(run("hospital", reference, 1, DAY_NONE).grade, GRADE_M);
    assert_int_equal(run("hospital", serious, 1, day_from_ymd(2024, 9, 1)).grade, GRADE_D); /* a veto speaks all the same */
}

static void types_without_a_grade(void **state)
{
    (void)state;
    struct grade_record none[1];
    assert_int_equal(run("pool", none, 0, DAY_NONE).outcome, GRADE_NOT_ROLLED_OUT);
    assert_int_equal(run("civil_servant", none, 0, DAY_NONE).outcome, GRADE_NOT_GRADED);
    assert_int_equal(run("unheard_of", none, 0, DAY_NONE).outcome, GRADE_NOT_GRADED);
    struct grade_result res;
    struct grade_subject_facts excused = {.id = 1, .type = STR("clinic"), .excuse = STR("disaster"), .established = DAY_NONE};
    grade_subject(plan, &excused, none, 0, arena, &res);
    assert_int_equal(res.outcome, GRADE_EXCUSED);
    assert_int_equal(res.lines.n, 0);
}

static void rules_near_by(void **state)
{
    (void)state;
    const struct grade_near *near;
    struct grade_record records[] = {R(BASE_1, 2020, 1, 1)};
    struct grade_result res = run("hospital", records, 1, DAY_NONE);
    assert_int_equal(grade_near(&RULES, &res, arena, &near), 4); /* two vetoes, the better and the worse threshold */
    assert_int_equal(near[2].grade, GRADE_A);
    assert_int_equal(near[2].gap, 5000);
    assert_int_equal(near[3].grade, GRADE_C);
    assert_int_equal(near[3].gap, -10001); /* 85 falls to C at 74.999 */
    struct grade_record bad[] = {R(BAD_1, 2024, 1, 1)};
    res = run("clinic", bad, 1, DAY_NONE);
    assert_int_equal(grade_near(&RULES, &res, arena, &near), 4);
    assert_int_equal(near[2].grade, GRADE_C);
    assert_int_equal(near[2].gap, 1); /* one more bad record */
}

static void same_facts_same_bytes_whatever_their_order(void **state)
{
    (void)state;
    struct grade_record one[] = {R(BAD_1, 2024, 1, 1), R(GOOD_1, 2024, 1, 2), R(GOOD_2, 2024, 1, 3)};
    struct grade_record other[] = {R(GOOD_2, 2024, 1, 3), R(BAD_1, 2024, 1, 1), R(GOOD_1, 2024, 1, 2)};
    struct grade_result x = run("hospital", one, 3, DAY_NONE), y = run("hospital", other, 3, DAY_NONE);
    assert_true(str_eq(grade_sheet_encode(arena, &x), grade_sheet_encode(arena, &y)));
}

/* Thousands of records on one subject: the stored sheet is shortened, still adds up, keeps what decided. */
static void a_sheet_always_fits(void **state)
{
    (void)state;
    enum { MANY = 9000 };
    struct grade_record *records = ARENA_ARRAY(arena, struct grade_record, MANY);
    for (int i = 0; i < MANY; i++)
        records[i] = (struct grade_record){.id = ((int64_t)i << 40) + 1,
                                           .item = BAD_1,
                                           .found = {19800},
                                           .use_to = NEVER,
                                           .state = GRADE_RECORD_ACTIVE,
                                           .severity = SEVERITY_SERIOUS};
    struct grade_result res, back;
    struct grade_subject_facts facts = {.id = 1, .type = STR("hospital"), .established = DAY_NONE};
    grade_subject(plan, &facts, records, MANY, arena, &res);
    struct str sheet = grade_sheet_encode(arena, &res);
    assert_true(sheet.n <= GRADE_SHEET_MAX);
    assert_true(grade_sheet_decode(arena, &RULES, sheet, &back));
    int64_t sum = 0;
    for (size_t i = 0; i < back.lines.n; i++)
        sum += back.lines.p[i].points;
    assert_int_equal(sum, res.points);
    assert_int_equal(line_of(&back, 0, GRADE_LINE_REST)->full, MANY + 3 - GRADE_SHEET_LINES);
    assert_int_equal(back.lines.p[back.lines.n - 1].kind, GRADE_LINE_RESULT);
}

static void broken_sheets_are_refused(void **state)
{
    (void)state;
    struct grade_record records[] = {R(BAD_1, 2024, 1, 1), R(GOOD_1, 2024, 1, 2)};
    struct grade_result res = run("hospital", records, 2, DAY_NONE), back;
    struct str sheet = grade_sheet_encode(arena, &res);
    for (size_t n = 0; n < sheet.n; n++)
        assert_false(grade_sheet_decode(arena, &RULES, str_sub(sheet, 0, n), &back));
    assert_false(grade_sheet_decode(arena, &RULES, str_cat(arena, sheet, STR("x")), &back));
    assert_false(grade_sheet_decode(arena, &RULES, STR("\x02"), &back));
    char *other = arena_alloc(arena, sheet.n);
    memcpy(other, sheet.p, sheet.n);
    other[3] = 60; /* a grading that the regime has not */
    assert_false(grade_sheet_decode(arena, &RULES, (struct str){other, sheet.n}, &back));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(which_records_count),
        cmocka_unit_test(ladder_takes_the_first_step_that_holds),
        cmocka_unit_test(vetoes_take_the_first_in_the_list),
        cmocka_unit_test(points_add_up),
        cmocka_unit_test(a_cap_has_a_line_of_its_own),
        cmocka_unit_test(not_rated_when_young_or_unknown),
        cmocka_unit_test(types_without_a_grade),
        cmocka_unit_test(rules_near_by),
        cmocka_unit_test(same_facts_same_bytes_whatever_their_order),
        cmocka_unit_test(a_sheet_always_fits),
        cmocka_unit_test(broken_sheets_are_refused),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
