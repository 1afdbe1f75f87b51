/* SPDX-License-Identifier: EUPL-1.2
 * cookie_fuzz.c — any bytes as a Cookie header: names and values that come out could be sent as they are, and lie in the header.
 */
#include "base/arena.h"
#include "base/check.h"
#include "http/request.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena *a = arena_new(1u << 20);
    struct fail_frame f;
    if (!FAIL_CATCH(&f)) {
        struct str header = {(const char *)data, size};
        struct req r = {.arena = a, .https = size % 2};
        int status = 0;
        if (http_parse_cookies(a, header, &r.cookies, &status)) {
            CHECK(r.cookies.n <= HTTP_COOKIES_MAX);
            for (size_t i = 0; i < r.cookies.n; i++) {
                struct http_pair c = r.cookies.p[i];
                CHECK(c.name.n > 0 && c.name.p >= header.p && c.name.p + c.name.n <= header.p + header.n);
                for (size_t k = 0; k < c.value.n; k++)
                    CHECK(c.value.p[k] > 0x20 && c.value.p[k] < 0x7f && c.value.p[k] != ';' && c.value.p[k] != '"');
                CHECK(http_pair_get(&r.cookies, c.name).p);
            }
            (void)req_cookie(&r, STR("session"));
        } else {
            CHECK(status == 400);
        }
        fail_leave(&f);
    }
    arena_free(&a);
    return 0;
}
