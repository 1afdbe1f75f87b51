/* SPDX-License-Identifier: EUPL-1.2
 * test_rules.h — a small made-up regime for the grading tests: one type graded by a ladder, one by points, one not rolled out, one
 * never graded. The real regimes are tested by their own golden cases (golden_test.c).
 */
#ifndef GRADE_TEST_RULES_H
#define GRADE_TEST_RULES_H

#include "regime/regime.h"

#define LAW(text)                                                                                                                  \
    {                                                                                                                              \
        .article = STR_INIT(text)                                                                                                  \
    }
#define ONE(text)                                                                                                                  \
    {                                                                                                                              \
        .p = (const struct str[]){STR_INIT(text)}, .n = 1                                                                          \
    }
#define SLICE(array)                                                                                                               \
    {                                                                                                                              \
        .p = (array), .n = sizeof(array) / sizeof *(array)                                                                         \
    }
#define NEVER                                                                                                                      \
    {                                                                                                                              \
        INT32_MIN                                                                                                                  \
    }

static const struct regime_category CATEGORIES[] = {
    {.code = STR_INIT("base"), .label = STR_INIT("基础信息"), .polarity = POLARITY_BASE},
    {.code = STR_INIT("good"), .label = STR_INIT("良好信息"), .polarity = POLARITY_GOOD},
    {.code = STR_INIT("bad"), .label = STR_INIT("不良信息"), .polarity = POLARITY_BAD, .repairable = true},
    {.code = STR_INIT("serious"), .label = STR_INIT("严重失信"), .polarity = POLARITY_SERIOUS},
    {.code = STR_INIT("reference"), .label = STR_INIT("参考信息"), .polarity = POLARITY_REFERENCE},
};
enum { BASE_1, GOOD_1, GOOD_2, BAD_1, BAD_POINTS, BAD_REFUSAL, SERIOUS_1, REFERENCE_1 };
static const struct regime_item ITEMS[] = {
    {.code = STR_INIT("base.1"), .category = STR_INIT("base")},
    {.code = STR_INIT("good.1"), .category = STR_INIT("good")},
    {.code = STR_INIT("good.2"), .category = STR_INIT("good")},
    {.code = STR_INIT("bad.1"), .category = STR_INIT("bad"), .severity = SEVERITY_GENERAL},
    {.code = STR_INIT("bad.points"), .category = STR_INIT("bad"), .kind = ITEM_POINTS},
    {.code = STR_INIT("bad.refusal"), .category = STR_INIT("bad")},
    {.code = STR_INIT("serious.1"), .category = STR_INIT("serious")},
    {.code = STR_INIT("reference.1"), .category = STR_INIT("reference")},
};
static const struct regime_grade GRADES[] = {
    {.code = STR_INIT("A"), .label = STR_INIT("A级"), .order = 1, .best = true},
    {.code = STR_INIT("B"), .label = STR_INIT("B级"), .order = 2},
    {.code = STR_INIT("C"), .label = STR_INIT("C级"), .order = 3},
    {.code = STR_INIT("D"), .label = STR_INIT("D级"), .order = 4, .worst = true},
    {.code = STR_INIT("M"), .label = STR_INIT("未评价"), .order = 5, .unrated = true},
};
enum { GRADE_A, GRADE_B, GRADE_C, GRADE_D, GRADE_M };
static const struct regime_subject_type TYPES[] = {
    {.code = STR_INIT("clinic"), .graded = true, .from = NEVER},
    {.code = STR_INIT("hospital"), .graded = true, .from = NEVER},
    {.code = STR_INIT("pool"), .graded = true, .from = {20089}}, /* 2025-01-01 */
    {.code = STR_INIT("civil_servant"), .graded = false, .from = NEVER},
};
static const struct regime_count COUNTS[] = {
    {.category = STR_INIT("good"), .window = WINDOW_IN_USE, .decay_months = 24, .legal = LAW("T 26")},
    {.category = STR_INIT("bad"), .window = WINDOW_YEAR, .legal = LAW("T 16")},
    {.category = STR_INIT("serious"), .window = WINDOW_IN_USE, .legal = LAW("T 16")},
    {.category = STR_INIT("reference"), .window = WINDOW_IN_USE, .legal = LAW("T 21")},
};
static const struct regime_veto VETOES[] = {
    {.code = STR_INIT("serious"),
     .label = STR_INIT("严重失信"),
     .match = {.categories = ONE("serious")},
     .grade = STR_INIT("D"),
     .legal = LAW("T 15")},
    {.code = STR_INIT("refusal"),
     .label = STR_INIT("拒不接受检查"),
     .match = {.items = ONE("bad.refusal")},
     .grade = STR_INIT("D"),
     .legal = LAW("T 16")},
};
static const struct regime_ladder_step LADDER[] = {
    {.code = STR_INIT("c"),
     .kind = LADDER_ANY,
     .match = {.categories = ONE("bad")},
     .at_least = 2,
     .grade = STR_INIT("C"),
     .legal = LAW("T 3")},
    {.code = STR_INIT("a"),
     .kind = LADDER_ANY,
     .match = {.categories = ONE("good")},
     .at_least = 1,
     .grade = STR_INIT("A"),
     .legal = LAW("T 1")},
    {.code = STR_INIT("b"), .kind = LADDER_ELSE, .grade = STR_INIT("B"), .legal = LAW("T 2")},
};
static const struct regime_point_rule POINTS[] = {
    {.code = STR_INIT("good.2"),
     .match = {.items = ONE("good.2")},
     .points_milli = 10000,
     .cap = STR_INIT("good"),
     .legal = LAW("T 14")},
    {.code = STR_INIT("good"),
     .match = {.categories = ONE("good")},
     .points_milli = 5000,
     .cap = STR_INIT("good"),
     .legal = LAW("T 14")},
    {.code = STR_INIT("practice"),
     .match = {.items = ONE("bad.points")},
     .points_milli = 1000,
     .from_record = true,
     .limit_milli = 12000},
    {.code = STR_INIT("heavy"), .match = {.categories = ONE("bad"), .severities = 1u << SEVERITY_SERIOUS}, .points_milli = -40000},
    {.code = STR_INIT("bad"), .match = {.categories = ONE("bad")}, .points_milli = -15000},
};
static const struct regime_point_cap CAPS[] = {{.code = STR_INIT("good"), .label = STR_INIT("增信封顶"), .limit_milli = 12000}};
static const struct regime_threshold THRESHOLDS[] = {
    {.grade = STR_INIT("A"), .at_least_milli = 90000},
    {.grade = STR_INIT("B"), .at_least_milli = 75000},
    {.grade = STR_INIT("C"), .at_least_milli = 60000},
    {.grade = STR_INIT("D"), .at_least_milli = INT32_MIN},
};
static const struct regime_grading GRADINGS[] = {
    {.code = STR_INIT("ladder"),
     .subject_types = {.p = (const struct str[]){STR_INIT("clinic"), STR_INIT("pool")}, .n = 2},
     .period = {NEVER, NEVER},
     .method = METHOD_LADDER,
     .counts = SLICE(COUNTS),
     .vetoes = SLICE(VETOES),
     .ladder = SLICE(LADDER)},
    {.code = STR_INIT("points"),
     .subject_types = ONE("hospital"),
     .period = {NEVER, NEVER},
     .method = METHOD_POINTS,
     .counts = SLICE(COUNTS),
     .vetoes = SLICE(VETOES),
     .points = SLICE(POINTS),
     .caps = SLICE(CAPS),
     .thresholds = SLICE(THRESHOLDS),
     .base_milli = 85000,
     .min_milli = 0,
     .max_milli = 100000,
     .unrated = {.grade = STR_INIT("M"), .label = STR_INIT("未评价"), .min_months = 6, .min_records = 1}},
};
static const struct regime_date DATES[] = {{.code = STR_INIT("grading"), .mmdd = 120, .prior_year = true}};
static const struct regime RULES = {
    .head = {.code = STR_INIT("test"), .effective = {NEVER, NEVER}},
    .categories = SLICE(CATEGORIES),
    .items = SLICE(ITEMS),
    .subject_types = SLICE(TYPES),
    .grades = SLICE(GRADES),
    .gradings = SLICE(GRADINGS),
    .cases = {.calendar = SLICE(DATES)},
    .version_hash = STR_INIT("0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"),
};

#endif
