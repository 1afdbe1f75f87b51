/* SPDX-License-Identifier: EUPL-1.2
 * regime_cases.c — golden cases from YAML (contract in regime_cases.h), and `regime check`. The file is {cases: [ … ]}; each case:
 *   case, subject_type, year, today?, established?, excuse?, records: [{item, found, decided?, severity?, points?, use_to?,
 * state?}], expect: {outcome?, grade?, points?, lines: [{item?, rule?, counted, effect?, article?}]}
 */
#include "regime/regime_cases.h"

#include "regime/regime_files.h"
#include "regime/regime_shape.h"

static const char *const state_words[] = {"active", "withdrawn", "repaired", "disputed", "expired", NULL};
static const char *const outcome_words[] = {"graded", "not_rolled_out", "excused", "not_graded", NULL};

#define T struct regime_case_record
static const struct bind_field record_fields[] = {
    FIELD(T, item, "item", BIND_CODE, .ref = REF_ITEM, .required = true),
    FIELD(T, found, "found", BIND_DAY, .required = true),
    FIELD(T, decided, "decided", BIND_DAY),
    FIELD(T, severity, "severity", BIND_ENUM, .words = regime_words_severity, .def = -1),
    FIELD(T, points_milli, "points", BIND_MILLI, .min = 0, .max = 1000000, .has = 1 + offsetof(T, has_points)),
    FIELD(T, use_to, "use_to", BIND_DAY),
    FIELD(T, state, "state", BIND_ENUM, .words = state_words),
};
static const struct bind_shape record_shape = {"record", sizeof(T), SHAPE(record_fields), 0};
#undef T

#define T struct regime_case_line
static const struct bind_field line_fields[] = {
    FIELD(T, item, "item", BIND_CODE, .ref = REF_ITEM),
    FIELD(T, rule, "rule", BIND_CODE),
    FIELD(T, counted, "counted", BIND_BOOL, .required = true),
    FIELD(T, effect_milli, "effect", BIND_MILLI, .has = 1 + offsetof(T, has_effect)),
    FIELD(T, article, "article", BIND_TEXT),
};
static const struct bind_shape line_shape = {"line", sizeof(T), SHAPE(line_fields), 0};
#undef T

struct expectation {
    enum regime_case_outcome outcome;
    struct str grade;
    bool has_points;
    int32_t points_milli;
    REGIME_SLICE(struct regime_case_line) lines;
};
#define T struct expectation
static const struct bind_field expect_fields[] = {
    FIELD(T, outcome, "outcome", BIND_ENUM, .words = outcome_words),
    FIELD(T, grade, "grade", BIND_CODE, .ref = REF_GRADE),
    FIELD(T, points_milli, "points", BIND_MILLI, .has = 1 + offsetof(T, has_points)),
    FIELD(T, lines, "lines", BIND_LIST, .shape = &line_shape),
};
static const struct bind_shape expect_shape = {"expect", sizeof(T), SHAPE(expect_fields), 0};
#undef T

struct written_case {
    struct regime_case c;
    struct expectation expect;
};
#define T struct written_case
static const struct bind_field case_fields[] = {
    FIELD(T, c.name, "case", BIND_TEXT, .required = true),
    FIELD(T, c.subject_type, "subject_type", BIND_CODE, .ref = REF_SUBJECT_TYPE, .required = true),
    FIELD(T, c.year, "year", BIND_INT, .min = 2000, .max = 2100, .required = true),
    FIELD(T, c.today, "today", BIND_DAY),
    FIELD(T, c.established, "established", BIND_DAY),
    FIELD(T, c.excuse, "excuse", BIND_CODE),
    FIELD(T, c.records, "records", BIND_LIST, .shape = &record_shape),
    FIELD(T, expect, "expect", BIND_MAP, .shape = &expect_shape, .required = true),
};
static const struct bind_shape case_shape = {"case", sizeof(T), SHAPE(case_fields), 0};
#undef T

struct written_file {
    REGIME_SLICE(struct written_case) cases;
};
#define T struct written_file
static const struct bind_field file_fields[] = {FIELD(T, cases, "cases", BIND_LIST, .shape = &case_shape, .required = true)};
static const struct bind_shape file_shape = {"the file", sizeof(T), SHAPE(file_fields), 0};
#undef T

static bool known_excuse(const struct regime *r, struct str code)
{
    for (size_t i = 0; i < r->gradings.n; i++)
        for (size_t j = 0; j < r->gradings.p[i].excuses.n; j++)
            if (str_eq(r->gradings.p[i].excuses.p[j].code, code))
                return true;
    return false;
}

static bool known_rule(const struct regime_grading *g, struct str code)
{
    for (size_t i = 0; i < g->vetoes.n; i++)
        if (str_eq(g->vetoes.p[i].code, code))
            return true;
    for (size_t i = 0; i < g->ladder.n; i++)
        if (str_eq(g->ladder.p[i].code, code))
            return true;
    for (size_t i = 0; i < g->points.n; i++)
        if (str_eq(g->points.p[i].code, code))
            return true;
    for (size_t i = 0; i < g->caps.n; i++)
        if (str_eq(g->caps.p[i].code, code))
            return true;
    return false;
}

static void finish_case(struct binder *b, const struct regime *r, const struct written_case *w, struct regime_case *c)
{
    *c = w->c;
    c->outcome = w->expect.outcome;
    c->grade = w->expect.grade;
    c->has_points = w->expect.has_points;
    c->points_milli = w->expect.points_milli;
    c->lines.p = w->expect.lines.p;
    c->lines.n = w->expect.lines.n;
    const struct node *at = bind_where(b, w);
    c->line = at ? at->line : 0;
    if (!day_is(c->today))
        c->today = day_from_ymd(c->year + 1, 1, 20);
    if ((c->outcome == CASE_GRADED) != (c->grade.n > 0))
        fault_at(b->faults, at, "expect: a grade is given when the outcome is graded, and only then");
    if (c->excuse.n && !known_excuse(r, c->excuse))
        fault_at(b->faults, bind_where(b, &w->c.excuse), "no grading has the excuse \"%.*s\"", STR_ARG(c->excuse));
    const struct regime_grading *g = regime_grading(r, c->subject_type, day_from_ymd(c->year, 12, 31));
    for (size_t i = 0; i < c->lines.n; i++) {
        const struct regime_case_line *x = &c->lines.p[i];
        if (x->rule.n && (!g || !known_rule(g, x->rule)))
            fault_at(b->faults, bind_where(b, &x->rule), "the grading of this type and year has no rule \"%.*s\"",
                     STR_ARG(x->rule));
    }
}

static void verify_references(struct binder *b, const struct regime *r)
{
    for (size_t i = 0; i < b->refs.n; i++) {
        const struct bind_reference *x = &b->refs.p[i];
        bool found = (x->ref == REF_ITEM && regime_item(r, x->at->text)) || (x->ref == REF_GRADE && regime_grade(r, x->at->text)) ||
                     (x->ref == REF_SUBJECT_TYPE && regime_subject_type(r, x->at->text));
        if (!found)
            fault_at(b->faults, x->at, "the regime has no \"%.*s\"", STR_ARG(x->at->text));
    }
}

/* The severity of a record that gives none is its item's; -1 marks it until the item is known. */
static void default_severities(const struct regime *r, const struct regime_case *c)
{
    struct regime_case_record *records = (struct regime_case_record *)c->records.p;
    for (size_t i = 0; i < c->records.n; i++) {
        const struct regime_item *item = regime_item(r, records[i].item);
        if ((int32_t)records[i].severity < 0)
            records[i].severity = item ? item->severity : SEVERITY_NONE;
        if (!day_is(records[i].decided))
            records[i].decided = records[i].found;
    }
}

struct regime_cases_result regime_cases_text(struct arena *a, const struct regime *r, struct str name, struct str text)
{
    struct regime_cases_result out = {0};
    struct fault_list faults = {.arena = a};
    struct binder b = {.faults = &faults, .arena = a};
    struct node *tree = node_parse(&faults, str_cat(a, name, STR(".cases.yaml")), text);
    if (tree) {
        struct written_file file = {0};
        bind_map(&b, &file_shape, tree, &file);
        bind_done(&b);
        verify_references(&b, r);
        struct regime_case *cases = ARENA_ARRAY(a, struct regime_case, file.cases.n);
        for (size_t i = 0; i < file.cases.n; i++) {
            finish_case(&b, r, &file.cases.p[i], &cases[i]);
            default_severities(r, &cases[i]);
        }
        out.cases.p = cases;
        out.cases.n = file.cases.n;
    }
    fault_sort(&faults);
    out.faults.p = faults.v.p;
    out.faults.n = faults.v.n;
    return out;
}

struct regime_cases_result regime_cases_load(struct arena *a, const struct regime *r, struct str dir, struct str name)
{
    struct str full = regime_file(a, dir, name), text = STR_NONE;
    struct str file = str_cat(a, full, STR(".cases.yaml"));
    if (regime_read_file(a, dir, file, &text))
        return regime_cases_text(a, r, full, text);
    struct regime_cases_result out = {0};
    struct regime_fault *f = ARENA_NEW(a, struct regime_fault);
    *f = (struct regime_fault){.file = file, .message = STR("cannot be read")};
    out.faults.p = f;
    out.faults.n = 1;
    return out;
}
