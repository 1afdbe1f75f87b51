/* SPDX-License-Identifier: EUPL-1.2
 * vault.h — the one door to keys. Everything that needs a secret of the bureau goes through here: field encryption, blind indexes,
 * the password pepper, one-time codes, keyed hashes, signatures. Callers never see a key and cannot tell whether the keys are in
 * this process (vault_open) or behind the keeper's socket (vault_connect). It is not a database: blobs and indexes are kept by the
 * *_store.c files. Bad input (tampered, moved to another row, unknown epoch) is a verdict. The environment is fail(): a missing,
 * damaged or readable-by-others key file FAIL_CONFIG; no keeper, or a keeper that refuses this program an operation, FAIL_KEEPER;
 * this class of programs has opened too many fields FAIL_LIMIT. A field sealed for one row opens for no other: the row id must be
 * known before sealing. Everything stored bears an algorithm byte and the key epoch; new values take the newest epoch, all epochs
 * held still open, and `portalctl key rotate` moves what is stored to a new one.
 */
#ifndef CRYPTO_VAULT_H
#define CRYPTO_VAULT_H

#include "base/check.h"
#include "base/str.h"
#include "crypto/sign.h"
#include "crypto/totp.h"

struct arena;
struct vault;

enum {
    VAULT_INDEX_BYTES = 16,       /* alg(1) ‖ epoch(2) ‖ 13 bytes of keyed BLAKE2b */
    VAULT_INDEX_EPOCHS = 8,       /* most epochs held at one time */
    VAULT_MAC_BYTES = 1 + 4 + 32, /* alg(1) ‖ epoch(4) ‖ keyed BLAKE2b-256 */
    VAULT_PEPPER_BYTES = 32,
    VAULT_FIELD_MOST = 880,         /* longer fields are sealed like documents */
    KEEPER_ROOT_PEPPER = 0x7fffffff /* "epoch" of passwords that are older than epochs */
};

enum vault_verdict {
    VAULT_OK,
    VAULT_BAD_FORMAT,    /* too short, or no such algorithm byte */
    VAULT_UNKNOWN_EPOCH, /* sealed under a key this vault does not hold (retired, or another bureau's) */
    VAULT_REFUSED,       /* tampered, cut off, or of another column or row */
};

/* Where a sealed value lives; both parts are authenticated. */
struct vault_field {
    struct str table_column; /* "subject.id_number", at most 64 bytes */
    uint64_t row_id;
};

/* --- key file: text, mode 0600, one root key and one master key per epoch, with a checksum --- */
/* Creates the file with epoch 1; fails if it exists (keys are never overwritten). */
void vault_create(struct str path);
/* Adds an epoch, which new seals then use; the old ones still open. Replaces the file atomically. Returns the new epoch. */
uint32_t vault_add_epoch(struct str path);
/* Takes an epoch out (once nothing stored has it); false when it is the newest or not there. */
bool vault_retire_epoch(struct str path, uint32_t epoch);

/* The struct is taken from the arena (live as long as the process), the keys from locked memory. */
struct vault *vault_open(struct arena *a, struct str key_file_path);
/* Connects on first use, and again after a failure. */
struct vault *vault_connect(struct arena *a, struct str keeper_socket_path);
/* Connects now, and never again: before a sandbox that forbids it. Without the connection every call is FAIL_KEEPER; when the
 * keeper hangs up, the process gets SIGTERM. */
void vault_settle(const struct vault *v);
void vault_close(struct vault **v); /* wipes the keys; sets *v to NULL */

struct vault_epochs {
    size_t n;
    uint32_t p[VAULT_INDEX_EPOCHS]; /* ascending */
};
struct vault_epochs vault_epochs(const struct vault *v);     /* also: is the keeper there? */
uint32_t vault_epoch(const struct vault *v);                 /* the newest: the one seals use */
bool vault_blob_epoch(struct str blob, uint32_t *epoch_out); /* what a blob was sealed under, without opening it */

/* --- fields: alg(1) ‖ epoch(4, big-endian) ‖ nonce(24) ‖ ciphertext ‖ tag(16), XChaCha20-Poly1305; 45 bytes more than the
 * plaintext up to VAULT_FIELD_MOST. Associated data: format version ‖ alg ‖ epoch ‖ row id ‖ table.column. Opening is counted
 * and logged by the keeper. --- */
struct str vault_seal(const struct vault *v, struct arena *a, struct vault_field where, struct str plaintext);
MUST_USE enum vault_verdict vault_open_field(const struct vault *v, struct arena *a, struct vault_field where, struct str blob,
                                             struct str *plaintext_out);

/* --- documents of any size: a key of their own, sealed as above (alg 3, 77 bytes) ‖ header(24) ‖ chunks of 64 KiB + 17,
 * secretstream. The bytes stay in this process. Nothing is handed out unless the last chunk bears the final tag and nothing follows
 * it. --- */
struct str vault_seal_bytes(const struct vault *v, struct arena *a, struct vault_field where, struct str bytes);
MUST_USE enum vault_verdict vault_open_bytes(const struct vault *v, struct arena *a, struct vault_field where, struct str blob,
                                             struct str *bytes_out);
enum { VAULT_DOCUMENT_KEY = 45 + 32 }; /* how much of a document's blob a rotation replaces */

/* --- keyed hashes. purpose names column and use ("subject.id_number", "subject.id_number public"): another purpose, another key
 * --- Blind index over the normalised value (id.h): same value and epoch, same 16 bytes. Equal values stay visibly equal: no
 * low-entropy columns. While a rotation is under way a stored value may have any epoch held: store p[0], look for every one. */
struct vault_indexes {
    size_t n;
    uint8_t p[VAULT_INDEX_EPOCHS][VAULT_INDEX_BYTES]; /* newest epoch first */
};
void vault_index(const struct vault *v, struct str purpose, struct str normalised, struct vault_indexes *out);
/* For field hashes of the audit log, cookies and the like. Compare with vault_mac_fits, which takes every epoch held. */
void vault_mac(const struct vault *v, struct str purpose, struct str message, uint8_t out[VAULT_MAC_BYTES]);
MUST_USE bool vault_mac_fits(const struct vault *v, struct str purpose, struct str message, const uint8_t mac[VAULT_MAC_BYTES]);
/* The password under the bureau's pepper of an epoch (0: the newest; the one used goes to *epoch). False: not held any more. Input
 * of password.h only. */
MUST_USE bool vault_pepper(const struct vault *v, uint32_t *epoch, struct str password, uint8_t out[VAULT_PEPPER_BYTES]);

/* --- one-time codes: totp.h's rules, with a seed that stays behind the door. TOTP_WRONG also when the seed does not open. --- */
MUST_USE enum totp_verdict vault_totp(const struct vault *v, struct vault_field where, struct str sealed_seed, struct str code,
                                      struct instant now, uint64_t last_counter, uint64_t *counter_out);
/* The six digits of a counter: demonstrations only, the keeper refuses it elsewhere. */
MUST_USE bool vault_totp_code(const struct vault *v, struct arena *a, struct vault_field where, struct str sealed_seed,
                              uint64_t counter, struct str *code_out);

/* --- signatures (sign.h has the format and verifies without a vault); purpose: "notice", "checkpoint", "bundle" --- */
void vault_sign(const struct vault *v, struct str purpose, struct str message, uint8_t out[SIGN_BYTES]);
/* The public half of the key that vault_sign() uses now; goes into the table signing_key. */
void vault_public_key(const struct vault *v, struct str purpose, struct sign_key *out);

#endif
