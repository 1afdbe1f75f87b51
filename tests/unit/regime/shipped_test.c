/* SPDX-License-Identifier: EUPL-1.2
 * shipped_test.c — the rule sets of db/regimes: each loads without a fault and holds what its mandate sets,
     number by number. The texts of
 * numbered items are compared with the mandates where those are at hand.
 */
#include "base/out.h"
#include "regime/regime_cases.h"
#include "regime/regime_files.h"

#include "support/unit.h"

#define DIR STR("db/regimes")

static const char *const names[] = {"suixi", "meizhou", "huzhou", "hainan", "hunan"};
enum { NAMES = 5 };

static const struct regime *load(struct arena *a, const char *name)
{
    struct regime_load_result r = regime_load(a, DIR, str_from(name));
    for (size_t i = 0; i < r.faults.n; i++)
        print_error("%.*s\n", STR_ARG(regime_fault_text(a, &r.faults.p[i])));
    assert_non_null(r.regime);
    return r.regime;
}

static void test_all_load(void **state)
{
    (void)state;
    for (size_t i = 0; i < NAMES; i++) {
        struct arena *a = arena_new(16u << 20);
        const struct regime *r = load(a, names[i]);
        assert_int_equal(r->version_hash.n, 64);
        assert_int_equal(r->head.layers.n, 2);
        assert_true(str_eq(r->head.layers.p[0].name, STR("national")));
        assert_true(r->head.site_name.n && r->head.bureau.n && r->head.status.n && r->head.number.n);
        struct regime_cases_result c = regime_cases_load(a, r, DIR, str_from(names[i]));
        assert_int_equal(c.faults.n, 0);
        assert_true(c.cases.n >= 12);
        arena_free(&a);
    }
}

static size_t count_items(const struct regime *r, const char *category)
{
    size_t n = 0;
    for (size_t i = 0; i < r->items.n; i++)
        n += str_eq(r->items.p[i].category, str_from(category));
    return n;
}

static void test_item_counts(void **state)
{
    (void)state;
    static const struct {
        const char *regime, *category;
        size_t n;
    } table[] = {
        /* SX annex 2 */
        {"suixi", "base", 5},       {"suixi", "good", 7},       {"suixi", "bad", 17},     {"suixi", "dishonest", 3},
        {"suixi", "serious", 1},    {"hainan", "base", 8 + 3}, /* HI 13: eight numbers, and the paragraph on natural persons in
                                                                  three */
        {"hainan", "good", 4},      {"hainan", "negative", 19}, {"hainan", "serious", 1}, {"hainan", "recognised", 1},
        {"hainan", "reference", 1}, {"hainan", "other", 7},     {"hunan", "base", 5},     {"hunan", "good", 5},
        {"hunan", "dishonest", 3},  {"hunan", "serious", 2},    {"hunan", "bad", 0},
    };
    struct arena *a = arena_new(64u << 20);
    for (size_t i = 0; i < sizeof table / sizeof *table; i++)
        assert_int_equal(count_items(load(a, table[i].regime), table[i].category), table[i].n);
    arena_free(&a);
}

static bool founded(const struct regime_legal *l)
{
    return l->local ? l->article.n == 0 && l->note.n > 0 : l->article.n > 0;
}

#define ALL_FOUNDED(list)                                                                                                          \
    for (size_t i_ = 0; i_ < (list).n; i_++)                                                                                       \
    assert_true(founded(&(list).p[i_].legal))

static void test_every_value_is_founded(void **state)
{
    (void)state;
    for (size_t n = 0; n < NAMES; n++) {
        struct arena *a = arena_new(16u << 20);
        const struct regime *r = load(a, names[n]);
        ALL_FOUNDED(r->categories);
        ALL_FOUNDED(r->items);
        ALL_FOUNDED(r->subject_types);
        ALL_FOUNDED(r->grades);
        ALL_FOUNDED(r->gradings);
        for (size_t i = 0; i < r->categories.n; i++)
            assert_true(founded(&r->categories.p[i].retention.legal) && founded(&r->categories.p[i].use.legal));
        for (size_t i = 0; i < r->gradings.n; i++) {
            const struct regime_grading *g = &r->gradings.p[i];
            ALL_FOUNDED(g->counts);
            ALL_FOUNDED(g->vetoes);
            ALL_FOUNDED(g->ladder);
            ALL_FOUNDED(g->points);
            ALL_FOUNDED(g->caps);
            ALL_FOUNDED(g->thresholds);
            ALL_FOUNDED(g->excuses);
        }
        ALL_FOUNDED(r->disclosure.fields);
        ALL_FOUNDED(r->disclosure.publicity);
        ALL_FOUNDED(r->disclosure.severities);
        ALL_FOUNDED(r->disclosure.double_publicity);
        ALL_FOUNDED(r->disclosure.grades);
        ALL_FOUNDED(r->cases.dues);
        ALL_FOUNDED(r->cases.calendar);
        ALL_FOUNDED(r->cases.clocks);
        ALL_FOUNDED(r->cases.draw);
        ALL_FOUNDED(r->cases.lists);
        ALL_FOUNDED(r->cases.measures);
        ALL_FOUNDED(r->cases.forms);
        ALL_FOUNDED(r->cases.objection.grounds);
        ALL_FOUNDED(r->cases.repair.conditions);
        ALL_FOUNDED(r->cases.repair.exclusions);
        assert_int_equal(r->cases.objection.grounds.n, 5);
        arena_free(&a);
    }
}

/* The law as it changed: Order 36 from 2026-04-01, Order 58 before. */
static void test_publicity_by_day(void **state)
{
    (void)state;
    static const struct {
        int y, m, d;
        enum regime_severity severity;
        bool shown;
        int32_t min, max;
    } table[] = {
        {2026, 4, 1, SEVERITY_MINOR, false, 0, 3},    {2026, 4, 1, SEVERITY_GENERAL, true, 3, 12},
        {2026, 4, 1, SEVERITY_SERIOUS, true, 12, 36}, {2026, 3, 31, SEVERITY_GENERAL, true, 3, 36},
        {2023, 5, 1, SEVERITY_GENERAL, true, 3, 36},  {2023, 4, 30, SEVERITY_GENERAL, true, 3, 12},
        {2020, 1, 1, SEVERITY_SERIOUS, true, 6, 36},
    };
    struct arena *a = arena_new(64u << 20);
    for (size_t n = 0; n < NAMES; n++) {
        const struct regime *r = load(a, names[n]);
        for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
            const struct regime_publicity *p =
                regime_publicity(r, table[i].severity, day_from_ymd(table[i].y, table[i].m, table[i].d));
            assert_non_null(p);
            assert_int_equal(p->shown, table[i].shown);
            assert_int_equal(p->min_months, table[i].min);
            assert_int_equal(p->max_months, table[i].max);
            assert_int_equal(p->start, START_DECIDED);
        }
        assert_null(regime_publicity(r, SEVERITY_NONE, day_from_ymd(2026, 5, 1)));
    }
    arena_free(&a);
}

static void test_suixi(void **state)
{
    (void)state;
    struct arena *a = arena_new(16u << 20);
    const struct regime *r = load(a, "suixi");
    /* SX 三(六) */
    static const struct {
        const char *grade;
        int32_t percent;
    } draw[] = {{"A", 5}, {"B", 20}, {"C", 50}, {"D", 100}, {"E", 100}};
    for (size_t i = 0; i < 5; i++) {
        const struct regime_ratio *x = regime_ratio(r, str_from(draw[i].grade));
        assert_true(x->percent_known);
        assert_int_equal(x->percent, draw[i].percent);
    }
    static const struct {
        const char *code;
        int32_t mmdd;
    } dates[] = {{"prior_year", 110},  {"grading", 120},      {"report", 125},       {"publication", 128},
                 {"use_summary", 131}, {"self_check_1", 625}, {"self_check_2", 1225}};
    for (size_t i = 0; i < sizeof dates / sizeof *dates; i++)
        assert_int_equal(regime_date(r, str_from(dates[i].code))->mmdd, dates[i].mmdd);
    static const struct {
        const char *type;
        int y;
        bool out;
    } phases[] = {/* SX 四 */
                  {"disinfectant_maker", 2022, true},       {"medical_institution_1", 2022, false},
                  {"medical_institution_1", 2023, true},    {"blood_station", 2023, false},
                  {"radiation_health_service", 2024, true}, {"medical_staff", 2024, false},
                  {"public_place_pool", 2025, true},        {"water_supplier", 2025, false}};
    for (size_t i = 0; i < sizeof phases / sizeof *phases; i++)
        assert_int_equal(regime_rolled_out(regime_subject_type(r, str_from(phases[i].type)), day_from_ymd(phases[i].y, 12, 31)),
                         phases[i].out);
    const struct regime_item *award = regime_item(r, STR("good.1"));
    assert_int_equal(award->dues.n, 2);
    assert_true(award->external && !award->internal);
    assert_int_equal(regime_due(r, STR("half_year"))->dates.p[1], 1225);
    assert_ptr_equal(regime_item_by_name(r, STR(" 当场处罚 ")), regime_item(r, STR("bad.13")));
    assert_false(regime_clock(r, STR("objection"), day_from_ymd(2026, 11, 22))->known);
    assert_int_equal(regime_clock(r, STR("repair_decision"), day_from_ymd(2026, 4, 1))->within.n, 3);
    assert_null(regime_clock(r, STR("repair_decision"), day_from_ymd(2026, 3, 31)));
    assert_int_equal(regime_item_disclosure(r, regime_item(r, STR("bad.14")), KIND_LEGAL), DISCLOSE_INTERNAL);
    arena_free(&a);
}

static void test_hainan_hunan_clocks(void **state)
{
    (void)state;
    static const struct {
        const char *regime, *clock;
        int32_t n, extension;
    } table[] = {
        {"hainan", "correction", 3, 0},
        {"hainan", "objection", 7, 7},
        {"hainan", "objection_platform_review", 2, 0},
        {"hainan", "repair_publicity", 5, 0},
        {"hainan", "recognition_notify", 2, 0},
        {"hainan", "recognition_settle", 5, 0}, /* HI 41, 42, 44, 20 */
        {"hunan", "objection", 3, 3},
        {"hunan", "repair_review", 10, 0},
        {"hunan", "repair_publicity", 5, 0}, /* HN 28, 30 */
    };
    struct arena *a = arena_new(64u << 20);
    for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
        const struct regime_clock *c = regime_clock(load(a, table[i].regime), str_from(table[i].clock), day_from_ymd(2026, 5, 1));
        assert_int_equal(c->within.n, table[i].n);
        assert_int_equal(c->within.unit, UNIT_WORKING);
        assert_int_equal(c->extension.n, table[i].extension);
    }
    const struct regime *hi = load(a, "hainan"), *hn = load(a, "hunan");
    assert_int_equal(hi->categories.p[2].retention.months, 60);                        /* HI 25 */
    assert_int_equal(regime_count(&hi->gradings.p[0], STR("good"))->decay_months, 24); /* HI 14, 26 */
    assert_true(regime_grade(hi, STR("M"))->unrated);
    assert_null(regime_grade(hn, STR("M")));
    assert_int_equal(hi->cases.repair.exclusions.n, 5 + 1); /* HI 45, and the national one */
    assert_int_equal(hn->cases.repair.conditions.n, 4);     /* HN 29 */
    assert_int_equal(regime_clock(hn, STR("objection"), day_from_ymd(2026, 5, 1))->pauses.n, 4);
    assert_false(regime_in_force(hi, day_from_ymd(2026, 4, 7))); /* HI 58 */
    assert_true(regime_in_force(hi, day_from_ymd(2026, 4, 6)));
    arena_free(&a);
}

static void test_huzhou_hides_persons(void **state)
{
    (void)state;
    struct arena *a = arena_new(16u << 20);
    const struct regime *r = load(a, "huzhou");
    for (size_t i = 0; i < r->items.n; i++)
        assert_int_not_equal(regime_item_disclosure(r, &r->items.p[i], KIND_NATURAL), DISCLOSE_PUBLIC);
    for (size_t i = 0; i < r->disclosure.fields.n; i++)
        if (r->disclosure.fields.p[i].kind == KIND_NATURAL)
            assert_int_not_equal(r->disclosure.fields.p[i].disclosure, DISCLOSE_PUBLIC);
    assert_int_equal(regime_grade_disclosure(r, regime_subject_type(r, STR("medical_staff"))), DISCLOSE_GOVERNMENT);
    assert_int_equal(regime_grade_disclosure(r, regime_subject_type(r, STR("private_hospital"))), DISCLOSE_PUBLIC);
    assert_int_equal(r->disclosure.double_publicity.n, 2); /* HZ 3: 7 calendar days; national: 7 working days */
    arena_free(&a);
}

static void test_identity_numbers_and_internal(void **state)
{
    (void)state;
    for (size_t n = 0; n < NAMES; n++) {
        struct arena *a = arena_new(16u << 20);
        const struct regime *r = load(a, names[n]);
        assert_int_equal(regime_field_disclosure(r, KIND_NATURAL, STR("id_number")), DISCLOSE_INTERNAL);
        assert_int_equal(regime_field_mask(r, KIND_NATURAL, STR("id_number")), MASK_HIDE);
        assert_int_equal(regime_field_disclosure(r, KIND_LEGAL, STR("representative_id_number")), DISCLOSE_INTERNAL);
        assert_int_equal(regime_field_disclosure(r, KIND_LEGAL, STR("no such field")), DISCLOSE_INTERNAL);
        assert_int_equal(regime_field_disclosure(r, KIND_LEGAL, STR("name")), DISCLOSE_PUBLIC);
        assert_int_equal(regime_grade_disclosure(r, regime_subject_type(r, STR("civil_servant"))), DISCLOSE_INTERNAL);
        for (size_t i = 0; i < r->items.n; i++)
            assert_int_equal(regime_item_disclosure(r, &r->items.p[i], KIND_INTERNAL), DISCLOSE_INTERNAL);
        arena_free(&a);
    }
}

static void test_gradings_by_type(void **state)
{
    (void)state;
    static const struct {
        const char *regime, *type, *grading;
    } table[] = {{"suixi", "blood_station", "ladder"},
                 {"meizhou", "medical_institution_1", "institution"},
                 {"meizhou", "medical_staff", "staff"},
                 {"meizhou", "water_supplier", "managed"},
                 {"huzhou", "private_hospital", "private_hospital"},
                 {"hunan", "medical_staff", "points"}};
    struct arena *a = arena_new(64u << 20);
    for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
        const struct regime_grading *g =
            regime_grading(load(a, table[i].regime), str_from(table[i].type), day_from_ymd(2025, 12, 31));
        assert_true(str_eq(g->code, str_from(table[i].grading)));
    }
    assert_null(regime_grading(load(a, "huzhou"), STR("medical_staff"), day_from_ymd(2025, 12, 31)));
    arena_free(&a);
}

/* Blanks, line breaks and the width of brackets and commas do not matter. */
static struct str squeeze(struct arena *a, struct str s)
{
    struct out o;
    out_to_arena(&o, a);
    for (size_t i = 0; i < s.n; i++)
        if ((unsigned char)s.p[i] > ' ')
            out_char(&o, s.p[i]);
    struct str t = out_text(&o);
    t = str_replace(a, t, STR("（"), STR("("));
    t = str_replace(a, t, STR("）"), STR(")"));
    return str_replace(a, t, STR("，"), STR(","));
}

static void test_items_are_the_mandates_words(void **state)
{
    (void)state;
    static const struct {
        const char *regime, *file;
        size_t numbered;
    } table[] = {{"suixi", "000_278c05432acede95.txt", 32},
                 {"hainan", "003_ac5e02bc17604387.txt", 8 + 4 + 19 + 7},
                 {"hunan", "004_3aa0ccbcb5cc45a3.txt", 10}};
    const char *shared = getenv("SHARED_DATA");
    struct arena *a = arena_new(64u << 20);
    struct str dir = str_fmt(a, "%s/../mandates", shared ? shared : "../shared/data");
    for (size_t n = 0; n < sizeof table / sizeof *table; n++) {
        struct str text = STR_NONE;
        if (!regime_read_file(a, dir, str_from(table[n].file), &text)) {
            print_message("skipped: the mandates are not at hand\n");
            arena_free(&a);
            skip();
        }
        struct str words = squeeze(a, text);
        const struct regime *r = load(a, table[n].regime);
        size_t numbered = 0;
        for (size_t i = 0; i < r->items.n; i++) {
            if (!r->items.p[i].ordinal.n)
                continue;
            numbered++;
            bool found = str_contains(words, squeeze(a, r->items.p[i].label));
            if (!found)
                print_error("%s: not in the mandate: %.*s\n", table[n].regime, STR_ARG(r->items.p[i].label));
            assert_true(found);
        }
        assert_int_equal(numbered, table[n].numbered);
    }
    arena_free(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_all_load),
        cmocka_unit_test(test_item_counts),
        cmocka_unit_test(test_every_value_is_founded),
        cmocka_unit_test(test_publicity_by_day),
        cmocka_unit_test(test_suixi),
        cmocka_unit_test(test_hainan_hunan_clocks),
        cmocka_unit_test(test_huzhou_hides_persons),
        cmocka_unit_test(test_identity_numbers_and_internal),
        cmocka_unit_test(test_gradings_by_type),
        cmocka_unit_test(test_items_are_the_mandates_words),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
