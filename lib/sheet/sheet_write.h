/* SPDX-License-Identifier: EUPL-1.2
 * sheet_write.h — a table out, as .xlsx or CSV, through one writer. Rows stream; memory stays flat for .xlsx. The same input gives
 * the same bytes. Text is never a formula: .xlsx holds it as a string, CSV gets an apostrophe before = + - @ TAB CR NUL ＝ ＋ －
 * ＠. Called by pages that publish tables, by the template download and by the annotated workbook of an import. Knows no domain.
 *
 *     struct sheet_writer *w = sheet_write_begin(a, &(struct sheet_write_options){.format = SHEET_XLSX, …}, columns, n);
 *     for each row: sheet_put_text(w, …) … one call per column, left to right; sheet_row_end(w)
 *     enum sheet_write_verdict v = sheet_write_end(&w, &bytes);
 */
#ifndef SHEET_WRITE_H
#define SHEET_WRITE_H

#include "base/check.h"
#include "base/date.h"
#include "base/str.h"

enum sheet_format { SHEET_XLSX, SHEET_CSV };
enum sheet_column_kind { SHEET_TEXT, SHEET_INT, SHEET_DATE, SHEET_MONEY };

struct sheet_column {
    struct str header;
    enum sheet_column_kind kind;
    int width;                 /* in half-width characters; 0 = by header and kind */
    bool required;             /* .xlsx: header marked by colour (the text stays as it is) */
    struct str hint;           /* .xlsx: shown when a cell of the column is selected */
    const struct str *choices; /* .xlsx: drop-down list for the column */
    size_t choices_n;
};

struct sheet_write_options {
    enum sheet_format format;
    struct str sheet_name;  /* .xlsx; empty: 数据. Forbidden characters []:*?/\ become blanks, cut at 31 */
    struct str title;       /* .xlsx and CSV: a row above the header; empty: none */
    struct instant created; /* .xlsx: document property; the only date in the file */
    bool no_bom;            /* CSV: Excel needs the BOM, machines may not want it */
    const char *tmpdir;     /* .xlsx: for temporary files; NULL: the system's */
};

enum sheet_write_verdict {
    SHEET_WRITE_OK,
    SHEET_WRITE_BAD_TEXT, /* not UTF-8: the cell is left empty and the writer goes on, but the end says so */
    SHEET_WRITE_TOO_LONG, /* a cell over 32,767 characters (.xlsx): cut */
    SHEET_WRITE_TOO_MANY, /* more than 1,048,576 rows (.xlsx): the rest is left out */
};

struct sheet_writer;

/* columns and their texts must live until the end. */
struct sheet_writer *sheet_write_begin(struct arena *a, const struct sheet_write_options *o, const struct sheet_column *columns,
                                       size_t n);

/* Next cell. Text may go into a column of any kind (未评价 in a column of numbers). */
void sheet_put_text(struct sheet_writer *w, struct str s);
void sheet_put_int(struct sheet_writer *w, int64_t v);     /* beyond ±999,999,999,999,999 it is written as text */
void sheet_put_day(struct sheet_writer *w, struct day d);  /* DAY_NONE: empty. Before 1900-03-01: as text */
void sheet_put_money(struct sheet_writer *w, int64_t fen); /* hundredths; shown with two decimals */
void sheet_put_blank(struct sheet_writer *w);
void sheet_put_marked(struct sheet_writer *w, struct str s); /* .xlsx: as text, on a warning colour */
void sheet_row_end(struct sheet_writer *w);                  /* fewer cells than columns: the rest is empty; more is a bug */

/* Both close the writer and set *w to NULL. Disk trouble is fail(FAIL_IO). The verdict is the worst that happened. */
enum sheet_write_verdict sheet_write_end(struct sheet_writer **w, struct str *bytes_out) MUST_USE; /* bytes in the arena of begin */
enum sheet_write_verdict sheet_write_end_file(struct sheet_writer **w, const char *path) MUST_USE; /* replaces path */
/* Gives everything back without a result: for the catcher of a fail(). */
void sheet_write_abandon(struct sheet_writer **w);

/* Content-Type of a format. */
struct str sheet_media_type(enum sheet_format f);

#endif
