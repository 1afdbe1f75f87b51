/* SPDX-License-Identifier: EUPL-1.2
 * db_test.c — types in and out, long text, duplicates, transactions and their repetition, bulk, sequences, against a real server.
 */
#include "support/test_db.h"

static struct arena *arena;
static struct db *db;
static char name[64];

DB_STATEMENT(CREATE_T, "CREATE TABLE t (id BIGINT NOT NULL PRIMARY KEY, i INT NULL, s VARCHAR(5000) NULL, d DATE NULL,"
                       " at DATETIME(6) NULL, b BOOLEAN NOT NULL DEFAULT FALSE)");
DB_STATEMENT(DROP_T, "DROP TABLE IF EXISTS t");
DB_STATEMENT(PUT, "INSERT INTO t (id, i, s, d, at, b) VALUES (?, ?, ?, ?, ?, ?)");
DB_STATEMENT(GET, "SELECT id, i, s, d, at, b FROM t WHERE id = ?");
DB_STATEMENT(ALL, "SELECT id, i, s, d, at, b FROM t ORDER BY id");
DB_STATEMENT(COUNT, "SELECT COUNT(*) FROM t");
DB_STATEMENT(LOCK, "UPDATE t SET i = i + 1 WHERE id = ?");

struct row {
    int64_t id;
    int i;
    struct str s;
    struct day d;
    struct instant at;
    bool b;
};
static const struct db_column COLUMNS[] = {DB_COLUMN(struct row, id), DB_COLUMN(struct row, i),  DB_COLUMN(struct row, s),
                                           DB_COLUMN(struct row, d),  DB_COLUMN(struct row, at), DB_COLUMN(struct row, b)};

static int set_up(void **state)
{
    (void)state;
    arena = arena_new(64u << 20);
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

static void fresh(void)
{
    if (!db)
        skip();
    db_exec(db, DROP_T);
    db_exec(db, CREATE_T);
}

static void types_come_back_as_they_went(void **state)
{
    (void)state;
    fresh();
    struct day d = day_from_ymd(1969, 2, 28);
    struct instant at = {1795312800123456};
    struct str hundred = str_fmt(arena, "%0300d 卫生院", 7);
    db_exec(db, PUT, 1, -5, hundred, d, at, true);
    db_exec(db, PUT, 2, db_null(), STR_NONE, DAY_NONE, (struct instant){0}, false);
    struct row r;
    assert_true(db_one(db, arena, GET, COLUMNS, &r, 1));
    assert_int_equal(r.i, -5);
    assert_true(str_eq(r.s, hundred));
    assert_int_equal(r.d.n, d.n);
    assert_int_equal(r.at.us, at.us);
    assert_true(r.b);
    assert_true(db_one(db, arena, GET, COLUMNS, &r, 2));
    assert_int_equal(r.i, 0);
    assert_null(r.s.p);
    assert_false(day_is(r.d));
    assert_int_equal(r.at.us, 0);
    assert_false(db_one(db, arena, GET, COLUMNS, &r, 3));
}

static void a_duplicate_is_an_outcome_only_where_asked_for(void **state)
{
    (void)state;
    fresh();
    assert_int_equal(db_try(db, PUT, 1, 1, STR("x"), DAY_NONE, db_null(), false), 1);
    assert_int_equal(db_try(db, PUT, 1, 1, STR("x"), DAY_NONE, db_null(), false), DB_DUPLICATE);
    struct fail_frame f;
    if (FAIL_CATCH(&f)) {
        assert_int_equal(f.kind, FAIL_DATABASE);
        return;
    }
    db_exec(db, PUT, 1, 1, STR("x"), DAY_NONE, db_null(), false);
    fail_leave(&f);
    fail_msg("%s", "the duplicate passed");
}

static void bulk_rows_arrive_whole(void **state)
{
    (void)state;
    fresh();
    struct db_bulk *b = db_bulk_begin(db, &PUT, 100);
    for (int i = 1; i <= 1050; i++)
        db_bulk_add(b, i, i % 7 ? db_from_int(i * 2) : db_null(), i % 3 ? str_fmt(arena, "名称%d", i) : STR_NONE,
                    day_from_ymd(2026, 1, i % 28 + 1), (struct instant){(int64_t)i * 1000000}, i % 2 == 0);
    assert_int_equal(db_bulk_end(&b), 1050);
    struct db_cursor *c = db_stream(db, arena, ALL, COLUMNS);
    struct row r;
    int n = 0;
    while (db_fetch(c, &r) == DB_ROW) {
        n++;
        assert_int_equal(r.id, n);
        assert_int_equal(r.i, n % 7 ? n * 2 : 0);
        assert_int_equal(r.s.p != NULL, n % 3 != 0);
        assert_int_equal(r.at.us, (int64_t)n * 1000000);
    }
    assert_int_equal(n, 1050);
    assert_int_equal(db_int(db, COUNT), 1050);
}

/* What a stream reads where it lies in the connection's buffer is what a select binds; lengths around each width of a length. */
static void a_stream_reads_what_a_select_reads(void **state)
{
    (void)state;
    fresh();
    static const size_t LENGTHS[] = {0, 1, 250, 251, 252, 255, 256, 257, 4095, 5000};
    enum { N = sizeof LENGTHS / sizeof *LENGTHS };
    char *text = arena_alloc(arena, 5000);
    memset(text, 'y', 5000);
    struct row made[N];
    for (size_t i = 0; i < N; i++) {
        struct row m = {(int64_t)i * -7919000000,       (int)i * -1000, {text, LENGTHS[i]}, day_from_ymd(1999, 12, (int)i + 1),
                        {946684799999999 + (int64_t)i}, i % 2 == 0};
        db_exec(db, PUT, m.id, m.i, m.s, m.d, m.at, m.b);
        made[i] = m;
    }
    db_exec(db, PUT, 5, db_null(), STR_NONE, DAY_NONE, db_null(), false);
    for (int turn = 0; turn < 2; turn++) { /* a second stream of the same statement, after one that was left early */
        struct db_cursor *c = db_stream(db, arena, ALL, COLUMNS);
        struct row r;
        for (int n = 0; db_fetch(c, &r) == DB_ROW; n++) {
            if (turn == 0 && n == 3) {
                db_close_cursor(c);
                break;
            }
            struct str s = r.s.p ? str_dup(arena, r.s) : STR_NONE;
            assert_true(n <= N);
            if (r.id == 5) {
                assert_null(r.s.p);
                assert_false(day_is(r.d));
                assert_int_equal(r.at.us, 0);
                continue;
            }
            const struct row *m = &made[r.id / -7919000000];
            assert_true(r.i == m->i && str_eq(s, m->s) && r.d.n == m->d.n && r.at.us == m->at.us && r.b == m->b);
        }
        assert_int_equal(db_int(db, COUNT), N + 1);
    }
}

struct turn {
    int runs;
    bool commit;
};

static struct str long_text(struct arena *a)
{
    enum { N = 4000 };
    char *p = arena_alloc(a, N);
    memset(p, 'x', N);
    return (struct str){p, N};
}

/* The first run meets a row that is there already, in a batch that is not the last; large enough that sending it takes several
 * writes. */
static bool insert_batches(struct db *d, void *arg)
{
    struct turn *t = arg;
    t->runs++;
    struct db_bulk *b = db_bulk_begin(d, &PUT, 200);
    struct str text = long_text(arena);
    for (int i = 1; i <= 1000; i++)
        db_bulk_add(b, t->runs == 1 && i == 450 ? 1 : i, i, text, DAY_NONE, db_null(), false);
    db_bulk_end(&b);
    return t->commit;
}

static void a_duplicate_in_a_batch_runs_the_transaction_again(void **state)
{
    (void)state;
    fresh();
    struct turn t = {.commit = true};
    assert_true(db_transaction(db, insert_batches, &t));
    assert_int_equal(t.runs, 2);
    assert_int_equal(db_int(db, COUNT), 1000);
}

/* Something else is sent while the server works on a batch; then all of it is taken back, with another batch under way. */
static bool insert_and_leave(struct db *d, void *arg)
{
    struct turn *t = arg;
    struct db_bulk *b = db_bulk_begin(d, &PUT, 100);
    for (int i = 1; i <= 300; i++)
        db_bulk_add(b, i, i, STR("x"), DAY_NONE, db_null(), false);
    t->runs = (int)db_int(d, COUNT);
    for (int i = 301; i <= 400; i++)
        db_bulk_add(b, i, i, STR("x"), DAY_NONE, db_null(), false);
    fail(FAIL_IO, "no more");
}

static void a_batch_under_way_is_taken_back(void **state)
{
    (void)state;
    fresh();
    struct turn t = {0};
    struct fail_frame f;
    if (FAIL_CATCH(&f)) {
        assert_int_equal(f.kind, FAIL_IO);
        assert_int_equal(t.runs, 300);
        assert_int_equal(db_int(db, COUNT), 0);
        return;
    }
    db_transaction(db, insert_and_leave, &t);
    fail_msg("%s", "it came back");
}

static bool insert_one(struct db *d, void *arg)
{
    struct turn *t = arg;
    t->runs++;
    db_exec(d, PUT, 77, 1, STR("t"), DAY_NONE, db_null(), false);
    return t->commit;
}

static void a_transaction_is_done_or_not_done(void **state)
{
    (void)state;
    fresh();
    struct turn t = {0, false};
    assert_false(db_transaction(db, insert_one, &t));
    assert_int_equal(db_int(db, COUNT), 0);
    t.commit = true;
    assert_true(db_transaction(db, insert_one, &t));
    assert_int_equal(db_int(db, COUNT), 1);
    assert_int_equal(t.runs, 2);
}

struct opposite {
    struct db *other;
    int runs;
};

/* Both connections lock two rows in opposite order: one is told to start again, and both are done in the end. */
static bool lock_then_wait(struct db *d, void *arg)
{
    struct opposite *o = arg;
    o->runs++;
    db_exec(d, LOCK, 1);
    if (o->runs == 1)
        fail(FAIL_RETRY, "as a deadlock would");
    return true;
}

static void a_deadlock_runs_the_whole_again(void **state)
{
    (void)state;
    fresh();
    db_exec(db, PUT, 1, 0, STR("t"), DAY_NONE, db_null(), false);
    struct opposite o = {0};
    assert_true(db_transaction(db, lock_then_wait, &o));
    assert_int_equal(o.runs, 2);
    struct row r;
    assert_true(db_one(db, arena, GET, COLUMNS, &r, 1));
    assert_int_equal(r.i, 1);
}

static void numbers_never_repeat(void **state)
{
    (void)state;
    fresh();
    assert_int_equal(db_numbers(db, STR("x"), 1), 1);
    assert_int_equal(db_numbers(db, STR("x"), 10), 2);
    assert_int_equal(db_numbers(db, STR("x"), 1), 12);
    assert_int_equal(db_numbers(db, STR("y"), 1), 1);
}

static void the_server_keeps_its_promises(void **state)
{
    (void)state;
    fresh();
    struct out report;
    out_to_arena(&report, arena);
    if (!db_check(db, arena, &report))
        fail_msg("%.*s", STR_ARG(out_text(&report)));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(types_come_back_as_they_went),    cmocka_unit_test(a_duplicate_is_an_outcome_only_where_asked_for),
        cmocka_unit_test(bulk_rows_arrive_whole),          cmocka_unit_test(a_duplicate_in_a_batch_runs_the_transaction_again),
        cmocka_unit_test(a_batch_under_way_is_taken_back), cmocka_unit_test(a_transaction_is_done_or_not_done),
        cmocka_unit_test(a_deadlock_runs_the_whole_again), cmocka_unit_test(numbers_never_repeat),
        cmocka_unit_test(the_server_keeps_its_promises),   cmocka_unit_test(a_stream_reads_what_a_select_reads),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
