/* SPDX-License-Identifier: EUPL-1.2
 * merkle.h — a Merkle tree over a growing list, as its frontier: the roots of the full subtrees, largest first (RFC 6962 §2.1, with
 * BLAKE2b-256). Leaf = H(0x00 ‖ content), node = H(0x01 ‖ left ‖ right). Appending needs the frontier only, so a checkpoint goes on
 * from the one before. Pure. Used by the sealer and by the verifier of the log of acts.
 */
#ifndef AUDIT_MERKLE_H
#define AUDIT_MERKLE_H

#include "base/check.h"
#include "crypto/digest.h"

enum { MERKLE_LEVELS = 62 };

struct merkle {
    uint64_t size; /* leaves */
    size_t n;      /* roots: one per bit that is set in size */
    uint8_t root[MERKLE_LEVELS][DIGEST_BYTES];
};

void merkle_init(struct merkle *m);
void merkle_add(struct merkle *m, const uint8_t leaf[DIGEST_BYTES]);
/* Of the empty tree: H of nothing. */
void merkle_root(const struct merkle *m, uint8_t out[DIGEST_BYTES]);

/* As kept in the database: n × 32 bytes. False: the length does not fit the size. */
struct str merkle_frontier(const struct merkle *m);
MUST_USE bool merkle_from_frontier(struct merkle *m, uint64_t size, struct str frontier);

#endif
