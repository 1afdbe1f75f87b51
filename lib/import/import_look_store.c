/* SPDX-License-Identifier: EUPL-1.2
 * import_look_store.c — the look as a step of the worker: reads the file, writes what it found in one transaction. See
 * import_run.h.
 */
#include "crypto/vault.h"
#include "db/db.h"
#include "import/import_look.h"
#include "base/arena.h"

DB_STATEMENT(SET_LOOKED, "UPDATE import_batch SET state = ?, item = ?, layout = ?, encoding = ?, sheet_no = ?, header_row = ?,"
                         " header_key = ?, message = ?, version = version + 1 WHERE id = ? AND version = ? AND state = 'uploaded'");
DB_STATEMENT(DROP_SHEETS, "DELETE FROM import_sheet WHERE batch_id = ?");
DB_STATEMENT(DROP_COLUMNS, "DELETE FROM import_column WHERE batch_id = ?");
DB_STATEMENT(DROP_PREVIEW, "DELETE FROM import_preview WHERE batch_id = ?");
DB_STATEMENT(INSERT_SHEET, "INSERT INTO import_sheet (batch_id, sheet_no, name, hidden, rows_total, header_row, mapped)"
                           " VALUES (?, ?, ?, ?, ?, ?, ?)");
DB_STATEMENT(INSERT_COLUMN, "INSERT INTO import_column (batch_id, column_no, header, field, origin) VALUES (?, ?, ?, ?, ?)");
DB_STATEMENT(INSERT_PREVIEW, "INSERT INTO import_preview (batch_id, body) VALUES (?, ?)");
DB_STATEMENT(MEMORY, "SELECT fields FROM import_memory WHERE unit_id = ? AND kind = ? AND item = ? AND header_key = ?");

struct memory_row {
    struct str fields;
};

struct str import_memory_of(struct db *db, struct arena *a, const struct import_batch *b, struct str header_key)
{
    static const struct db_column columns[] = {DB_COLUMN(struct memory_row, fields)};
    struct memory_row r;
    return db_one(db, a, MEMORY, columns, &r, b->unit_id, b->kind, b->item, header_key) ? r.fields : STR_NONE;
}

static struct str some(struct str s)
{
    return s.p ? s : STR("");
}

struct step {
    struct import_look look;
    struct import_batch batch;
    bool readable, done;
};

static bool store_look(struct db *db, void *arg)
{
    struct step *s = arg;
    struct import_look *l = &s->look;
    struct import_batch *b = &s->batch;
    struct str key = s->readable ? (struct str){(const char *)l->header_key, sizeof l->header_key} : STR_NONE;
    s->done = db_exec(db, SET_LOOKED, s->readable ? STR("looked") : STR("unreadable"), some(b->item), some(b->layout),
                      some(l->encoding), b->sheet_no, b->header_row, key, some(l->message), b->id, b->version) == 1;
    if (!s->done)
        return false;
    db_exec(db, DROP_SHEETS, b->id);
    db_exec(db, DROP_COLUMNS, b->id);
    db_exec(db, DROP_PREVIEW, b->id);
    for (size_t i = 0; i < l->sheets.n; i++) {
        const struct import_sheet *x = &l->sheets.p[i];
        db_exec(db, INSERT_SHEET, b->id, x->sheet_no, some(x->name), x->hidden, x->rows_total, x->header_row, x->mapped);
    }
    for (size_t i = 0; i < l->columns.n; i++) {
        const struct import_column *x = &l->columns.p[i];
        db_exec(db, INSERT_COLUMN, b->id, x->column_no, some(x->header), some(x->field), x->origin);
    }
    struct vault_field where = {STR("import_preview.body"), (uint64_t)b->id};
    db_exec(db, INSERT_PREVIEW, b->id, vault_seal(l->c->vault, l->arena, where, some(l->preview)));
    return true;
}

enum import_outcome import_look(const struct import_context *c, int64_t id, struct str bytes)
{
    struct arena *a = arena_new((size_t)1 << 30);
    struct fail_frame f;
    if (FAIL_CATCH(&f)) {
        arena_free(&a);
        fail(f.kind, "%s", f.message);
    }
    struct step s = {0};
    s.look = (struct import_look){.c = c, .batch = &s.batch, .arena = a};
    if (import_get(c->db, a, id, &s.batch) && import_in_state(&s.batch, "uploaded")) {
        s.readable = import_look_run(&s.look, bytes);
        db_transaction(c->db, store_look, &s);
    }
    fail_leave(&f);
    arena_free(&a);
    return !s.done ? IMPORT_WRONG_STATE : s.readable ? IMPORT_DONE : IMPORT_UNREADABLE;
}
