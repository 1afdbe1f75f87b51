/* SPDX-License-Identifier: EUPL-1.2
 * parser_run.h — where the tests find the program `parser`, and what it has cost them. The build of the same mode stands beside the
 * tests; the release build is wanted where memory is measured, since sanitizers multiply it. Included by the tests of lib/sheet
 * only.
 */
#ifndef UNIT_SHEET_PARSER_RUN_H
#define UNIT_SHEET_PARSER_RUN_H

#include <stdio.h>
#include <sys/resource.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/clock.h"
#include "base/str.h"
#include "sheet/sheet_remote.h"

enum { PARSER_RSS_KIB = 256 * 1024, PARSER_MS = 10 * 1000 };

/* BUILD/asan/unit/sheet/x_test → BUILD/asan/bin/parser, or BUILD/release/bin/parser; NULL when it was not built. */
static inline const char *parser_path(struct arena *a, bool release)
{
    char self[4096];
    ssize_t n = readlink("/proc/self/exe", self, sizeof self);
    for (int up = release ? 4 : 3; n > 0 && up > 0; up--)
        while (--n > 0 && self[n] != '/')
            ;
    if (n <= 0)
        return NULL;
    struct str path = str_fmt(a, "%.*s%s/bin/parser", (int)n, self, release ? "/release" : "");
    return access(path.p, X_OK) == 0 ? path.p : NULL;
}

/* Highest memory of the process behind an open sheet; 0 when there is none. What getrusage says of a child begins with our own. */
static inline long parser_peak_kib(const struct sheet *s)
{
    char path[64], line[256];
    snprintf(path, sizeof path, "/proc/%d/status", (int)sheet_remote_pid(s));
    FILE *f = fopen(path, "r");
    long kib = 0;
    while (f && kib == 0 && fgets(line, sizeof line, f))
        (void)sscanf(line, "VmHWM: %ld", &kib);
    if (f)
        fclose(f);
    return kib;
}

/* Processor time of all children that were waited for. */
static inline int64_t parser_cpu_ms(void)
{
    struct rusage u = {0};
    getrusage(RUSAGE_CHILDREN, &u);
    return (u.ru_utime.tv_sec + u.ru_stime.tv_sec) * 1000 + (u.ru_utime.tv_usec + u.ru_stime.tv_usec) / 1000;
}

#endif
