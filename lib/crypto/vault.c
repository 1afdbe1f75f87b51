/* SPDX-License-Identifier: EUPL-1.2
 * vault.c — the vault in this process: keys in locked memory, one derived key per use and column, fields, keyed hashes, signatures.
 * vault_file.c holds the key file, vault_bytes.c the documents. When the keeper takes over, this file becomes its client.
 */
#include "crypto/vault.h"

#include <sodium.h>

#include "base/arena.h"
#include "crypto/ready.h"
#include "crypto/vault_impl.h"

enum { NONCE = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES, TAG = crypto_aead_xchacha20poly1305_ietf_ABYTES };

struct vault *vault_open(struct arena *a, struct str key_file_path)
{
    struct vault *v = ARENA_NEW(a, struct vault);
    v->keys = vault_keys_read(key_file_path);
    sodium_mprotect_readonly(v->keys);
    return v;
}

void vault_close(struct vault **v)
{
    if (*v)
        sodium_free((*v)->keys); /* wipes */
    *v = NULL;
}

const struct vault_epoch *vault_newest(const struct vault *v)
{
    return &v->keys->epochs[v->keys->n_epochs - 1];
}

const struct vault_epoch *vault_find_epoch(const struct vault *v, uint32_t number)
{
    for (size_t i = v->keys->n_epochs; i-- > 0;)
        if (v->keys->epochs[i].number == number)
            return &v->keys->epochs[i];
    return NULL;
}

uint32_t vault_epoch(const struct vault *v)
{
    return vault_newest(v)->number;
}

static uint32_t read_epoch(struct str blob)
{
    const unsigned char *p = (const unsigned char *)blob.p;
    return (uint32_t)p[1] << 24 | (uint32_t)p[2] << 16 | (uint32_t)p[3] << 8 | p[4];
}

bool vault_blob_epoch(struct str blob, uint32_t *epoch_out)
{
    if (blob.n < VAULT_HEAD + NONCE + TAG || (blob.p[0] != VAULT_ALG_FIELD && blob.p[0] != VAULT_ALG_STREAM))
        return false;
    *epoch_out = read_epoch(blob);
    return true;
}

/* --- shared with vault_bytes.c --- */

void vault_derive(const uint8_t master[VAULT_KEY_BYTES], enum vault_use use, struct str name, uint8_t out[VAULT_KEY_BYTES])
{
    uint8_t of_use[VAULT_KEY_BYTES];
    CHECK(name.n > 0 && name.n <= VAULT_LONGEST_NAME);
    crypto_kdf_derive_from_key(of_use, sizeof of_use, (uint64_t)use, "portalv1", master);
    crypto_generichash(out, VAULT_KEY_BYTES, (const unsigned char *)name.p, name.n, of_use, sizeof of_use);
    sodium_memzero(of_use, sizeof of_use);
}

static uint8_t *put(uint8_t *p, uint64_t value, int bytes)
{
    while (bytes-- > 0)
        *p++ = (uint8_t)(value >> (8 * bytes));
    return p;
}

void vault_put_head(uint8_t head[VAULT_HEAD], uint8_t alg, uint32_t epoch)
{
    put(put(head, alg, 1), epoch, 4);
}

size_t vault_aad(uint8_t aad[VAULT_AAD_MOST], uint8_t alg, uint32_t epoch, struct vault_field where)
{
    CHECK(where.table_column.n > 0 && where.table_column.n <= VAULT_LONGEST_NAME);
    /* The name is last and everything before it of fixed length: no two places give the same bytes. */
    uint8_t *p = put(put(put(put(aad, VAULT_FORMAT, 1), alg, 1), epoch, 4), where.row_id, 8);
    memcpy(p, where.table_column.p, where.table_column.n);
    return (size_t)(p - aad) + where.table_column.n;
}

enum vault_verdict vault_read_head(const struct vault *v, struct str blob, uint8_t alg, size_t least,
                                   const struct vault_epoch **epoch_out)
{
    if (blob.n < least || (uint8_t)blob.p[0] != alg)
        return VAULT_BAD_FORMAT;
    *epoch_out = vault_find_epoch(v, read_epoch(blob));
    return *epoch_out ? VAULT_OK : VAULT_UNKNOWN_EPOCH;
}

/* --- fields --- */

struct str vault_seal(const struct vault *v, struct arena *a, struct vault_field where, struct str plaintext)
{
    const struct vault_epoch *e = vault_newest(v);
    uint8_t aad[VAULT_AAD_MOST], key[VAULT_KEY_BYTES];
    size_t aad_n = vault_aad(aad, VAULT_ALG_FIELD, e->number, where);
    size_t n = VAULT_HEAD + NONCE + plaintext.n + TAG;
    CHECK(n > plaintext.n);
    uint8_t *blob = arena_alloc(a, n), *nonce = blob + VAULT_HEAD;
    vault_put_head(blob, VAULT_ALG_FIELD, e->number);
    randombytes_buf(nonce, NONCE);
    vault_derive(e->master, USE_FIELD, where.table_column, key);
    crypto_aead_xchacha20poly1305_ietf_encrypt(nonce + NONCE, NULL, (const unsigned char *)plaintext.p, plaintext.n, aad, aad_n,
                                               NULL, nonce, key);
    sodium_memzero(key, sizeof key);
    return (struct str){(const char *)blob, n};
}

enum vault_verdict vault_open_field(const struct vault *v, struct arena *a, struct vault_field where, struct str blob,
                                    struct str *plaintext_out)
{
    const struct vault_epoch *e;
    *plaintext_out = STR_NONE;
    enum vault_verdict verdict = vault_read_head(v, blob, VAULT_ALG_FIELD, VAULT_HEAD + NONCE + TAG, &e);
    if (verdict != VAULT_OK)
        return verdict;
    uint8_t aad[VAULT_AAD_MOST], key[VAULT_KEY_BYTES];
    size_t aad_n = vault_aad(aad, VAULT_ALG_FIELD, e->number, where);
    const unsigned char *nonce = (const unsigned char *)blob.p + VAULT_HEAD, *sealed = nonce + NONCE;
    size_t n = blob.n - VAULT_HEAD - NONCE - TAG;
    char *p = arena_alloc(a, n + 1);
    vault_derive(e->master, USE_FIELD, where.table_column, key);
    int rc = crypto_aead_xchacha20poly1305_ietf_decrypt((unsigned char *)p, NULL, NULL, sealed, n + TAG, aad, aad_n, nonce, key);
    sodium_memzero(key, sizeof key);
    if (rc != 0)
        return VAULT_REFUSED;
    *plaintext_out = (struct str){p, n};
    return VAULT_OK;
}

/* --- keyed hashes --- */

static void keyed_hash(const struct vault *v, enum vault_use use, struct str purpose, struct str message, uint8_t *out, size_t n)
{
    uint8_t key[VAULT_KEY_BYTES];
    vault_derive(v->keys->root, use, purpose, key);
    crypto_generichash(out, n, (const unsigned char *)message.p, message.n, key, sizeof key);
    sodium_memzero(key, sizeof key);
}

void vault_index(const struct vault *v, struct str purpose, struct str normalised, uint8_t out[VAULT_INDEX_BYTES])
{
    keyed_hash(v, USE_INDEX, purpose, normalised, out, VAULT_INDEX_BYTES);
}

void vault_mac(const struct vault *v, struct str purpose, struct str message, uint8_t out[VAULT_MAC_BYTES])
{
    keyed_hash(v, USE_MAC, purpose, message, out, VAULT_MAC_BYTES);
}

void vault_pepper(const struct vault *v, struct str password, uint8_t out[VAULT_MAC_BYTES])
{
    keyed_hash(v, USE_PEPPER, STR("password"), password, out, VAULT_MAC_BYTES);
}

/* --- signatures --- */

static void key_pair(const struct vault_epoch *e, struct str purpose, uint8_t pk[crypto_sign_PUBLICKEYBYTES],
                     uint8_t sk[crypto_sign_SECRETKEYBYTES])
{
    uint8_t seed[VAULT_KEY_BYTES];
    vault_derive(e->master, USE_SIGN, purpose, seed);
    crypto_sign_seed_keypair(pk, sk, seed);
    sodium_memzero(seed, sizeof seed);
}

void vault_sign(const struct vault *v, struct str purpose, struct str message, uint8_t out[SIGN_BYTES])
{
    const struct vault_epoch *e = vault_newest(v);
    uint8_t pk[crypto_sign_PUBLICKEYBYTES], sk[crypto_sign_SECRETKEYBYTES], digest[SIGN_DIGEST_BYTES], input[SIGN_INPUT_BYTES];
    sign_digest(message, digest);
    sign_input(SIGN_ALG_ED25519, e->number, digest, input);
    key_pair(e, purpose, pk, sk);
    vault_put_head(out, SIGN_ALG_ED25519, e->number);
    crypto_sign_detached(out + VAULT_HEAD, NULL, input, sizeof input, sk);
    sodium_memzero(sk, sizeof sk);
}

void vault_public_key(const struct vault *v, struct str purpose, struct sign_key *out)
{
    const struct vault_epoch *e = vault_newest(v);
    uint8_t sk[crypto_sign_SECRETKEYBYTES];
    *out = (struct sign_key){.epoch = e->number, .alg = SIGN_ALG_ED25519};
    key_pair(e, purpose, out->key, sk);
    sodium_memzero(sk, sizeof sk);
}
