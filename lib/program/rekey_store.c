/* SPDX-License-Identifier: EUPL-1.2
 * rekey_store.c — see rekey.h. In portalctl only. Documents lie in parts; the key that is sealed again is at the head of part 0.
 */
#include "program/rekey.h"

#include <string.h>

#include "base/arena.h"
#include "crypto/vault_many.h"
#include "db/db.h"
#include "subject/subject_store.h"
#include "text/text.h"

enum { BLOCK = 256, HEAD_OF_BLOB = VAULT_FIELD_MOST + 45 };

/* --- what there is --- */

/* a, b: the row's key; row: what is authenticated; parameters: a, a, b, epoch (4 bytes), epoch, limit */
#define NEXT_SQL(table, a, b, row, blob, where)                                                                                    \
    "SELECT " a ", " b ", " row ", 0, LEFT(" blob ", 925), LENGTH(" blob ") FROM " table " WHERE (" a " > ? OR (" a " = ? AND " b  \
    " > ?)) AND SUBSTRING(" blob ", 2, 4) <> ? AND (? IS NOT NULL) " where " ORDER BY 1, 2 LIMIT ?"
#define SET_SQL(table, a, b, blob)                                                                                                 \
    "UPDATE " table " SET " blob " = CONCAT(?, SUBSTRING(" blob ", ? + 1)) WHERE " a " = ? AND " b " = ? AND LEFT(" blob ", ?) = ?"
#define COUNT_SQL(what, table, blob, where)                                                                                        \
    "SELECT '" what "', CAST(CONV(HEX(SUBSTRING(" blob ", 2, 4)), 16, 10) AS SIGNED), COUNT(*) FROM " table " WHERE " blob         \
    " IS NOT NULL " where " GROUP BY 2 "
#define NEXT_PERSON_SQL(table, a, b, part)                                                                                         \
    "SELECT " a ", " b ", id, id_kind, " part "_sealed, LENGTH(" part "_sealed) FROM " table " WHERE (" a " > ? OR (" a            \
    " = ? AND " b " > ?)) AND " part "_sealed IS NOT NULL AND (SUBSTRING(" part "_sealed, 2, 4) <> ? OR LEFT(" part                \
    "_index, 3) <> ?) ORDER BY 1, 2 LIMIT ?"
#define SET_PERSON_SQL(table, a, b, part)                                                                                          \
    "UPDATE " table " SET " part "_sealed = ?, " part "_index = ? WHERE " a " = ? AND " b " = ? AND " part "_sealed = ?"
#define COUNT_INDEX_SQL(what, table, part)                                                                                         \
    "SELECT '" what " index', IF(LEFT(" part "_index, 1) = X'01', CAST(CONV(HEX(SUBSTRING(" part                                   \
    "_index, 2, 2)), 16, 10) AS SIGNED), 0), COUNT(*) FROM " table " WHERE " part "_sealed IS NOT NULL GROUP BY 2 "

DB_STATEMENT(NEXT_NAME, NEXT_PERSON_SQL("subject", "id", "0", "name"));
DB_STATEMENT(SET_NAME, SET_PERSON_SQL("subject", "id", "0", "name"));
DB_STATEMENT(NEXT_ID, NEXT_PERSON_SQL("subject", "id", "0", "id"));
DB_STATEMENT(SET_ID, SET_PERSON_SQL("subject", "id", "0", "id"));
DB_STATEMENT(NEXT_OLD_NAME, NEXT_PERSON_SQL("import_subject_before", "batch_id", "id", "name"));
DB_STATEMENT(SET_OLD_NAME, SET_PERSON_SQL("import_subject_before", "batch_id", "id", "name"));
DB_STATEMENT(NEXT_OLD_ID, NEXT_PERSON_SQL("import_subject_before", "batch_id", "id", "id"));
DB_STATEMENT(SET_OLD_ID, SET_PERSON_SQL("import_subject_before", "batch_id", "id", "id"));
DB_STATEMENT(NEXT_TOTP, NEXT_SQL("staff", "id", "0", "id", "totp_secret", ""));
DB_STATEMENT(SET_TOTP, SET_SQL("staff", "id", "0", "totp_secret"));
DB_STATEMENT(NEXT_FILE, NEXT_SQL("import_file", "batch_id", "part", "batch_id", "body", "AND part = 0"));
DB_STATEMENT(SET_FILE, SET_SQL("import_file", "batch_id", "part", "body"));
DB_STATEMENT(NEXT_OUTPUT, NEXT_SQL("import_output", "batch_id", "CRC32(format)", "batch_id", "body", "AND part = 0"));
DB_STATEMENT(SET_OUTPUT, SET_SQL("import_output", "batch_id", "part = 0 AND CRC32(format)", "body"));
DB_STATEMENT(NEXT_PREVIEW, NEXT_SQL("import_preview", "batch_id", "0", "batch_id", "body", ""));
DB_STATEMENT(SET_PREVIEW, SET_SQL("import_preview", "batch_id", "0", "body"));
DB_STATEMENT(NEXT_EVIDENCE, NEXT_SQL("evidence_part", "evidence_id", "part", "evidence_id", "body", "AND part = 0"));
DB_STATEMENT(SET_EVIDENCE, SET_SQL("evidence_part", "evidence_id", "part", "body"));
#define OF_SEALED_NOTICE "AND notice_id IN (SELECT id FROM notice WHERE sealed)"
DB_STATEMENT(NEXT_NOTICE, NEXT_SQL("notice_body", "notice_id", "0", "notice_id", "body", OF_SEALED_NOTICE));
DB_STATEMENT(SET_NOTICE, SET_SQL("notice_body", "notice_id", "0", "body"));
DB_STATEMENT(NEXT_PDF, NEXT_SQL("notice_file", "notice_id", "CRC32(format)", "notice_id", "body", OF_SEALED_NOTICE));
DB_STATEMENT(SET_PDF, SET_SQL("notice_file", "notice_id", "CRC32(format)", "body"));

/* One statement a column: the formatter and the reader both prefer it to a long UNION. */
DB_STATEMENT(COUNT_NAME, COUNT_SQL("subject.name", "subject", "name_sealed", ""));
DB_STATEMENT(COUNT_NAME_INDEX, COUNT_INDEX_SQL("subject.name", "subject", "name"));
DB_STATEMENT(COUNT_ID, COUNT_SQL("subject.id_number", "subject", "id_sealed", ""));
DB_STATEMENT(COUNT_ID_INDEX, COUNT_INDEX_SQL("subject.id_number", "subject", "id"));
DB_STATEMENT(COUNT_OLD_NAME, COUNT_SQL("import_subject_before.name", "import_subject_before", "name_sealed", ""));
DB_STATEMENT(COUNT_OLD_NAME_INDEX, COUNT_INDEX_SQL("import_subject_before.name", "import_subject_before", "name"));
DB_STATEMENT(COUNT_OLD_ID, COUNT_SQL("import_subject_before.id_number", "import_subject_before", "id_sealed", ""));
DB_STATEMENT(COUNT_OLD_ID_INDEX, COUNT_INDEX_SQL("import_subject_before.id_number", "import_subject_before", "id"));
DB_STATEMENT(COUNT_TOTP, COUNT_SQL("staff.totp_secret", "staff", "totp_secret", ""));
DB_STATEMENT(COUNT_FILE, COUNT_SQL("import_file.body", "import_file", "body", "AND part = 0"));
DB_STATEMENT(COUNT_OUTPUT, COUNT_SQL("import_output.body", "import_output", "body", "AND part = 0"));
DB_STATEMENT(COUNT_PREVIEW, COUNT_SQL("import_preview.body", "import_preview", "body", ""));
DB_STATEMENT(COUNT_EVIDENCE, COUNT_SQL("evidence_part.body", "evidence_part", "body", "AND part = 0"));
DB_STATEMENT(COUNT_NOTICE, COUNT_SQL("notice_body.body", "notice_body", "body", OF_SEALED_NOTICE));
DB_STATEMENT(COUNT_PDF, COUNT_SQL("notice_file.body", "notice_file", "body", OF_SEALED_NOTICE));
DB_STATEMENT(COUNT_PASSWORD,
             "SELECT 'staff.password_hash', IF(password_hash LIKE '1.%', CAST(SUBSTRING_INDEX(SUBSTRING(password_hash, 3), '$', 1)"
             " AS SIGNED), 0), COUNT(*) FROM staff GROUP BY 2");

enum indexed { NO_INDEX, INDEX_OF_ID, INDEX_OF_NAME };
struct column {
    struct str at;   /* table and column */
    struct str name; /* as it is authenticated */
    enum indexed indexed;
    const struct db_statement *next, *set, *count, *count_index;
};
#define PERSON(table, column, name, indexed, STATEMENT)                                                                            \
    {                                                                                                                              \
        STR_INIT(table "." column), STR_INIT(name), indexed, &NEXT_##STATEMENT, &SET_##STATEMENT, &COUNT_##STATEMENT,              \
            &COUNT_##STATEMENT##_INDEX                                                                                             \
    }
#define PLAIN(name, STATEMENT)                                                                                                     \
    {                                                                                                                              \
        STR_INIT(name), STR_INIT(name), NO_INDEX, &NEXT_##STATEMENT, &SET_##STATEMENT, &COUNT_##STATEMENT, NULL                    \
    }
static const struct column COLUMNS[] = {
    PERSON("subject", "name_sealed", "subject.name", INDEX_OF_NAME, NAME),
    PERSON("subject", "id_sealed", "subject.id_number", INDEX_OF_ID, ID),
    PERSON("import_subject_before", "name_sealed", "subject.name", INDEX_OF_NAME, OLD_NAME),
    PERSON("import_subject_before", "id_sealed", "subject.id_number", INDEX_OF_ID, OLD_ID),
    PLAIN("staff.totp_secret", TOTP),
    PLAIN("import_file.body", FILE),
    PLAIN("import_output.body", OUTPUT),
    PLAIN("import_preview.body", PREVIEW),
    PLAIN("evidence_part.body", EVIDENCE),
    PLAIN("notice_body.body", NOTICE),
    PLAIN("notice_file.body", PDF),
};
enum { COLUMNS_N = sizeof COLUMNS / sizeof *COLUMNS };

static const struct db_column COUNT_COLUMNS[] = {
    DB_COLUMN(struct rekey_count, what),
    DB_COLUMN(struct rekey_count, epoch),
    DB_COLUMN(struct rekey_count, rows),
};

bool rekey_knows(struct str table_column)
{
    for (size_t i = 0; i < COLUMNS_N; i++)
        if (str_eq(COLUMNS[i].at, table_column))
            return true;
    return false;
}

struct counts {
    struct rekey_count *p;
    size_t n, cap;
};

static void count(struct db *db, struct arena *a, const struct db_statement *s, struct counts *out)
{
    struct db_cursor *c = db_select_values(db, a, s, COUNT_COLUMNS, sizeof COUNT_COLUMNS / sizeof *COUNT_COLUMNS, false, NULL, 0);
    for (struct rekey_count r; db_fetch(c, &r) == DB_ROW;)
        *VEC_PUSH(a, *out) = r;
}

size_t rekey_counts(struct db *db, struct arena *a, struct rekey_count **out)
{
    struct counts v = {0};
    for (size_t i = 0; i < COLUMNS_N; i++) {
        count(db, a, COLUMNS[i].count, &v);
        if (COLUMNS[i].count_index)
            count(db, a, COLUMNS[i].count_index, &v);
    }
    count(db, a, &COUNT_PASSWORD, &v);
    *out = v.p;
    return v.n;
}

/* --- moving --- */

struct row {
    int64_t a, b, row, id_kind;
    struct str blob; /* its head at least */
    int64_t size;
};
static const struct db_column ROW_COLUMNS[] = {
    DB_COLUMN(struct row, a),       DB_COLUMN(struct row, b),    DB_COLUMN(struct row, row),
    DB_COLUMN(struct row, id_kind), DB_COLUMN(struct row, blob), DB_COLUMN(struct row, size),
};

struct move {
    struct row row;
    struct str old; /* what is replaced: all of a field, the sealed key of a document */
    struct str fresh, index;
};

struct block {
    struct db *db;
    struct arena *arena;
    const struct vault *vault;
    struct text_tools *text;
    const struct column *column;
    struct move *moves;
    size_t n;
    struct rekey_result result;
};

static struct str bytes_of(struct arena *a, const void *p, size_t n)
{
    return str_dup(a, (struct str){p, n});
}

/* Not of the newest epoch, after (a, b). */
static void read_block(struct block *x, const struct row *after, uint32_t epoch)
{
    const uint8_t number[4] = {(uint8_t)(epoch >> 24), (uint8_t)(epoch >> 16), (uint8_t)(epoch >> 8), (uint8_t)epoch};
    const uint8_t head[3] = {1, number[2], number[3]};
    const struct db_value in[] = {db_from_int(after->a),
                                  db_from_int(after->a),
                                  db_from_int(after->b),
                                  db_from_str(bytes_of(x->arena, number, sizeof number)),
                                  db_from_str(bytes_of(x->arena, head, sizeof head)),
                                  db_from_int(BLOCK)};
    x->moves = ARENA_ARRAY(x->arena, struct move, BLOCK);
    x->n = 0;
    struct db_cursor *c = db_select_values(x->db, x->arena, x->column->next, ROW_COLUMNS, sizeof ROW_COLUMNS / sizeof *ROW_COLUMNS,
                                           false, in, sizeof in / sizeof *in);
    for (struct row r; db_fetch(c, &r) == DB_ROW && x->n < BLOCK;) {
        struct move *m = &x->moves[x->n++];
        *m = (struct move){.row = r, .old = r.blob};
        if (r.size > (int64_t)r.blob.n || (r.blob.n > VAULT_DOCUMENT_KEY && r.blob.p[0] == 3))
            m->old = str_sub(r.blob, 0, VAULT_DOCUMENT_KEY);
    }
}

/* Plaintext names come here for the moment that their index takes (ICU's rules, which the keeper does not know); numbers do not. */
static void index_names(struct block *x)
{
    struct vault_task *t = ARENA_ARRAY(x->arena, struct vault_task, x->n);
    for (size_t i = 0; i < x->n; i++) {
        const struct move *m = &x->moves[i];
        t[i] = (struct vault_task){.kind = VAULT_TASK_OPEN, .where = {x->column->name, (uint64_t)m->row.row}, .in = m->old};
    }
    vault_many(x->vault, x->arena, t, x->n);
    for (size_t i = 0; i < x->n; i++) {
        struct str key = t[i].verdict == VAULT_OK ? text_key(x->arena, x->text, t[i].out) : STR_NONE;
        t[i] = (struct vault_task){.kind = VAULT_TASK_INDEX, .where.table_column = x->column->name, .in = key};
    }
    vault_many(x->vault, x->arena, t, x->n);
    for (size_t i = 0; i < x->n; i++)
        x->moves[i].index = bytes_of(x->arena, t[i].indexes.p[0], VAULT_INDEX_BYTES);
}

static void index_numbers(struct block *x)
{
    struct vault_task *t = ARENA_ARRAY(x->arena, struct vault_task, x->n);
    for (size_t i = 0; i < x->n; i++) {
        const struct move *m = &x->moves[i];
        t[i] = (struct vault_task){.kind = VAULT_TASK_REINDEX,
                                   .where = {x->column->name, (uint64_t)m->row.row},
                                   .in = m->old,
                                   .prefix = str_fmt(x->arena, SUBJECT_ID_PREFIX, (int)m->row.id_kind)};
    }
    vault_many(x->vault, x->arena, t, x->n);
    for (size_t i = 0; i < x->n; i++)
        x->moves[i].index = bytes_of(x->arena, t[i].indexes.p[0], VAULT_INDEX_BYTES);
}

static void seal_again(struct block *x)
{
    struct vault_task *t = ARENA_ARRAY(x->arena, struct vault_task, x->n);
    for (size_t i = 0; i < x->n; i++)
        t[i] = (struct vault_task){
            .kind = VAULT_TASK_RESEAL, .where = {x->column->name, (uint64_t)x->moves[i].row.row}, .in = x->moves[i].old};
    vault_many(x->vault, x->arena, t, x->n);
    for (size_t i = 0; i < x->n; i++)
        x->moves[i].fresh = t[i].verdict == VAULT_OK ? t[i].out : STR_NONE;
}

static int64_t write_one(struct db *db, const struct column *c, const struct move *m)
{
    if (c->indexed == NO_INDEX) {
        const struct db_value in[] = {db_from_str(m->fresh), db_from_int((int64_t)m->old.n), db_from_int(m->row.a),
                                      db_from_int(m->row.b), db_from_int((int64_t)m->old.n), db_from_str(m->old)};
        return db_try_values(db, c->set, in, sizeof in / sizeof *in);
    }
    const struct db_value in[] = {db_from_str(m->fresh), db_from_str(m->index), db_from_int(m->row.a), db_from_int(m->row.b),
                                  db_from_str(m->old)};
    return db_try_values(db, c->set, in, sizeof in / sizeof *in);
}

static bool write_block(struct db *db, void *arg)
{
    struct block *x = arg;
    x->result = (struct rekey_result){0};
    for (size_t i = 0; i < x->n; i++) {
        int64_t n = x->moves[i].fresh.n ? write_one(db, x->column, &x->moves[i]) : DB_DUPLICATE;
        x->result.moved += n == 1;
        x->result.kept += n == 0;
        x->result.lost += n == DB_DUPLICATE;
    }
    return true;
}

static int64_t to_move(struct db *db, struct arena *a, const struct column *c, uint32_t newest)
{
    struct counts v = {0};
    int64_t n = 0;
    count(db, a, c->count, &v);
    for (size_t i = 0; i < v.n; i++)
        n += v.p[i].epoch == newest ? 0 : v.p[i].rows;
    return n;
}

static void move_column(struct block *x, uint32_t newest, struct rekey_result *sum,
                        void (*progress)(void *what, int64_t done, int64_t total))
{
    struct row after = {.a = INT64_MIN, .b = INT64_MIN};
    int64_t total = progress ? to_move(x->db, x->arena, x->column, newest) : 0, done = 0;
    do {
        arena_reset(x->arena);
        read_block(x, &after, newest);
        if (x->n == 0)
            break;
        after = x->moves[x->n - 1].row;
        seal_again(x);
        if (x->column->indexed == INDEX_OF_NAME)
            index_names(x);
        else if (x->column->indexed == INDEX_OF_ID)
            index_numbers(x);
        db_transaction(x->db, write_block, x);
        sum->moved += x->result.moved;
        sum->kept += x->result.kept;
        sum->lost += x->result.lost;
        done += (int64_t)x->n;
        if (progress)
            progress((void *)(uintptr_t)x->column->name.p, done, total > done ? total : done);
    } while (x->n == BLOCK);
}

struct rekey_result rekey_all(struct db *db, const struct vault *v, struct text_tools *t,
                              void (*progress)(void *what, int64_t done, int64_t total))
{
    struct rekey_result sum = {0};
    struct block x = {.db = db, .arena = arena_new((size_t)64 << 20), .vault = v, .text = t};
    uint32_t newest = vault_epoch(v);
    for (size_t i = 0; i < COLUMNS_N; i++) {
        x.column = &COLUMNS[i];
        move_column(&x, newest, &sum, progress);
    }
    arena_free(&x.arena);
    return sum;
}
