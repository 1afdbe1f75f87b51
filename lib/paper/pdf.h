/* SPDX-License-Identifier: EUPL-1.2
 * pdf.h — official documents on A4 in the look of GB/T 9704 (党政机关公文格式): red head, number, title, text, tables across pages
 * with their header repeated, signature with date, verification block with QR code, page numbers — 1 —. A writer: call the parts in
 * the order they stand on paper. Same input, same bytes: the date is a parameter, nothing random, fonts embedded as subsets. It
 * knows no notice and no rule set. Called by the worker and portalctl; public programs do not link it. Owns the cairo objects until
 * pdf_end. Not a viewer's signature: proof/ adds what is checked (notice/proof.h). Out of memory is fail().
 */
#ifndef PAPER_PDF_H
#define PAPER_PDF_H

#include "base/date.h"
#include "base/str.h"

struct arena;
struct pdf;

struct pdf_head {
    struct str bureau;     /* in red on top of the first page: 遂溪县卫生健康局 */
    struct str number;     /* 遂卫信公示〔2026〕1号 */
    struct str title;      /* as printed, and title in the metadata */
    struct str subject;    /* metadata only: kind of document */
    struct instant issued; /* date of the metadata */
};
/* The first page with red head, number and title. */
struct pdf *pdf_begin(struct arena *a, const struct pdf_head *head);

enum pdf_look {
    PDF_TEXT,    /* 仿宋 look, size 3, two characters of indent */
    PDF_ADDRESS, /* the addressee: no indent */
    PDF_HEADING, /* 一、… in 黑体 */
    PDF_NOTE,    /* small, under tables */
};
void pdf_paragraph(struct pdf *p, enum pdf_look look, struct str text);

struct pdf_column {
    struct str header;
    int width;   /* share of the text width; any unit */
    bool number; /* right-aligned */
};
enum { PDF_COLUMNS_MAX = 12 };
/* Rows go straight to the page: memory does not grow with them but for the output. A row is never split between pages unless it is
 * higher than one. columns must live until the end of the table. */
void pdf_table_begin(struct pdf *p, struct str caption, const struct pdf_column *columns, size_t n);
void pdf_row(struct pdf *p, const struct str *cells);
void pdf_table_end(struct pdf *p);

/* Issuer and date at the right, kept on one page with each other. */
void pdf_signature(struct pdf *p, struct str issuer, struct day issued_on);
/* A QR code of `address` with lines beside it (number of the check code, how to verify), kept together; at the foot of the last
 * page. */
void pdf_verify_block(struct pdf *p, struct str address, const struct str *lines, size_t n);
/* The file; sets *p to NULL. */
struct str pdf_end(struct pdf **p);

/* --- pdf_update.c: an incremental update with the document's language, the display of its title and `proof` as attached file
 * `name`. at_out: where the proof's bytes stand in the result, whole and followed by a line feed, so that they can be filled in
 * later; everything else depends on proof.n only. --- */
struct str pdf_attach(struct arena *a, struct str pdf, struct str name, struct str proof, size_t *at_out);

#endif
