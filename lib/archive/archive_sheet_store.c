/* SPDX-License-Identifier: EUPL-1.2
 * archive_sheet_store.c — one stored score sheet with its round, by key, from the public view of published grades.
 */
#include "archive/archive_why.h"

#include "base/arena.h"
#include "db/db.h"

DB_STATEMENT(SHEET,
             "SELECT year, round_id, regime_version_id, grade, kind, sheet, snapshot_hash, result_hash, as_known_at, reviewed_at, "
             "approved_at, published_at, superseded_at FROM public_grade WHERE subject_id = ? AND year = ? AND round_id = ?");

#define COLUMN(m) DB_COLUMN(struct archive_sheet, m)
static const struct db_column SHEET_COLUMNS[] = {
    COLUMN(year),        COLUMN(round_id),      COLUMN(regime_version_id), COLUMN(grade),       COLUMN(kind),
    COLUMN(sheet),       COLUMN(snapshot_hash), COLUMN(result_hash),       COLUMN(as_known_at), COLUMN(reviewed_at),
    COLUMN(approved_at), COLUMN(published_at),  COLUMN(superseded_at)};

bool archive_sheet_read(struct db *db, struct arena *a, int64_t subject_id, int year, int round_id, struct archive_sheet *out)
{
    return db_one(db, a, SHEET, SHEET_COLUMNS, out, subject_id, year, round_id);
}
