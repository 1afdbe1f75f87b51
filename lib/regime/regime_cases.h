/* SPDX-License-Identifier: EUPL-1.2
 * regime_cases.h — golden cases of a regime: facts in, grade and score sheet out, from NAME.cases.yaml beside NAME.yaml. Read here,
 * run by the grade room's tests and before a regime is activated. This module reads and checks references; it grades nothing.
 */
#ifndef REGIME_CASES_H
#define REGIME_CASES_H

#include "regime/regime_load.h"

/* A record that is not active never counts. */
enum regime_case_state { CASE_ACTIVE, CASE_WITHDRAWN, CASE_REPAIRED, CASE_DISPUTED, CASE_EXPIRED };
struct regime_case_record {
    struct str item;               /* code, in the regime */
    struct day found, decided;     /* decided: DAY_NONE = found */
    enum regime_severity severity; /* item's default when not given */
    bool has_points;
    int32_t points_milli; /* the record's own (practice points), positive */
    struct day use_to;    /* DAY_NONE: from the regime */
    enum regime_case_state state;
};
struct regime_case_line {
    struct str item; /* code; empty for a line of a rule alone (base, cap, veto) */
    struct str rule; /* code of the rule; empty when not counted */
    bool counted;
    bool has_effect;
    int32_t effect_milli; /* points after decay and cap */
    struct str article;   /* as regime_legal_text(): "HI 14", "本地规则"; empty: not compared */
};
enum regime_case_outcome { CASE_GRADED, CASE_NOT_ROLLED_OUT, CASE_EXCUSED, CASE_NOT_GRADED };
struct regime_case {
    struct str name, subject_type;
    size_t line;            /* in the cases file */
    int32_t year;           /* grading year */
    struct day today;       /* the day of the grading; default 20 January of the year after */
    struct day established; /* DAY_NONE: long ago */
    struct str excuse;      /* code of a ground, or empty */
    REGIME_SLICE(struct regime_case_record) records;
    enum regime_case_outcome outcome;
    struct str grade; /* expected; empty unless CASE_GRADED */
    bool has_points;
    int32_t points_milli;                        /* expected total */
    REGIME_SLICE(struct regime_case_line) lines; /* expected, in order of records; empty: not compared */
};
struct regime_cases_result {
    REGIME_SLICE(struct regime_case) cases;
    REGIME_SLICE(struct regime_fault) faults;
};
MUST_USE struct regime_cases_result regime_cases_text(struct arena *a, const struct regime *r, struct str name, struct str text);
/* dir/NAME.cases.yaml */
MUST_USE struct regime_cases_result regime_cases_load(struct arena *a, const struct regime *r, struct str dir, struct str name);

#endif
