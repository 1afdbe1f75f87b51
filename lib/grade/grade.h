/* SPDX-License-Identifier: EUPL-1.2
 * grade.h — the yearly grade of one subject as a pure function of rules and facts: no SQL, no clock, no HTTP. Law is data: what
 * counts and what it weighs comes from the regime's grading; this module knows shapes only (window, decay, veto, ladder, points,
 * cap, threshold). Called by the rounds (grade_round.h), golden cases (grade_cases.h) and what-if pages. Everything lives in the
 * caller's arena.
 *
 * Points are thousandths, as in the regime (90500 = 90.5). A weight is the part of a record's points that is left after decay, in
 * 1/10000; points × weight is rounded half away from zero to a thousandth, record by record. So lines add up by hand: Σ points of
 * all lines = total.
 */
#ifndef GRADE_GRADE_H
#define GRADE_GRADE_H

#include "regime/regime.h"

enum grade_record_state { GRADE_RECORD_ACTIVE = 1, GRADE_RECORD_WITHDRAWN = 2, GRADE_RECORD_REPAIRED = 3 }; /* as in the database */
struct grade_record {
    int64_t id;
    int32_t item; /* grade_plan_item(): index into regime->items, −1 when the regime has no such item */
    enum regime_severity severity;
    struct day found, use_to; /* use_to: last day of use, DAY_NONE = no end */
    int32_t points;           /* the record's own (practice points), thousandths */
    enum grade_record_state state;
    bool disputed; /* an open objection marks a line; it does not stop the record from counting */
};
struct grade_subject_facts {
    int64_t id;
    struct str type, excuse; /* excuse: code of a ground taken by staff, or empty */
    struct day established;  /* DAY_NONE: long ago */
};

enum grade_outcome {
    GRADE_GIVEN,          /* a grade by the rules */
    GRADE_UNRATED,        /* not rated: the regime's M (未评价) */
    GRADE_EXCUSED,        /* taken out of the round: no grade */
    GRADE_NOT_ROLLED_OUT, /* the type's phase has not begun by the end of the year: shown as not graded */
    GRADE_NOT_GRADED,     /* the regime never grades this type */
};

/* Why a record does or does not count. Values are stored: never renumber. */
enum grade_why {
    GRADE_COUNTED = 0,
    GRADE_WHY_WITHDRAWN = 1, /* corrected away */
    GRADE_WHY_REPAIRED = 2,
    GRADE_WHY_EXPIRED = 3,     /* its use ended before the grading day */
    GRADE_WHY_LATER = 4,       /* found after the year graded */
    GRADE_WHY_EARLIER = 5,     /* found before the year graded, where only that year counts */
    GRADE_WHY_DECAYED = 6,     /* weight has fallen to nothing */
    GRADE_WHY_CATEGORY = 7,    /* its category never counts under this regime */
    GRADE_WHY_NOT_WEIGHED = 8, /* counts, but no rule gives it an effect */
    GRADE_WHY_UNKNOWN = 9,     /* the regime in force has no such item */
    GRADE_WHY_LAST = 9
};
/* Values are stored: never renumber. */
enum grade_line_kind {
    GRADE_LINE_BASE = 0,   /* 起评分; points regimes only */
    GRADE_LINE_RECORD = 1, /* one record, counted or not */
    GRADE_LINE_VETO = 2,   /* a record that sets the grade; its points, if any, are on its record line */
    GRADE_LINE_CAP = 3,    /* a cap bit: full = Σ before it; points 0, since the record lines are already cut */
    GRADE_LINE_LIMIT = 4,  /* total brought back into [min, max] */
    GRADE_LINE_RESULT = 5, /* last of all: the rule that gave the grade */
    GRADE_LINE_REST =
        6, /* lines that the sheet has no room for, as one: points = their Σ, full = how many (thousands of records only) */
    GRADE_LINE_LAST = 6
};
/* Which table of the grading `rule` indexes. Values are stored. GRADE_RULE_GRADING: the method as a whole (base, limit),
 * GRADE_RULE_COUNT: the window that kept the record out. */
enum grade_rule_kind {
    GRADE_RULE_NONE = 0,
    GRADE_RULE_GRADING = 1,
    GRADE_RULE_COUNT = 2,
    GRADE_RULE_VETO = 3,
    GRADE_RULE_STEP = 4,
    GRADE_RULE_POINT = 5,
    GRADE_RULE_CAP = 6,
    GRADE_RULE_THRESHOLD = 7,
    GRADE_RULE_UNRATED = 8,
    GRADE_RULE_LAST = 8
};
struct grade_line {
    enum grade_line_kind kind;
    enum grade_why why; /* record lines */
    enum grade_rule_kind rule_kind;
    int32_t rule;            /* index, 0 where the kind has no table */
    int64_t record_id;       /* 0: a line of a rule alone */
    int32_t item;            /* index into regime->items, −1 none */
    int32_t bound;           /* index into regime->grades: the grade this line leads to; −1 none */
    int32_t points;          /* what it adds to the total, thousandths */
    int32_t full;            /* before decay and cap */
    int32_t weight;          /* 1/10000; 10000 = undiminished */
    bool decisive, disputed; /* decisive: it made the grade (ladder and veto) */
};
struct grade_result {
    enum grade_outcome outcome;
    int32_t grading; /* index into regime->gradings, −1 none */
    int32_t grade;   /* index into regime->grades; −1 unless given or unrated */
    int32_t points;  /* total in thousandths; 0 where the method has none */
    bool has_points;
    REGIME_SLICE(struct grade_line) lines; /* empty unless given or unrated */
};

/* The rules of one year, looked up once: which items, categories and severities meet which rule. */
struct grade_plan;
struct grade_plan *grade_plan_new(struct arena *a, const struct regime *r, int32_t year);
const struct regime *grade_plan_regime(const struct grade_plan *p);
int32_t grade_plan_item(const struct grade_plan *p, struct str code); /* −1: none */
/* The day on which the year is graded, from the regime's calendar (code "grading"); 31 December of the year where it has none. */
struct day grade_day(const struct regime *r, int32_t year);

/* Records in any order; those of other subjects must not be among them. Lines come in order of day found, then id. */
void grade_subject(const struct grade_plan *plan, const struct grade_subject_facts *facts, const struct grade_record *records,
                   size_t n, struct arena *arena, struct grade_result *out);

#endif
