/* SPDX-License-Identifier: EUPL-1.2
 * entry_test.c — the rules of manual entry from the mandates' own numbers: due days of annex 2 (SX), the three working days of HI
 * 41 over a holiday with its make-up day, what an item's form needs, amounts and points as people type them. No database.
 */
#include "support/unit.h"

#include "base/arena.h"
#include "entry/entry.h"
#include "regime/regime_load.h"

#define DAY(y, m, d) day_from_ymd(y, m, d)
static struct {
    struct arena *arena;
    const struct calendar *calendar;
    const struct regime *suixi, *hainan, *hunan;
} rig;

static const struct regime *load(const char *name)
{
    struct regime_load_result r = regime_load(rig.arena, STR("db/regimes"), str_from(name));
    assert_non_null(r.regime);
    return r.regime;
}

static int set_up(void **state)
{
    (void)state;
    rig.arena = arena_new((size_t)256 << 20);
    rig.calendar = calendar_load(rig.arena, STR("db/calendar"));
    rig.suixi = load("guangdong-suixi");
    rig.hainan = load("hainan");
    rig.hunan = load("hunan");
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    arena_free(&rig.arena);
    return 0;
}

/* SX 三(四) and annex 2: one month from arising; awards also by 25 June and 25 December; other agencies' data of a year by 10
 * January. */
static void dues(void **state)
{
    (void)state;
    static const struct {
        const char *item, *found, *first, *second; /* second: of items with two dues */
    } rows[] = {
        {"good.3", "2026-3-16", "2026-4-16", NULL},
        {"good.3", "2026-1-31", "2026-2-28", NULL},        /* the month reached has no 31st; a Saturday, worked for 春节 */
        {"good.3", "2026-4-1", "2026-5-6", NULL},          /* 1 to 5 May are holidays: the end moves on */
        {"good.1", "2026-3-16", "2026-4-16", "2026-6-25"}, /* the earlier one first */
        {"good.1", "2026-6-25", "2026-6-25", "2026-7-27"}, /* on the day itself; a month later is a Saturday */
        {"good.1", "2026-6-26", "2026-7-27", "2026-12-25"},
        {"good.1", "2026-12-26", "2027-1-26", "2027-6-25"},
        {"base.5", "2025-1-5", "2026-1-10", NULL}, /* of the year 2025, though 10 January 2025 was still to come */
        {"base.5", "2025-12-31", "2026-1-10", NULL},
        {"base.2", "2025-12-31", NULL, NULL}, /* comes from a system: no due */
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct entry_due out[ENTRY_DUES_MOST];
        struct day found = DAY_NONE, first = DAY_NONE, second = DAY_NONE;
        assert_true(day_parse(str_from(rows[i].found), &found));
        if (rows[i].first)
            assert_true(day_parse(str_from(rows[i].first), &first));
        if (rows[i].second)
            assert_true(day_parse(str_from(rows[i].second), &second));
        const struct regime_item *item = regime_item(rig.suixi, str_from(rows[i].item));
        assert_non_null(item);
        size_t n = entry_dues(rig.suixi, rig.calendar, item, found, out);
        assert_int_equal(n, (rows[i].first != NULL) + (rows[i].second != NULL));
        if (n && out[0].day.n != first.n)
            print_message("row %zu: %s\n", i, str_cstr(rig.arena, day_iso(rig.arena, out[0].day)));
        if (n)
            assert_int_equal(out[0].day.n, first.n);
        if (n > 1)
            assert_int_equal(out[1].day.n, second.n);
        assert_null(entry_missed(out, n, first.n == DAY_NONE.n ? found : first)); /* on the due day is in time */
        if (n)
            assert_ptr_equal(entry_missed(out, n, day_add(first, 1)), &out[0]);
    }
}

/* Every item of a rule set without dues of its own has the one that holds for all. */
static void fallback(void **state)
{
    (void)state;
    struct entry_due out[ENTRY_DUES_MOST];
    for (size_t i = 0; i < rig.hainan->items.n; i++) {
        assert_int_equal(entry_dues(rig.hainan, rig.calendar, &rig.hainan->items.p[i], DAY(2026, 3, 16), out), 1);
        assert_true(out[0].rule->legal.local);
        assert_int_equal(out[0].day.n, DAY(2026, 4, 16).n);
    }
}

static void next_dates(void **state)
{
    (void)state;
    const struct regime_due *half = regime_due(rig.suixi, STR("half_year")), *prior = regime_due(rig.suixi, STR("prior_year"));
    struct day from;
    assert_int_equal(entry_due_next(half, DAY(2026, 6, 25), &from).n, DAY(2026, 6, 25).n);
    assert_int_equal(from.n, DAY(2025, 12, 26).n);
    assert_int_equal(entry_due_next(half, DAY(2026, 6, 26), &from).n, DAY(2026, 12, 25).n);
    assert_int_equal(from.n, DAY(2026, 6, 26).n);
    assert_int_equal(entry_due_next(prior, DAY(2026, 1, 11), &from).n, DAY(2027, 1, 10).n);
    assert_int_equal(from.n, DAY(2026, 1, 1).n);
}

/* HI 41: 应当在3个工作日内进行调查核实和更正. The day of receipt does not count. */
static void clocks(void **state)
{
    (void)state;
    static const struct {
        struct ymd received, due, until;
        int left;
        bool over;
    } rows[] = {
        {{2026, 3, 16}, {2026, 3, 19}, {2026, 3, 16}, 3, false},  /* Monday to Thursday */
        {{2026, 3, 19}, {2026, 3, 24}, {2026, 3, 20}, 2, false},  /* over a week-end */
        {{2026, 3, 21}, {2026, 3, 25}, {2026, 3, 25}, 0, false},  /* received on a Saturday */
        {{2026, 9, 29}, {2026, 10, 9}, {2026, 9, 30}, 2, false},  /* 国庆节 1 to 7 October, 20 September and 10 October worked */
        {{2026, 10, 8}, {2026, 10, 12}, {2026, 10, 9}, 2, false}, /* Saturday 10 October is worked */
        {{2026, 3, 16}, {2026, 3, 19}, {2026, 3, 21}, -1, true},
        {{2026, 3, 17}, {2026, 3, 20}, {2026, 3, 21}, 0, true}, /* over, by a Saturday only */
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct day received = DAY(rows[i].received.year, rows[i].received.month, rows[i].received.day);
        struct day due = DAY(rows[i].due.year, rows[i].due.month, rows[i].due.day);
        struct day until = DAY(rows[i].until.year, rows[i].until.month, rows[i].until.day);
        struct entry_clock c = entry_clock(rig.hainan, rig.calendar, received, until);
        assert_non_null(c.rule);
        assert_true(str_eq(c.rule->legal.article, STR("HI 41")));
        if (c.due.n != due.n || c.left != rows[i].left)
            print_message("row %zu: %s, %d left\n", i, str_cstr(rig.arena, day_iso(rig.arena, c.due)), c.left);
        assert_int_equal(c.due.n, due.n);
        assert_int_equal(c.left, rows[i].left);
        assert_int_equal(c.over, rows[i].over);
        assert_false(c.provisional);
    }
    struct entry_clock none = entry_clock(rig.suixi, rig.calendar, DAY(2026, 3, 16), DAY(2026, 3, 16));
    assert_null(none.rule);
    struct entry_clock soon = entry_clock(rig.hunan, rig.calendar, DAY(2026, 3, 16), DAY(2026, 3, 16));
    assert_non_null(soon.rule); /* HN 28 asks for it in time and names no days: none is made up */
    assert_false(day_is(soon.due));
    assert_true(entry_clock(rig.hainan, rig.calendar, DAY(2032, 3, 16), DAY(2032, 3, 16)).provisional);
}

static struct entry good_entry(const char *item)
{
    return (struct entry){.kind = STR("new"),
                          .state = STR("draft"),
                          .item = str_from(item),
                          .title = STR("无偿献血先进单位"),
                          .authority = STR("县卫生健康局"),
                          .document_no = STR("遂卫[2026] 007 号"),
                          .subject_type = STR("medical_institution_2plus"),
                          .found = DAY(2026, 3, 1),
                          .points = 2000,
                          .show_from = DAY_NONE,
                          .show_to = DAY_NONE,
                          .use_to = DAY_NONE,
                          .received = DAY_NONE};
}

static bool has_fault(const struct record_faults *f, const char *field)
{
    for (size_t i = 0; i < f->n; i++)
        if (!f->p[i].warning && str_eq(f->p[i].field, str_from(field)))
            return true;
    return false;
}

#define FAULT(item_, change, files_, field_)                                                                                       \
    do {                                                                                                                           \
        struct entry e = good_entry(item_);                                                                                        \
        struct record_faults f = {0};                                                                                              \
        change;                                                                                                                    \
        bool good = entry_check(rig.arena, rig.suixi, &e, files_, DAY(2026, 3, 20), &f);                                           \
        const char *field = field_;                                                                                                \
        assert_int_equal(good, field == NULL);                                                                                     \
        if (field && !has_fault(&f, field))                                                                                        \
            print_message("%s: no fault at %s\n", #change, field);                                                                 \
        if (field)                                                                                                                 \
            assert_true(has_fault(&f, field));                                                                                     \
    } while (0)

static void checks(void **state)
{
    (void)state;
    FAULT("good.1", (void)0, 1, NULL);
    FAULT("good.1", (void)0, 0, "evidence");
    FAULT("base.5", (void)0, 0, NULL); /* base data stand on the system they come from */
    FAULT("good.1", e.title = STR(""), 1, "title");
    FAULT("good.1", e.authority = STR(""), 1, "authority");
    FAULT("good.1", e.document_no = STR(""), 1, NULL);
    FAULT("dishonest.1", e.document_no = STR(""), 1, "document_no");
    FAULT("bad.9", e.points = 0, 1, "points");
    FAULT("good.1", e.found = DAY_NONE, 1, "found");
    FAULT("good.1", e.found = DAY(2026, 3, 21), 1, "found");
    FAULT("good.1", (e.show_from = DAY(2026, 4, 2), e.show_to = DAY(2026, 4, 1)), 1, "show_to");
    FAULT("good.1", e.use_to = DAY(2026, 2, 28), 1, "use_to");
    FAULT("good.1", e.item = STR("good.99"), 1, "title");
    FAULT("good.1", e.kind = STR("correct"), 0, "reason");
    FAULT("good.1", (e.kind = STR("correct"), e.reason = STR("年度写错"), e.received = DAY(2026, 3, 20)), 0, NULL);
    FAULT("good.1", (e.kind = STR("withdraw"), e.reason = STR("决定已撤销")), 0, "received");
    FAULT("good.1", (e.kind = STR("withdraw"), e.reason = STR("决定已撤销"), e.received = DAY(2026, 3, 21)), 0, "received");
    struct entry e = good_entry("good.1");
    struct record_faults f = {0};
    assert_true(entry_check(rig.arena, rig.suixi, &e, 1, DAY(2026, 3, 20), &f));
    assert_true(str_eq(e.document_no, STR("遂卫〔2026〕7号"))); /* shown back as it will be kept */
}

static void typed(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        bool good;
        int64_t fen;
    } rows[] = {{"3000", true, 300000},
                {"3,000.50元", true, 300050},
                {"0.1", true, 10},
                {"1250.5", true, 125050},
                {"12.345", false, 0},
                {"-5", false, 0},
                {"", false, 0},
                {".5", false, 0},
                {"5.", false, 0},
                {"1e3", false, 0},
                {"三千", false, 0},
                {"999999999999.99", true, 99999999999999},
                {"1000000000000", false, 0}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        int64_t fen = 0;
        assert_int_equal(entry_amount(rig.arena, str_from(rows[i].text), &fen), rows[i].good);
        assert_int_equal(fen, rows[i].fen);
    }
    int32_t milli = 0;
    assert_true(entry_points(rig.arena, STR("6分"), &milli) && milli == 6000);
    assert_true(entry_points(rig.arena, STR("0.125"), &milli) && milli == 125);
    assert_false(entry_points(rig.arena, STR("1000.001"), &milli));
    assert_string_equal(str_cstr(rig.arena, entry_amount_text(rig.arena, 300050)), "3000.50");
    assert_string_equal(str_cstr(rig.arena, entry_amount_text(rig.arena, 300000)), "3000");
    assert_string_equal(str_cstr(rig.arena, entry_points_text(rig.arena, 1500)), "1.5");
    assert_int_equal(entry_points_text(rig.arena, 0).n, 0);
}

static void units(void **state)
{
    (void)state;
    struct regime_item item = {.unit = STR("法监股、县卫生监督所")};
    assert_true(entry_item_of_unit(&item, STR("县卫生监督所")));
    assert_false(entry_item_of_unit(&item, STR("疾控股")));
    assert_false(entry_item_of_unit(&item, STR("")));
    item.unit = STR("局机关各股室");
    assert_true(entry_item_of_unit(&item, STR("疾控股")));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(dues),   cmocka_unit_test(fallback), cmocka_unit_test(next_dates), cmocka_unit_test(clocks),
        cmocka_unit_test(checks), cmocka_unit_test(typed),    cmocka_unit_test(units),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
