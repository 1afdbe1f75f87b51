/* SPDX-License-Identifier: EUPL-1.2
 * sheet_wire.h — what the reader's two processes say to each other, private to lib/sheet: requests of fixed size to the parser,
 * answers with a length back, and cells as bytes. Both ends are on one machine and of one release: numbers are the machine's own,
 * and the version in the magic tells a parser of another release. The parser's answers are taken to be an attacker's: every length,
 * number and text is checked when read, and what does not fit is a lie, not an error to be mended.
 *
 *     OPEN  → opened, then for each sheet: hidden, length, name        CHOOSE → chosen
 *     ROWS  → rows, then for each row: number, cells, then for each cell: a byte of kind and flags, unless EMPTY the length of its
 *             text, for a DATE the day, the text
 */
#ifndef SHEET_WIRE_H
#define SHEET_WIRE_H

#include "sheet/sheet_priv.h"

enum { SHEET_WIRE_MAGIC = 0x48435031 /* HCP1 */, SHEET_WIRE_CHUNK = 64 * 1024, SHEET_WIRE_ROWS_MAX = 1 << 20 };
enum sheet_wire_op { SHEET_WIRE_OPEN = 1, SHEET_WIRE_CHOOSE, SHEET_WIRE_ROWS };

struct sheet_wire_request {
    uint32_t magic, op, sequence;
    uint32_t sheet;               /* CHOOSE */
    uint32_t rows;                /* ROWS: at most so many, and at most a chunk of bytes; OPEN: 0 */
    uint32_t encoding, delimiter; /* OPEN: struct sheet_options */
    uint32_t zero;
    struct sheet_limits limits; /* OPEN */
};
struct sheet_wire_head {
    uint32_t magic, op, sequence, length; /* of what follows */
};
struct sheet_wire_opened {
    uint32_t verdict, fault_row, kind, encoding, delimiter, chosen, count, zero;
};
struct sheet_wire_chosen {
    uint32_t verdict, fault_row;
};
struct sheet_wire_rows {
    uint32_t step, verdict, fault_row, count;
};

/* --- the parser's side --- */
void sheet_wire_put_head(struct sheet_buf *b, const struct sheet_wire_request *q); /* length is set by _end */
void sheet_wire_end(struct sheet_buf *b);
void sheet_wire_put_opened(struct sheet_buf *b, const struct sheet *s, enum sheet_verdict v);
void sheet_wire_put_row(struct sheet_buf *b, const struct sheet_row *row);

/* --- the other side. False: a lie. --- */
size_t sheet_wire_longest(const struct sheet_limits *l); /* answer that an honest parser could give */
bool sheet_wire_read_opened(struct sheet *s, struct str payload);
bool sheet_wire_read_chosen(struct sheet *s, struct str payload);

struct sheet_wire_cursor { /* rows of one answer, not read yet */
    struct str rest;
    struct sheet_wire_rows head;
};
bool sheet_wire_read_rows(struct sheet_wire_cursor *c, const struct sheet *s, struct str payload);
/* The next row into s->cell; its texts stay where they are. */
bool sheet_wire_read_row(struct sheet_wire_cursor *c, struct sheet *s);

#endif
