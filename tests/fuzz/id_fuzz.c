/* SPDX-License-Identifier: EUPL-1.2
 * id_fuzz.c — any bytes as a code, an identity number, a name or the number of a document: a verdict with words, and text that
 * stays text.
 */
#include "base/arena.h"
#include "base/check.h"
#include "base/id.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void one(struct arena *a, struct str s)
{
    struct str n = id_normalise(a, s);
    CHECK(utf8_valid(n) && str_eq(n, id_normalise(a, n)));
    enum uscc_verdict u = uscc_check(n);
    CHECK((u == USCC_OK) == (uscc_explain(u).n == 0));
    CHECK(u != USCC_OK || uscc_check_character(str_sub(n, 0, 17)) == n.p[17]);
    for (enum id_kind k = ID_NONE; k <= ID_OTHER; k++) {
        enum id_verdict v = id_check(k, n, day_from_ymd(2026, 4, 1));
        CHECK((v == IDV_OK) == (id_explain(v).n == 0));
    }
    id_resident_from_15(a, n);
    id_birthday(n);
    id_is_qualification_certificate(n);
    id_kind_from_name(s);
    CHECK(utf8_count(id_mask_number(a, n)) == utf8_count(n) && utf8_count(id_mask_name(a, n)) == utf8_count(n));
    id_mask_number(a, s);
    id_mask_name(a, s);
    struct str no, again;
    if (docno_normalise(a, s, &no))
        CHECK(utf8_valid(no) && docno_normalise(a, no, &again) && str_eq(no, again));
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
