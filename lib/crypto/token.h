/* SPDX-License-Identifier: EUPL-1.2
 * token.h — random things handed out: session and other bearer tokens (the database keeps only their hash), masked anti-CSRF
 * tokens, and opaque public ids. Needs no key.
 */
#ifndef CRYPTO_TOKEN_H
#define CRYPTO_TOKEN_H

#include "base/check.h"
#include "base/str.h"

struct arena;

enum { TOKEN_BYTES = 32, TOKEN_TEXT = 43, CSRF_TEXT = 86, PUBLIC_ID_TEXT = 16 };

void token_random(void *out, size_t n);

/* 32 random bytes: base64url text (43 characters) for the cookie or link, BLAKE2b-256 of the bytes for the database. */
struct str token_new(struct arena *a, uint8_t hash_out[TOKEN_BYTES]);
/* The hash to look a presented token up by; false when it is no token text. */
MUST_USE bool token_hash(struct str text, uint8_t hash_out[TOKEN_BYTES]);
/* A secret that follows from the token and a label ("csrf"), so that it needs no column; false when it is no token text. */
MUST_USE bool token_derive(struct str text, struct str label, uint8_t out[TOKEN_BYTES]);

/* The session's CSRF secret under a fresh mask, different in each response (BREACH): 86 characters of base64url. */
struct str csrf_mask(struct arena *a, const uint8_t secret[TOKEN_BYTES]);
MUST_USE bool csrf_verify(const uint8_t secret[TOKEN_BYTES], struct str masked); /* constant time */

/* 80 random bits as 16 characters 0-9a-z without i l o u: goes into addresses where a number would tell something. */
struct str token_public_id(struct arena *a);
bool token_is_public_id(struct str s);

#endif
