/* SPDX-License-Identifier: EUPL-1.2
 * record_write_store.c — new records, for imports; see record_store.h.
 */
#include "record/record_store.h"

#include "base/arena.h"
#include "base/check.h"
#include "db/db.h"
#include "subject/subject_touch.h"

enum { KEYS_PER_STATEMENT = 256, ROWS_PER_FLUSH = 2000 /* 30 MB if every text were as long as it may be */ };

DB_STATEMENT(KNOWN_KEYS, "SELECT content_hash FROM record WHERE content_hash IN (" DB_MARKS_256 ")");
/* What a record said before two persons corrected it: the file it came from may be imported again and must not bring the fault
 * back. */
DB_STATEMENT(CORRECTED_KEYS, "SELECT h.content_hash FROM record FOR SYSTEM_TIME ALL AS h JOIN entry e ON e.record_id = h.id"
                             " AND e.kind = 'correct' AND e.state = 'approved' WHERE h.content_hash IN (" DB_MARKS_256 ")");
DB_STATEMENT(
    INSERT_RECORD,
    "INSERT INTO record (subject_id, id, item, category, severity, title, detail, document_no, authority, source, unit_id, found,"
    " points, amount, show_from, show_to, use_to, source_show_from, source_show_to, source_use_to, content_hash, batch_id)"
    " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");

struct key_row {
    struct str key;
};

static void find_keys(struct db *db, struct arena *a, const struct db_statement *s, const struct db_value *in, const uint8_t *keys,
                      size_t n, bool *known_out)
{
    static const struct db_column columns[] = {DB_COLUMN(struct key_row, key)};
    struct db_cursor *c = db_select_values(db, a, s, columns, 1, false, in, KEYS_PER_STATEMENT);
    for (struct key_row r; db_fetch(c, &r) == DB_ROW;)
        for (size_t i = 0; i < n; i++)
            if (r.key.n == RECORD_KEY_BYTES && memcmp(keys + i * RECORD_KEY_BYTES, r.key.p, RECORD_KEY_BYTES) == 0)
                known_out[i] = true;
}

void record_find_keys(struct db *db, struct arena *a, const uint8_t *keys, size_t n, bool *known_out)
{
    CHECK(n <= KEYS_PER_STATEMENT);
    memset(known_out, 0, n * sizeof *known_out);
    if (!n)
        return;
    struct db_value in[KEYS_PER_STATEMENT];
    for (size_t i = 0; i < KEYS_PER_STATEMENT; i++)
        in[i] = db_from_str((struct str){(const char *)keys + (i < n ? i : n - 1) * RECORD_KEY_BYTES, RECORD_KEY_BYTES});
    find_keys(db, a, &KNOWN_KEYS, in, keys, n, known_out);
    find_keys(db, a, &CORRECTED_KEYS, in, keys, n, known_out);
}

struct record_writer {
    struct db *db;
    struct db_bulk *rows;
    struct arena *arena;
    int64_t batch_id;
    struct subject_touched touched;
};

struct record_writer *record_writer_begin(struct db *db, int64_t batch_id)
{
    struct arena *a = arena_new((size_t)64 << 20);
    struct record_writer *w = ARENA_NEW(a, struct record_writer);
    *w = (struct record_writer){
        .db = db, .arena = a, .batch_id = batch_id, .rows = db_bulk_begin(db, &INSERT_RECORD, ROWS_PER_FLUSH)};
    return w;
}

static struct str some(struct str s)
{
    return s.p ? s : STR("");
}

void record_writer_add(struct record_writer *w, int64_t id, int64_t subject_id, const struct record_draft *d,
                       const struct record_life *life)
{
    uint8_t hash[RECORD_KEY_BYTES];
    record_content_hash(d, subject_id, hash);
    subject_touched_add(&w->touched, w->arena, subject_id);
    db_bulk_add(w->rows, subject_id, id, d->item->code, d->item->category, (int)life->severity, d->title, some(d->detail),
                some(d->document_no), some(d->authority), some(d->source), d->unit_id, d->found, d->points, d->amount,
                life->show_from, life->show_to, life->use_to, d->publicity_from, d->publicity_to, d->use_to,
                ((struct str){(const char *)hash, sizeof hash}), db_id_or_null(w->batch_id));
}

void record_writer_end(struct record_writer **pw)
{
    struct arena *a = (*pw)->arena; /* *pw lives in it */
    db_bulk_end(&(*pw)->rows);
    subject_touched_write(&(*pw)->touched, (*pw)->db);
    arena_free(&a);
    *pw = NULL;
}
