/* SPDX-License-Identifier: EUPL-1.2
 * vault_impl.h — what the vault's files and the keeper share: the keys in locked memory, the key file, the operations on them.
 * Nobody else includes it.
 */
#ifndef CRYPTO_VAULT_IMPL_H
#define CRYPTO_VAULT_IMPL_H

#include "crypto/keeper_wire.h"
#include "crypto/vault.h"

enum { VAULT_KEY_BYTES = 32, VAULT_MOST_EPOCHS = VAULT_INDEX_EPOCHS, VAULT_HIGHEST_EPOCH = 65535 };
/* 2 was a document under a key derived from the epoch's own: no longer written, no longer read. */
enum { VAULT_ALG_FIELD = 1, VAULT_ALG_DOCUMENT = 3, VAULT_ALG_KEYED = 1, VAULT_FORMAT = 1 };
enum { VAULT_HEAD = 1 + 4, VAULT_NONCE = 24, VAULT_TAG = 16, VAULT_SEAL_OVERHEAD = VAULT_HEAD + VAULT_NONCE + VAULT_TAG };
enum { VAULT_WRAPPED = VAULT_SEAL_OVERHEAD + VAULT_KEY_BYTES }; /* a document's key, sealed */

/* What a key is derived for; the numbers are part of the stored format and never change their meaning. 16 more: over a digest. */
enum vault_use { USE_FIELD = 1, USE_DOCUMENT = 2, USE_INDEX = 3, USE_MAC = 4, USE_PEPPER = 5, USE_SIGN = 6, USE_LOG = 7 };

struct vault_epoch {
    uint32_t number;
    uint8_t master[VAULT_KEY_BYTES];
};

/* Only ever in sodium_malloc memory. Epochs ascend; at least one. */
struct vault_keys {
    uint8_t root[VAULT_KEY_BYTES]; /* of the usage log, and of peppers older than epochs */
    size_t n_epochs;
    struct vault_epoch epochs[VAULT_MOST_EPOCHS];
};

/* Anything wrong with the file is fail(FAIL_CONFIG). */
struct vault_keys *vault_keys_read(struct str path);
void vault_keys_free(struct vault_keys **k); /* wipes */
/* Into a new file of mode 0600, synced. replace: by renaming over the old one, whose owner it keeps; else an existing file is a
 * failure. */
void vault_keys_write(struct str path, const struct vault_keys *k, bool replace);

/* The key of one use for one name ("table.column" or a purpose); wipe it after use. */
void vault_derive(const uint8_t master[VAULT_KEY_BYTES], enum vault_use use, struct str name, uint8_t out[VAULT_KEY_BYTES]);

/* One operation of keeper_wire.h on these keys; out is filled whole. Policy (who may, how often) is the keeper's. ADD_EPOCH and
 * DROP_EPOCH change the keys, which must be writable then. */
void vault_run(struct vault_keys *k, const struct keeper_msg *in, struct keeper_msg *out);

/* For vault_bytes.c: a fresh key for a document and the same sealed for its row; and back. */
void vault_new_key(const struct vault *v, struct vault_field where, uint8_t key[VAULT_KEY_BYTES], uint8_t sealed[VAULT_WRAPPED]);
MUST_USE enum vault_verdict vault_open_key(const struct vault *v, struct vault_field where, struct str sealed,
                                           uint8_t key[VAULT_KEY_BYTES]);

/* --- the other side of the socket: keeper_client.c --- */
struct keeper_client;
struct keeper_client *keeper_client_new(struct arena *a, struct str path);
void keeper_client_use(struct keeper_client *c, int fd);
struct vault *vault_connected(struct arena *a, int fd); /* to a socket that is open, and no other: for the fuzzer */
void keeper_client_settle(struct keeper_client *c);
void keeper_client_close(struct keeper_client *c);
/* n ≤ KEEPER_WINDOW requests, each replaced by its reply. Connects when need be; fail(FAIL_KEEPER) within KEEPER_PATIENCE_MS when
 * nobody answers, or not in this protocol. */
enum { KEEPER_PATIENCE_MS = 1500 };
void keeper_client_call(struct keeper_client *c, struct keeper_msg *m, size_t n);
/* The reply to a request with that operation: it answers it, in this protocol. For the fuzzer, too. */
MUST_USE bool keeper_client_read(const uint8_t frame[KEEPER_FRAME], uint8_t op, struct keeper_msg *reply);

#endif
