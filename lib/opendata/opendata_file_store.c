/* SPDX-License-Identifier: EUPL-1.2
 * opendata_file_store.c — see opendata_file.h.
 */
#include "opendata/opendata_file.h"

#include "base/arena.h"
#include "base/out.h"
#include "db/db.h"

DB_STATEMENT(FILES,
             "SELECT name, id, size, line_count, made_at, made_on, regime_version_id, hash FROM open_file WHERE made_on = ? AND "
             "regime_version_id = ? AND NOT EXISTS (SELECT 1 FROM open_touch) ORDER BY name");
DB_STATEMENT(PARTS, "SELECT body FROM open_part WHERE file_id = ? ORDER BY seq");
DB_STATEMENT(CHANGES, "SELECT change_no, public_id, code FROM open_subject WHERE change_no > ? ORDER BY change_no LIMIT ?");

#define F(m) DB_COLUMN(struct opendata_stored, m)
static const struct db_column FILE_COLUMNS[] = {F(name), F(id), F(size), F(lines), F(made_at), F(made_on), F(regime_version_id),
                                                F(hash)};
#define C(m) DB_COLUMN(struct opendata_changed, m)
static const struct db_column CHANGE_COLUMNS[] = {C(change_no), C(public_id), C(code)};

struct opendata_stored_list opendata_files(struct db *db, struct arena *a, struct day today, int regime_version_id)
{
    struct {
        struct opendata_stored *p;
        size_t n, cap;
    } v = {0};
    struct db_cursor *c = db_select(db, a, FILES, FILE_COLUMNS, today, regime_version_id);
    for (struct opendata_stored f; db_fetch(c, &f) == DB_ROW;)
        *VEC_PUSH(a, v) = f;
    return (struct opendata_stored_list){v.p, v.n};
}

struct str opendata_file_body(struct db *db, struct arena *a, const struct opendata_stored *f)
{
    static const struct db_column columns[] = {{DB_STR, 0}};
    struct out o;
    struct str part;
    out_to_arena(&o, a);
    struct db_cursor *c = db_stream(db, a, PARTS, columns, f->id);
    while (db_fetch(c, &part) == DB_ROW)
        out_str(&o, part);
    return out_text(&o);
}

struct opendata_changed_list opendata_changes(struct db *db, struct arena *a, int64_t after, int64_t limit)
{
    struct {
        struct opendata_changed *p;
        size_t n, cap;
    } v = {0};
    struct db_cursor *c = db_select(db, a, CHANGES, CHANGE_COLUMNS, after, limit);
    for (struct opendata_changed row; db_fetch(c, &row) == DB_ROW;)
        *VEC_PUSH(a, v) = row;
    return (struct opendata_changed_list){v.p, v.n};
}
