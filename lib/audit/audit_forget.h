/* SPDX-License-Identifier: EUPL-1.2
 * audit_forget.h — lawful forgetting: when a record was repaired or its time is over, the log goes on proving that nothing was
 * rewritten, but no longer tells whom its rows were about. Object, detail and salt of those rows are deleted, so that not even
 * guessing helps; a row of its own says how many and on what ground (audit_verify.h accepts no other gaps). Called by the worker
 * and, later, by the repair of a record.
 */
#ifndef AUDIT_AUDIT_FORGET_H
#define AUDIT_AUDIT_FORGET_H

#include "audit/audit.h"

#define AUDIT_FORGET STR("audit.forget")

/* Inside a transaction. why: at, actor and, as detail, the ground (it must not name the object). Returns the rows forgotten; none:
 * nothing was written. */
int64_t audit_forget(struct db *db, struct arena *a, const struct audit_entry *why, struct str object_type, int64_t object_id);

/* What a forgetting row says: the list of numbers at the end of its detail, "…; rows 12 15-18". */
struct audit_range {
    int64_t from, to; /* both included */
};
size_t audit_forget_ranges(struct arena *a, struct str detail, struct audit_range **out);

#endif
