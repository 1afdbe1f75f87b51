/* SPDX-License-Identifier: EUPL-1.2
 * proof_file.h — is this file what the bureau signed? For `portalctl verify`, offline, with a file of public keys: a PDF or a
 * bundle that carries its proof, a table with the .proof beside it, a .proof or manifest alone, a checkpoint of the log of acts.
 * Pure; survives any bytes. Whether the document still holds is not in the file: the verification page knows.
 *
 * The file of public keys, as `portalctl key public` and /verify/keys.txt give it:
 *     health-credit public keys
 *     <purpose> <epoch> <algorithm> <public key, 64 hexadecimal digits>
 */
#ifndef NOTICE_PROOF_FILE_H
#define NOTICE_PROOF_FILE_H

#include "notice/proof.h"

struct proof_key {
    struct str purpose;
    struct sign_key key;
};
struct proof_keys {
    const struct proof_key *p;
    size_t n;
};
struct signing_key;
struct proof_keys proof_keys_of(struct arena *a, const struct signing_key *rows, size_t n); /* audit/signing_key.h */
struct str proof_keys_text(struct arena *a, const struct proof_keys *k);
MUST_USE bool proof_keys_read(struct arena *a, struct str text, struct proof_keys *out);

enum proof_kind {
    PROOF_KIND_INSIDE,     /* the file carries its proof */
    PROOF_KIND_BESIDE,     /* the proof was given with it */
    PROOF_KIND_STATEMENT,  /* the file is a proof itself: only that it was signed */
    PROOF_KIND_CHECKPOINT, /* of the log of acts */
    PROOF_KIND_NONE,       /* no proof in it and none given */
};
struct proof_answer {
    enum proof_verdict verdict;
    enum proof_kind kind;
    struct proof proof;            /* empty for a checkpoint */
    const struct proof_file *file; /* the entry that matched */
    struct str checkpoint;         /* size of the log, in words */
};
/* beside: the text of the .proof, empty without. */
struct proof_answer proof_check(struct arena *a, const struct proof_keys *keys, struct str file, struct str beside);
struct str proof_verdict_text(enum proof_verdict v); /* for people */

#endif
