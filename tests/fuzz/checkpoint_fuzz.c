/* SPDX-License-Identifier: EUPL-1.2
 * checkpoint_fuzz.c — any text as a kept checkpoint, and as the detail of a forgetting row: what is accepted is written again byte
 * for byte, and ranges are in order.
 */
#include "audit/audit_forget.h"
#include "audit/checkpoint.h"
#include "base/arena.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void one(struct arena *a, struct str text)
{
    struct checkpoint c;
    if (checkpoint_parse(text, &c)) {
        struct str again = checkpoint_text(a, &c);
        CHECK(str_eq(again, text) || str_eq(str_sub(again, 0, again.n - 1), text));
        CHECK(checkpoint_verify(a, &c, NULL, 0) != SIGN_GOOD);
    }
    struct audit_range *ranges;
    size_t n = audit_forget_ranges(a, text, &ranges);
    for (size_t i = 0; i < n; i++)
        CHECK(ranges[i].from > 0 && ranges[i].to >= ranges[i].from);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena *a = arena_new(8 << 20);
    struct fail_frame f;
    if (!FAIL_CATCH(&f)) {
        one(a, (struct str){(const char *)data, size});
        fail_leave(&f);
    }
    arena_free(&a);
    return 0;
}
