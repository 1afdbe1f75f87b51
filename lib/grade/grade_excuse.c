/* SPDX-License-Identifier: EUPL-1.2
 * grade_excuse.c — the grounds of grade_excuse.h, from the rule set. No SQL.
 */
#include "grade/grade_excuse.h"

#include "grade/grade.h"

static bool covers(const struct regime_grading *g, struct str type)
{
    for (size_t i = 0; i < g->subject_types.n; i++)
        if (str_eq(g->subject_types.p[i], type))
            return true;
    return g->subject_types.n == 0;
}

const struct regime_grading *grade_excuse_grounds(const struct regime *r, struct str subject_type)
{
    const struct regime_subject_type *t = regime_subject_type(r, subject_type);
    if (!t || !t->graded)
        return NULL;
    for (size_t i = 0; i < r->gradings.n; i++)
        if (covers(&r->gradings.p[i], subject_type) && r->gradings.p[i].excuses.n)
            return &r->gradings.p[i];
    return NULL;
}

struct str grade_excuse_label(const struct regime *r, struct str subject_type, struct str code)
{
    const struct regime_grading *g = grade_excuse_grounds(r, subject_type);
    for (size_t i = 0; g && i < g->excuses.n; i++)
        if (str_eq(g->excuses.p[i].code, code))
            return g->excuses.p[i].label;
    return code;
}
