/* SPDX-License-Identifier: EUPL-1.2
 * grade_distribution.c — see grade_distribution.h.
 */
#include "grade/grade_distribution.h"

#include "base/arena.h"

struct grade_counts grade_distribution(struct arena *a, struct str distribution)
{
    struct {
        struct grade_count *p;
        size_t n, cap;
    } rows = {0};
    struct str rest = distribution, part;
    while (distribution.n && str_cut(&rest, ',', &part)) {
        struct grade_count c = {0};
        struct str number = part;
        if (str_cut(&number, '=', &c.grade) && str_int(number, &c.n))
            *VEC_PUSH(a, rows) = c;
    }
    return (struct grade_counts){rows.p, rows.n};
}

int64_t grade_count_of(struct grade_counts counts, struct str grade)
{
    for (size_t i = 0; i < counts.n; i++)
        if (str_eq(counts.p[i].grade, grade))
            return counts.p[i].n;
    return 0;
}
