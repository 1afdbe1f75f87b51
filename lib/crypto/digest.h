/* SPDX-License-Identifier: EUPL-1.2
 * digest.h — BLAKE2b-256, incremental, without a key: audit chain, hash of an uploaded file, snapshot and result hash of a grading.
 * A struct digest may lie anywhere (stack, arena) but must not be copied or moved between init and final.
 * It is not for passwords (password.h) nor for anything that a stranger must be unable to compute (vault_mac).
 */
#ifndef CRYPTO_DIGEST_H
#define CRYPTO_DIGEST_H

#include "base/str.h"

struct arena;

enum { DIGEST_BYTES = 32 };

struct digest {
    const void *self; /* guards against a moved struct */
    unsigned char room[384 + 64];
};

void digest_init(struct digest *d);
void digest_update(struct digest *d, const void *bytes, size_t n);
void digest_str(struct digest *d, struct str s);   /* length (8 bytes, big-endian), then the bytes: "ab","c" ≠ "a","bc" */
void digest_u64(struct digest *d, uint64_t value); /* 8 bytes, big-endian */
void digest_final(struct digest *d, uint8_t out[DIGEST_BYTES]);

void digest_of(struct str bytes, uint8_t out[DIGEST_BYTES]);
struct str digest_hex_of(struct arena *a, struct str bytes); /* 64 lower-case hex digits */
/* SHA-256: only for showing a file's hash in the form that other tools print. */
void digest_sha256(struct str bytes, uint8_t out[DIGEST_BYTES]);

/* Equal, in constant time. */
bool digest_eq(const uint8_t a[DIGEST_BYTES], const uint8_t b[DIGEST_BYTES]);
/* For out_to_sink(): hashes what is written. arg is the struct digest. */
bool digest_sink(void *arg, const char *p, size_t n);

#endif
