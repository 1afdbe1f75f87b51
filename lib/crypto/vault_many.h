/* SPDX-License-Identifier: EUPL-1.2
 * vault_many.h — the vault's operations that come in masses: an import seals and indexes fifty thousand persons, a rotation moves a
 * million rows. Given together they cost one round trip to the keeper per 32. See vault.h, whose words hold here.
 */
#ifndef CRYPTO_VAULT_MANY_H
#define CRYPTO_VAULT_MANY_H

#include "crypto/vault.h"

enum vault_task_kind {
    VAULT_TASK_SEAL,   /* where, in: plaintext ≤ VAULT_FIELD_MOST → out: blob */
    VAULT_TASK_OPEN,   /* where, in: blob → verdict, out: plaintext */
    VAULT_TASK_INDEX,  /* where.table_column: purpose, in: value → indexes */
    VAULT_TASK_RESEAL, /* where, in: blob, or the first VAULT_DOCUMENT_KEY bytes of a document → verdict, out: under the newest */
    VAULT_TASK_REINDEX, /* where, in: blob, prefix → verdict, indexes.p[0]: the newest index of prefix and plaintext; purpose =
                         * table_column. Neither plaintext nor key leaves the keeper */
};

struct vault_task {
    enum vault_task_kind kind;
    struct vault_field where;
    struct str in, prefix;
    enum vault_verdict verdict;
    struct str out;
    struct vault_indexes indexes;
};

void vault_many(const struct vault *v, struct arena *a, struct vault_task *tasks, size_t n);

/* --- portalctl: what changed in the key file, told to the keeper without a restart --- */
/* Gives the keeper every epoch of the file that it lacks. With a vault_open()ed vault nothing happens. */
void vault_tell_epochs(const struct vault *v, struct str key_file_path);
/* The keeper forgets an epoch; false when it will not (the newest). */
MUST_USE bool vault_tell_retired(const struct vault *v, uint32_t epoch);

#endif
