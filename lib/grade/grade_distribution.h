/* SPDX-License-Identifier: EUPL-1.2
 * grade_distribution.h — how many subjects got which grade, as a round stores it ("A=12,B=30", in the order of the scale) and as
 * rows. Pure; its own file, because the public program reads distributions and nothing else of a round.
 */
#ifndef GRADE_GRADE_DISTRIBUTION_H
#define GRADE_GRADE_DISTRIBUTION_H

#include "base/str.h"

struct arena;

struct grade_count {
    struct str grade;
    int64_t n;
};
struct grade_counts {
    const struct grade_count *p;
    size_t n;
};
/* What is malformed is left out. */
struct grade_counts grade_distribution(struct arena *a, struct str distribution);
int64_t grade_count_of(struct grade_counts counts, struct str grade); /* 0 when the grade is not there */

#endif
