/* SPDX-License-Identifier: EUPL-1.2
 * api_list.c — lists over all organisations: the search, the walk in the order of identifiers, the grades of a year. A page reads a
 * bounded number of rows, so one with many filters may come short or empty and still name a next; no page costs what lies before
 * it.
 */
#include "query/api.h"

#include "base/arena.h"
#include "search/search.h"

enum {
    PAGES_MOST = 8, /* of the database, for one page of an answer: some two thousand subjects */
    SPARE = 8       /* read beyond the limit, for those that may not be shown */
};

/* --- the walk --- */

/* Puts what is wanted of an archive into the row; false: it is left out. */
typedef bool (*row_fn)(struct api_call *c, const struct archive *x, void *row);

static bool wanted(const struct api_call *c, const struct archive *x)
{
    const struct opendata_value *type = &c->given[P_TYPE], *division = &c->given[P_DIVISION];
    return (!type->given || str_eq(x->subject.type, type->text)) &&
           (!division->given || str_starts(x->subject.division, division->text));
}

static void walk(struct api_call *c, unsigned parts, row_fn make)
{
    struct arena *a = c->r->arena;
    size_t bytes = c->endpoint->shape->bytes, n = 0;
    char *rows = arena_array(a, (size_t)c->limit, bytes);
    struct str after = c->position.n ? c->position : STR(""); /* not NULL, which nothing is greater than */
    bool end = false,
         filtered = c->given[P_TYPE].given || c->given[P_DIVISION].given || c->given[P_GRADE].given || c->given[P_YEAR].given;
    for (int page = 0; page < PAGES_MOST && !end && n < (size_t)c->limit; page++) {
        size_t few = (size_t)c->limit - n + SPARE, most = filtered || few > OPENDATA_PAGE ? OPENDATA_PAGE : few;
        struct opendata_archives v = opendata_walk(c->app->db, a, after, most, parts, c->r->today);
        end = v.end;
        for (size_t i = 0; i < v.n; i++) {
            if (n == (size_t)c->limit) {
                end = false;
                break;
            }
            after = v.p[i].subject.public_id;
            if (wanted(c, &v.p[i]) && opendata_show(&c->maker, &v.p[i]) && make(c, &v.p[i], rows + n * bytes))
                n++;
        }
    }
    api_page(c, rows, n, end ? STR_NONE : after);
}

static bool subject_row(struct api_call *c, const struct archive *x, void *row)
{
    struct opendata_subject *s = row;
    const struct opendata_value *grade = &c->given[P_GRADE];
    *s = opendata_subject_of(&c->maker, x, false);
    if (c->given[P_YEAR].given && s->year != c->given[P_YEAR].number)
        return false;
    return !grade->given || (str_eq(grade->text, STR("-")) ? s->grade.n == 0 : str_eq(s->grade, grade->text));
}

static bool graded_row(struct api_call *c, const struct archive *x, void *row)
{
    struct archive_grades grades = archive_grades_at(x, c->r->arena, (struct instant){0});
    const struct archive_grade *g = NULL;
    for (size_t i = 0; i < grades.n && !g; i++)
        if (grades.p[i].year == c->given[P_YEAR].number)
            g = &grades.p[i];
    if (g == NULL || (c->given[P_GRADE].given && !str_eq(g->grade, c->given[P_GRADE].text)))
        return false;
    struct opendata_subject s = opendata_subject_of(&c->maker, x, false);
    *(struct opendata_graded *)row = (struct opendata_graded){.id = s.id,
                                                              .code = s.code,
                                                              .name = s.name,
                                                              .type = s.type,
                                                              .type_name = s.type_name,
                                                              .division = s.division,
                                                              .division_name = s.division_name,
                                                              .grade = opendata_grade_of(&c->maker, x, g)};
    return true;
}

void api_grades(struct api_call *c)
{
    if (!c->given[P_YEAR].given)
        c->given[P_YEAR].number = archive_cache_published_year(&c->app->known);
    walk(c, OPENDATA_GRADES, graded_row);
}

/* --- the search --- */

static struct search_query query_of(const struct api_call *c)
{
    return (struct search_query){.q = c->given[P_Q].text,
                                 .type = c->given[P_TYPE].text,
                                 .division_prefix = c->given[P_DIVISION].text,
                                 .grade = c->given[P_GRADE].text,
                                 .year = (int)c->given[P_YEAR].number,
                                 .public_only = true};
}

static void find(struct api_call *c, int64_t offset, int64_t limit, struct search_result *found)
{
    struct search_query q = query_of(c);
    q.offset = offset;
    q.limit = limit;
    search_find(c->app->db, c->r->arena, c->app->program->text, &q, found);
}

/* Where the page begins: behind the hit that ended the last one. Its place is known, unless hits came or went meanwhile. The
 * position is "PLACE.PUBLIC_ID". */
static int64_t begin_of(struct api_call *c)
{
    struct str id = c->position, text = STR_NONE;
    int64_t at = 0;
    if (id.n == 0 || !str_cut(&id, '.', &text) || !str_int(text, &at) || at < 1 || at > SEARCH_COUNT_CAP)
        return 0;
    struct search_result found;
    find(c, at - 1, 1, &found);
    if (found.n && str_eq(found.p[0].public_id, id))
        return at;
    for (int64_t from = 0; from < SEARCH_COUNT_CAP; from += SEARCH_LIMIT_MAX) {
        find(c, from, SEARCH_LIMIT_MAX, &found);
        for (size_t i = 0; i < found.n; i++)
            if (str_eq(found.p[i].public_id, id))
                return from + (int64_t)i + 1;
        if (found.n < SEARCH_LIMIT_MAX)
            break;
    }
    return at;
}

static bool hit_row(struct api_call *c, const struct search_hit *h, struct opendata_subject *row)
{
    struct archive_grade g = {.year = h->year, .grade = h->grade};
    struct archive x = {.subject = {.id = h->subject_id,
                                    .kind = h->kind,
                                    .public_id = h->public_id,
                                    .code = h->code,
                                    .name = h->name,
                                    .type = h->type,
                                    .division = h->division,
                                    .established = DAY_NONE,
                                    .ended = DAY_NONE}};
    x.grades.p = &g;
    x.grades.n = h->grade.n ? 1 : 0;
    if (!opendata_show(&c->maker, &x))
        return false;
    *row = opendata_subject_of(&c->maker, &x, false);
    return true;
}

static void mark_disputed(struct api_call *c, const struct search_hit *hits, const size_t *row_of, size_t n,
                          struct opendata_subject *rows)
{
    enum { IDS = 20 };
    int64_t ids[IDS];
    bool disputed[IDS];
    for (size_t from = 0; from < n; from += IDS) {
        size_t k = n - from < IDS ? n - from : IDS;
        for (size_t i = 0; i < k; i++)
            ids[i] = hits[from + i].subject_id;
        archive_disputed_of(c->app->db, c->r->arena, ids, k, c->r->today, disputed);
        for (size_t i = 0; i < k; i++)
            if (row_of[from + i] != SIZE_MAX)
                rows[row_of[from + i]].disputed = disputed[i];
    }
}

static void search(struct api_call *c)
{
    struct arena *a = c->r->arena;
    int64_t begin = begin_of(c), limit = c->limit < SEARCH_LIMIT_MAX ? c->limit : SEARCH_LIMIT_MAX;
    struct search_result found;
    find(c, begin, limit, &found);
    struct opendata_subject *rows = ARENA_ARRAY(a, struct opendata_subject, found.n);
    size_t *row_of = ARENA_ARRAY(a, size_t, found.n), n = 0;
    for (size_t i = 0; i < found.n; i++)
        row_of[i] = hit_row(c, &found.p[i], &rows[n]) ? n++ : SIZE_MAX;
    mark_disputed(c, found.p, row_of, found.n, rows);
    int64_t end = begin + (int64_t)found.n;
    bool more = found.n == (size_t)limit && end < found.count;
    struct str next = more ? str_fmt(a, "%lld.%.*s", (long long)end, STR_ARG(found.p[found.n - 1].public_id)) : STR_NONE;
    api_page(c, rows, n, next);
}

void api_subjects(struct api_call *c)
{
    if (c->given[P_Q].given)
        search(c);
    else
        walk(c, OPENDATA_GRADES, subject_row);
}
