/* SPDX-License-Identifier: EUPL-1.2
 * pdf_table.c — tables of any length: each row is measured, drawn and forgotten; the header comes again on every page. See pdf.h.
 */
#include "paper/pdf_priv.h"

static const struct pdf_style CELL = {.face = FACE_SERIF, .size = 10.5, .pitch = 15};
static const struct pdf_style HEAD = {.face = FACE_SANS, .size = 10.5, .pitch = 15, .align = PANGO_ALIGN_CENTER};
static const struct pdf_style CAPTION = {.face = FACE_SANS, .size = 14, .pitch = LINE, .align = PANGO_ALIGN_CENTER};
#define PAD 4.0

static double column_width(const struct pdf *p, size_t i)
{
    int all = 0;
    for (size_t k = 0; k < p->n_columns; k++)
        all += p->columns[k].width;
    return WIDTH * p->columns[i].width / (all ? all : 1);
}

static struct pdf_style style_of(const struct pdf *p, const struct pdf_style *base, size_t i)
{
    struct pdf_style s = *base;
    if (base != &HEAD && p->columns[i].number)
        s.align = PANGO_ALIGN_RIGHT;
    return s;
}

static double height_of(struct pdf *p, const struct pdf_style *base, const struct str *cells)
{
    int most = 1;
    for (size_t i = 0; i < p->n_columns; i++) {
        struct pdf_style s = style_of(p, base, i);
        int lines = pdf_set(p, &s, column_width(p, i) - 2 * PAD, cells[i]);
        most = lines > most ? lines : most;
    }
    double h = most * base->pitch + 2 * PAD;
    return h < HEIGHT ? h : HEIGHT;
}

static void draw(struct pdf *p, const struct pdf_style *base, const struct str *cells, double height, const char *tag)
{
    double x = LEFT;
    cairo_set_line_width(p->cr, 0.5);
    cairo_tag_begin(p->cr, "TR", NULL);
    for (size_t i = 0; i < p->n_columns; i++) {
        double w = column_width(p, i);
        struct pdf_style s = style_of(p, base, i);
        int lines = pdf_set(p, &s, w - 2 * PAD, cells[i]), room = (int)((height - 2 * PAD) / s.pitch + 0.01);
        cairo_rectangle(p->cr, x, p->y, w, height);
        cairo_stroke(p->cr);
        cairo_tag_begin(p->cr, tag, NULL);
        pdf_show(p, &s, x + PAD, p->y + (height - (lines < room ? lines : room) * s.pitch) / 2, 0, lines < room ? lines : room);
        cairo_tag_end(p->cr, tag);
        x += w;
    }
    cairo_tag_end(p->cr, "TR");
    p->y += height;
}

static void header(struct pdf *p)
{
    struct str cells[PDF_COLUMNS_MAX];
    for (size_t i = 0; i < p->n_columns; i++)
        cells[i] = p->columns[i].header;
    draw(p, &HEAD, cells, height_of(p, &HEAD, cells), "TH");
}

void pdf_table_begin(struct pdf *p, struct str caption, const struct pdf_column *columns, size_t n)
{
    CHECK(n > 0 && n <= PDF_COLUMNS_MAX);
    p->columns = columns;
    p->n_columns = n;
    if (caption.n && p->y > TOP) /* 7.3.4: an annex begins on a page of its own */
        pdf_new_page(p);
    pdf_need(p, 4 * LINE);
    if (caption.n)
        pdf_flow(p, &CAPTION, LEFT, WIDTH, caption, "H2");
    cairo_tag_begin(p->cr, "Table", NULL);
    header(p);
}

void pdf_row(struct pdf *p, const struct str *cells)
{
    double h = height_of(p, &CELL, cells);
    if (p->y + h > BOTTOM + 0.5) {
        pdf_new_page(p);
        header(p);
    }
    draw(p, &CELL, cells, h, "TD");
}

void pdf_table_end(struct pdf *p)
{
    cairo_tag_end(p->cr, "Table");
    p->columns = NULL;
    p->n_columns = 0;
    p->y += LINE / 2;
}
