/* SPDX-License-Identifier: EUPL-1.2
 * token.c — see token.h.
 */
#include "crypto/token.h"

#include <sodium.h>

#include "base/arena.h"
#include "crypto/ready.h"

enum { BASE64 = sodium_base64_VARIANT_URLSAFE_NO_PADDING };

void token_random(void *out, size_t n)
{
    crypto_ready();
    randombytes_buf(out, n);
}

static struct str to_text(struct arena *a, const uint8_t *bytes, size_t n)
{
    size_t room = sodium_base64_encoded_len(n, BASE64);
    char *p = arena_alloc(a, room);
    sodium_bin2base64(p, room, bytes, n, BASE64);
    return (struct str){p, room - 1};
}

/* Exactly n bytes; another spelling of the same bytes is refused by the library. */
static bool from_text(struct str text, uint8_t *bytes, size_t n)
{
    size_t got = 0;
    const char *end = NULL;
    return text.n && sodium_base642bin(bytes, n, text.p, text.n, NULL, &got, &end, BASE64) == 0 && got == n &&
           end == text.p + text.n;
}

static void hash_raw(const uint8_t raw[TOKEN_BYTES], uint8_t out[TOKEN_BYTES])
{
    crypto_generichash(out, TOKEN_BYTES, raw, TOKEN_BYTES, NULL, 0);
}

struct str token_new(struct arena *a, uint8_t hash_out[TOKEN_BYTES])
{
    uint8_t raw[TOKEN_BYTES];
    token_random(raw, sizeof raw);
    hash_raw(raw, hash_out);
    struct str text = to_text(a, raw, sizeof raw);
    sodium_memzero(raw, sizeof raw);
    return text;
}

bool token_hash(struct str text, uint8_t hash_out[TOKEN_BYTES])
{
    uint8_t raw[TOKEN_BYTES];
    crypto_ready();
    bool ok = text.n == TOKEN_TEXT && from_text(text, raw, sizeof raw);
    if (ok)
        hash_raw(raw, hash_out);
    sodium_memzero(raw, sizeof raw);
    return ok;
}

bool token_derive(struct str text, struct str label, uint8_t out[TOKEN_BYTES])
{
    uint8_t raw[TOKEN_BYTES];
    crypto_ready();
    CHECK(label.n > 0);
    bool ok = text.n == TOKEN_TEXT && from_text(text, raw, sizeof raw);
    if (ok) /* keyed with the token, so that neither the hash in the database nor another label gives it away */
        crypto_generichash(out, TOKEN_BYTES, (const unsigned char *)label.p, label.n, raw, sizeof raw);
    sodium_memzero(raw, sizeof raw);
    return ok;
}

struct str csrf_mask(struct arena *a, const uint8_t secret[TOKEN_BYTES])
{
    uint8_t both[2 * TOKEN_BYTES];
    token_random(both, TOKEN_BYTES);
    for (size_t i = 0; i < TOKEN_BYTES; i++)
        both[TOKEN_BYTES + i] = both[i] ^ secret[i];
    return to_text(a, both, sizeof both);
}

bool csrf_verify(const uint8_t secret[TOKEN_BYTES], struct str masked)
{
    uint8_t both[2 * TOKEN_BYTES];
    crypto_ready();
    if (masked.n != CSRF_TEXT || !from_text(masked, both, sizeof both))
        return false;
    for (size_t i = 0; i < TOKEN_BYTES; i++)
        both[i] ^= both[TOKEN_BYTES + i];
    return sodium_memcmp(both, secret, TOKEN_BYTES) == 0;
}

static const char PUBLIC_ALPHABET[] = "0123456789abcdefghjkmnpqrstvwxyz"; /* Crockford's 32 */

struct str token_public_id(struct arena *a)
{
    uint8_t raw[PUBLIC_ID_TEXT];
    token_random(raw, sizeof raw);
    char *p = arena_alloc(a, PUBLIC_ID_TEXT + 1);
    for (size_t i = 0; i < PUBLIC_ID_TEXT; i++)
        p[i] = PUBLIC_ALPHABET[raw[i] & 31];
    return (struct str){p, PUBLIC_ID_TEXT};
}

bool token_is_public_id(struct str s)
{
    if (s.n != PUBLIC_ID_TEXT)
        return false;
    for (size_t i = 0; i < s.n; i++)
        if (!s.p[i] || !strchr(PUBLIC_ALPHABET, s.p[i]))
            return false;
    return true;
}
