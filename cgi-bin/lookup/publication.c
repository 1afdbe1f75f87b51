/* SPDX-License-Identifier: EUPL-1.2
 * publication.c — GET /publication, /publication/{year} and its files: the published summary table, page by page, its distribution
 * beside last year's, and the stored bytes to download. What was published is never changed: a later one of the year supersedes it,
 * ?number= shows the old.
 */
#include "base/arena.h"
#include "lookup/app.h"
#include "tmpl/lookup/publication.h"
#include "tmpl/lookup/publications.h"
#include "views/grade_chart.h"

enum { LINES = 50, LINES_MOST = 10000, BY_TYPE_MOST = 200000 };

void page_publications(struct req *r)
{
    if (page_again(r))
        return;
    struct publications_view v = {.page = page_frame(r, STR("评价结果汇总表"), "/publication"), .rows = publication_rows_of(r, 0)};
    page_crumbs(r, &v.page, NULL, 0, STR_NONE);
    tmpl_lookup_publications(resp_html(r, 200), &v);
    page_public(r, STR("publications"), PAGE_SECONDS);
}

/* The one asked for by number, else the newest of the year; all of the year in *all. */
static bool find(struct req *r, int year, struct archive_publications *all, const struct archive_publication **out)
{
    struct str number = req_query(r, STR("number"));
    *all = archive_publications(app_of(r)->db, r->arena, year);
    for (size_t i = 0; i < all->n; i++)
        if (number.n ? str_eq(all->p[i].document_no, number) : all->p[i].superseded_by == 0) {
            *out = &all->p[i];
            return true;
        }
    return false;
}

/* {year}, {year}.csv or {year}.xlsx: the router takes whole segments. */
static bool year_of(struct req *r, struct str *format_out, int *year_out)
{
    struct str rest = req_capture(r, "year"), head = STR_NONE;
    int64_t year;
    (void)str_cut(&rest, '.', &head);
    if (head.n != 4 || !str_int(head, &year) || year < 2000 || year > 2199)
        return false;
    if (rest.p && !str_eq(rest, STR("csv")) && !str_eq(rest, STR("xlsx")))
        return false;
    *format_out = rest;
    *year_out = (int)year;
    return true;
}

static struct url file_url(struct req *r, const struct archive_publication *p, const char *format)
{
    struct url u = URL_PATH(r->arena, "/publication/{}", str_fmt(r->arena, "%d.%s", p->year, format));
    return p->superseded_by ? url_query(r->arena, u, STR("number"), p->document_no) : u;
}

static struct str size_text(struct arena *a, int64_t bytes)
{
    if (bytes < 1024)
        return str_fmt(a, "%lld 字节", (long long)bytes);
    if (bytes < 1024 * 1024)
        return str_fmt(a, "约 %lld KB", (long long)((bytes + 512) / 1024));
    return str_fmt(a, "约 %lld.%lld MB", (long long)(bytes / (1024 * 1024)),
                   (long long)(bytes % (1024 * 1024) * 10 / (1024 * 1024)));
}

static struct cell text_cell(struct str s)
{
    return (struct cell){.text = s};
}

static struct cell number_cell(struct arena *a, int64_t n)
{
    return (struct cell){.text = str_fmt(a, "%lld", (long long)n), .number = true};
}

static int64_t cell_count(const struct archive_cells *c, struct str type, struct str grade)
{
    for (size_t i = 0; i < c->n; i++)
        if (str_eq(c->p[i].type, type) && (grade.n == 0 || str_eq(c->p[i].grade, grade)))
            return c->p[i].n;
    return 0;
}

/* Rows: types in the rule set's order; columns: its grades. */
static struct table by_type(struct req *r, const struct archive_cells *c)
{
    const struct regime *g = app_of(r)->known.regime;
    struct arena *a = r->arena;
    struct cell *head = ARENA_ARRAY(a, struct cell, g->grades.n + 1);
    struct cells *rows = ARENA_ARRAY(a, struct cells, g->subject_types.n);
    size_t n = 0;
    head[0] = text_cell(STR("主体类型"));
    for (size_t i = 0; i < g->grades.n; i++)
        head[i + 1] = (struct cell){.text = g->grades.p[i].label, .number = true};
    for (size_t t = 0; t < g->subject_types.n; t++) {
        const struct regime_subject_type *type = &g->subject_types.p[t];
        if (cell_count(c, type->code, STR("")) == 0)
            continue;
        struct cell *cells = ARENA_ARRAY(a, struct cell, g->grades.n + 1);
        cells[0] = text_cell(type->label);
        for (size_t i = 0; i < g->grades.n; i++)
            cells[i + 1] = number_cell(a, cell_count(c, type->code, g->grades.p[i].code));
        rows[n++] = (struct cells){cells, g->grades.n + 1};
    }
    return (struct table){.caption = STR("各类主体的等级分布"),
                          .empty = STR("数量较多，分类统计见下载文件。"),
                          .head = {head, g->grades.n + 1},
                          .p = rows,
                          .n = n};
}

static void fill_lines(struct req *r, const struct archive_publication *p, int64_t total, struct publication_view *v)
{
    struct app *app = app_of(r);
    int64_t shown = total < LINES_MOST ? total : LINES_MOST, pages = shown ? (shown + LINES - 1) / LINES : 1;
    int64_t page = req_query_int(r, STR("page"), 1, pages, 1);
    struct archive_lines lines = archive_table(app->db, r->arena, p->year, p->round_id, (page - 1) * LINES, LINES);
    struct publication_line *rows = ARENA_ARRAY(r->arena, struct publication_line, lines.n);
    size_t n = 0;
    for (size_t i = 0; i < lines.n; i++) {
        const struct archive_line *l = &lines.p[i];
        const struct regime_subject_type *type = regime_subject_type(app->known.regime, l->type);
        if (type == NULL || regime_grade_disclosure(app->known.regime, type) != DISCLOSE_PUBLIC)
            continue;
        rows[n++] = (struct publication_line){.name = l->name,
                                              .code = l->code,
                                              .type = type->label,
                                              .town = archive_cache_division(&app->known, l->division),
                                              .badge = grade_badge(app->known.regime, l->grade),
                                              .url = page_entity_url(r, l->code, l->public_id)};
    }
    v->p = rows;
    v->n = n;
    v->range_text = str_fmt(r->arena, "共 %lld 个信用主体，第 %lld 页，共 %lld 页。%s自然人不列入汇总表。", (long long)total,
                            (long long)page, (long long)pages, total > shown ? "网页只列出前 10000 个，完整内容见下载文件。" : "");
    struct url base = URL_PATH(r->arena, "/publication/{}", str_fmt(r->arena, "%d", p->year));
    if (p->superseded_by)
        base = url_query(r->arena, base, STR("number"), p->document_no);
    v->pages = page_pagination(r, base, page, pages);
}

static struct facts meta_of(struct req *r, const struct archive_publication *p)
{
    const struct regime_head *h = &app_of(r)->known.regime->head;
    const struct fact facts[] = {
        {.term = STR("发文机关"), .value = h->bureau},
        {.term = STR("发文字号"), .value = p->document_no},
        {.term = STR("发布日期"), .value = day_zh(r->arena, p->published_on)},
        {.term = STR("时效性"), .value = p->superseded_by ? STR("已被更正替代") : STR("有效")},
        {.term = STR("依据"), .value = str_fmt(r->arena, "《%.*s》%.*s", STR_ARG(h->title), STR_ARG(h->number))},
        {.term = STR("统计口径"),
         .value = str_fmt(r->arena, "%d年度参加评价的信用主体，数据截至%.*s；等级分布含自然人，汇总表不列自然人", p->year,
                          STR_ARG(day_zh(r->arena, instant_day(p->as_known_at))))},
        {.term = STR("结果校验值"), .value = str_hex(r->arena, p->result_hash.p, p->result_hash.n)},
    };
    struct fact *out = ARENA_ARRAY(r->arena, struct fact, sizeof facts / sizeof *facts);
    memcpy(out, facts, sizeof facts);
    return (struct facts){out, sizeof facts / sizeof *facts};
}

static void fill_files(struct req *r, const struct archive_publication *p, struct publication_view *v)
{
    struct app *app = app_of(r);
    struct archive_file csv = {0}, xlsx = {0};
    v->csv = file_url(r, p, "csv");
    v->xlsx = file_url(r, p, "xlsx");
    if (archive_file(app->db, r->arena, p->id, STR("csv"), false, &csv)) {
        v->csv_size = size_text(r->arena, csv.size);
        v->hash = str_hex(r->arena, csv.hash.p, csv.hash.n);
    }
    if (archive_file(app->db, r->arena, p->id, STR("xlsx"), false, &xlsx))
        v->xlsx_size = size_text(r->arena, xlsx.size);
}

static void fill_superseded(struct req *r, const struct archive_publication *p, struct publication_view *v)
{
    if (p->superseded_by == 0)
        return;
    struct url u = URL_PATH(r->arena, "/publication/{}", str_fmt(r->arena, "%d", p->year));
    v->superseded_by = (struct link){.text = STR("查看更正后的汇总表"), .url = page_link(r, u)};
}

static void show_table(struct req *r, const struct archive_publication *p)
{
    struct app *app = app_of(r);
    struct archive_publications before = archive_publications(app->db, r->arena, p->year - 1);
    const struct archive_publication *last = NULL;
    for (size_t i = 0; i < before.n && !last; i++)
        if (before.p[i].superseded_by == 0)
            last = &before.p[i];
    static const struct archive_cells none = {0};
    bool few = p->subjects <= BY_TYPE_MOST;
    const struct archive_counts *t = few ? archive_cache_table(&app->known, p->year, p->round_id) : NULL;
    struct str last_year = last ? last->distribution : STR_NONE;
    struct publication_view v = {.page = page_frame(r, p->title, "/publication"),
                                 .title = p->title,
                                 .number = p->document_no,
                                 .published = p->published_on,
                                 .year = p->year,
                                 .meta = meta_of(r, p),
                                 .correction = p->correction,
                                 .chart = grade_chart(r->arena, app->known.regime, p->year, p->distribution, last_year),
                                 .by_type = by_type(r, t ? &t->cells : &none),
                                 .towns = towns_label(app)};
    fill_lines(r, p, t ? t->lines : archive_table_count(app->db, p->year, p->round_id), &v);
    fill_files(r, p, &v);
    fill_superseded(r, p, &v);
    page_crumbs(r, &v.page, (const struct link[]){{STR("评价结果汇总表"), page_link(r, URL_STATIC("/publication")), false}}, 1,
                str_fmt(r->arena, "%d年度", p->year));
    tmpl_lookup_publication(resp_html(r, 200), &v);
    page_public(r, str_fmt(r->arena, "p%d-%d", p->id, p->superseded_by), PAGE_SECONDS);
}

static void send_file(struct req *r, const struct archive_publication *p, struct str format)
{
    struct archive_file f;
    if (!archive_file(app_of(r)->db, r->arena, p->id, format, true, &f)) {
        resp_not_found(r);
        return;
    }
    bool csv = str_eq(format, STR("csv"));
    struct str name = str_fmt(r->arena, "%.*s.%.*s", STR_ARG(p->title), STR_ARG(format));
    struct str type =
        csv ? STR("text/csv; charset=utf-8") : STR("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet");
    out_str(resp_download(r, name, type), f.body);
    resp_public(r, str_fmt(r->arena, "f%d", p->id), resp_seconds_to_midnight(r));
}

void page_publication(struct req *r)
{
    struct str format;
    int year;
    struct archive_publications all;
    const struct archive_publication *p = NULL;
    if (!year_of(r, &format, &year) || !find(r, year, &all, &p)) {
        resp_not_found(r);
        return;
    }
    if (format.n)
        send_file(r, p, format);
    else
        show_table(r, p);
}
