/* SPDX-License-Identifier: EUPL-1.2
 * program_parser.c — names the parser to the room sheet. A file of its own, so that programs which read no tables do not carry one.
 */
#include "base/arena.h"
#include "base/file.h"
#include "program/program.h"
#include "sheet/sheet_read.h"

#define CONVERTER "/usr/bin/ssconvert"

void program_use_parser(struct program *p)
{
    struct str path = p->config.parser;
    if (!path.n) {
        struct str own = file_own_path(p->arena);
        size_t n = own.n;
        while (n > 0 && own.p[n - 1] != '/')
            n--;
        path = str_cat(p->arena, str_sub(own, 0, n), STR("parser"));
    }
    sheet_use_parser(str_cstr(p->arena, path), CONVERTER);
}
