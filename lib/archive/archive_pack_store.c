/* SPDX-License-Identifier: EUPL-1.2
 * archive_pack_store.c — reads a pack; see archive_pack.h. The stamp, the pack and whether it is still true come from one
 * statement, so from one moment. Base tables, not views: a view is opened anew for each request, which costs more than the row.
 */
#include "archive/archive_pack.h"

#include "base/arena.h"
#include "base/log.h"
#include "db/db.h"

#define PACK(key)                                                                                                                  \
    "SELECT h.seq, p.subject_id IS NOT NULL AND t.block IS NULL, p.body FROM audit_head h LEFT JOIN archive_pack p ON p." key      \
    " = ? LEFT JOIN archive_touch t ON t.block = p.block WHERE h.id = 1 LIMIT 1"
DB_STATEMENT(BY_CODE, PACK("code"));
DB_STATEMENT(BY_PUBLIC_ID, PACK("public_id"));

struct row {
    int64_t stamp;
    bool fresh;
    struct str body;
};
static const struct db_column COLUMNS[] = {DB_COLUMN(struct row, stamp), DB_COLUMN(struct row, fresh), DB_COLUMN(struct row, body)};

bool archive_pack_read(struct db *db, struct arena *a, struct str code, struct day today, int64_t *stamp_out, struct archive *out)
{
    enum { USCC_LENGTH = 18 };
    struct row row = {0};
    bool good =
        code.n == USCC_LENGTH ? db_one(db, a, BY_CODE, COLUMNS, &row, code) : db_one(db, a, BY_PUBLIC_ID, COLUMNS, &row, code);
    CHECK(good);
    *stamp_out = row.stamp;
    if (!row.fresh)
        return false;
    if (archive_pack_decode(a, row.body, today, out))
        return true;
    log_line(LOG_ERROR, "archive_pack: a row cannot be read; the views are asked");
    return false;
}
