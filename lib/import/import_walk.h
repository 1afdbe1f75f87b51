/* SPDX-License-Identifier: EUPL-1.2
 * import_walk.h — the walk that dry run and commit share, for the files of this room: rows in chunks, each turned into a draft,
 * checked, compared with the archive and with earlier rows, and handed to a writer when there is one.
 */
#ifndef IMPORT_IMPORT_WALK_H
#define IMPORT_IMPORT_WALK_H

#include "base/arena.h"
#include "import/import.h"
#include "import/import_field.h"
#include "import/import_known.h"
#include "import/import_seen.h"
#include "record/record_store.h"
#include "sheet/sheet_read.h"
#include "subject/subject_store.h"

enum { IMPORT_CHUNK = 256, IMPORT_FAULTS_MOST = 20000 };

struct import_unit {
    int id;
    struct str name;
};
struct import_division {
    struct str code, name;
};

struct import_walk {
    const struct import_context *c;
    const struct import_batch *batch;
    bool write;
    bool all_new;                /* the dry run knew none of the records: not looked for again, a duplicate key would tell */
    struct arena *arena, *chunk; /* of the walk; of the chunk in hand */
    struct sheet *sheet;
    struct sheet_map map;
    struct import_seen *seen;   /* keys of earlier rows */
    struct import_known *known; /* subjects of earlier rows about records */
    struct subject_writer *subjects;
    struct record_writer *records;
    struct {
        struct import_unit *p;
        size_t n, cap;
    } units;
    struct {
        struct import_division *p;
        size_t n, cap;
    } divisions;
    struct {
        struct import_fault *p;
        size_t n, cap;
    } faults;
    struct {
        int64_t first, n;
    } numbers; /* taken for new records and not yet used */
    int total, added, changed, same, refused;
    struct str sheet_name; /* of the sheet in hand, when there are several */
    struct str encoding;   /* of a CSV file, as shown to people */
    struct str message;    /* why the file as a whole cannot be read */
};

/* One row's draft; only the half that the batch's kind uses is filled. */
struct import_row {
    int number;
    bool good;
    struct subject_draft subject;
    struct record_draft record;
    struct str code, id_number; /* whom a record is about */
    enum id_kind id_kind;
    struct str name; /* the name that stands beside it */
};

/* True: walked to the end, see the counts; false: unreadable, see message. */
MUST_USE bool import_walk_run(struct import_walk *w, struct str bytes);

void import_fault_add(struct import_walk *w, int row, struct str column, struct str message, bool warning);
/* The text of a field in the row, trimmed; empty when there is no such column. "-" and the like count as empty. */
struct str import_text(struct import_walk *w, const struct sheet_row *row, enum import_field f);
/* Codes and numbers: refused when the spreadsheet stored them as a number and digits are lost. */
struct str import_code_text(struct import_walk *w, const struct sheet_row *row, enum import_field f, bool *good);
struct day import_day(struct import_walk *w, const struct sheet_row *row, enum import_field f, bool *good);
/* Code or name of a place within the batch's division; the batch's own when it says nothing. */
struct str import_division_code(struct import_walk *w, const struct sheet_row *row);

void import_subject_read(struct import_walk *w, const struct sheet_row *row, struct import_row *out);
void import_subject_chunk(struct import_walk *w, struct import_row *rows, size_t n);
void import_record_read(struct import_walk *w, const struct sheet_row *row, struct import_row *out);
void import_record_chunk(struct import_walk *w, struct import_row *rows, size_t n);

/* import_store.c */
void import_load_places(struct import_walk *w);

#endif
