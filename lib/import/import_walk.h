/* SPDX-License-Identifier: EUPL-1.2
 * import_walk.h — the walk that dry run and commit share, for the files of this room: rows in chunks, each turned into a draft,
 * checked, compared with the archive and with earlier rows, and handed to a writer when there is one.
 */
#ifndef IMPORT_IMPORT_WALK_H
#define IMPORT_IMPORT_WALK_H

#include "base/arena.h"
#include "import/import_field.h"
#include "import/import_known.h"
#include "import/import_plan.h"
#include "import/import_seen.h"
#include "record/record_store.h"
#include "sheet/sheet_read.h"
#include "subject/subject_store.h"

/* Faults are kept up to a number for the annotated table, of these the first for the list of faults; of changes the first rows'. */
enum { IMPORT_CHUNK = 256, IMPORT_FAULTS_KEPT = 500000, IMPORT_FAULTS_MOST = 20000, IMPORT_DIFF_ROWS = 50 };

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
    struct import_licences *licences; /* of licence tables */
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
        struct import_diff *p;
        size_t n, cap;
    } diffs;
    int diff_rows;
    struct {
        int64_t first, n;
    } numbers; /* taken for new records and not yet used */
    int total, added, changed, same, duplicate, refused;
    struct import_plan plan; /* no columns: read by the names in the header */
    const struct import_layout *layout;
    struct str sheet_name; /* of the sheet in hand, when there are several */
    int sheet_no;          /* likewise, from 1 */
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
    struct str name;                /* the name that stands beside it */
    struct subject_licence licence; /* of a licence table; number empty: none */
};

/* True: walked to the end, see the counts; false: unreadable, see message. */
MUST_USE bool import_walk_run(struct import_walk *w, struct str bytes);

/* One sheet of the file after the other, each with its header and mapping found, for the walk and the annotated table: visit gets
 * the sheet positioned at its first row of data. False: unreadable, see message. */
MUST_USE bool import_sheets_run(struct import_walk *w, struct str bytes, bool (*visit)(struct import_walk *w, void *arg),
                                void *arg);
struct sheet_options import_sheet_options(const struct import_batch *b);
bool import_row_is_note(const struct sheet_row *row); /* 双公示 files end in a row of instructions: no data from there on */

/* Runs of 11 and more digits, and letters among them, with stars in the middle: messages never hold a whole number of a person. */
struct str import_masked(struct arena *a, struct str s);
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

/* A licence from its columns; *good false when one cannot be read. number empty: there is none. */
struct subject_licence import_licence_read(struct import_walk *w, const struct sheet_row *row, bool *good);

/* import_compare.c: known subjects that say something else, field by field. Fills what the file has no column for from the archive;
 * same_out[i]: nothing is left that differs. Adds the first differences to w->diffs when it is a dry run. */
void import_compare(struct import_walk *w, struct import_row *rows, const struct subject_known *known, size_t n, bool *same_out);

/* import_places_store.c */
void import_load_places(struct import_walk *w);

#endif
