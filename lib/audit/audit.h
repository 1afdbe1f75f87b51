/* SPDX-License-Identifier: EUPL-1.2
 * audit.h — who did what to which object, written in the transaction of the act itself: no audit, no act. Rows are numbered without
 * gaps and hash-chained (audit_row.h), and a signed checkpoint of a Merkle tree over them is made every minute (checkpoint.h), so
 * that an edited, swapped or missing row is found (FEATURES 41; HI 54, HN 34): audit_verify.h. What a row was about lies apart from
 * it and can be forgotten lawfully: audit_forget.h. The row that orders the chain is locked last, so write the audit at the end of
 * a transaction. Not a debug log (base/log.h). Details carry ids and counts, never an identity number or a name of a natural
 * person.
 */
#ifndef AUDIT_AUDIT_H
#define AUDIT_AUDIT_H

#include "base/check.h"
#include "base/date.h"
#include "base/str.h"

struct arena;
struct db;

struct audit_actor {
    int id; /* 0: the system itself */
    struct str name, role, request_id;
};

struct audit_entry {
    struct instant at;
    struct audit_actor actor;
    struct str action;      /* import.commit, round.approve, … : object and verb */
    struct str object_type; /* table of the object */
    int64_t object_id;
    struct str detail; /* what changed, for people; cut at 2,000 characters */
};

/* Inside a transaction only. Returns the row's number. */
int64_t audit_write(struct db *db, struct arena *a, const struct audit_entry *e);

struct audit_row {
    int64_t seq;
    struct instant at;
    int actor_id, alg;
    struct str actor, role, action, object_type, object_id, detail, request_id;
    struct str commitment, chain;
    bool forgotten; /* what it was about is no longer kept: object and detail are empty */
};
/* Empty strings, 0 and instants of 0: any. */
struct audit_query {
    int64_t before_seq; /* older than this row; 0: from the end */
    int limit;
    struct str actor;       /* account, whole */
    struct str action;      /* begins with: "record." */
    struct str object_type; /* with or without object_id; both whole */
    struct str object_id;
    struct instant from, to; /* to: not included */
};
/* The newest rows first. Returns the count. */
size_t audit_list(struct db *db, struct arena *a, const struct audit_query *q, struct audit_row **rows_out);
/* What was done to one object, oldest first. */
size_t audit_of(struct db *db, struct arena *a, struct str object_type, int64_t object_id, struct audit_row **rows_out);

#endif
