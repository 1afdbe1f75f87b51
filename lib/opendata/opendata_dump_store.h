/* SPDX-License-Identifier: EUPL-1.2
 * opendata_dump_store.h — what the making of the day's files writes and reads: parts, the change of files, hashes of what was last
 * said. Between opendata_dump.c and its SQL (opendata_dump_store.c); nobody else calls it.
 */
#ifndef OPENDATA_OPENDATA_DUMP_STORE_H
#define OPENDATA_OPENDATA_DUMP_STORE_H

#include "crypto/digest.h"
#include "opendata/opendata_file.h"

/* Newest token of open_touch, and how many rows there are up to it. */
struct opendata_touched {
    struct opendata_touch {
        int64_t block;
        uint64_t token;
    } * p;
    size_t n, cap;
};
struct opendata_touched opendata_touched(struct db *db, struct arena *a);
int64_t opendata_new_file(struct db *db);
void opendata_put_part(struct db *db, int64_t file_id, int seq, struct str body);

struct opendata_said { /* of one organisation */
    int64_t subject;
    struct str public_id, code;
    uint8_t digest[DIGEST_BYTES];
};
/* Numbers those whose hash is another than last time. n at most 256. */
void opendata_note_changes(struct db *db, struct arena *a, const struct opendata_said *p, size_t n);
/* Organisations that are there no more. */
void opendata_note_gone(struct db *db, struct arena *a);
/* The new files instead of the old ones, and the touches that were seen taken away; all at once. */
void opendata_replace_files(struct db *db, const struct opendata_stored *files, size_t n, const struct opendata_touched *seen);

#endif
