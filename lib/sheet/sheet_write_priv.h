/* SPDX-License-Identifier: EUPL-1.2
 * sheet_write_priv.h — the writer as its two formats see it. sheet_write.c checks text, counts cells and writes CSV itself;
 * sheet_xlsx.c holds libxlsxwriter. Nobody outside lib/sheet includes it.
 */
#ifndef SHEET_WRITE_PRIV_H
#define SHEET_WRITE_PRIV_H

#include "base/arena.h"
#include "base/out.h"
#include "sheet/sheet_write.h"

enum { SHEET_MAX_TEXT = 32767, SHEET_MAX_ROWS = 1048576 };

struct sheet_xlsx_out;

struct sheet_writer {
    struct arena *a;       /* the caller's: result only */
    struct arena *scratch; /* texts of the row in work */
    struct sheet_write_options o;
    const struct sheet_column *column;
    size_t columns;
    size_t row, at; /* next row from 0, next column */
    enum sheet_write_verdict verdict;
    struct out csv;
    struct sheet_xlsx_out *x;
};

void sheet_xlsx_begin(struct sheet_writer *w);
/* s is valid UTF-8 without NUL and not too long. */
void sheet_xlsx_text(struct sheet_writer *w, struct str s, bool marked);
void sheet_xlsx_number(struct sheet_writer *w, double v, enum sheet_column_kind shown_as);
struct str sheet_xlsx_end(struct sheet_writer *w);
void sheet_xlsx_abandon(struct sheet_writer *w);

#endif
