/* SPDX-License-Identifier: EUPL-1.2
 * checkpoint.h — 检查点: how many rows the log of acts has, the root of the tree over them, when; signed (purpose "checkpoint"). It
 * is made every minute by the worker, shown on a public page, printed into notices and bundles, and is meant to be kept by somebody
 * else: against a kept one every later change of those rows shows, also a cut tail and a log written anew. The text form is for
 * people and programs:
 *
 *     health-credit audit log
 *     10000
 *     <root, 64 hexadecimal digits>
 *     <chain of the last row, 64>
 *     2026-11-22T08:59:00+08:00
 *     <signature, 138>
 */
#ifndef AUDIT_CHECKPOINT_H
#define AUDIT_CHECKPOINT_H

#include "audit/merkle.h"
#include "base/date.h"
#include "crypto/sign.h"

struct arena;
struct db;
struct vault;

#define CHECKPOINT_PURPOSE STR("checkpoint")

struct checkpoint {
    int64_t size;
    uint8_t root[DIGEST_BYTES], chain[DIGEST_BYTES];
    struct instant sealed_at; /* whole seconds */
    uint8_t signature[SIGN_BYTES];
};

struct str checkpoint_text(struct arena *a, const struct checkpoint *c);
/* Strict: exactly the form above (a missing last line end is forgiven). */
MUST_USE bool checkpoint_parse(struct str text, struct checkpoint *out);
MUST_USE enum sign_verdict checkpoint_verify(struct arena *a, const struct checkpoint *c, const struct sign_key *keys, size_t n);
void checkpoint_sign(struct arena *a, const struct vault *v, struct checkpoint *c);

/* --- stores; reading goes through the public view -------------------------------------------------------------------------------
 */
bool checkpoint_last(struct db *db, struct arena *a, struct checkpoint *out);
/* Newest first. */
size_t checkpoint_list(struct db *db, struct arena *a, int64_t before_size, int limit, struct checkpoint **out);

enum checkpoint_outcome {
    CHECKPOINT_SEALED,
    CHECKPOINT_NOTHING, /* no row since the last one */
    CHECKPOINT_BROKEN,  /* the rows do not follow from each other: nothing is signed, *bad_out is the first */
};
/* Seals the rows since the last checkpoint; worker only. Two sealers at once make the same one. */
MUST_USE enum checkpoint_outcome checkpoint_seal(struct db *db, struct arena *a, const struct vault *v, struct instant now,
                                                 int64_t *bad_out);
/* Rows that no checkpoint covers yet. */
int64_t checkpoint_waiting(struct db *db);

#endif
