/* SPDX-License-Identifier: EUPL-1.2
 * import_files.c — files that go with imports: the empty workbook to fill in, and the list of faults. Columns are those that the
 * import knows.
 */
#include "base/arena.h"
#include "base/id.h"
#include "import/import_field.h"
#include "sheet/sheet_write.h"
#include "staff/import_pages.h"
#include "staff/staff.h"

enum { FAULTS_MOST = 20000, COLUMNS_MOST = 32 };

static void send(struct req *r, struct sheet_writer **w, struct str name, enum sheet_format format)
{
    struct str bytes;
    enum sheet_write_verdict v = sheet_write_end(w, &bytes);
    CHECK(v != SHEET_WRITE_TOO_MANY); /* texts that had to be cut are no reason to withhold the file */
    out_str(resp_download(r, name, sheet_media_type(format)), bytes);
}

/* --- faults
 * --------------------------------------------------------------------------------------------------------------------------------
 */

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
    send(r, &w, str_fmt(r->arena, "导入批次%lld问题清单.%s", (long long)b->id, csv ? "csv" : "xlsx"), o.format);
}

/* --- template
 * --------------------------------------------------------------------------------------------------------------------------------
 */

static struct str hint_of(int field)
{
    static const struct {
        int field;
        struct str text;
    } hints[] = {
        {FIELD_CODE, STR_INIT("18位统一社会信用代码。请将本列设为文本格式。")},
        {FIELD_ID_KIND, STR_INIT("自然人填写，如：居民身份证。")},
        {FIELD_ID_NUMBER, STR_INIT("自然人填写。请将本列设为文本格式，否则末尾几位会丢失。")},
        {FIELD_TYPE, STR_INIT("请从列表中选择。上传时已选择主体类型的，可以不填。")},
        {FIELD_DIVISION, STR_INIT("乡镇名称或者区划代码。")},
        {FIELD_ESTABLISHED, STR_INIT("如：2020年5月1日。")},
        {FIELD_FORMER, STR_INIT("多个曾用名之间用顿号隔开。")},
        {FIELD_LICENCE_NUMBER, STR_INIT("请将本列设为文本格式。")},
        {FIELD_ITEM, STR_INIT("请从列表中选择。上传时已选择信息事项的，可以不填。")},
        {FIELD_DOCUMENT, STR_INIT("如：遂卫医罚〔2024〕1号。")},
        {FIELD_FOUND, STR_INIT("作出认定或者决定的日期，如：2024年5月1日。")},
        {FIELD_PUBLICITY_TO, STR_INIT("来源系统规定了公示截止日期的填写。")},
        {FIELD_USE_TO, STR_INIT("来源规定了使用期限的填写。")},
        {FIELD_SEVERITY, STR_INIT("失信行为填写：轻微、一般或者严重。")},
        {FIELD_AMOUNT, STR_INIT("以万元为单位，最多四位小数。")},
    };
    for (size_t i = 0; i < sizeof hints / sizeof *hints; i++)
        if (hints[i].field == field)
            return hints[i].text;
    return STR_NONE;
}

struct choices {
    struct str *p;
    size_t n, cap;
};

static struct choices choices_of(struct req *r, int field)
{
    static const struct str severities[] = {STR_INIT("轻微"), STR_INIT("一般"), STR_INIT("严重")};
    const struct regime *g = staff_regime(r);
    struct choices v = {0};
    if (field == FIELD_TYPE)
        for (size_t i = 0; i < g->subject_types.n; i++)
            *VEC_PUSH(r->arena, v) = g->subject_types.p[i].label;
    if (field == FIELD_ITEM)
        for (size_t i = 0; i < g->items.n; i++)
            *VEC_PUSH(r->arena, v) = g->items.p[i].name;
    if (field == FIELD_ID_KIND)
        for (int k = ID_RESIDENT; k <= ID_OTHER; k++)
            *VEC_PUSH(r->arena, v) = id_kind_name((enum id_kind)k);
    for (size_t i = 0; field == FIELD_SEVERITY && i < 3; i++)
        *VEC_PUSH(r->arena, v) = severities[i];
    return v;
}

void page_import_template(struct req *r)
{
    bool record = str_eq(req_query(r, STR("kind")), STR("record"));
    const struct sheet_field *fields;
    size_t n = import_fields(record ? STR("record") : STR("subject"), &fields);
    struct sheet_column columns[COLUMNS_MOST] = {0};
    CHECK(n <= COLUMNS_MOST);
    for (size_t i = 0; i < n; i++) {
        struct str names = str_from(fields[i].names), first = STR_NONE;
        CHECK(str_cut(&names, '|', &first));
        struct choices c = choices_of(r, fields[i].id);
        columns[i] = (struct sheet_column){
            .header = first, .required = fields[i].required, .hint = hint_of(fields[i].id), .choices = c.p, .choices_n = c.n};
    }
    struct sheet_write_options o = {
        .format = SHEET_XLSX, .sheet_name = record ? STR("信用信息") : STR("信用主体"), .created = r->now};
    struct sheet_writer *w = sheet_write_begin(r->arena, &o, columns, n);
    send(r, &w, record ? STR("信用信息导入模板.xlsx") : STR("信用主体导入模板.xlsx"), SHEET_XLSX);
}
