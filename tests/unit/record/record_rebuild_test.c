/* SPDX-License-Identifier: EUPL-1.2
 * record_rebuild_test.c — another rule set is put in force: the life of every record is worked out again, to the same days that
 * entering it under that rule set would have given; back again, everything is as before; twice changes nothing.
 */
#include "support/test_db.h"

#include "base/clock.h"
#include "db/db.h"
#include "record/record_store.h"
#include "regime/regime_load.h"

static struct arena *arena;
static struct db *db;
static char name[64];
static int64_t written;

DB_STATEMENT(PUT_SUBJECT, "INSERT INTO subject (id, public_id, kind, type, name, division, content_hash, created_at, updated_at)"
                          " VALUES (?, ?, ?, ?, 's', '440823', '', ?, ?)");
DB_STATEMENT(LIVES,
             "SELECT SUM(CRC32(CONCAT_WS('|', subject_id, id, IFNULL(show_from, '-'), IFNULL(show_to, '-'), IFNULL(use_to, '-'))))"
             " FROM record");
DB_STATEMENT(SHOWN, "SELECT COUNT(*) FROM record WHERE show_from IS NOT NULL");
DB_STATEMENT(SHOWN_ITEM, "SELECT COUNT(*) FROM record WHERE show_from IS NOT NULL AND item = ?");

static const struct regime *rules(const char *which)
{
    struct regime_load_result r = regime_load(arena, STR("db/regimes"), str_from(which));
    assert_int_equal(r.faults.n, 0);
    return r.regime;
}

static void write_as(struct record_writer *w, const struct regime *r, const struct regime_item *item, int64_t subject,
                     enum regime_kind kind)
{
    for (int i = 0; i < 8; i++) {
        bool bounded = i >= 4; /* the source gave ends of its own */
        struct day found = day_from_ymd(2022 + i % 3, 1 + i, 10 + i), none = DAY_NONE;
        struct record_draft d = {.item = item,
                                 .title = str_fmt(arena, "t%d", i),
                                 .severity = (enum regime_severity)(i % 4),
                                 .found = found,
                                 .publicity_from = bounded ? day_add(found, 5) : none,
                                 .publicity_to = bounded ? day_add(found, 200) : none,
                                 .use_to = bounded ? day_add(found, 300) : none,
                                 .unit_id = 1};
        struct record_life life = record_life_of(r, &d, kind, none);
        record_writer_add(w, ++written, subject, &d, &life);
    }
}

static bool fill(struct db *d, void *arg)
{
    const struct regime *r = arg;
    struct instant now = clock_now();
    struct str firm = STR_NONE, person = STR_NONE;
    for (size_t i = 0; i < r->subject_types.n; i++) {
        const struct regime_subject_type *t = &r->subject_types.p[i];
        if (t->kind == KIND_LEGAL)
            firm = t->code;
        else if (t->kind == KIND_NATURAL)
            person = t->code;
    }
    db_exec(d, PUT_SUBJECT, 1, STR("aaaaaaaaaaaaaaaa"), 1, firm, now, now);
    db_exec(d, PUT_SUBJECT, 2, STR("bbbbbbbbbbbbbbbb"), 3, person, now, now);
    struct record_writer *w = record_writer_begin(d, 1);
    written = 0;
    for (size_t i = 0; i < r->items.n; i++) {
        write_as(w, r, &r->items.p[i], 1, KIND_LEGAL);
        write_as(w, r, &r->items.p[i], 2, KIND_NATURAL);
    }
    record_writer_end(&w);
    return true;
}

static int set_up(void **state)
{
    (void)state;
    arena = arena_new((size_t)512 << 20);
    db = test_db_open(arena, name);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    test_db_drop(&db, arena, name);
    arena_free(&arena);
    return 0;
}

static void there_and_back(void **state)
{
    (void)state;
    if (!db)
        skip();
    const struct regime *suixi = rules("suixi"), *hainan = rules("hainan");
    db_transaction(db, fill, (void *)(uintptr_t)suixi);
    assert_true(written > 400); /* 33 items, two subjects, eight lives each */
    int64_t lives = db_int(db, LIVES), shown = db_int(db, SHOWN);
    assert_true(shown > 0);
    assert_int_equal(record_rebuild(db, suixi, NULL, NULL), 0); /* as it was entered, so it is */
    int64_t changed = record_rebuild(db, hainan, NULL, NULL);
    assert_true(changed >= shown - written / 4);
    for (size_t i = 0; i < suixi->items.n; i++) {
        struct str item = suixi->items.p[i].code;
        if (!regime_item(hainan, item))
            assert_int_equal(db_int(db, SHOWN_ITEM, item), 0); /* the new rule set does not know it: shown nowhere */
    }
    assert_true(db_int(db, LIVES) != lives);
    assert_int_equal(record_rebuild(db, hainan, NULL, NULL), 0);
    assert_int_equal(record_rebuild(db, suixi, NULL, NULL), changed);
    assert_int_equal(db_int(db, LIVES), lives);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(there_and_back)};
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
