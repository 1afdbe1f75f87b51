/* SPDX-License-Identifier: EUPL-1.2
 * import_store.c — batches, their sealed files and faults in the database; the steps of import.h that change state.
 */
#include "base/out.h"
#include "crypto/digest.h"
#include "crypto/vault.h"
#include "db/db.h"
#include "import/import_walk.h"

enum { PART_BYTES = 4 << 20 };

#define BATCH_SQL                                                                                                                \
    "SELECT b.id, b.file_size, b.kind, b.item, b.file_name, b.file_hash, b.encoding, b.state, b.message, u.name, b.division, s.name,"     \
    " t.name, b.sheet_no, b.rows_total, b.rows_new, b.rows_changed, b.rows_same, b.rows_refused, b.unit_id, b.created_by,"       \
    " b.committed_by, b.version, b.confirm_codes, b.without_code, b.skip_refused, b.created_at, b.committed_at"                   \
    " FROM import_batch b LEFT JOIN unit u ON u.id = b.unit_id LEFT JOIN staff s ON s.id = b.created_by"                          \
    " LEFT JOIN staff t ON t.id = b.committed_by"
DB_STATEMENT(GET_BATCH, BATCH_SQL " WHERE b.id = ?");
DB_STATEMENT(LIST_BATCHES, BATCH_SQL " ORDER BY b.id DESC LIMIT ?");
DB_STATEMENT(INSERT_BATCH,
             "INSERT INTO import_batch (id, kind, item, file_name, file_hash, file_size, sheet_no, state, confirm_codes, without_code,"
             " skip_refused, unit_id, division, created_by, created_at) VALUES (?, ?, ?, ?, ?, ?, ?, 'uploaded', ?, ?, ?, ?, ?, ?, ?)");
DB_STATEMENT(INSERT_PART, "INSERT INTO import_file (batch_id, part, body) VALUES (?, ?, ?)");
DB_STATEMENT(SELECT_PARTS, "SELECT body FROM import_file WHERE batch_id = ? ORDER BY part");
DB_STATEMENT(SET_CHECKED,
             "UPDATE import_batch SET state = ?, encoding = ?, rows_total = ?, rows_new = ?, rows_changed = ?, rows_same = ?,"
             " rows_refused = ?, message = ?, version = version + 1 WHERE id = ? AND state IN ('uploaded', 'checked', 'unreadable')");
DB_STATEMENT(SET_COMMITTING, "UPDATE import_batch SET state = 'committing', skip_refused = ?, committed_by = ?, version = version + 1"
                             " WHERE id = ? AND version = ? AND state = 'checked'");
DB_STATEMENT(SET_COMMITTED,
             "UPDATE import_batch SET state = 'committed', rows_total = ?, rows_new = ?, rows_changed = ?, rows_same = ?,"
             " rows_refused = ?, message = '', committed_at = ?, version = version + 1 WHERE id = ? AND state = 'committing'");
DB_STATEMENT(SET_BACK, "UPDATE import_batch SET state = 'checked', message = ?, version = version + 1 WHERE id = ? AND state = 'committing'");
DB_STATEMENT(DROP_FAULTS, "DELETE FROM import_fault WHERE batch_id = ?");
DB_STATEMENT(INSERT_FAULT, "INSERT INTO import_fault (batch_id, row_no, fault_no, warning, column_name, message) VALUES (?, ?, ?, ?, ?, ?)");
DB_STATEMENT(SELECT_FAULTS, "SELECT row_no, warning, column_name, message FROM import_fault WHERE batch_id = ? AND row_no >= ?"
                            " ORDER BY row_no, fault_no LIMIT ?");
DB_STATEMENT(SELECT_UNITS, "SELECT id, name FROM unit");
DB_STATEMENT(SELECT_DIVISIONS, "SELECT code, name FROM division WHERE code LIKE CONCAT(?, '%') ORDER BY LENGTH(code) DESC, code");

static const struct db_column BATCH_COLUMNS[] = {
    DB_COLUMN(struct import_batch, id),           DB_COLUMN(struct import_batch, file_size),
    DB_COLUMN(struct import_batch, kind),         DB_COLUMN(struct import_batch, item),
    DB_COLUMN(struct import_batch, file_name),    DB_COLUMN(struct import_batch, file_hash),
    DB_COLUMN(struct import_batch, encoding),     DB_COLUMN(struct import_batch, state),
    DB_COLUMN(struct import_batch, message),      DB_COLUMN(struct import_batch, unit_name),
    DB_COLUMN(struct import_batch, division),     DB_COLUMN(struct import_batch, created_name),
    DB_COLUMN(struct import_batch, committed_name), DB_COLUMN(struct import_batch, sheet_no),
    DB_COLUMN(struct import_batch, rows_total),   DB_COLUMN(struct import_batch, rows_new),
    DB_COLUMN(struct import_batch, rows_changed), DB_COLUMN(struct import_batch, rows_same),
    DB_COLUMN(struct import_batch, rows_refused), DB_COLUMN(struct import_batch, unit_id),
    DB_COLUMN(struct import_batch, created_by),   DB_COLUMN(struct import_batch, committed_by),
    DB_COLUMN(struct import_batch, version),      DB_COLUMN(struct import_batch, confirm_codes),
    DB_COLUMN(struct import_batch, without_code), DB_COLUMN(struct import_batch, skip_refused),
    DB_COLUMN(struct import_batch, created_at),   DB_COLUMN(struct import_batch, committed_at),
};

struct part_row {
    struct str body;
};
static const struct db_column PART_COLUMNS[] = {DB_COLUMN(struct part_row, body)};
static const struct db_column FAULT_COLUMNS[] = {DB_COLUMN(struct import_fault, row_no), DB_COLUMN(struct import_fault, warning),
                                                 DB_COLUMN(struct import_fault, column_name), DB_COLUMN(struct import_fault, message)};
static const struct db_column UNIT_COLUMNS[] = {DB_COLUMN(struct import_unit, id), DB_COLUMN(struct import_unit, name)};
static const struct db_column DIVISION_COLUMNS[] = {DB_COLUMN(struct import_division, code), DB_COLUMN(struct import_division, name)};

static struct str some(struct str s)
{
    return s.p ? s : STR("");
}

int64_t import_upload(const struct import_context *c, struct arena *a, const struct import_batch *b, struct str bytes)
{
    int64_t id = db_numbers(c->db, STR("import_batch"), 1);
    uint8_t hash[DIGEST_BYTES];
    digest_of(bytes, hash);
    db_exec(c->db, INSERT_BATCH, id, b->kind, some(b->item), utf8_prefix(some(b->file_name), 200), ((struct str){(const char *)hash, sizeof hash}),
            (int64_t)bytes.n, b->sheet_no, b->confirm_codes, b->without_code, b->skip_refused, b->unit_id, b->division, c->actor.id, c->now);
    struct str sealed = vault_seal_bytes(c->vault, a, (struct vault_field){STR("import_file.body"), (uint64_t)id}, bytes);
    for (size_t at = 0, part = 0; at < sealed.n; at += PART_BYTES, part++)
        db_exec(c->db, INSERT_PART, id, (int64_t)part, str_sub(sealed, at, at + PART_BYTES));
    struct audit_entry e = {.at = c->now, .actor = c->actor, .action = STR("import.upload"), .object_type = STR("import_batch"), .object_id = id};
    e.detail = str_fmt(a, "%zu bytes, %.*s %.*s", bytes.n, STR_ARG(b->kind), STR_ARG(b->item));
    audit_write(c->db, a, &e);
    return id;
}

bool import_get(struct db *db, struct arena *a, int64_t id, struct import_batch *out)
{
    return db_one(db, a, GET_BATCH, BATCH_COLUMNS, out, id);
}

struct import_batches import_list(struct db *db, struct arena *a, int limit)
{
    struct {
        struct import_batch *p;
        size_t n, cap;
    } v = {0};
    struct db_cursor *c = db_select(db, a, LIST_BATCHES, BATCH_COLUMNS, limit);
    for (struct import_batch b; db_fetch(c, &b) == DB_ROW;)
        *VEC_PUSH(a, v) = b;
    return (struct import_batches){v.p, v.n};
}

bool import_file(const struct import_context *c, struct arena *a, int64_t id, struct str *bytes_out)
{
    struct out sealed;
    out_to_arena(&sealed, a);
    struct db_cursor *cursor = db_select(c->db, a, SELECT_PARTS, PART_COLUMNS, id);
    for (struct part_row r; db_fetch(cursor, &r) == DB_ROW;)
        out_str(&sealed, r.body);
    struct vault_field where = {STR("import_file.body"), (uint64_t)id};
    return vault_open_bytes(c->vault, a, where, out_text(&sealed), bytes_out) == VAULT_OK;
}

void import_load_places(struct import_walk *w)
{
    struct db_cursor *c = db_select(w->c->db, w->arena, SELECT_UNITS, UNIT_COLUMNS);
    for (struct import_unit u; db_fetch(c, &u) == DB_ROW;)
        *VEC_PUSH(w->arena, w->units) = u;
    c = db_select(w->c->db, w->arena, SELECT_DIVISIONS, DIVISION_COLUMNS, division_prefix(w->batch->division));
    for (struct import_division d; db_fetch(c, &d) == DB_ROW;)
        *VEC_PUSH(w->arena, w->divisions) = d;
}

struct step {
    const struct import_context *c;
    struct arena *arena;
    struct import_walk *walk;
    const struct import_batch *batch;
    struct str bytes;
    enum import_outcome outcome;
};

static void store_faults(struct db *db, const struct import_walk *w, int64_t id)
{
    db_exec(db, DROP_FAULTS, id);
    struct db_bulk *b = db_bulk_begin(db, &INSERT_FAULT, 500);
    for (size_t i = 0; i < w->faults.n; i++) { /* one running number: a row's faults may come in two goes (reading, then comparing) */
        const struct import_fault *f = &w->faults.p[i];
        db_bulk_add(b, id, f->row_no, (int64_t)i, f->warning, some(f->column_name), f->message);
    }
    db_bulk_end(&b);
}

static bool store_check(struct db *db, void *arg)
{
    struct step *s = arg;
    const struct import_walk *w = s->walk;
    bool readable = w->message.n == 0;
    int64_t n = db_exec(db, SET_CHECKED, readable ? STR("checked") : STR("unreadable"),
                        some(w->encoding), w->total, w->added, w->changed, w->same, w->refused, some(w->message),
                        s->batch->id);
    if (n != 1) {
        s->outcome = IMPORT_WRONG_STATE;
        return false;
    }
    store_faults(db, w, s->batch->id);
    s->outcome = readable ? IMPORT_DONE : IMPORT_UNREADABLE;
    return true;
}

enum import_outcome import_check(const struct import_context *c, int64_t id, struct str bytes)
{
    struct arena *a = arena_new((size_t)2 << 30), *chunk = arena_new((size_t)256 << 20);
    struct fail_frame f;
    if (FAIL_CATCH(&f)) {
        arena_free(&a);
        arena_free(&chunk);
        fail(f.kind, "%s", f.message);
    }
    struct import_batch batch;
    struct step s = {.c = c, .arena = a, .batch = &batch, .bytes = bytes, .outcome = IMPORT_WRONG_STATE};
    if (import_get(c->db, a, id, &batch)) {
        struct import_walk w = {.c = c, .batch = &batch, .arena = a, .chunk = chunk};
        if (!import_walk_run(&w, bytes))
            CHECK(w.message.n);
        s.walk = &w;
        db_transaction(c->db, store_check, &s);
    }
    fail_leave(&f);
    arena_free(&a);
    arena_free(&chunk);
    return s.outcome;
}

enum import_outcome import_request_commit(struct db *db, int64_t id, int version, int staff_id, bool skip_refused)
{
    return db_exec(db, SET_COMMITTING, skip_refused, staff_id, id, version) == 1 ? IMPORT_DONE : IMPORT_WRONG_STATE;
}

static void audit_commit(const struct step *s, const struct import_walk *w)
{
    struct audit_entry e = {.at = s->c->now, .actor = s->c->actor, .action = STR("import.commit"), .object_type = STR("import_batch"),
                            .object_id = s->batch->id};
    e.detail = str_fmt(s->arena, "rows %d, new %d, changed %d, unchanged %d, refused %d", w->total, w->added, w->changed, w->same, w->refused);
    audit_write(s->c->db, s->arena, &e);
}

/* Runs again from the start when the database asks for it: everything that it holds is made here. */
static bool commit_all(struct db *db, void *arg)
{
    struct step *s = arg;
    struct import_walk w = {.c = s->c, .batch = s->batch, .write = true, .arena = s->arena, .chunk = arena_new((size_t)256 << 20)};
    bool record = str_eq(s->batch->kind, STR("record"));
    if (record)
        w.records = record_writer_begin(db, s->batch->id);
    else
        w.subjects = subject_writer_begin(db, s->c->vault, s->c->text, s->batch->id, s->c->now);
    bool good = import_walk_run(&w, s->bytes);
    if (record)
        record_writer_end(&w.records);
    else
        subject_writer_end(&w.subjects);
    arena_free(&w.chunk);
    s->outcome = !good ? IMPORT_UNREADABLE : w.refused && !s->batch->skip_refused ? IMPORT_REFUSED_ROWS : IMPORT_DONE;
    if (s->outcome != IMPORT_DONE)
        return false;
    int64_t n = db_exec(db, SET_COMMITTED, w.total, w.added, w.changed, w.same, w.refused, s->c->now, s->batch->id);
    if (n != 1) {
        s->outcome = IMPORT_WRONG_STATE;
        return false;
    }
    audit_commit(s, &w);
    if (w.added + w.changed == 0)
        s->outcome = IMPORT_NOTHING;
    return true;
}

enum import_outcome import_commit(const struct import_context *c, int64_t id, struct str bytes)
{
    struct arena *a = arena_new((size_t)2 << 30);
    struct fail_frame f;
    if (FAIL_CATCH(&f)) {
        arena_free(&a);
        fail(f.kind, "%s", f.message);
    }
    struct import_batch batch;
    struct step s = {.c = c, .arena = a, .batch = &batch, .bytes = bytes, .outcome = IMPORT_WRONG_STATE};
    if (import_get(c->db, a, id, &batch) && str_eq(batch.state, STR("committing")))
        db_transaction(c->db, commit_all, &s);
    if (s.outcome == IMPORT_REFUSED_ROWS)
        db_exec(c->db, SET_BACK, STR("有被退回的行，没有导入任何数据。请更正文件，或者选择跳过被退回的行。"), id);
    else if (s.outcome == IMPORT_UNREADABLE)
        db_exec(c->db, SET_BACK, STR("文件无法读取，没有导入任何数据。"), id);
    fail_leave(&f);
    arena_free(&a);
    return s.outcome;
}

struct import_faults import_faults(struct db *db, struct arena *a, int64_t id, int from_row, int limit)
{
    struct {
        struct import_fault *p;
        size_t n, cap;
    } v = {0};
    struct db_cursor *c = db_select(db, a, SELECT_FAULTS, FAULT_COLUMNS, id, from_row, limit);
    for (struct import_fault f; db_fetch(c, &f) == DB_ROW;)
        *VEC_PUSH(a, v) = f;
    return (struct import_faults){v.p, v.n};
}
