/* SPDX-License-Identifier: EUPL-1.2
 * regime_files.c — see regime_files.h and regime_load.h. The only place of the room that touches the file system. Names come from
 * the operator or from `extends`, so a name with a slash is refused.
 */
#include "regime/regime_files.h"

#include <dirent.h>

#include "regime/regime_load.h"

enum { MAX_FILE = 4 * 1024 * 1024 };

bool regime_read_file(struct arena *a, struct str dir, struct str file, struct str *text_out)
{
    if (!file.n || memchr(file.p, '/', file.n) || memchr(file.p, '\0', file.n) || file.p[0] == '.' || file.n > 200)
        return false;
    FILE *f = fopen(str_cstr(a, str_fmt(a, "%.*s/%.*s", STR_ARG(dir), STR_ARG(file))), "rbe");
    if (!f)
        return false;
    char chunk[16384];
    size_t got;
    struct fail_frame frame;
    if (FAIL_CATCH(&frame)) {
        (void)fclose(f);
        fail(frame.kind, "%s", frame.message);
    }
    struct out *text = ARENA_NEW(a, struct out);
    out_to_arena(text, a);
    while ((got = fread(chunk, 1, sizeof chunk, f)) > 0 && text->n <= MAX_FILE)
        out_bytes(text, chunk, got);
    bool ok = !ferror(f) && text->n <= MAX_FILE && out_ok(text);
    fail_leave(&frame);
    (void)fclose(f);
    if (ok)
        *text_out = out_text(text);
    return ok;
}

static bool exists(struct arena *a, struct str dir, struct str name)
{
    FILE *f = fopen(str_cstr(a, str_fmt(a, "%.*s/%.*s.yaml", STR_ARG(dir), STR_ARG(name))), "rbe");
    if (f)
        (void)fclose(f);
    return f != NULL;
}

struct str regime_file(struct arena *a, struct str dir, struct str name)
{
    if (!name.n || memchr(name.p, '/', name.n) || exists(a, dir, name))
        return name;
    struct str tail = str_fmt(a, "-%.*s.yaml", STR_ARG(name)), best = STR_NONE;
    DIR *d = opendir(str_cstr(a, dir));
    if (!d)
        return name;
    const struct dirent *e;
    char found[256] = "";
    while ((e = readdir(d)) != NULL) {
        struct str s = str_from(e->d_name);
        if (str_ends(s, tail) && s.n < sizeof found && (!best.n || str_cmp(s, best) < 0)) {
            memcpy(found, s.p, s.n);
            best = (struct str){found, s.n};
        }
    }
    (void)closedir(d);
    return best.n ? str_dup(a, str_sub(best, 0, best.n - strlen(".yaml"))) : name;
}
