/* SPDX-License-Identifier: EUPL-1.2
 * path_fuzz.c — any bytes as a request path: what is taken is valid UTF-8 without control bytes, empty or dot segments, and
 * matching it against a table gives captures that lie in it.
 */
#include "base/arena.h"
#include "base/check.h"
#include "http/route.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void page(struct req *r)
{
    (void)r;
}

static const struct route TABLE[] = {
    {HTTP_GET, "/", page, ROUTE_PUBLIC, .purpose = "p"},
    {HTTP_GET, "/entity/{code}", page, ROUTE_PUBLIC, .purpose = "p"},
    {HTTP_GET, "/entity/new", page, ROUTE_PUBLIC, .purpose = "p"},
    {HTTP_GET, "/{a}/{b}/{c}/{d}", page, ROUTE_PUBLIC, .purpose = "p"},
    {HTTP_GET, "/entity/{code}/why/{year}", page, ROUTE_PUBLIC, .purpose = "p"},
};

static void check_path(struct str p)
{
    CHECK(utf8_valid(p) && p.n > 0 && p.p[0] == '/');
    for (size_t i = 0; i < p.n; i++)
        CHECK((unsigned char)p.p[i] >= 0x20 && p.p[i] != 0x7f);
    CHECK(!str_contains(p, STR("//")) && !str_contains(p, STR("/../")) && !str_contains(p, STR("/./")));
    CHECK(!str_ends(p, STR("/..")) && !str_ends(p, STR("/.")));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena *a = arena_new(1u << 20);
    struct fail_frame f;
    if (!FAIL_CATCH(&f)) {
        struct str path;
        int status = 0;
        if (http_parse_path(a, (struct str){(const char *)data, size}, &path, &status)) {
            check_path(path);
            const struct route *r;
            struct str captures[HTTP_CAPTURES_MAX] = {{NULL, 0}};
            const char *allow;
            enum route_result result = route_match(TABLE, sizeof TABLE / sizeof *TABLE, HTTP_GET, path, &r, captures, &allow);
            for (size_t i = 0; result == ROUTE_MATCH && i < HTTP_CAPTURES_MAX; i++)
                CHECK(captures[i].n == 0 || (captures[i].p > path.p && captures[i].p + captures[i].n <= path.p + path.n));
        } else {
            CHECK(status == 400 || status == 414);
        }
        fail_leave(&f);
    }
    arena_free(&a);
    return 0;
}
