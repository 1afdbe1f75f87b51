/* SPDX-License-Identifier: EUPL-1.2
 * main.c — tmplc IN.html OUT.c OUT.h, run by the Makefile for each template. Exit 1 with file:line:col: message for a template it
 * refuses; an output is written only when the whole template is good.
 */
#include <errno.h>

#include "tools/tmplc/tmplc.h"

enum { SOURCE_MAX = 1 << 20 };

static struct str read_file(struct arena *a, const char *path)
{
    FILE *f = fopen(path, "rb");
    if (!f)
        fail(FAIL_IO, "%s: %s", path, strerror(errno));
    char *p = arena_alloc(a, SOURCE_MAX + 1);
    size_t n = fread(p, 1, SOURCE_MAX + 1, f);
    bool bad = ferror(f);
    fclose(f);
    if (bad || n > SOURCE_MAX)
        fail(FAIL_IO, "%s: cannot be read, or larger than %d bytes", path, SOURCE_MAX);
    return (struct str){p, n};
}

static void write_file(const char *path, struct str s)
{
    FILE *f = fopen(path, "wb");
    if (!f)
        fail(FAIL_IO, "%s: %s", path, strerror(errno));
    bool good = fwrite(s.p, 1, s.n, f) == s.n;
    good = fclose(f) == 0 && good;
    if (!good)
        fail(FAIL_IO, "%s: %s", path, strerror(errno));
}

int main(int argc, char **argv)
{
    struct fail_frame frame;
    if (argc != 4) {
        fputs("usage: tmplc IN.html OUT.c OUT.h\n", stderr);
        return 2;
    }
    struct arena *a = arena_new((size_t)64 << 20);
    if (FAIL_CATCH(&frame)) {
        fprintf(stderr, "%s\n", frame.message);
        return 1;
    }
    struct compiled result = tmplc_compile(a, str_from(argv[1]), read_file(a, argv[1]));
    write_file(argv[2], result.c);
    write_file(argv[3], result.h);
    fail_leave(&frame);
    arena_free(&a);
    return 0;
}
