/* SPDX-License-Identifier: EUPL-1.2
 * signing_key.h — the table of public keys: what a verification page, `portalctl verify` and the signed bundle check signatures
 * with (crypto/sign.h). Secret halves are behind the vault. Rows are written by portalctl only (key publish, rotate, retire) and
 * never deleted; everybody else reads the public view, lookup and query too.
 */
#ifndef AUDIT_SIGNING_KEY_H
#define AUDIT_SIGNING_KEY_H

#include "base/date.h"
#include "crypto/sign.h"

struct arena;
struct db;
struct vault;

struct signing_key {
    struct str purpose;
    uint32_t epoch;
    int alg;
    struct str public_key;                  /* 32 bytes */
    struct instant active_from, retired_at; /* retired_at.us 0: in use */
};

/* All keys of a purpose ("notice", "checkpoint", "bundle"), ready for sign_verify(); newest first. Returns the count, 0 before the
 * first `portalctl key publish`. */
size_t signing_keys_of(struct db *db, struct arena *a, struct str purpose, struct sign_key **keys_out);
/* Every row, purpose by purpose, newest first: for a page or a bundle that shows them. */
size_t signing_keys_all(struct db *db, struct arena *a, struct signing_key **keys_out);

/* --- portalctl and tests --- */
/* Writes the row of each purpose for the vault's newest epoch, unless it is there. Inside a transaction. Returns rows written. */
int64_t signing_keys_publish(struct db *db, const struct vault *v, struct instant now);
/* Marks the keys of all epochs but the newest as retired. Inside a transaction. */
void signing_keys_retire(struct db *db, uint32_t newest_epoch, struct instant now);

#endif
