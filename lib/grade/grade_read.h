/* SPDX-License-Identifier: EUPL-1.2
 * grade_read.h — what pages read of rounds and grades. "In force": of a published round that is not superseded, the highest number.
 * These reads know nothing of disclosure: whether a type's grade or a line's record may be shown is the page's business
 * (regime_grade_disclosure, record views). Called by lookup (through its own views), staff, publish. SQL is in grade_read_store.c.
 */
#ifndef GRADE_GRADE_READ_H
#define GRADE_GRADE_READ_H

#include "grade/grade.h"
#include "grade/grade_distribution.h"
#include "grade/grade_round.h"

/* Newest first; year 0: all years. */
struct grade_rounds {
    const struct grade_round *p;
    size_t n;
};
struct grade_rounds grade_round_list(struct db *db, struct arena *a, int32_t year, int32_t limit);
/* The annual round in force for the year and place; false when there is none. */
bool grade_round_in_force(struct db *db, struct arena *a, int32_t year, struct str division_prefix, struct grade_round *out);

struct grade_mover {
    int64_t subject_id;
    struct str name, code, type, division, public_id;
    int32_t subject_kind; /* 1 legal, 2 unincorporated, 3 natural */
    struct str grade_before, grade_now;
    struct str sheet_now; /* decode for the reason: grade_mover_reason() */
};
struct grade_movers {
    const struct grade_mover *p;
    size_t n;
};
struct grade_movers grade_movers(struct db *db, struct arena *a, int32_t round_id, int64_t after_subject, int32_t limit);
/* One sentence in Chinese: the rule that gave the grade now and how many records stand behind it. */
struct str grade_mover_reason(struct arena *a, const struct regime *r, struct str sheet_now);

struct grade_row {
    int32_t year, round_id;
    struct str grade;
    int32_t points;
    struct str kind, state;
    struct instant published_at, superseded_at;
    struct str reason;
};
struct grade_rows {
    const struct grade_row *p;
    size_t n;
};
/* Every published version, newest year first, newest round first within a year. */
struct grade_rows grade_of_subject(struct db *db, struct arena *a, int64_t subject_id);
/* The one per year that was in force at that instant. */
struct grade_rows grade_of_subject_at(struct db *db, struct arena *a, int64_t subject_id, struct instant at);

/* A line joined with its record as known at the round's snapshot. */
struct grade_sheet_row {
    struct grade_line line;
    bool found; /* false: a line of a rule, or the record's history is gone */
    struct str item, title, document_no, authority, source;
    struct day found_on, show_from, show_to;
    bool public_now; /* the record as it stands now may be shown on `today` */
};
struct grade_sheet_view {
    struct grade_round round;
    struct grade_result result;
    struct str grade;
    struct {
        const struct grade_sheet_row *p;
        size_t n;
    } rows;
};
enum grade_sheet_outcome { GRADE_SHEET_FOUND, GRADE_SHEET_NONE, GRADE_SHEET_OTHER_REGIME, GRADE_SHEET_BROKEN };
/* The regime must be the round's version: GRADE_SHEET_OTHER_REGIME fills view->round so that the caller loads the right one.
 * round_id 0: the one in force for the year at `at` (0: now, i.e. not superseded). */
MUST_USE enum grade_sheet_outcome grade_sheet_read(struct db *db, struct arena *a, const struct regime *r, int64_t subject_id,
                                                   int32_t year, int32_t round_id, struct instant at, struct day today,
                                                   struct grade_sheet_view *view);

/* What is missing: subjects that were graded without any base record, and units that entered nothing in the year. Not for hot
 * pages: it reads all records of the year. */
struct grade_missing_subject {
    int64_t id;
    struct str name, type, division, public_id;
};
struct grade_missing {
    int64_t in_scope,
        not_rolled_out;   /* subjects of the place that existed in the year; of these, types whose phase has not begun */
    int64_t without_base; /* how many; the list is cut at `limit` */
    struct {
        const struct grade_missing_subject *p;
        size_t n;
    } subjects;
    struct {
        const struct str *p;
        size_t n;
    } silent_units;
};
struct grade_missing grade_missing(struct db *db, struct arena *a, const struct regime *r, const struct grade_round *round,
                                   int32_t limit);

#endif
