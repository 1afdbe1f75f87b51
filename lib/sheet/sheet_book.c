/* SPDX-License-Identifier: EUPL-1.2
 * sheet_book.c — the small parts of an .xlsx: which part is the workbook, its sheets, shared strings and styles (relationships),
 * the date system, and which cell styles show a date. Reads no cells. Called by sheet_read.c when a package is opened.
 */
#include "sheet/sheet_priv.h"

enum { MAX_STYLES = 65536 };

/* --- relationships --- */
struct relation {
    struct str id, type, target;
};
struct relations {
    struct arena *a;
    struct str base; /* folder the targets are relative to, with its slash */
    struct relation *p;
    size_t n, cap;
};

/* "worksheets/sheet1.xml", "/xl/worksheets/sheet1.xml", "../xl/x.xml" against base "xl/". */
static struct str resolve(struct arena *a, struct str base, struct str target)
{
    target = str_replace(a, target, STR("\\"), STR("/"));
    if (target.n && target.p[0] == '/')
        return str_sub(target, 1, target.n);
    while (str_starts(target, STR("../")) || str_starts(target, STR("./"))) {
        bool up = target.p[1] == '.';
        target = str_sub(target, up ? 3 : 2, target.n);
        if (up && base.n) {
            base.n--;
            while (base.n && base.p[base.n - 1] != '/')
                base.n--;
        }
    }
    return str_cat(a, base, target);
}

static void relation_start(struct sheet_xml *x, const char *name, const char **attributes)
{
    struct relations *r = x->arg;
    if (strcmp(name, "Relationship") != 0)
        return;
    const char *mode = sheet_xml_attribute(attributes, "TargetMode");
    if (mode && strcmp(mode, "External") == 0)
        return;
    if (r->n >= x->s->o.limits.parts) {
        sheet_xml_fault(x, SHEET_TOO_MANY_PARTS);
        return;
    }
    struct relation *one = VEC_PUSH(r->a, *r);
    one->id = str_dup(r->a, str_from(sheet_xml_attribute(attributes, "Id")));
    one->type = str_dup(r->a, str_from(sheet_xml_attribute(attributes, "Type")));
    one->target = resolve(r->a, r->base, str_dup(r->a, str_from(sheet_xml_attribute(attributes, "Target"))));
}

static enum sheet_verdict read_whole(struct sheet *s, struct sheet_xml handlers, ptrdiff_t part)
{
    struct sheet_xml *x = &s->x->xml;
    sheet_xml_close(x);
    *x = handlers;
    if (sheet_xml_open(x, s, (size_t)part))
        while (sheet_xml_run(x) == SHEET_XML_PAUSED)
            ;
    sheet_xml_close(x);
    return s->verdict;
}

/* Relationships of a part; none when it has no .rels beside it. */
static enum sheet_verdict read_relations(struct sheet *s, struct str part, struct relations *r)
{
    size_t slash = part.n;
    while (slash && part.p[slash - 1] != '/')
        slash--;
    *r = (struct relations){.a = s->a, .base = str_sub(part, 0, slash)};
    struct str name = str_fmt(s->a, "%.*s_rels/%.*s.rels", STR_ARG(r->base), STR_ARG(str_sub(part, slash, part.n)));
    ptrdiff_t at = sheet_zip_find(s, name);
    return at < 0 ? SHEET_OK : read_whole(s, (struct sheet_xml){.start = relation_start, .arg = r}, at);
}

static struct str target_of_type(const struct relations *r, struct str suffix)
{
    for (size_t i = 0; i < r->n; i++)
        if (str_ends(r->p[i].type, suffix)) /* transitional and strict differ in what stands before */
            return r->p[i].target;
    return STR_NONE;
}

/* --- workbook --- */
struct book {
    struct sheet *s;
    const struct relations *r;
    size_t cap;
};

static void add_sheet(struct book *b, const char **attributes)
{
    struct str id = str_from(sheet_xml_attribute(attributes, "id")); /* r:id; sheetId is another one */
    struct sheet *s = b->s;
    for (size_t i = 0; i < b->r->n; i++) {
        const struct relation *r = &b->r->p[i];
        if (!str_eq(r->id, id) || !str_ends(r->type, STR("/worksheet")))
            continue;
        ptrdiff_t part = sheet_zip_find(s, r->target);
        if (part < 0)
            return;
        struct {
            struct sheet_entry *p;
            size_t n, cap;
        } v = {s->list, s->count, b->cap};
        struct sheet_entry *e = VEC_PUSH(s->a, v);
        s->list = v.p;
        s->count = v.n;
        b->cap = v.cap;
        const char *state = sheet_xml_attribute(attributes, "state");
        *e = (struct sheet_entry){.name = str_dup(s->a, str_from(sheet_xml_attribute(attributes, "name"))),
                                  .hidden = state && strcmp(state, "visible") != 0,
                                  .part = (size_t)part};
        return;
    }
}

static void book_start(struct sheet_xml *x, const char *name, const char **attributes)
{
    struct book *b = x->arg;
    if (x->depth == 2 && strcmp(name, "workbookPr") == 0) {
        const char *d = sheet_xml_attribute(attributes, "date1904");
        b->s->x->date1904 = d && (strcmp(d, "1") == 0 || strcmp(d, "true") == 0);
    } else if (x->depth == 3 && strcmp(name, "sheet") == 0) {
        if (b->s->count >= b->s->o.limits.parts)
            sheet_xml_fault(x, SHEET_TOO_MANY_PARTS);
        else
            add_sheet(b, attributes);
    }
}

/* --- styles --- */
struct styles {
    struct sheet_xlsx *x;
    uint8_t is_date[MAX_STYLES / 8]; /* custom formats by number */
    size_t formats;
    bool in_cell_styles;
};

static unsigned long number_of(const char *text)
{
    char *end;
    unsigned long v = text && text[0] >= '0' && text[0] <= '9' ? strtoul(text, &end, 10) : 0;
    return v;
}

static void styles_start(struct sheet_xml *x, const char *name, const char **attributes)
{
    struct styles *st = x->arg;
    unsigned long id = number_of(sheet_xml_attribute(attributes, "numFmtId"));
    if (x->depth == 3 && strcmp(name, "numFmt") == 0) {
        if (id < MAX_STYLES && sheet_value_format_is_date(str_from(sheet_xml_attribute(attributes, "formatCode"))))
            st->is_date[id / 8] |= (uint8_t)(1u << id % 8);
    } else if (x->depth == 2) {
        st->in_cell_styles = strcmp(name, "cellXfs") == 0;
    } else if (x->depth == 3 && st->in_cell_styles && strcmp(name, "xf") == 0) {
        bool date = sheet_value_builtin_is_date(id) || (id < MAX_STYLES && (st->is_date[id / 8] >> id % 8 & 1));
        if (st->x->date_style.n >= MAX_STYLES)
            sheet_xml_fault(x, SHEET_XML_LIMIT);
        else
            sheet_buf_add(&st->x->date_style, date ? "\1" : "", 1);
    }
}

static enum sheet_verdict read_styles(struct sheet *s, ptrdiff_t part)
{
    struct styles *st = ARENA_NEW(s->a, struct styles);
    st->x = s->x;
    return read_whole(s, (struct sheet_xml){.start = styles_start, .arg = st}, part);
}

/* --- the package --- */
static enum sheet_verdict find_workbook(struct sheet *s, struct str *name_out)
{
    struct relations top;
    if (read_relations(s, STR_NONE, &top) != SHEET_OK)
        return s->verdict;
    *name_out = target_of_type(&top, STR("/officeDocument"));
    if (!name_out->n)
        *name_out = STR("xl/workbook.xml");
    if (sheet_zip_find(s, *name_out) < 0 || !str_ends(*name_out, STR(".xml"))) /* .xlsb has workbook.bin */
        return sheet_note(s, SHEET_NO_WORKBOOK);
    return SHEET_OK;
}

enum sheet_verdict sheet_book_open(struct sheet *s)
{
    s->x = ARENA_NEW(s->a, struct sheet_xlsx);
    enum sheet_verdict v = sheet_zip_open(s);
    if (v != SHEET_OK)
        return sheet_note(s, v);
    struct str workbook;
    if (find_workbook(s, &workbook) != SHEET_OK)
        return s->verdict;
    struct relations r;
    if (read_relations(s, workbook, &r) != SHEET_OK)
        return s->verdict;
    struct book b = {.s = s, .r = &r};
    if (read_whole(s, (struct sheet_xml){.start = book_start, .arg = &b}, sheet_zip_find(s, workbook)) != SHEET_OK)
        return s->verdict;
    if (s->count == 0) /* a Word document, a workbook of charts */
        return sheet_note(s, SHEET_NO_WORKBOOK);
    struct str styles = target_of_type(&r, STR("/styles")), strings = target_of_type(&r, STR("/sharedStrings"));
    ptrdiff_t styles_part = styles.n ? sheet_zip_find(s, styles) : -1;
    ptrdiff_t strings_part = strings.n ? sheet_zip_find(s, strings) : -1;
    if (styles_part >= 0 && read_styles(s, styles_part) != SHEET_OK)
        return s->verdict;
    return strings_part >= 0 ? sheet_strings_load(s, (size_t)strings_part) : SHEET_OK;
}
