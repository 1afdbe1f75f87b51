/* SPDX-License-Identifier: EUPL-1.2
 * audit_test.c — the chain against a real server: whoever edits, removes, swaps, adds or cuts rows behind the program's back is
 * found, and the first bad row is named (FEATURES 41). Damage is done by plain SQL, looked for by audit_verify, and undone by a
 * rollback.
 */
#include "support/test_db.h"

#include "audit/audit.h"
#include "base/clock.h"

enum { ROWS = 200 };

static struct arena *arena;
static struct db *db;
static char name[64];

static bool write_rows(struct db *d, void *arg)
{
    const struct instant *now = arg;
    for (int i = 1; i <= ROWS; i++) {
        struct audit_entry e = {
            .at = {now->us + i * 1000}, .action = STR("record.withdraw"), .object_type = STR("record"), .object_id = i % 10};
        e.actor = (struct audit_actor){.id = i % 3, .name = STR("clerk"), .role = STR("clerk"), .request_id = STR("r1")};
        e.detail = str_fmt(arena, "第%d条", i);
        assert_int_equal(audit_write(d, arena, &e), i);
    }
    return true;
}

static int set_up(void **state)
{
    (void)state;
    struct instant now = clock_now();
    arena = arena_new((size_t)256 << 20);
    db = test_db_open(arena, name);
    if (db)
        db_transaction(db, write_rows, &now);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    test_db_drop(&db, arena, name);
    arena_free(&arena);
    return 0;
}

static void need_server(void)
{
    if (!db)
        skip();
}

static int64_t first_bad(void)
{
    int64_t rows = 0, bad = 0;
    bool good = audit_verify(db, arena, &rows, &bad);
    assert_int_equal(good, bad == 0);
    return bad;
}

static void whole(void **state)
{
    (void)state;
    need_server();
    int64_t rows = 0, bad = 7;
    assert_true(audit_verify(db, arena, &rows, &bad));
    assert_int_equal(rows, ROWS);
    assert_int_equal(bad, 0);
}

/* Runs the damage, looks, takes it back. */
static void damage(const char *what, const char *sql, int64_t expected)
{
    db_run_script(db, arena, STR("START TRANSACTION;\n"));
    db_run_script(db, arena, str_fmt(arena, "%s;\n", sql));
    int64_t found = first_bad();
    db_run_script(db, arena, STR("ROLLBACK;\n"));
    if (found != expected)
        print_message("%s: first bad row %d, expected %d\n", what, (int)found, (int)expected);
    assert_int_equal(found, expected);
    assert_int_equal(first_bad(), 0);
}

static void each_field_edited(void **state)
{
    (void)state;
    need_server();
    static const char *const SET[] = {
        "acted_at = acted_at + INTERVAL 1 MICROSECOND",
        "actor_id = actor_id + 1",
        "actor = 'clerks'",
        "actor = 'Clerk'",
        "actor = 'clerk '",
        "role = 'reviewer'",
        "role = ''",
        "action = 'record.withdrawn'",
        "object_type = 'records'",
        "object_id = CONCAT(object_id, '0')",
        "detail = ''",
        "detail = CONCAT(detail, ' ')",
        "request_id = 'r2'",
        "chain = REPEAT('x', 32)",
        "actor = 'cler', role = 'kclerk'", /* the same bytes in a row, cut elsewhere */
    };
    static const int AT[] = {1, 2, 100, ROWS - 1, ROWS};
    for (size_t i = 0; i < sizeof SET / sizeof *SET; i++)
        for (size_t k = 0; k < sizeof AT / sizeof *AT; k++)
            damage(SET[i], str_cstr(arena, str_fmt(arena, "UPDATE audit SET %s WHERE seq = %d", SET[i], AT[k])), AT[k]);
}

static void rows_missing_swapped_added(void **state)
{
    (void)state;
    need_server();
#define INSERT "INSERT INTO audit SELECT "
#define REST   ", acted_at, actor_id, actor, role, action, object_type, object_id, detail, request_id, chain FROM audit WHERE seq = "
    static const struct {
        const char *what, *sql;
        int64_t bad;
    } CASES[] = {
        {"first row gone", "DELETE FROM audit WHERE seq = 1", 1},
        {"row gone", "DELETE FROM audit WHERE seq = 77", 77},
        {"run of rows gone", "DELETE FROM audit WHERE seq BETWEEN 50 AND 59", 50},
        {"last row gone", "DELETE FROM audit WHERE seq = 200", 200},
        {"tail gone", "DELETE FROM audit WHERE seq > 150", 151},
        {"all gone", "DELETE FROM audit", 1},
        {"gone and closed up", "DELETE FROM audit WHERE seq = 77;\nUPDATE audit SET seq = seq - 1 WHERE seq > 77 ORDER BY seq", 77},
        {"neighbours swapped",
         "UPDATE audit SET seq = 999 WHERE seq = 30;\nUPDATE audit SET seq = 30 WHERE seq = 31;\nUPDATE audit SET seq = 31 WHERE seq = 999",
         30},
        {"words of two rows swapped",
         "UPDATE audit x JOIN audit y ON x.seq + y.seq = 90 AND x.seq IN (40, 50) SET x.detail = IF(x.seq = 40, '第50条', '第40条')",
         40},
        {"moved behind the end", "UPDATE audit SET seq = 999 WHERE seq = 30", 30},
        {"copied behind the end", INSERT "201" REST "200", 201},
        {"copied far behind the end", INSERT "999" REST "3", 201},
        {"put before the first", INSERT "0" REST "1", 1}, /* 0 means none: the row after it is named */
        {"put between", "UPDATE audit SET seq = seq + 1 WHERE seq > 60 ORDER BY seq DESC;\n" INSERT "61" REST "60", 61},
        {"head moved back", "UPDATE audit_head SET seq = 199, chain = (SELECT chain FROM audit WHERE seq = 199)", 200},
        {"head moved on", "UPDATE audit_head SET seq = 201", 201},
        {"tail gone and head after it, other chain", "DELETE FROM audit WHERE seq > 150;\nUPDATE audit_head SET seq = 150", 150},
        {"head's chain changed", "UPDATE audit_head SET chain = REPEAT('x', 32)", 200},
    };
    for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++)
        damage(CASES[i].what, CASES[i].sql, CASES[i].bad);
}

static bool write_long(struct db *d, void *arg)
{
    struct str *s = arg;
    struct audit_entry e = {.at = clock_now(), .action = STR("x.y"), .object_type = STR("x"), .object_id = 4711, .detail = *s};
    audit_write(d, arena, &e);
    return s->n < 9000; /* the long one is rolled back */
}

/* A long text is cut between characters; what is rolled back leaves no row and no gap. */
static void long_details_and_rollback(void **state)
{
    (void)state;
    need_server();
    char *p = arena_alloc(arena, 9000);
    for (size_t i = 0; i < 3000; i++)
        memcpy(p + i * 3, "长", 3);
    struct str longer = {p, 9000}, shorter = STR("短");
    assert_false(db_transaction(db, write_long, &longer));
    assert_int_equal(first_bad(), 0);
    longer.n = 8997;
    assert_true(db_transaction(db, write_long, &longer));
    assert_true(db_transaction(db, write_long, &shorter));
    assert_int_equal(first_bad(), 0);
    struct audit_row *rows;
    size_t n = audit_of(db, arena, STR("x"), 4711, &rows);
    assert_int_equal(n, 2);
    assert_int_equal(rows[0].seq, ROWS + 1);
    assert_int_equal(utf8_count(rows[0].detail), 2000);
    assert_true(utf8_valid(rows[0].detail));
    assert_int_equal(rows[1].seq, ROWS + 2);
    assert_int_equal(audit_list(db, arena, 0, 5, &rows), 5);
    assert_int_equal(rows[0].seq, ROWS + 2);
    assert_int_equal(audit_list(db, arena, 3, 5, &rows), 2);
    assert_int_equal(rows[0].seq, 2);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(whole),
        cmocka_unit_test(each_field_edited),
        cmocka_unit_test(rows_missing_swapped_added),
        cmocka_unit_test(long_details_and_rollback),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
