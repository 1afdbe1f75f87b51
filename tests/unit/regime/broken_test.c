/* SPDX-License-Identifier: EUPL-1.2
 * broken_test.c — wrong rule sets: each text with the fault that must be reported,
     at its line and column. All faults of a text are asserted,
 * so that a second one, or a missing one, is seen.
 */
#include "regime/regime_cases.h"

#include "support/unit.h"

#define HEAD                                                                                                                       \
    "head: {code: t, label: T, title: T, number: 1号, issuer: I, cite: T, division: \"440823\", site_name: S, bureau: B, from: "  \
    "2022-10-17, article: T 1}\n"
#define CATEGORY                                                                                                                   \
    "categories: [{code: bad, label: L, polarity: bad, legal_person: public, natural_person: internal, retention: {kind: life, "   \
    "article: T 1}, use: "                                                                                                         \
    "{kind: own, article: T 1}, article: T 1}]\n"
#define ITEM "items: [{code: bad.1, category: bad, label: L, name: Ab, article: T 1}]\n"
#define TYPE "subject_types: [{code: hospital, label: H, kind: legal, graded: true, article: T 1}]\n"
#define GRADES                                                                                                                     \
    "grades: [{code: A, label: A, meaning: M, order: 1, colour: best, best: true, article: T 1}, {code: B, label: B, meaning: M, " \
    "order: 2, colour: "                                                                                                           \
    "worst, worst: true, article: T 1}]\n"
#define LADDER                                                                                                                        \
    "gradings: [{code: g, label: G, method: ladder, ladder: [{code: bad, label: L, kind: any, categories: [bad], grade: B, article: " \
    "T 1}, {code: "                                                                                                                   \
    "rest, label: L, kind: else, grade: A, article: T 1}], article: T 1}]\n"
#define GOOD HEAD CATEGORY ITEM TYPE GRADES LADDER

struct broken {
    const char *text, *faults; /* faults: one a line, "t.yaml:LINE:COLUMN: message" */
};
static const struct broken table[] = {
    {GOOD, ""},
    /* not YAML, or more than we take */
    {"", "t.yaml:1:1: the file is empty\n"},
    {"a: [1\nb", "t.yaml:3:1: not YAML: did not find expected ',' or ']', while parsing a flow sequence\n"},
    {"a:\n\t1", "t.yaml:2:1: a tab; use blanks\n"},
    {"a: \xff", "t.yaml:1:4: not UTF-8\n"},
    {"\xef\xbb\xbf"
     "a: 1",
     "t.yaml:1:1: a control character or byte order mark\n"},
    {"a: 1\n--- \nb: 2\n", "t.yaml:2:1: only one document is allowed\n"},
    {"%YAML 1.1\n---\na: 1\n", "t.yaml:1:1: directives are not allowed\n"},
    {"a: &x 1\nb: 2\n", "t.yaml:1:4: anchors are not allowed\n"},
    {"a: b\nb: *x\n", "t.yaml:2:4: aliases are not allowed\n"},
    {"a: !!str 1\n", "t.yaml:1:4: tags are not allowed\n"},
    {"? [a]\n: 1\n", "t.yaml:1:3: a key must be a plain word\n"},
    {"[[[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]]]", "t.yaml:1:18: nested too deep\n"},
    {"- a\n- b\n", "t.yaml:1:1: the file must be a mapping (key: value)\n"},
    /* keys */
    {GOOD "colours: 1\n", "t.yaml:7:1: the file: unknown key \"colours\"\n"},
    {GOOD "draw: []\ndraw: []\n", "t.yaml:8:1: duplicate key \"draw\", first given in line 7\n"},
    {HEAD CATEGORY "items: [{code: bad.1, category: bad, label: L, nmae: Ab, article: T 1}]\n" TYPE GRADES LADDER,
     "t.yaml:3:9: item: \"name\" is missing\nt.yaml:3:48: item: unknown key \"nmae\"\n"},
    {HEAD CATEGORY
     "items: [{code: bad.1, category: bad, label: L, name: Ab, article: T 1}, {code: bad.1, category: bad, label: L2, "
     "name: Cd, article: T 1}]\n" TYPE GRADES LADDER,
     "t.yaml:3:80: duplicate code \"bad.1\", first given in line 3\n"},
    /* where a value comes from */
    {GOOD "double_publicity: [{code: d, label: L, within: 7 working days}]\n",
     "t.yaml:7:20: double publicity: no article, and not marked source: local\n"},
    {GOOD "double_publicity: [{code: d, label: L, within: 7 working days, source: local}]\n",
     "t.yaml:7:72: double publicity: source: local needs a note that says why\n"},
    {GOOD "double_publicity: [{code: d, label: L, within: 7 working days, source: law, note: Nn}]\n",
     "t.yaml:7:72: \"source\" can only be local; a text of law is an article\n"},
    {GOOD "double_publicity: [{code: d, label: L, within: 7 working days, source: local, note: Nn, article: T 1}]\n",
     "t.yaml:7:72: double publicity: give either article or source: local, not both\n"},
    /* types of values */
    {GOOD "double_publicity: [{code: d, label: L, within: 7 days, article: T 1}]\n",
     "t.yaml:7:48: \"within\": \"7 days\" is not like \"3 working days\", \"7 calendar days\" or \"1 months\"\n"},
    {GOOD "double_publicity: [{code: d, label: L, within: 07 working days, article: T 1}]\n",
     "t.yaml:7:48: \"within\": \"07 working days\" is not like \"3 working days\", \"7 calendar days\" or \"1 months\"\n"},
    {GOOD "draw: [{code: a, grade: A, percent: 017, article: T 1}]\n", "t.yaml:7:37: \"percent\": \"017\" is not a number\n"},
    {GOOD "draw: [{code: a, grade: A, percent: 0x1F, article: T 1}]\n", "t.yaml:7:37: \"percent\": \"0x1F\" is not a number\n"},
    {GOOD "draw: [{code: a, grade: A, percent: 5 %, article: T 1}]\n", "t.yaml:7:37: \"percent\": \"5 %\" is not a number\n"},
    {GOOD "draw: [{code: a, grade: A, percent: \"5\", article: T 1}]\n", "t.yaml:7:37: \"percent\": \"5\" is not a number\n"},
    {GOOD "draw: [{code: a, grade: A, percent: 101, article: T 1}]\n",
     "t.yaml:7:37: \"percent\": 101 is out of range (0 to 100)\n"},
    {GOOD "draw: [{code: a, grade: A, percent: [5], article: T 1}]\n", "t.yaml:7:37: \"percent\" must be a number\n"},
    {GOOD "draw: [{code: a, grade: A, direction: up, article: T 1}]\n", "t.yaml:7:39: \"direction\": \"up\" is not one of same, "
                                                                        "fewer, more\n"},
    {GOOD "draw: [5]\n", "t.yaml:7:8: ratio must be a mapping (key: value)\n"},
    {GOOD "draw: 5\n", "t.yaml:7:7: \"draw\" must be a list\n"},
    {GOOD "objection: {mark_disputed: yes}\n", "t.yaml:7:28: \"mark_disputed\" must be true or false\n"},
    {GOOD "calendar: [{code: a, label: L, date: 02-29, article: T 1}]\n", "t.yaml:7:38: \"date\": \"02-29\" is not a date of the "
                                                                          "year like 01-20\n"},
    {GOOD "calendar: [{code: a, label: L, date: 2022-01-20, article: T 1}]\n",
     "t.yaml:7:38: \"date\": \"2022-01-20\" is not a date of the year like 01-20\n"},
    {GOOD "clocks: [{code: a, label: L, within: 3 working days, from: 2025-02-29, article: T 1}]\n",
     "t.yaml:7:60: \"from\": \"2025-02-29\" is not a date like 2022-10-17\n"},
    {GOOD "clocks: [{code: a, label: 12, within: 3 working days, article: T 1}]\n", "t.yaml:7:27: \"label\": 12 is not a text; put "
                                                                                    "it in quotes\n"},
    {GOOD "clocks: [{code: a, label: \"no\", within: 3 working days, article: no}]\n",
     "t.yaml:7:66: \"article\": no is not a text; "
     "put it in quotes\n"},
    {GOOD "clocks: [{code: a, label: \"\", within: 3 working days, article: T 1}]\n", "t.yaml:7:27: \"label\" is empty\n"},
    {GOOD "clocks: [{code: a, label: \"x\\ny\", within: 3 working days, article: T 1}]\n",
     "t.yaml:7:27: \"label\" has a line break "
     "or control character\n"},
    {GOOD "clocks: [{code: 1a, label: L, within: 3 working days, article: T 1}]\n",
     "t.yaml:7:17: \"code\": 1a is not a text; put it in quotes\n"},
    {GOOD "clocks: [{code: 时, label: L, within: 3 working days, article: T 1}]\n",
     "t.yaml:7:17: \"code\": \"时\" is not a code (a letter, then letters, digits, . _ - @; at most 64)\n"},
    /* references and parts that must agree */
    {HEAD CATEGORY "items: [{code: bad.1, category: bda, label: L, name: Ab, due: [month], article: T 1}]\n" TYPE GRADES LADDER,
     "t.yaml:3:9: the code must be \"bda.\" and a number or word\nt.yaml:3:33: no category has the code \"bda\"\nt.yaml:3:64: no due "
     "rule has the code \"month\"\n"},
    {HEAD CATEGORY
     "items: [{code: bad.1, category: bad, label: L, name: Ab, article: T 1}, {code: bad.2, category: bad, label: L2, "
     "name: Cd, aliases: [Ab], article: T 1}]\n" TYPE GRADES LADDER,
     "t.yaml:3:133: \"Ab\" already names another entry of this list\n"},
    {GOOD "draw: [{code: c, grade: C, percent: 5, article: T 1}]\n", "t.yaml:7:25: no grade has the code \"C\"\n"},
    {GOOD "draw: [{code: a, grade: A, percent: 5, article: T 1}, {code: b, grade: A, percent: 5, article: T 1}]\n",
     "t.yaml:7:55: a second ratio for grade \"A\"\n"},
    {GOOD "measures: [{code: m, label: L, incentive: true, subject_types: [clinic], article: T 1}]\n",
     "t.yaml:7:65: no subject type has the code \"clinic\"\n"},
    {GOOD "clocks: [{code: a, label: L, article: T 1}]\n",
     "t.yaml:7:10: a clock needs \"within\", or known: false when the mandate gives no number\n"},
    {GOOD "clocks: [{code: a, label: L, within: 3 working days, from: 2025-02-02, to: 2024-01-01, article: T 1}]\n",
     "t.yaml:7:10: the period ends before it begins\n"},
    {GOOD "dues: [{code: a, label: L, kind: yearly, within: 1 months, article: T 1}]\n",
     "t.yaml:7:8: kind: after needs \"within\" alone, kind: yearly needs \"dates\" alone\n"},
    {GOOD "fields: [{code: id_number@natural, label: L, kind: natural, disclosure: public, article: T 1}]\n",
     "t.yaml:7:10: an identity number can never be public\n"},
    {GOOD "lists: [{code: black, label: L, polarity: serious, publishable: true, article: T 1}]\n",
     "t.yaml:7:9: a serious-dishonesty list can be published only with a \"basis\" in law\n"},
    {GOOD
     "publicity: [{code: p, label: L, severity: general, shown: true, min_months: 4, max_months: 3, start: decided, article: T "
     "1}]\n",
     "t.yaml:7:13: \"min_months\" is more than \"max_months\"\n"},
    {GOOD
     "publicity: [{code: p, label: L, severity: general, shown: true, min_months: 1, max_months: 3, start: decided, to: "
     "2025-01-01, article: T 1}, {code: q, "
     "label: L, severity: general, shown: true, min_months: 1, max_months: 3, start: decided, from: 2025-01-01, article: T 1}]\n",
     "t.yaml:7:142: overlaps in time with \"p\"\n"},
    {HEAD CATEGORY ITEM TYPE "grades: [{code: A, label: A, meaning: M, order: 2, colour: best, article: T 1}, {code: B, label: B, "
                             "meaning: M, order: 1, colour: worst, worst: "
                             "true, article: T 1}]\n" LADDER,
     "t.yaml:5:10: exactly one grade is best and one is worst\nt.yaml:5:81: grades must stand in ascending \"order\", the best first\n"},
    {HEAD CATEGORY ITEM TYPE GRADES
     "gradings: [{code: g, label: G, method: ladder, ladder: [{code: bad, label: L, kind: any, categories: [bad], grade: B, article: "
     "T 1}], article: T 1}]\n",
     "t.yaml:6:57: the last step, and only it, is kind: else\n"},
    {HEAD CATEGORY ITEM TYPE GRADES
     "gradings: [{code: g, label: G, method: points, base: 100, min: 0, max: 120, points: [{code: p, label: L, categories: [bad], "
     "points: 1.2345, cap: c, "
     "article: T 1}], thresholds: [{grade: A, at_least: 90, article: T 1}, {grade: B, at_least: 95, article: T 1}], article: T 1}]\n",
     "t.yaml:6:133: \"points\": \"1.2345\" is not a number with at most three decimal places\nt.yaml:6:146: no cap of this grading "
     "has the code \"c\"\n"
     "t.yaml:6:218: the last threshold, and only it, has no \"at_least\"\n"},
    {GOOD "fields: []\n", ""},
    {HEAD CATEGORY ITEM TYPE GRADES, "t.yaml:1:24: categories, items, subject_types, grades and gradings must not be empty unless "
                                     "abstract\n"},
    {"head: {code: u, label: T, title: T, number: 1号, issuer: I, cite: T, division: \"44082\", abstract: true, from: 2022-10-17, "
     "article: T 1}\n",
     "t.yaml:1:14: \"code\" is \"u\", but the file is called t.yaml\nt.yaml:1:79: \"division\" is not a code of GB/T 2260 (six "
     "digits)\n"},
    {"head: {code: t, extends: p, label: T}\n", "t.yaml:1:26: there is no layer \"p\"\n"},
};

static struct str faults_text(struct arena *a, const struct regime_fault *p, size_t n)
{
    struct out o;
    out_to_arena(&o, a);
    for (size_t i = 0; i < n; i++) {
        out_str(&o, regime_fault_text(a, &p[i]));
        out_char(&o, '\n');
    }
    return out_text(&o);
}

static size_t misses; /* all rows are tried before a test fails */

static void expect_text(struct str got, const char *want, const char *of)
{
    if (str_eq(got, str_from(want)))
        return;
    fprintf(stderr, "%s\nexpected:\n%sgot:\n%.*s\n", of, want, STR_ARG(got));
    misses++;
}

static void test_broken(void **state)
{
    (void)state;
    misses = 0;
    for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
        struct arena *a = arena_new(16u << 20);
        struct regime_text_in in = {STR("t"), str_from(table[i].text)};
        struct regime_load_result r = regime_load_text(a, &in, 1);
        expect_text(faults_text(a, r.faults.p, r.faults.n), table[i].faults, table[i].text);
        assert_int_equal(r.regime != NULL, r.faults.n == 0);
        arena_free(&a);
    }
    assert_int_equal(misses, 0);
}

struct broken_case {
    const char *text, *faults;
};
static const struct broken_case case_table[] = {
    {"cases: [{case: x, subject_type: hospital, year: 2024, records: [{item: bad.1, found: 2024-02-02}], expect: {grade: B, lines: "
     "[{item: bad.1, rule: bad, "
     "counted: true}]}}]\n",
     ""},
    {"cases: [{case: x, subject_type: clinic, year: 2024, records: [{item: bad.2, found: 2024-02-30}], expect: {grade: C}}]\n",
     "t.cases.yaml:1:33: the regime has no \"clinic\"\nt.cases.yaml:1:70: the regime has no \"bad.2\"\n"
     "t.cases.yaml:1:84: \"found\": \"2024-02-30\" is not a date like 2022-10-17\nt.cases.yaml:1:114: the regime has no \"C\"\n"},
    {"cases: [{case: x, subject_type: hospital, year: 2024, expect: {outcome: excused, grade: A}}]\n",
     "t.cases.yaml:1:9: expect: a grade is given when the outcome is graded, and only then\n"},
    {"cases: [{case: x, subject_type: hospital, year: 2024, excuse: ill, expect: {grade: A, lines: [{rule: zzz, counted: true}]}}]\n",
     "t.cases.yaml:1:63: no grading has the excuse \"ill\"\nt.cases.yaml:1:102: the grading of this type and year has no rule \"zzz\"\n"},
};

static void test_broken_cases(void **state)
{
    (void)state;
    misses = 0;
    struct arena *a = arena_new(16u << 20);
    struct regime_text_in in = {STR("t"), STR(GOOD)};
    const struct regime *r = regime_load_text(a, &in, 1).regime;
    assert_non_null(r);
    for (size_t i = 0; i < sizeof case_table / sizeof *case_table; i++) {
        struct regime_cases_result c = regime_cases_text(a, r, STR("t"), str_from(case_table[i].text));
        expect_text(faults_text(a, c.faults.p, c.faults.n), case_table[i].faults, case_table[i].text);
    }
    arena_free(&a);
    assert_int_equal(misses, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_broken), cmocka_unit_test(test_broken_cases)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
