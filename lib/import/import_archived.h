/* SPDX-License-Identifier: EUPL-1.2
 * import_archived.h — subjects of the archive as a whole, many at once, to be compared with rows of a file. For import_compare.c.
 */
#ifndef IMPORT_IMPORT_ARCHIVED_H
#define IMPORT_IMPORT_ARCHIVED_H

#include "subject/subject.h"

struct db;

struct import_archived_name {
    int64_t subject_id;
    struct str name;
};
struct import_archived_licence {
    int64_t subject_id;
    struct subject_licence l;
};
struct import_archived {
    int64_t id; /* 0: not asked for */
    struct str type, name, code, division, division_name, address, representative, name_index;
    struct day established, ended;
    int kind;
    struct {
        struct str *p;
        size_t n, cap;
    } former;
    struct {
        struct subject_licence *p;
        size_t n, cap;
    } licences;
};
/* out[i] for ids[i]; ids of 0 are left out. n ≤ 256; three statements at most. */
void import_archived_load(struct db *db, struct arena *a, const int64_t *ids, size_t n, struct import_archived *out);

#endif
