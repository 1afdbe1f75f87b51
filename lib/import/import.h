/* SPDX-License-Identifier: EUPL-1.2
 * import.h — workbooks and CSV into subjects and records: upload, dry run, commit. The dry run and the commit are the same walk
 * over the rows with the same checks; only the last step differs. A commit is one transaction: all of it with its audit row, or
 * nothing. The same file again changes nothing, because every row is recognised by its content. Called by worker (jobs), portalctl
 * and the staff import pages. Reading the file's format is sheet/; what a row must satisfy is subject_check() and record_check().
 * SX annex 2 (Excel 导入).
 *
 *   uploaded ──import_check──▶ checked ──import_request_commit──▶ committing ──import_commit──▶ committed
 *        └────────────────────▶ unreadable (the file as a whole cannot be read; the reason is in message)
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
    struct str file_name, file_hash, encoding, state, message, unit_name, division, created_name, committed_name;
    int sheet_no, rows_total, rows_new, rows_changed, rows_same, rows_refused, unit_id, created_by, committed_by, version;
    bool confirm_codes, without_code, skip_refused;
    struct instant created_at, committed_at;
};

/* Stores the batch and, sealed, its file; inside a transaction. b: kind, item, file_name, unit_id, division, options. Returns the
 * id. */
int64_t import_upload(const struct import_context *c, struct arena *a, const struct import_batch *b, struct str bytes);
bool import_get(struct db *db, struct arena *a, int64_t id, struct import_batch *out);
struct import_batches {
    const struct import_batch *p;
    size_t n;
};
struct import_batches import_list(struct db *db, struct arena *a, int limit);
/* The stored file, opened; false when there is none or it cannot be opened. */
MUST_USE bool import_file(const struct import_context *c, struct arena *a, int64_t id, struct str *bytes_out);

enum import_outcome {
    IMPORT_DONE,
    IMPORT_REFUSED_ROWS, /* commit: rows are refused and skip_refused is not set; nothing was written */
    IMPORT_UNREADABLE,   /* the file as a whole; message says why */
    IMPORT_WRONG_STATE,  /* not in the state that this step starts from, or somebody was first */
    IMPORT_NOTHING,      /* commit: every row is unchanged or refused; nothing to write */
};
/* Dry run: counts and faults into the database. */
MUST_USE enum import_outcome import_check(const struct import_context *c, int64_t id, struct str bytes);
/* A clerk asks for the commit of what the dry run showed; guarded on version. Inside a transaction. */
MUST_USE enum import_outcome import_request_commit(struct db *db, int64_t id, int version, int staff_id, bool skip_refused);
/* From committing. One transaction with the audit row. */
MUST_USE enum import_outcome import_commit(const struct import_context *c, int64_t id, struct str bytes);

struct import_fault {
    int row_no; /* as the spreadsheet program shows it; 0: the file */
    bool warning;
    struct str column_name, message;
};
struct import_faults {
    const struct import_fault *p;
    size_t n;
};
struct import_faults import_faults(struct db *db, struct arena *a, int64_t id, int from_row, int limit);

/* The columns of a kind, for the template download and the help text. */
struct sheet_field;
size_t import_fields(struct str kind, const struct sheet_field **fields_out);

#endif
