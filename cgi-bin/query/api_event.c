/* SPDX-License-Identifier: EUPL-1.2
 * api_event.c — licences, penalties and entries of lists of all organisations by date, latest first: double publicity (双公示) as a
 * feed. Penalties and listings are those items that the rule set calls so; each is walked backwards by its own key and the walks
 * are merged, so that a page costs what it shows. What is no longer in publicity is skipped here as everywhere.
 */
#include "query/api.h"

#include "base/arena.h"

enum { TURNS_MOST = 6 };

struct event {
    struct opendata_place at;
    struct archive *x;
};
struct feed {
    struct api_call *c;
    struct opendata_place before;
    struct {
        struct event *p;
        size_t n, cap;
    } events;                    /* of this turn */
    bool more;                   /* some walk did not reach its end */
    struct opendata_place bound; /* nothing older than this is sure to be complete */
};

static int place_cmp(struct opendata_place x, struct opendata_place y)
{
    int by_day = day_cmp(x.day, y.day);
    if (by_day)
        return by_day;
    if (x.subject != y.subject)
        return x.subject < y.subject ? -1 : 1;
    return (x.id > y.id) - (x.id < y.id);
}

static int newest_first(const void *p, const void *q)
{
    return place_cmp(((const struct event *)q)->at, ((const struct event *)p)->at);
}

static void add(struct feed *f, struct opendata_events v, int64_t asked)
{
    for (size_t i = 0; i < v.n; i++)
        *VEC_PUSH(f->c->r->arena, f->events) = (struct event){v.at[i], &v.p[i]};
    if (v.n < (size_t)asked)
        return;
    if (!f->more || place_cmp(v.at[v.n - 1], f->bound) > 0)
        f->bound = v.at[v.n - 1];
    f->more = true;
}

/* "2025-04-01.PUBLIC_ID.NUMBER" */
static struct opendata_place place_of(struct api_call *c)
{
    struct opendata_place none = {.day = DAY_NONE}, place = none;
    struct str rest = c->position, day, id;
    if (!str_cut(&rest, '.', &day) || !str_cut(&rest, '.', &id) || !day_parse(day, &place.day) || !str_int(rest, &place.id))
        return none;
    place.subject = opendata_subject_id(c->app->db, id);
    if (place.subject == 0)
        place.subject = INT64_MAX; /* gone meanwhile: the rest of that day comes again */
    return place;
}

static struct str position_of(struct api_call *c, const struct event *e)
{
    return str_fmt(c->r->arena, "%.*s.%.*s.%lld", STR_ARG(day_iso(c->r->arena, e->at.day)), STR_ARG(e->x->subject.public_id),
                   (long long)e->at.id);
}

typedef void (*turn_fn)(struct feed *f, int64_t n);
typedef bool (*row_fn)(struct api_call *c, const struct archive *x, void *row);

/* Rows of this turn, up to the limit; last: the event behind which the next page begins. */
static size_t take(struct feed *f, row_fn make, char *rows, size_t n, const struct event **last, bool *all)
{
    struct api_call *c = f->c;
    size_t bytes = c->endpoint->shape->bytes;
    if (f->events.n > 1)
        qsort(f->events.p, f->events.n, sizeof *f->events.p, newest_first);
    *all = true;
    for (size_t i = 0; i < f->events.n; i++) {
        struct event *e = &f->events.p[i];
        if (n == (size_t)c->limit || (f->more && place_cmp(e->at, f->bound) < 0)) {
            *all = false;
            break;
        }
        f->before = e->at;
        if (e->x->subject.id == 0) /* a natural person: in no list */
            continue;
        *last = e;
        if (opendata_show(&c->maker, e->x) && make(c, e->x, rows + n * bytes))
            n++;
    }
    return n;
}

static void feed(struct api_call *c, turn_fn turn, row_fn make)
{
    char *rows = arena_array(c->r->arena, (size_t)c->limit, c->endpoint->shape->bytes);
    struct feed f = {.c = c, .before = place_of(c)};
    const struct event *last = NULL;
    size_t n = 0;
    bool end = false;
    for (int i = 0; i < TURNS_MOST && !end && n < (size_t)c->limit; i++) {
        bool all;
        f.events.p = NULL;
        f.events.n = f.events.cap = 0;
        f.more = false;
        turn(&f, c->limit);
        n = take(&f, make, rows, n, &last, &all);
        end = all && !f.more;
    }
    api_page(c, rows, n, end || last == NULL ? STR_NONE : position_of(c, last));
}

/* --- penalties --- */

static void add_item(struct feed *f, const struct regime_item *item, int64_t n)
{
    struct api_call *c = f->c;
    add(f, opendata_records_before(c->app->db, c->r->arena, item->code, f->before, c->given[P_FROM].day, c->r->today, n), n);
}

static void penalty_turn(struct feed *f, int64_t n)
{
    const struct regime *g = f->c->app->known.regime;
    for (size_t i = 0; i < g->items.n; i++) {
        const struct regime_item *item = &g->items.p[i];
        if (item->kind == ITEM_PENALTY && regime_item_disclosure(g, item, KIND_LEGAL) == DISCLOSE_PUBLIC)
            add_item(f, item, n);
    }
}

static bool penalty_row(struct api_call *c, const struct archive *x, void *row)
{
    if (x->records.n != 1)
        return false;
    *(struct opendata_penalty *)row = (struct opendata_penalty){.subject = x->subject.public_id,
                                                                .code = x->subject.code,
                                                                .name = x->subject.name,
                                                                .record = opendata_record_of(&c->maker, &x->records.p[0])};
    return true;
}

void api_penalties(struct api_call *c)
{
    feed(c, penalty_turn, penalty_row);
}

/* --- licences --- */

static void licence_turn(struct feed *f, int64_t n)
{
    struct api_call *c = f->c;
    add(f, opendata_licences_before(c->app->db, c->r->arena, f->before, c->given[P_FROM].day, n), n);
}

static bool licence_row(struct api_call *c, const struct archive *x, void *row)
{
    (void)c;
    if (x->licences.n != 1)
        return false;
    *(struct opendata_licence_of *)row = (struct opendata_licence_of){.subject = x->subject.public_id,
                                                                      .code = x->subject.code,
                                                                      .name = x->subject.name,
                                                                      .licence = opendata_licence_of(&x->licences.p[0])};
    return true;
}

void api_licences(struct api_call *c)
{
    feed(c, licence_turn, licence_row);
}

/* --- lists: until a list is kept as such, its entries are the records that say so --- */

void api_lists(struct api_call *c)
{
    const struct regime_case_rules *rules = &c->app->known.regime->cases;
    struct opendata_list_kind *rows = ARENA_ARRAY(c->r->arena, struct opendata_list_kind, rules->lists.n);
    for (size_t i = 0; i < rules->lists.n; i++)
        rows[i] = opendata_list_kind_of(&rules->lists.p[i]);
    api_rows(c, rows, rules->lists.n);
}

/* NULL: the rule set has none of that code. */
static const struct regime_list_kind *list_of(const struct api_call *c)
{
    const struct regime_case_rules *rules = &c->app->known.regime->cases;
    struct str code = req_capture(c->r, "list");
    for (size_t i = 0; i < rules->lists.n; i++)
        if (str_eq(rules->lists.p[i].code, code))
            return &rules->lists.p[i];
    return NULL;
}

static void entry_turn(struct feed *f, int64_t n)
{
    const struct regime *g = f->c->app->known.regime;
    const struct regime_list_kind *kind = list_of(f->c);
    for (size_t i = 0; i < g->items.n; i++)
        if (opendata_item_lists(g, kind, &g->items.p[i]))
            add_item(f, &g->items.p[i], n);
}

static bool entry_row(struct api_call *c, const struct archive *x, void *row)
{
    const struct regime_list_kind *kind = list_of(c);
    if (x->records.n != 1 || (kind->subject_types.n && !regime_code_in(kind->subject_types, x->subject.type)))
        return false;
    *(struct opendata_entry *)row = opendata_entry_of(&c->maker, x, &x->records.p[0]);
    return true;
}

void api_list_entries(struct api_call *c)
{
    if (list_of(c))
        feed(c, entry_turn, entry_row);
    else
        resp_not_found(c->r);
}
