/* SPDX-License-Identifier: EUPL-1.2
 * rekey.h — moving what is stored to the newest key epoch while everybody works: sealed fields and documents' keys are sealed again
 * inside the keeper, blind indexes made anew, in blocks of one short transaction each, every UPDATE guarded by the value that was
 * read. What was done stays done, so it can be stopped and run again at any time; new writes take the newest epoch by themselves.
 * Called by portalctl. Every table with sealed values has a row in rekey_store.c; a test walks the schema for columns that are
 * missing there. Passwords cannot be moved: they take the newest pepper when their owners sign in.
 */
#ifndef PROGRAM_REKEY_H
#define PROGRAM_REKEY_H

#include "base/str.h"

struct arena;
struct db;
struct text_tools;
struct vault;

struct rekey_count {
    struct str what; /* "subject.id_number", "subject.id_number index", "staff.password_hash" … */
    int64_t epoch;   /* 0: from before there were epochs */
    int64_t rows;
};
/* How many stored values each epoch has, column by column. Returns the count of rows of the table. */
size_t rekey_counts(struct db *db, struct arena *a, struct rekey_count **out);

/* "subject.id_sealed": is it among the columns that are moved? */
bool rekey_knows(struct str table_column);

struct rekey_result {
    int64_t moved;
    int64_t kept; /* changed by somebody meanwhile, or: */
    int64_t lost; /* does not open (tampered, or its epoch is gone), or its new index belongs to another row already */
};
/* Moves everything that is not of the newest epoch. progress may be NULL; done and total are of the column named by what. */
struct rekey_result rekey_all(struct db *db, const struct vault *v, struct text_tools *t,
                              void (*progress)(void *what, int64_t done, int64_t total));

#endif
