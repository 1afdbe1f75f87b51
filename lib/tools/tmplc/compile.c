/* SPDX-License-Identifier: EUPL-1.2
 * compile.c — the compiler's steps in order: parse, follow the HTML, write C. Pure: text in, text out, faults by fail().
 */
#include "tools/tmplc/tmplc.h"

/* lookup/entity for …/templates/lookup/entity.html; the file's own name when there is no templates/. */
static struct str template_path(struct str file)
{
    ptrdiff_t root = str_find(file, STR("templates/"), 0);
    struct str path = root >= 0 ? str_sub(file, (size_t)root + sizeof "templates/" - 1, file.n) : file;
    if (root < 0)
        for (size_t i = 0; i < file.n; i++)
            if (file.p[i] == '/')
                path = str_sub(file, i + 1, file.n);
    return str_ends(path, STR(".html")) ? str_sub(path, 0, path.n - 5) : path;
}

struct compiled tmplc_compile(struct arena *a, struct str file, struct str source)
{
    struct tmpl t = {.a = a, .file = file, .source = source, .pos = {1, 1}};
    t.path = template_path(file);
    t.name = emit_function_name(a, t.path);
    for (size_t at = 0; at < source.n;) {
        size_t here = at;
        if (utf8_next(source, &at) <= 0) {
            for (size_t i = 0; i < here; i++)
                t.pos = tmplc_advance(t.pos, source.p[i]);
            tmplc_error(&t, t.pos, "not UTF-8");
        }
    }
    parse_template(&t);
    context_check(&t);
    return (struct compiled){emit_source(&t), emit_header(&t)};
}
