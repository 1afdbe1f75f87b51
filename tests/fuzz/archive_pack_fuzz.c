/* SPDX-License-Identifier: EUPL-1.2
 * archive_pack_fuzz.c — bytes as they may lie in archive_pack.body: decoding never reads past them, and what it accepts has exactly
 * one spelling as long as every record in it is shown on the day.
 */
#include "archive/archive_pack.h"
#include "base/arena.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static size_t touch(struct str s)
{
    size_t n = 0;
    for (size_t i = 0; i < s.n; i++)
        n += (unsigned char)s.p[i];
    return n;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena *a = arena_new((size_t)256 << 20);
    struct fail_frame f;
    if (!FAIL_CATCH(&f)) {
        struct archive x;
        struct str in = {(const char *)data, size};
        if (archive_pack_decode(a, in, day_from_ymd(2026, 3, 1), &x)) {
            size_t n = touch(x.subject.name);
            for (size_t i = 0; i < x.records.n; i++)
                n += touch(x.records.p[i].detail);
            CHECK(n < SIZE_MAX && x.records.n <= ARCHIVE_RECORDS);
            struct str out = archive_pack_encode(a, &x);
            CHECK(out.n <= in.n);
            if (out.n == in.n)
                CHECK(str_eq(out, in));
        }
        fail_leave(&f);
    }
    arena_free(&a);
    return 0;
}
