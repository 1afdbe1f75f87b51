/* SPDX-License-Identifier: EUPL-1.2
 * sheet_strings.c — the shared strings of an .xlsx, kept as one run of bytes and a table of ends: five bytes of overhead a string
 * instead of a pointer and an allocation. Rich text runs are joined, phonetic hints (rPh) left out. Called by sheet_book.c and, for
 * look-ups, by sheet_rows.c.
 */
#include "sheet/sheet_priv.h"

struct collector {
    struct sheet_xlsx *x;
    bool in_text, in_phonetic;
    size_t start; /* of the string being read */
};

static void on_start(struct sheet_xml *x, const char *name, const char **attributes)
{
    (void)attributes;
    struct collector *c = x->arg;
    if (x->depth == 2 && strcmp(name, "si") == 0) {
        c->start = c->x->strings.n;
        if (c->x->ends.n / sizeof(uint32_t) >= x->s->o.limits.strings)
            sheet_xml_fault(x, SHEET_TOO_MANY_STRINGS);
    } else if (strcmp(name, "rPh") == 0) {
        c->in_phonetic = true;
    } else if (x->depth > 2 && strcmp(name, "t") == 0) {
        c->in_text = !c->in_phonetic;
    }
}

static void on_text(struct sheet_xml *x, const char *p, size_t n)
{
    struct collector *c = x->arg;
    if (!c->in_text)
        return;
    struct sheet_buf *b = &c->x->strings;
    if (b->n + n > x->s->o.limits.strings_bytes)
        sheet_xml_fault(x, SHEET_TOO_MANY_STRINGS);
    else if (b->n + n - c->start > x->s->o.limits.cell_chars * 4)
        sheet_xml_fault(x, SHEET_CELL_TOO_LONG);
    else
        sheet_buf_add(b, p, n);
}

static void on_end(struct sheet_xml *x, const char *name)
{
    struct collector *c = x->arg;
    if (strcmp(name, "t") == 0) {
        c->in_text = false;
    } else if (strcmp(name, "rPh") == 0) {
        c->in_phonetic = false;
    } else if (x->depth == 2 && strcmp(name, "si") == 0) {
        struct sheet_buf *b = &c->x->strings;
        size_t n = b->n - c->start;
        if (n)
            n = sheet_value_unescape(b->p + c->start, n);
        b->n = c->start + n;
        if (n > x->s->o.limits.cell_chars && utf8_count((struct str){b->p + c->start, n}) > x->s->o.limits.cell_chars) {
            sheet_xml_fault(x, SHEET_CELL_TOO_LONG);
            return;
        }
        uint32_t end = (uint32_t)b->n;
        sheet_buf_add(&c->x->ends, (const char *)&end, sizeof end);
    }
}

enum sheet_verdict sheet_strings_load(struct sheet *s, size_t part)
{
    CHECK(s->o.limits.strings_bytes < UINT32_MAX);
    struct collector c = {.x = s->x};
    struct sheet_xml *x = &s->x->xml;
    sheet_xml_close(x);
    *x = (struct sheet_xml){.start = on_start, .end = on_end, .text = on_text, .arg = &c};
    if (sheet_xml_open(x, s, part))
        while (sheet_xml_run(x) == SHEET_XML_PAUSED)
            ;
    sheet_xml_close(x);
    return s->verdict;
}

bool sheet_strings_get(const struct sheet *s, size_t index, struct str *out)
{
    const struct sheet_buf *ends = &s->x->ends;
    if (index >= ends->n / sizeof(uint32_t))
        return false;
    uint32_t from = 0, to;
    if (index)
        memcpy(&from, ends->p + (index - 1) * sizeof from, sizeof from);
    memcpy(&to, ends->p + index * sizeof to, sizeof to);
    *out = (struct str){to > from ? s->x->strings.p + from : NULL, to - from};
    return true;
}
