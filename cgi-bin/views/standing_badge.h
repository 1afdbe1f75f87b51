/* SPDX-License-Identifier: EUPL-1.2
 * standing_badge.h — a grade or a state as a badge: tone, letter and word by the rule set, and the sentence that says what it
 * means. States without a grade are words of their own, never a letter. Header only, because programs share no object files.
 */
#ifndef VIEWS_STANDING_BADGE_H
#define VIEWS_STANDING_BADGE_H

#include "archive/archive.h"
#include "base/arena.h"
#include "views/grade_badge.h"

static inline struct badge badge_of_standing(enum archive_standing standing, const struct regime *r, struct str grade)
{
    switch (standing) {
    case ARCHIVE_GRADED:
    case ARCHIVE_UNRATED:
        return grade_badge(r, grade);
    case ARCHIVE_NOT_GRADED:
        return (struct badge){.tone = BADGE_UNGRADED, .label = STR("未评价")};
    case ARCHIVE_NOT_COVERED:
        return (struct badge){.tone = BADGE_NOT_COVERED, .label = STR("未纳入本期评价")};
    case ARCHIVE_AWAITED:
        return (struct badge){.tone = BADGE_AWAITED, .label = STR("结果待公布")};
    case ARCHIVE_CONSENT:
        return (struct badge){.tone = BADGE_CONSENT, .label = STR("授权查询")};
    }
    CHECK(!"standing");
    return (struct badge){0};
}

static inline struct str badge_not_covered(struct arena *a, const struct regime_subject_type *type)
{
    if (type && type->graded && day_is(type->from))
        return str_fmt(a, "%.*s按实施步骤自%.*s起纳入评价，目前没有等级。没有等级不表示信用好或不好。", STR_ARG(type->label),
                       STR_ARG(day_zh(a, type->from)));
    return STR("这一类主体没有纳入信用分级评价，只建立信用档案。没有等级不表示信用好或不好。");
}

static inline struct str badge_meaning(struct arena *a, enum archive_standing standing, const struct regime *r,
                                       const struct regime_subject_type *type, struct str grade)
{
    const struct regime_grade *g = regime_grade(r, grade);
    switch (standing) {
    case ARCHIVE_GRADED:
    case ARCHIVE_UNRATED:
        return g ? g->meaning : STR("");
    case ARCHIVE_NOT_GRADED:
        return STR("目前没有评价结果。没有等级不表示信用好或不好。");
    case ARCHIVE_NOT_COVERED:
        return badge_not_covered(a, type);
    case ARCHIVE_AWAITED:
        return STR("本年度评价正在进行，结果尚未公布。");
    case ARCHIVE_CONSENT:
        return STR("按规定，这一类主体的等级不向社会公开，经本人或者本单位授权可以查询。");
    }
    CHECK(!"standing");
    return STR("");
}

#endif
