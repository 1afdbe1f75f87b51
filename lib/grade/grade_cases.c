/* SPDX-License-Identifier: EUPL-1.2
 * grade_cases.c — golden cases: the facts a regime's authors wrote down, graded, compared with the grade and lines they expect.
 * Called by the unit tests and by portalctl before activation. Owns nothing.
 */
#include "grade/grade_cases.h"
#include "grade/grade_text.h"

#include "grade/grade_sheet.h"

struct case_run {
    const struct regime *r;
    const struct regime_case *c;
    struct arena *a;
    struct out *report;
    bool failed;
};

static void miss(struct case_run *run, const char *what, struct str expected, struct str got)
{
    run->failed = true;
    out_fmt(run->report, "%.*s (line %zu): %s: expected %.*s, got %.*s\n", STR_ARG(run->c->name), run->c->line, what,
            STR_ARG(expected), STR_ARG(got));
}

static struct str decimal(struct arena *a, int64_t milli)
{
    int64_t size = milli < 0 ? -milli : milli;
    return str_fmt(a, "%s%lld.%03lld", milli < 0 ? "-" : "", (long long)(size / 1000), (long long)(size % 1000));
}

static enum grade_record_state state_of(enum regime_case_state s)
{
    switch (s) {
    case CASE_WITHDRAWN:
        return GRADE_RECORD_WITHDRAWN;
    case CASE_REPAIRED:
        return GRADE_RECORD_REPAIRED;
    case CASE_ACTIVE:
    case CASE_DISPUTED:
    case CASE_EXPIRED: /* through its use_to */
        return GRADE_RECORD_ACTIVE;
    }
    CHECK(!"state of a record in a case");
    return GRADE_RECORD_ACTIVE;
}

static struct grade_record *records_of(struct case_run *run, const struct grade_plan *plan)
{
    struct grade_record *out = ARENA_ARRAY(run->a, struct grade_record, run->c->records.n);
    for (size_t i = 0; i < run->c->records.n; i++) {
        const struct regime_case_record *in = &run->c->records.p[i];
        const struct regime_item *item = regime_item(run->r, in->item);
        out[i] = (struct grade_record){
            .id = (int64_t)i + 1,
            .item = grade_plan_item(plan, in->item),
            .severity = in->severity == SEVERITY_NONE && item ? item->severity : in->severity,
            .found = day_is(in->decided) ? in->decided : in->found,
            .use_to = in->state == CASE_EXPIRED ? day_add(grade_day(run->r, run->c->year), -1) : in->use_to,
            .points = in->has_points ? in->points_milli : 0,
            .state = state_of(in->state),
            .disputed = in->state == CASE_DISPUTED,
        };
    }
    return out;
}

static struct str outcome_text(enum regime_case_outcome o)
{
    switch (o) {
    case CASE_GRADED:
        return STR("graded");
    case CASE_NOT_ROLLED_OUT:
        return STR("not rolled out");
    case CASE_EXCUSED:
        return STR("excused");
    case CASE_NOT_GRADED:
        return STR("not graded");
    }
    CHECK(!"outcome of a case");
    return STR_NONE;
}

static enum regime_case_outcome outcome_of(enum grade_outcome o)
{
    switch (o) {
    case GRADE_GIVEN:
    case GRADE_UNRATED: /* a grade of its own in the cases: M */
        return CASE_GRADED;
    case GRADE_EXCUSED:
        return CASE_EXCUSED;
    case GRADE_NOT_ROLLED_OUT:
        return CASE_NOT_ROLLED_OUT;
    case GRADE_NOT_GRADED:
        return CASE_NOT_GRADED;
    }
    CHECK(!"outcome of a grading");
    return CASE_NOT_GRADED;
}

static bool line_fits(struct case_run *run, const struct grade_result *res, const struct regime_case_line *want,
                      const struct grade_line *got)
{
    struct grade_rule_text rule = grade_rule_text(run->r, res->grading, got->rule_kind, got->rule);
    struct str item = got->item >= 0 ? run->r->items.p[got->item].code : STR_NONE;
    bool counted = got->why == GRADE_COUNTED;
    if (!str_eq(item, want->item) || counted != want->counted)
        return false;
    if (counted && want->rule.n && !str_eq(rule.code, want->rule))
        return false;
    if (want->has_effect && want->effect_milli != got->points)
        return false;
    return want->article.n == 0 || str_eq(regime_legal_text(rule.legal), want->article);
}

static struct str line_text(struct case_run *run, const struct regime_case_line *l)
{
    return str_fmt(run->a, "a line [item %.*s, rule %.*s, %s%s%.*s]", STR_ARG(l->item), STR_ARG(l->rule),
                   l->counted ? "counted" : "not counted", l->has_effect ? ", effect " : "",
                   STR_ARG(l->has_effect ? decimal(run->a, l->effect_milli) : STR_NONE));
}

static struct str sheet_text(struct case_run *run, const struct grade_result *res)
{
    struct out o;
    out_to_arena(&o, run->a);
    for (size_t i = 0; i < res->lines.n; i++) {
        const struct grade_line *l = &res->lines.p[i];
        struct grade_rule_text rule = grade_rule_text(run->r, res->grading, l->rule_kind, l->rule);
        struct str item = l->item >= 0 ? run->r->items.p[l->item].code : STR("-");
        out_fmt(&o, "%s%.*s/%.*s/%s/%.*s/%.*s", i ? "; " : "", STR_ARG(item), STR_ARG(rule.code),
                l->why == GRADE_COUNTED ? "counted" : "not counted", STR_ARG(decimal(run->a, l->points)),
                STR_ARG(regime_legal_text(rule.legal)));
    }
    return out_text(&o);
}

/* Each expected line must be found among the actual ones, each of which serves once. */
static void compare_lines(struct case_run *run, const struct grade_result *res)
{
    bool *used = ARENA_ARRAY(run->a, bool, res->lines.n);
    for (size_t w = 0; w < run->c->lines.n; w++) {
        size_t i = 0;
        while (i < res->lines.n && (used[i] || !line_fits(run, res, &run->c->lines.p[w], &res->lines.p[i])))
            i++;
        if (i < res->lines.n)
            used[i] = true;
        else
            miss(run, "score sheet", line_text(run, &run->c->lines.p[w]), sheet_text(run, res));
    }
}

/* What must hold of any sheet: it adds up, and reads back as written. */
static void check_sheet(struct case_run *run, const struct grade_result *res)
{
    int64_t sum = 0;
    for (size_t i = 0; i < res->lines.n; i++)
        sum += res->lines.p[i].points;
    if (sum != res->points)
        miss(run, "sum of the lines", decimal(run->a, res->points), decimal(run->a, sum));
    struct grade_result back;
    bool read = grade_sheet_decode(run->a, run->r, grade_sheet_encode(run->a, res), &back);
    if (!read || back.points != res->points || back.grade != res->grade || back.lines.n != res->lines.n)
        miss(run, "stored sheet", STR("the same"), STR("something else"));
}

static bool run_case(struct case_run *run)
{
    const struct grade_plan *plan = grade_plan_new(run->a, run->r, run->c->year);
    struct grade_subject_facts facts = {
        .id = 1, .type = run->c->subject_type, .excuse = run->c->excuse, .established = run->c->established};
    struct grade_result res;
    grade_subject(plan, &facts, records_of(run, plan), run->c->records.n, run->a, &res);
    enum regime_case_outcome got = outcome_of(res.outcome);
    if (got != run->c->outcome) {
        miss(run, "outcome", outcome_text(run->c->outcome), outcome_text(got));
        return false;
    }
    struct str grade = res.grade >= 0 ? run->r->grades.p[res.grade].code : STR_NONE;
    if (got == CASE_GRADED && !str_eq(grade, run->c->grade))
        miss(run, "grade", run->c->grade, str_fmt(run->a, "%.*s by %.*s", STR_ARG(grade), STR_ARG(sheet_text(run, &res))));
    if (run->c->has_points && run->c->points_milli != res.points)
        miss(run, "points", decimal(run->a, run->c->points_milli),
             str_fmt(run->a, "%.*s by %.*s", STR_ARG(decimal(run->a, res.points)), STR_ARG(sheet_text(run, &res))));
    compare_lines(run, &res);
    if (got == CASE_GRADED)
        check_sheet(run, &res);
    return !run->failed;
}

size_t grade_run_cases(struct arena *a, const struct regime *r, const struct regime_cases_result *cases, struct out *report)
{
    size_t failed = 0;
    for (size_t i = 0; i < cases->cases.n; i++) {
        struct case_run run = {.r = r, .c = &cases->cases.p[i], .a = a, .report = report};
        failed += run_case(&run) ? 0 : 1;
    }
    return failed;
}
