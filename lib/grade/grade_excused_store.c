/* SPDX-License-Identifier: EUPL-1.2
 * grade_excused_store.c — the excuses that a round sees: those decided at its snapshot and not revoked then, so that a rerun sees
 * the same. Few rows; read once for each range of subjects.
 */
#include "base/arena.h"
#include "db/db.h"
#include "grade/grade_excuse.h"

DB_STATEMENT(EXCUSED_AT, "SELECT subject_id, code FROM grade_excuse WHERE year = ? AND subject_id BETWEEN ? AND ?"
                         " AND state IN ('approved', 'revoked') AND decided_at <= ? AND (revoked_at IS NULL OR revoked_at > ?)"
                         " ORDER BY subject_id, id DESC");
static const struct db_column COLUMNS[] = {DB_COLUMN(struct grade_excused, subject_id), DB_COLUMN(struct grade_excused, code)};

struct grade_excused_list grade_excused_at(struct db *db, struct arena *a, int32_t year, struct instant at, int64_t from,
                                           int64_t to)
{
    struct {
        struct grade_excused *p;
        size_t n, cap;
    } v = {0};
    struct db_cursor *c = db_select(db, a, EXCUSED_AT, COLUMNS, year, from, to, at, at);
    for (struct grade_excused e; db_fetch(c, &e) == DB_ROW;)
        *VEC_PUSH(a, v) = e;
    return (struct grade_excused_list){v.p, v.n};
}
