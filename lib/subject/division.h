/* SPDX-License-Identifier: EUPL-1.2
 * division.h — the divisions and towns of the jurisdiction (GB/T 2260 and the town codes below it), as the operator loads them.
 * Places of subjects, scopes of staff and filters of the search refer to them.
 */
#ifndef SUBJECT_DIVISION_H
#define SUBJECT_DIVISION_H

#include "base/str.h"

struct db;

enum division_level { DIVISION_PROVINCE = 1, DIVISION_CITY, DIVISION_COUNTY, DIVISION_TOWN };
enum division_level division_level_of(struct str code);
/* Inserts, or renames. */
void division_put(struct db *db, struct str code, struct str name);

#endif
