/* SPDX-License-Identifier: EUPL-1.2
 * parts.h — the views of the partials that show something: badge, tag, fact, notice, pagination, chart, table, progress. One struct
 * a partial, named beside it. Not the form fields (form.h). Filled by pages, read by templates/partials. Owns nothing; text lives
 * in the request's arena and is in its final wording. Empty str, DAY_NONE or an empty slice means "leave it out".
 */
#ifndef VIEWS_PARTS_H
#define VIEWS_PARTS_H

#include "views/page.h"

/* Where a grade stands, not which letter it is: the letters are the regime's. A regime of four grades uses BEST GOOD POOR WORST,
 * one of five all five. The states below WORST are never a letter with a colour: each has a word and a look of its own. */
enum badge_tone {
    BADGE_BEST,
    BADGE_GOOD,
    BADGE_FAIR,
    BADGE_POOR,
    BADGE_WORST,
    BADGE_M,           /* the regime's M: letter M, label 未评价 (or what the regime calls it) */
    BADGE_UNGRADED,    /* 未评价 */
    BADGE_NOT_COVERED, /* 未纳入本期评价: the phase has not reached this type yet */
    BADGE_AWAITED,     /* 结果待公布 */
    BADGE_CONSENT,     /* 授权查询: not public without consent */
};
/* Partial partials/grade_badge (small, in rows) and partials/grade_card (big, first screen). */
struct badge {
    enum badge_tone tone;
    struct str letter; /* A; empty when the state has none */
    struct str label;  /* 诚信, 优, 未评价 … always a word */
    bool disputed;     /* adds the tag 异议处理中 behind */
};

/* partials/tag: a state in a word. */
enum tag_tone { TAG_PLAIN, TAG_GOOD, TAG_INFO, TAG_WARN, TAG_BAD };
struct tag {
    struct str text;
    enum tag_tone tone;
};

/* partials/summary_list: term and value, in order; url makes the value a link; note is printed small under the value. */
struct fact {
    struct str term, value, note;
    struct url url;
    bool linked;
};
struct facts {
    const struct fact *p;
    size_t n;
};

/* partials/notice: a banner above the content. */
struct notice {
    enum tag_tone tone;
    struct str heading, text;
    struct link link; /* empty text: none */
};

/* partials/pagination. Page code lists at most seven pages; gap prints … before the item. */
struct page_item {
    struct str number;
    struct url url;
    bool current, gap;
};
struct pagination {
    bool many; /* more than one page: otherwise nothing is printed */
    bool has_prev, has_next;
    struct url prev, next;
    const struct page_item *p;
    size_t n;
};

/* partials/chart: a distribution; each row is a bar and its figures, so the chart is its own table. */
struct bar {
    struct badge badge;
    int64_t count;
    struct str share;   /* 23.4%, may be empty */
    int permille;       /* bar length: 1000 = the longest of this and last year's */
    int64_t last_count; /* when chart.compare */
    int last_permille;
    struct str change; /* +12, −3, 持平 */
};
struct chart {
    struct str caption;
    struct str series, last_series; /* 2025年度, 2024年度 */
    bool compare;                   /* draw last year's bar and figures too */
    const struct bar *p;
    size_t n;
    int64_t total;
};

/* partials/data_table: plain tables of staff pages and lists. First cell of a row is its header. */
struct cell {
    struct str text;
    struct url url;
    bool linked, number;
};
struct cells {
    const struct cell *p;
    size_t n;
};
struct table {
    struct str caption, empty; /* empty: sentence shown instead of rows */
    struct cells head;
    const struct cells *p; /* rows */
    size_t n;
};

/* partials/progress: staff job pages. */
struct progress {
    struct str label;  /* 正在评价 */
    int percent;       /* 0–100 */
    struct str detail; /* 已处理 1,234 / 3,000 个信用主体 */
};

#endif
