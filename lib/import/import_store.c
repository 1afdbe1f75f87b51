/* SPDX-License-Identifier: EUPL-1.2
 * import_store.c — reading batches, their sealed files and faults. Uploading is import_upload_store.c, the walks are
 * import_run_store.c.
 */
#include "base/out.h"
#include "crypto/digest.h"
#include "crypto/vault.h"
#include "db/db.h"
#include "import/import_walk.h"

#define BATCH_SQL                                                                                                                     \
    "SELECT b.id, b.file_size, b.kind, b.item, b.file_name, b.file_hash, b.encoding, b.state, b.message, u.name, b.division, s.name," \
    " t.name, b.sheet_no, b.rows_total, b.rows_new, b.rows_changed, b.rows_same, b.rows_refused, b.unit_id, b.created_by,"            \
    " b.committed_by, b.version, b.confirm_codes, b.without_code, b.skip_refused, b.created_at, b.committed_at"                       \
    " FROM import_batch b LEFT JOIN unit u ON u.id = b.unit_id LEFT JOIN staff s ON s.id = b.created_by"                              \
    " LEFT JOIN staff t ON t.id = b.committed_by"
DB_STATEMENT(GET_BATCH, BATCH_SQL " WHERE b.id = ?");
DB_STATEMENT(LIST_BATCHES, BATCH_SQL " ORDER BY b.id DESC LIMIT ?");
DB_STATEMENT(SELECT_PARTS, "SELECT body FROM import_file WHERE batch_id = ? ORDER BY part");
DB_STATEMENT(SELECT_FAULTS, "SELECT row_no, warning, column_name, message FROM import_fault WHERE batch_id = ? AND row_no >= ?"
                            " ORDER BY row_no, fault_no LIMIT ?");

static const struct db_column BATCH_COLUMNS[] = {
    DB_COLUMN(struct import_batch, id),
    DB_COLUMN(struct import_batch, file_size),
    DB_COLUMN(struct import_batch, kind),
    DB_COLUMN(struct import_batch, item),
    DB_COLUMN(struct import_batch, file_name),
    DB_COLUMN(struct import_batch, file_hash),
    DB_COLUMN(struct import_batch, encoding),
    DB_COLUMN(struct import_batch, state),
    DB_COLUMN(struct import_batch, message),
    DB_COLUMN(struct import_batch, unit_name),
    DB_COLUMN(struct import_batch, division),
    DB_COLUMN(struct import_batch, created_name),
    DB_COLUMN(struct import_batch, committed_name),
    DB_COLUMN(struct import_batch, sheet_no),
    DB_COLUMN(struct import_batch, rows_total),
    DB_COLUMN(struct import_batch, rows_new),
    DB_COLUMN(struct import_batch, rows_changed),
    DB_COLUMN(struct import_batch, rows_same),
    DB_COLUMN(struct import_batch, rows_refused),
    DB_COLUMN(struct import_batch, unit_id),
    DB_COLUMN(struct import_batch, created_by),
    DB_COLUMN(struct import_batch, committed_by),
    DB_COLUMN(struct import_batch, version),
    DB_COLUMN(struct import_batch, confirm_codes),
    DB_COLUMN(struct import_batch, without_code),
    DB_COLUMN(struct import_batch, skip_refused),
    DB_COLUMN(struct import_batch, created_at),
    DB_COLUMN(struct import_batch, committed_at),
};

struct part_row {
    struct str body;
};
static const struct db_column PART_COLUMNS[] = {DB_COLUMN(struct part_row, body)};
static const struct db_column FAULT_COLUMNS[] = {DB_COLUMN(struct import_fault, row_no), DB_COLUMN(struct import_fault, warning),
                                                 DB_COLUMN(struct import_fault, column_name),
                                                 DB_COLUMN(struct import_fault, message)};

bool import_get(struct db *db, struct arena *a, int64_t id, struct import_batch *out)
{
    return db_one(db, a, GET_BATCH, BATCH_COLUMNS, out, id);
}

struct import_batches import_list(struct db *db, struct arena *a, int limit)
{
    struct {
        struct import_batch *p;
        size_t n, cap;
    } v = {0};
    struct db_cursor *c = db_select(db, a, LIST_BATCHES, BATCH_COLUMNS, limit);
    for (struct import_batch b; db_fetch(c, &b) == DB_ROW;)
        *VEC_PUSH(a, v) = b;
    return (struct import_batches){v.p, v.n};
}

bool import_file(const struct import_context *c, struct arena *a, int64_t id, struct str *bytes_out)
{
    struct out sealed;
    out_to_arena(&sealed, a);
    struct db_cursor *cursor = db_select(c->db, a, SELECT_PARTS, PART_COLUMNS, id);
    for (struct part_row r; db_fetch(cursor, &r) == DB_ROW;)
        out_str(&sealed, r.body);
    struct vault_field where = {STR("import_file.body"), (uint64_t)id};
    return vault_open_bytes(c->vault, a, where, out_text(&sealed), bytes_out) == VAULT_OK;
}

struct import_faults import_faults(struct db *db, struct arena *a, int64_t id, int from_row, int limit)
{
    struct {
        struct import_fault *p;
        size_t n, cap;
    } v = {0};
    struct db_cursor *c = db_select(db, a, SELECT_FAULTS, FAULT_COLUMNS, id, from_row, limit);
    for (struct import_fault f; db_fetch(c, &f) == DB_ROW;)
        *VEC_PUSH(a, v) = f;
    return (struct import_faults){v.p, v.n};
}
