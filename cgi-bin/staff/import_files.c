/* SPDX-License-Identifier: EUPL-1.2
 * import_files.c — files that go with a batch: the list of faults, and the user's own table with the faults beside each row, which
 * the worker made. The latter holds what the upload held, so asking for it is an act with an audit row.
 */
#include "base/arena.h"
#include "sheet/sheet_write.h"
#include "staff/import_pages.h"
#include "staff/staff.h"

enum { FAULTS_MOST = 20000 };

enum { AS_XLSX, AS_CSV };
static const struct form_choice FORMATS[] = {{"xlsx", ".xlsx", AS_XLSX}, {"csv", ".csv", AS_CSV}};
struct annotated_form {
    int format;
};
static const struct form_field ANNOTATED_FIELDS[] = {FORM_ENUM(struct annotated_form, format, "文件格式", FORMATS, true)};
const struct form_def IMPORT_ANNOTATED_FORM = FORM_DEF("import_annotated", struct annotated_form, ANNOTATED_FIELDS);

void page_import_faults(struct req *r)
{
    static const struct sheet_column columns[] = {
        {.header = STR_INIT("行号"), .kind = SHEET_INT, .width = 8},
        {.header = STR_INIT("处理"), .width = 8},
        {.header = STR_INIT("列"), .width = 24},
        {.header = STR_INIT("原因"), .width = 80},
    };
    const struct import_batch *b = r->object;
    bool csv = str_eq(req_query(r, STR("format")), STR("csv"));
    struct sheet_write_options o = {
        .format = csv ? SHEET_CSV : SHEET_XLSX, .sheet_name = STR("问题清单"), .created = b->created_at};
    struct import_faults list = import_faults(staff_db(r), r->arena, b->id, 0, FAULTS_MOST);
    struct sheet_writer *w = sheet_write_begin(r->arena, &o, columns, 4);
    for (size_t i = 0; i < list.n; i++) {
        const struct import_fault *f = &list.p[i];
        if (f->row_no)
            sheet_put_int(w, f->row_no);
        else
            sheet_put_text(w, STR("整个文件"));
        sheet_put_text(w, f->warning ? STR("提示") : STR("退回"));
        sheet_put_text(w, f->column_name);
        sheet_put_text(w, f->message);
        sheet_row_end(w);
    }
    struct str bytes;
    enum sheet_write_verdict v = sheet_write_end(&w, &bytes);
    CHECK(v != SHEET_WRITE_TOO_MANY); /* texts that had to be cut are no reason to withhold the file */
    struct str name = str_fmt(r->arena, "导入批次%lld问题清单.%s", (long long)b->id, csv ? "csv" : "xlsx");
    out_str(resp_download(r, name, sheet_media_type(o.format)), bytes);
}

static bool note_download(struct staff_act *act, void *arg)
{
    const struct import_batch *b = arg;
    act->detail = str_fmt(act->arena, "rows %d", b->rows_total);
    return true;
}

void act_import_annotated(struct req *r)
{
    struct import_batch *b = r->object;
    const struct annotated_form *f = r->form;
    bool csv = f->format == AS_CSV;
    struct import_context c = import_page_context(r);
    struct str bytes, format = csv ? STR("csv") : STR("xlsx");
    if (!import_annotated(&c, r->arena, b->id, format, &bytes)) {
        resp_not_found(r);
        return;
    }
    struct staff_act act = {.action = STR("import.annotated"),
                            .object_type = STR("import_batch"),
                            .object_id = b->id,
                            .role = ROLE_CLERK | ROLE_REVIEWER,
                            .to = import_url(r, b),
                            .no_redirect = true};
    if (staff_act(r, &act, note_download, b) != STAFF_ACT_DONE)
        return;
    struct str name = str_fmt(r->arena, "导入批次%.*s错误标注.%.*s", STR_ARG(import_id_text(r, b)), STR_ARG(format));
    out_str(resp_download(r, name, sheet_media_type(csv ? SHEET_CSV : SHEET_XLSX)), bytes);
}
