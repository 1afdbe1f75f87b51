/* SPDX-License-Identifier: EUPL-1.2
 * record_life_test.c — dates of a record's life under the real regimes, from the mandates' own numbers: HI 25, 26 (five years,
 * until the subject ends, as long as valid), Orders 58 and 36 (publicity by severity from the day of the decision), HZ (no natural
 * person public), HI 21 (reference information never public).
 */
#include "support/unit.h"

#include "record/record_life.h"
#include "regime/regime_load.h"

static struct arena *arena;
static const struct regime *hainan, *huzhou, *suixi;

static const struct regime *load(const char *name)
{
    struct regime_load_result r = regime_load(arena, STR("db/regimes"), str_from(name));
    assert_non_null(r.regime);
    return r.regime;
}

static int set_up(void **state)
{
    (void)state;
    arena = arena_new((size_t)512 << 20);
    hainan = load("hainan");
    huzhou = load("zhejiang-huzhou");
    suixi = load("guangdong-suixi");
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    arena_free(&arena);
    return 0;
}

static struct day day_of(const char *text) /* "" : none */
{
    struct day d = DAY_NONE;
    if (*text)
        assert_true(day_parse(str_from(text), &d));
    return d;
}

static void assert_day(const char *what, struct day got, const char *want)
{
    struct str iso = day_iso(arena, got);
    if (!str_eq(iso, str_from(want)))
        print_error("%s: ", what);
    assert_string_equal(str_cstr(arena, iso), want);
}

static struct record_life_facts facts(const struct regime *r, const char *item, enum regime_severity severity, const char *found)
{
    struct record_life_facts f = {.item = regime_item(r, str_from(item)),
                                  .kind = KIND_LEGAL,
                                  .severity = severity,
                                  .found = day_of(found),
                                  .decided = DAY_NONE,
                                  .act_ended = DAY_NONE,
                                  .own_end = DAY_NONE,
                                  .publicity_from = DAY_NONE,
                                  .publicity_to = DAY_NONE,
                                  .use_to = DAY_NONE,
                                  .subject_ended = DAY_NONE};
    assert_non_null(f.item);
    return f;
}

/* Orders 36 and 58: by severity, from the day of the decision; repair possible when the minimum is over. */
static void publicity_by_severity(void **state)
{
    (void)state;
    static const struct {
        enum regime_severity severity;
        const char *decided, *from, *to, *repair;
    } rows[] = {
        {SEVERITY_MINOR, "2026-04-01", "", "", "2026-04-01"}, /* as a rule not shown; repaired as soon as duties are met */
        {SEVERITY_GENERAL, "2026-04-01", "2026-04-01", "2027-04-01", "2026-07-02"},
        {SEVERITY_SERIOUS, "2026-04-01", "2026-04-01", "2029-04-01", "2027-04-02"},
        {SEVERITY_GENERAL, "2026-03-31", "2026-03-31", "2029-03-31", "2026-07-01"}, /* the day before: Order 58, three years */
        {SEVERITY_MINOR, "2024-05-06", "", "", "2024-05-06"},
        {SEVERITY_GENERAL, "2026-11-30", "2026-11-30", "2027-11-30", "2027-03-01"}, /* three months end with February */
        {SEVERITY_GENERAL, "2028-02-29", "2028-02-29", "2029-02-28", "2028-05-30"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct record_life_facts f = facts(hainan, "negative.3", rows[i].severity, rows[i].decided);
        struct record_life life = record_life(hainan, &f);
        assert_non_null(life.publicity);
        assert_day("shown from", life.show_from, rows[i].from);
        assert_day("shown to", life.show_to, rows[i].to);
        assert_day("repair from", life.repair_from, rows[i].repair);
    }
}

static void the_decision_starts_publicity_not_the_finding(void **state)
{
    (void)state;
    struct record_life_facts f = facts(hainan, "negative.3", SEVERITY_GENERAL, "2026-04-10");
    f.decided = day_of("2026-06-01");
    struct record_life life = record_life(hainan, &f);
    assert_day("from", life.show_from, "2026-06-01");
    assert_day("to", life.show_to, "2027-06-01");
    assert_day("kept five years from the finding", life.keep_to, "2031-04-10");
    f.publicity_from = day_of("2026-06-08");
    f.publicity_to = day_of("2026-12-31");
    life = record_life(hainan, &f);
    assert_day("source's own start", life.show_from, "2026-06-08");
    assert_day("source's own end shortens", life.show_to, "2026-12-31");
    f.publicity_to = day_of("2036-12-31");
    assert_day("but never lengthens", record_life(hainan, &f).show_to, "2027-06-01");
}

/* 确需公示: a publicity that was ordered, three months at most. */
static void a_minor_one_only_when_ordered(void **state)
{
    (void)state;
    struct record_life_facts f = facts(hainan, "negative.3", SEVERITY_MINOR, "2026-05-01");
    f.publicity_from = day_of("2026-05-05");
    struct record_life life = record_life(hainan, &f);
    assert_day("from", life.show_from, "2026-05-05");
    assert_day("to", life.show_to, "2026-08-01");
}

/* HI 25, 26 */
static void five_years_then_the_archive(void **state)
{
    (void)state;
    struct record_life_facts f = facts(hainan, "negative.6", SEVERITY_GENERAL, "2020-02-29");
    struct record_life life = record_life(hainan, &f);
    assert_day("use", life.use_to, "2025-02-28");
    assert_int_equal(record_state_on(&life, RECORD_ACTIVE, day_of("2025-02-28")), RECORD_STATE_ACTIVE);
    assert_int_equal(record_state_on(&life, RECORD_ACTIVE, day_of("2025-03-01")),
                     life.archive_after ? RECORD_STATE_ARCHIVED : RECORD_STATE_EXPIRED);
    f.act_ended = day_of("2021-06-30"); /* a continuing act is used from its end, but kept no longer than five years */
    assert_day("use of a continuing act", record_life(hainan, &f).use_to, "2025-02-28");
    f = facts(hainan, "base.2", SEVERITY_NONE, "2010-01-01");
    life = record_life(hainan, &f);
    assert_day("base information has no end", life.use_to, "");
    f.subject_ended = day_of("2024-12-31");
    assert_day("but the subject's", record_life(hainan, &f).keep_to, "2024-12-31");
    f = facts(hainan, "good.2", SEVERITY_NONE, "2001-01-01");
    life = record_life(hainan, &f);
    assert_day("good information stays until revoked", life.use_to, "");
    assert_int_equal(record_state_on(&life, RECORD_ACTIVE, day_of("2026-01-01")), RECORD_STATE_ACTIVE);
    f = facts(hainan, "base.2", SEVERITY_NONE, "2020-01-01");
    f.own_end = day_of("2024-06-30");
    assert_day("as long as it is valid itself", record_life(hainan, &f).use_to, "2024-06-30");
}

static void who_may_see_it(void **state)
{
    (void)state;
    struct {
        const struct regime *r;
        const char *item;
        enum regime_kind kind;
        bool shown;
    } rows[] = {
        {hainan, "negative.6", KIND_LEGAL, true},     {hainan, "negative.6", KIND_NATURAL, false}, /* on authorisation */
        {hainan, "base.4", KIND_LEGAL, false},                                                     /* internal by item */
        {huzhou, "bad.2", KIND_LEGAL, true},          {huzhou, "bad.2", KIND_NATURAL, false},
        {huzhou, "good.1", KIND_NATURAL, false},      {suixi, "dishonest.1", KIND_LEGAL, true},
        {suixi, "dishonest.1", KIND_INTERNAL, false},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct record_life_facts f = facts(rows[i].r, rows[i].item, SEVERITY_NONE, "2026-05-01");
        f.kind = rows[i].kind;
        struct record_life life = record_life(rows[i].r, &f);
        if (day_is(life.show_from) != rows[i].shown)
            print_error("row %zu ", i);
        assert_int_equal(day_is(life.show_from), rows[i].shown);
        assert_int_equal(record_public_on(&life, RECORD_ACTIVE, day_of("2026-06-01")), rows[i].shown);
    }
    for (size_t i = 0; i < hainan->items.n; i++) /* HI 21: reference information, every item of it */
        if (regime_category_of(hainan, &hainan->items.p[i])->polarity == POLARITY_REFERENCE) {
            struct record_life_facts f = facts(hainan, str_cstr(arena, hainan->items.p[i].code), SEVERITY_NONE, "2026-05-01");
            assert_false(day_is(record_life(hainan, &f).show_from));
        }
}

static void what_has_expired_appears_nowhere(void **state)
{
    (void)state;
    struct record_life_facts f = facts(hainan, "negative.3", SEVERITY_GENERAL, "2026-04-01");
    struct record_life life = record_life(hainan, &f);
    static const struct {
        enum record_mark mark;
        const char *day;
        bool shown;
        enum record_state state;
    } rows[] = {
        {RECORD_ACTIVE, "2026-03-31", false, RECORD_STATE_ACTIVE},
        {RECORD_ACTIVE, "2026-04-01", true, RECORD_STATE_ACTIVE},
        {RECORD_ACTIVE, "2027-04-01", true, RECORD_STATE_ACTIVE},  /* the last day */
        {RECORD_ACTIVE, "2027-04-02", false, RECORD_STATE_ACTIVE}, /* no longer shown, still used */
        {RECORD_WITHDRAWN, "2026-05-01", false, RECORD_STATE_WITHDRAWN},
        {RECORD_REPAIRED, "2026-05-01", false, RECORD_STATE_REPAIRED},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        assert_int_equal(record_public_on(&life, rows[i].mark, day_of(rows[i].day)), rows[i].shown);
        assert_int_equal(record_state_on(&life, rows[i].mark, day_of(rows[i].day)), rows[i].state);
    }
    f.found = day_of("2015-01-01"); /* entered late: already past everything */
    f.publicity_from = day_of("2026-01-01");
    assert_false(day_is(record_life(hainan, &f).show_from));
}

/* Whatever the item, kind, severity and day: nothing is shown beyond its use, its keeping or its publicity. */
static void no_date_outlives_another(void **state)
{
    (void)state;
    const struct regime *all[] = {hainan, huzhou, suixi};
    for (size_t k = 0; k < 3; k++)
        for (size_t i = 0; i < all[k]->items.n; i++)
            for (int n = 0; n < 4 * 3 * 40; n++) {
                const char *item = str_cstr(arena, all[k]->items.p[i].code);
                struct record_life_facts f = facts(all[k], item, (enum regime_severity)(n % 4), "2016-01-31");
                f.kind = (enum regime_kind)(n / 4 % 3);
                f.found = day_add(f.found, n / 12 * 97);
                struct record_life life = record_life(all[k], &f);
                if (!day_is(life.show_from))
                    continue;
                assert_int_equal(life.disclosure, DISCLOSE_PUBLIC);
                assert_true(!day_is(life.show_to) || day_cmp(life.show_from, life.show_to) <= 0);
                assert_true(!day_is(life.use_to) || (day_is(life.show_to) && day_cmp(life.show_to, life.use_to) <= 0));
                assert_true(!day_is(life.keep_to) || (day_is(life.use_to) && day_cmp(life.use_to, life.keep_to) <= 0));
            }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(publicity_by_severity),
        cmocka_unit_test(the_decision_starts_publicity_not_the_finding),
        cmocka_unit_test(a_minor_one_only_when_ordered),
        cmocka_unit_test(five_years_then_the_archive),
        cmocka_unit_test(who_may_see_it),
        cmocka_unit_test(what_has_expired_appears_nowhere),
        cmocka_unit_test(no_date_outlives_another),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
