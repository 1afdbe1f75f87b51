/* SPDX-License-Identifier: EUPL-1.2
 * import_decide.h — what officers decide about a batch: to ask for the commit, to allow or refuse it, to undo it. Each is one
 * guarded UPDATE on (id, state, version), inside a transaction with its audit row. The second person is never who uploaded or
 * asked. From how many rows on a second person is needed is the rule set's (regime_import_approval).
 */
#ifndef IMPORT_IMPORT_DECIDE_H
#define IMPORT_IMPORT_DECIDE_H

#include "import/import_run.h"

bool import_needs_second(const struct regime *r, const struct import_batch *b);
/* checked → asked; without_second: → committing at once. */
MUST_USE enum import_outcome import_ask(struct db *db, int64_t id, int version, int staff_id, struct instant now, bool skip_refused,
                                        bool without_second);
/* asked → committing. */
MUST_USE enum import_outcome import_approve(struct db *db, const struct import_batch *b, int version, int staff_id);
/* asked → rejected. reason: what the clerk is to do. */
MUST_USE enum import_outcome import_reject(struct db *db, const struct import_batch *b, int version, int staff_id,
                                           struct str reason);
/* The operator's way: checked → committing. */
MUST_USE enum import_outcome import_request_commit(struct db *db, int64_t id, int version, int staff_id, bool skip_refused);

/* committed → undo_asked → undoing, or committed again. */
MUST_USE enum import_outcome import_ask_undo(struct db *db, int64_t id, int version, int staff_id, struct str reason);
MUST_USE enum import_outcome import_approve_undo(struct db *db, const struct import_batch *b, int version, int staff_id);
MUST_USE enum import_outcome import_reject_undo(struct db *db, const struct import_batch *b, int version, int staff_id,
                                                struct str reason);

/* --- what depends on a committed batch: read by the page before anybody asks, and once more by the undoing itself --- */
struct import_dependant {
    struct str what;    /* 已公布的评价结果, 后来的导入批次 … */
    struct str example; /* of one of them, for people; may be empty */
    int64_t count;
    bool blocks; /* false: told, and dealt with by the undoing (grades not published yet are marked) */
};
struct import_dependants {
    const struct import_dependant *p;
    size_t n;
    bool blocked;
    int64_t records, subjects_new, subjects_changed; /* what would be undone */
};
struct import_dependants import_depend(struct db *db, struct arena *a, const struct import_batch *b);

#endif
