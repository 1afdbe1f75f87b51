/* SPDX-License-Identifier: EUPL-1.2
 * pdf_priv.h — the writer's state and measures, shared by pdf.c (pages, head, text) and pdf_table.c. Measures are points (1/72
 * inch).
 */
#ifndef PAPER_PDF_PRIV_H
#define PAPER_PDF_PRIV_H

#include <cairo-pdf.h>
#include <pango/pangocairo.h>

#include "base/arena.h"
#include "base/check.h"
#include "base/out.h"
#include "paper/pdf.h"

#define MM(x) ((x)*72.0 / 25.4)
/* GB/T 9704-2012, 5.2: A4, upper margin 37 mm, left 28 mm, type area 156 mm × 225 mm (right 26 mm, foot 35 mm). */
#define PAGE_W MM(210)
#define PAGE_H MM(297)
#define TOP    MM(37)
#define LEFT   MM(28)
#define WIDTH  MM(156)
#define HEIGHT MM(225)
#define BOTTOM (TOP + HEIGHT)
/* 5.2.3: size 3 (16 pt), 22 lines a page, 28 characters a line. */
#define LINE   (HEIGHT / 22)
#define SIZE_3 15.75

struct pdf {
    struct arena *arena;
    cairo_surface_t *surface;
    cairo_t *cr;
    PangoContext *context;
    PangoLayout *layout; /* one for all text */
    struct out out;
    struct pdf_head head;
    double y; /* top of what comes next */
    int page;
    const struct pdf_column *columns;
    size_t n_columns;
};

enum pdf_face { FACE_SERIF, FACE_SANS };
struct pdf_style {
    enum pdf_face face;
    double size, pitch; /* pitch: distance of lines */
    bool bold;
    PangoAlignment align;
    double indent;
    bool justify;
};

void pdf_new_page(struct pdf *p);
/* A new page unless `height` is left on this one. */
void pdf_need(struct pdf *p, double height);
/* Sets the text into the layout; returns its lines. */
int pdf_set(struct pdf *p, const struct pdf_style *s, double width, struct str text);
/* Draws lines [from, to) of the layout with their tops at x, y, y + pitch … */
void pdf_show(struct pdf *p, const struct pdf_style *s, double x, double y, int from, int to);
/* Text in its own paragraph at x and width over as many pages as it needs; moves y. tag: of the structure tree. */
void pdf_flow(struct pdf *p, const struct pdf_style *s, double x, double width, struct str text, const char *tag);

#endif
