/* SPDX-License-Identifier: EUPL-1.2
 * main.c — lint DIR, run by every build: reads all C sources below DIR's lib/, cgi-bin/ and tests/, in the order of their names,
 * and applies the rules. tests/lint/ is skipped: it holds the faults that the linter's own tests look for.
 */
#include <dirent.h>
#include <errno.h>
#include <stdarg.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/check.h"
#include "tools/lint/lint.h"

enum { SOURCE_MAX = 4 << 20 };

void lint_report(struct lint *l, struct str path, int line, const char *rule, const char *fmt, ...)
{
    char message[300];
    va_list ap;
    va_start(ap, fmt);
    vsnprintf(message, sizeof message, fmt, ap);
    va_end(ap);
    out_fmt(l->out, "%.*s:%d: %s: %s\n", STR_ARG(path), line, rule, message);
    l->findings++;
}

static struct str read_file(struct arena *a, const char *root, struct str path)
{
    struct str full = str_fmt(a, "%s/%.*s", root, STR_ARG(path));
    struct stat st;
    FILE *f = fopen(full.p, "rb");
    if (!f || fstat(fileno(f), &st) != 0 || st.st_size > SOURCE_MAX)
        fail(FAIL_IO, "%s: %s", full.p, f ? "cannot be read, or too large" : strerror(errno));
    char *p = arena_alloc(a, (size_t)st.st_size + 1);
    size_t n = fread(p, 1, (size_t)st.st_size, f);
    fclose(f);
    return (struct str){p, n};
}

static void classify(struct source *s)
{
    struct str rest = s->path, folder;
    str_cut(&rest, '/', &folder);
    s->part = str_eq(folder, STR("lib")) ? PART_LIB : str_eq(folder, STR("cgi-bin")) ? PART_PROGRAM : PART_TESTS;
    str_cut(&rest, '/', &s->room);
    if (s->part == PART_LIB && str_eq(s->room, STR("tools"))) {
        s->part = PART_TOOLS;
        str_cut(&rest, '/', &s->room);
    }
    for (s->file = s->path; str_contains(s->file, STR("/"));)
        str_cut(&s->file, '/', &folder);
}

static void lint_file(struct lint *l, const char *root, struct str path)
{
    struct source s = {.path = path, .text = read_file(l->a, root, path)};
    classify(&s);
    source_split(l, &s);
    rules_head(l, &s);
    rules_size(l, &s);
    rules_words(l, &s);
    rules_rooms(l, &s);
}

struct names {
    struct str *p;
    size_t n, cap;
};

static int by_name(const void *a, const void *b)
{
    return str_cmp(*(const struct str *)a, *(const struct str *)b);
}

static void walk(struct lint *l, const char *root, struct str folder)
{
    struct names names = {0};
    DIR *dir = opendir(str_fmt(l->a, "%s/%.*s", root, STR_ARG(folder)).p);
    if (!dir)
        return;
    for (struct dirent *e; (e = readdir(dir));)
        if (e->d_name[0] != '.')
            *VEC_PUSH(l->a, names) = str_dup(l->a, str_from(e->d_name));
    closedir(dir);
    if (names.n)
        qsort(names.p, names.n, sizeof *names.p, by_name);
    for (size_t i = 0; i < names.n; i++) {
        struct str path = str_fmt(l->a, "%.*s/%.*s", STR_ARG(folder), STR_ARG(names.p[i]));
        struct stat st;
        if (str_eq(path, STR("tests/lint")) || lstat(str_fmt(l->a, "%s/%.*s", root, STR_ARG(path)).p, &st) != 0)
            continue;
        if (S_ISDIR(st.st_mode))
            walk(l, root, path);
        else if (S_ISREG(st.st_mode) && (str_ends(path, STR(".c")) || str_ends(path, STR(".h"))))
            lint_file(l, root, path);
    }
}

int main(int argc, char **argv)
{
    char buf[4096];
    int fd = STDOUT_FILENO;
    struct out out;
    struct fail_frame frame;
    if (argc != 2) {
        fputs("usage: lint DIR\n", stderr);
        return 2;
    }
    out_to_sink(&out, buf, sizeof buf, out_fd_sink, &fd);
    struct arena *a = arena_new((size_t)1 << 30);
    struct lint *l = ARENA_NEW(a, struct lint);
    l->a = a;
    l->out = &out;
    if (FAIL_CATCH(&frame)) {
        fprintf(stderr, "lint: %s\n", frame.message);
        return 2;
    }
    words_read_banned(l, read_file(a, argv[1], STR("lib/base/banned.h")));
    walk(l, argv[1], STR("lib"));
    walk(l, argv[1], STR("cgi-bin"));
    walk(l, argv[1], STR("tests"));
    rules_rooms_end(l);
    fail_leave(&frame);
    bool written = out_flush(&out);
    int findings = l->findings;
    arena_free(&a);
    if (findings)
        fprintf(stderr, "lint: %d findings\n", findings);
    return findings || !written ? 1 : 0;
}
