/* SPDX-License-Identifier: EUPL-1.2
 * search_store.c — search_find: exact finds by code, licence number and public id, then the walk (search_walk_store.c), then one
 * page of hits with all that a result list shows. Writing the index is search_index_store.c. Called by lookup, query and staff
 * pages.
 */
#include "base/arena.h"
#include "base/check.h"
#include "db/db.h"
#include "search/search_walk.h"
#include "text/text.h"

#define IDS 20
#define LATEST_GRADE                                                                                                               \
    "(SELECT CONCAT(g.grade, g.year) FROM grade g STRAIGHT_JOIN grade_round r ON r.id = g.round_id AND r.state = 'published' "     \
    "WHERE g.subject_id = s.id AND (? = 0 OR g.year = ?) ORDER BY g.year DESC, g.round_id DESC LIMIT 1)"
#define ROW    "s.id, s.public_id, COALESCE(s.code, ''), s.name, s.kind, s.type, s.division, COALESCE(" LATEST_GRADE ", '')"
#define TWENTY "(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"

DB_STATEMENT(HITS, "SELECT " ROW ", '' FROM subject s WHERE s.id IN " TWENTY);
DB_STATEMENT(FORMER,
             "SELECT subject_id, name FROM subject_former_name WHERE subject_id IN " TWENTY " ORDER BY subject_id, until_day DESC");
DB_STATEMENT(BY_CODE, "SELECT " ROW ", '' FROM subject s WHERE s.code = ? AND (? = 0 OR s.kind <> 3)");
DB_STATEMENT(BY_PUBLIC_ID, "SELECT " ROW ", '' FROM subject s WHERE s.public_id = ? AND (? = 0 OR s.kind <> 3)");
DB_STATEMENT(BY_LICENCE, "SELECT " ROW ", l.number FROM licence l STRAIGHT_JOIN subject s ON s.id = l.subject_id "
                         "WHERE l.number_key = ? AND (? = 0 OR s.kind <> 3) ORDER BY s.id, l.id LIMIT 100");

struct hit_row {
    int64_t id;
    struct str public_id, code, name, type, division, grade, licence;
    int kind;
};
static const struct db_column HIT_COLUMNS[] = {
    DB_COLUMN(struct hit_row, id),       DB_COLUMN(struct hit_row, public_id), DB_COLUMN(struct hit_row, code),
    DB_COLUMN(struct hit_row, name),     DB_COLUMN(struct hit_row, kind),      DB_COLUMN(struct hit_row, type),
    DB_COLUMN(struct hit_row, division), DB_COLUMN(struct hit_row, grade),     DB_COLUMN(struct hit_row, licence),
};

struct finder {
    struct db *db;
    struct arena *a;
    struct text_tools *tools;
    const struct search_query *q;
    struct search_result *out;
    struct search_hit *hits;
};

/* grade: the letter and the year, "A2025". */
static struct search_hit hit_of(const struct hit_row *r)
{
    struct search_hit h = {.subject_id = r->id,
                           .public_id = r->public_id,
                           .code = r->code,
                           .name = r->name,
                           .former = STR(""),
                           .licence = r->licence,
                           .kind = r->kind,
                           .type = r->type,
                           .division = r->division,
                           .grade = STR("")};
    int64_t year = 0;
    if (r->grade.n > 1 && str_int(str_sub(r->grade, 1, r->grade.n), &year)) {
        h.grade = str_sub(r->grade, 0, 1);
        h.year = (int)year;
    }
    return h;
}

/* --- exact finds --- */

static bool find_exactly(struct finder *f, const struct db_statement *s, struct str value)
{
    if (value.n == 0)
        return false;
    struct db_value in[] = {db_from_int(f->q->year), db_from_int(f->q->year), db_from_str(value), db_from_int(f->q->public_only)};
    struct db_cursor *c = db_select_values(f->db, f->a, s, HIT_COLUMNS, 9, false, in, 4);
    struct hit_row row;
    int64_t last = 0;
    while (db_fetch(c, &row) == DB_ROW) {
        if (row.id == last) /* two licences, one number */
            continue;
        last = row.id;
        f->hits[f->out->n++] = hit_of(&row);
    }
    f->out->count = (int64_t)f->out->n;
    return f->out->n > 0;
}

/* --- the page of a walk ---------------------------------------------------------------------------------------------------------
 */

static bool holds_all(const struct search_terms *t, struct str key)
{
    for (size_t i = 0; i < t->n_words; i++)
        if (!str_contains(key, t->words[i]))
            return false;
    return true;
}

/* True when the walk did not say which name matched and the present one does not. */
static bool is_former(struct finder *f, const struct search_terms *t, const struct search_candidate *c, const struct search_hit *h)
{
    if (c->former_key.n)
        return true;
    return t->exact && !holds_all(t, search_key_of(f->a, f->tools, h->name));
}

static void put_ids(struct db_value *in, const struct search_candidate *c, size_t n)
{
    for (size_t i = 0; i < IDS; i++)
        in[i] = db_from_int(i < n ? (int64_t)(c[i].rank & SEARCH_ID_MASK) : 0);
}

static void fill_former(struct finder *f, const struct search_terms *t, const struct search_candidate *c, size_t n,
                        struct search_hit *hits)
{
    struct former_row {
        int64_t id;
        struct str name;
    } row;
    static const struct db_column COLUMNS[] = {DB_COLUMN(struct former_row, id), DB_COLUMN(struct former_row, name)};
    struct db_value in[IDS];
    put_ids(in, c, n);
    struct db_cursor *cursor = db_select_values(f->db, f->a, &FORMER, COLUMNS, 2, false, in, IDS);
    while (db_fetch(cursor, &row) == DB_ROW) {
        for (size_t i = 0; i < n; i++) {
            if (hits[i].subject_id != row.id || hits[i].former.n || !is_former(f, t, &c[i], &hits[i]))
                continue;
            struct str key = search_key_of(f->a, f->tools, row.name);
            if (c[i].former_key.n ? str_eq(key, c[i].former_key) : holds_all(t, key))
                hits[i].former = row.name;
        }
    }
}

/* At most IDS candidates, in their order; a subject that vanished since the walk is left out. */
static void fill(struct finder *f, const struct search_terms *t, const struct search_candidate *c, size_t n)
{
    struct db_value in[IDS + 2] = {db_from_int(f->q->year), db_from_int(f->q->year)};
    put_ids(in + 2, c, n);
    struct search_hit *hits = ARENA_ARRAY(f->a, struct search_hit, n);
    struct db_cursor *cursor = db_select_values(f->db, f->a, &HITS, HIT_COLUMNS, 9, false, in, IDS + 2);
    struct hit_row row;
    while (db_fetch(cursor, &row) == DB_ROW)
        for (size_t i = 0; i < n; i++)
            if ((int64_t)(c[i].rank & SEARCH_ID_MASK) == row.id)
                hits[i] = hit_of(&row);
    bool former = false;
    for (size_t i = 0; i < n; i++)
        former = former || (hits[i].subject_id && is_former(f, t, &c[i], &hits[i]));
    if (former)
        fill_former(f, t, c, n, hits);
    for (size_t i = 0; i < n; i++)
        if (hits[i].subject_id)
            f->hits[f->out->n++] = hits[i];
}

static struct search_found merge(struct arena *a, struct search_found x, struct search_found y)
{
    struct search_found m = {.p = ARENA_ARRAY(a, struct search_candidate, x.n + y.n), .unfinished = x.unfinished || y.unfinished};
    for (size_t i = 0, k = 0; i < x.n || k < y.n;) {
        struct search_candidate c = k == y.n || (i < x.n && x.p[i].rank <= y.p[k].rank) ? x.p[i++] : y.p[k++];
        bool seen = false;
        for (size_t j = 0; j < m.n && !seen; j++)
            seen = (m.p[j].rank & SEARCH_ID_MASK) == (c.rank & SEARCH_ID_MASK);
        if (!seen)
            m.p[m.n++] = c;
    }
    return m;
}

/* A filter costs a row of subject per candidate: what this page and the next few need is counted, and more when the reader goes on.
 */
#define FILTERED_LEAST 200
#define FILTERED_AHEAD 100
static size_t enough_of(const struct search_query *q, bool filtered)
{
    int64_t enough = q->offset + q->limit + FILTERED_AHEAD;
    enough = enough > FILTERED_LEAST ? enough : FILTERED_LEAST;
    return filtered && enough < SEARCH_COUNT_CAP ? (size_t)enough : SEARCH_COUNT_CAP;
}

static struct search_filter filter_of(struct arena *a, const struct search_query *q)
{
    struct search_filter f = {.type = q->type, .division_prefix = q->division_prefix, .year = q->year};
    char c = q->grade.n ? q->grade.p[0] : '\0';
    if (c == '-')
        f.grade_pattern = STR("^-$");
    else if (q->grade.n) /* one letter; anything else finds nothing */
        f.grade_pattern = q->grade.n == 1 && ((c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9')) ? str_fmt(a, "^%c$", c) : STR("^$");
    else if (q->year)
        f.grade_pattern = STR("^[^-]$");
    f.any = f.type.n || f.division_prefix.n || f.grade_pattern.n;
    f.enough = enough_of(q, f.any);
    for (size_t i = 0; i < f.division_prefix.n; i++)
        if (f.division_prefix.p[i] < '0' || f.division_prefix.p[i] > '9')
            f.division_prefix = STR("x"); /* no such division */
    return f;
}

static void find_names(struct finder *f, const struct search_plan *plan)
{
    struct search_filter filter = filter_of(f->a, f->q);
    struct search_found found = {0};
    for (size_t i = 0; i < plan->n_readings; i++) {
        struct search_found one = search_walk(f->db, f->a, &plan->readings[i], &filter);
        found = i ? merge(f->a, found, one) : one;
    }
    bool more = found.n > filter.enough;
    size_t n = more ? filter.enough : found.n;
    f->out->count = (int64_t)n;
    f->out->capped = more && n == SEARCH_COUNT_CAP;
    f->out->unfinished = (more || found.unfinished) && !f->out->capped;
    size_t from = f->q->offset > 0 ? (size_t)f->q->offset : 0, limit = f->q->limit > 0 ? (size_t)f->q->limit : SEARCH_PAGE;
    limit = limit < SEARCH_LIMIT_MAX ? limit : SEARCH_LIMIT_MAX;
    for (size_t at = from; at < n && at < from + limit; at += IDS) {
        size_t end = at + IDS < from + limit ? at + IDS : from + limit;
        fill(f, &plan->readings[0], found.p + at, (end < n ? end : n) - at);
    }
}

void search_find(struct db *db, struct arena *a, struct text_tools *t, const struct search_query *q, struct search_result *out)
{
    struct search_plan plan;
    search_plan(a, t, q->q, &plan);
    *out = (struct search_result){.kind = plan.kind, .verdict = plan.verdict, .code = plan.code};
    struct finder f = {db, a, t, q, out, ARENA_ARRAY(a, struct search_hit, SEARCH_LIMIT_MAX)};
    out->p = f.hits;
    if (plan.code.n == 18 && find_exactly(&f, &BY_CODE, plan.code))
        return;
    if (find_exactly(&f, &BY_LICENCE, plan.licence) || find_exactly(&f, &BY_PUBLIC_ID, plan.public_id)) {
        out->kind = SEARCH_LICENCE;
        return;
    }
    if (plan.n_readings == 0)
        return;
    find_names(&f, &plan);
    if (out->count > 0 || plan.kind != SEARCH_LICENCE)
        out->kind = plan.readings[0].pinyin ? SEARCH_PINYIN : SEARCH_NAME;
}
