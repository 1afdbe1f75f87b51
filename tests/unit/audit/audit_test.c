/* SPDX-License-Identifier: EUPL-1.2
 * audit_test.c — the log of acts against a real server: whoever edits, removes, swaps, adds or cuts rows behind the program's back
 * is found, and the first bad row is named (FEATURES 41); whoever writes everything anew so that it fits is found against a
 * checkpoint kept elsewhere; what is forgotten lawfully is no fault. Damage is done by plain SQL, looked for by audit_verify,
 * undone by a rollback.
 */
#include "support/test_db.h"

#include <unistd.h>

#include "audit/audit_forget.h"
#include "audit/audit_row.h"
#include "audit/audit_verify.h"
#include "base/clock.h"
#include "crypto/ready.h"
#include "crypto/vault.h"
#include "db/db.h"

enum { ROWS = 200 };

static struct arena *arena;
static struct db *db;
static char name[64], key_file[80];
static struct vault *vault;
static struct sign_key key;

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
    crypto_ready();
    snprintf(key_file, sizeof key_file, "/tmp/audit_test_%d.key", (int)getpid());
    unlink(key_file);
    vault_create(str_from(key_file));
    vault = vault_open(arena, str_from(key_file));
    vault_public_key(vault, CHECKPOINT_PURPOSE, &key);
    db = test_db_open(arena, name);
    if (db)
        db_transaction(db, write_rows, &now);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    test_db_drop(&db, arena, name);
    vault_close(&vault);
    unlink(key_file);
    arena_free(&arena);
    return 0;
}

static void need_server(void)
{
    if (!db)
        skip();
}

static struct audit_verdict look(const struct checkpoint *kept)
{
    struct audit_verdict v;
    struct audit_verify how = {.keys = &key, .keys_n = 1, .kept = kept};
    bool good = audit_verify(db, arena, &how, &v);
    assert_int_equal(good, v.fault == AUDIT_WHOLE);
    assert_int_equal(good, v.first_bad == 0);
    return v;
}

static int64_t first_bad(void)
{
    return look(NULL).first_bad;
}

static void whole(void **state)
{
    (void)state;
    need_server();
    struct audit_verdict v = look(NULL);
    assert_int_equal(v.rows, ROWS);
    assert_int_equal(v.first_bad, 0);
    assert_int_equal(v.forgotten, 0);
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
        "audit_row SET acted_at = acted_at + INTERVAL 1 MICROSECOND",
        "audit_row SET actor_id = actor_id + 1",
        "audit_row SET actor = 'clerks'",
        "audit_row SET actor = 'Clerk'",
        "audit_row SET actor = 'clerk '",
        "audit_row SET role = 'reviewer'",
        "audit_row SET role = ''",
        "audit_row SET action = 'record.withdrawn'",
        "audit_row SET request_id = 'r2'",
        "audit_row SET chain = REPEAT('x', 32)",
        "audit_row SET commitment = REPEAT('x', 32)",
        "audit_row SET alg = 0",
        "audit_row SET actor = 'cler', role = 'kclerk'", /* the same bytes in a row, cut elsewhere */
        "audit_detail SET object_type = 'records'",
        "audit_detail SET object_id = CONCAT(object_id, '0')",
        "audit_detail SET detail = ''",
        "audit_detail SET detail = CONCAT(detail, ' ')",
        "audit_detail SET salt = REPEAT('x', 16)",
    };
    static const int AT[] = {1, 2, 100, ROWS - 1, ROWS};
    for (size_t i = 0; i < sizeof SET / sizeof *SET; i++)
        for (size_t k = 0; k < sizeof AT / sizeof *AT; k++)
            damage(SET[i], str_cstr(arena, str_fmt(arena, "UPDATE %s WHERE seq = %d", SET[i], AT[k])), AT[k]);
}

static void rows_missing_swapped_added(void **state)
{
    (void)state;
    need_server();
#define INSERT "INSERT INTO audit_row (seq, acted_at, actor_id, actor, role, action, request_id, chain, alg, commitment) SELECT "
#define REST   ", acted_at, actor_id, actor, role, action, request_id, chain, alg, commitment FROM audit_row WHERE seq = "
    static const struct {
        const char *what, *sql;
        int64_t bad;
    } CASES[] = {
        {"first row gone", "DELETE FROM audit_row WHERE seq = 1", 1},
        {"row gone", "DELETE FROM audit_row WHERE seq = 77", 77},
        {"row gone with its detail", "DELETE FROM audit_row WHERE seq = 77;\nDELETE FROM audit_detail WHERE seq = 77", 77},
        {"detail gone", "DELETE FROM audit_detail WHERE seq = 77", 77},
        {"all details gone", "DELETE FROM audit_detail", 1},
        {"run of rows gone", "DELETE FROM audit_row WHERE seq BETWEEN 50 AND 59", 50},
        {"last row gone", "DELETE FROM audit_row WHERE seq = 200", 200},
        {"tail gone", "DELETE FROM audit_row WHERE seq > 150", 151},
        {"all gone", "DELETE FROM audit_row", 1},
        {"gone and closed up",
         "DELETE FROM audit_row WHERE seq = 77;\nUPDATE audit_row SET seq = seq - 1 WHERE seq > 77 ORDER BY seq", 77},
        {"neighbours swapped",
         "UPDATE audit_row SET seq = 999 WHERE seq = 30;\nUPDATE audit_row SET seq = 30 WHERE seq = 31;\n"
         "UPDATE audit_row SET seq = 31 WHERE seq = 999",
         30},
        {"words of two rows swapped",
         "UPDATE audit_detail x JOIN audit_detail y ON x.seq + y.seq = 90 AND x.seq IN (40, 50)"
         " SET x.detail = IF(x.seq = 40, '第50条', '第40条')",
         40},
        {"details of two rows swapped",
         "UPDATE audit_detail SET seq = 999 WHERE seq = 40;\nUPDATE audit_detail SET seq = 40 WHERE seq = 50;\n"
         "UPDATE audit_detail SET seq = 50 WHERE seq = 999",
         40},
        {"moved behind the end", "UPDATE audit_row SET seq = 999 WHERE seq = 30", 30},
        {"copied behind the end", INSERT "201" REST "200", 201},
        {"copied far behind the end", INSERT "999" REST "3", 201},
        {"put before the first", INSERT "-1" REST "1", -1},
        {"put between", "UPDATE audit_row SET seq = seq + 1 WHERE seq > 60 ORDER BY seq DESC;\n" INSERT "61" REST "60", 61},
        {"head moved back", "UPDATE audit_head SET seq = 199, chain = (SELECT chain FROM audit_row WHERE seq = 199)", 200},
        {"head moved on", "UPDATE audit_head SET seq = 201", 201},
        {"tail gone and head after it, other chain", "DELETE FROM audit_row WHERE seq > 150;\nUPDATE audit_head SET seq = 150",
         150},
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
}

static void what_the_page_asks(void **state)
{
    (void)state;
    need_server();
    struct audit_row *rows;
    const struct {
        struct audit_query q;
        size_t n;
        int64_t first;
    } cases[] = {
        {{.limit = 5}, 5, ROWS + 2},
        {{.limit = 5, .before_seq = 3}, 2, 2},
        {{.limit = 500, .actor = STR("clerk")}, ROWS, ROWS},
        {{.limit = 500, .actor = STR("cler")}, 0, 0},
        {{.limit = 500, .action = STR("record.")}, ROWS, ROWS},
        {{.limit = 500, .action = STR("x.")}, 2, ROWS + 2},
        {{.limit = 500, .object_type = STR("record")}, ROWS, ROWS},
        {{.limit = 500, .object_type = STR("record"), .object_id = STR("7")}, ROWS / 10, 197},
        {{.limit = 500, .object_type = STR("record"), .object_id = STR("7"), .before_seq = 20}, 2, 17},
        {{.limit = 500, .from = {clock_now().us + 60000000}}, 0, 0},
        {{.limit = 500, .to = {1000}}, 0, 0},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        assert_int_equal(audit_list(db, arena, &cases[i].q, &rows), cases[i].n);
        if (cases[i].n)
            assert_int_equal(rows[0].seq, cases[i].first);
    }
}

static struct checkpoint sealed(void)
{
    struct checkpoint c;
    int64_t bad = 0;
    assert_int_equal(checkpoint_seal(db, arena, vault, clock_now(), &bad), CHECKPOINT_SEALED);
    assert_true(checkpoint_last(db, arena, &c));
    return c;
}

/* The tree goes on from the frontier: two seals give the root that one walk over all rows gives. */
static void sealed_in_steps(void **state)
{
    (void)state;
    need_server();
    int64_t bad = 0;
    struct str words = STR("more");
    struct checkpoint one = sealed(), two;
    assert_int_equal(one.size, ROWS + 2);
    assert_int_equal(checkpoint_seal(db, arena, vault, clock_now(), &bad), CHECKPOINT_NOTHING);
    assert_int_equal(checkpoint_waiting(db), 0);
    for (int i = 0; i < 5; i++)
        assert_true(db_transaction(db, write_long, &words));
    assert_int_equal(checkpoint_waiting(db), 5);
    two = sealed();
    assert_int_equal(two.size, one.size + 5);
    struct audit_verdict v = look(&one);
    assert_int_equal(v.checkpoints, 2);
    assert_int_equal(look(&two).fault, AUDIT_WHOLE);
    struct checkpoint read;
    assert_true(checkpoint_parse(checkpoint_text(arena, &two), &read));
    assert_memory_equal(&read, &two, sizeof read);
    assert_int_equal(checkpoint_verify(arena, &read, &key, 1), SIGN_GOOD);
    read.size++;
    assert_int_equal(checkpoint_verify(arena, &read, &key, 1), SIGN_WRONG);
    assert_int_equal(look(&read).fault, AUDIT_KEPT_WRONG);
}

DB_STATEMENT(ALL,
             "SELECT seq, acted_at, actor_id, alg, actor, role, action, request_id, commitment, chain FROM audit_row ORDER BY seq");
DB_STATEMENT(REWRITE, "UPDATE audit_row SET chain = ? WHERE seq = ?");
DB_STATEMENT(REWRITE_HEAD, "UPDATE audit_head SET seq = ?, chain = ?");
static const struct db_column ALL_COLUMNS[] = {
    DB_COLUMN(struct audit_row, seq),    DB_COLUMN(struct audit_row, at),         DB_COLUMN(struct audit_row, actor_id),
    DB_COLUMN(struct audit_row, alg),    DB_COLUMN(struct audit_row, actor),      DB_COLUMN(struct audit_row, role),
    DB_COLUMN(struct audit_row, action), DB_COLUMN(struct audit_row, request_id), DB_COLUMN(struct audit_row, commitment),
    DB_COLUMN(struct audit_row, chain),
};

/* What somebody with every right in the database but without the keys can do: make the whole chain fit again. */
static void rewrite_chain(void)
{
    struct audit_row r = {0};
    uint8_t chain[DIGEST_BYTES] = {0}, next[DIGEST_BYTES], leaf[DIGEST_BYTES];
    int64_t last = 0;
    struct db_cursor *c = db_select(db, arena, ALL, ALL_COLUMNS);
    while (db_fetch(c, &r) == DB_ROW) {
        audit_leaf_and_chain((struct str){(const char *)chain, sizeof chain}, &r, leaf, next);
        memcpy(chain, next, sizeof chain);
        last = r.seq;
        db_exec(db, REWRITE, ((struct str){(const char *)chain, sizeof chain}), r.seq);
    }
    db_exec(db, REWRITE_HEAD, last, ((struct str){(const char *)chain, sizeof chain}));
}

static void written_anew(void **state)
{
    (void)state;
    need_server();
    struct checkpoint kept;
    assert_true(checkpoint_last(db, arena, &kept));
    static const char *const DONE[] = {
        "UPDATE audit_row SET actor = 'other' WHERE seq = 3",
        "UPDATE audit_row SET role = 'other' WHERE seq = 207",
        "DELETE FROM audit_row WHERE seq = 77;\nUPDATE audit_row SET seq = seq - 1 WHERE seq > 77 ORDER BY seq",
        "DELETE FROM audit_row WHERE seq > 150",
        "UPDATE audit_row SET seq = 999 WHERE seq = 30;\nUPDATE audit_row SET seq = 30 WHERE seq = 31;\n"
        "UPDATE audit_row SET seq = 31 WHERE seq = 999",
        "DELETE FROM audit_row WHERE seq > 205",
    };
    for (size_t i = 0; i < sizeof DONE / sizeof *DONE; i++)
        for (int cover = 0; cover < 2; cover++) {
            db_run_script(db, arena, STR("START TRANSACTION;\n"));
            db_run_script(
                db, arena,
                str_fmt(arena, "%s;\nUPDATE audit_detail d JOIN audit_row r ON r.seq = d.seq SET d.salt = d.salt;\n", DONE[i]));
            rewrite_chain();
            if (cover)
                db_run_script(db, arena,
                              STR("DELETE FROM audit_checkpoint;\nDELETE FROM audit_detail;\nUPDATE audit_row SET alg = 0;\n"));
            if (cover)
                rewrite_chain();
            struct audit_verdict v = look(&kept);
            db_run_script(db, arena, STR("ROLLBACK;\n"));
            if (v.fault == AUDIT_WHOLE)
                print_message("%s, %d\n", DONE[i], cover);
            assert_int_not_equal(v.fault, AUDIT_WHOLE);
            if (cover)
                assert_int_equal(v.fault, AUDIT_KEPT_DIFFERS);
        }
    assert_int_equal(look(&kept).fault, AUDIT_WHOLE);
    /* The bureau's stored seals, made with somebody else's key. */
    damage("another key", "UPDATE audit_checkpoint SET signature = CONCAT(LEFT(signature, 20), REPEAT('x', 49))", 1);
    damage("a seal changed", "UPDATE audit_checkpoint SET root = REPEAT('x', 32) WHERE size = 202", 1);
    /* A broken chain is not sealed. */
    int64_t bad = 0;
    struct str words = STR("unsealed");
    assert_true(db_transaction(db, write_long, &words));
    db_run_script(db, arena, STR("START TRANSACTION;\nUPDATE audit_row SET role = 'other' WHERE seq = 208;\n"));
    assert_int_equal(checkpoint_seal(db, arena, vault, clock_now(), &bad), CHECKPOINT_BROKEN);
    assert_int_equal(bad, 208);
    db_run_script(db, arena, STR("ROLLBACK;\n"));
}

static bool forget(struct db *d, void *arg)
{
    int64_t *n = arg;
    struct audit_entry why = {.at = clock_now(), .detail = STR("信用修复"), .actor = {.name = STR("worker")}};
    *n = audit_forget(d, arena, &why, STR("record"), 7);
    return true;
}

DB_STATEMENT(LEFT, "SELECT COUNT(*) FROM audit_detail WHERE object_type = 'record' AND object_id = '7'");

static void forgotten_lawfully(void **state)
{
    (void)state;
    need_server();
    int64_t n = 0;
    struct audit_row *rows;
    struct checkpoint before = sealed();
    assert_true(db_transaction(db, forget, &n));
    assert_int_equal(n, ROWS / 10);
    assert_int_equal(db_int(db, LEFT), 0);
    assert_true(db_transaction(db, forget, &n)); /* asked for twice is done once */
    assert_int_equal(n, 0);
    struct audit_verdict v = look(&before);
    assert_int_equal(v.fault, AUDIT_WHOLE);
    assert_int_equal(v.forgotten, ROWS / 10);
    struct checkpoint after = sealed();
    assert_int_equal(look(&after).fault, AUDIT_WHOLE);
    struct audit_query q = {.limit = 1, .before_seq = 18};
    assert_int_equal(audit_list(db, arena, &q, &rows), 1);
    assert_true(rows[0].forgotten);
    assert_int_equal(rows[0].object_id.n + rows[0].detail.n, 0);
    damage("more is gone than was forgotten", "DELETE FROM audit_detail WHERE seq = 8", 8);
    damage("the act of forgetting is gone", "DELETE FROM audit_detail WHERE object_type = 'audit'", 7);
    damage("a forgotten detail comes back",
           "INSERT INTO audit_detail (seq, salt, object_type, object_id, detail) VALUES (17, REPEAT('x', 16), 'record', '8', '')",
           17);
}

enum { MANY_ROWS = 10000, PLACES = 20 };
static bool write_many(struct db *d, void *arg)
{
    for (int64_t i = *(int64_t *)arg; i < MANY_ROWS; i++) {
        struct audit_entry e = {
            .at = clock_now(), .action = STR("x.y"), .object_type = STR("x"), .object_id = i, .detail = STR("行")};
        e.actor = (struct audit_actor){.id = 7, .name = STR("clerk"), .role = STR("clerk")};
        audit_write(d, arena, &e);
    }
    return true;
}

/* One damage of each kind at a place of a long log, looked for against a checkpoint kept elsewhere: found, and the row named. */
static void damaged_at(const struct checkpoint *kept, int64_t at)
{
    static const struct {
        const char *sql;
        int later; /* the first bad row is so many after the place */
    } kinds[] = {
        {"UPDATE audit_row SET role = 'other' WHERE seq = %d", 0},
        {"UPDATE audit_detail SET detail = '另' WHERE seq = %d", 0},
        {"DELETE FROM audit_row WHERE seq = %d", 0},
        {"UPDATE audit_row SET seq = -1 WHERE seq = %d;\nUPDATE audit_row SET seq = %d WHERE seq = %d + 1;\n"
         "UPDATE audit_row SET seq = %d + 1 WHERE seq = -1",
         0},
        {"UPDATE audit_row SET seq = seq + 1 WHERE seq > %d ORDER BY seq DESC;\nINSERT INTO audit_row (seq,"
         " acted_at, actor_id, actor, role,"
         " action, request_id, chain, alg, commitment) SELECT seq + 1, acted_at, actor_id, actor, role, action, request_id, chain, alg,"
         " commitment FROM audit_row WHERE seq = %d",
         1},
        {"DELETE FROM audit_row WHERE seq > %d;\nDELETE FROM audit_detail WHERE seq > %d;\nDELETE FROM audit_checkpoint WHERE size > %d;\n"
         "UPDATE audit_head SET seq = %d, chain = (SELECT chain FROM audit_row WHERE seq = %d)",
         1},
    };
    struct str place = str_fmt(arena, "%lld", (long long)at);
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        db_run_script(db, arena, STR("START TRANSACTION;\n"));
        db_run_script(db, arena, str_cat(arena, str_replace(arena, str_from(kinds[i].sql), STR("%d"), place), STR(";\n")));
        struct audit_verdict v = look(kept);
        db_run_script(db, arena, STR("ROLLBACK;\n"));
        if (v.first_bad != at + kinds[i].later)
            print_message("kind %zu at %lld: %lld\n", i, (long long)at, (long long)v.first_bad);
        assert_int_equal(v.first_bad, at + kinds[i].later);
    }
}

static void ten_thousand_rows(void **state)
{
    (void)state;
    need_server();
    int64_t have = look(NULL).rows;
    assert_true(db_transaction(db, write_many, &have));
    struct checkpoint kept = sealed();
    assert_int_equal(kept.size, MANY_ROWS);
    assert_int_equal(look(&kept).fault, AUDIT_WHOLE);
    for (int64_t i = 0; i < PLACES; i++)
        damaged_at(&kept, have + 1 + i * (MANY_ROWS - have - 2) / (PLACES - 1));
    assert_int_equal(look(&kept).fault, AUDIT_WHOLE);
}

static void checkpoint_texts_that_are_none(void **state)
{
    (void)state;
    struct checkpoint c = {.size = 3, .sealed_at = {INT64_C(1790000000000000)}}, out;
    checkpoint_sign(arena, vault, &c);
    struct str good = checkpoint_text(arena, &c);
    assert_true(checkpoint_parse(good, &out));
    assert_true(checkpoint_parse(str_sub(good, 0, good.n - 1), &out));
    for (size_t n = 0; n + 1 < good.n; n++)
        assert_false(checkpoint_parse(str_sub(good, 0, n), &out));
    assert_false(checkpoint_parse(str_cat(arena, good, STR("x")), &out));
    assert_false(checkpoint_parse(str_replace(arena, good, STR("\n3\n"), STR("\n03\n")), &out));
    assert_false(checkpoint_parse(str_replace(arena, good, STR("\n3\n"), STR("\n-3\n")), &out));
    assert_false(checkpoint_parse(str_replace(arena, good, STR("+08:00"), STR("+09:00")), &out));
    assert_false(checkpoint_parse(str_replace(arena, good, STR("\n"), STR("\r\n")), &out));
    for (size_t i = 0; i < good.n; i++) { /* any byte changed: no checkpoint, or a wrong signature */
        char *p = arena_alloc(arena, good.n);
        memcpy(p, good.p, good.n);
        p[i] = p[i] == '1' ? '2' : '1';
        struct str text = {p, good.n};
        assert_true(!checkpoint_parse(text, &out) || checkpoint_verify(arena, &out, &key, 1) != SIGN_GOOD);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(whole),
        cmocka_unit_test(each_field_edited),
        cmocka_unit_test(rows_missing_swapped_added),
        cmocka_unit_test(long_details_and_rollback),
        cmocka_unit_test(what_the_page_asks),
        cmocka_unit_test(sealed_in_steps),
        cmocka_unit_test(written_anew),
        cmocka_unit_test(forgotten_lawfully),
        cmocka_unit_test(ten_thousand_rows),
        cmocka_unit_test(checkpoint_texts_that_are_none),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
