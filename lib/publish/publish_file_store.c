/* SPDX-License-Identifier: EUPL-1.2
 * publish_file_store.c — reading published files from their chunks; see publish.h. Writing is in publish_file_write_store.c.
 */
#include "publish/publish.h"

#include "base/arena.h"
#include "base/out.h"
#include "db/db.h"

DB_STATEMENT(FILES_OF, "SELECT format, hash, size FROM publication_file WHERE publication_id = ? ORDER BY format");
DB_STATEMENT(HAS_FILE, "SELECT COUNT(*) FROM publication_file WHERE publication_id = ? AND format = ?");
DB_STATEMENT(CHUNKS, "SELECT body FROM publication_chunk WHERE publication_id = ? AND format = ? ORDER BY seq");

struct publication_files publication_files(struct db *db, struct arena *a, int id)
{
    static const struct db_column columns[] = {DB_COLUMN(struct publication_file, format), DB_COLUMN(struct publication_file, hash),
                                               DB_COLUMN(struct publication_file, size)};
    struct {
        struct publication_file *p;
        size_t n, cap;
    } v = {0};
    struct db_cursor *c = db_select(db, a, FILES_OF, columns, id);
    for (struct publication_file f; db_fetch(c, &f) == DB_ROW;)
        *VEC_PUSH(a, v) = f;
    return (struct publication_files){v.p, v.n};
}

bool publication_file(struct db *db, struct arena *a, int id, struct str format, struct str *bytes_out)
{
    static const struct db_column columns[] = {{DB_STR, 0}};
    struct out o;
    if (db_int(db, HAS_FILE, id, format) != 1)
        return false;
    out_to_arena(&o, a);
    struct db_cursor *c = db_stream(db, a, CHUNKS, columns, id, format);
    for (struct str chunk; db_fetch(c, &chunk) == DB_ROW;)
        out_str(&o, chunk);
    *bytes_out = out_text(&o);
    return true;
}
