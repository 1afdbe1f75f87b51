/* SPDX-License-Identifier: EUPL-1.2
 * vault.h — the one door to keys. Everything that needs a secret of the bureau goes through here: field encryption, blind indexes,
 * the password pepper, keyed hashes, signatures. Callers never see a key and cannot tell whether the keys are in this process (they
 * are now) or behind a socket. It is not a database: blobs and indexes are kept by the *_store.c files. Bad input (tampered, moved
 * to another row, unknown epoch) is a verdict; a missing, damaged or readable-by-others key file is fail(FAIL_CONFIG). A field
 * sealed for one row opens for no other: the row id must be known before sealing.
 */
#ifndef CRYPTO_VAULT_H
#define CRYPTO_VAULT_H

#include "base/check.h"
#include "base/str.h"
#include "crypto/sign.h"

struct arena;
struct vault;

enum { VAULT_INDEX_BYTES = 16, VAULT_MAC_BYTES = 32 };

enum vault_verdict {
    VAULT_OK,
    VAULT_BAD_FORMAT,    /* too short, or no such algorithm byte */
    VAULT_UNKNOWN_EPOCH, /* sealed under a key this vault does not hold (retired, or another bureau's) */
    VAULT_REFUSED,       /* tampered, cut off, or of another column or row */
};

/* Where a sealed value lives; both parts are authenticated. */
struct vault_field {
    struct str table_column; /* "subject.id_number" */
    uint64_t row_id;
};

/* --- key file: text, mode 0600, one root key and one master key per epoch, with a checksum --- */
/* Creates the file with epoch 1; fails if it exists (keys are never overwritten). */
void vault_create(struct str path);
/* Adds an epoch, which new seals then use; the old ones still open. Replaces the file atomically. Returns the new epoch. */
uint32_t vault_add_epoch(struct str path);
/* Takes an epoch out (once no blob has it); false when it is the newest or not there. */
bool vault_retire_epoch(struct str path, uint32_t epoch);

/* The struct is taken from the arena (live as long as the process), the keys from locked memory. */
struct vault *vault_open(struct arena *a, struct str key_file_path);
void vault_close(struct vault **v);                          /* wipes the keys; sets *v to NULL */
uint32_t vault_epoch(const struct vault *v);                 /* the newest: the one seals use */
bool vault_blob_epoch(struct str blob, uint32_t *epoch_out); /* what a blob was sealed under, without opening it */

/* --- fields: alg(1) ‖ epoch(4, big-endian) ‖ nonce(24) ‖ ciphertext ‖ tag(16), XChaCha20-Poly1305; 45 bytes more than the
 * plaintext. Associated data: format version ‖ alg ‖ epoch ‖ row id ‖ table.column.
 * ---------------------------------------------------------- */
struct str vault_seal(const struct vault *v, struct arena *a, struct vault_field where, struct str plaintext);
MUST_USE enum vault_verdict vault_open_field(const struct vault *v, struct arena *a, struct vault_field where, struct str blob,
                                             struct str *plaintext_out);

/* --- documents of any size: alg(1) ‖ epoch(4) ‖ header(24) ‖ chunks of 64 KiB + 17, secretstream. Nothing is handed out unless the
 * last chunk bears the final tag and nothing follows it.
 * ----------------------------------------------------------------------------- */
struct str vault_seal_bytes(const struct vault *v, struct arena *a, struct vault_field where, struct str bytes);
MUST_USE enum vault_verdict vault_open_bytes(const struct vault *v, struct arena *a, struct vault_field where, struct str blob,
                                             struct str *bytes_out);

/* --- keyed hashes. purpose names column and use ("subject.id_number", "subject.id_number public"): another purpose, another key.
 * They do not follow the epochs: rotation is a second column, filled and then switched. -------------------------------------------
 */
/* Blind index over the normalised value (id.h): same value, same 16 bytes. Equal values stay visibly equal: no low-entropy columns.
 */
void vault_index(const struct vault *v, struct str purpose, struct str normalised, uint8_t out[VAULT_INDEX_BYTES]);
/* For field hashes of the audit log, form tokens and the like. */
void vault_mac(const struct vault *v, struct str purpose, struct str message, uint8_t out[VAULT_MAC_BYTES]);
/* The password under the bureau's pepper; input of password.h only. */
void vault_pepper(const struct vault *v, struct str password, uint8_t out[VAULT_MAC_BYTES]);

/* --- signatures (sign.h has the format and verifies without a vault); purpose: "notice", "checkpoint", "bundle" --- */
void vault_sign(const struct vault *v, struct str purpose, struct str message, uint8_t out[SIGN_BYTES]);
/* The public half of the key that vault_sign() uses now; goes into the table signing_key (audit/signing_key.h). */
void vault_public_key(const struct vault *v, struct str purpose, struct sign_key *out);

#endif
