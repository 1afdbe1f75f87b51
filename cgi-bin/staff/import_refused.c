/* SPDX-License-Identifier: EUPL-1.2
 * import_refused.c — the refused rows of a batch as a workbook of their own: every cell as it was uploaded, the row it stood in and
 * why it was refused. A clerk corrects it and uploads it alone. It holds what the upload held, so asking for it is an act with an
 * audit row. Reads the file once more, which the worker has read before it without trouble; large files and books of several sheets
 * are left to the fault list.
 */
#include "base/arena.h"
#include "sheet/sheet_header.h"
#include "sheet/sheet_read.h"
#include "sheet/sheet_write.h"
#include "staff/import_pages.h"
#include "staff/staff.h"

enum { ROWS_MOST = 50000, FAULTS_MOST = 20000, COLUMNS_MOST = 200 };

const struct form_def REFUSED_FORM = FORM_BUTTON("import_refused");

bool import_has_refused_file(const struct import_batch *b)
{
    return b->rows_refused > 0 && b->rows_total <= ROWS_MOST &&
           (str_eq(b->state, STR("checked")) || str_eq(b->state, STR("committed")));
}

struct walk {
    struct req *r;
    struct sheet *sheet;
    struct sheet_map map;
    struct import_faults faults; /* by row */
    size_t at;                   /* the first fault not yet passed */
    struct sheet_writer *out;
};

/* The reasons of a row, which must not come before the one asked for last; empty when it was not refused. */
static struct str reasons_of(struct walk *w, uint32_t row)
{
    struct arena *a = w->r->arena;
    struct str all = STR_NONE;
    while (w->at < w->faults.n && w->faults.p[w->at].row_no < (int)row)
        w->at++;
    for (; w->at < w->faults.n && w->faults.p[w->at].row_no == (int)row; w->at++) {
        const struct import_fault *f = &w->faults.p[w->at];
        if (!f->warning)
            all = str_fmt(a, "%.*s%s%.*s：%.*s", STR_ARG(all), all.n ? "\n" : "", STR_ARG(f->column_name), STR_ARG(f->message));
    }
    return all;
}

static bool find_header(struct walk *w, const struct import_batch *b)
{
    const struct sheet_field *fields;
    size_t n = import_fields(b->kind, &fields);
    enum sheet_header_verdict h = sheet_header_find(w->r->arena, w->sheet, fields, n, &w->map);
    if (h == SHEET_HEADER_NOT_FOUND && sheet_rewind(w->sheet) == SHEET_OK)
        h = sheet_header_at(w->r->arena, w->sheet, 1, fields, n, &w->map);
    return h != SHEET_HEADER_UNREADABLE && w->map.mapped > 0 && w->map.columns <= COLUMNS_MOST;
}

static void begin(struct walk *w, const struct import_batch *b)
{
    struct arena *a = w->r->arena;
    struct sheet_column *columns = ARENA_ARRAY(a, struct sheet_column, w->map.columns + 2);
    for (size_t i = 0; i < w->map.columns; i++)
        columns[i] = (struct sheet_column){.header = w->map.header[i].n ? w->map.header[i] : sheet_column_name(a, i)};
    columns[w->map.columns] = (struct sheet_column){.header = STR("原行号"), .kind = SHEET_INT};
    columns[w->map.columns + 1] = (struct sheet_column){.header = STR("退回原因"), .width = 60};
    struct sheet_write_options o = {.format = SHEET_XLSX, .sheet_name = STR("被退回的行"), .created = b->created_at};
    w->out = sheet_write_begin(a, &o, columns, w->map.columns + 2);
}

static void copy_rows(struct walk *w)
{
    struct sheet_row row;
    while (sheet_next(w->sheet, &row) == SHEET_ROW) {
        struct str why = reasons_of(w, row.number);
        if (!why.n)
            continue;
        for (size_t i = 0; i < w->map.columns; i++)
            sheet_put_text(w->out, sheet_at(&row, i).text);
        sheet_put_int(w->out, row.number);
        sheet_put_marked(w->out, why);
        sheet_row_end(w->out);
    }
}

/* False: not a file of one table, or it cannot be read any more. */
static bool make_file(struct req *r, const struct import_batch *b, struct str *bytes_out)
{
    const struct program *p = staff_program(r);
    struct import_context c = {.db = p->db, .vault = p->vault, .regime = p->regime.regime, .now = r->now};
    struct walk w = {.r = r};
    struct str bytes;
    if (!import_file(&c, r->arena, b->id, &bytes))
        return false;
    w.faults = import_faults(p->db, r->arena, b->id, 1, FAULTS_MOST);
    bool good = sheet_open(r->arena, bytes, sheet_options_default(), &w.sheet) == SHEET_OK && sheet_count(w.sheet) == 1 &&
                find_header(&w, b);
    if (good) {
        begin(&w, b);
        copy_rows(&w);
        enum sheet_write_verdict v = sheet_write_end(&w.out, bytes_out);
        CHECK(v != SHEET_WRITE_TOO_MANY);
    }
    sheet_close(&w.sheet);
    return good;
}

static bool note_download(struct staff_act *act, void *arg)
{
    const struct import_batch *b = arg;
    act->detail = str_fmt(act->arena, "rows %d", b->rows_refused);
    return true;
}

void act_import_refused(struct req *r)
{
    struct import_batch *b = r->object;
    struct str id = str_fmt(r->arena, "%lld", (long long)b->id), bytes;
    struct url page = URL_PATH(r->arena, "/staff/import/{}", id);
    if (!import_has_refused_file(b) || !make_file(r, b, &bytes)) {
        resp_see_other(r, url_query(r->arena, page, STR("done"), STR("nofile")));
        return;
    }
    struct staff_act act = {.action = STR("import.refused_rows"),
                            .object_type = STR("import_batch"),
                            .object_id = b->id,
                            .role = ROLE_CLERK | ROLE_REVIEWER,
                            .to = page,
                            .no_redirect = true};
    if (staff_act(r, &act, note_download, b) == STAFF_ACT_DONE)
        out_str(resp_download(r, str_fmt(r->arena, "导入批次%.*s被退回的行.xlsx", STR_ARG(id)), sheet_media_type(SHEET_XLSX)),
                bytes);
}
