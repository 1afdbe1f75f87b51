/* SPDX-License-Identifier: EUPL-1.2
 * import_run_store.c — the dry run and the commit of import.h, for worker and portalctl: what pages may not do is not in their
 * programs.
 */
#include "crypto/vault.h"
#include "db/db.h"
#include "import/import_annotate.h"
#include "import/import_before.h"
#include "import/import_walk.h"

enum { PART_BYTES = 4 << 20 };

DB_STATEMENT(SET_CHECKED,
             "UPDATE import_batch SET state = ?, encoding = ?, rows_total = ?, rows_new = ?, rows_changed = ?, rows_same = ?,"
             " rows_duplicate = ?, rows_refused = ?, message = ?, version = version + 1 WHERE id = ? AND version = ?"
             " AND state IN ('uploaded', 'looked', 'mapped', 'checked', 'unreadable')");
DB_STATEMENT(
    SET_COMMITTED,
    "UPDATE import_batch SET state = 'committed', rows_total = ?, rows_new = ?, rows_changed = ?, rows_same = ?,"
    " rows_duplicate = ?, rows_refused = ?, message = '', committed_at = ?, version = version + 1 WHERE id = ? AND state = 'committing'");
DB_STATEMENT(SET_BACK,
             "UPDATE import_batch SET state = 'checked', message = ?, version = version + 1 WHERE id = ? AND state = 'committing'");
DB_STATEMENT(DROP_FAULTS, "DELETE FROM import_fault WHERE batch_id = ?");
DB_STATEMENT(INSERT_FAULT,
             "INSERT INTO import_fault (batch_id, row_no, fault_no, warning, column_name, message) VALUES (?, ?, ?, ?, ?, ?)");
DB_STATEMENT(DROP_DIFFS, "DELETE FROM import_diff WHERE batch_id = ?");
DB_STATEMENT(INSERT_DIFF, "INSERT INTO import_diff (batch_id, diff_no, row_no, name, field, text_before, text_after)"
                          " VALUES (?, ?, ?, ?, ?, ?, ?)");
DB_STATEMENT(DROP_OUTPUT, "DELETE FROM import_output WHERE batch_id = ?");
DB_STATEMENT(INSERT_OUTPUT, "INSERT INTO import_output (batch_id, format, part, body) VALUES (?, ?, ?, ?)");

static struct str some(struct str s)
{
    return s.p ? s : STR("");
}

struct step {
    const struct import_context *c;
    struct arena *arena;
    struct import_walk *walk;
    const struct import_batch *batch;
    struct str bytes;
    struct import_annotated annotated;
    int tries; /* of the commit */
    enum import_outcome outcome;
};

static void store_faults(struct db *db, const struct import_walk *w, int64_t id)
{
    db_exec(db, DROP_FAULTS, id);
    struct db_bulk *b = db_bulk_begin(db, &INSERT_FAULT, 500);
    for (size_t i = 0; i < w->faults.n && i < IMPORT_FAULTS_MOST;
         i++) { /* one running number: a row's faults may come in two goes */
        const struct import_fault *f = &w->faults.p[i];
        db_bulk_add(b, id, f->row_no, (int64_t)i, f->warning, some(f->column_name), f->message);
    }
    db_bulk_end(&b);
}

static void store_diffs(struct db *db, const struct import_walk *w, int64_t id)
{
    db_exec(db, DROP_DIFFS, id);
    for (size_t i = 0; i < w->diffs.n; i++) {
        const struct import_diff *d = &w->diffs.p[i];
        db_exec(db, INSERT_DIFF, id, (int64_t)i, d->row_no, some(d->name), some(d->field), some(d->before), some(d->after));
    }
}

static void store_output(struct db *db, const struct step *s, struct str format, struct str bytes)
{
    struct vault_field where = {STR("import_output.body"), (uint64_t)s->batch->id};
    if (!bytes.n)
        return;
    struct str sealed = vault_seal_bytes(s->c->vault, s->arena, where, bytes);
    for (size_t at = 0, part = 0; at < sealed.n; at += PART_BYTES, part++)
        db_exec(db, INSERT_OUTPUT, s->batch->id, format, (int64_t)part, str_sub(sealed, at, at + PART_BYTES));
}

static bool store_check(struct db *db, void *arg)
{
    struct step *s = arg;
    const struct import_walk *w = s->walk;
    bool readable = w->message.n == 0;
    int64_t n = db_exec(db, SET_CHECKED, readable ? STR("checked") : STR("unreadable"), some(w->encoding), w->total, w->added,
                        w->changed, w->same, w->duplicate, w->refused, some(w->message), s->batch->id, s->batch->version);
    if (n != 1) {
        s->outcome = IMPORT_WRONG_STATE;
        return false;
    }
    store_faults(db, w, s->batch->id);
    store_diffs(db, w, s->batch->id);
    db_exec(db, DROP_OUTPUT, s->batch->id);
    store_output(db, s, STR("xlsx"), s->annotated.xlsx);
    store_output(db, s, STR("csv"), s->annotated.csv);
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
        if (!w.message.n)
            import_annotate(&w, bytes, &s.annotated);
        db_transaction(c->db, store_check, &s);
    }
    fail_leave(&f);
    arena_free(&a);
    arena_free(&chunk);
    return s.outcome;
}

static void audit_commit(const struct step *s, const struct import_walk *w)
{
    struct audit_entry e = {.at = s->c->now,
                            .actor = s->c->actor,
                            .action = STR("import.commit"),
                            .object_type = STR("import_batch"),
                            .object_id = s->batch->id};
    e.detail = str_fmt(s->arena, "rows %d, new %d, changed %d, unchanged %d, repeated %d, refused %d", w->total, w->added,
                       w->changed, w->same, w->duplicate, w->refused);
    audit_write(s->c->db, s->arena, &e);
}

/* Runs again from the start when the database asks for it: everything that it holds is made here. */
static bool commit_all(struct db *db, void *arg)
{
    struct step *s = arg;
    struct import_walk w = {.c = s->c, .batch = s->batch, .write = true, .arena = s->arena, .chunk = arena_new((size_t)256 << 20)};
    bool record = str_eq(s->batch->kind, STR("record"));
    w.all_new = record && s->tries++ == 0 && s->batch->rows_same == 0;
    const struct regime_item *item = record ? regime_item(s->c->regime, s->batch->item) : NULL;
    if (item && item->kind == ITEM_LICENCE)
        w.licences = import_licences_begin(db, s->batch->id);
    if (record)
        w.records = record_writer_begin(db, s->batch->id);
    else
        w.subjects = subject_writer_begin(db, s->c->vault, s->c->text, s->batch->id, s->c->now);
    bool good = import_walk_run(&w, s->bytes);
    if (w.licences)
        import_licences_end(&w.licences);
    if (record)
        record_writer_end(&w.records);
    else
        subject_writer_end(&w.subjects);
    arena_free(&w.chunk);
    s->outcome = !good ? IMPORT_UNREADABLE : w.refused && !s->batch->skip_refused ? IMPORT_REFUSED_ROWS : IMPORT_DONE;
    if (s->outcome != IMPORT_DONE)
        return false;
    int64_t n = db_exec(db, SET_COMMITTED, w.total, w.added, w.changed, w.same, w.duplicate, w.refused, s->c->now, s->batch->id);
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
