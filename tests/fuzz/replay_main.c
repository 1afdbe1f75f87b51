/* SPDX-License-Identifier: EUPL-1.2
 * replay_main.c — gives kept inputs to a fuzz target without a fuzzer, so that `make test` (gcc, any machine) replays every corpus.
 * Each argument is a file or a folder; without arguments the folder tests/fuzz/corpus/NAME is taken, NAME being the program's own
 * name without _fuzz. Linked with one *_fuzz.c. A target reports a fault by aborting.
 */
#include <dirent.h>
#include <errno.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/str.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerInitialize(int *argc, char ***argv) __attribute__((weak));

static size_t replayed;

static int replay_file(const char *path)
{
    FILE *f = fopen(path, "rb");
    if (!f) {
        fprintf(stderr, "%s: %s\n", path, strerror(errno));
        return 1;
    }
    size_t cap = 65536, n = 0;
    uint8_t *p = malloc(cap);
    while (p) {
        n += fread(p + n, 1, cap - n, f);
        if (n < cap)
            break;
        cap *= 2;
        uint8_t *grown = realloc(p, cap);
        if (!grown)
            free(p);
        p = grown;
    }
    int bad = !p || ferror(f);
    fclose(f);
    if (!bad) {
        uint8_t *exact = malloc(n ? n : 1); /* of its own size: a read past the end is seen by ASan */
        if (exact) {
            memcpy(exact, p, n);
            LLVMFuzzerTestOneInput(exact, n);
            replayed++;
        }
        bad = !exact;
        free(exact);
    }
    free(p);
    return bad;
}

static int replay(const char *path)
{
    struct stat st;
    if (stat(path, &st) != 0) {
        fprintf(stderr, "%s: %s\n", path, strerror(errno));
        return 1;
    }
    if (!S_ISDIR(st.st_mode))
        return replay_file(path);
    struct dirent **entry;
    int n = scandir(path, &entry, NULL, alphasort), bad = n < 0;
    for (int i = 0; i < n; i++) {
        char child[4096];
        int len = snprintf(child, sizeof child, "%s/%s", path, entry[i]->d_name);
        if (entry[i]->d_name[0] != '.' && len > 0 && (size_t)len < sizeof child)
            bad |= replay(child);
        free(entry[i]);
    }
    if (n >= 0)
        free(entry);
    return bad;
}

int main(int argc, char **argv)
{
    if (LLVMFuzzerInitialize)
        LLVMFuzzerInitialize(&argc, &argv);
    int bad = 0;
    for (int i = 1; i < argc; i++)
        bad |= replay(argv[i]);
    if (argc < 2) {
        const char *slash = strrchr(argv[0], '/');
        struct str name = str_from(slash ? slash + 1 : argv[0]);
        if (str_ends(name, STR("_fuzz")))
            name.n -= strlen("_fuzz");
        char path[512];
        snprintf(path, sizeof path, "tests/fuzz/corpus/%.*s", STR_ARG(name));
        bad = replay(path);
    }
    printf("%zu inputs replayed\n", replayed);
    return bad;
}
