/* SPDX-License-Identifier: EUPL-1.2
 * record_store_test.c — what a draft of a record must satisfy, its natural key, severities; and finding known keys on a real
 * server.
 */
#include "support/test_db.h"

#include "db/db.h"
#include "record/record_store.h"

static const struct regime_item FACT = {.code = STR_INIT("good.1"), .category = STR_INIT("good"), .name = STR_INIT("表彰奖励")};
static const struct regime_item PENALTY = {
    .code = STR_INIT("bad.1"), .category = STR_INIT("bad"), .label = STR_INIT("处罚"), .kind = ITEM_PENALTY};
static const struct regime_item POINTS = {
    .code = STR_INIT("bad.9"), .category = STR_INIT("bad"), .name = STR_INIT("记分"), .kind = ITEM_POINTS};
#define DAY(y, m, d) day_from_ymd(y, m, d)

static void drafts(void **state)
{
    (void)state;
    struct arena *a = arena_new(1 << 20);
    const struct day today = DAY(2026, 3, 2), none = DAY_NONE, found = DAY(2025, 1, 1);
    const struct {
        const char *what;
        const struct regime_item *item;
        struct day found, publicity_to;
        const char *document;
        int points;
        bool good;
        const char *field;
        bool warning;
    } rows[] = {
        {"fact", &FACT, found, none, "", 0, true, NULL, false},
        {"of today", &FACT, today, none, "", 0, true, NULL, false},
        {"of tomorrow", &FACT, day_add(today, 1), none, "", 0, false, "认定日期", false},
        {"no day", &FACT, none, none, "", 0, false, "认定日期", false},
        {"no item", NULL, found, none, "", 0, false, "信息事项", false},
        {"publicity ends the same day", &FACT, found, found, "", 0, true, NULL, false},
        {"publicity ends before", &FACT, found, day_add(found, -1), "", 0, false, "公示截止日期", false},
        {"odd document", &FACT, found, none, "第三号", 0, true, "文号", true},
        {"penalty with a document", &PENALTY, found, none, "遂卫罚[2025]3号", 0, true, NULL, false},
        {"penalty without", &PENALTY, found, none, "", 0, true, "文号", true},
        {"points", &POINTS, found, none, "", 1000, true, NULL, false},
        {"points of nothing", &POINTS, found, none, "", 0, true, "记分", true},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct record_draft d = {.item = rows[i].item,
                                 .found = rows[i].found,
                                 .publicity_from = none,
                                 .publicity_to = rows[i].publicity_to,
                                 .use_to = none,
                                 .document_no = str_from(rows[i].document),
                                 .points = rows[i].points};
        struct record_faults f = {0};
        bool good = record_check(a, &d, today, &f);
        if (good != rows[i].good || (f.n > 0) != (rows[i].field != NULL))
            print_message("%s\n", rows[i].what);
        assert_int_equal(good, rows[i].good);
        assert_int_equal(f.n > 0, rows[i].field != NULL);
        if (f.n) {
            assert_string_equal(str_cstr(a, f.p[0].field), rows[i].field);
            assert_int_equal(f.p[0].warning, rows[i].warning);
        }
        if (good)
            assert_true(d.title.n > 0); /* the item's name where the row has no title */
    }
    arena_free(&a);
}

static struct str times(struct arena *a, int n)
{
    struct str s = STR("");
    for (int i = 0; i < n; i++)
        s = str_cat(a, s, STR("字"));
    return s;
}

static void lengths(void **state)
{
    (void)state;
    struct arena *a = arena_new((size_t)256 << 20);
    static const struct {
        int title, detail, document;
        bool good;
    } rows[] = {{300, 1, 1, true},   {301, 1, 1, false}, {1, 4000, 1, true},
                {1, 4001, 1, false}, {1, 1, 120, true},  {1, 1, 121, false}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct record_draft d = {.item = &FACT,
                                 .found = DAY(2025, 1, 1),
                                 .publicity_from = DAY_NONE,
                                 .publicity_to = DAY_NONE,
                                 .use_to = DAY_NONE,
                                 .title = times(a, rows[i].title),
                                 .detail = times(a, rows[i].detail),
                                 .document_no = times(a, rows[i].document)};
        struct record_faults f = {0};
        assert_int_equal(record_check(a, &d, DAY(2026, 3, 2), &f), rows[i].good);
    }
    arena_free(&a);
}

/* Subject, item, document, day, title and words make the fact; source, unit and points do not. */
static void natural_key(void **state)
{
    (void)state;
    struct record_draft base = {.item = &FACT,
                                .title = STR("t"),
                                .detail = STR("d"),
                                .document_no = STR("n"),
                                .found = DAY(2025, 1, 1)},
                        v[8];
    uint8_t hash[9][RECORD_KEY_BYTES], again[RECORD_KEY_BYTES];
    for (size_t i = 0; i < 8; i++)
        v[i] = base;
    v[1].item = &PENALTY;
    v[2].document_no = STR("nt");
    v[2].title = STR("");
    v[3].found = DAY(2025, 1, 2);
    v[4].title = STR("td");
    v[4].detail = STR("");
    v[5].detail = STR("D");
    v[6].document_no = STR("N");
    v[7].title = STR("T");
    for (size_t i = 0; i < 8; i++)
        record_content_hash(&v[i], 7, hash[i]);
    record_content_hash(&base, 8, hash[8]);
    for (size_t i = 0; i < 9; i++)
        for (size_t k = 0; k < i; k++)
            assert_memory_not_equal(hash[i], hash[k], RECORD_KEY_BYTES);
    base.source = STR("s");
    base.unit_id = 4;
    base.points = 5;
    record_content_hash(&base, 7, again);
    assert_memory_equal(hash[0], again, RECORD_KEY_BYTES);
}

static void severities(void **state)
{
    (void)state;
    static const struct {
        const char *name;
        enum regime_severity s;
    } rows[] = {{"轻微", SEVERITY_MINOR},
                {" 一般失信", SEVERITY_GENERAL},
                {"严重失信行为", SEVERITY_SERIOUS},
                {"", SEVERITY_NONE},
                {"不严重", SEVERITY_NONE}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        assert_int_equal(record_severity_from(str_from(rows[i].name)), rows[i].s);
    assert_int_equal(record_severity_name(SEVERITY_NONE).n, 0);
}

static void known_keys(void **state)
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
        STR("INSERT INTO record (subject_id, id, item, category, title, unit_id, found, content_hash) VALUES"
            " (1, 1, 'i', 'c', 't', 1, '2025-01-01', REPEAT('a', 16)), (1, 2, 'i', 'c', 't', 1, '2025-01-01', REPEAT('c', 16));\n"));
    uint8_t keys[256 * RECORD_KEY_BYTES];
    bool known[256];
    for (size_t i = 0; i < 256; i++)
        memset(keys + i * RECORD_KEY_BYTES, (int)i, RECORD_KEY_BYTES);
    static const size_t COUNTS[] = {1, 'a', 'b', 'd', 256};
    for (size_t k = 0; k < sizeof COUNTS / sizeof *COUNTS; k++) {
        record_find_keys(db, a, keys, COUNTS[k], known);
        for (size_t i = 0; i < COUNTS[k]; i++)
            assert_int_equal(known[i], i == 'a' || i == 'c');
    }
    record_find_keys(db, a, keys, 0, known);
    test_db_drop(&db, a, name);
    arena_free(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(drafts),     cmocka_unit_test(lengths),    cmocka_unit_test(natural_key),
        cmocka_unit_test(severities), cmocka_unit_test(known_keys),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
