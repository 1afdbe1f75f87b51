/* SPDX-License-Identifier: EUPL-1.2
 * digest.c — crypto_generichash behind a struct that need not be aligned by its owner: the state wants 64 bytes, an arena gives 16.
 */
#include "crypto/digest.h"

#include <sodium.h>

#include "base/check.h"
#include "crypto/ready.h"

_Static_assert(sizeof(crypto_generichash_state) + 64 <= sizeof(((struct digest *)0)->room), "struct digest is too small");

static crypto_generichash_state *state(struct digest *d)
{
    CHECK(d->self == d);
    return (crypto_generichash_state *)(void *)(d->room + (64 - (uintptr_t)d->room % 64) % 64);
}

void digest_init(struct digest *d)
{
    crypto_ready();
    d->self = d;
    crypto_generichash_init(state(d), NULL, 0, DIGEST_BYTES);
}

void digest_update(struct digest *d, const void *bytes, size_t n)
{
    if (n)
        crypto_generichash_update(state(d), bytes, n);
}

void digest_u64(struct digest *d, uint64_t value)
{
    unsigned char b[8];
    for (int i = 0; i < 8; i++)
        b[i] = (unsigned char)(value >> (56 - 8 * i));
    digest_update(d, b, sizeof b);
}

void digest_str(struct digest *d, struct str s)
{
    digest_u64(d, s.n);
    digest_update(d, s.p, s.n);
}

void digest_final(struct digest *d, uint8_t out[DIGEST_BYTES])
{
    crypto_generichash_final(state(d), out, DIGEST_BYTES);
    d->self = NULL;
}

void digest_of(struct str bytes, uint8_t out[DIGEST_BYTES])
{
    crypto_ready();
    crypto_generichash(out, DIGEST_BYTES, (const unsigned char *)bytes.p, bytes.n, NULL, 0);
}

void digest_sha256(struct str bytes, uint8_t out[DIGEST_BYTES])
{
    _Static_assert((int)DIGEST_BYTES == crypto_hash_sha256_BYTES, "both have 256 bits");
    crypto_hash_sha256(out, (const unsigned char *)bytes.p, bytes.n);
}

struct str digest_hex_of(struct arena *a, struct str bytes)
{
    uint8_t hash[DIGEST_BYTES];
    digest_of(bytes, hash);
    return str_hex(a, hash, sizeof hash);
}

bool digest_eq(const uint8_t a[DIGEST_BYTES], const uint8_t b[DIGEST_BYTES])
{
    return sodium_memcmp(a, b, DIGEST_BYTES) == 0;
}

bool digest_sink(void *arg, const char *p, size_t n)
{
    digest_update(arg, p, n);
    return true;
}
