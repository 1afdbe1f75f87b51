/* SPDX-License-Identifier: EUPL-1.2
 * vault_run.c — the operations on keys, each from one message to one message: what the keeper does for its clients and a program
 * with a key file of its own does for itself. It allocates nothing, reads no clock, knows no socket and no policy.
 */
#include <sodium.h>
#include <string.h>

#include "crypto/totp.h"
#include "crypto/vault_impl.h"

_Static_assert((int)VAULT_NONCE == (int)crypto_aead_xchacha20poly1305_ietf_NPUBBYTES, "nonce");
_Static_assert((int)VAULT_TAG == (int)crypto_aead_xchacha20poly1305_ietf_ABYTES, "tag");
_Static_assert((int)VAULT_FIELD_MOST + VAULT_SEAL_OVERHEAD <= (int)KEEPER_DATA, "a field fits a frame");

enum { OVER_DIGEST = 16, AAD_MOST = 1 + 1 + 4 + 8 + KEEPER_NAME };

static const struct vault_epoch *newest(const struct vault_keys *k)
{
    return &k->epochs[k->n_epochs - 1];
}

/* 0: the newest. */
static const struct vault_epoch *epoch_of(const struct vault_keys *k, uint64_t number)
{
    for (size_t i = k->n_epochs; i-- > 0;)
        if (number == 0 || k->epochs[i].number == number)
            return &k->epochs[i];
    return NULL;
}

void vault_derive(const uint8_t master[VAULT_KEY_BYTES], enum vault_use use, struct str name, uint8_t out[VAULT_KEY_BYTES])
{
    uint8_t of_use[VAULT_KEY_BYTES];
    CHECK(name.n > 0);
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

/* --- sealed values --- */

/* The name is last and everything before it of fixed length: no two places give the same bytes. */
static size_t associated(uint8_t aad[AAD_MOST], uint8_t alg, uint32_t epoch, const struct keeper_msg *where)
{
    uint8_t *p = put(put(put(put(aad, VAULT_FORMAT, 1), alg, 1), epoch, 4), where->row, 8);
    memcpy(p, where->name, where->name_n);
    return (size_t)(p - aad) + where->name_n;
}

static enum vault_use use_of(uint8_t alg)
{
    return alg == VAULT_ALG_FIELD ? USE_FIELD : USE_DOCUMENT;
}

static enum keeper_verdict seal(const struct vault_keys *k, const struct keeper_msg *where, uint8_t alg, struct str plain,
                                struct keeper_msg *out)
{
    const struct vault_epoch *e = newest(k);
    uint8_t aad[AAD_MOST], key[VAULT_KEY_BYTES], blob[KEEPER_DATA];
    if (where->name_n == 0 || plain.n > KEEPER_DATA - VAULT_SEAL_OVERHEAD)
        return KEEPER_BAD_REQUEST;
    size_t aad_n = associated(aad, alg, e->number, where);
    uint8_t *nonce = put(put(blob, alg, 1), e->number, 4);
    randombytes_buf(nonce, VAULT_NONCE);
    vault_derive(e->master, use_of(alg), keeper_name(where), key);
    crypto_aead_xchacha20poly1305_ietf_encrypt(nonce + VAULT_NONCE, NULL, (const unsigned char *)plain.p, plain.n, aad, aad_n, NULL,
                                               nonce, key);
    sodium_memzero(key, sizeof key);
    return keeper_put(out, blob, plain.n + VAULT_SEAL_OVERHEAD) ? KEEPER_OK : KEEPER_BAD_REQUEST;
}

/* plain: room for KEEPER_DATA bytes, wiped by the caller. */
static enum keeper_verdict unseal(const struct vault_keys *k, const struct keeper_msg *where, uint8_t alg, struct str blob,
                                  uint8_t *plain, size_t *n_out)
{
    const unsigned char *b = (const unsigned char *)blob.p;
    uint8_t aad[AAD_MOST], key[VAULT_KEY_BYTES];
    *n_out = 0;
    if (where->name_n == 0)
        return KEEPER_BAD_REQUEST;
    if (blob.n < VAULT_SEAL_OVERHEAD || b[0] != alg)
        return KEEPER_BAD_FORMAT;
    uint32_t number = (uint32_t)b[1] << 24 | (uint32_t)b[2] << 16 | (uint32_t)b[3] << 8 | b[4];
    const struct vault_epoch *e = number ? epoch_of(k, number) : NULL;
    if (!e)
        return KEEPER_UNKNOWN_EPOCH;
    size_t aad_n = associated(aad, alg, number, where);
    vault_derive(e->master, use_of(alg), keeper_name(where), key);
    const unsigned char *nonce = b + VAULT_HEAD, *sealed = nonce + VAULT_NONCE;
    int rc = crypto_aead_xchacha20poly1305_ietf_decrypt(plain, NULL, NULL, sealed, blob.n - VAULT_HEAD - VAULT_NONCE, aad, aad_n,
                                                        nonce, key);
    sodium_memzero(key, sizeof key);
    if (rc != 0)
        return KEEPER_REFUSED;
    *n_out = blob.n - VAULT_SEAL_OVERHEAD;
    return KEEPER_OK;
}

static enum keeper_verdict open_as(const struct vault_keys *k, const struct keeper_msg *in, uint8_t alg, struct keeper_msg *out)
{
    uint8_t plain[KEEPER_DATA];
    size_t n;
    enum keeper_verdict v = unseal(k, in, alg, keeper_first(in), plain, &n);
    keeper_put(out, plain, n);
    sodium_memzero(plain, sizeof plain);
    return v;
}

static enum keeper_verdict new_key(const struct vault_keys *k, const struct keeper_msg *in, struct keeper_msg *out)
{
    uint8_t key[VAULT_KEY_BYTES];
    randombytes_buf(key, sizeof key);
    keeper_put(out, key, sizeof key);
    out->split = sizeof key;
    enum keeper_verdict v = seal(k, in, VAULT_ALG_DOCUMENT, (struct str){(const char *)key, sizeof key}, out);
    sodium_memzero(key, sizeof key);
    return v;
}

static enum keeper_verdict reseal(const struct vault_keys *k, const struct keeper_msg *in, struct keeper_msg *out)
{
    uint8_t plain[KEEPER_DATA], alg = in->data_n ? in->data[0] : 0;
    size_t n;
    if (alg != VAULT_ALG_FIELD && alg != VAULT_ALG_DOCUMENT)
        return KEEPER_BAD_FORMAT;
    enum keeper_verdict v = unseal(k, in, alg, keeper_first(in), plain, &n);
    if (v == KEEPER_OK)
        v = seal(k, in, alg, (struct str){(const char *)plain, n}, out);
    sodium_memzero(plain, sizeof plain);
    return v;
}

/* --- keyed hashes --- */

static void keyed(const uint8_t master[VAULT_KEY_BYTES], enum vault_use use, struct str purpose, struct str message, uint8_t *out,
                  size_t n)
{
    uint8_t key[VAULT_KEY_BYTES];
    vault_derive(master, use, purpose, key);
    crypto_generichash(out, n, (const unsigned char *)message.p, message.n, key, sizeof key);
    sodium_memzero(key, sizeof key);
}

static enum vault_use hash_use(const struct keeper_msg *in, enum vault_use use)
{
    return in->row == 1 ? use + OVER_DIGEST : use;
}

static void index_of(const struct vault_epoch *e, enum vault_use use, struct str purpose, struct str value,
                     uint8_t out[VAULT_INDEX_BYTES])
{
    uint8_t *p = put(put(out, VAULT_ALG_KEYED, 1), e->number, 2);
    uint8_t hash[VAULT_INDEX_BYTES];
    keyed(e->master, use, purpose, value, hash, sizeof hash);
    memcpy(p, hash, VAULT_INDEX_BYTES - 3);
}

static enum keeper_verdict index_all(const struct vault_keys *k, const struct keeper_msg *in, struct keeper_msg *out)
{
    uint8_t index[VAULT_INDEX_BYTES];
    if (in->name_n == 0)
        return KEEPER_BAD_REQUEST;
    for (size_t i = k->n_epochs; i-- > 0;) {
        index_of(&k->epochs[i], hash_use(in, USE_INDEX), keeper_name(in), keeper_first(in), index);
        keeper_put(out, index, sizeof index);
    }
    return KEEPER_OK;
}

static enum keeper_verdict reindex(const struct vault_keys *k, const struct keeper_msg *in, struct keeper_msg *out)
{
    uint8_t value[2 * KEEPER_DATA], index[VAULT_INDEX_BYTES];
    struct str prefix = keeper_second(in);
    size_t n;
    memcpy(value, prefix.p, prefix.n);
    enum keeper_verdict v = unseal(k, in, VAULT_ALG_FIELD, keeper_first(in), value + prefix.n, &n);
    if (v == KEEPER_OK) {
        index_of(newest(k), USE_INDEX, keeper_name(in), (struct str){(const char *)value, prefix.n + n}, index);
        keeper_put(out, index, sizeof index);
    }
    sodium_memzero(value, sizeof value);
    return v;
}

static enum keeper_verdict mac(const struct vault_keys *k, const struct keeper_msg *in, struct keeper_msg *out)
{
    uint8_t bytes[VAULT_MAC_BYTES];
    const struct vault_epoch *e = epoch_of(k, in->number);
    if (in->name_n == 0)
        return KEEPER_BAD_REQUEST;
    if (!e)
        return KEEPER_UNKNOWN_EPOCH;
    uint8_t *p = put(put(bytes, VAULT_ALG_KEYED, 1), e->number, 4);
    keyed(e->master, hash_use(in, USE_MAC), keeper_name(in), keeper_first(in), p, sizeof bytes - VAULT_HEAD);
    keeper_put(out, bytes, sizeof bytes);
    return KEEPER_OK;
}

/* Passwords from before there were epochs hang on the root key: KEEPER_ROOT_PEPPER. */
static enum keeper_verdict pepper(const struct vault_keys *k, const struct keeper_msg *in, struct keeper_msg *out)
{
    uint8_t bytes[VAULT_PEPPER_BYTES];
    bool root = in->number == KEEPER_ROOT_PEPPER;
    const struct vault_epoch *e = root ? NULL : epoch_of(k, in->number);
    if (!e && !root)
        return KEEPER_UNKNOWN_EPOCH;
    keyed(root ? k->root : e->master, hash_use(in, USE_PEPPER), STR("password"), keeper_first(in), bytes, sizeof bytes);
    keeper_put(out, bytes, sizeof bytes);
    out->number = root ? KEEPER_ROOT_PEPPER : e->number;
    sodium_memzero(bytes, sizeof bytes);
    return KEEPER_OK;
}

/* --- one-time codes --- */

static enum keeper_verdict totp(const struct vault_keys *k, const struct keeper_msg *in, struct keeper_msg *out)
{
    uint8_t seed[KEEPER_DATA], said;
    size_t n;
    uint64_t counter = 0;
    enum keeper_verdict v =
        in->time == 0 || in->time > INT64_MAX ? KEEPER_BAD_REQUEST : unseal(k, in, VAULT_ALG_FIELD, keeper_first(in), seed, &n);
    if (v == KEEPER_OK && n > 0) {
        struct instant now = {(int64_t)in->time};
        said = (uint8_t)totp_verify((struct str){(const char *)seed, n}, keeper_second(in), now, in->number, &counter);
        keeper_put(out, &said, 1);
        out->number = counter;
    } else if (v == KEEPER_OK) {
        v = KEEPER_BAD_FORMAT;
    }
    sodium_memzero(seed, sizeof seed);
    return v;
}

static enum keeper_verdict totp_digits(const struct vault_keys *k, const struct keeper_msg *in, struct keeper_msg *out)
{
    uint8_t seed[KEEPER_DATA];
    char digits[TOTP_DIGITS + 1];
    size_t n;
    enum keeper_verdict v = unseal(k, in, VAULT_ALG_FIELD, keeper_first(in), seed, &n);
    if (v == KEEPER_OK && n > 0) {
        totp_digits_of((struct str){(const char *)seed, n}, in->number, digits);
        keeper_put(out, digits, TOTP_DIGITS);
        sodium_memzero(digits, sizeof digits);
    }
    sodium_memzero(seed, sizeof seed);
    return v;
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

static enum keeper_verdict sign(const struct vault_keys *k, const struct keeper_msg *in, struct keeper_msg *out)
{
    const struct vault_epoch *e = newest(k);
    uint8_t pk[crypto_sign_PUBLICKEYBYTES], sk[crypto_sign_SECRETKEYBYTES], input[SIGN_INPUT_BYTES], signature[SIGN_BYTES];
    if (in->name_n == 0 || in->data_n != SIGN_DIGEST_BYTES)
        return KEEPER_BAD_REQUEST;
    sign_input(SIGN_ALG_ED25519, e->number, in->data, input);
    key_pair(e, keeper_name(in), pk, sk);
    uint8_t *p = put(put(signature, SIGN_ALG_ED25519, 1), e->number, 4);
    crypto_sign_detached(p, NULL, input, sizeof input, sk);
    sodium_memzero(sk, sizeof sk);
    keeper_put(out, signature, sizeof signature);
    return KEEPER_OK;
}

static enum keeper_verdict public_key(const struct vault_keys *k, const struct keeper_msg *in, struct keeper_msg *out)
{
    const struct vault_epoch *e = epoch_of(k, in->number);
    uint8_t pk[crypto_sign_PUBLICKEYBYTES], sk[crypto_sign_SECRETKEYBYTES];
    if (in->name_n == 0)
        return KEEPER_BAD_REQUEST;
    if (!e)
        return KEEPER_UNKNOWN_EPOCH;
    key_pair(e, keeper_name(in), pk, sk);
    sodium_memzero(sk, sizeof sk);
    keeper_put(out, pk, sizeof pk);
    out->number = e->number;
    return KEEPER_OK;
}

/* --- epochs --- */

static enum keeper_verdict status(const struct vault_keys *k, struct keeper_msg *out)
{
    for (size_t i = 0; i < k->n_epochs; i++) {
        uint8_t number[4];
        put(number, k->epochs[i].number, 4);
        keeper_put(out, number, sizeof number);
    }
    return KEEPER_OK;
}

/* The same epoch again is fine: the operator may not know whether the first time arrived. */
static enum keeper_verdict add_epoch(struct vault_keys *k, const struct keeper_msg *in)
{
    if (in->data_n != VAULT_KEY_BYTES || in->number == 0 || in->number > VAULT_HIGHEST_EPOCH)
        return KEEPER_BAD_REQUEST;
    const struct vault_epoch *known = epoch_of(k, in->number);
    if (known)
        return sodium_memcmp(known->master, in->data, VAULT_KEY_BYTES) == 0 ? KEEPER_OK : KEEPER_REFUSED;
    if (k->n_epochs == VAULT_MOST_EPOCHS || in->number < newest(k)->number)
        return KEEPER_REFUSED;
    struct vault_epoch *e = &k->epochs[k->n_epochs++];
    e->number = (uint32_t)in->number;
    memcpy(e->master, in->data, VAULT_KEY_BYTES);
    return KEEPER_OK;
}

static enum keeper_verdict drop_epoch(struct vault_keys *k, const struct keeper_msg *in)
{
    if (in->number == newest(k)->number)
        return KEEPER_REFUSED;
    for (size_t i = 0; i < k->n_epochs; i++)
        if (k->epochs[i].number == in->number) {
            memmove(&k->epochs[i], &k->epochs[i + 1], (k->n_epochs - i - 1) * sizeof k->epochs[0]);
            sodium_memzero(&k->epochs[--k->n_epochs], sizeof k->epochs[0]);
            return KEEPER_OK;
        }
    return KEEPER_UNKNOWN_EPOCH;
}

static enum keeper_verdict run(struct vault_keys *k, const struct keeper_msg *in, struct keeper_msg *out)
{
    switch ((enum keeper_op)in->op) {
    case KEEPER_STATUS:
        return status(k, out);
    case KEEPER_SEAL:
        return seal(k, in, VAULT_ALG_FIELD, keeper_first(in), out);
    case KEEPER_OPEN:
        return open_as(k, in, VAULT_ALG_FIELD, out);
    case KEEPER_INDEX:
        return index_all(k, in, out);
    case KEEPER_MAC:
        return mac(k, in, out);
    case KEEPER_PEPPER:
        return pepper(k, in, out);
    case KEEPER_TOTP:
        return totp(k, in, out);
    case KEEPER_SIGN:
        return sign(k, in, out);
    case KEEPER_PUBLIC_KEY:
        return public_key(k, in, out);
    case KEEPER_NEW_KEY:
        return new_key(k, in, out);
    case KEEPER_OPEN_KEY:
        return open_as(k, in, VAULT_ALG_DOCUMENT, out);
    case KEEPER_RESEAL:
        return reseal(k, in, out);
    case KEEPER_REINDEX:
        return reindex(k, in, out);
    case KEEPER_TOTP_CODE:
        return totp_digits(k, in, out);
    case KEEPER_ADD_EPOCH:
        return add_epoch(k, in);
    case KEEPER_DROP_EPOCH:
        return drop_epoch(k, in);
    case KEEPER_OPS:
        break;
    }
    return KEEPER_BAD_REQUEST;
}

void vault_run(struct vault_keys *k, const struct keeper_msg *in, struct keeper_msg *out)
{
    *out = (struct keeper_msg){.op = in->op};
    out->verdict = (uint8_t)run(k, in, out);
    if (out->verdict != KEEPER_OK) {
        uint8_t verdict = out->verdict;
        *out = (struct keeper_msg){.op = in->op, .verdict = verdict};
    }
}
