/* SPDX-License-Identifier: EUPL-1.2
 * element.c — judging tags and attributes, and comparing places. The lists here decide what a page may contain; they follow the
 * HTML standard's void, raw text and escapable raw text elements and our Content-Security-Policy (no inline script, no inline
 * style).
 */
#include "tools/tmplc/element.h"

static bool among(const char *name, const char *const *list)
{
    for (; *list; list++)
        if (!strcmp(name, *list))
            return true;
    return false;
}

static bool is_void(const char *name)
{
    static const char *const list[] = {"area",  "base", "br",   "col",    "embed", "hr",  "img",
                                       "input", "link", "meta", "source", "track", "wbr", NULL};
    return among(name, list);
}

static bool is_address(const char *attr)
{
    static const char *const list[] = {"href",       "src",        "action",   "formaction", "poster", "data",     "cite",
                                       "xlink:href", "background", "longdesc", "manifest",   "ping",   "codebase", NULL};
    return among(attr, list);
}

bool markup_in_address(const struct markup *m)
{
    return (m->at == AT_DOUBLE || m->at == AT_SINGLE) && is_address(m->attr);
}

void element_attribute(const struct tmpl *t, const struct markup *m, struct pos pos)
{
    if (!strcmp(m->attr, "style"))
        tmplc_error(t, pos, "the attribute style is not used here: styles are classes in a stylesheet");
    if (!strcmp(m->attr, "srcdoc"))
        tmplc_error(t, pos, "the attribute srcdoc is a page inside a page and is not used here");
    if (!strncmp(m->attr, "on", 2))
        tmplc_error(t, pos, "the attribute %s would be inline script", m->attr);
}

void element_value(struct feed *f, char c)
{
    struct markup *m = f->m;
    size_t n = strlen(m->start);
    if (m->value_n == n && n + 1 < sizeof m->start && c > ' ') {
        m->start[n] = c >= 'A' && c <= 'Z' ? (char)(c + 32) : c;
        m->start[n + 1] = 0;
        m->value_n++;
    } else if (c > ' ' || n) {
        m->value_n = sizeof m->start;
    }
    if (is_address(m->attr) && (!strcmp(m->start, "javascript:") || !strcmp(m->start, "vbscript:")))
        tmplc_error(f->t, f->pos, "an address may not be script");
}

static void open_element(struct feed *f, bool slash)
{
    static const char *const refused[] = {"style", "xmp", "noembed", "noframes", "plaintext", "listing", NULL};
    static const char *const plain[] = {"textarea", "title", NULL}, *const empty[] = {"script", "iframe", NULL};
    static const char *const keep[] = {"pre", "textarea", NULL}, *const foreign[] = {"svg", "math", NULL};
    struct markup *m = f->m;
    struct element *outer = m->open;
    bool in_foreign = outer && outer->foreign && strcmp(outer->name, "foreignobject");
    if (among(m->tag, refused))
        tmplc_error(f->t, m->tag_pos, "<%s> is not used here: styles are in the stylesheet", m->tag);
    if (is_void(m->tag) && !in_foreign)
        return;
    if (slash && (in_foreign || among(m->tag, foreign)))
        return;
    if (slash)
        tmplc_error(f->t, m->tag_pos, "<%s/> does not close the element; write </%s>", m->tag, m->tag);
    struct element *e = ARENA_NEW(f->t->a, struct element);
    memcpy(e->name, m->tag, sizeof e->name);
    e->pos = m->tag_pos;
    e->foreign = in_foreign || among(m->tag, foreign);
    e->plain = among(m->tag, plain) && !in_foreign;
    e->empty = among(m->tag, empty);
    e->keep = among(m->tag, keep) || (outer && outer->keep);
    e->outer = outer;
    m->open = e;
    f->line_end_wanted = among(m->tag, keep);
}

void element_tag(struct feed *f, bool slash)
{
    struct markup *m = f->m;
    if (!m->closing) {
        open_element(f, slash);
        return;
    }
    if (!m->open)
        tmplc_error(f->t, m->tag_pos, "</%s> closes nothing", m->tag);
    if (strcmp(m->open->name, m->tag))
        tmplc_error(f->t, m->tag_pos, "</%s> stands where </%s> is wanted (opened in line %d)", m->tag, m->open->name,
                    m->open->pos.line);
    m->open = m->open->outer;
}

void markup_edge(const struct tmpl *t, struct markup *m, struct pos pos)
{
    switch (m->at) {
    case AT_TEXT:
        if (m->open && m->open->empty)
            tmplc_error(t, pos, "nothing may stand inside <%s>", m->open->name);
        return;
    case AT_NAME:
        element_attribute(t, m, pos);
        m->at = AT_EDGE;
        return;
    case AT_TAG:
        if (m->closing)
            break;
        m->at = AT_EDGE;
        return;
    case AT_AFTER_NAME:
        m->at = AT_BLANK;
        return;
    case AT_BLANK:
    case AT_EDGE:
        if (m->closing)
            break;
        return;
    case AT_DOUBLE:
    case AT_SINGLE:
        return;
    case AT_OPEN:
    case AT_END_OPEN:
    case AT_DECLARATION:
    case AT_COMMENT:
    case AT_VALUE:
    case AT_UNQUOTED:
    case AT_SLASH:
        break;
    }
    tmplc_error(t, pos, "a directive may not stand %s", markup_describe(t->a, m).p);
}

static enum place print_value(const struct tmpl *t, struct markup *m, struct pos pos, bool formatted)
{
    bool first = m->value_n == 0;
    m->value_n = sizeof m->start;
    if (!is_address(m->attr)) {
        if (!strcmp(m->attr, "srcset") || !strcmp(m->attr, "http-equiv"))
            tmplc_error(t, pos, "nothing may be printed in %s", m->attr);
        return PLACE_ATTR;
    }
    if (!first)
        tmplc_error(t, pos, "an address is printed whole: build it as a struct url and print it first in %s", m->attr);
    if (formatted)
        tmplc_error(t, pos, "no formatter in an address");
    return PLACE_URL;
}

enum place markup_print(const struct tmpl *t, struct markup *m, struct pos pos, bool formatted)
{
    m->newline = false;
    if (m->at == AT_DOUBLE || m->at == AT_SINGLE)
        return print_value(t, m, pos, formatted);
    if (m->at != AT_TEXT)
        tmplc_error(t, pos, "nothing may be printed %s", markup_describe(t->a, m).p);
    if (m->open && m->open->empty)
        tmplc_error(t, pos, "nothing may be printed inside <%s>", m->open->name);
    /* Inside textarea and title raw markup has no meaning: print as in an attribute, which refuses it. */
    return m->open && m->open->plain ? PLACE_ATTR : PLACE_TEXT;
}

static bool same_elements(const struct element *a, const struct element *b)
{
    for (; a && b && a != b; a = a->outer, b = b->outer)
        if (strcmp(a->name, b->name))
            return false;
    return a == b;
}

bool markup_join(struct markup *a, const struct markup *b)
{
    bool in_tag = (a->at == AT_BLANK || a->at == AT_EDGE) && (b->at == AT_BLANK || b->at == AT_EDGE);
    if (a->at != b->at && !in_tag)
        return false;
    if (!same_elements(a->open, b->open))
        return false;
    if (a->at != AT_TEXT && strcmp(a->tag, b->tag))
        return false;
    if ((a->at == AT_DOUBLE || a->at == AT_SINGLE) && strcmp(a->attr, b->attr))
        return false;
    if (a->at != b->at)
        a->at = AT_EDGE;
    if (b->value_n > a->value_n) {
        a->value_n = b->value_n;
        memcpy(a->start, b->start, sizeof a->start);
    }
    a->newline = a->newline && b->newline;
    return true;
}

struct str markup_describe(struct arena *a, const struct markup *m)
{
    switch (m->at) {
    case AT_TEXT:
        return m->open ? str_fmt(a, "in the text inside <%s>", m->open->name) : STR("in the text outside all elements");
    case AT_OPEN:
    case AT_END_OPEN:
        return STR("in the name of a tag");
    case AT_TAG:
        return str_fmt(a, "in the name of the tag <%s%s", m->closing ? "/" : "", m->tag);
    case AT_DECLARATION:
        return STR("in a doctype");
    case AT_COMMENT:
        return STR("in a comment");
    case AT_BLANK:
    case AT_EDGE:
    case AT_AFTER_NAME:
    case AT_SLASH:
        return str_fmt(a, "in the tag <%s%s>", m->closing ? "/" : "", m->tag);
    case AT_NAME:
        return str_fmt(a, "in the name of the attribute %s", m->attr);
    case AT_VALUE:
    case AT_UNQUOTED:
        return str_fmt(a, "in the value of %s, which has no quotes", m->attr);
    case AT_DOUBLE:
    case AT_SINGLE:
        return str_fmt(a, "in the value of %s", m->attr);
    }
    CHECK(!"state");
    return STR_NONE;
}
