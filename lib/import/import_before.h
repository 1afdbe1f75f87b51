/* SPDX-License-Identifier: EUPL-1.2
 * import_before.h — what a commit keeps so that it can be undone: subjects, former names and licences as they were before the batch
 * changed them. And licences of licence tables, written beside their records. Inside the commit's transaction; for the walk.
 */
#ifndef IMPORT_IMPORT_BEFORE_H
#define IMPORT_IMPORT_BEFORE_H

#include "subject/subject.h"

struct db;
struct text_tools;

/* n ≤ 256, may be 0. Keeping the same subject twice for one batch keeps the first image. */
void import_before_keep(struct db *db, int64_t batch_id, const int64_t *subject_ids, size_t n);
void import_before_licences(struct db *db, int64_t batch_id, const int64_t *subject_ids, size_t n);

struct import_licences;
struct import_licences *import_licences_begin(struct db *db, int64_t batch_id);
/* A licence of that number that the subject has already is brought up to date. scratch: for the row only. */
void import_licence_add(struct import_licences *w, struct text_tools *t, struct arena *scratch, int64_t subject_id,
                        const struct subject_licence *l);
void import_licences_end(struct import_licences **w); /* before the transaction commits */

#endif
