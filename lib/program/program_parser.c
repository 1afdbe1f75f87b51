/* SPDX-License-Identifier: EUPL-1.2
 * program_parser.c — names the parser to the room sheet. A file of its own, so that programs which read no tables do not carry one.
 */
#include <limits.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/check.h"
#include "program/program.h"
#include "sheet/sheet_read.h"

#define CONVERTER "/usr/bin/ssconvert"

void program_use_parser(struct program *p)
{
    struct str path = p->config.parser;
    if (!path.n) {
        char own[PATH_MAX];
        ssize_t n = readlink("/proc/self/exe", own, sizeof own);
        if (n <= 0)
            fail(FAIL_CONFIG, "the folder of this program is not known: name the parser in the configuration");
        while (n > 0 && own[n - 1] != '/')
            n--;
        path = str_cat(p->arena, (struct str){own, (size_t)n}, STR("parser"));
    }
    sheet_use_parser(str_cstr(p->arena, path), CONVERTER);
}
