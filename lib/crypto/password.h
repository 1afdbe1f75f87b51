/* SPDX-License-Identifier: EUPL-1.2
 * password.h — how passwords are kept: pepper from the vault, then Argon2id. Whole passwords count, however long; which passwords
 * are acceptable is auth's business, and so is the cap on hashes at one time (each takes password_params.memory_bytes and a core).
 */
#ifndef CRYPTO_PASSWORD_H
#define CRYPTO_PASSWORD_H

#include "base/check.h"
#include "base/str.h"

struct arena;
struct vault;

struct password_params {
    uint64_t passes;
    size_t memory_bytes;
};
/* 64 MiB, 3 passes (about 80 ms a core), and the least libsodium allows, for tests and demonstration data only. */
extern const struct password_params PASSWORD_STANDARD, PASSWORD_CHEAP;

/* alg "." epoch of the pepper, then an $argon2id$… text; at most 140 bytes. */
struct str password_hash(const struct vault *v, struct arena *a, struct str password, struct password_params p);
MUST_USE bool password_verify(const struct vault *v, struct str password, struct str hash);
/* For an unknown user: costs as much as a verification, and is always false. */
bool password_verify_nobody(const struct vault *v, struct str password, struct password_params p);
/* The hash was made with other parameters or another epoch's pepper: hash again now that the password is known. newest:
 * vault_epoch(). */
bool password_needs_rehash(struct str hash, uint32_t newest, struct password_params p);
/* The pepper's epoch; KEEPER_ROOT_PEPPER for one from before there were epochs, 0 when it is no hash. */
uint32_t password_epoch(struct str hash);

#endif
