/* SPDX-License-Identifier: EUPL-1.2
 * subject_store.h — subjects in the database. Writing goes through a writer that serves one row or a million: new subjects by array
 * binding, changed ones one by one, names into the search index. Reading by id, code, public id or identity document.
 */
#ifndef SUBJECT_SUBJECT_STORE_H
#define SUBJECT_SUBJECT_STORE_H

#include "base/date.h"
#include "subject/subject.h"

struct arena;
struct db;
struct text_tools;
struct vault;

/* What decides whether two drafts are the same subject: code, blind index of the identity document, or – without a code – name and
 * place. */
struct subject_key {
    struct str code;                  /* set for organisations with a code */
    uint8_t index[SUBJECT_KEY_BYTES]; /* for the others: what is stored. First byte: how it was made */
    struct str older;                 /* persons, while keys are rotated: the same under the older epochs, 16 bytes each */
    struct str waiting;               /* persons: the document, until subject_keys_index() has been called */
};
/* Without the vault yet: an import makes many and then asks for all indexes at once. */
struct subject_key subject_key_draft(struct arena *a, const struct subject_draft *d);
struct subject_key subject_key_plain(struct arena *a, struct str code, enum id_kind kind, struct str id_number);
void subject_keys_index(const struct vault *v, struct arena *a, struct subject_key *keys, size_t n);
struct subject_key subject_key_of(const struct vault *v, struct arena *a, const struct subject_draft *d);
/* Of a code or number alone, as records name their subject. kind ID_NONE: code. */
struct subject_key subject_key_from(const struct vault *v, struct arena *a, struct str code, enum id_kind kind,
                                    struct str id_number);

/* The start of what a person's index is made of, before the number; the kind of document goes in. */
#define SUBJECT_ID_PREFIX "%d "
enum { SUBJECT_KEY_PLAIN = 2 }; /* first byte of the index of an organisation without a code; persons: VAULT_ALG_KEYED (1) */
struct vault_indexes;
void subject_key_take(struct arena *a, struct subject_key *k, const struct vault_indexes *x);

struct subject_known {
    int64_t id; /* 0: not in the archive */
    struct str content_hash, type, division, name;
    struct day ended;
    int kind, version;
};
/* Fills known[i] for keys[i]; n ≤ 256; two statements, and one more per older epoch while keys are rotated. */
void subject_find_keys(struct db *db, struct arena *a, const struct subject_key *keys, size_t n, struct subject_known *known);

struct subject_writer;
struct subject_writer *subject_writer_begin(struct db *db, const struct vault *v, struct text_tools *t, int64_t batch_id,
                                            struct instant now);
/* Seals what is to be written, all at once: a few round trips to the keeper for a chunk instead of one for each person. ids and
 * drafts as they are given to subject_writer_new() afterwards, in this order; those that are not given then cost nothing more. They
 * must live until the next call of this function or the end. */
void subject_writer_prepare(struct subject_writer *w, struct arena *chunk, const int64_t *ids,
                            const struct subject_draft *const *drafts, size_t n);
/* scratch: for the row only. */
void subject_writer_new(struct subject_writer *w, struct arena *scratch, int64_t id, const struct subject_draft *d);
void subject_writer_change(struct subject_writer *w, struct arena *scratch, const struct subject_known *known,
                           const struct subject_draft *d);
void subject_writer_end(struct subject_writer **w); /* before the transaction commits */

struct subject {
    int64_t id;
    struct str public_id, type, name, code, division, division_name, address, representative;
    int kind, id_kind, version;
    bool code_confirmed;
    struct day established, ended;
    struct instant updated_at;
};
bool subject_by_id(struct db *db, struct arena *a, int64_t id, struct subject *out);
/* code: unified social credit code or public id. */
bool subject_by_code(struct db *db, struct arena *a, struct str code, struct subject *out);

struct subject_former_names {
    const struct str *p;
    size_t n;
};
struct subject_former_names subject_former_names(struct db *db, struct arena *a, int64_t id);
struct subject_licences {
    const struct subject_licence *p;
    size_t n;
};
struct subject_licences subject_licences(struct db *db, struct arena *a, int64_t id);

int64_t subject_count(struct db *db);

#endif
