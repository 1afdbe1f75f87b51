/* SPDX-License-Identifier: EUPL-1.2
 * publication.c — what was published: summary tables and written reports, each to download as it was signed off.
 */
#include "base/arena.h"
#include "publish/publish.h"
#include "sheet/sheet_write.h"
#include "staff/grading.h"
#include "staff/staff.h"
#include "tmpl/staff/publication.h"

enum { SHOWN = 100 };

static struct cell file_cell(struct arena *a, const struct publication *p, const char *format, const char *label)
{
    struct str id = str_fmt(a, "%d", p->id);
    return staff_cell_link(str_from(label), URL_PATH(a, "/staff/publication/{}/{}", id, str_from(format)));
}

/* The stored files of one publication, each as a link; those that the worker makes may not be there yet. */
static struct cell format_cell(struct arena *a, const struct publication *p, const struct publication_files *files,
                               const char *format, const char *label)
{
    for (size_t i = 0; i < files->n; i++)
        if (str_eq(files->p[i].format, str_from(format)))
            return file_cell(a, p, format, label);
    return staff_cell(STR("正在生成"));
}

static struct cells row(struct req *r, const struct publication *p, bool summary)
{
    struct arena *a = r->arena;
    struct publication_files files = publication_files(staff_db(r), a, p->id);
    struct cell *c = ARENA_ARRAY(a, struct cell, 8);
    size_t n = 0;
    c[n++] = staff_cell(p->title);
    c[n++] = staff_cell(p->document_no);
    c[n++] = staff_cell(day_zh(a, p->published_on));
    c[n++] = staff_cell(p->superseded_by ? str_cat(a, STR("已被替代："), p->superseded_no) : STR("有效"));
    c[n++] = format_cell(a, p, &files, "pdf", "下载 PDF");
    if (summary) {
        c[n++] = format_cell(a, p, &files, "xlsx", "下载 XLSX");
        c[n++] = format_cell(a, p, &files, "csv", "下载 CSV");
        c[n++] = format_cell(a, p, &files, "zip", "下载静态发布包");
    } else {
        c[n++] = format_cell(a, p, &files, "docx", "下载 DOCX");
    }
    return (struct cells){c, n};
}

static struct table list(struct req *r, const char *kind, const char *caption, const char *empty)
{
    static const struct cell summary_head[] = {
        {.text = STR_INIT("标题")}, {.text = STR_INIT("文号")},           {.text = STR_INIT("日期")},
        {.text = STR_INIT("状态")}, {.text = STR_INIT("公告（已签名）")}, {.text = STR_INIT("电子表格")},
        {.text = STR_INIT("CSV")},  {.text = STR_INIT("静态发布包")}};
    static const struct cell report_head[] = {{.text = STR_INIT("标题")},           {.text = STR_INIT("文号")},
                                              {.text = STR_INIT("日期")},           {.text = STR_INIT("状态")},
                                              {.text = STR_INIT("报告（已签名）")}, {.text = STR_INIT("文件")}};
    bool summary = strcmp(kind, "summary") == 0;
    struct publications all = publication_list(staff_db(r), r->arena, str_from(kind), 0, SHOWN);
    struct cells *rows = ARENA_ARRAY(r->arena, struct cells, all.n);
    for (size_t i = 0; i < all.n; i++)
        rows[i] = row(r, &all.p[i], summary);
    return (struct table){.caption = str_from(caption),
                          .empty = str_from(empty),
                          .head = {summary ? summary_head : report_head, summary ? 8 : 6},
                          .p = rows,
                          .n = all.n};
}

void page_publications(struct req *r)
{
    struct publication_list_view v = {.page = staff_page(r, MENU_PUBLICATION, STR("结果公布"))};
    v.tables = list(r, "summary", "信用分级评价结果汇总表", "还没有公布过汇总表。评价经复核、审批后在轮次页面公布。");
    v.reports = list(r, "report", "书面报告", "还没有书面报告。公布结果时一并生成。");
    tmpl_staff_publication(resp_html(r, 200), &v);
}

static struct str media_type(struct str format)
{
    if (str_eq(format, STR("docx")))
        return STR("application/vnd.openxmlformats-officedocument.wordprocessingml.document");
    if (str_eq(format, STR("pdf")))
        return STR("application/pdf");
    if (str_eq(format, STR("zip")))
        return STR("application/zip");
    if (str_eq(format, STR("proof")))
        return STR("application/json");
    return sheet_media_type(str_eq(format, STR("csv")) ? SHEET_CSV : SHEET_XLSX);
}

void page_publication_file(struct req *r)
{
    int64_t id;
    struct publication p;
    struct str bytes, format = req_capture(r, "format");
    if (!req_capture_int(r, "id", 1, INT32_MAX, &id) || !publication_get(staff_db(r), r->arena, (int)id, &p) ||
        !publication_file(staff_db(r), r->arena, p.id, format, &bytes)) {
        resp_not_found(r);
        return;
    }
    struct str name = str_fmt(r->arena, "%.*s.%.*s", STR_ARG(p.title), STR_ARG(format));
    out_str(resp_download(r, name, media_type(format)), bytes);
}
