/* SPDX-License-Identifier: EUPL-1.2
 * grade_plan.h — inside of struct grade_plan: for each grading and each (item, severity), which rules meet it. For the grade room
 * only.
 */
#ifndef GRADE_GRADE_PLAN_H
#define GRADE_GRADE_PLAN_H

#include "grade/grade.h"

enum { GRADE_SEVERITIES = SEVERITY_SERIOUS + 1, GRADE_STEPS = 64 };

struct grade_meets { /* what a record of this item and severity meets; −1: nothing */
    int16_t count, veto, point;
    uint64_t steps; /* bit i: ladder step i */
};
struct grade_table {                                          /* of one grading; NULL meets: not used in this year */
    const struct grade_meets *meets;                          /* [item × GRADE_SEVERITIES + severity] */
    const int32_t *veto_grade, *step_grade, *threshold_grade; /* indices into regime->grades */
    const int32_t *point_cap;                                 /* index into caps, −1 */
    int32_t unrated_grade;                                    /* −1: the regime has none */
};
struct grade_type {
    struct str code;
    enum grade_outcome outcome; /* GRADE_GIVEN when rules apply */
    int32_t grading;
};
struct grade_plan {
    const struct regime *regime;
    int32_t year;
    struct day first, last, grading_day; /* 1 January, 31 December, the day of the grading */
    const struct grade_table *tables;    /* one per regime->gradings */
    const struct grade_type *types;      /* one per regime->subject_types */
    const bool *known;                   /* by item: makes a subject known, as reference information does not */
    const int32_t *slots;                /* hash of item codes → index, −1 empty */
    size_t slot_mask;
};

const struct grade_type *grade_plan_type(const struct grade_plan *p, struct str code); /* NULL: unknown */

#endif
