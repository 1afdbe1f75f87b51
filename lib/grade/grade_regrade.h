/* SPDX-License-Identifier: EUPL-1.2
 * grade_regrade.h — 待重新评价: a published grade whose score sheet counts a record that was corrected, withdrawn or repaired
 * since. Whoever changes the record marks the grade in the same transaction; the worker then opens a round of one subject under the
 * rule set of the grade, which officers sign like any other. Until it is published or dropped the grade stays public and is marked
 * for staff. SQL is in grade_regrade_store.c (reading), grade_regrade_mark_store.c and grade_regrade_open_store.c (writing).
 */
#ifndef GRADE_GRADE_REGRADE_H
#define GRADE_GRADE_REGRADE_H

#include "grade/grade_round.h"
#include "regime/regime.h"

struct grade_regrade_cause {
    struct str type; /* table of what changed the record: entry, … */
    int64_t id;
    struct str reason; /* for people, also on the page of the round: names no fact */
};
/* Years in which a record counts from now on, whether or not a sheet knows it already; from 0: none. */
struct grade_years {
    int from, to; /* both included */
};
/* Of a record of this item, found and usable as given, for a subject of this type. */
struct grade_years grade_years_of(const struct regime *r, struct str subject_type, const struct regime_item *item, struct day found,
                                  struct day use_to);
/* Inside the transaction, after the record was changed. Marks the grades in force of the subject whose sheet counts the record, and
 * those of `also`. Returns how many. */
size_t grade_regrade_mark(struct db *db, struct arena *a, int64_t subject_id, int64_t record_id, struct grade_years also,
                          const struct grade_regrade_cause *cause);

struct grade_regrade {
    int64_t subject_id, cause_id;
    int year, graded_round, round_id; /* round_id 0: not opened yet */
    struct str cause_type, reason, subject_name, subject_type, division;
    struct str graded, state; /* the grade in question; state of the round that grades again, empty: none yet */
    struct str graded_again;  /* what that round came to; empty: not computed */
    struct instant marked_at;
};
struct grade_regrades {
    const struct grade_regrade *p;
    size_t n;
};
/* Oldest first. pending: only those whose round is not published, superseded or dropped. subject_id 0: all. division_prefix empty:
 * all. */
struct grade_regrades grade_regrade_list(struct db *db, struct arena *a, bool pending, int64_t subject_id,
                                         struct str division_prefix, int limit);
bool grade_regrade_pending(const struct grade_regrade *g);

/* --- for the worker --- */
/* Subject and year of marks set at or before `settled` that have no round. */
struct grade_regrades grade_regrade_waiting(struct db *db, struct arena *a, struct instant settled, int limit);
/* Inside a transaction: opens the round for one (subject, year), as known at `settled`, and ties the marks to it. BUSY: a round of
 * the subject is under way already; the marks wait until it has ended, unless it knows of the change by its snapshot. */
MUST_USE enum grade_round_outcome grade_regrade_open(struct db *db, struct arena *a, const struct grade_regrade *mark,
                                                     struct instant settled, struct instant now, int32_t *round_out);

#endif
