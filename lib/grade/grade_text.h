/* SPDX-License-Identifier: EUPL-1.2
 * grade_text.h — words around a grade, for pages: the rule behind a line, points as people write them, and the rules that nearly
 * fired. Pure.
 */
#ifndef GRADE_GRADE_TEXT_H
#define GRADE_GRADE_TEXT_H

#include "grade/grade.h"

/* The rule behind a line, for pages: code, label, legal basis; empty code where there is none. r must be the round's version. */
struct grade_rule_text {
    struct str code, label;
    const struct regime_legal *legal; /* never NULL */
};
struct str grade_points_text(struct arena *a, int32_t points); /* 90.5, -15 */
struct grade_rule_text grade_rule_text(const struct regime *r, int32_t grading, enum grade_rule_kind kind, int32_t rule);

/* Rules near the boundary that did not fire: vetoes and better or worse steps, and the neighbouring thresholds with their distance.
 */
struct grade_near {
    enum grade_rule_kind rule_kind;
    int32_t rule, grade; /* the grade it would have given */
    int32_t gap;         /* thousandths of a point to it, or matching records missing (+) */
    bool points;         /* unit of gap */
};
size_t grade_near(const struct regime *r, const struct grade_result *result, struct arena *a, const struct grade_near **near_out);

#endif
