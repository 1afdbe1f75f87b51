/* SPDX-License-Identifier: EUPL-1.2
 * audit_row.h — the bytes of a row of the log of acts, for the files of this room: commitment, leaf, chain. Pure.
 *
 *   commitment = H("audit detail 1", salt, object type, object id, detail)
 *   leaf       = H(0x00, "audit row 1", seq, time, actor, role, action, request, commitment)        (alg 1)
 *   chain      = H(chain before, leaf)
 *
 * alg 0 are rows of before there were commitments: the chain covers row and detail together, the leaf is H(0x00, chain).
 */
#ifndef AUDIT_AUDIT_ROW_H
#define AUDIT_AUDIT_ROW_H

#include "audit/audit.h"
#include "crypto/digest.h"

enum { AUDIT_ALG_WHOLE = 0, AUDIT_ALG_COMMITTED = 1, AUDIT_SALT_BYTES = 16 };

void audit_commitment(struct str salt, const struct audit_row *r, uint8_t out[DIGEST_BYTES]);
/* r->alg says how; r->commitment is used as it is. */
void audit_leaf_and_chain(struct str chain_before, const struct audit_row *r, uint8_t leaf[DIGEST_BYTES],
                          uint8_t chain[DIGEST_BYTES]);

#endif
