/* SPDX-License-Identifier: EUPL-1.2
 * publication.c — GET /publication, /publication/{year} and its files: the published summary table, page by page, its distribution
 * beside last year's, and the stored bytes to download. What was published is never changed: a later one of the year supersedes it,
 * ?number= shows the old.
 */
#include "base/arena.h"
#include "lookup/notice.h"
#include "tmpl/lookup/publication.h"
#include "tmpl/lookup/publications.h"
#include "views/grade_chart.h"

enum { LINES = 50, LINES_MOST = 10000, BY_TYPE_MOST = 200000 };

void page_publications(struct req *r)
{
    if (page_again(r))
        return;
    struct publications_view v = {.page = page_frame(r, STR("评价结果汇总表"), "/publication"),
                                  .rows = publication_rows_of(r, 0, 0)};
    v.heading = STR("评价结果汇总表");
    page_crumbs(r, &v.page, NULL, 0, STR_NONE);
    tmpl_lookup_publications(resp_html(r, 200), &v);
    page_keep(r, STR("publications"), PAGE_SECONDS);
}

enum found { FOUND_NONE, FOUND_ONE, FOUND_SEVERAL };

/* The one asked for by number, else the one in force; several: a city's counties each have theirs. */
static enum found find(struct req *r, int year, struct archive_publications *all, const struct archive_publication **out)
{
    struct str number = req_query(r, STR("number"));
    size_t n = 0;
    *all = archive_publications(app_of(r)->db, r->arena, year);
    for (size_t i = 0; i < all->n; i++)
        if (number.n ? str_eq(all->p[i].document_no, number) : all->p[i].superseded_by == 0)
            *out = n++ ? *out : &all->p[i];
    return n == 0 ? FOUND_NONE : n == 1 ? FOUND_ONE : FOUND_SEVERAL;
}

static void show_several(struct req *r, int year)
{
    struct str title = str_fmt(r->arena, "%d年度评价结果汇总表", year);
    struct publications_view v = {
        .page = page_frame(r, title, "/publication"), .heading = title, .rows = publication_rows_of(r, year, 0)};
    page_crumbs(r, &v.page, (const struct link[]){{STR("评价结果汇总表"), page_link(r, URL_STATIC("/publication")), false}}, 1,
                str_fmt(r->arena, "%d年度", year));
    tmpl_lookup_publications(resp_html(r, 200), &v);
    page_public(r, str_fmt(r->arena, "publications%d", year), PAGE_SECONDS);
}

/* {year}, {year}.csv, .xlsx, .pdf or .proof: the router takes whole segments. */
static bool year_of(struct req *r, struct str *format_out, int *year_out)
{
    struct str rest = req_capture(r, "year"), head = STR_NONE;
    int64_t year;
    (void)str_cut(&rest, '.', &head);
    if (head.n != 4 || !str_int(head, &year) || year < 2000 || year > 2199)
        return false;
    if (rest.p && !str_eq(rest, STR("csv")) && !str_eq(rest, STR("xlsx")) && !str_eq(rest, STR("pdf")) &&
        !str_eq(rest, STR("proof")))
        return false;
    *format_out = rest;
    *year_out = (int)year;
    return true;
}

static struct url with_number(struct req *r, const struct archive_publication *p, struct url u)
{
    return p->superseded_by || req_query(r, STR("number")).n ? url_query(r->arena, u, STR("number"), p->document_no) : u;
}

static struct url file_url(struct req *r, const struct archive_publication *p, const char *format)
{
    return with_number(r, p, URL_PATH(r->arena, "/publication/{}", str_fmt(r->arena, "%d.%s", p->year, format)));
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
    struct db *db = app_of(r)->db;
    struct archive_file f = {0};
    struct notice_public n;
    v->csv = file_url(r, p, "csv");
    v->xlsx = file_url(r, p, "xlsx");
    v->pdf = file_url(r, p, "pdf");
    v->proof = file_url(r, p, "proof");
    v->zip = with_number(r, p, URL_PATH(r->arena, "/publication/{}/bundle.zip", str_fmt(r->arena, "%d", p->year)));
    if (archive_file(db, r->arena, p->id, STR("csv"), false, &f)) {
        v->csv_size = size_text(r->arena, f.size);
        v->hash = str_hex(r->arena, f.hash.p, f.hash.n);
    }
    if (archive_file(db, r->arena, p->id, STR("xlsx"), false, &f))
        v->xlsx_size = size_text(r->arena, f.size);
    if (archive_file(db, r->arena, p->id, STR("zip"), false, &f))
        v->zip_size = size_text(r->arena, f.size);
    if (notice_public_of_publication(db, r->arena, p->id, &n) && archive_file(db, r->arena, p->id, STR("pdf"), false, &f)) {
        v->pdf_size = size_text(r->arena, f.size);
        v->notice = page_link(r, notice_url(r, &n, ""));
    }
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
        if (before.p[i].superseded_by == 0 && str_eq(before.p[i].division_prefix, p->division_prefix))
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

static struct str media_type(struct str format)
{
    static const struct {
        const char *format;
        struct str type;
    } types[] = {{"csv", STR_INIT("text/csv; charset=utf-8")},
                 {"xlsx", STR_INIT("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")},
                 {"pdf", STR_INIT("application/pdf")},
                 {"zip", STR_INIT("application/zip")}};
    for (size_t i = 0; i < sizeof types / sizeof *types; i++)
        if (str_eq(format, str_from(types[i].format)))
            return types[i].type;
    return STR("application/json");
}

static void send_file(struct req *r, const struct archive_publication *p, struct str format)
{
    struct archive_file f;
    if (!archive_file(app_of(r)->db, r->arena, p->id, format, true, &f)) {
        resp_not_found(r);
        return;
    }
    struct str name = str_fmt(r->arena, "%.*s.%.*s", STR_ARG(p->title), STR_ARG(format));
    out_str(resp_download(r, name, media_type(format)), f.body);
    resp_public(r, str_fmt(r->arena, "f%d", p->id), resp_seconds_to_midnight(r));
}

void page_publication(struct req *r)
{
    struct str format;
    int year;
    struct archive_publications all;
    const struct archive_publication *p = NULL;
    enum found found = year_of(r, &format, &year) ? find(r, year, &all, &p) : FOUND_NONE;
    if (found == FOUND_NONE || (found == FOUND_SEVERAL && format.n)) /* which of them is not said: the page lists them */
        resp_not_found(r);
    else if (found == FOUND_SEVERAL)
        show_several(r, year);
    else if (format.n)
        send_file(r, p, format);
    else
        show_table(r, p);
}

void page_publication_bundle(struct req *r)
{
    int64_t year;
    struct archive_publications all;
    const struct archive_publication *p = NULL;
    if (!req_capture_int(r, "year", 2000, 2199, &year) || find(r, (int)year, &all, &p) != FOUND_ONE)
        resp_not_found(r);
    else
        send_file(r, p, STR("zip"));
}
