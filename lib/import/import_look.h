/* SPDX-License-Identifier: EUPL-1.2
 * import_look.h — the first look at a file: sheets, the likely header row, a proposal for each column, the first rows. Reads the
 * whole file once. For the files of this room; the outcome goes to import_look_store.c.
 */
#ifndef IMPORT_IMPORT_LOOK_H
#define IMPORT_IMPORT_LOOK_H

#include "import/import_field.h"
#include "import/import_plan.h"
#include "sheet/sheet_read.h"

struct import_look {
    const struct import_context *c;
    struct import_batch *batch; /* sheet_no, header_row, item and layout are filled in */
    struct arena *arena;
    struct sheet *sheet;
    struct {
        struct import_sheet *p;
        size_t n, cap;
    } sheets;
    struct {
        struct import_column *p;
        size_t n, cap;
    } columns;
    uint8_t header_key[32];
    struct str preview; /* as import_plan_store.c reads it */
    struct str encoding, message;
};

/* False: the file cannot be read as a whole, see message. */
MUST_USE bool import_look_run(struct import_look *l, struct str bytes);
/* import_look_store.c: the remembered fields, comma separated; empty when there are none. */
struct str import_memory_of(struct db *db, struct arena *a, const struct import_batch *b, struct str header_key);

#endif
