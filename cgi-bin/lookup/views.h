/* SPDX-License-Identifier: EUPL-1.2
 * views.h — what the pages of the public lookup program show: home and search here; the archive page, the why-page, publications
 * and the rest in the headers included, so that a template needs this one only. Values only, already decided, masked and worded:
 * templates choose nothing that the law decides. Filled by the pages of lookup, read by templates/lookup. Owns nothing; all text
 * lives in the request's arena.
 */
#ifndef LOOKUP_VIEWS_H
#define LOOKUP_VIEWS_H

#include "lookup/views_entity.h"
#include "lookup/views_info.h"
#include "lookup/views_publication.h"
#include "lookup/views_why.h"

/* The search box with filters: one GET form. A choice's first option is 全部 with an empty value. */
struct search_form {
    struct url action;                     /* /search */
    struct field q;                        /* id and name "q" */
    struct choice type, town, grade, year; /* names type, town, grade, year */
    bool large;                            /* keeps z=1 in a hidden input */
    bool filtered;                         /* a filter is set: the filter part is open */
    struct url clear;                      /* the same search without filters */
};

/* How to read a grade: one line per grade of the regime and one per state without grade. */
struct legend_row {
    struct badge badge;
    struct str meaning; /* a sentence */
    struct str measure; /* what follows: 抽查比例 5% …; may be empty */
    struct str source;  /* article */
    bool local;         /* source: local, shown as 本地规则 */
};
struct legend {
    const struct legend_row *p;
    size_t n;
};

/* lookup/home — GET / */
struct home_view {
    struct page page;
    struct search_form form;
    struct str intro;         /* one or two sentences: what this is, under which document */
    int64_t subjects, graded; /* counts; graded in `year` */
    int year;
    struct day as_of;
    struct legend legend;
    struct publication_rows publications; /* latest three */
    struct url all_publications, about;
};

struct search_row {
    struct str name;
    struct str matched; /* 曾用名“…” or 许可证号…: why this row is a hit; empty when the name itself is */
    struct str code;    /* USCC; empty for natural persons */
    struct str type, town;
    struct badge badge;
    int year; /* 0: none */
    struct day as_of;
    struct url url;
};

/* lookup/search — GET /search?q=&type=&town=&grade=&year=&page= ; always 200 */
struct search_view {
    struct page page;
    struct search_form form;
    bool asked; /* false: form only */
    struct str q;
    struct str count_text; /* 共 37 条 / 1,000 条以上 */
    bool capped;
    const struct search_row *p;
    size_t n;
    struct pagination pages;
    struct str range_text; /* 第 1–20 条; may be empty */
    /* q looked like a code and failed its check: what, and which group of positions (policy.zh.md §5). Empty when fine. */
    struct str code_problem, code_detail;
    struct str too_short;    /* 请至少输入两个汉字; empty when fine */
    struct url person_query; /* natural persons are not listed: the form or the explanation */
    bool persons_public;     /* the rule set lets anyone look one up; otherwise the page says how to ask */
};

#endif
