/* SPDX-License-Identifier: EUPL-1.2
 * sheet_read.h — rows out of an uploaded table: .xlsx or CSV, told apart by content. A pull reader: one row at a time, flat memory.
 * It knows nothing of fields, subjects or SQL; sheet_header.h maps columns. Called by the parser process, the importer and tests.
 * Every input is taken to be hostile: each limit has a verdict, and each verdict a Chinese sentence a clerk can act on.
 *
 *     struct sheet *s;
 *     enum sheet_verdict v = sheet_open(a, bytes, sheet_options_default(), &s);   // first visible sheet is chosen
 *     while (v == SHEET_OK && sheet_next(s, &row) == SHEET_ROW) …
 *     if (v == SHEET_OK) v = sheet_verdict(s);                                    // how it ended
 *     if (v != SHEET_OK) … sheet_explain(a, v, sheet_fault_row(s)) …
 *     sheet_close(&s);
 */
#ifndef SHEET_READ_H
#define SHEET_READ_H

#include "base/date.h"
#include "base/str.h"
#include "sheet/sheet_limits.h"

enum sheet_encoding { SHEET_ENC_AUTO, SHEET_ENC_UTF8, SHEET_ENC_GB18030, SHEET_ENC_UTF16LE, SHEET_ENC_UTF16BE };

struct sheet_options {
    struct sheet_limits limits;
    enum sheet_encoding encoding; /* CSV: AUTO, or what the clerk chose in the preview */
    char delimiter;               /* CSV: 0 = by the header line */
};
struct sheet_options sheet_options_default(void);
/* Loads the converters of GB18030 and UTF-16 and the time zone, which are files: once, before a process gives up its rights to open any. */
void sheet_prepare(void);
/* From now on files are read by a process of their own for each: the program `parser`, whose cells come back checked, byte by byte.
 * It may use ≤ 256 MiB and ≤ 10 s, this process waits ≤ 20 s for it; if it dies, hangs or lies there is a verdict. converter: path
 * of gnumeric's ssconvert for .xls, .et and .ods, NULL for none. Once, at start; both paths must live on. Without it, or with NULL
 * (tests, fuzzers), files are read in this process. */
void sheet_use_parser(const char *parser, const char *converter);

enum sheet_kind { SHEET_KIND_XLSX, SHEET_KIND_CSV };
enum sheet_cell_kind {
    SHEET_CELL_EMPTY,
    SHEET_CELL_TEXT,
    SHEET_CELL_NUMBER,
    SHEET_CELL_DATE,
    SHEET_CELL_BOOL,    /* text TRUE or FALSE */
    SHEET_CELL_ERROR,   /* text #N/A, #REF! … */
    SHEET_CELL_FORMULA, /* a formula without a stored result; with one the cell has the kind of the result and .formula */
};

struct sheet_cell {
    enum sheet_cell_kind kind;
    bool formula;
    bool numeric_source; /* stored as a number: leading zeros of a code are gone */
    bool digits_lost;    /* number ≥ 1e15, or CSV text like 4.40823E+17: an ID or code that is no longer whole */
    struct str text; /* UTF-8. NUMBER: decimal of ≤ 15 digits, no exponent; DATE: 2026-04-01, or with 08:30:00 after a blank */
    struct day day;  /* DATE only, else DAY_NONE */
};

struct sheet_row {
    uint32_t number;               /* as Excel shows it, from 1; rows without content are skipped, so numbers may jump */
    const struct sheet_cell *cell; /* cell[0] is column A; gaps are EMPTY */
    size_t n;                      /* up to the last cell with content; beyond it use sheet_at() */
};

struct sheet;

/* bytes must live until sheet_close. *s_out is always set (for sheet_kind and sheet_fault_row) and is to be closed. */
enum sheet_verdict sheet_open(struct arena *a, struct str bytes, struct sheet_options o, struct sheet **s_out);
enum sheet_verdict sheet_open_file(struct arena *a, const char *path, struct sheet_options o, struct sheet **s_out);
void sheet_close(struct sheet **s); /* NULL is fine */

enum sheet_kind sheet_kind(const struct sheet *s);
enum sheet_encoding sheet_encoding(const struct sheet *s); /* CSV: the one found or asked for */
struct str sheet_encoding_name(enum sheet_encoding e);     /* UTF-8, GB18030（GBK）… */
char sheet_delimiter(const struct sheet *s);

/* CSV has one sheet without a name. */
size_t sheet_count(const struct sheet *s);
struct str sheet_name(const struct sheet *s, size_t i);
bool sheet_hidden(const struct sheet *s, size_t i);
size_t sheet_chosen(const struct sheet *s);
enum sheet_verdict sheet_choose(struct sheet *s, size_t i); /* and starts at its first row */
enum sheet_verdict sheet_rewind(struct sheet *s);

enum sheet_step { SHEET_ROW, SHEET_END, SHEET_FAILED };
/* The row is valid until the next call on s. After END or FAILED it keeps saying so. */
enum sheet_step sheet_next(struct sheet *s, struct sheet_row *row_out);
struct sheet_cell sheet_at(const struct sheet_row *row, size_t column); /* EMPTY beyond the end */

enum sheet_verdict sheet_verdict(const struct sheet *s);
uint32_t sheet_fault_row(const struct sheet *s); /* 0 when no row is known */
/* What is wrong and what to do. */
struct str sheet_explain(struct arena *a, enum sheet_verdict v, uint32_t row);
/* Column letters for messages: 0 → A, 26 → AA. */
struct str sheet_column_name(struct arena *a, size_t column);

#endif
