/* SPDX-License-Identifier: EUPL-1.2
 * proof.h — the signed statement that goes with a document: who issued what under which number, the salted hash of its text, and
 * the hash of each file that belongs to it. One format for the block inside a PDF or zip, for a .proof file beside a table and for
 * the manifest.json of a bundle; `portalctl verify` and the verification page read it. Needs no secret: signing is vault_sign()
 * over proof_message(). It never names a subject, so it may outlive the notice's text.
 *
 * JSON on one line, keys in this order, nothing else (an altered byte anywhere breaks it):
 *   {"format":"health-credit-proof/1","purpose":"notice","bureau":"…","kind":"…","number":"…","title":"…","issued":"2026-01-27",
 *    "content":"64 hex","files":[{"name":"…","hash":"64 hex"}],"key":"32 hex","signature":"138 hex"}
 * The signed message is the text up to and without ,"signature". Hashes are BLAKE2b-256. The hash of a file that carries its proof
 * inside is that of the bytes before and after the proof. content and number may be empty (a bundle).
 */
#ifndef NOTICE_PROOF_H
#define NOTICE_PROOF_H

#include "base/check.h"
#include "base/str.h"
#include "crypto/sign.h"

struct arena;

#define PROOF_NOTICE STR("notice") /* purposes: each has its own keys */
#define PROOF_BUNDLE STR("bundle")
#define PROOF_FORMAT "health-credit-proof/1"

enum { PROOF_HASH_HEX = 64, PROOF_FILES_MAX = 2000, PROOF_TEXT_MAX = 512 * 1024 };

struct proof_file {
    struct str name, hash; /* hash: 64 hex digits */
};
struct proof {
    struct str purpose, bureau, kind, number, title, issued, content, key;
    const struct proof_file *files;
    size_t n;
    uint8_t signature[SIGN_BYTES];
};

/* The first 16 bytes of the hash of a public key, as 32 hex digits: what a person compares. */
struct str proof_fingerprint(struct arena *a, const struct sign_key *key);

struct str proof_message(struct arena *a, const struct proof *p);
struct str proof_text(struct arena *a, const struct proof *p); /* without a line feed; its length does not depend on the hashes */
/* Strict: false unless proof_text() of the result is this very text. Survives anything. */
MUST_USE bool proof_parse(struct arena *a, struct str text, struct proof *out);

/* Where the proof inside a file stands: the last one that begins a line or follows any byte, up to the next line feed or the end.
 */
MUST_USE bool proof_find(struct str file, size_t *at_out, size_t *n_out);
/* Hash of the file; without [at, at + n) when n > 0. */
struct str proof_hash(struct arena *a, struct str file, size_t at, size_t n);

enum proof_verdict {
    PROOF_VALID,
    PROOF_ALTERED,     /* the statement's signature is good, the file is not the one it lists */
    PROOF_FORGED,      /* the key is known, the signature is not of this statement */
    PROOF_UNKNOWN_KEY, /* signed with a key that is not among those given */
    PROOF_MALFORMED,   /* no proof, or none that reads as one */
};
/* Only the statement. keys: of p->purpose. */
enum proof_verdict proof_verify(struct arena *a, const struct sign_key *keys, size_t n, const struct proof *p);
/* A file against a statement beside it; found_out: the entry that matches, NULL without. */
enum proof_verdict proof_verify_file(struct arena *a, const struct sign_key *keys, size_t n, const struct proof *p, struct str file,
                                     const struct proof_file **found_out);

#endif
