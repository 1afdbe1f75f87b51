/* SPDX-License-Identifier: EUPL-1.2
 * import_store.c — reading batches, their sealed files, faults and changes. Uploading is import_upload_store.c, the walks are
 * import_run_store.c, sheets and columns are import_plan_store.c.
 */
#include "base/out.h"
#include "crypto/vault.h"
#include "db/db.h"
#include "import/import.h"

#define BATCH_SQL                                                                                                                  \
    "SELECT b.id, b.file_size, b.kind, b.item, b.layout, b.file_name, b.file_hash, b.encoding, b.state, b.message, u.name,"        \
    " b.division, s1.name, s2.name, s3.name, s4.name, s5.name, b.undo_reason, b.header_key, b.sheet_no, b.header_row, b.coding,"   \
    " b.rows_total, b.rows_new, b.rows_changed, b.rows_same, b.rows_duplicate, b.rows_refused, b.unit_id, b.created_by,"           \
    " b.asked_by, b.committed_by, b.undo_by, b.undone_by, b.version, b.confirm_codes, b.without_code, b.skip_refused,"             \
    " b.created_at, b.asked_at, b.committed_at, b.undone_at FROM import_batch b LEFT JOIN unit u ON u.id = b.unit_id"              \
    " LEFT JOIN staff s1 ON s1.id = b.created_by LEFT JOIN staff s2 ON s2.id = b.asked_by LEFT JOIN staff s3 ON s3.id ="           \
    " b.committed_by LEFT JOIN staff s4 ON s4.id = b.undo_by LEFT JOIN staff s5 ON s5.id = b.undone_by"
#define FILTER_SQL                                                                                                                 \
    " WHERE b.division LIKE CONCAT(?, '%') AND (? = 0 OR b.unit_id = ?) AND (? = '' OR b.state = ?) AND (? = '' OR b.kind = ?)"
DB_STATEMENT(GET_BATCH, BATCH_SQL " WHERE b.id = ?");
DB_STATEMENT(LIST_BATCHES, BATCH_SQL FILTER_SQL " ORDER BY b.id DESC LIMIT ? OFFSET ?");
DB_STATEMENT(COUNT_BATCHES, "SELECT COUNT(*) FROM import_batch b" FILTER_SQL);
DB_STATEMENT(SAME_FILE, "SELECT MAX(id) FROM import_batch WHERE file_hash = ? AND kind = ? AND item = ? AND id < ?"
                        " AND state IN ('committed', 'undo_asked')");
DB_STATEMENT(SELECT_PARTS, "SELECT body FROM import_file WHERE batch_id = ? ORDER BY part");
DB_STATEMENT(SELECT_OUTPUT, "SELECT body FROM import_output WHERE batch_id = ? AND format = ? ORDER BY part");
DB_STATEMENT(HAS_OUTPUT, "SELECT COUNT(*) FROM import_output WHERE batch_id = ? AND format = ?");
DB_STATEMENT(SELECT_FAULTS, "SELECT row_no, warning, column_name, message FROM import_fault WHERE batch_id = ? AND row_no >= ?"
                            " ORDER BY row_no, fault_no LIMIT ?");
DB_STATEMENT(SELECT_DIFFS,
             "SELECT row_no, name, field, text_before, text_after FROM import_diff WHERE batch_id = ? ORDER BY diff_no");

#define B(member) DB_COLUMN(struct import_batch, member)
static const struct db_column BATCH_COLUMNS[] = {
    B(id),           B(file_size),    B(kind),           B(item),         B(layout),       B(file_name),
    B(file_hash),    B(encoding),     B(state),          B(message),      B(unit_name),    B(division),
    B(created_name), B(asked_name),   B(committed_name), B(undo_name),    B(undone_name),  B(undo_reason),
    B(header_key),   B(sheet_no),     B(header_row),     B(coding),       B(rows_total),   B(rows_new),
    B(rows_changed), B(rows_same),    B(rows_duplicate), B(rows_refused), B(unit_id),      B(created_by),
    B(asked_by),     B(committed_by), B(undo_by),        B(undone_by),    B(version),      B(confirm_codes),
    B(without_code), B(skip_refused), B(created_at),     B(asked_at),     B(committed_at), B(undone_at),
};
#undef B

struct part_row {
    struct str body;
};
static const struct db_column PART_COLUMNS[] = {DB_COLUMN(struct part_row, body)};
static const struct db_column FAULT_COLUMNS[] = {DB_COLUMN(struct import_fault, row_no), DB_COLUMN(struct import_fault, warning),
                                                 DB_COLUMN(struct import_fault, column_name),
                                                 DB_COLUMN(struct import_fault, message)};
static const struct db_column DIFF_COLUMNS[] = {DB_COLUMN(struct import_diff, row_no), DB_COLUMN(struct import_diff, name),
                                                DB_COLUMN(struct import_diff, field), DB_COLUMN(struct import_diff, before),
                                                DB_COLUMN(struct import_diff, after)};

bool import_get(struct db *db, struct arena *a, int64_t id, struct import_batch *out)
{
    return db_one(db, a, GET_BATCH, BATCH_COLUMNS, out, id);
}

bool import_in_state(const struct import_batch *b, const char *state)
{
    return str_eq(b->state, str_from(state));
}

static struct str some(struct str s)
{
    return s.p ? s : STR("");
}

struct import_batches import_list(struct db *db, struct arena *a, const struct import_filter *f, int64_t offset, int limit)
{
    struct {
        struct import_batch *p;
        size_t n, cap;
    } v = {0};
    struct db_cursor *c = db_select(db, a, LIST_BATCHES, BATCH_COLUMNS, some(f->division_prefix), f->unit_id, f->unit_id,
                                    some(f->state), some(f->state), some(f->kind), some(f->kind), limit, offset);
    for (struct import_batch b; db_fetch(c, &b) == DB_ROW;)
        *VEC_PUSH(a, v) = b;
    return (struct import_batches){v.p, v.n};
}

int64_t import_count(struct db *db, const struct import_filter *f)
{
    return db_int(db, COUNT_BATCHES, some(f->division_prefix), f->unit_id, f->unit_id, some(f->state), some(f->state),
                  some(f->kind), some(f->kind));
}

int64_t import_same_file(struct db *db, const struct import_batch *b)
{
    return db_int(db, SAME_FILE, b->file_hash, b->kind, b->item, b->id);
}

static struct str parts_of(struct db_cursor *cursor, struct arena *a)
{
    struct out sealed;
    out_to_arena(&sealed, a);
    for (struct part_row r; db_fetch(cursor, &r) == DB_ROW;)
        out_str(&sealed, r.body);
    return out_text(&sealed);
}

bool import_file(const struct import_context *c, struct arena *a, int64_t id, struct str *bytes_out)
{
    struct str sealed = parts_of(db_select(c->db, a, SELECT_PARTS, PART_COLUMNS, id), a);
    struct vault_field where = {STR("import_file.body"), (uint64_t)id};
    return vault_open_bytes(c->vault, a, where, sealed, bytes_out) == VAULT_OK;
}

bool import_annotated(const struct import_context *c, struct arena *a, int64_t id, struct str format, struct str *bytes_out)
{
    struct str sealed = parts_of(db_select(c->db, a, SELECT_OUTPUT, PART_COLUMNS, id, format), a);
    struct vault_field where = {STR("import_output.body"), (uint64_t)id};
    return sealed.n && vault_open_bytes(c->vault, a, where, sealed, bytes_out) == VAULT_OK;
}

bool import_has_annotated(struct db *db, int64_t id, struct str format)
{
    return db_int(db, HAS_OUTPUT, id, format) > 0;
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

struct import_diffs import_diffs(struct db *db, struct arena *a, int64_t id)
{
    struct {
        struct import_diff *p;
        size_t n, cap;
    } v = {0};
    struct db_cursor *c = db_select(db, a, SELECT_DIFFS, DIFF_COLUMNS, id);
    for (struct import_diff d; db_fetch(c, &d) == DB_ROW;)
        *VEC_PUSH(a, v) = d;
    return (struct import_diffs){v.p, v.n};
}
