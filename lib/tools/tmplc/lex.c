/* SPDX-License-Identifier: EUPL-1.2
 * lex.c — cuts a template into text, {{ prints }} and {% directives %}; {# comments #} vanish. It knows nothing of HTML.
 */
#include "tools/tmplc/tmplc.h"

#include <stdarg.h>

void tmplc_error(const struct tmpl *t, struct pos pos, const char *fmt, ...)
{
    char message[300];
    va_list ap;
    va_start(ap, fmt);
    vsnprintf(message, sizeof message, fmt, ap);
    va_end(ap);
    fail(FAIL_CONFIG, "%.*s:%d:%d: %s", STR_ARG(t->file), pos.line, pos.col, message);
}

struct pos tmplc_advance(struct pos pos, char c)
{
    if (c == '\n') {
        pos.line++;
        pos.col = 1;
    } else if (((unsigned char)c & 0xC0) != 0x80) {
        pos.col++;
    }
    return pos;
}

static struct str take(struct tmpl *t, size_t end)
{
    struct str s = str_sub(t->source, t->at, end);
    for (; t->at < end; t->at++)
        t->pos = tmplc_advance(t->pos, t->source.p[t->at]);
    return s;
}

/* Offset of the next opening brace pair, or the end. */
static size_t text_end(const struct tmpl *t)
{
    for (size_t i = t->at; i + 1 < t->source.n; i++)
        if (t->source.p[i] == '{' && (t->source.p[i + 1] == '{' || t->source.p[i + 1] == '%' || t->source.p[i + 1] == '#'))
            return i;
    return t->source.n;
}

static struct str inside(struct tmpl *t, struct pos open, const char *closing)
{
    take(t, t->at + 2);
    ptrdiff_t end = str_find(t->source, str_from(closing), t->at);
    if (end < 0)
        tmplc_error(t, open, "no %s closes this", closing);
    struct str s = take(t, (size_t)end);
    take(t, t->at + 2);
    return s;
}

struct token lex_next(struct tmpl *t)
{
    while (t->at < t->source.n) {
        struct token token = {TOKEN_TEXT, t->pos, STR_NONE};
        size_t end = text_end(t);
        if (end > t->at) {
            token.text = take(t, end);
            return token;
        }
        switch (t->source.p[t->at + 1]) {
        case '#':
            inside(t, token.pos, "#}");
            continue;
        case '{':
            token.kind = TOKEN_PRINT;
            token.text = str_trim(inside(t, token.pos, "}}"));
            return token;
        default:
            token.kind = TOKEN_DIRECTIVE;
            token.text = str_trim(inside(t, token.pos, "%}"));
            return token;
        }
    }
    return (struct token){TOKEN_END, t->pos, STR_NONE};
}
