/* SPDX-License-Identifier: EUPL-1.2
 * grade_run.h — computes a round: streams records as known at the snapshot in clustered order beside the subjects, grades each and
 * writes grade rows with array binding. Work is cut into blocks of subject ids; each block with its hashes is one transaction, so
 * killing the process at any point loses at most the block in hand; running again goes on where it stopped and ends with the same
 * bytes. Called by worker, portalctl and the bench. Not a page: it takes minutes at millions. SQL is in grade_run_store.c.
 */
#ifndef GRADE_GRADE_RUN_H
#define GRADE_GRADE_RUN_H

#include "base/check.h"
#include "base/date.h"
#include "regime/regime.h"

struct db;
struct db_config;

/* After each block; done and total count subjects, across all processes. Returns false to stop early (the round stays open). */
typedef bool (*grade_progress_fn)(void *arg, int64_t done, int64_t total);

struct grade_run {
    const struct db_config *config; /* for the connections that the run opens: two per process */
    int32_t round_id;
    const struct regime *regime; /* of the round's regime_version_id; its hash is checked */
    int processes;               /* 1, or 2: a child does the upper half of the blocks and dies with its parent */
    grade_progress_fn progress;  /* may be NULL */
    void *arg;
};
enum grade_run_outcome {
    GRADE_RUN_COMPUTED,     /* all blocks are there; call grade_run_finish */
    GRADE_RUN_STOPPED,      /* progress asked for it */
    GRADE_RUN_NOT_OPEN,     /* the round is computed already, dropped or missing */
    GRADE_RUN_OTHER_REGIME, /* the regime given is not the round's */
};
MUST_USE enum grade_run_outcome grade_run_blocks(const struct grade_run *run);

/* open → computed: counts, hashes, distribution; inside db_transaction() with the audit row. False when another worker was first
 * (then the round is computed all the same). */
MUST_USE bool grade_run_finish(struct db *db, const struct regime *regime, int32_t round_id);

/* Both, with a transaction of its own: for portalctl, tests and the bench. */
MUST_USE enum grade_run_outcome grade_run(struct db *db, const struct grade_run *run);

/* Computes the round again without writing: true when every block gives the hashes of then, and so do the grades as stored now. */
MUST_USE bool grade_run_verify(const struct grade_run *run);

#endif
