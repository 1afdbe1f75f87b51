/* SPDX-License-Identifier: EUPL-1.2
 * render.c — renders one template of the corpus (its function and header come by -D) with the test view, to standard output.
 */
#include "view.h"

#include <unistd.h>

#include HEADER

static struct badge good = {STR_INIT("A&B"), 1};
static struct row rows[] = {
    {STR_INIT("甲<一>"), 1234567, {STR_INIT("x"), 3}, &good},
    {STR_INIT("乙"), -5, {STR_INIT("y"), 0}, &good},
};
static struct str words[] = {STR_INIT("one"), STR_INIT("t\"wo"), STR_INIT("th'ree")};

int main(void)
{
    struct view view = {
        .text = STR_INIT("文字 text"),
        .hostile = STR_INIT("<script>\"'&\xff\x01"),
        .cstring = "c",
        .yes = true,
        .ratio = 0.5,
        .count = 3,
        .big = -1234567890123,
        .fen = 123456789,
        .day = {20544},
        .when = {1775003400000000},
        .link = {STR_INIT("/entity/%3C?a=1&b=2")},
        .chart = {STR_INIT("<svg></svg>")},
        .state = STATE_ACTIVE,
        .rows = {rows, 2},
        .words = {words, 3},
        .badge = &good,
        .page = {STR_INIT("页面 <title>"), {STR_INIT("/")}},
    };
    char buf[512];
    int fd = STDOUT_FILENO;
    struct out o;
    out_to_sink(&o, buf, sizeof buf, out_fd_sink, &fd);
    FUNCTION(&o ARGUMENT);
    return out_flush(&o) ? 0 : 1;
}
