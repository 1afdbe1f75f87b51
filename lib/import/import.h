/* SPDX-License-Identifier: EUPL-1.2
 * import.h — workbooks and CSV into subjects and records: upload, look, mapping, dry run, a second person's approval, commit, and
 * the undoing of a whole batch. Dry run and commit are the same walk over the rows with the same checks; only the last step
 * differs. A commit, and an undoing, is one transaction: all of it with its audit row, or nothing. The same file again changes
 * nothing, because every row is recognised by its content. This header: a batch, its states, how it is read and uploaded. What the
 * worker does is import_run.h, which column is what import_plan.h, what officers decide import_decide.h. SX annex 2 (Excel 导入).
 *
 *   uploaded ──look──▶ looked ──plan──▶ mapped ──check──▶ checked ──ask──▶ asked ──approve──▶ committing ──commit──▶ committed
 *       └──▶ unreadable (message says why)   ◀── plan again ──┘    └──reject──▶ rejected
 *   committed ──ask──▶ undo_asked ──approve──▶ undoing ──undo──▶ undone          (reject: committed again)
 */
#ifndef IMPORT_IMPORT_H
#define IMPORT_IMPORT_H

#include "audit/audit.h"
#include "base/check.h"
#include "regime/regime.h"

struct db;
struct vault;
struct text_tools;

typedef void (*import_progress_fn)(void *arg, int64_t done, int64_t total);

/* What every walk needs; one per process or job. */
struct import_context {
    struct db *db;
    const struct vault *vault;
    struct text_tools *text;
    const struct regime *regime;
    struct instant now;
    struct day today;
    struct audit_actor actor;
    import_progress_fn progress; /* may be NULL; rows read so far of rows in the file (0: not known yet) */
    void *progress_arg;
};

struct import_batch {
    int64_t id, file_size;
    struct str kind, item; /* subject: default subject type or empty; record: default item or empty */
    struct str layout;     /* national layout that the look recognised, or empty */
    struct str file_name, file_hash, encoding, state, message, unit_name, division;
    struct str created_name, asked_name, committed_name, undo_name, undone_name, undo_reason;
    struct str header_key;
    int sheet_no;   /* 0: every visible sheet that has a header */
    int header_row; /* 0: found by itself */
    int coding;     /* enum sheet_encoding that a person chose; 0: found by the reader */
    int rows_total, rows_new, rows_changed, rows_same, rows_duplicate, rows_refused;
    int unit_id, created_by, asked_by, committed_by, undo_by, undone_by, version;
    bool confirm_codes, without_code, skip_refused;
    struct instant created_at, asked_at, committed_at, undone_at;
};

/* Stores the batch and, sealed, its file; inside a transaction. b: kind, item, file_name, unit_id, division, options. Returns the
 * id. */
int64_t import_upload(const struct import_context *c, struct arena *a, const struct import_batch *b, struct str bytes);
bool import_get(struct db *db, struct arena *a, int64_t id, struct import_batch *out);
bool import_in_state(const struct import_batch *b, const char *state);

/* Empty fields and 0: any. The scope is what the reader may see at most. */
struct import_filter {
    struct str division_prefix, state, kind;
    int unit_id;
};
struct import_batches {
    const struct import_batch *p;
    size_t n;
};
struct import_batches import_list(struct db *db, struct arena *a, const struct import_filter *f, int64_t offset, int limit);
int64_t import_count(struct db *db, const struct import_filter *f);
/* An earlier batch of the same file, kind and item that was committed and not undone; 0: none. */
int64_t import_same_file(struct db *db, const struct import_batch *b);

/* The stored file, opened; false when there is none or it cannot be opened. */
MUST_USE bool import_file(const struct import_context *c, struct arena *a, int64_t id, struct str *bytes_out);
/* The user's own table with the faults beside each row; format xlsx or csv. Likewise. */
MUST_USE bool import_annotated(const struct import_context *c, struct arena *a, int64_t id, struct str format,
                               struct str *bytes_out);
bool import_has_annotated(struct db *db, int64_t id, struct str format);

struct import_fault {
    int row_no; /* as the spreadsheet program shows it; 0: the file */
    bool warning;
    int sheet_no; /* not stored; the name of the sheet is in front of the column's when there are several */
    struct str column_name, message;
};
struct import_faults {
    const struct import_fault *p;
    size_t n;
};
struct import_faults import_faults(struct db *db, struct arena *a, int64_t id, int from_row, int limit);

/* A field of a subject as it is and as the batch makes it; the first changed rows only. */
struct import_diff {
    int row_no;
    struct str name, field, before, after;
};
struct import_diffs {
    const struct import_diff *p;
    size_t n;
};
struct import_diffs import_diffs(struct db *db, struct arena *a, int64_t id);

#endif
