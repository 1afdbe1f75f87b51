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
    uint8_t index[SUBJECT_KEY_BYTES]; /* for the others */
};
struct subject_key subject_key_of(const struct vault *v, struct arena *a, const struct subject_draft *d);
/* Of a code or number alone, as records name their subject. kind ID_NONE: code. */
struct subject_key subject_key_from(const struct vault *v, struct arena *a, struct str code, enum id_kind kind,
                                    struct str id_number);

struct subject_known {
    int64_t id; /* 0: not in the archive */
    struct str content_hash, type, division, name;
    struct day ended;
    int kind, version;
};
/* Fills known[i] for keys[i]; n ≤ 256; two statements at most. */
void subject_find_keys(struct db *db, struct arena *a, const struct subject_key *keys, size_t n, struct subject_known *known);

struct subject_writer;
struct subject_writer *subject_writer_begin(struct db *db, const struct vault *v, struct text_tools *t, int64_t batch_id,
                                            struct instant now);
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
