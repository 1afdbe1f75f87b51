/* SPDX-License-Identifier: EUPL-1.2
 * proof_fuzz.c — whatever `portalctl verify` is given: a file, a proof beside it, a file of keys. Nothing is ever genuine without a
 * key that signed it, and a proof that reads back is the very text.
 */
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "notice/notice_body.h"
#include "notice/proof_file.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void one(struct arena *a, struct str text)
{
    static const struct proof_key made_up[] = {{STR_INIT("notice"), {.epoch = 1, .alg = SIGN_ALG_ED25519, .key = {1}}},
                                               {STR_INIT("bundle"), {.epoch = 1, .alg = SIGN_ALG_ED25519, .key = {2}}}};
    const struct proof_keys keys = {made_up, 2};
    struct proof_keys read;
    struct proof p;
    struct notice_body b;
    struct str rest = text, head;
    CHECK(proof_check(a, &keys, text, STR_NONE).verdict != PROOF_VALID);
    if (str_cut(&rest, '\0', &head))
        CHECK(proof_check(a, &keys, head, rest).verdict != PROOF_VALID);
    if (proof_parse(a, text, &p))
        CHECK(str_eq(proof_text(a, &p), text));
    if (proof_keys_read(a, text, &read))
        CHECK(read.n > 0);
    if (notice_body_read(a, text, &b))
        CHECK(str_eq(notice_body_bytes(a, &b), text));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena *a = arena_new(16 << 20);
    struct fail_frame f;
    if (!FAIL_CATCH(&f)) {
        one(a, (struct str){(const char *)data, size});
        fail_leave(&f);
    }
    arena_free(&a);
    return 0;
}
