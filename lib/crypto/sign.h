/* SPDX-License-Identifier: EUPL-1.2
 * sign.h — what a signature of the bureau looks like, and checking one: needs no secret, so any program may. Signing is
 * vault_sign(). A signature is alg(1) ‖ epoch(4, big-endian) ‖ Ed25519(64). What Ed25519 signs is SIGN_PREFIX ‖ alg ‖ epoch ‖
 * SHA-512(message), so that a message of any size takes one fixed frame to the keeper, and a signature cannot be moved to another
 * algorithm or epoch. Each purpose ("notice", "checkpoint", "bundle") has a key pair of its own per epoch; public keys are kept for
 * ever, also those of retired epochs (audit/signing_key.h has the table), so old signatures go on verifying after a rotation.
 */
#ifndef CRYPTO_SIGN_H
#define CRYPTO_SIGN_H

#include "base/check.h"
#include "base/str.h"

enum { SIGN_BYTES = 1 + 4 + 64, SIGN_PUBLIC_KEY_BYTES = 32, SIGN_ALG_ED25519 = 1 };
#define SIGN_PREFIX "health-credit signature 1\n"

/* A public key of one purpose. */
struct sign_key {
    uint32_t epoch;
    uint8_t alg;
    uint8_t key[SIGN_PUBLIC_KEY_BYTES];
};

enum sign_verdict {
    SIGN_GOOD,
    SIGN_WRONG,      /* the key is known and the signature is not of this message, or was altered */
    SIGN_NO_KEY,     /* none of the given keys has its epoch: another bureau's, or a table that is too old */
    SIGN_BAD_FORMAT, /* no such algorithm */
};

/* keys: of the one purpose the message claims. */
MUST_USE enum sign_verdict sign_verify(const struct sign_key *keys, size_t n, struct str message,
                                       const uint8_t signature[SIGN_BYTES]);

/* For vault_sign(): the bytes that Ed25519 signs. */
enum { SIGN_INPUT_BYTES = sizeof SIGN_PREFIX - 1 + 1 + 4 + 64, SIGN_DIGEST_BYTES = 64 };
void sign_digest(struct str message, uint8_t out[SIGN_DIGEST_BYTES]);
void sign_input(uint8_t alg, uint32_t epoch, const uint8_t digest[SIGN_DIGEST_BYTES], uint8_t out[SIGN_INPUT_BYTES]);

#endif
