/* SPDX-License-Identifier: EUPL-1.2
 * home.c — GET /: the search box, how to read a grade, the latest summary tables.
 */
#include "base/arena.h"
#include "archive/archive_why.h"
#include "lookup/app.h"
#include "tmpl/lookup/home.h"
#include "views/grade_badge.h"

static struct str measure_of(struct req *r, const struct regime_grade *g)
{
    const struct regime_ratio *ratio = regime_ratio(app_of(r)->known.regime, g->code);
    if (ratio == NULL)
        return STR("");
    if (ratio->percent_known)
        return str_fmt(r->arena, "双随机抽查比例%d%%。", ratio->percent);
    switch (ratio->direction) {
    case DIRECTION_SAME:
        return STR("按常规比例和频次抽查。");
    case DIRECTION_FEWER:
        return STR("降低抽查比例和频次。");
    case DIRECTION_MORE:
        return STR("提高抽查比例和频次。");
    }
    CHECK(!"direction");
    return STR("");
}

static bool any_not_covered(const struct regime *g, struct day today)
{
    struct day last = day_from_ymd(day_ymd(today).year - 1, 12, 31);
    for (size_t i = 0; i < g->subject_types.n; i++)
        if (!regime_rolled_out(&g->subject_types.p[i], last))
            return true;
    return false;
}

static struct legend legend_of(struct req *r)
{
    const struct regime *g = app_of(r)->known.regime;
    struct legend_row *rows = ARENA_ARRAY(r->arena, struct legend_row, g->grades.n + 4);
    size_t n = 0;
    for (size_t i = 0; i < g->grades.n; i++) {
        const struct regime_grade *grade = &g->grades.p[i];
        rows[n++] = (struct legend_row){.badge = grade_badge(g, grade->code),
                                        .meaning = grade->meaning,
                                        .measure = measure_of(r, grade),
                                        .source = archive_cite(r->arena, g, &grade->legal),
                                        .local = grade->legal.local};
    }
    rows[n++] = (struct legend_row){.badge = badge_of_standing(ARCHIVE_NOT_GRADED, g, STR("")),
                                    .meaning = STR("目前没有评价结果，不表示信用好或不好。")};
    if (any_not_covered(g, r->today))
        rows[n++] = (struct legend_row){.badge = badge_of_standing(ARCHIVE_NOT_COVERED, g, STR("")),
                                        .meaning = STR("这一类主体还没有纳入评价，分步实施。")};
    rows[n++] = (struct legend_row){.badge = badge_of_standing(ARCHIVE_AWAITED, g, STR("")),
                                    .meaning = STR("评价正在进行，结果尚未公布。")};
    return (struct legend){rows, n};
}

static int64_t graded_in(const struct app *app, int year)
{
    int64_t n = 0;
    for (size_t i = 0; i < app->known.rounds.n; i++)
        if (app->known.rounds.p[i].year == year && app->known.rounds.p[i].published && !app->known.rounds.p[i].superseded)
            n += app->known.rounds.p[i].subjects;
    return n;
}

void page_home(struct req *r)
{
    if (page_again(r))
        return;
    const struct app *app = app_of(r);
    const struct regime_head *h = &app->known.regime->head;
    int year = archive_cache_published_year(&app->known);
    struct home_view v = {
        .page = page_frame(r, STR("首页"), "/"),
        .form = search_form_of(r),
        .intro = str_fmt(r->arena, "%.*s依据《%.*s》%s%.*s%s公布医疗卫生信用信息，任何人都可以查询。", STR_ARG(h->bureau),
                         STR_ARG(h->title), h->number.n ? "（" : "", STR_ARG(h->number), h->number.n ? "）" : ""),
        .subjects = app->known.subjects,
        .graded = graded_in(app, year),
        .year = year,
        .as_of = r->today,
        .legend = legend_of(r),
        .publications = publication_rows_of(r, 0, 3),
        .all_publications = page_link(r, URL_STATIC("/publication")),
        .about = page_link(r, URL_STATIC("/about")),
    };
    v.page.home_page = true;
    tmpl_lookup_home(resp_html(r, 200), &v);
    page_keep(r, STR("home"), PAGE_SECONDS);
}
