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

static struct table list(struct req *r, const char *kind, const char *caption, const char *empty)
{
    static const struct cell summary_head[] = {{.text = STR_INIT("标题")},     {.text = STR_INIT("文号")},
                                               {.text = STR_INIT("日期")},     {.text = STR_INIT("状态")},
                                               {.text = STR_INIT("电子表格")}, {.text = STR_INIT("CSV")}};
    static const struct cell report_head[] = {{.text = STR_INIT("标题")},
                                              {.text = STR_INIT("文号")},
                                              {.text = STR_INIT("日期")},
                                              {.text = STR_INIT("状态")},
                                              {.text = STR_INIT("文件")}};
    struct arena *a = r->arena;
    bool summary = strcmp(kind, "summary") == 0;
    size_t columns = summary ? 6 : 5;
    struct publications all = publication_list(staff_db(r), a, str_from(kind), 0, SHOWN);
    struct cells *rows = ARENA_ARRAY(a, struct cells, all.n);
    for (size_t i = 0; i < all.n; i++) {
        const struct publication *p = &all.p[i];
        struct cell *c = ARENA_ARRAY(a, struct cell, columns);
        c[0] = staff_cell(p->title);
        c[1] = staff_cell(p->document_no);
        c[2] = staff_cell(day_zh(a, p->published_on));
        c[3] = staff_cell(p->superseded_by ? str_cat(a, STR("已被替代："), p->superseded_no) : STR("有效"));
        c[4] = summary ? file_cell(a, p, "xlsx", "下载 XLSX") : file_cell(a, p, "docx", "下载 DOCX");
        if (summary)
            c[5] = file_cell(a, p, "csv", "下载 CSV");
        rows[i] = (struct cells){c, columns};
    }
    return (struct table){.caption = str_from(caption),
                          .empty = str_from(empty),
                          .head = {summary ? summary_head : report_head, columns},
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
