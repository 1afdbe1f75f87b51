/* SPDX-License-Identifier: EUPL-1.2
 * source.c — cuts a C source into code, comments and string literals, so that a rule on calls is not fooled by a comment and a rule
 * on SQL looks at literals only. Knows nothing of any rule.
 */
#include "tools/lint/lint.h"

enum where { IN_CODE, IN_LINE_COMMENT, IN_COMMENT, IN_STRING, IN_CHAR };

struct splitter {
    struct lint *l;
    struct source *s;
    size_t start; /* of the literal */
    int line;
    enum where where;
};

/* Returns whether the next byte is the second half of what was seen: of a comment's start or end, of an escape. */
static bool in_code(struct splitter *k, size_t i, char c, char next)
{
    if (c == '/' && next == '*')
        k->where = IN_COMMENT;
    else if (c == '/' && next == '/')
        k->where = IN_LINE_COMMENT;
    else if (c == '"')
        k->where = IN_STRING;
    else if (c == '\'')
        k->where = IN_CHAR;
    k->start = i + 1;
    return k->where == IN_COMMENT || k->where == IN_LINE_COMMENT;
}

static bool outside_code(struct splitter *k, size_t i, char c, char next)
{
    bool literal = k->where == IN_STRING || k->where == IN_CHAR;
    if (literal && c == '\\')
        return true;
    if (k->where == IN_COMMENT && c == '*' && next == '/') {
        k->where = IN_CODE;
        return true;
    }
    if (k->where == IN_STRING && c == '"')
        *VEC_PUSH(k->l->a, k->s->literals) = (struct literal){k->line, str_sub(k->s->text, k->start, i)};
    bool ends = (k->where == IN_STRING && c == '"') || (k->where == IN_CHAR && c == '\'') || (literal && c == '\n') ||
                (k->where == IN_LINE_COMMENT && c == '\n');
    if (ends)
        k->where = IN_CODE;
    return false;
}

void source_split(struct lint *l, struct source *s)
{
    struct splitter k = {l, s, 0, 1, IN_CODE};
    char *code = arena_alloc(l->a, s->text.n + 1);
    bool second_half = false;
    for (size_t i = 0; i < s->text.n; i++) {
        char c = s->text.p[i], next = i + 1 < s->text.n ? s->text.p[i + 1] : 0;
        bool keep = k.where == IN_CODE && !second_half;
        if (second_half)
            second_half = false;
        else if (k.where == IN_CODE)
            second_half = in_code(&k, i, c, next);
        else
            second_half = outside_code(&k, i, c, next);
        keep = keep && k.where != IN_COMMENT && k.where != IN_LINE_COMMENT;
        code[i] = c == '\n' || keep ? c : ' ';
        k.line += c == '\n';
    }
    s->code = (struct str){code, s->text.n};
}

bool source_line(struct str text, size_t *at, struct str *line_out)
{
    if (*at >= text.n)
        return false;
    const char *hit = memchr(text.p + *at, '\n', text.n - *at);
    size_t end = hit ? (size_t)(hit - text.p) : text.n;
    *line_out = str_sub(text, *at, end);
    *at = end + 1;
    return true;
}

static bool word_char(char c)
{
    return c == '_' || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

bool source_word(struct str code, size_t *at, struct str *word_out, size_t *start_out)
{
    size_t i = *at;
    while (i < code.n && !word_char(code.p[i]))
        i++;
    size_t start = i;
    while (i < code.n && word_char(code.p[i]))
        i++;
    *word_out = str_sub(code, start, i);
    *start_out = start;
    *at = i;
    return i > start;
}
