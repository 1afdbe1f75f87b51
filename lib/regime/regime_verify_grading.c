/* SPDX-License-Identifier: EUPL-1.2
 * regime_verify_grading.c — the checks of gradings: a grade must come out for every subject, by one grading and one rule.
 */
#include "regime/regime_shape.h"

static void verify_rated(struct binder *b, const struct regime *r, const struct str *grade)
{
    const struct regime_grade *g = regime_grade(r, *grade);
    if (g && g->unrated)
        fault_at(b->faults, bind_where(b, grade), "\"%.*s\" is the unrated grade; a rule cannot give it", STR_ARG(*grade));
}

static void verify_ladder(struct binder *b, const struct regime *r, const struct regime_grading *g)
{
    for (size_t i = 0; i < g->ladder.n; i++) {
        const struct regime_ladder_step *s = &g->ladder.p[i];
        bool last = i + 1 == g->ladder.n;
        bool empty = !s->match.categories.n && !s->match.items.n && !s->match.severities;
        if ((s->kind == LADDER_ELSE) != last)
            fault_at(b->faults, bind_where(b, s), "the last step, and only it, is kind: else");
        if ((s->kind == LADDER_ELSE) != empty)
            fault_at(b->faults, bind_where(b, s),
                     empty ? "kind: any needs categories, items or severities" : "kind: else takes no conditions");
        verify_rated(b, r, &s->grade);
    }
    if (!g->ladder.n)
        fault_at(b->faults, bind_where(b, g), "method: ladder needs \"ladder\"");
    if (g->points.n || g->caps.n || g->thresholds.n || g->base_milli || g->min_milli || g->max_milli)
        fault_at(b->faults, bind_where(b, g), "method: ladder takes no base, points, caps or thresholds");
}

static bool has_cap(const struct regime_grading *g, struct str code)
{
    for (size_t i = 0; i < g->caps.n; i++)
        if (str_eq(g->caps.p[i].code, code))
            return true;
    return false;
}

static void verify_points(struct binder *b, const struct regime *r, const struct regime_grading *g)
{
    const struct node *at = bind_where(b, g);
    for (size_t i = 0; i < g->points.n; i++) {
        const struct regime_point_rule *p = &g->points.p[i];
        if (p->cap.n && !has_cap(g, p->cap))
            fault_at(b->faults, bind_where(b, &p->cap), "no cap of this grading has the code \"%.*s\"", STR_ARG(p->cap));
        if (p->from_record && p->points_milli <= 0)
            fault_at(b->faults, bind_where(b, p),
                     "from_record: \"points\" is how much one point of the record takes away, more than 0");
        if (p->limit_milli && !p->from_record)
            fault_at(b->faults, bind_where(b, p), "\"limit\" belongs to from_record: true");
    }
    for (size_t i = 0; i < g->thresholds.n; i++) {
        const struct regime_threshold *t = &g->thresholds.p[i];
        bool last = i + 1 == g->thresholds.n;
        verify_rated(b, r, &t->grade);
        if ((t->at_least_milli == INT32_MIN) != last)
            fault_at(b->faults, bind_where(b, t), "the last threshold, and only it, has no \"at_least\"");
        else if (i && t->at_least_milli >= g->thresholds.p[i - 1].at_least_milli)
            fault_at(b->faults, bind_where(b, t), "thresholds must fall");
    }
    if (!g->points.n || !g->thresholds.n)
        fault_at(b->faults, at, "method: points needs \"points\" and \"thresholds\"");
    if (g->ladder.n)
        fault_at(b->faults, at, "method: points takes no \"ladder\"");
    if (g->min_milli >= g->max_milli || g->base_milli < g->min_milli || g->base_milli > g->max_milli)
        fault_at(b->faults, at, "\"base\" must lie between \"min\" and \"max\"");
}

static void verify_common(struct binder *b, const struct regime *r, const struct regime_grading *g)
{
    regime_verify_period(b, g, g->period);
    for (size_t i = 0; i < g->counts.n; i++)
        for (size_t j = 0; j < i; j++)
            if (str_eq(g->counts.p[i].category, g->counts.p[j].category))
                fault_at(b->faults, bind_where(b, &g->counts.p[i]), "a second count for category \"%.*s\"",
                         STR_ARG(g->counts.p[i].category));
    for (size_t i = 0; i < g->vetoes.n; i++) {
        const struct regime_veto *v = &g->vetoes.p[i];
        verify_rated(b, r, &v->grade);
        if (!v->match.categories.n && !v->match.items.n)
            fault_at(b->faults, bind_where(b, v), "a veto needs categories or items");
    }
    const struct regime_grade *m = regime_grade(r, g->unrated.grade);
    if (m && !m->unrated)
        fault_at(b->faults, bind_where(b, &g->unrated.grade), "\"%.*s\" is not an unrated grade", STR_ARG(g->unrated.grade));
    if (g->unrated.grade.n && !g->unrated.min_months && !g->unrated.min_records)
        fault_at(b->faults, bind_where(b, &g->unrated), "unrated: give \"min_months\", \"min_records\" or both");
}

static bool covers(const struct regime_grading *g, const struct regime_subject_type *t)
{
    return g->subject_types.n == 0 || regime_code_in(g->subject_types, t->code);
}

/* Every graded type has a grading, and never two at a time. */
static void verify_cover(struct binder *b, const struct regime *r, const struct regime_subject_type *t)
{
    size_t found = 0;
    for (size_t j = 0; j < r->gradings.n; j++) {
        const struct regime_grading *g = &r->gradings.p[j];
        if (!covers(g, t))
            continue;
        found++;
        for (size_t k = 0; k < j; k++) {
            const struct regime_grading *before = &r->gradings.p[k];
            if (covers(before, t) && regime_periods_overlap(before->period, g->period))
                fault_at(b->faults, bind_where(b, g), "subject type \"%.*s\" is graded by \"%.*s\" at the same time",
                         STR_ARG(t->code), STR_ARG(before->code));
        }
    }
    if (!found && r->gradings.n)
        fault_at(b->faults, bind_where(b, t), "no grading covers this subject type");
}

void regime_verify_gradings(struct binder *b, const struct regime *r)
{
    for (size_t i = 0; i < r->gradings.n; i++) {
        const struct regime_grading *g = &r->gradings.p[i];
        verify_common(b, r, g);
        switch (g->method) {
        case METHOD_LADDER:
            verify_ladder(b, r, g);
            break;
        case METHOD_POINTS:
            verify_points(b, r, g);
            break;
        case METHOD_NONE:
            break;
        }
    }
    for (size_t i = 0; i < r->subject_types.n; i++)
        if (r->subject_types.p[i].graded)
            verify_cover(b, r, &r->subject_types.p[i]);
}
