/* SPDX-License-Identifier: EUPL-1.2
 * entity.c — GET /entity/{code}: the archive page. One round trip to the database, three when the subject's pack is out of date;
 * what may be shown is decided by archive_show. With ?as-of= the grades are those known on that day; records are always today's,
 * because what has expired or was repaired is shown nowhere, not even in the past.
 */
#include "lookup/entity.h"

#include "base/arena.h"
#include "subject/subject.h"
#include "tmpl/lookup/entity.h"
#include "views/grade_badge.h"

bool entity_open(struct req *r, struct archive *x)
{
    struct app *app = app_of(r);
    struct str code = req_capture(r, "code");
    enum { PUBLIC_ID_LENGTH = 16, USCC_LENGTH = 18 };
    bool found =
        (code.n == PUBLIC_ID_LENGTH || code.n == USCC_LENGTH) && archive_cache_open(&app->known, r->arena, code, r->today, x);
    if (found && archive_show(x, app->known.regime, r->arena, r->today))
        return true;
    resp_not_found(r);
    return false;
}

struct str entity_version(struct req *r, const struct archive *x)
{
    int round = 0;
    for (size_t i = 0; i < x->grades.n; i++)
        round = x->grades.p[i].round_id > round ? x->grades.p[i].round_id : round;
    return str_fmt(r->arena, "s%d-g%d", x->subject.version, round);
}

struct url entity_why_url(struct req *r, const struct archive *x, const struct archive_grade *g, bool json)
{
    struct str code = x->subject.code.n ? x->subject.code : x->subject.public_id;
    struct str year = str_fmt(r->arena, json ? "%d.json" : "%d", g->year);
    struct url u = URL_PATH(r->arena, "/entity/{}/why/{}", code, year);
    if (g->superseded_at.us)
        u = url_query_int(r->arena, u, STR("version"), archive_grade_version(x, g));
    return json ? u : page_link(r, u);
}

struct fact_list {
    struct fact *p;
    size_t n, cap;
};

static void add_fact(struct arena *a, struct fact_list *f, struct str term, struct str value)
{
    if (value.n)
        *VEC_PUSH(a, *f) = (struct fact){.term = term, .value = value};
}

static struct facts profile_of(struct req *r, const struct archive *x)
{
    struct arena *a = r->arena;
    const struct archive_subject *s = &x->subject;
    bool natural = s->kind == SUBJECT_NATURAL;
    struct fact_list f = {0};
    add_fact(a, &f, natural ? STR("姓名") : STR("名称"), s->name);
    add_fact(a, &f, STR("统一社会信用代码"), s->code);
    add_fact(a, &f, STR("主体类型"), x->type ? x->type->label : STR("其他主体"));
    add_fact(a, &f, STR("法定代表人或主要负责人"), s->representative);
    add_fact(a, &f, STR("所在地"), s->address.n ? s->address : s->division_name);
    if (day_is(s->established))
        add_fact(a, &f, STR("成立日期"), day_zh(a, s->established));
    if (day_is(s->ended) && !natural)
        add_fact(a, &f, STR("状态"), str_fmt(a, "已于%.*s终止", STR_ARG(day_zh(a, s->ended))));
    return (struct facts){f.p, f.n};
}

/* The next yearly publication by the rule set's calendar, or a record's end: whichever comes first. */
static void next_change(struct req *r, const struct archive *x, int year, struct grade_head *h)
{
    const struct regime_date *d = regime_date(app_of(r)->known.regime, STR("publication"));
    struct day publication = DAY_NONE, record = archive_next_change(x, r->today);
    if (d) {
        int at = year + 1 + d->prior_year;
        publication = day_from_ymd(at, d->mmdd / 100, d->mmdd % 100);
        if (day_cmp(publication, r->today) < 0)
            publication = DAY_NONE; /* overdue: no date is better than a wrong one */
    }
    h->next_change = day_min(publication, record);
    if (!day_is(h->next_change))
        return;
    bool by_record = day_is(record) && day_cmp(record, h->next_change) == 0;
    h->next_reason = by_record ? STR("有记录公示期满") : str_fmt(r->arena, "%d年度评价结果公布", year + 1);
}

static struct grade_head head_of(struct req *r, const struct archive *x, struct archive_grades grades, bool then)
{
    const struct app *app = app_of(r);
    const struct regime_head *h = &app->known.regime->head;
    int awaited = then ? 0 : archive_cache_awaited_year(&app->known, x->subject.division);
    enum archive_standing s = archive_standing(app->known.regime, x->type, grades, awaited, r->today);
    struct str grade = grades.n ? grades.p[0].grade : STR("");
    struct grade_head head = {.badge = badge_of_standing(s, app->known.regime, grade),
                              .meaning = badge_meaning(r->arena, s, app->known.regime, x->type, grade),
                              .regime = h->title,
                              .issuer = h->bureau,
                              .valid_from = DAY_NONE,
                              .next_change = DAY_NONE};
    head.badge.disputed = !then && archive_disputed(x);
    if (then && s == ARCHIVE_NOT_GRADED)
        head.meaning = STR("当日没有已公布的评价结果。没有等级不表示信用好或不好。");
    if (grades.n && s != ARCHIVE_CONSENT) {
        head.year = grades.p[0].year;
        head.valid_from = instant_day(grades.p[0].published_at);
        head.why = entity_why_url(r, x, &grades.p[0], false);
        head.has_why = true;
    }
    if (!then && s != ARCHIVE_CONSENT && s != ARCHIVE_NOT_COVERED)
        next_change(r, x, head.year ? head.year : day_ymd(r->today).year - 2, &head);
    return head;
}

/* Until when a version held: until it was superseded, or until the next year's was published. */
static struct day valid_until(const struct archive *x, const struct archive_grade *g)
{
    struct day until = g->superseded_at.us ? instant_day(g->superseded_at) : DAY_NONE;
    for (size_t i = 0; i < x->grades.n; i++)
        if (x->grades.p[i].year > g->year)
            until = day_min(until, instant_day(x->grades.p[i].published_at));
    return until;
}

static struct grade_row grade_row_of(struct req *r, const struct archive *x, const struct archive_grade *g)
{
    int version = archive_grade_version(x, g);
    struct grade_row row = {.year = g->year,
                            .badge = grade_badge(app_of(r)->known.regime, g->grade),
                            .valid_from = instant_day(g->published_at),
                            .valid_until = valid_until(x, g),
                            .why = entity_why_url(r, x, g, false),
                            .has_why = true};
    if (g->superseded_at.us)
        row.version = str_fmt(r->arena, "第%d版，已被更正替代", version);
    else if (version > 1)
        row.version = str_fmt(r->arena, "第%d版（更正）", version);
    return row;
}

/* Every published version, or on an earlier day those that were known then. */
static void fill_grades(struct req *r, const struct archive *x, struct archive_grades grades, bool then, struct entity_view *v)
{
    size_t n = then ? grades.n : x->grades.n, k = 0;
    struct grade_row *rows = ARENA_ARRAY(r->arena, struct grade_row, n + 1);
    int awaited = archive_cache_awaited_year(&app_of(r)->known, x->subject.division);
    if (!then && awaited && (n == 0 || x->grades.p[0].year < awaited) && x->grade_public && x->type->graded &&
        regime_rolled_out(x->type, day_from_ymd(awaited, 12, 31)))
        rows[k++] = (struct grade_row){.year = awaited,
                                       .badge = badge_of_standing(ARCHIVE_AWAITED, app_of(r)->known.regime, STR("")),
                                       .valid_from = DAY_NONE,
                                       .valid_until = DAY_NONE};
    for (size_t i = 0; i < n; i++)
        rows[k++] = grade_row_of(r, x, then ? &grades.p[i] : &x->grades.p[i]);
    v->grades.p = rows;
    v->grades.n = k;
}

static void fill_former(struct req *r, const struct archive *x, struct entity_view *v)
{
    struct former_row *rows = ARENA_ARRAY(r->arena, struct former_row, x->former.n);
    for (size_t i = 0; i < x->former.n; i++)
        rows[i] = (struct former_row){.name = x->former.p[i].name, .from = DAY_NONE, .until = x->former.p[i].until};
    v->former.p = rows;
    v->former.n = x->former.n;
}

/* Today and later are today. A value that is no date comes back with its error. */
static struct day day_asked(struct req *r, struct field *f)
{
    struct str typed = req_query(r, STR("as-of"));
    struct day d = req_query_day(r, STR("as-of"));
    *f = (struct field){.id = STR("as-of"),
                        .name = STR("as-of"),
                        .label = STR("日期"),
                        .hint = STR("例如 2025-12-31。显示那一天对外公布的年度等级"),
                        .value = typed,
                        .width = 10};
    if (typed.n && !day_is(d))
        f->error = STR("日期：请按“2025-12-31”这样的格式填写");
    return day_is(d) && day_cmp(d, r->today) < 0 ? d : DAY_NONE;
}

void page_entity(struct req *r)
{
    struct archive x;
    if (!entity_open(r, &x))
        return;
    struct entity_view v = {.page = page_frame(r, x.subject.name, NULL),
                            .name = x.subject.name,
                            .code = x.subject.code,
                            .type = x.type ? x.type->label : STR("其他主体"),
                            .town = x.subject.division_name.n ? x.subject.division_name : STR("")};
    v.on_day = day_asked(r, &v.on);
    struct instant at = day_is(v.on_day) ? instant_of_day(day_add(v.on_day, 1)) : (struct instant){0};
    struct archive_grades grades = archive_grades_at(&x, r->arena, at);
    v.grade = head_of(r, &x, grades, day_is(v.on_day));
    v.profile = profile_of(r, &x);
    entity_licences(r, &x, &v);
    entity_records(r, &x, &v);
    fill_grades(r, &x, grades, day_is(v.on_day), &v);
    fill_former(r, &x, &v);
    v.self = page_entity_url(r, x.subject.code, x.subject.public_id);
    v.large = v.page.large;
    v.has_json = true;
    v.json = URL_PATH(r->arena, "/api/v1/subjects/{}", x.subject.code.n ? x.subject.code : x.subject.public_id);
    v.has_badge = x.subject.kind != SUBJECT_NATURAL;
    v.poster = URL_PATH(r->arena, "/badge/{}/poster", x.subject.code.n ? x.subject.code : x.subject.public_id);
    v.embed = page_link(r, URL_STATIC("/developers#embed"));
    v.page.noindex = x.subject.kind == SUBJECT_NATURAL;
    v.page.print_meta = true;
    page_crumbs(r, &v.page, NULL, 0, STR_NONE);
    tmpl_lookup_entity(resp_html(r, 200), &v);
    page_public(r, entity_version(r, &x), PAGE_DISPUTE_SECONDS);
}
