/* SPDX-License-Identifier: EUPL-1.2
 * audit_verify.h — is the log of acts whole? Walks every row: numbers without a gap, each row following from the one before, what
 * it was about fitting its commitment (or forgotten by an act that says so), every stored checkpoint's root and signature, and a
 * checkpoint that somebody kept elsewhere. Names the first bad row. Called by portalctl and, as a job, by the worker for the page.
 *
 * What it cannot see: a false row written at the moment of the act; and, without a kept checkpoint, rows of the last minute changed
 * by somebody who can write the tables.
 */
#ifndef AUDIT_AUDIT_VERIFY_H
#define AUDIT_AUDIT_VERIFY_H

#include "audit/checkpoint.h"

enum audit_fault {
    AUDIT_WHOLE,
    AUDIT_ROW_MISSING,    /* a number is missing, the tail was cut, or rows were added behind the head */
    AUDIT_ROW_ALTERED,    /* does not follow from the one before: edited, swapped or inserted */
    AUDIT_DETAIL_ALTERED, /* what it was about does not fit the commitment */
    AUDIT_DETAIL_MISSING, /* gone, and no act of forgetting names it */
    AUDIT_ROOT_DIFFERS,   /* the rows up to a stored checkpoint are not those that were sealed: one of first_bad … last_bad */
    AUDIT_SEAL_WRONG,     /* a stored checkpoint's signature is not the bureau's */
    AUDIT_KEPT_DIFFERS,   /* not the rows that the kept checkpoint covers: one of first_bad … last_bad */
    AUDIT_KEPT_WRONG,     /* the kept checkpoint's own signature is not the bureau's */
};

struct audit_verify {
    const struct sign_key *keys; /* of purpose "checkpoint"; none: signatures are not looked at */
    size_t keys_n;
    const struct checkpoint *kept; /* NULL: none */
    void (*progress)(void *arg, int64_t done, int64_t total);
    void *arg;
};
struct audit_verdict {
    enum audit_fault fault;
    int64_t rows, first_bad, last_bad; /* first_bad 0: no row is bad */
    int64_t checkpoints, forgotten;
};
/* The first fault by row. True: whole. */
MUST_USE bool audit_verify(struct db *db, struct arena *a, const struct audit_verify *how, struct audit_verdict *out);

#endif
