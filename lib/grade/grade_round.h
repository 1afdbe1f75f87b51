/* SPDX-License-Identifier: EUPL-1.2
 * grade_round.h — a round: one run of the grading over a jurisdiction for a year, from opening to publication. State changes are
 * guarded UPDATEs on (id, state, version): of two officers one wins, the other learns who and when. Computing is grade_run.h,
 * reading grade_read.h. Called by staff pages, worker and portalctl. SQL is in grade_store.c.
 *
 *   open ──compute──▶ computed ──review──▶ reviewed ──approve──▶ approved ──publish──▶ published ──(a later round)──▶ superseded
 *   trial rounds end at computed; any round that is not published may be dropped.
 */
#ifndef GRADE_GRADE_ROUND_H
#define GRADE_GRADE_ROUND_H

#include "base/check.h"
#include "base/date.h"
#include "base/str.h"

struct arena;
struct db;

struct grade_round {
    int32_t id, year;
    struct str kind;    /* trial, annual, single */
    int64_t subject_id; /* single; else 0 */
    struct str reason, division_prefix, state;
    int32_t regime_version_id;
    struct str regime_code;
    struct str regime_hash;                /* 32 bytes */
    struct instant as_known_at;            /* the snapshot */
    struct str snapshot_hash, result_hash; /* 32 bytes each, empty until computed */
    int32_t subjects, records, moved_up, moved_down;
    struct str distribution;                      /* "A=12,B=30" in the order of the scale */
    int32_t created_by, reviewed_by, approved_by; /* staff ids, 0: not yet */
    struct instant created_at, reviewed_at, approved_at, published_at, superseded_at;
    int32_t version;
};

enum grade_round_outcome {
    GRADE_ROUND_DONE,
    GRADE_ROUND_MISSING,     /* no such round */
    GRADE_ROUND_CONFLICT,    /* somebody else acted since the page was shown: see conflict */
    GRADE_ROUND_SAME_PERSON, /* the second signature must be another person's than the first and than who opened it */
    GRADE_ROUND_WRONG_STATE, /* not from this state, or not for this kind (a trial is never signed) */
    GRADE_ROUND_OLDER,       /* a later round of the year has been published: this one can no longer be */
    GRADE_ROUND_BUSY,        /* open: a round of that year, kind and place is under way already (its id in conflict) */
};
/* What the 409 page says: the round as it stands now and who put it there. */
struct grade_round_conflict {
    struct grade_round round;
    int32_t staff_id; /* who acted last; 0: the system */
    struct str staff_name;
    struct instant at;
};

struct grade_round_new {
    int32_t year;
    struct str kind, reason, division_prefix;
    int64_t subject_id; /* single only */
    int32_t regime_version_id;
    struct instant as_known_at; /* not in the future; every record written by a transaction that was open then must be committed
                                   (take a minute ago), else a rerun sees more */
    int32_t staff_id;           /* who opens it; 0: the system (20 January) */
    struct instant now;
};
/* Who acts. version: of the round as the page showed it. */
struct grade_round_act {
    int32_t round_id, staff_id, version;
    struct instant now;
};

/* Call these inside db_transaction(), with the audit row in the same transaction. */
MUST_USE enum grade_round_outcome grade_round_open(struct db *db, struct arena *a, const struct grade_round_new *n, int32_t *id_out,
                                                   struct grade_round_conflict *conflict);
/* computed → reviewed → approved. Reviewer and approver are two persons; the approver is not who opened the round either. */
MUST_USE enum grade_round_outcome grade_round_review(struct db *db, struct arena *a, const struct grade_round_act *act,
                                                     struct grade_round_conflict *conflict);
MUST_USE enum grade_round_outcome grade_round_approve(struct db *db, struct arena *a, const struct grade_round_act *act,
                                                      struct grade_round_conflict *conflict);
/* approved → published; the earlier published rounds that it replaces become superseded: all of the year and place for an annual
 * round, those of its subject for a single one. */
MUST_USE enum grade_round_outcome grade_round_publish(struct db *db, struct arena *a, const struct grade_round_act *act,
                                                      struct grade_round_conflict *conflict);
/* Anything that is not published nor superseded → dropped. Grades of it stay for the record and are shown to nobody. */
MUST_USE enum grade_round_outcome grade_round_drop(struct db *db, struct arena *a, const struct grade_round_act *act,
                                                   struct grade_round_conflict *conflict);

bool grade_round_get(struct db *db, struct arena *a, int32_t id, struct grade_round *out);

#endif
