/* SPDX-License-Identifier: EUPL-1.2
 * search.c — GET /search: one box, always 200. A code typed whole with one hit goes straight to its archive (303). Natural persons
 * are never listed.
 */
#include "search/search.h"

#include "base/arena.h"
#include "lookup/app.h"
#include "tmpl/lookup/search.h"

static struct search_query query_of(struct req *r, int64_t page)
{
    return (struct search_query){
        .q = req_query(r, STR("q")),
        .type = req_query(r, STR("type")),
        .division_prefix = req_query(r, STR("town")),
        .grade = req_query(r, STR("grade")),
        .year = (int)req_query_int(r, STR("year"), 2000, 2199, 0),
        .offset = (page - 1) * SEARCH_PAGE,
        .public_only = true,
    };
}

static struct badge badge_of_hit(struct req *r, const struct search_hit *h)
{
    const struct app *app = app_of(r);
    const struct regime_subject_type *type = regime_subject_type(app->known.regime, h->type);
    struct archive_grade g = {.year = h->year, .grade = h->grade};
    struct archive_grades grades = {&g, h->grade.n ? 1 : 0};
    enum archive_standing s =
        archive_standing(app->known.regime, type, grades, archive_cache_awaited_year(&app->known, h->division), r->today);
    return badge_of_standing(s, app->known.regime, h->grade);
}

static struct str matched(struct req *r, const struct search_hit *h)
{
    if (h->former.n)
        return str_fmt(r->arena, "曾用名“%.*s”", STR_ARG(h->former));
    if (h->licence.n)
        return str_fmt(r->arena, "许可证号 %.*s", STR_ARG(h->licence));
    return STR("");
}

static struct url base_url(struct req *r)
{
    static const char *const names[] = {"q", "type", "town", "grade", "year"};
    struct url u = URL_STATIC("/search");
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        struct str value = req_query(r, str_from(names[i]));
        if (value.n)
            u = url_query(r->arena, u, str_from(names[i]), value);
    }
    return u;
}

static void fill_rows(struct req *r, const struct search_result *found, struct str document, struct search_view *v)
{
    const struct app *app = app_of(r);
    enum { IDS = 20 };
    size_t n = found->n < IDS ? found->n : IDS;
    struct search_row *rows = ARENA_ARRAY(r->arena, struct search_row, n);
    int64_t ids[IDS] = {0};
    bool disputed[IDS] = {false};
    for (size_t i = 0; i < n; i++)
        ids[i] = found->p[i].subject_id;
    if (n)
        archive_disputed_of(app->db, r->arena, ids, n, r->today, disputed);
    for (size_t i = 0; i < n; i++) {
        const struct search_hit *h = &found->p[i];
        const struct regime_subject_type *type = regime_subject_type(app->known.regime, h->type);
        rows[i] = (struct search_row){
            .name = h->name,
            .matched = document.n ? str_cat(r->arena, STR("文号 "), document) : matched(r, h),
            .code = h->code,
            .type = type ? type->label : STR("其他主体"),
            .town = archive_cache_division(&app->known, h->division),
            .badge = badge_of_hit(r, h),
            .year = h->year,
            .as_of = r->today,
            .url = page_entity_url(r, h->code, h->public_id),
        };
        rows[i].badge.disputed = disputed[i];
        if (rows[i].badge.tone == BADGE_CONSENT)
            rows[i].year = 0;
    }
    v->p = rows;
    v->n = n;
}

static void fill_count(struct req *r, const struct search_result *found, int64_t page, struct search_view *v)
{
    int64_t pages = (found->count + SEARCH_PAGE - 1) / SEARCH_PAGE;
    v->capped = found->capped || found->unfinished;
    v->count_text = v->capped ? str_fmt(r->arena, "%lld 条以上", (long long)found->count)
                              : str_fmt(r->arena, "共 %lld 条", (long long)found->count);
    if (pages > 1 && found->n)
        v->range_text = str_fmt(r->arena, "第 %lld–%lld 条", (long long)((page - 1) * SEARCH_PAGE + 1),
                                (long long)((page - 1) * SEARCH_PAGE + (int64_t)found->n));
    v->pages = page_pagination(r, base_url(r), page, pages);
}

/* The rest of the sentence tells a clerk what to do. */
static struct str first_part(struct arena *a, struct str s)
{
    ptrdiff_t at = str_find(s, STR("；"), 0);
    return at < 0 ? s : str_cat(a, str_sub(s, 0, (size_t)at), STR("。"));
}

static void fill_reading(struct arena *a, const struct search_result *found, struct search_view *v)
{
    if (found->kind == SEARCH_CODE && found->verdict != USCC_OK && found->count == 0) {
        v->code_problem = STR("这个统一社会信用代码没有通过核对");
        v->code_detail = first_part(a, uscc_explain(found->verdict));
    }
    if (found->kind == SEARCH_TOO_SHORT)
        v->too_short = STR("内容太短：请至少输入两个汉字，或者三个拼音首字母");
}

/* A document number (文号) of a public record, however its brackets were typed: the organisations that it is about. */
static struct str find_document(struct req *r, const struct search_query *q, struct search_result *found)
{
    struct app *app = app_of(r);
    struct str number;
    if (!docno_normalise(r->arena, q->q, &number))
        return STR_NONE;
    struct archive_codes codes = archive_codes_of_document(app->db, r->arena, number, r->today);
    struct search_hit *hits = ARENA_ARRAY(r->arena, struct search_hit, codes.n);
    size_t n = 0;
    for (size_t i = 0; i < codes.n; i++) {
        struct search_result one = {0};
        struct search_query by_code = *q;
        by_code.q = codes.p[i];
        by_code.offset = 0;
        search_find(app->db, r->arena, app->program->text, &by_code, &one);
        if (one.n)
            hits[n++] = one.p[0];
    }
    if (n)
        *found = (struct search_result){.kind = SEARCH_LICENCE, .p = hits, .n = n, .count = (int64_t)n};
    return n ? number : STR_NONE;
}

void page_search(struct req *r)
{
    if (page_again(r))
        return;
    struct app *app = app_of(r);
    int64_t page = req_query_int(r, STR("page"), 1, SEARCH_COUNT_CAP / SEARCH_PAGE, 1);
    struct search_query q = query_of(r, page);
    struct search_view v = {.page = page_frame(r, STR("信用查询"), "/"), .form = search_form_of(r), .q = utf8_prefix(q.q, 100)};
    v.page.noindex = true;
    v.persons_public = archive_persons_public(app->known.regime);
    v.person_query = page_link(r, URL_STATIC("/person"));
    struct search_result found = {0};
    if (q.q.n) {
        v.asked = true;
        v.page.title = STR("查询结果");
        search_find(app->db, r->arena, app->program->text, &q, &found);
        if (found.kind == SEARCH_CODE && found.count == 1 && found.n == 1) {
            resp_see_other(r, page_entity_url(r, found.p[0].code, found.p[0].public_id));
            return;
        }
        struct str document = found.count == 0 ? find_document(r, &q, &found) : STR_NONE;
        if (found.n == 0 && found.count > 0) { /* past the last page */
            resp_see_other(r, page_link(r, base_url(r)));
            return;
        }
        fill_rows(r, &found, document, &v);
        fill_count(r, &found, page, &v);
        fill_reading(r->arena, &found, &v);
    }
    page_crumbs(r, &v.page, NULL, 0, STR_NONE);
    tmpl_lookup_search(resp_html(r, 200), &v);
    page_keep(r, STR("search"), PAGE_DISPUTE_SECONDS);
}
