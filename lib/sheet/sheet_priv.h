/* SPDX-License-Identifier: EUPL-1.2
 * sheet_priv.h — what the files of the reader share: the open sheet, zip parts with hard counters, XML with limits. Nobody outside
 * lib/sheet includes it. Everything malloc'ed here is owned by struct sheet and given back by sheet_close, also after a fail().
 */
#ifndef SHEET_PRIV_H
#define SHEET_PRIV_H

#include <expat.h>
#include <zip.h>

#include "base/arena.h"
#include "base/check.h"
#include "sheet/sheet_read.h"

/* --- a growing byte buffer (realloc: large ones are remapped, not copied) ----------------------------------------------------- */
struct sheet_buf {
    char *p;
    size_t n, cap;
};
void sheet_buf_add(struct sheet_buf *b, const char *p, size_t n);
void sheet_buf_free(struct sheet_buf *b);

/* --- sheet_zip.c: the package ------------------------------------------------------------------------------------------------- */
struct sheet_part {
    zip_file_t *f;
    uint64_t declared, got;
};
struct sheet_zip {
    zip_t *z;
    struct str *name; /* [count] lower case, forward slashes, no leading slash */
    size_t count;
    uint64_t read_total;
};
enum sheet_verdict sheet_zip_open(struct sheet *s);
ptrdiff_t sheet_zip_find(const struct sheet *s, struct str name); /* any case; -1 when there is none */
bool sheet_part_open(struct sheet *s, struct sheet_part *part, size_t index);
/* Bytes read, 0 at the end, -1 after a fault (which is noted in s). */
ptrdiff_t sheet_part_read(struct sheet *s, struct sheet_part *part, char *buf, size_t n);
void sheet_part_close(struct sheet_part *part);

/* --- sheet_xml.c: one part as XML -------------------------------------------------------------------------------------------- */
struct sheet_xml {
    struct sheet *s;
    XML_Parser p;
    struct sheet_part part;
    size_t depth; /* of the element being started or ended; the root has 1 */
    uint64_t fed;
    bool paused, finished;
    void (*start)(struct sheet_xml *x, const char *name, const char **attributes); /* name without prefix */
    void (*end)(struct sheet_xml *x, const char *name);
    void (*text)(struct sheet_xml *x, const char *p, size_t n);
    void *arg;
};
enum sheet_xml_step { SHEET_XML_PAUSED, SHEET_XML_END, SHEET_XML_FAILED };
bool sheet_xml_open(struct sheet_xml *x, struct sheet *s, size_t part_index); /* handlers are set before */
enum sheet_xml_step sheet_xml_run(struct sheet_xml *x);
void sheet_xml_pause(struct sheet_xml *x);                         /* from a handler: run returns after it */
void sheet_xml_fault(struct sheet_xml *x, enum sheet_verdict v);   /* from a handler */
void sheet_xml_close(struct sheet_xml *x);
const char *sheet_xml_attribute(const char **attributes, const char *name); /* by local name; NULL */

/* --- an .xlsx: sheet_book.c (parts, sheet list, styles), sheet_strings.c, sheet_rows.c ------------------------------------------- */
struct sheet_entry {
    struct str name;
    bool hidden;
    size_t part;
};
struct sheet_xlsx {
    struct sheet_zip zip;
    struct sheet_xml xml; /* of the part being read; one at a time */
    bool date1904;
    struct sheet_buf strings;  /* all shared strings, one after the other */
    struct sheet_buf ends;     /* uint32_t offsets into it: end of each */
    struct sheet_buf date_style; /* a byte per cell style: 1 = shows a date */
    struct sheet_buf text;     /* of the cell being read */
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

/* --- sheet_csv.c, sheet_decode.c ------------------------------------------------------------------------------------------------ */
struct sheet_csv;
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

/* --- sheet_value.c: pure ---------------------------------------------------------------------------------------------------------- */
bool sheet_value_number(struct str raw, double *out); /* raw is NUL-terminated */
struct str sheet_value_decimal(struct arena *a, struct str raw, double v);
/* False: no day of the calendar (0, the 29 February 1900 that Excel believes in, beyond 9999). */
bool sheet_value_day(double serial, bool date1904, struct day *day_out, int *second_out);
bool sheet_value_format_is_date(struct str code);
bool sheet_value_builtin_is_date(unsigned long id);
size_t sheet_value_unescape(char *p, size_t n); /* _x000D_ and CR LF, in place; new length */

/* --- the open sheet ---------------------------------------------------------------------------------------------------------------- */
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
};
/* Notes the first fault and the row being read; returns it. */
enum sheet_verdict sheet_note(struct sheet *s, enum sheet_verdict v);
/* Puts a cell into the row being built; false after a fault (columns, length). The text must be in row_arena or live with the sheet. */
bool sheet_put_cell(struct sheet *s, size_t column, const struct sheet_cell *cell);
struct str sheet_row_text(struct sheet *s, const char *p, size_t n); /* copy into row_arena, within row_bytes; p NULL after a fault */

#endif
