/* SPDX-License-Identifier: EUPL-1.2
 * vault_impl.h — what the vault's files share: the keys in locked memory, and the key file. Nobody else includes it.
 */
#ifndef CRYPTO_VAULT_IMPL_H
#define CRYPTO_VAULT_IMPL_H

#include "crypto/vault.h"

enum { VAULT_KEY_BYTES = 32, VAULT_MOST_EPOCHS = 64, VAULT_LONGEST_NAME = 128 };
enum { VAULT_ALG_FIELD = 1, VAULT_ALG_STREAM = 2, VAULT_FORMAT = 1 };
enum { VAULT_HEAD = 1 + 4, VAULT_AAD_MOST = 1 + 1 + 4 + 8 + VAULT_LONGEST_NAME };

/* What a key is derived for; the numbers are part of the stored format and never change their meaning. */
enum vault_use { USE_FIELD = 1, USE_DOCUMENT = 2, USE_INDEX = 3, USE_MAC = 4, USE_PEPPER = 5, USE_SIGN = 6 };

struct vault_epoch {
    uint32_t number;
    uint8_t master[VAULT_KEY_BYTES];
};

/* Only ever in sodium_malloc memory. Epochs ascend; at least one. */
struct vault_keys {
    uint8_t root[VAULT_KEY_BYTES];
    size_t n_epochs;
    struct vault_epoch epochs[VAULT_MOST_EPOCHS];
};

struct vault {
    struct vault_keys *keys;
};

/* sodium_free() it. Anything wrong with the file is fail(FAIL_CONFIG). */
struct vault_keys *vault_keys_read(struct str path);
/* Into a new file of mode 0600, synced. replace: by renaming over the old one; else an existing file is a failure. */
void vault_keys_write(struct str path, const struct vault_keys *k, bool replace);

/* The key of one use for one name ("table.column" or a purpose); wipe it after use. */
void vault_derive(const uint8_t master[VAULT_KEY_BYTES], enum vault_use use, struct str name, uint8_t out[VAULT_KEY_BYTES]);
const struct vault_epoch *vault_find_epoch(const struct vault *v, uint32_t number); /* NULL when not held */
const struct vault_epoch *vault_newest(const struct vault *v);

/* alg ‖ epoch, and the associated data of a value; returns the length. */
void vault_put_head(uint8_t head[VAULT_HEAD], uint8_t alg, uint32_t epoch);
size_t vault_aad(uint8_t aad[VAULT_AAD_MOST], uint8_t alg, uint32_t epoch, struct vault_field where);
/* The master key a blob needs, after a look at its head and length. */
enum vault_verdict vault_read_head(const struct vault *v, struct str blob, uint8_t alg, size_t least,
                                   const struct vault_epoch **epoch_out);

#endif
