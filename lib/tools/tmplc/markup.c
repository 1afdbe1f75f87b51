/* SPDX-License-Identifier: EUPL-1.2
 * markup.c — the state machine's states, a small function each. Called by markup_feed per byte; elements and attributes are judged
 * in element.c.
 */
#include "tools/tmplc/element.h"

static bool blank(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f';
}

static bool letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static char lowered(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c + 32) : c;
}

static void extend(struct feed *f, char *name, size_t size, char c)
{
    size_t n = strlen(name);
    if (n + 1 >= size)
        tmplc_error(f->t, f->pos, "this name is too long");
    name[n] = lowered(c);
    name[n + 1] = 0;
}

static void text(struct feed *f, char c)
{
    struct element *e = f->m->open;
    if (c != '<') {
        if (e && e->empty && !blank(c))
            tmplc_error(f->t, f->pos, "nothing may stand inside <%s>: scripts and styles are files of their own", e->name);
        return;
    }
    f->m->at = AT_OPEN;
    f->m->tag_pos = f->pos;
    f->m->tag[0] = f->m->attr[0] = 0;
    f->m->closing = false;
}

static void after_open(struct feed *f, char c)
{
    struct element *e = f->m->open;
    if (c == '/') {
        f->m->at = AT_END_OPEN;
    } else if (e && (e->plain || e->empty)) {
        tmplc_error(f->t, f->m->tag_pos, "no tags inside <%s>; write &lt;", e->name);
    } else if (c == '!') {
        f->m->at = AT_DECLARATION;
    } else if (letter(c)) {
        f->m->at = AT_TAG;
        extend(f, f->m->tag, sizeof f->m->tag, c);
    } else {
        tmplc_error(f->t, f->m->tag_pos, "no tag starts here; write &lt;");
    }
}

static void after_end_open(struct feed *f, char c)
{
    if (!letter(c))
        tmplc_error(f->t, f->m->tag_pos, "no end tag starts here; write &lt;");
    f->m->closing = true;
    f->m->at = AT_TAG;
    extend(f, f->m->tag, sizeof f->m->tag, c);
}

/* <!doctype …> or a comment; attr collects what follows, enough to tell. */
static void declaration(struct feed *f, char c)
{
    char *seen = f->m->attr;
    if (c == '>') {
        f->m->at = AT_TEXT;
        if (strncmp(seen, "doctype", 7))
            tmplc_error(f->t, f->m->tag_pos, "<! starts a doctype or a comment only");
        return;
    }
    if (strlen(seen) < 16)
        extend(f, seen, sizeof f->m->attr, c);
    if (!strcmp(seen, "--")) {
        f->m->at = AT_COMMENT;
        seen[0] = 0;
    }
}

static void comment(struct feed *f, char c)
{
    char *dashes = f->m->attr;
    if (c == '-') {
        if (strlen(dashes) < 2)
            extend(f, dashes, sizeof f->m->attr, c);
    } else if (c == '>' && strlen(dashes) == 2) {
        f->m->at = AT_TEXT;
    } else {
        dashes[0] = 0;
    }
}

static void tag_ends(struct feed *f, bool slash)
{
    element_tag(f, slash);
    f->m->at = AT_TEXT;
}

/* What may follow a finished part of a tag; anything else starts an attribute's name, if one may start here. */
static void between(struct feed *f, char c, bool may_start)
{
    if (blank(c)) {
        f->m->at = AT_BLANK;
    } else if (c == '>') {
        tag_ends(f, false);
    } else if (c == '/') {
        f->m->at = AT_SLASH;
    } else if (!may_start) {
        tmplc_error(f->t, f->pos, "a blank is missing in front of this attribute");
    } else if (c == '=' || c == '"' || c == '\'' || c == '<' || c == '`') {
        tmplc_error(f->t, f->pos, "no attribute starts with %c", c);
    } else if (f->m->closing) {
        tmplc_error(f->t, f->pos, "an end tag has no attributes");
    } else {
        f->m->at = AT_NAME;
        f->m->attr[0] = 0;
        extend(f, f->m->attr, sizeof f->m->attr, c);
    }
}

static void tag_name(struct feed *f, char c)
{
    if (letter(c) || (c >= '0' && c <= '9') || c == '-')
        extend(f, f->m->tag, sizeof f->m->tag, c);
    else
        between(f, c, false);
}

static void attr_name(struct feed *f, char c)
{
    if (c == '"' || c == '\'' || c == '<')
        tmplc_error(f->t, f->pos, "%c in the name of an attribute", c);
    if (!blank(c) && c != '>' && c != '/' && c != '=') {
        extend(f, f->m->attr, sizeof f->m->attr, c);
        return;
    }
    element_attribute(f->t, f->m, f->pos);
    if (c == '=')
        f->m->at = AT_VALUE;
    else if (blank(c))
        f->m->at = AT_AFTER_NAME;
    else
        between(f, c, false);
}

static void value_starts(struct feed *f, char c)
{
    if (blank(c))
        return;
    f->m->value_n = 0;
    f->m->start[0] = 0;
    if (c == '"') {
        f->m->at = AT_DOUBLE;
    } else if (c == '\'') {
        f->m->at = AT_SINGLE;
    } else if (c == '>') {
        tmplc_error(f->t, f->pos, "the value of %s is missing", f->m->attr);
    } else {
        f->m->at = AT_UNQUOTED;
        element_value(f, c);
    }
}

static void value(struct feed *f, char c, char quote)
{
    if (c == quote)
        f->m->at = AT_EDGE;
    else
        element_value(f, c);
}

static void unquoted(struct feed *f, char c)
{
    if (blank(c))
        f->m->at = AT_BLANK;
    else if (c == '>')
        tag_ends(f, false);
    else if (c == '"' || c == '\'' || c == '<' || c == '=' || c == '`')
        tmplc_error(f->t, f->pos, "%c in a value without quotes", c);
    else
        element_value(f, c);
}

static void step(struct feed *f, char c)
{
    switch (f->m->at) {
    case AT_TEXT:
        text(f, c);
        break;
    case AT_OPEN:
        after_open(f, c);
        break;
    case AT_END_OPEN:
        after_end_open(f, c);
        break;
    case AT_DECLARATION:
        declaration(f, c);
        break;
    case AT_COMMENT:
        comment(f, c);
        break;
    case AT_TAG:
        tag_name(f, c);
        break;
    case AT_BLANK:
        between(f, c, true);
        break;
    case AT_NAME:
        attr_name(f, c);
        break;
    case AT_AFTER_NAME:
        if (c == '=')
            f->m->at = AT_VALUE;
        else if (!blank(c))
            between(f, c, true);
        break;
    case AT_VALUE:
        value_starts(f, c);
        break;
    case AT_DOUBLE:
        value(f, c, '"');
        break;
    case AT_SINGLE:
        value(f, c, '\'');
        break;
    case AT_UNQUOTED:
        unquoted(f, c);
        break;
    case AT_EDGE:
        between(f, c, false);
        break;
    case AT_SLASH:
        if (c != '>')
            tmplc_error(f->t, f->pos, "> must follow / in a tag");
        tag_ends(f, true);
        break;
    }
}

/* A line broken inside a Chinese sentence is the author's layout: a browser would show a blank that nobody wrote. */
static bool inside_chinese(struct str text, size_t at, size_t end)
{
    return at > 0 && end < text.n && (unsigned char)text.p[at - 1] >= 0x80 && (unsigned char)text.p[end] >= 0x80;
}

/* Blanks in text: a run with a line end becomes one line end, and nothing after another one. Returns the run's length. */
static size_t blanks(struct feed *f, struct str text, size_t at, struct out *o)
{
    size_t end = at;
    bool line_end = false;
    for (; end < text.n && blank(text.p[end]); end++)
        line_end = line_end || text.p[end] == '\n';
    if (!f->m->newline && !(line_end && inside_chinese(text, at, end))) {
        if (line_end)
            out_char(o, '\n');
        else
            out_str(o, str_sub(text, at, end));
        f->m->newline = line_end;
    }
    return end - at;
}

/* Writes one byte of markup; blanks between attributes become one. */
static void write_byte(struct feed *f, char c, enum markup_at before, struct out *o)
{
    bool in_tag = f->m->at == AT_BLANK || f->m->at == AT_AFTER_NAME || f->m->at == AT_VALUE;
    f->m->newline = false;
    if (blank(c) && in_tag) {
        if (before != f->m->at)
            out_char(o, ' ');
        return;
    }
    out_char(o, c);
}

struct str markup_feed(const struct tmpl *t, struct markup *m, struct pos pos, struct str source)
{
    struct feed f = {t, m, pos, false};
    struct out o;
    out_to_arena(&o, t->a);
    for (size_t i = 0; i < source.n;) {
        size_t run = 1;
        if (m->at == AT_TEXT && blank(source.p[i]) && !(m->open && m->open->keep)) {
            run = blanks(&f, source, i, &o);
        } else {
            enum markup_at before = m->at;
            step(&f, source.p[i]);
            write_byte(&f, source.p[i], before, &o);
        }
        for (size_t end = i + run; i < end; i++)
            f.pos = tmplc_advance(f.pos, source.p[i]);
        /* The parser of browsers drops a line end right after <pre> and <textarea>: give it one of ours, so that the value's stays.
         */
        if (f.line_end_wanted && !(i < source.n && source.p[i] == '\n'))
            out_char(&o, '\n');
        f.line_end_wanted = false;
    }
    return out_text(&o);
}
