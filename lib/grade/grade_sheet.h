/* SPDX-License-Identifier: EUPL-1.2
 * grade_sheet.h — score sheets as stored in grade.sheet: version byte, outcome, grading, grade, total, then the lines, all as
 * varints. The same result always gives the same bytes. Indices refer to the regime version of the round, which is kept whole
 * (regime_version). Pure; reads hostile bytes safely. Called by the rounds (write) and by pages through grade_store (read).
 */
#ifndef GRADE_GRADE_SHEET_H
#define GRADE_GRADE_SHEET_H

#include "grade/grade.h"

enum { GRADE_SHEET_MAX = 65535, GRADE_SHEET_LINES = 1500 }; /* a BLOB; what 1500 lines of any content fit into */

/* A sheet that would not fit keeps GRADE_SHEET_LINES lines, decisive ones first, and one GRADE_LINE_REST for the others, so that it
 * still adds up. Bytes live in the arena. */
struct str grade_sheet_encode(struct arena *a, const struct grade_result *result);
/* False for anything that grade_sheet_encode cannot have written: wrong version, cut short, trailing bytes, an index out of the
 * regime. */
MUST_USE bool grade_sheet_decode(struct arena *a, const struct regime *r, struct str bytes, struct grade_result *out);

#endif
