/* SPDX-License-Identifier: EUPL-1.2
 * size.c — small files, small functions, lines that fit: the limits of the house style. Functions are found by it too: their braces
 * stand at the start of a line. Tests may be longer: their tables are data.
 */
#include "tools/lint/lint.h"

enum { HEADER_MAX = 120, FILE_MAX = 500, FUNCTION_MAX = 60, COLUMNS_MAX = 140 };

static void functions(struct lint *l, const struct source *s)
{
    size_t at = 0;
    int line = 0, start = 0;
    struct str text;
    while (source_line(s->code, &at, &text)) {
        line++;
        struct str trimmed = str_trim(text);
        bool here = text.n && (text.p[0] == '{' || (text.p[0] != ' ' && text.p[0] != '#' && str_ends(trimmed, STR(") {"))));
        if (!start && here)
            start = line;
        if (!start || !text.n || text.p[0] != '}')
            continue;
        int lines = line - start + 1;
        if (lines > FUNCTION_MAX)
            lint_report(l, s->path, start, "function", "%d lines, at most %d", lines, FUNCTION_MAX);
        start = 0;
    }
}

void rules_size(struct lint *l, const struct source *s)
{
    size_t at = 0;
    int lines = 0;
    struct str line;
    while (source_line(s->text, &at, &line)) {
        lines++;
        size_t columns = utf8_count(line);
        if (columns > COLUMNS_MAX)
            lint_report(l, s->path, lines, "columns", "%zu columns, at most %d", columns, COLUMNS_MAX);
    }
    if (s->part == PART_TESTS)
        return;
    int most = str_ends(s->path, STR(".h")) ? HEADER_MAX : FILE_MAX;
    if (lines > most)
        lint_report(l, s->path, most + 1, "length", "%d lines, at most %d", lines, most);
    functions(l, s);
}
