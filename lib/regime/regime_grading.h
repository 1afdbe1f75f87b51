/* SPDX-License-Identifier: EUPL-1.2
 * regime_grading.h — how a year's grade follows from records, as data. Consumed by the grade room, which alone applies it; shown on
 * the why-page rule by rule. Points are thousandths (100 points = 100000). A grading fits the subject types it names, or all when
 * it names none.
 *
 * Order of application: not rolled out or not graded → none; excused → none; count filter (windows); unrated; vetoes in order, the
 * first that fires sets the grade; else the ladder's first rule that holds, or points: base + Σ rules (capped) → first threshold
 * reached.
 */
#ifndef REGIME_GRADING_H
#define REGIME_GRADING_H

#include "regime/regime_base.h"

/* Which records of a category count for grading year Y:
 * WINDOW_YEAR: found within Y (1 January to 31 December). WINDOW_IN_USE: found on or before 31 December of Y and its use not ended
 * by then. Records withdrawn, corrected away, repaired (before the grading day) or disputed-and-upheld never count, whatever the
 * window. */
enum regime_window { WINDOW_NEVER, WINDOW_YEAR, WINDOW_IN_USE };
struct regime_count {
    struct str category;
    enum regime_window window;
    /* 0: full weight always; else weight falls linearly from 1 on the day found to 0 after so many months, measured at 31 December
     */
    int32_t decay_months;
    struct regime_legal legal;
};

/* What a rule looks at: a record matches when every part that is not empty holds. severities is a set of bits (1 << enum
 * regime_severity). */
struct regime_match {
    regime_codes categories, items;
    uint32_t severities;
};

struct regime_veto { /* 单项否决: one matching counted record sets the grade */
    struct str code, label;
    struct regime_match match;
    struct str grade;
    struct regime_legal legal;
};

/* LADDER_ANY: at least `at_least` counted records match. LADDER_ELSE: always holds (the last step). */
enum regime_ladder_kind { LADDER_ANY, LADDER_ELSE };
struct regime_ladder_step {
    struct str code, label;
    enum regime_ladder_kind kind;
    struct regime_match match;
    int32_t at_least; /* ≥ 1 */
    struct str grade;
    struct regime_legal legal;
};

/* The first rule that matches a record gives its points, so special rules stand before general ones. from_record: the record
 * carries its own points (practice points); points_milli > 0 is what each takes away: minus |points| × points_milli ÷ 1000, at most
 * limit_milli when not 0. */
struct regime_point_rule {
    struct str code, label;
    struct regime_match match;
    int32_t points_milli; /* per record, signed; weight (decay) applied to it, rounded half away from zero to a thousandth */
    bool from_record;
    int32_t limit_milli; /* for from_record: most that one record can take, ≥ 0; 0 = none */
    struct str cap;      /* code of a cap, or empty */
    struct regime_legal legal;
};
/* the sum of all lines naming it is cut at ±limit; records in order of day found, then id; the line that crosses it is cut */
struct regime_point_cap {
    struct str code, label;
    int32_t limit_milli; /* > 0 */
    struct regime_legal legal;
};
/* descending; the first with total ≥ at_least_milli gives the grade; the last has INT32_MIN : everything else */
struct regime_threshold {
    struct str grade;
    int32_t at_least_milli;
    struct regime_legal legal;
};

/* Not rated (M) when established less than min_months before 31 December, or with fewer than min_records records (any category but
 * reference, in the archive by then). A subject with a vetoing record is graded all the same. grade empty: the regime has no such
 * grade. */
struct regime_unrated {
    struct str grade, label;
    int32_t min_months, min_records;
    struct regime_legal legal;
};
struct regime_excuse { /* a subject may be taken out of a round by staff on one of these grounds */
    struct str code, label;
    struct regime_legal legal;
};

enum regime_method { METHOD_LADDER, METHOD_POINTS, METHOD_NONE }; /* none: archive only, no grade is computed */
struct regime_grading {
    struct str code, label;
    regime_codes subject_types; /* empty: all graded types */
    struct regime_period period;
    enum regime_method method;
    REGIME_SLICE(struct regime_count) counts; /* a category without a line never counts */
    REGIME_SLICE(struct regime_veto) vetoes;
    REGIME_SLICE(struct regime_ladder_step) ladder;
    int32_t base_milli, min_milli, max_milli; /* total is kept within [min, max] after the last line */
    REGIME_SLICE(struct regime_point_rule) points;
    REGIME_SLICE(struct regime_point_cap) caps;
    REGIME_SLICE(struct regime_threshold) thresholds;
    struct regime_unrated unrated;
    REGIME_SLICE(struct regime_excuse) excuses;
    struct regime_legal legal; /* of the method as a whole */
};

struct regime_match_facts { /* of one record, for regime_matches() */
    struct str category, item;
    enum regime_severity severity;
};
bool regime_matches(const struct regime_match *m, struct regime_match_facts f);
const struct regime_count *regime_count(const struct regime_grading *g, struct str category); /* NULL: never counts */

#endif
