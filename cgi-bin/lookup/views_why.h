/* SPDX-License-Identifier: EUPL-1.2
 * views_why.h — what the why-page shows: the score sheet, line by line, so that a person can add it up by hand (HI 32). Values
 * only; the lines come from the stored score sheet, never from a recomputation. Filled by the pages of lookup, read by
 * templates/lookup. Owns nothing; all text lives in the request's arena.
 */
#ifndef LOOKUP_VIEWS_WHY_H
#define LOOKUP_VIEWS_WHY_H

#include "views/form.h"

/* One line of the score sheet. Amounts are text so that their scale is the regime's; `sum` is what stands after this line, and the
 * last line's sum is the result: a person can add it up. */
struct score_line {
    int no;
    struct str record;     /* record number; empty: a line of the rule itself (起评分, 封顶) */
    struct url record_url; /* to #r-ID on the archive page when the record is public today */
    bool record_linked;
    struct str item, document;
    struct day date;
    struct str effect;          /* −10 分 / 直接评为 D 级 / 不高于 C 级 */
    struct str sum;             /* 90 分 / 不高于 C 级 */
    struct str rule, rule_text; /* rule id and its sentence */
    struct str article;         /* 《…》第二十条 */
    bool local;                 /* 本地规则 */
    bool counted;
    struct str reason; /* why not counted, or how the amount came about (衰减至 50%) */
};
struct near_rule {
    struct str rule, rule_text, article;
    bool local;
    struct str gap; /* 距 B 级差 3 分 / 无增信信息,未触发 */
};

/* lookup/why — GET /entity/{code}/why/{year} */
struct why_view {
    struct page page;
    struct str name, code;
    int year;
    struct badge badge;
    struct str result_text; /* 90 分,≥ 85 且 < 95,评为 B 级 */
    struct str method;      /* how this regime grades, in two sentences */
    struct {
        const struct score_line *p;
        size_t n;
    } lines; /* counted, in order of application */
    struct {
        const struct score_line *p;
        size_t n;
    } uncounted; /* looked at and not counted, with reason */
    struct {
        const struct near_rule *p;
        size_t n;
    } near_rules;            /* did not fire, near the boundary */
    bool points;             /* the regime adds points: column heads say 分值 and 累计, else 影响 and 至此等级 */
    int64_t withheld;        /* counted records that are not public and are shown without detail */
    struct facts provenance; /* regime version, snapshot hash, result hash, graded at, signed by roles */
    struct url entity, json, about;
    struct links years;    /* other years and versions */
    struct str correction; /* this version replaces …; empty: none */
};

#endif
