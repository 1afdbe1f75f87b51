/* SPDX-License-Identifier: EUPL-1.2
 * sheet_priv.h — what the files of the reader share: the open sheet, the row in work, the steps of both formats. Nobody outside
 * lib/sheet includes it. Everything malloc'ed here is owned by struct sheet and given back by sheet_close, also after a fail().
 */
#ifndef SHEET_PRIV_H
#define SHEET_PRIV_H

#include "base/arena.h"
#include "base/check.h"
#include "sheet/sheet_part.h"
#include "sheet/sheet_read.h"

/* --- an .xlsx: sheet_book.c (parts, sheet list, styles), sheet_strings.c, sheet_rows.c --- */
struct sheet_entry {
    struct str name;
    bool hidden;
    size_t part;
};
struct sheet_xlsx {
    struct sheet_zip zip;
    struct sheet_xml xml; /* of the part being read; one at a time */
    bool date1904;
    struct sheet_buf strings;    /* all shared strings, one after the other */
    struct sheet_buf ends;       /* uint32_t offsets into it: end of each */
    struct sheet_buf date_style; /* a byte per cell style: 1 = shows a date */
    struct sheet_buf text;       /* of the cell being read */
    struct sheet_cell_state {
        bool in_data, in_row, in_cell, in_inline, in_phonetic, collecting, has_formula, has_value;
        char type; /* n(umber) s(hared) i(nline) t (str) b(ool) e(rror) d(ate) */
        size_t column, next_column, style;
    } c;
};
enum sheet_verdict sheet_book_open(struct sheet *s);
enum sheet_verdict sheet_strings_load(struct sheet *s, size_t part);
bool sheet_strings_get(const struct sheet *s, size_t index, struct str *out);
enum sheet_verdict sheet_rows_begin(struct sheet *s);
enum sheet_step sheet_rows_next(struct sheet *s);

/* --- sheet_csv.c, sheet_decode.c --- */
struct sheet_csv;
struct sheet_remote;
enum sheet_verdict sheet_csv_open(struct sheet *s);
enum sheet_verdict sheet_csv_begin(struct sheet *s);
enum sheet_step sheet_csv_next(struct sheet *s);
void sheet_csv_close(struct sheet *s);

struct sheet_decoder {
    enum sheet_encoding from;
    void *cd; /* iconv_t or NULL */
    const char *p;
    size_t left;
};
/* Finds or checks the encoding of s->bytes: sets s->encoding and s->bom; notes the row of the first bad byte. */
enum sheet_verdict sheet_decode_detect(struct sheet *s);
void sheet_decode_begin(struct sheet_decoder *d, const struct sheet *s);
size_t sheet_decode_fill(struct sheet_decoder *d, char *buf, size_t cap); /* UTF-8; 0 at the end */
void sheet_decode_end(struct sheet_decoder *d);

/* --- sheet_value.c: pure --- */
bool sheet_value_number(struct str raw, double *out); /* raw is NUL-terminated */
struct str sheet_value_decimal(struct arena *a, struct str raw, double v);
/* False: no day of the calendar (0, the 29 February 1900 that Excel believes in, beyond 9999). */
bool sheet_value_day(double serial, bool date1904, struct day *day_out, int *second_out);
bool sheet_value_format_is_date(struct str code);
bool sheet_value_builtin_is_date(unsigned long id);
size_t sheet_value_unescape(char *p, size_t n); /* _x000D_ and CR LF, in place; new length */

/* --- sheet_read.c: by content --- */
bool sheet_is_ole2(struct str bytes); /* an old .xls, or an encrypted workbook */
bool sheet_is_encrypted_ole2(struct str bytes);

/* --- the open sheet --- */
struct sheet {
    struct arena *a;
    struct sheet_options o;
    struct str bytes;
    enum sheet_kind kind;
    enum sheet_encoding encoding;
    size_t bom;
    enum sheet_verdict verdict;
    enum sheet_step last; /* ROW while there may be more */
    uint32_t fault_row;
    struct sheet_entry *list;
    size_t count, chosen;

    struct arena *row_arena;
    struct sheet_cell *cell; /* [limits.columns] */
    size_t used;             /* columns up to the last with content */
    size_t row_bytes, rows;
    uint32_t row_number;

    struct sheet_xlsx *x;
    struct sheet_csv *c;
    struct sheet_remote *remote; /* read by another process: none of the above is used here */
};
struct sheet *sheet_new(struct arena *a, struct str bytes, struct sheet_options o); /* nothing is read yet */
/* Notes the first fault and the row being read; returns it. */
enum sheet_verdict sheet_note(struct sheet *s, enum sheet_verdict v);
/* Puts a cell into the row being built; false after a fault (columns, length). The text must be in row_arena or live with the
 * sheet. */
bool sheet_put_cell(struct sheet *s, size_t column, const struct sheet_cell *cell);
struct str sheet_row_text(struct sheet *s, const char *p,
                          size_t n); /* copy into row_arena, within row_bytes; p NULL after a fault */

#endif
