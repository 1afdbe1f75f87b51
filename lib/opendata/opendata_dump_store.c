/* SPDX-License-Identifier: EUPL-1.2
 * opendata_dump_store.c — see opendata_dump_store.h.
 */
#include "opendata/opendata_dump_store.h"

#include "base/arena.h"
#include "db/db.h"
#include "opendata/opendata_dump.h"

enum { MOST = 256, TOUCHES_MOST = 200000 };

DB_STATEMENT(
    DUE,
    "SELECT NOT EXISTS (SELECT 1 FROM open_file WHERE made_on = ? AND regime_version_id = ?) OR EXISTS (SELECT 1 FROM open_touch)");
DB_STATEMENT(TOUCHES, "SELECT block, token FROM open_touch LIMIT ?");
DB_STATEMENT(DROP_TOUCH, "DELETE FROM open_touch WHERE block = ? AND token = ?");
DB_STATEMENT(PUT_PART, "INSERT INTO open_part (file_id, seq, body) VALUES (?, ?, ?)");
DB_STATEMENT(
    PUT_FILE,
    "REPLACE INTO open_file (name, id, made_at, made_on, regime_version_id, size, line_count, hash) VALUES (?, ?, ?, ?, ?, ?, ?, ?)");
DB_STATEMENT(SWEEP, "DELETE FROM open_part WHERE file_id NOT IN (SELECT id FROM open_file)");
DB_STATEMENT(SAID, "SELECT subject_id, digest FROM open_subject WHERE subject_id IN (" DB_MARKS_256 ")");
DB_STATEMENT(PUT_SAID, "INSERT INTO open_subject (subject_id, public_id, code, digest, change_no) VALUES (?, ?, ?, ?, ?) "
                       "ON DUPLICATE KEY UPDATE public_id = VALUES(public_id), code = VALUES(code), digest = VALUES(digest), "
                       "change_no = VALUES(change_no)");
DB_STATEMENT(GONE, "SELECT o.subject_id, o.public_id, o.code FROM open_subject o LEFT JOIN subject s ON s.id = o.subject_id "
                   "WHERE s.id IS NULL AND o.digest <> REPEAT('\\0', 32)");

bool opendata_dump_due(struct db *db, struct day today, int regime_version_id)
{
    return db_int(db, DUE, today, regime_version_id) != 0;
}

struct opendata_touched opendata_touched(struct db *db, struct arena *a)
{
    static const struct db_column columns[] = {DB_COLUMN(struct opendata_touch, block), DB_COLUMN(struct opendata_touch, token)};
    struct opendata_touched v = {0};
    struct db_cursor *c = db_select(db, a, TOUCHES, columns, (int)TOUCHES_MOST);
    for (struct opendata_touch t; db_fetch(c, &t) == DB_ROW;)
        *VEC_PUSH(a, v) = t;
    return v;
}

static bool take_number(struct db *db, void *arg)
{
    *(int64_t *)arg = db_numbers(db, STR("open_file"), 1);
    return true;
}

int64_t opendata_new_file(struct db *db)
{
    int64_t id = 0;
    bool good = db_transaction(db, take_number, &id);
    CHECK(good);
    return id;
}

void opendata_put_part(struct db *db, int64_t file_id, int seq, struct str body)
{
    db_exec(db, PUT_PART, file_id, seq, body);
}

/* --- changes --- */

struct noting {
    struct arena *a;
    const struct opendata_said *p;
    const bool *changed;
    size_t n, count;
};

static bool put_changed(struct db *db, void *arg)
{
    struct noting *w = arg;
    int64_t number = db_numbers(db, STR("open_change"), (int64_t)w->count);
    for (size_t i = 0; i < w->n; i++)
        if (w->changed[i])
            db_exec(db, PUT_SAID, w->p[i].subject, w->p[i].public_id, w->p[i].code,
                    ((struct str){(const char *)w->p[i].digest, DIGEST_BYTES}), number++);
    return true;
}

static bool all_zero(const uint8_t digest[DIGEST_BYTES])
{
    static const uint8_t zero[DIGEST_BYTES];
    return memcmp(digest, zero, DIGEST_BYTES) == 0;
}

/* A new organisation of which nothing is public is no news. */
void opendata_note_changes(struct db *db, struct arena *a, const struct opendata_said *p, size_t n)
{
    struct row {
        int64_t subject;
        struct str digest;
    } row;
    static const struct db_column columns[] = {DB_COLUMN(struct row, subject), DB_COLUMN(struct row, digest)};
    bool *changed = ARENA_ARRAY(a, bool, n);
    struct db_value in[MOST];
    CHECK(n <= MOST);
    for (size_t i = 0; i < n; i++)
        changed[i] = !all_zero(p[i].digest);
    for (size_t i = 0; i < MOST; i++)
        in[i] = db_from_int(i < n ? p[i].subject : 0);
    struct db_cursor *c = db_select_values(db, a, &SAID, columns, 2, false, in, MOST);
    while (db_fetch(c, &row) == DB_ROW)
        for (size_t i = 0; i < n; i++)
            if (p[i].subject == row.subject)
                changed[i] = row.digest.n != DIGEST_BYTES || memcmp(row.digest.p, p[i].digest, DIGEST_BYTES) != 0;
    struct noting w = {a, p, changed, n, 0};
    for (size_t i = 0; i < n; i++)
        w.count += changed[i];
    if (w.count && !db_transaction(db, put_changed, &w))
        fail(FAIL_DATABASE, "changes of open data were not noted");
}

void opendata_note_gone(struct db *db, struct arena *a)
{
    static const struct db_column columns[] = {DB_COLUMN(struct opendata_said, subject), DB_COLUMN(struct opendata_said, public_id),
                                               DB_COLUMN(struct opendata_said, code)};
    struct {
        struct opendata_said *p;
        size_t n, cap;
    } v = {0};
    struct opendata_said gone = {0};
    struct db_cursor *c = db_select(db, a, GONE, columns);
    while (db_fetch(c, &gone) == DB_ROW)
        *VEC_PUSH(a, v) = gone;
    for (size_t from = 0; from < v.n; from += MOST)
        opendata_note_changes(db, a, v.p + from, v.n - from < MOST ? v.n - from : MOST);
}

/* --- the files --- */

struct replacing {
    const struct opendata_stored *p;
    size_t n;
    const struct opendata_touched *seen;
};

static bool replace(struct db *db, void *arg)
{
    const struct replacing *w = arg;
    for (size_t i = 0; i < w->n; i++) {
        const struct opendata_stored *f = &w->p[i];
        db_exec(db, PUT_FILE, f->name, f->id, f->made_at, f->made_on, f->regime_version_id, f->size, f->lines, f->hash);
    }
    for (size_t i = 0; i < w->seen->n; i++)
        db_exec(db, DROP_TOUCH, w->seen->p[i].block, w->seen->p[i].token);
    return true;
}

void opendata_replace_files(struct db *db, const struct opendata_stored *files, size_t n, const struct opendata_touched *seen)
{
    struct replacing w = {files, n, seen};
    if (!db_transaction(db, replace, &w))
        fail(FAIL_DATABASE, "files of open data were not replaced");
    db_exec(db, SWEEP);
}
