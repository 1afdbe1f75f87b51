/* SPDX-License-Identifier: EUPL-1.2
 * grade_regrade_open_store.c — opens the round that grades one subject again; see grade_regrade.h. For the worker.
 */
#include "base/arena.h"
#include "db/db.h"
#include "grade/grade_regrade.h"

DB_STATEMENT(TIE, "UPDATE regrade SET round_id = ? WHERE subject_id = ? AND year = ? AND round_id IS NULL AND marked_at <= ?");

/* The place and rules of the round whose grade is in question: the same question is asked again. */
enum grade_round_outcome grade_regrade_open(struct db *db, struct arena *a, const struct grade_regrade *mark,
                                            struct instant settled, struct instant now, int32_t *round_out)
{
    struct grade_round before;
    struct grade_round_conflict conflict = {0};
    if (!grade_round_get(db, a, mark->graded_round, &before))
        return GRADE_ROUND_MISSING;
    struct grade_round_new n = {.year = mark->year,
                                .kind = STR("single"),
                                .reason = mark->reason,
                                .division_prefix = before.division_prefix,
                                .subject_id = mark->subject_id,
                                .regime_version_id = before.regime_version_id,
                                .as_known_at = settled,
                                .now = now};
    enum grade_round_outcome done = grade_round_open(db, a, &n, round_out, &conflict);
    if (done == GRADE_ROUND_BUSY && conflict.round.as_known_at.us >= mark->marked_at.us) {
        db_exec(db, TIE, conflict.round.id, mark->subject_id, mark->year, conflict.round.as_known_at);
        return done;
    }
    if (done == GRADE_ROUND_DONE)
        db_exec(db, TIE, *round_out, mark->subject_id, mark->year, settled);
    return done;
}
