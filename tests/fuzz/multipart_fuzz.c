/* SPDX-License-Identifier: EUPL-1.2
 * multipart_fuzz.c — any bytes as a multipart body. An input that starts with '!' has its own Content-Type up to the first line
 * break; others are read with the boundary XX. Values lie in the body; file names are names and no paths.
 */
#include "fuzz/form_table.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_part(const struct form_part *p, struct str body)
{
    CHECK(p->name.n > 0 && p->name.n <= HTTP_FORM_NAME_MAX && utf8_valid(p->name));
    CHECK(p->value.n == 0 || (p->value.p >= body.p && p->value.p + p->value.n <= body.p + body.n));
    CHECK(p->is_file || utf8_valid(p->value));
    CHECK(utf8_valid(p->file_name) && p->file_name.n <= HTTP_FILE_NAME_MAX && utf8_valid(p->file_type));
    CHECK(!str_contains(p->file_name, STR("/")) && !str_contains(p->file_name, STR("\\")));
    CHECK(!str_eq(p->file_name, STR("..")) && !str_eq(p->file_name, STR(".")));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena *a = arena_new(8u << 20);
    struct fail_frame f;
    if (!FAIL_CATCH(&f)) {
        struct str type = STR("multipart/form-data; boundary=XX"), body = {(const char *)data, size};
        if (size && data[0] == '!') {
            body = str_sub(body, 1, body.n);
            str_cut(&body, '\n', &type);
        }
        struct form_parts parts = {0};
        if (form_parse_multipart(a, type, body, &parts)) {
            CHECK(parts.n <= HTTP_FORM_PARTS_MAX);
            for (size_t i = 0; i < parts.n; i++)
                check_part(&parts.p[i], body);
            read_parts(a, &parts);
        }
        fail_leave(&f);
    }
    arena_free(&a);
    return 0;
}
