/* SPDX-License-Identifier: EUPL-1.2
 * rekey_test.c — moving to a new key epoch: before, during and after it everything opens and every person is found by number; what
 * was damaged is told and left alone; what a release without epochs wrote is brought along; and no sealed column of the schema is
 * forgotten.
 */
#include "support/test_db.h"

#include "auth/staff.h"
#include "base/clock.h"
#include "crypto/vault_many.h"
#include "db/db.h"
#include "program/rekey.h"
#include "subject/subject_store.h"
#include "text/text.h"

enum { PERSONS = 600, DOCUMENTS = 3, PART = 1 << 20 };

DB_STATEMENT(PUT_FILE, "INSERT INTO import_file (batch_id, part, body) VALUES (?, ?, ?)");
DB_STATEMENT(GET_FILE, "SELECT body FROM import_file WHERE batch_id = ? ORDER BY part");
DB_STATEMENT(PUT_PREVIEW, "INSERT INTO import_preview (batch_id, body) VALUES (?, ?)");
DB_STATEMENT(GET_PREVIEW, "SELECT body FROM import_preview WHERE batch_id = ?");
DB_STATEMENT(SPOIL, "UPDATE subject SET name_sealed = CONCAT(LEFT(name_sealed, 30), 'x', SUBSTRING(name_sealed, 32)) WHERE id = ?");
DB_STATEMENT(OLD_INDEX, "UPDATE subject SET id_index = X'a1b2c3d4e5f60718293a4b5c6d7e8f90' WHERE id = ?");
DB_STATEMENT(SEALED_COLUMNS,
             "SELECT CONCAT(table_name, '.', column_name) FROM information_schema.columns WHERE table_schema = DATABASE()"
             " AND data_type IN ('varbinary', 'blob', 'mediumblob', 'longblob') AND (column_name LIKE '%\\\\_sealed' OR"
             " column_comment LIKE '%sealed%') AND table_name NOT LIKE 'public\\\\_%'");

struct one {
    struct str text;
};
static const struct db_column ONE[] = {DB_COLUMN(struct one, text)};

static struct arena *arena;
static struct db *db;
static char name[64], key_file[80];
static struct vault *vault;
static struct text_tools *text;
static struct str document;
static const struct instant NOW = {1773662400000000};

static struct str number_of(int i)
{
    return str_fmt(arena, "44082319850307%03dX", i);
}

static bool fill(struct db *d, void *arg)
{
    static const struct regime_subject_type type = {.code = STR_INIT("staff")};
    struct subject_writer *w = subject_writer_begin(d, vault, text, 0, NOW);
    (void)arg;
    for (int i = 1; i <= PERSONS; i++) {
        struct subject_draft p = {.kind = SUBJECT_NATURAL, .type = &type, .ended = DAY_NONE, .established = DAY_NONE};
        p.name = str_fmt(arena, "欧阳第%d", i);
        p.id_kind = ID_RESIDENT;
        p.id_number = number_of(i);
        p.division = STR("440823");
        subject_writer_new(w, arena, i, &p);
    }
    subject_writer_end(&w);
    for (int i = 1; i <= DOCUMENTS; i++) {
        struct str sealed = vault_seal_bytes(vault, arena, (struct vault_field){STR("import_file.body"), (uint64_t)i}, document);
        for (size_t at = 0, part = 0; at < sealed.n; at += PART, part++)
            db_exec(d, PUT_FILE, i, (int64_t)part, str_sub(sealed, at, at + PART));
        db_exec(d, PUT_PREVIEW, i, /* short ones are fields, long ones documents */
                vault_seal(vault, arena, (struct vault_field){STR("import_preview.body"), (uint64_t)i},
                           str_sub(document, 0, i == 1 ? 500 : 5000)));
    }
    return true;
}

static int set_up(void **state)
{
    (void)state;
    arena = arena_new((size_t)1 << 30);
    db = test_db_open(arena, name);
    snprintf(key_file, sizeof key_file, "/tmp/portal-test-rekey.%d", (int)getpid());
    vault_create(str_from(key_file));
    vault = vault_open(arena, str_from(key_file));
    text = text_open();
    char *p = arena_alloc(arena, 5 * PART / 2);
    for (int i = 0; i < 5 * PART / 2; i++)
        p[i] = (char)(i * 7 + i / 251);
    document = (struct str){p, 5 * PART / 2};
    if (db)
        db_transaction(db, fill, NULL);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    vault_close(&vault);
    text_close(&text);
    unlink(key_file);
    test_db_drop(&db, arena, name);
    arena_free(&arena);
    return 0;
}

static int found(void)
{
    int n = 0;
    for (int at = 1; at <= PERSONS; at += 200) {
        struct subject_key keys[200];
        struct subject_known known[200];
        for (int i = 0; i < 200; i++)
            keys[i] = subject_key_plain(arena, STR_NONE, ID_RESIDENT, number_of(at + i));
        subject_keys_index(vault, arena, keys, 200);
        subject_find_keys(db, arena, keys, 200, known);
        for (int i = 0; i < 200; i++)
            n += known[i].id == at + i;
    }
    return n;
}

static void documents_open(void)
{
    for (int i = 1; i <= DOCUMENTS; i++) {
        struct str whole = STR(""), out;
        struct db_cursor *c = db_select(db, arena, GET_FILE, ONE, i);
        for (struct one r; db_fetch(c, &r) == DB_ROW;)
            whole = str_cat(arena, whole, r.text);
        assert_int_equal(vault_open_bytes(vault, arena, (struct vault_field){STR("import_file.body"), (uint64_t)i}, whole, &out),
                         VAULT_OK);
        assert_true(str_eq(out, document));
        struct one r;
        assert_true(db_one(db, arena, GET_PREVIEW, ONE, &r, i));
        assert_int_equal(
            vault_open_field(vault, arena, (struct vault_field){STR("import_preview.body"), (uint64_t)i}, r.text, &out), VAULT_OK);
        assert_int_equal(out.n, i == 1 ? 500 : 5000);
    }
}

static int64_t rows_of(int64_t epoch)
{
    struct rekey_count *counts;
    int64_t rows = 0;
    size_t n = rekey_counts(db, arena, &counts);
    for (size_t i = 0; i < n; i++)
        rows += counts[i].epoch == epoch ? counts[i].rows : 0;
    return rows;
}

static void next_epoch(void)
{
    vault_add_epoch(str_from(key_file));
    vault_close(&vault);
    vault = vault_open(arena, str_from(key_file));
}

static void through_a_rotation(void **state)
{
    (void)state;
    enum { VALUES = 4 * PERSONS + 2 * DOCUMENTS };
    if (!db)
        skip();
    assert_int_equal(rows_of(1), VALUES);
    assert_int_equal(found(), PERSONS);
    next_epoch();
    assert_int_equal(found(), PERSONS); /* by the indexes of the old epoch */
    db_exec(db, SPOIL, 17);
    db_exec(db, OLD_INDEX, 18); /* as a release without epochs wrote it */
    assert_int_equal(found(), PERSONS - 1);

    struct rekey_result r = rekey_all(db, vault, text, NULL);
    assert_int_equal(r.moved, 2 * PERSONS - 1 + 2 * DOCUMENTS);
    assert_int_equal(r.lost, 1);
    assert_int_equal(r.kept, 0);
    assert_int_equal(rows_of(1), 2); /* the spoiled name and its index */
    assert_int_equal(rows_of(2), VALUES - 2);
    assert_int_equal(found(), PERSONS);
    documents_open();
    r = rekey_all(db, vault, text, NULL);
    assert_int_equal(r.moved, 0);
    assert_int_equal(r.lost, 1);

    vault_close(&vault);
    assert_true(vault_retire_epoch(str_from(key_file), 1));
    vault = vault_open(arena, str_from(key_file));
    assert_int_equal(found(), PERSONS);
    documents_open();
}

static void no_column_is_forgotten(void **state)
{
    (void)state;
    int n = 0;
    if (!db)
        skip();
    struct db_cursor *c = db_select(db, arena, SEALED_COLUMNS, ONE);
    for (struct one r; db_fetch(c, &r) == DB_ROW; n++)
        if (!rekey_knows(r.text))
            fail_msg("no rotation for %.*s", STR_ARG(r.text));
    assert_true(n >= 9);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(through_a_rotation), cmocka_unit_test(no_column_is_forgotten)};
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
