/* SPDX-License-Identifier: EUPL-1.2
 * golden_test.c — every golden case of every regime, through the rules and the stored sheet; and that a wrong expectation is
 * reported.
 */
#include "support/unit.h"

#include "grade/grade_cases.h"
#include "regime/regime_load.h"

static const char *const REGIMES[] = {"guangdong-suixi", "guangdong-meizhou", "zhejiang-huzhou", "hainan", "hunan"};

static const struct regime *load(struct arena *a, struct str name)
{
    struct regime_load_result loaded = regime_load(a, STR("db/regimes"), name);
    for (size_t i = 0; i < loaded.faults.n; i++)
        print_error("%s\n", str_cstr(a, regime_fault_text(a, &loaded.faults.p[i])));
    assert_non_null(loaded.regime);
    return loaded.regime;
}

static void golden_cases_hold(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof REGIMES / sizeof *REGIMES; i++) {
        struct arena *a = arena_new((size_t)256 << 20);
        struct str name = str_from(REGIMES[i]);
        const struct regime *r = load(a, name);
        struct regime_cases_result cases = regime_cases_load(a, r, STR("db/regimes"), name);
        for (size_t f = 0; f < cases.faults.n; f++)
            print_error("%s\n", str_cstr(a, regime_fault_text(a, &cases.faults.p[f])));
        assert_int_equal(cases.faults.n, 0);
        assert_true(cases.cases.n > 0);
        struct out report;
        out_to_arena(&report, a);
        size_t failed = grade_run_cases(a, r, &cases, &report);
        if (failed)
            print_error("%s: %zu of %zu cases\n%.*s", REGIMES[i], failed, cases.cases.n, STR_ARG(out_text(&report)));
        else
            print_message("%s: %zu cases\n", REGIMES[i], cases.cases.n);
        assert_int_equal(failed, 0);
        arena_free(&a);
    }
}

static void a_wrong_expectation_is_reported(void **state)
{
    (void)state;
    struct arena *a = arena_new((size_t)256 << 20);
    const struct regime *r = load(a, STR("hunan"));
    struct regime_cases_result cases = regime_cases_load(a, r, STR("db/regimes"), STR("hunan"));
    struct regime_case *wrong = ARENA_ARRAY(a, struct regime_case, cases.cases.n);
    struct regime_case_line line = {.item = STR_INIT("no.such"), .counted = true};
    memcpy(wrong, cases.cases.p, cases.cases.n * sizeof *wrong);
    for (size_t i = 0; i < cases.cases.n; i++) {
        wrong[i].lines.p = &line;
        wrong[i].lines.n = 1;
    }
    cases.cases.p = wrong;
    struct out report;
    out_to_arena(&report, a);
    assert_int_equal(grade_run_cases(a, r, &cases, &report), cases.cases.n);
    assert_true(str_contains(out_text(&report), STR("no.such")));
    arena_free(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(golden_cases_hold), cmocka_unit_test(a_wrong_expectation_is_reported)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
