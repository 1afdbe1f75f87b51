/* SPDX-License-Identifier: EUPL-1.2
 * urlencoded_fuzz.c — any bytes as a form body, and what came of it through a table with every field type.
 */
#include "fuzz/form_table.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena *a = arena_new(8u << 20);
    struct fail_frame f;
    if (!FAIL_CATCH(&f)) {
        struct form_parts parts = {0};
        if (form_parse_urlencoded(a, (struct str){(const char *)data, size}, &parts)) {
            CHECK(parts.n <= HTTP_FORM_PARTS_MAX);
            for (size_t i = 0; i < parts.n; i++)
                CHECK(utf8_valid(parts.p[i].name) && utf8_valid(parts.p[i].value) && parts.p[i].name.n <= HTTP_FORM_NAME_MAX);
            read_parts(a, &parts);
        }
        fail_leave(&f);
    }
    arena_free(&a);
    return 0;
}
