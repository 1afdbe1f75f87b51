/* SPDX-License-Identifier: EUPL-1.2
 * import_plan.h — what the look found in a file, and which column a person says is what. Read by pages; sheets and columns are
 * written by the look, the choice by import_plan_save(). A mapping is remembered under unit, kind, item and header, and proposed
 * next time.
 */
#ifndef IMPORT_IMPORT_PLAN_H
#define IMPORT_IMPORT_PLAN_H

#include "import/import.h"
#include "import/import_run.h"

enum import_origin { IMPORT_BY_NOBODY, IMPORT_BY_NAME, IMPORT_BY_MEMORY, IMPORT_BY_PERSON };
enum { IMPORT_PREVIEW_ROWS = 20 };

struct import_sheet {
    int sheet_no; /* from 1 */
    struct str name;
    bool hidden;
    int rows_total, header_row, mapped;
};
struct import_column {
    int column_no; /* from 0 */
    struct str header;
    struct str field; /* key; empty: not imported */
    int origin;       /* enum import_origin */
};
struct import_cells {
    int row_no;
    const struct str *p;
    size_t n;
};
struct import_plan {
    struct {
        const struct import_sheet *p;
        size_t n;
    } sheets;
    struct {
        const struct import_column *p;
        size_t n;
    } columns; /* of the chosen sheet, or of the first of several */
};
void import_plan_read(struct db *db, struct arena *a, int64_t id, struct import_plan *out);
struct import_preview {
    const struct import_cells *p;
    size_t n;
};
/* The first rows, identity numbers masked; empty when there are none. */
struct import_preview import_preview(const struct import_context *c, struct arena *a, int64_t id);

/* What is not right with a mapping, in words; empty when all is well. fields[i]: key of column i, or empty. */
struct str import_plan_fault(struct arena *a, const struct regime *r, const struct import_batch *b, const struct str *fields,
                             size_t n);
/* looked, mapped, checked, rejected → mapped; remembers the mapping. Guarded on version; inside a transaction. */
MUST_USE enum import_outcome import_plan_save(struct db *db, struct arena *a, const struct import_batch *b, int version,
                                              const struct import_plan *plan, const struct str *fields, int staff_id,
                                              struct instant now);
/* Another sheet, header row or encoding: looked, mapped, checked, rejected, unreadable → uploaded, to be looked at again. Likewise. */
struct import_choice {
    int sheet_no, header_row, coding;
};
MUST_USE enum import_outcome import_look_again(struct db *db, int64_t id, int version, const struct import_choice *choice);

#endif
