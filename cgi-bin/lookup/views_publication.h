/* SPDX-License-Identifier: EUPL-1.2
 * views_publication.h — what the published summary tables show: the index and one publication with its distribution and downloads.
 * Filled by the pages of lookup, read by templates/lookup. Owns nothing;
 * all text lives in the request's arena.
 */
#ifndef LOOKUP_VIEWS_PUBLICATION_H
#define LOOKUP_VIEWS_PUBLICATION_H

#include "views/form.h"

/* One published summary table, as a line in lists. */
struct publication_row {
    struct str title;  /* 2025年度信用分级评价结果汇总表 */
    struct str number; /* 遂卫办〔2026〕5号 */
    struct day published;
    int64_t subjects;
    struct str place; /* whose table, where a year has several; else empty */
    struct url url;
    bool corrected;  /* has a correction note */
    bool superseded; /* replaced by a later one: 已被更正替代 */
};
struct publication_rows {
    const struct publication_row *p;
    size_t n;
};

/* lookup/publications — GET /publication */
struct publications_view {
    struct page page;
    struct str heading;
    struct publication_rows rows;
};

struct publication_line {
    struct str name, code, type, town; /* code masked or empty for natural persons */
    struct badge badge;
    struct url url;
};

/* lookup/publication — GET /publication/{year} */
struct publication_view {
    struct page page;
    struct str title, number;
    struct day published;
    int year;
    struct facts meta;         /* 索引号 发文机关 成文日期 发文字号 发布日期 时效性 依据 统计口径 */
    struct str correction;     /* correction note; empty: none */
    struct link superseded_by; /* text empty: in force */
    struct chart chart;        /* distribution, last year beside it */
    struct table by_type;      /* type × grade counts */
    struct str towns;          /* heading of the lines' town: 镇街 or 县（市、区） */
    const struct publication_line *p; /* this page of the summary table */
    size_t n;
    struct str range_text;
    struct pagination pages;
    struct url csv, xlsx, pdf, zip, proof, notice;
    struct str csv_size, xlsx_size, pdf_size, zip_size; /* 约 120 KB; pdf_size empty: not signed yet */
    struct str hash;                             /* SHA-256 or BLAKE2b of the CSV, to check a download */
};

#endif
