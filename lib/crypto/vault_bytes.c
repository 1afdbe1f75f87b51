/* SPDX-License-Identifier: EUPL-1.2
 * vault_bytes.c — documents of any size under secretstream: chunks of 64 KiB, each bound to its place in the stream. Each document
 * has a key of its own, which the vault seals for the row; rotation replaces only that. A document that was cut off, lengthened or
 * put together from two is refused whole.
 */
#include <sodium.h>

#include "base/arena.h"
#include "crypto/vault_impl.h"

enum {
    CHUNK = 64 * 1024,
    OVERHEAD = crypto_secretstream_xchacha20poly1305_ABYTES,
    HEADER = crypto_secretstream_xchacha20poly1305_HEADERBYTES,
    BEFORE = VAULT_WRAPPED + HEADER,
};

static unsigned char tag_of(bool last)
{
    return last ? crypto_secretstream_xchacha20poly1305_TAG_FINAL : crypto_secretstream_xchacha20poly1305_TAG_MESSAGE;
}

struct str vault_seal_bytes(const struct vault *v, struct arena *a, struct vault_field where, struct str bytes)
{
    crypto_secretstream_xchacha20poly1305_state state;
    uint8_t key[VAULT_KEY_BYTES];
    size_t chunks = bytes.n ? (bytes.n - 1) / CHUNK + 1 : 1; /* nothing at all is one empty last chunk */
    size_t total = BEFORE + bytes.n + chunks * OVERHEAD;
    CHECK(total > bytes.n);
    uint8_t *blob = arena_alloc(a, total), *to = blob + BEFORE;
    vault_new_key(v, where, key, blob);
    crypto_secretstream_xchacha20poly1305_init_push(&state, blob + VAULT_WRAPPED, key);
    sodium_memzero(key, sizeof key);
    for (size_t i = 0; i < chunks; i++) {
        struct str part = str_sub(bytes, i * CHUNK, (i + 1) * CHUNK);
        crypto_secretstream_xchacha20poly1305_push(&state, to, NULL, (const unsigned char *)part.p, part.n, NULL, 0,
                                                   tag_of(i + 1 == chunks));
        to += part.n + OVERHEAD;
    }
    CHECK(to == blob + total);
    sodium_memzero(&state, sizeof state);
    return (struct str){(const char *)blob, total};
}

static bool pull_all(crypto_secretstream_xchacha20poly1305_state *state, struct str sealed, uint8_t *to)
{
    while (sealed.n > 0) {
        size_t n = sealed.n < CHUNK + OVERHEAD ? sealed.n : CHUNK + OVERHEAD;
        bool last = n == sealed.n;
        unsigned char tag;
        unsigned long long got;
        const unsigned char *from = (const unsigned char *)sealed.p;
        if (n < OVERHEAD || crypto_secretstream_xchacha20poly1305_pull(state, to, &got, &tag, from, n, NULL, 0))
            return false;
        if (tag != tag_of(last))
            return false;
        to += got;
        sealed = str_sub(sealed, n, sealed.n);
        if (last)
            return true;
    }
    return false;
}

enum vault_verdict vault_open_bytes(const struct vault *v, struct arena *a, struct vault_field where, struct str blob,
                                    struct str *bytes_out)
{
    crypto_secretstream_xchacha20poly1305_state state;
    uint8_t key[VAULT_KEY_BYTES];
    *bytes_out = STR_NONE;
    if (blob.n < BEFORE + OVERHEAD || (uint8_t)blob.p[0] != VAULT_ALG_DOCUMENT)
        return VAULT_BAD_FORMAT;
    size_t sealed = blob.n - BEFORE, chunks = (sealed - 1) / (CHUNK + OVERHEAD) + 1;
    if (sealed < chunks * OVERHEAD)
        return VAULT_REFUSED;
    enum vault_verdict verdict = vault_open_key(v, where, str_sub(blob, 0, VAULT_WRAPPED), key);
    if (verdict != VAULT_OK)
        return verdict;
    size_t n = sealed - chunks * OVERHEAD;
    uint8_t *bytes = arena_alloc(a, n + 1);
    int rc = crypto_secretstream_xchacha20poly1305_init_pull(&state, (const unsigned char *)blob.p + VAULT_WRAPPED, key);
    sodium_memzero(key, sizeof key);
    bool ok = rc == 0 && pull_all(&state, str_sub(blob, BEFORE, blob.n), bytes);
    sodium_memzero(&state, sizeof state);
    if (!ok) {
        sodium_memzero(bytes, n); /* chunks before the bad one were opened already */
        return VAULT_REFUSED;
    }
    *bytes_out = (struct str){(const char *)bytes, n};
    return VAULT_OK;
}
