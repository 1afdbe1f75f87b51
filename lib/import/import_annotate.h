/* SPDX-License-Identifier: EUPL-1.2
 * import_annotate.h — the user's own table with the faults beside each row: the same rows in their own columns and order under
 * their own headers, the row number of the file in front, 错误列 and 错误原因 behind. It can be corrected and uploaded again as it
 * is: the added columns have names that no field has. After the dry run, with its faults; for import_run_store.c.
 */
#ifndef IMPORT_IMPORT_ANNOTATE_H
#define IMPORT_IMPORT_ANNOTATE_H

#include "import/import_walk.h"

struct import_annotated {
    struct str xlsx, csv; /* csv only where the upload was one; both empty when no row has a fault */
};
/* w: the walk that ended well. Reads the file once more. */
void import_annotate(const struct import_walk *w, struct str bytes, struct import_annotated *out);

#endif
