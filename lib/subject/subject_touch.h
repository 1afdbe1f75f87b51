/* SPDX-License-Identifier: EUPL-1.2
 * subject_touch.h — says that what the public sees of some subjects is about to change, in the transaction that changes it: their
 * packed archives (archive/archive_pack.h) are then not shown any more. Changes and deletions of a subject, a licence, a former
 * name, a record, and the publication or end of a round are told by triggers of the database (db/migrations/0012); only what adds
 * new rows calls this: the writers of subjects and records. Not the packing itself. SQL is in subject_touch_store.c.
 */
#ifndef SUBJECT_SUBJECT_TOUCH_H
#define SUBJECT_SUBJECT_TOUCH_H

#include <stddef.h>
#include <stdint.h>

struct arena;
struct db;

enum { SUBJECT_BLOCK = 1024 }; /* subject ids that are touched together; the migration knows the number too */

/* Blocks collected so far; starts as {0}. */
struct subject_touched {
    uint8_t *bits;
    size_t n; /* bytes */
};
void subject_touched_add(struct subject_touched *t, struct arena *a, int64_t subject_id);
/* Once, at the end of the transaction: one row per block, in a few batches. */
void subject_touched_write(const struct subject_touched *t, struct db *db);

#endif
