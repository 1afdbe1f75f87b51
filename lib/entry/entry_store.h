/* SPDX-License-Identifier: EUPL-1.2
 * entry_store.h — proposals in the database: guarded steps from draft to decision, lists, and the decision itself, which changes
 * the record, marks the published grades that rest on it and asks the worker to grade them again, all in one transaction. Of two
 * reviewers one wins.
 */
#ifndef ENTRY_ENTRY_STORE_H
#define ENTRY_ENTRY_STORE_H

#include "audit/audit.h"
#include "entry/entry.h"

struct db;

bool entry_get(struct db *db, struct arena *a, int64_t id, struct entry *out);

struct entry_filter {
    bool open;                     /* draft, submitted, returned only */
    struct str state, kind, item;  /* empty: any */
    struct str division_prefix;    /* empty: anywhere */
    int author_id, unit_id;        /* 0: anybody, any */
    int64_t subject_id, record_id; /* 0: any */
};
struct entries {
    const struct entry *p;
    size_t n;
};
/* Newest first. */
struct entries entry_list(struct db *db, struct arena *a, const struct entry_filter *f, int limit);
/* Had this person a hand in the record as it is (entered, corrected or decided)? Then they may not decide a dispute about it. */
bool entry_had_hand_in(struct db *db, int64_t record_id, int staff_id);

/* --- steps, each inside a transaction with its audit row ------------------------------------------------------------------------
 */
enum entry_outcome {
    ENTRY_DONE,
    ENTRY_CONFLICT,       /* somebody acted since the page was shown, or the state does not allow it */
    ENTRY_SAME_PERSON,    /* who proposed it may not decide it */
    ENTRY_DUPLICATE,      /* the archive has this very fact */
    ENTRY_RECORD_CHANGED, /* the record is no longer as it was when the proposal was made */
    ENTRY_OPEN_ALREADY,   /* another proposal about the record is not decided yet */
};
/* A draft. e: kind, subject, item, content, unit, author, regime version and, for an existing record, its id and version. */
MUST_USE enum entry_outcome entry_open(struct db *db, const struct entry *e, struct instant now, int64_t *id_out);
/* The author's own words; e->version: of the draft as shown. */
MUST_USE enum entry_outcome entry_save(struct db *db, const struct entry *e, struct instant now);
MUST_USE enum entry_outcome entry_submit(struct db *db, int64_t id, int version, int staff_id, struct instant now);
MUST_USE enum entry_outcome entry_recall(struct db *db, int64_t id, int version, int staff_id, struct instant now);
MUST_USE enum entry_outcome entry_drop(struct db *db, int64_t id, int version, int staff_id, struct instant now);
MUST_USE enum entry_outcome entry_return(struct db *db, const struct entry *e, int version, int staff_id, struct str why,
                                         struct instant now);

struct entry_approval {
    const struct regime *regime; /* in force: the life of the record follows it */
    const struct entry *e;
    int version; /* as shown */
    struct audit_actor actor;
    struct instant now;
};
struct entry_effect {
    int64_t record_id;
    size_t regrades; /* published grades that were marked */
};
MUST_USE enum entry_outcome entry_approve(struct db *db, struct arena *a, const struct entry_approval *x, struct entry_effect *out);

#endif
