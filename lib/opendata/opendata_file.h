/* SPDX-License-Identifier: EUPL-1.2
 * opendata_file.h — the day's files of all open data and the list of changes, as query reads them. A file is given out only while
 * it is of today, of the rule set in force, and nothing was changed since it was begun: what was withdrawn is not in any file from
 * that moment on. Reading only; making them is opendata_dump.h.
 */
#ifndef OPENDATA_OPENDATA_FILE_H
#define OPENDATA_OPENDATA_FILE_H

#include "base/check.h"
#include "base/date.h"

struct arena;
struct db;

struct opendata_stored {
    struct str name;
    int64_t id, size, lines;
    struct instant made_at;
    struct day made_on;
    int regime_version_id;
    struct str hash; /* SHA-256, 32 bytes */
};
struct opendata_stored_list {
    const struct opendata_stored *p;
    size_t n; /* 0: none may be given out now */
};
struct opendata_stored_list opendata_files(struct db *db, struct arena *a, struct day today, int regime_version_id);
/* Its bytes, in the arena. */
struct str opendata_file_body(struct db *db, struct arena *a, const struct opendata_stored *f);

struct opendata_changed {
    int64_t change_no;
    struct str public_id, code;
};
struct opendata_changed_list {
    const struct opendata_changed *p;
    size_t n;
};
/* Organisations whose public data changed after that number, in the order of their last change. */
struct opendata_changed_list opendata_changes(struct db *db, struct arena *a, int64_t after, int64_t limit);

#endif
