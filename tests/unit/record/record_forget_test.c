/* SPDX-License-Identifier: EUPL-1.2
 * record_forget_test.c — what the log of acts forgets and when: a repaired record at once; one whose keeping has ended where the
 * regime deletes it, and not where it goes to the archive; never one that lives. The log stays whole.
 */
#include "support/test_db.h"

#include "audit/audit.h"
#include "audit/audit_verify.h"
#include "base/clock.h"
#include "db/db.h"
#include "record/record_forget.h"

#define TERM(m)                                                                                                                    \
    {                                                                                                                              \
        .kind = TERM_MONTHS, .months = (m), .start = START_FOUND                                                                   \
    }
static const struct regime_category CATEGORIES[] = {
    {.code = STR_INIT("kept"), .polarity = POLARITY_BAD, .retention = TERM(60), .use = TERM(12), .archive_after = true},
    {.code = STR_INIT("deleted"), .polarity = POLARITY_BAD, .retention = TERM(60), .use = TERM(12)},
};
static const struct regime_item ITEMS[] = {{.code = STR_INIT("kept.1"), .category = STR_INIT("kept")},
                                           {.code = STR_INIT("deleted.1"), .category = STR_INIT("deleted")}};
static const struct regime RULES = {.categories = {CATEGORIES, 2}, .items = {ITEMS, 2}};

static void grounds(void **state)
{
    (void)state;
    const struct day found = day_from_ymd(2020, 3, 1);
    static const struct {
        const char *item;
        int state;
        int year, month, day;
        bool forgets;
    } cases[] = {
        {"kept.1", RECORD_ACTIVE, 2020, 6, 1, false},      {"kept.1", RECORD_ACTIVE, 2040, 1, 1, false},
        {"kept.1", RECORD_REPAIRED, 2020, 6, 1, true},     {"deleted.1", RECORD_ACTIVE, 2024, 12, 31, false},
        {"deleted.1", RECORD_ACTIVE, 2025, 3, 1, false},   {"deleted.1", RECORD_ACTIVE, 2025, 3, 2, true},
        {"deleted.1", RECORD_WITHDRAWN, 2025, 3, 2, true}, {"gone.1", RECORD_ACTIVE, 2040, 1, 1, false},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct record x = {.item = str_from(cases[i].item), .found = found, .state = cases[i].state};
        x.source_from = x.source_to = x.source_use = DAY_NONE;
        struct day today = day_from_ymd(cases[i].year, cases[i].month, cases[i].day);
        assert_int_equal(record_forget_ground(&RULES, &x, KIND_LEGAL, DAY_NONE, today).n > 0, cases[i].forgets);
    }
}

DB_STATEMENT(LEFT, "SELECT COUNT(*) FROM audit_detail WHERE object_type = 'record'");

static bool act(struct db *db, void *arg)
{
    struct arena *a = arg;
    for (int id = 1; id <= 4; id++) {
        struct audit_entry e = {.at = clock_now(), .action = STR("record.x"), .object_type = STR("record"), .object_id = id};
        audit_write(db, a, &e);
    }
    return true;
}

static void the_log_forgets_and_stays_whole(void **state)
{
    (void)state;
    struct arena *a = arena_new((size_t)64 << 20);
    char name[64];
    struct db *db = test_db_open(a, name);
    if (!db) {
        arena_free(&a);
        skip();
    }
    db_run_script(
        db, a,
        STR("INSERT INTO subject (id, public_id, kind, type, name, division, content_hash, created_at, updated_at) VALUES"
            " (1, 'aaaaaaaaaaaaaaaa', 1, 't', 's', '440823', '', NOW(), NOW());\n"
            "INSERT INTO record (subject_id, id, item, category, title, unit_id, found, use_to, state, content_hash) VALUES"
            " (1, 1, 'kept.1', 'kept', 't', 1, '2018-01-01', '2019-01-01', 1, REPEAT('a', 16)),"
            " (1, 2, 'deleted.1', 'deleted', 't', 1, '2018-01-01', '2019-01-01', 1, REPEAT('b', 16)),"
            " (1, 3, 'kept.1', 'kept', 't', 1, '2026-01-01', NULL, 3, REPEAT('c', 16)),"
            " (1, 4, 'deleted.1', 'deleted', 't', 1, '2026-01-01', NULL, 1, REPEAT('d', 16));\n"));
    db_transaction(db, act, a);
    assert_int_equal(record_forget_due(db, a, &RULES, clock_now()), 2); /* the deleted one and the repaired one */
    assert_int_equal(db_int(db, LEFT), 2);
    assert_int_equal(record_forget_due(db, a, &RULES, clock_now()), 0);
    struct audit_verify how = {0};
    struct audit_verdict v;
    assert_true(audit_verify(db, a, &how, &v));
    assert_int_equal(v.forgotten, 2);
    test_db_drop(&db, a, name);
    arena_free(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(grounds), cmocka_unit_test(the_log_forgets_and_stays_whole)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
