/* SPDX-License-Identifier: EUPL-1.2
 * tmplc_fuzz.c — any bytes as a template: C comes out or a message with a place, nothing else. The compiler is a host program and
 * in no library, so its files are taken in here; what it refuses arrives as fail().
 */
#include "tools/tmplc/compile.c"
#include "tools/tmplc/context.c"
#include "tools/tmplc/element.c"
#include "tools/tmplc/emit.c"
#include "tools/tmplc/expr.c"
#include "tools/tmplc/lex.c"
#include "tools/tmplc/markup.c"
#include "tools/tmplc/parse.c"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct fail_frame f;
    struct arena *a = arena_new(32 << 20);
    if (FAIL_CATCH(&f)) {
        CHECK(f.kind != FAIL_CONFIG || !strncmp(f.message, "templates/f.html:", 17));
    } else {
        struct compiled c = tmplc_compile(a, STR("templates/f.html"), (struct str){(const char *)data, size});
        CHECK(str_contains(c.h, STR("void tmpl_f(")) && str_contains(c.c, STR("void tmpl_f(")));
        CHECK(utf8_valid(c.c));
        fail_leave(&f);
    }
    arena_free(&a);
    return 0;
}
