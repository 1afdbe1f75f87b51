/* SPDX-License-Identifier: EUPL-1.2
 * audit_row.c — see audit_row.h.
 */
#include "audit/audit_row.h"

static void put_row(struct digest *d, const struct audit_row *r)
{
    digest_u64(d, (uint64_t)r->seq);
    digest_u64(d, (uint64_t)r->at.us);
    digest_u64(d, (uint64_t)r->actor_id);
    digest_str(d, r->actor);
    digest_str(d, r->role);
    digest_str(d, r->action);
}

static void put_detail(struct digest *d, const struct audit_row *r)
{
    digest_str(d, r->object_type);
    digest_str(d, r->object_id);
    digest_str(d, r->detail);
}

static void leaf_begin(struct digest *d)
{
    static const uint8_t kind = 0;
    digest_init(d);
    digest_update(d, &kind, 1);
}

void audit_commitment(struct str salt, const struct audit_row *r, uint8_t out[DIGEST_BYTES])
{
    struct digest d;
    digest_init(&d);
    digest_str(&d, STR("audit detail 1"));
    digest_str(&d, salt);
    put_detail(&d, r);
    digest_final(&d, out);
}

static void of_committed(struct str before, const struct audit_row *r, uint8_t leaf[DIGEST_BYTES], uint8_t chain[DIGEST_BYTES])
{
    struct digest d;
    leaf_begin(&d);
    digest_str(&d, STR("audit row 1"));
    put_row(&d, r);
    digest_str(&d, r->request_id);
    digest_str(&d, r->commitment);
    digest_final(&d, leaf);
    digest_init(&d);
    digest_str(&d, before);
    digest_update(&d, leaf, DIGEST_BYTES);
    digest_final(&d, chain);
}

static void of_whole(struct str before, const struct audit_row *r, uint8_t leaf[DIGEST_BYTES], uint8_t chain[DIGEST_BYTES])
{
    struct digest d;
    digest_init(&d);
    digest_str(&d, before);
    put_row(&d, r);
    put_detail(&d, r);
    digest_str(&d, r->request_id);
    digest_final(&d, chain);
    leaf_begin(&d);
    digest_update(&d, chain, DIGEST_BYTES);
    digest_final(&d, leaf);
}

void audit_leaf_and_chain(struct str chain_before, const struct audit_row *r, uint8_t leaf[DIGEST_BYTES],
                          uint8_t chain[DIGEST_BYTES])
{
    if (r->alg == AUDIT_ALG_COMMITTED)
        of_committed(chain_before, r, leaf, chain);
    else
        of_whole(chain_before, r, leaf, chain);
}
