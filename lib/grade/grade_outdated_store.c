/* SPDX-License-Identifier: EUPL-1.2
 * grade_outdated_store.c — see grade_outdated.h.
 */
#include "grade/grade_outdated.h"

#include "db/db.h"

DB_STATEMENT(OUTDATED, "SELECT COUNT(*), MIN(reason) FROM grade_outdated WHERE round_id = ?");

static const struct db_column OUTDATED_COLUMNS[] = {DB_COLUMN(struct grade_outdated, subjects),
                                                    DB_COLUMN(struct grade_outdated, reason)};

struct grade_outdated grade_outdated(struct db *db, struct arena *a, int32_t round_id)
{
    struct grade_outdated o = {0};
    return db_one(db, a, OUTDATED, OUTDATED_COLUMNS, &o, round_id) ? o : (struct grade_outdated){0};
}
