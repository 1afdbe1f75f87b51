/* SPDX-License-Identifier: EUPL-1.2
 * grade_outdated.h — grades of a round that is not published yet and that were worked out with records withdrawn since, because the
 * import that brought them was undone (import_run.h writes the marks). The round has to be computed again; pages say so.
 */
#ifndef GRADE_GRADE_OUTDATED_H
#define GRADE_GRADE_OUTDATED_H

#include "base/str.h"

struct arena;
struct db;

struct grade_outdated {
    int64_t subjects;  /* how many; 0: none */
    struct str reason; /* of one of them */
};
struct grade_outdated grade_outdated(struct db *db, struct arena *a, int32_t round_id);

#endif
