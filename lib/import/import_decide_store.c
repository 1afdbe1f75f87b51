/* SPDX-License-Identifier: EUPL-1.2
 * import_decide_store.c — the decisions of import_decide.h, a guarded UPDATE each. For staff pages and portalctl.
 */
#include "db/db.h"
#include "import/import_decide.h"

DB_STATEMENT(SET_ASKED, "UPDATE import_batch SET state = 'asked', skip_refused = ?, asked_by = ?, asked_at = ?, message = '',"
                        " version = version + 1 WHERE id = ? AND version = ? AND state = 'checked'");
DB_STATEMENT(SET_COMMITTING, "UPDATE import_batch SET state = 'committing', skip_refused = ?, committed_by = ?, message = '',"
                             " version = version + 1 WHERE id = ? AND version = ? AND state = 'checked'");
DB_STATEMENT(SET_APPROVED, "UPDATE import_batch SET state = 'committing', committed_by = ?, version = version + 1"
                           " WHERE id = ? AND version = ? AND state = 'asked'");
DB_STATEMENT(SET_REJECTED, "UPDATE import_batch SET state = 'rejected', message = ?, version = version + 1"
                           " WHERE id = ? AND version = ? AND state = 'asked'");
DB_STATEMENT(SET_UNDO_ASKED, "UPDATE import_batch SET state = 'undo_asked', undo_by = ?, undo_reason = ?, message = '',"
                             " version = version + 1 WHERE id = ? AND version = ? AND state = 'committed'");
DB_STATEMENT(SET_UNDOING, "UPDATE import_batch SET state = 'undoing', undone_by = ?, version = version + 1"
                          " WHERE id = ? AND version = ? AND state = 'undo_asked'");
DB_STATEMENT(SET_UNDO_REFUSED, "UPDATE import_batch SET state = 'committed', message = ?, version = version + 1"
                               " WHERE id = ? AND version = ? AND state = 'undo_asked'");

static enum import_outcome one(int64_t changed)
{
    return changed == 1 ? IMPORT_DONE : IMPORT_WRONG_STATE;
}

bool import_needs_second(const struct regime *r, const struct import_batch *b)
{
    return b->rows_new + b->rows_changed >= regime_import_approval(r, NULL);
}

enum import_outcome import_ask(struct db *db, int64_t id, int version, int staff_id, struct instant now, bool skip_refused,
                               bool without_second)
{
    return without_second ? import_request_commit(db, id, version, staff_id, skip_refused)
                          : one(db_exec(db, SET_ASKED, skip_refused, staff_id, now, id, version));
}

enum import_outcome import_request_commit(struct db *db, int64_t id, int version, int staff_id, bool skip_refused)
{
    return one(db_exec(db, SET_COMMITTING, skip_refused, staff_id, id, version));
}

static bool same_person(const struct import_batch *b, int staff_id)
{
    return staff_id == b->created_by || staff_id == b->asked_by;
}

enum import_outcome import_approve(struct db *db, const struct import_batch *b, int version, int staff_id)
{
    return same_person(b, staff_id) ? IMPORT_SAME_PERSON : one(db_exec(db, SET_APPROVED, staff_id, b->id, version));
}

enum import_outcome import_reject(struct db *db, const struct import_batch *b, int version, int staff_id, struct str reason)
{
    return same_person(b, staff_id) ? IMPORT_SAME_PERSON : one(db_exec(db, SET_REJECTED, reason, b->id, version));
}

enum import_outcome import_ask_undo(struct db *db, int64_t id, int version, int staff_id, struct str reason)
{
    return one(db_exec(db, SET_UNDO_ASKED, staff_id, reason, id, version));
}

enum import_outcome import_approve_undo(struct db *db, const struct import_batch *b, int version, int staff_id)
{
    return staff_id == b->undo_by ? IMPORT_SAME_PERSON : one(db_exec(db, SET_UNDOING, staff_id, b->id, version));
}

enum import_outcome import_reject_undo(struct db *db, const struct import_batch *b, int version, int staff_id, struct str reason)
{
    return staff_id == b->undo_by ? IMPORT_SAME_PERSON : one(db_exec(db, SET_UNDO_REFUSED, reason, b->id, version));
}
