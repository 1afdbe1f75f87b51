/* SPDX-License-Identifier: EUPL-1.2
 * evidence_look_fuzz.c — any bytes as an evidence file, under the name that the first byte chooses: the look ends, and what it
 * calls an image has a size within bounds.
 */
#include "base/arena.h"
#include "evidence/evidence.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const struct str names[] = {STR_INIT("a.pdf"), STR_INIT("a.jpg"), STR_INIT("a.png"), STR_INIT("a.xlsx"),
                                       STR_INIT("a.ofd")};
    struct evidence_seen seen;
    if (size == 0)
        return 0;
    struct arena *a = arena_new(1 << 20);
    struct str name = names[data[0] % 5];
    enum evidence_verdict v = evidence_look(name, (struct str){(const char *)data + 1, size - 1}, &seen);
    CHECK((evidence_explain(a, v, name, &seen).n == 0) == (v == EVIDENCE_GOOD));
    if (v == EVIDENCE_GOOD && (seen.media == EVIDENCE_JPG || seen.media == EVIDENCE_PNG))
        CHECK(seen.width > 0 && (uint64_t)seen.width * seen.height <= EVIDENCE_PIXELS_MAX);
    arena_free(&a);
    return 0;
}
