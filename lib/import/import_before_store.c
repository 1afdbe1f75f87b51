/* SPDX-License-Identifier: EUPL-1.2
 * import_before_store.c — see import_before.h. Images are copied inside the server, 256 subjects a statement. What this very batch
 * has written already is no image: a later row of the file that contradicts an earlier one meets it.
 */
#include "import/import_before.h"

#include "base/arena.h"
#include "db/db.h"
#include "subject/subject_touch.h"
#include "text/text.h"

enum { MOST = 256, ROWS_PER_FLUSH = 1000, FIRST_ID = 1000 /* the first numbers are those of subjects' own licences */ };

DB_STATEMENT(KEEP_SUBJECTS,
             "INSERT IGNORE INTO import_subject_before (batch_id, id, public_id, kind, type, name, code, code_confirmed, division,"
             " address, representative, established, ended, name_sealed, name_index, id_kind, id_sealed, id_index, content_hash,"
             " from_batch, created_at, version) SELECT ?, id, public_id, kind, type, name, code, code_confirmed, division, address,"
             " representative, established, ended, name_sealed, name_index, id_kind, id_sealed, id_index, content_hash, batch_id,"
             " created_at, version FROM subject WHERE id IN (" DB_MARKS_256 ") AND COALESCE(batch_id, 0) <> ?");
DB_STATEMENT(KEEP_FORMER,
             "INSERT IGNORE INTO import_former_before (batch_id, subject_id, name, until_day)"
             " SELECT ?, f.subject_id, f.name, f.until_day FROM subject s JOIN subject_former_name f ON f.subject_id = s.id"
             " WHERE s.id IN (" DB_MARKS_256 ") AND COALESCE(s.batch_id, 0) <> ?");
#define KEEP_LICENCES_SQL                                                                                                          \
    "INSERT IGNORE INTO import_licence_before (batch_id, subject_id, id, kind, number, number_key, content, issued, valid_from,"   \
    " valid_to, authority, from_batch) SELECT ?, l.subject_id, l.id, l.kind, l.number, l.number_key, l.content, l.issued,"         \
    " l.valid_from, l.valid_to, l.authority, l.batch_id FROM "
DB_STATEMENT(KEEP_LICENCES, KEEP_LICENCES_SQL "subject s JOIN licence l ON l.subject_id = s.id"
                                              " WHERE s.id IN (" DB_MARKS_256 ") AND COALESCE(s.batch_id, 0) <> ?");
DB_STATEMENT(KEEP_OLDER_LICENCES,
             KEEP_LICENCES_SQL "licence l WHERE l.subject_id IN (" DB_MARKS_256 ") AND COALESCE(l.batch_id, 0) <> ?");
DB_STATEMENT(
    PUT_LICENCE,
    "INSERT INTO licence (subject_id, id, kind, number, number_key, content, issued, valid_from, valid_to, authority, batch_id)"
    " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON DUPLICATE KEY UPDATE kind = VALUES(kind), number = VALUES(number),"
    " content = VALUES(content), issued = VALUES(issued), valid_from = VALUES(valid_from), valid_to = VALUES(valid_to),"
    " authority = VALUES(authority), batch_id = VALUES(batch_id)");

static void keep(struct db *db, const struct db_statement *s, int64_t batch_id, const int64_t *ids, size_t n)
{
    struct db_value in[MOST + 2];
    CHECK(n <= MOST);
    if (!n)
        return;
    in[0] = db_from_int(batch_id);
    for (size_t i = 0; i < MOST; i++)
        in[i + 1] = db_from_int(ids[i < n ? i : n - 1]);
    in[MOST + 1] = db_from_int(batch_id);
    db_exec_values(db, s, in, MOST + 2);
}

void import_before_keep(struct db *db, int64_t batch_id, const int64_t *ids, size_t n)
{
    keep(db, &KEEP_SUBJECTS, batch_id, ids, n);
    keep(db, &KEEP_FORMER, batch_id, ids, n);
    keep(db, &KEEP_LICENCES, batch_id, ids, n);
}

void import_before_licences(struct db *db, int64_t batch_id, const int64_t *ids, size_t n)
{
    keep(db, &KEEP_OLDER_LICENCES, batch_id, ids, n);
}

struct import_licences {
    struct db *db;
    struct db_bulk *rows;
    struct arena *arena;
    int64_t batch_id, next, left;
    struct subject_touched touched;
};

struct import_licences *import_licences_begin(struct db *db, int64_t batch_id)
{
    struct arena *a = arena_new((size_t)64 << 20);
    struct import_licences *w = ARENA_NEW(a, struct import_licences);
    *w = (struct import_licences){
        .db = db, .arena = a, .batch_id = batch_id, .rows = db_bulk_begin(db, &PUT_LICENCE, ROWS_PER_FLUSH)};
    return w;
}

static struct str some(struct str s)
{
    return s.p ? s : STR("");
}

void import_licence_add(struct import_licences *w, struct text_tools *t, struct arena *a, int64_t subject_id,
                        const struct subject_licence *l)
{
    if (!w->left) {
        w->left = ROWS_PER_FLUSH;
        w->next = FIRST_ID + db_numbers(w->db, STR("licence"), w->left);
    }
    w->left--;
    subject_touched_add(&w->touched, w->arena, subject_id);
    db_bulk_add(w->rows, subject_id, w->next++, some(l->kind), l->number, text_licence_key(a, t, l->number), some(l->content),
                l->issued, l->valid_from, l->valid_to, some(l->authority), w->batch_id);
}

void import_licences_end(struct import_licences **pw)
{
    struct arena *a = (*pw)->arena; /* *pw lives in it */
    db_bulk_end(&(*pw)->rows);
    subject_touched_write(&(*pw)->touched, (*pw)->db);
    arena_free(&a);
    *pw = NULL;
}
