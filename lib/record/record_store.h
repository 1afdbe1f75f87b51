/* SPDX-License-Identifier: EUPL-1.2
 * record_store.h — records in the database: a bulk writer for imports, look-up of known natural keys, reading for staff pages. The
 * public reads through its own view (publish/archive). Records are never deleted; withdrawing and repairing are states, history is
 * the server's.
 */
#ifndef RECORD_RECORD_STORE_H
#define RECORD_RECORD_STORE_H

#include "record/record.h"

struct arena;
struct db;

/* known_out[i]: a record with this natural key (RECORD_KEY_BYTES each, one after another) is in the archive, or was until it was
 * corrected. n ≤ 256. */
void record_find_keys(struct db *db, struct arena *a, const uint8_t *keys, size_t n, bool *known_out);

struct record_writer;
struct record_writer *record_writer_begin(struct db *db, int64_t batch_id);
void record_writer_add(struct record_writer *w, int64_t id, int64_t subject_id, const struct record_draft *d,
                       const struct record_life *life);
void record_writer_end(struct record_writer **w); /* before the transaction commits */

/* Works out show and use dates of every active record again, after another rule set was put in force; in transactions of some
 * thousand. May be started again. Returns how many changed. */
int64_t record_rebuild(struct db *db, const struct regime *r, void (*progress)(void *arg, int64_t done, int64_t total), void *arg);

struct record {
    int64_t subject_id, id, amount;
    struct str item, category, title, detail, document_no, authority, source, unit_name;
    int severity, points, state, version, unit_id;
    struct day found, show_from, show_to, use_to;
    struct day source_from, source_to, source_use; /* what the source itself set: bounds of the three before */
    bool disputed;
};
struct records {
    const struct record *p;
    size_t n;
};
struct records record_of_subject(struct db *db, struct arena *a, int64_t subject_id);
bool record_by_id(struct db *db, struct arena *a, int64_t id, struct record *out);
/* Active records of an item that arose between two days, both included. */
int64_t record_count_found(struct db *db, struct str item, struct day from, struct day to);
/* Every version, oldest first, as the server keeps them. */
struct record_version {
    struct record record;
    struct instant from, to; /* to: in the year 2038 or later for the one that holds */
};
struct record_versions {
    const struct record_version *p;
    size_t n;
};
struct record_versions record_history(struct db *db, struct arena *a, int64_t subject_id, int64_t id);
/* The last state that bore this version number. */
bool record_as_of(struct db *db, struct arena *a, int64_t subject_id, int64_t id, int version, struct record *out);

/* The same subject, a change by two persons (entry): inside a transaction with the audit row. */
enum record_change { RECORD_CHANGED, RECORD_CHANGE_DUPLICATE, RECORD_CHANGE_CONFLICT };
/* DUPLICATE: the archive has this very fact already. CONFLICT: somebody changed the record meanwhile, or it is not active. */
MUST_USE enum record_change record_insert(struct db *db, struct arena *a, int64_t id, int64_t subject_id,
                                          const struct record_draft *d, const struct record_life *life);
MUST_USE enum record_change record_correct(struct db *db, int64_t id, int version, int64_t subject_id, const struct record_draft *d,
                                           const struct record_life *life);
/* Guarded on version. False: somebody changed it meanwhile. Inside a transaction with the audit row. */
MUST_USE bool record_withdraw(struct db *db, int64_t subject_id, int64_t id, int version);

#endif
