/* SPDX-License-Identifier: EUPL-1.2
 * sheet_header.h — which column holds which field, by the names in the header row. The table of fields and their accepted names is
 * the caller's (data of the item's layout); this file knows only how people vary a header: line breaks and blanks inside, full
 * width, kinds of brackets, a star or （必填） for "required". Pure apart from sheet_header_find, which reads a sheet's first rows.
 *
 * A bracketed remark counts first: with names "处罚金额（万元）|处罚金额" a header 处罚金额(万元) is the first of them. A header
 * with a remark that no name has is matched again without it, so 法定代表人（负责人） finds 法定代表人; such a match loses against
 * a whole one.
 */
#ifndef SHEET_HEADER_H
#define SHEET_HEADER_H

#include "sheet/sheet_read.h"

struct sheet_field {
    int id;            /* ≥ 0, the caller's enum */
    const char *names; /* accepted headers, "单位名称|机构名称"; the first is the one shown to people */
    bool required;
};

enum { SHEET_UNMAPPED = -1, SHEET_HEADER_ROWS = 10 };

enum sheet_header_verdict {
    SHEET_HEADER_OK,
    SHEET_HEADER_NOT_FOUND, /* no row among the first ten looks like a header (fewer than two fields found, or one of one) */
    SHEET_HEADER_MISSING,   /* a required field has no column: see map.missing */
    SHEET_HEADER_TWICE,     /* two columns with the same right to one field: see map.twice */
    SHEET_HEADER_UNREADABLE /* the sheet itself failed: see sheet_verdict */
};

struct sheet_map {
    uint32_t row;       /* Excel number of the header row */
    int *field;         /* [columns] id or SHEET_UNMAPPED */
    struct str *header; /* [columns] the text as it stands in the file, line breaks as blanks */
    size_t columns;
    const struct sheet_field **missing; /* required fields without a column */
    size_t missing_n;
    struct str *twice; /* headers that stand twice */
    size_t twice_n;
    size_t mapped; /* number of columns with a field */
};

/* The folded form that is compared. With bare, bracketed text goes too. */
struct str sheet_header_fold(struct arena *a, struct str header, bool bare);
enum sheet_header_verdict sheet_header_map(struct arena *a, const struct sheet_row *row, const struct sheet_field *fields, size_t n,
                                           struct sheet_map *map_out);
/* Looks through the first rows of the chosen sheet, takes the one with most fields (the earlier of equals) and leaves the sheet so
 * that sheet_next gives the first row below it. */
enum sheet_header_verdict sheet_header_find(struct arena *a, struct sheet *s, const struct sheet_field *fields, size_t n,
                                            struct sheet_map *map_out);
/* The clerk chose the row. */
enum sheet_header_verdict sheet_header_at(struct arena *a, struct sheet *s, uint32_t row, const struct sheet_field *fields,
                                          size_t n, struct sheet_map *map_out);
/* Column of a field, or -1. */
ptrdiff_t sheet_header_column(const struct sheet_map *map, int field_id);
/* The clerk overrules one column; a field that another column had moves here. */
void sheet_header_set(struct sheet_map *map, size_t column, int field_id);
/* Chinese: what is missing or twice, and what to do. Empty for OK. */
struct str sheet_header_explain(struct arena *a, enum sheet_header_verdict v, const struct sheet_map *map);

#endif
