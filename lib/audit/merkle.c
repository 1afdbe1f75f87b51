/* SPDX-License-Identifier: EUPL-1.2
 * merkle.c — see merkle.h.
 */
#include "audit/merkle.h"

#include <string.h>

static void node(const uint8_t left[DIGEST_BYTES], const uint8_t right[DIGEST_BYTES], uint8_t out[DIGEST_BYTES])
{
    static const uint8_t kind = 1;
    struct digest d;
    digest_init(&d);
    digest_update(&d, &kind, 1);
    digest_update(&d, left, DIGEST_BYTES);
    digest_update(&d, right, DIGEST_BYTES);
    digest_final(&d, out);
}

void merkle_init(struct merkle *m)
{
    memset(m, 0, sizeof *m);
}

/* Like adding one to a binary number: each carry joins the two subtrees of that height. */
void merkle_add(struct merkle *m, const uint8_t leaf[DIGEST_BYTES])
{
    uint8_t top[DIGEST_BYTES];
    memcpy(top, leaf, sizeof top);
    for (uint64_t bits = m->size; bits & 1; bits >>= 1) {
        CHECK(m->n > 0);
        node(m->root[--m->n], top, top);
    }
    CHECK(m->n < MERKLE_LEVELS);
    memcpy(m->root[m->n++], top, sizeof top);
    m->size++;
}

void merkle_root(const struct merkle *m, uint8_t out[DIGEST_BYTES])
{
    if (m->n == 0) {
        digest_of(STR(""), out);
        return;
    }
    memcpy(out, m->root[m->n - 1], DIGEST_BYTES);
    for (size_t i = m->n - 1; i-- > 0;)
        node(m->root[i], out, out);
}

struct str merkle_frontier(const struct merkle *m)
{
    return (struct str){(const char *)m->root, m->n * DIGEST_BYTES};
}

bool merkle_from_frontier(struct merkle *m, uint64_t size, struct str frontier)
{
    merkle_init(m);
    size_t n = (size_t)__builtin_popcountll(size);
    if (n > MERKLE_LEVELS || frontier.n != n * DIGEST_BYTES)
        return false;
    m->size = size;
    m->n = n;
    if (n)
        memcpy(m->root, frontier.p, frontier.n);
    return true;
}
