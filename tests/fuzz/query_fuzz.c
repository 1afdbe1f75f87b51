/* SPDX-License-Identifier: EUPL-1.2
 * query_fuzz.c — any bytes as a query string: bounded, decoded once, valid UTF-8, and the getters take whatever came of it.
 */
#include "base/arena.h"
#include "base/check.h"
#include "http/request.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_text(struct str s)
{
    CHECK(utf8_valid(s));
    for (size_t i = 0; i < s.n; i++)
        CHECK(s.p[i] != '\0' && s.p[i] != 0x7f);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena *a = arena_new(1u << 20);
    struct fail_frame f;
    if (!FAIL_CATCH(&f)) {
        struct req r = {.arena = a};
        int status = 0;
        if (http_parse_query(a, (struct str){(const char *)data, size}, &r.query, &status)) {
            CHECK(r.query.n <= HTTP_QUERY_PARAMS_MAX);
            for (size_t i = 0; i < r.query.n; i++) {
                struct http_pair p = r.query.p[i];
                size_t n;
                check_text(p.name);
                check_text(p.value);
                CHECK(req_query_has(&r, p.name));
                int64_t v = req_query_int(&r, p.name, -5, 5, 9);
                CHECK((v >= -5 && v <= 5) || v == 9);
                (void)req_query_day(&r, p.name);
                req_query_all(&r, p.name, &n);
                CHECK(n >= 1 && n <= r.query.n);
            }
        } else {
            CHECK(status == 400 || status == 414);
        }
        fail_leave(&f);
    }
    arena_free(&a);
    return 0;
}
