/* SPDX-License-Identifier: EUPL-1.2
 * sign.c — see sign.h.
 */
#include "crypto/sign.h"

#include <sodium.h>
#include <string.h>

#include "crypto/ready.h"

void sign_digest(struct str message, uint8_t out[SIGN_DIGEST_BYTES])
{
    crypto_hash_sha512(out, (const unsigned char *)message.p, message.n);
}

void sign_input(uint8_t alg, uint32_t epoch, const uint8_t digest[SIGN_DIGEST_BYTES], uint8_t out[SIGN_INPUT_BYTES])
{
    uint8_t *p = out;
    memcpy(p, SIGN_PREFIX, sizeof SIGN_PREFIX - 1);
    p += sizeof SIGN_PREFIX - 1;
    *p++ = alg;
    for (int shift = 24; shift >= 0; shift -= 8)
        *p++ = (uint8_t)(epoch >> shift);
    memcpy(p, digest, SIGN_DIGEST_BYTES);
}

enum sign_verdict sign_verify(const struct sign_key *keys, size_t n, struct str message, const uint8_t signature[SIGN_BYTES])
{
    uint8_t digest[SIGN_DIGEST_BYTES], input[SIGN_INPUT_BYTES];
    const uint8_t *s = signature;
    crypto_ready();
    if (s[0] != SIGN_ALG_ED25519)
        return SIGN_BAD_FORMAT;
    uint32_t epoch = (uint32_t)s[1] << 24 | (uint32_t)s[2] << 16 | (uint32_t)s[3] << 8 | s[4];
    size_t i = 0;
    while (i < n && (keys[i].epoch != epoch || keys[i].alg != s[0]))
        i++;
    if (i == n)
        return SIGN_NO_KEY;
    sign_digest(message, digest);
    sign_input(s[0], epoch, digest, input);
    return crypto_sign_verify_detached(s + 5, input, sizeof input, keys[i].key) == 0 ? SIGN_GOOD : SIGN_WRONG;
}
