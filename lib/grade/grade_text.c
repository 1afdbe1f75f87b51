/* SPDX-License-Identifier: EUPL-1.2
 * grade_text.c — the rule behind a line of a score sheet, and the rules near by that did not fire. It words only what the regime's
 * file words. Called by pages and reports. Owns nothing.
 */
#include "grade/grade.h"
#include "grade/grade_text.h"

#define RULE_OF(x) ((struct grade_rule_text){(x)->code, (x)->label, &(x)->legal})

static const struct regime_legal NO_LEGAL = {0};

static struct str label_of_grade(const struct regime *r, struct str code)
{
    const struct regime_grade *g = regime_grade(r, code);
    return g ? g->label : code;
}

static struct grade_rule_text count_text(const struct regime *r, const struct regime_count *c)
{
    const struct regime_category *category = regime_category(r, c->category);
    return (struct grade_rule_text){c->category, category ? category->label : c->category, &c->legal};
}

struct grade_rule_text grade_rule_text(const struct regime *r, int32_t grading, enum grade_rule_kind kind, int32_t rule)
{
    struct grade_rule_text none = {STR_NONE, STR_NONE, &NO_LEGAL};
    if (grading < 0 || (size_t)grading >= r->gradings.n || rule < 0)
        return none;
    const struct regime_grading *g = &r->gradings.p[grading];
    size_t i = (size_t)rule;
    switch (kind) {
    case GRADE_RULE_NONE:
        return none;
    case GRADE_RULE_GRADING:
        return RULE_OF(g);
    case GRADE_RULE_COUNT:
        return i < g->counts.n ? count_text(r, &g->counts.p[i]) : none;
    case GRADE_RULE_VETO:
        return i < g->vetoes.n ? RULE_OF(&g->vetoes.p[i]) : none;
    case GRADE_RULE_STEP:
        return i < g->ladder.n ? RULE_OF(&g->ladder.p[i]) : none;
    case GRADE_RULE_POINT:
        return i < g->points.n ? RULE_OF(&g->points.p[i]) : none;
    case GRADE_RULE_CAP:
        return i < g->caps.n ? RULE_OF(&g->caps.p[i]) : none;
    case GRADE_RULE_THRESHOLD:
        if (i >= g->thresholds.n)
            return none;
        return (struct grade_rule_text){g->thresholds.p[i].grade, label_of_grade(r, g->thresholds.p[i].grade),
                                        &g->thresholds.p[i].legal};
    case GRADE_RULE_UNRATED:
        return (struct grade_rule_text){g->unrated.grade, g->unrated.label, &g->unrated.legal};
    }
    CHECK(!"kind of rule");
    return none;
}

struct str grade_points_text(struct arena *a, int32_t points)
{
    int64_t size = points < 0 ? -(int64_t)points : points;
    struct str s = str_fmt(a, "%s%lld.%03lld", points < 0 ? "-" : "", (long long)(size / 1000), (long long)(size % 1000));
    while (s.p[s.n - 1] == '0')
        s.n--;
    if (s.p[s.n - 1] == '.')
        s.n--;
    return s;
}

static int32_t index_of(const struct regime *r, struct str code)
{
    const struct regime_grade *g = regime_grade(r, code);
    return g ? (int32_t)(g - r->grades.p) : -1;
}

static int32_t lines_with(const struct grade_result *result, enum grade_rule_kind kind, int32_t rule)
{
    int32_t n = 0;
    for (size_t i = 0; i < result->lines.n; i++) {
        const struct grade_line *l = &result->lines.p[i];
        n += l->record_id != 0 && l->why == GRADE_COUNTED && l->rule_kind == kind && l->rule == rule;
    }
    return n;
}

struct nears {
    struct grade_near *p;
    size_t n;
};

static void near_points(const struct regime *r, const struct regime_grading *g, const struct grade_result *result,
                        struct nears *out)
{
    size_t at = 0; /* the threshold reached by the points alone */
    while (at + 1 < g->thresholds.n && result->points < g->thresholds.p[at].at_least_milli)
        at++;
    if (at > 0) /* what is missing to the better grade */
        out->p[out->n++] = (struct grade_near){GRADE_RULE_THRESHOLD, (int32_t)at - 1, index_of(r, g->thresholds.p[at - 1].grade),
                                               g->thresholds.p[at - 1].at_least_milli - result->points, true};
    if (at + 1 < g->thresholds.n) /* how far it is to the worse one: a thousandth below the boundary */
        out->p[out->n++] = (struct grade_near){GRADE_RULE_THRESHOLD, (int32_t)at + 1, index_of(r, g->thresholds.p[at + 1].grade),
                                               g->thresholds.p[at].at_least_milli - result->points - 1, true};
}

size_t grade_near(const struct regime *r, const struct grade_result *result, struct arena *a, const struct grade_near **near_out)
{
    struct nears out = {0};
    *near_out = NULL;
    if (result->outcome != GRADE_GIVEN || result->grading < 0 || result->lines.n == 0)
        return 0;
    const struct regime_grading *g = &r->gradings.p[result->grading];
    const struct grade_line *last = &result->lines.p[result->lines.n - 1];
    out.p = ARENA_ARRAY(a, struct grade_near, g->vetoes.n + g->ladder.n + 2);
    for (size_t i = 0; i < g->vetoes.n; i++)
        if (lines_with(result, GRADE_RULE_VETO, (int32_t)i) == 0)
            out.p[out.n++] = (struct grade_near){GRADE_RULE_VETO, (int32_t)i, index_of(r, g->vetoes.p[i].grade), 1, false};
    if (g->method == METHOD_POINTS)
        near_points(r, g, result, &out);
    for (size_t i = 0; i < g->ladder.n && g->method == METHOD_LADDER; i++) {
        int32_t gap = g->ladder.p[i].at_least - lines_with(result, GRADE_RULE_STEP, (int32_t)i);
        bool fired = last->rule_kind == GRADE_RULE_STEP && last->rule == (int32_t)i;
        if (g->ladder.p[i].kind == LADDER_ANY && !fired && gap > 0)
            out.p[out.n++] = (struct grade_near){GRADE_RULE_STEP, (int32_t)i, index_of(r, g->ladder.p[i].grade), gap, false};
    }
    *near_out = out.p;
    return out.n;
}
