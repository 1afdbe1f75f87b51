/* SPDX-License-Identifier: EUPL-1.2
 * grade_badge.h — a grade of a rule set as a badge: tone, letter and word. Header only, because programs share no object files.
 * States without a grade are made by the pages that know them.
 */
#ifndef VIEWS_GRADE_BADGE_H
#define VIEWS_GRADE_BADGE_H

#include "regime/regime.h"
#include "views/parts.h"

static inline enum badge_tone grade_badge_tone(const struct regime_grade *g)
{
    static const struct {
        struct str colour;
        enum badge_tone tone;
    } tones[] = {{STR_INIT("best"), BADGE_BEST},
                 {STR_INIT("good"), BADGE_GOOD},
                 {STR_INIT("middle"), BADGE_FAIR},
                 {STR_INIT("poor"), BADGE_POOR},
                 {STR_INIT("worst"), BADGE_WORST}};
    if (g->unrated)
        return BADGE_M;
    for (size_t i = 0; i < sizeof tones / sizeof *tones; i++)
        if (str_eq(tones[i].colour, g->colour))
            return tones[i].tone;
    return BADGE_FAIR;
}

/* A级（优） → 优; A级 → empty, since the badge prints the letter; anything else as it is. */
static inline struct str grade_badge_word(const struct regime_grade *g)
{
    struct str rest = g->label;
    if (!str_starts(rest, g->code))
        return rest;
    rest = str_sub(rest, g->code.n, rest.n);
    if (str_starts(rest, STR("级")))
        rest = str_sub(rest, STR("级").n, rest.n);
    if (str_starts(rest, STR("（")) && str_ends(rest, STR("）")))
        rest = str_sub(rest, STR("（").n, rest.n - STR("）").n);
    return rest;
}

static inline struct badge grade_badge(const struct regime *r, struct str grade)
{
    const struct regime_grade *g = regime_grade(r, grade);
    if (g == NULL)
        return (struct badge){.tone = BADGE_UNGRADED, .letter = grade, .label = STR("级")};
    return (struct badge){.tone = grade_badge_tone(g), .letter = g->code, .label = grade_badge_word(g)};
}

#endif
