/* SPDX-License-Identifier: EUPL-1.2
 * import_known.h — the subjects that earlier rows of a file named: a file of many records about few subjects asks the database once
 * for each. Lives as long as the walk over one file; holds only subjects that were found. Called by import_record.c.
 */
#ifndef IMPORT_IMPORT_KNOWN_H
#define IMPORT_IMPORT_KNOWN_H

#include "base/arena.h"
#include "subject/subject_store.h"

struct import_known;

/* What it remembers lies in the arena. */
struct import_known *import_known_new(struct arena *a);
/* As subject_find_keys (n ≤ 256), the remembered ones without asking. chunk: for the values of those that are not remembered. */
void import_known_find(struct import_known *k, struct db *db, struct arena *chunk, const struct subject_key *keys, size_t n,
                       struct subject_known *known);

#endif
