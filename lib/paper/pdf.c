/* SPDX-License-Identifier: EUPL-1.2
 * pdf.c — pages, head, text, signature and verification block; see pdf.h. Fonts are those of fonts-noto-cjk: the serif stands for
 * 宋 and 仿宋, the sans for 黑体. Measures are absolute (no hinting, 72 dots per inch), so that a page breaks alike everywhere.
 */
#include "paper/pdf_priv.h"

#include "paper/qr.h"

static const struct pdf_style RED_HEAD = {.face = FACE_SERIF, .size = 34, .pitch = 50, .bold = true, .align = PANGO_ALIGN_CENTER};
static const struct pdf_style NUMBER = {.face = FACE_SERIF, .size = SIZE_3, .pitch = LINE, .align = PANGO_ALIGN_CENTER};
static const struct pdf_style TITLE = {.face = FACE_SERIF, .size = 22, .pitch = 34, .bold = true, .align = PANGO_ALIGN_CENTER};
static const struct pdf_style LOOKS[] = {
    [PDF_TEXT] = {.face = FACE_SERIF, .size = SIZE_3, .pitch = LINE, .indent = 2 * SIZE_3, .justify = true},
    [PDF_ADDRESS] = {.face = FACE_SERIF, .size = SIZE_3, .pitch = LINE, .justify = true},
    [PDF_HEADING] = {.face = FACE_SANS, .size = SIZE_3, .pitch = LINE, .indent = 2 * SIZE_3},
    [PDF_NOTE] = {.face = FACE_SERIF, .size = 10.5, .pitch = 16, .justify = true},
};
static const struct pdf_style RIGHT = {.face = FACE_SERIF, .size = SIZE_3, .pitch = LINE, .align = PANGO_ALIGN_RIGHT};
static const struct pdf_style FOLIO = {.face = FACE_SERIF, .size = 14, .pitch = 20};
static const struct pdf_style BESIDE_CODE = {.face = FACE_SERIF, .size = 10.5, .pitch = 16};

static cairo_status_t collect(void *closure, const unsigned char *data, unsigned length)
{
    struct pdf *p = closure;
    out_bytes(&p->out, data, length);
    return CAIRO_STATUS_SUCCESS;
}

static void check_cairo(struct pdf *p)
{
    cairo_status_t s = cairo_status(p->cr);
    if (s == CAIRO_STATUS_SUCCESS)
        s = cairo_surface_status(p->surface);
    if (s != CAIRO_STATUS_SUCCESS)
        fail(FAIL_MEMORY, "cannot write the PDF: %s", cairo_status_to_string(s));
}

/* One font map for the process: it holds the open fonts, which take longer than a page. Its content never changes what is drawn. */
static PangoFontMap *font_map(void)
{
    static PangoFontMap *map;
    if (!map) {
        map = pango_cairo_font_map_new();
        pango_cairo_font_map_set_resolution(PANGO_CAIRO_FONT_MAP(map), 72);
    }
    return map;
}

static void open_layout(struct pdf *p)
{
    cairo_font_options_t *options = cairo_font_options_create();
    cairo_font_options_set_hint_style(options, CAIRO_HINT_STYLE_NONE);
    cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_OFF);
    p->context = pango_font_map_create_context(font_map());
    pango_cairo_context_set_font_options(p->context, options);
    pango_context_set_language(p->context, pango_language_from_string("zh-cn"));
    pango_context_set_base_dir(p->context, PANGO_DIRECTION_LTR);
    pango_context_set_round_glyph_positions(p->context, FALSE);
    cairo_font_options_destroy(options);
    p->layout = pango_layout_new(p->context);
    pango_layout_set_wrap(p->layout, PANGO_WRAP_WORD_CHAR);
}

/* A run that no line can break well (a hash): stretching the line before it would tear that apart. */
static bool has_long_word(struct str text)
{
    size_t run = 0;
    for (size_t i = 0; i < text.n; i++) {
        run = (unsigned char)text.p[i] > ' ' && (unsigned char)text.p[i] < 0x7F ? run + 1 : 0;
        if (run > 24)
            return true;
    }
    return false;
}

int pdf_set(struct pdf *p, const struct pdf_style *s, double width, struct str text)
{
    PangoFontDescription *font = pango_font_description_new();
    pango_font_description_set_family_static(font, s->face == FACE_SERIF ? "Noto Serif CJK SC" : "Noto Sans CJK SC");
    pango_font_description_set_absolute_size(font, s->size * PANGO_SCALE);
    pango_font_description_set_weight(font, s->bold ? PANGO_WEIGHT_BOLD : PANGO_WEIGHT_NORMAL);
    pango_layout_set_font_description(p->layout, font);
    pango_font_description_free(font);
    pango_layout_set_width(p->layout, (int)(width * PANGO_SCALE));
    pango_layout_set_indent(p->layout, (int)(s->indent * PANGO_SCALE));
    pango_layout_set_alignment(p->layout, s->align);
    pango_layout_set_justify(p->layout, s->justify && !has_long_word(text));
    pango_layout_set_text(p->layout, text.n ? text.p : "", (int)text.n);
    return pango_layout_get_line_count(p->layout);
}

void pdf_show(struct pdf *p, const struct pdf_style *s, double x, double y, int from, int to)
{
    PangoLayoutIter *it = pango_layout_get_iter(p->layout);
    for (int i = 0; i < to; i++) {
        if (i >= from) {
            PangoRectangle logical;
            pango_layout_iter_get_line_extents(it, NULL, &logical);
            /* The same baseline for every line of a size, wherever its glyphs come from. */
            cairo_move_to(p->cr, x + (double)logical.x / PANGO_SCALE, y + (i - from) * s->pitch + (s->pitch + s->size * 0.72) / 2);
            pango_cairo_show_layout_line(p->cr, pango_layout_iter_get_line_readonly(it));
        }
        pango_layout_iter_next_line(it);
    }
    pango_layout_iter_free(it);
}

void pdf_flow(struct pdf *p, const struct pdf_style *s, double x, double width, struct str text, const char *tag)
{
    int lines = pdf_set(p, s, width, text);
    for (int from = 0; from < lines;) {
        int room = (int)((BOTTOM - p->y + 0.5) / s->pitch);
        if (room < 1) {
            pdf_new_page(p);
            continue;
        }
        int to = lines - from > room ? from + room : lines;
        cairo_tag_begin(p->cr, tag, NULL);
        pdf_show(p, s, x, p->y, from, to);
        cairo_tag_end(p->cr, tag);
        p->y += (to - from) * s->pitch;
        from = to;
    }
}

static double text_width(struct pdf *p, const struct pdf_style *s, struct str text)
{
    int width;
    struct pdf_style plain = {.face = s->face, .size = s->size, .bold = s->bold};
    pdf_set(p, &plain, 10000, text);
    pango_layout_get_size(p->layout, &width, NULL);
    return (double)width / PANGO_SCALE;
}

/* 7.4: size 4, — 1 —, 7 mm under the type area; odd pages at the right, even ones at the left, one character in. */
static void folio(struct pdf *p)
{
    struct str text = str_fmt(p->arena, "— %d —", p->page);
    double w = text_width(p, &FOLIO, text);
    int lines = pdf_set(p, &FOLIO, WIDTH, text);
    pdf_show(p, &FOLIO, p->page % 2 ? LEFT + WIDTH - w - 14 : LEFT + 14, BOTTOM + MM(7), 0, lines);
}

void pdf_new_page(struct pdf *p)
{
    folio(p);
    cairo_show_page(p->cr);
    check_cairo(p);
    p->page++;
    p->y = TOP;
}

void pdf_need(struct pdf *p, double height)
{
    if (p->y + height > BOTTOM + 0.5 && p->y > TOP)
        pdf_new_page(p);
}

static void metadata(struct pdf *p, const struct pdf_head *h)
{
    struct arena *a = p->arena;
    const char *made = str_cstr(a, instant_iso(a, h->issued));
    cairo_pdf_surface_set_metadata(p->surface, CAIRO_PDF_METADATA_TITLE, str_cstr(a, h->title));
    cairo_pdf_surface_set_metadata(p->surface, CAIRO_PDF_METADATA_AUTHOR, str_cstr(a, h->bureau));
    cairo_pdf_surface_set_metadata(p->surface, CAIRO_PDF_METADATA_SUBJECT, str_cstr(a, h->subject));
    cairo_pdf_surface_set_metadata(p->surface, CAIRO_PDF_METADATA_KEYWORDS, str_cstr(a, h->number));
    cairo_pdf_surface_set_metadata(p->surface, CAIRO_PDF_METADATA_CREATOR, "health-credit portal");
    cairo_pdf_surface_set_metadata(p->surface, CAIRO_PDF_METADATA_CREATE_DATE, made);
    cairo_pdf_surface_set_metadata(p->surface, CAIRO_PDF_METADATA_MOD_DATE, made);
}

static void red(struct pdf *p)
{
    cairo_set_source_rgb(p->cr, 0.80, 0.02, 0.05);
}

static void black(struct pdf *p)
{
    cairo_set_source_rgb(p->cr, 0, 0, 0);
}

/* 7.2.4 … 7.3.1: the issuer's mark 35 mm below the top of the type area is for paper with a printed head; here it begins the area.
 * Number, red line of 156 mm, title two lines below. */
static void red_head(struct pdf *p)
{
    struct pdf_style mark = RED_HEAD;
    while (mark.size > 18 && text_width(p, &mark, p->head.bureau) > WIDTH)
        mark.size -= 1;
    red(p);
    pdf_flow(p, &mark, LEFT, WIDTH, p->head.bureau, "P");
    black(p);
    p->y += LINE * 0.6;
    pdf_flow(p, &NUMBER, LEFT, WIDTH, p->head.number, "P");
    p->y += MM(4);
    red(p);
    cairo_set_line_width(p->cr, 2);
    cairo_move_to(p->cr, LEFT, p->y);
    cairo_line_to(p->cr, LEFT + WIDTH, p->y);
    cairo_stroke(p->cr);
    black(p);
    p->y += LINE * 1.2;
    pdf_flow(p, &TITLE, LEFT, WIDTH, p->head.title, "H1");
    p->y += LINE * 0.8;
}

struct pdf *pdf_begin(struct arena *a, const struct pdf_head *head)
{
    struct pdf *p = ARENA_NEW(a, struct pdf);
    *p = (struct pdf){.arena = a, .head = *head, .page = 1, .y = TOP};
    out_to_arena(&p->out, a);
    p->surface = cairo_pdf_surface_create_for_stream(collect, p, PAGE_W, PAGE_H);
    /* The plain table of cross-references, to which pdf_attach() can add. */
    cairo_pdf_surface_restrict_to_version(p->surface, CAIRO_PDF_VERSION_1_4);
    p->cr = cairo_create(p->surface);
    metadata(p, head);
    open_layout(p);
    red_head(p);
    check_cairo(p);
    return p;
}

void pdf_paragraph(struct pdf *p, enum pdf_look look, struct str text)
{
    if (look == PDF_HEADING)
        pdf_need(p, 2 * LINE); /* not the last line of a page */
    pdf_flow(p, &LOOKS[look], LEFT, WIDTH, text, look == PDF_HEADING ? "H2" : "P");
}

/* 7.3.5: two lines below the text; the date four characters from the right, the issuer centred over it as far as it fits. */
void pdf_signature(struct pdf *p, struct str issuer, struct day issued_on)
{
    double right = WIDTH - 4 * SIZE_3;
    struct str date = day_zh(p->arena, issued_on);
    pdf_need(p, 4 * LINE);
    p->y += 2 * LINE;
    double over = (text_width(p, &RIGHT, issuer) - text_width(p, &RIGHT, date)) / 2;
    double issuer_right = right + over > WIDTH ? WIDTH : right + over;
    pdf_flow(p, &RIGHT, LEFT, issuer_right, issuer, "P");
    pdf_flow(p, &RIGHT, LEFT, right, date, "P");
}

static void draw_code(struct pdf *p, const struct qr *q, double x, double y, double side)
{
    double m = side / q->size;
    cairo_tag_begin(p->cr, "Figure", NULL);
    for (int row = 0; row < q->size; row++)
        for (int col = 0; col < q->size;) {
            int from = col;
            while (col < q->size && q->dark[row * q->size + col])
                col++;
            if (col > from)
                cairo_rectangle(p->cr, x + from * m, y + row * m, (col - from) * m, m);
            else
                col++;
        }
    cairo_fill(p->cr);
    cairo_tag_end(p->cr, "Figure");
}

void pdf_verify_block(struct pdf *p, struct str address, const struct str *lines, size_t n)
{
    struct qr q;
    double side = MM(26), gap = MM(6);
    if (!qr_make(p->arena, address, &q))
        return;
    pdf_need(p, side + LINE);
    p->y = p->y + LINE / 2 > BOTTOM - side - MM(3) ? p->y + LINE / 2 : BOTTOM - side - MM(3);
    cairo_set_line_width(p->cr, 0.7);
    cairo_move_to(p->cr, LEFT, p->y);
    cairo_line_to(p->cr, LEFT + WIDTH, p->y);
    cairo_stroke(p->cr);
    double top = p->y + MM(3);
    draw_code(p, &q, LEFT, top, side);
    double y = top;
    for (size_t i = 0; i < n; i++) {
        int count = pdf_set(p, &BESIDE_CODE, WIDTH - side - gap, lines[i]);
        cairo_tag_begin(p->cr, "P", NULL);
        pdf_show(p, &BESIDE_CODE, LEFT + side + gap, y, 0, count);
        cairo_tag_end(p->cr, "P");
        y += count * BESIDE_CODE.pitch;
    }
    p->y = BOTTOM;
}

struct str pdf_end(struct pdf **pp)
{
    struct pdf *p = *pp;
    *pp = NULL;
    folio(p);
    cairo_show_page(p->cr);
    cairo_surface_finish(p->surface);
    check_cairo(p);
    g_object_unref(p->layout);
    g_object_unref(p->context);
    cairo_destroy(p->cr);
    cairo_surface_destroy(p->surface);
    return out_text(&p->out);
}
