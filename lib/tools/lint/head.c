/* SPDX-License-Identifier: EUPL-1.2
 * head.c — what a file starts with: the SPDX line, then a comment that names the file and says what it is. Also the guard of a
 * header.
 */
#include "tools/lint/lint.h"

void rules_head(struct lint *l, const struct source *s)
{
    size_t at = 0;
    struct str line = STR_NONE;
    source_line(s->text, &at, &line);
    if (!str_starts(line, STR("/* SPDX-License-Identifier: EUPL-1.2"))) {
        lint_report(l, s->path, 1, "spdx", "the first line is /* SPDX-License-Identifier: EUPL-1.2");
        return;
    }
    ptrdiff_t end = str_find(s->text, STR("*/"), 0);
    struct str head = str_sub(s->text, at, end < 0 ? 0 : (size_t)end);
    if (str_trim(head).n < 12)
        lint_report(l, s->path, 2, "head", "the head comment says what the file is, what it is not, who calls it and what it owns");
    else if (!str_contains(head, s->file))
        lint_report(l, s->path, 2, "head", "the head comment names another file than %.*s", STR_ARG(s->file));
    if (str_ends(s->path, STR(".h")) && !str_contains(s->code, STR("#ifndef")))
        lint_report(l, s->path, 1, "guard", "a header has an include guard");
}
