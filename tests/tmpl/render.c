/* SPDX-License-Identifier: EUPL-1.2
 * render.c — renders a template of the corpus by name with the test view, to standard output. table.h is written by run.sh: it includes the
 * compiled templates' headers and defines TABLE as NAME(view) and PLAIN(view none) entries.
 */
#include "view.h"

#include <unistd.h>

#include "table.h"

static struct badge good = {STR_INIT("A&B"), 1};
static struct row rows[] = {
    {STR_INIT("甲<一>"), 1234567, {STR_INIT("x"), 3}, &good},
    {STR_INIT("乙"), -5, {STR_INIT("y"), 0}, &good},
};
static struct str words[] = {STR_INIT("one"), STR_INIT("t\"wo"), STR_INIT("th'ree")};

static const struct view view = {
    .text = STR_INIT("文字 text"),
    .hostile = STR_INIT("<script>\"'&\xff\x01"),
    .lines = STR_INIT("\nfirst\n  second"),
    .cstring = "c",
    .yes = true,
    .ratio = 0.5,
    .count = 3,
    .big = -1234567890123,
    .fen = 123456789,
    .day = {20544},
    .no_day = {INT32_MIN},
    .when = {1775003400000000},
    .link = {STR_INIT("/entity/%3C?a=1&b=2")},
    .chart = {STR_INIT("<svg></svg>")},
    .state = STATE_ACTIVE,
    .rows = {rows, 2},
    .words = {words, 3},
    .badge = &good,
    .page = {STR_INIT("页面 <title>"), {STR_INIT("/")}},
};

int main(int argc, char **argv)
{
    char buf[512];
    int fd = STDOUT_FILENO;
    struct out o;
    out_to_sink(&o, buf, sizeof buf, out_fd_sink, &fd);
    if (argc != 2)
        return 2;
#define NAME(name)                                                                                                               \
    if (!strcmp(argv[1], #name))                                                                                                 \
        tmpl_##name(&o, &view);
#define PLAIN(name)                                                                                                              \
    if (!strcmp(argv[1], #name))                                                                                                 \
        tmpl_##name(&o);
    TABLE
    return out_flush(&o) ? 0 : 1;
}
