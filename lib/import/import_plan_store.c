/* SPDX-License-Identifier: EUPL-1.2
 * import_plan_store.c — reading what the look found; see import_plan.h. The first rows lie sealed, as one text: rows between record
 * separators, cells between unit separators, which the look takes out of the cells themselves.
 */
#include "base/arena.h"
#include "crypto/vault.h"
#include "db/db.h"
#include "import/import_plan.h"

enum { ROW_END = 0x1e, CELL_END = 0x1f };

DB_STATEMENT(SHEETS, "SELECT sheet_no, name, hidden, rows_total, header_row, mapped FROM import_sheet WHERE batch_id = ?"
                     " ORDER BY sheet_no");
DB_STATEMENT(COLUMNS, "SELECT column_no, header, field, origin FROM import_column WHERE batch_id = ? ORDER BY column_no");
DB_STATEMENT(PREVIEW, "SELECT body FROM import_preview WHERE batch_id = ?");

static const struct db_column SHEET_COLUMNS[] = {
    DB_COLUMN(struct import_sheet, sheet_no),   DB_COLUMN(struct import_sheet, name),       DB_COLUMN(struct import_sheet, hidden),
    DB_COLUMN(struct import_sheet, rows_total), DB_COLUMN(struct import_sheet, header_row), DB_COLUMN(struct import_sheet, mapped),
};
static const struct db_column COLUMN_COLUMNS[] = {
    DB_COLUMN(struct import_column, column_no),
    DB_COLUMN(struct import_column, header),
    DB_COLUMN(struct import_column, field),
    DB_COLUMN(struct import_column, origin),
};
struct body_row {
    struct str body;
};
static const struct db_column BODY_COLUMNS[] = {DB_COLUMN(struct body_row, body)};

void import_plan_read(struct db *db, struct arena *a, int64_t id, struct import_plan *out)
{
    struct {
        struct import_sheet *p;
        size_t n, cap;
    } sheets = {0};
    struct {
        struct import_column *p;
        size_t n, cap;
    } columns = {0};
    struct db_cursor *c = db_select(db, a, SHEETS, SHEET_COLUMNS, id);
    for (struct import_sheet s; db_fetch(c, &s) == DB_ROW;)
        *VEC_PUSH(a, sheets) = s;
    c = db_select(db, a, COLUMNS, COLUMN_COLUMNS, id);
    for (struct import_column k; db_fetch(c, &k) == DB_ROW;)
        *VEC_PUSH(a, columns) = k;
    *out = (struct import_plan){.sheets = {sheets.p, sheets.n}, .columns = {columns.p, columns.n}};
}

static struct import_cells cells_of(struct arena *a, struct str line)
{
    struct {
        struct str *p;
        size_t n, cap;
    } v = {0};
    struct str rest = line, number = STR_NONE, cell;
    int64_t row = 0;
    if (str_cut(&rest, CELL_END, &number) && !str_int(number, &row))
        row = 0;
    while (str_cut(&rest, CELL_END, &cell))
        *VEC_PUSH(a, v) = cell;
    return (struct import_cells){.row_no = (int)row, .p = v.p, .n = v.n};
}

struct import_preview import_preview(const struct import_context *c, struct arena *a, int64_t id)
{
    struct {
        struct import_cells *p;
        size_t n, cap;
    } v = {0};
    struct body_row r;
    struct str text;
    struct vault_field where = {STR("import_preview.body"), (uint64_t)id};
    if (!db_one(c->db, a, PREVIEW, BODY_COLUMNS, &r, id) || vault_open_field(c->vault, a, where, r.body, &text) != VAULT_OK ||
        text.n == 0)
        return (struct import_preview){0};
    struct str rest = text, line;
    while (str_cut(&rest, ROW_END, &line))
        *VEC_PUSH(a, v) = cells_of(a, line);
    return (struct import_preview){v.p, v.n};
}
