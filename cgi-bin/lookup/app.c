/* SPDX-License-Identifier: EUPL-1.2
 * app.c — the caches of a lookup process: rule set in force, rounds, divisions, counts, rule sets of earlier rounds. A refresh that
 * fails leaves the old content and is tried again by the next request.
 */
#include "lookup/app.h"

#include "base/arena.h"
#include "base/clock.h"

enum {
    ROUNDS_MS = 1000, /* at most so often, however much happens */
    LISTS_MS = 60 * 1000,
    COUNT_MS = 10 * 60 * 1000, /* counts every subject */
    CACHE_BYTES = 32 << 20,
};

static bool is_old(int64_t at, int64_t now, int64_t most)
{
    return at == 0 || now - at >= most;
}

static struct arena *replace(struct arena **a, struct arena *fresh)
{
    arena_free(a);
    return *a = fresh;
}

static void refresh_regime(struct app *app)
{
    int id = regime_active_id(app->db);
    if (id == 0 || id == app->regime_id)
        return;
    struct arena *fresh = arena_new(CACHE_BYTES);
    struct regime_version v;
    if (!regime_version_load(app->db, fresh, id, &v)) {
        arena_free(&fresh);
        return;
    }
    replace(&app->regime_arena, fresh);
    app->regime = v.regime;
    app->regime_id = id;
    app->lists_at = 0;
}

/* What every code below a division starts with: villages and towns have three digits each, counties, cities and provinces two. */
static struct str prefix_of(struct str division)
{
    while (division.n > 6 && str_ends(division, STR("000")))
        division.n -= 3;
    while (division.n <= 6 && division.n >= 2 && str_ends(division, STR("00")))
        division.n -= 2;
    return division;
}

static int by_prefix(const void *p, const void *q)
{
    const struct app_place *a = p, *b = q;
    return str_cmp(a->prefix, b->prefix);
}

static void refresh_lists(struct app *app)
{
    struct arena *fresh = arena_new(CACHE_BYTES);
    struct archive_divisions d = archive_divisions(app->db, fresh, prefix_of(app->regime->head.division));
    struct app_place *places = ARENA_ARRAY(fresh, struct app_place, d.n);
    for (size_t i = 0; i < d.n; i++)
        places[i] = (struct app_place){prefix_of(d.p[i].code), d.p[i].name};
    if (d.n > 1)
        qsort(places, d.n, sizeof *places, by_prefix);
    replace(&app->lists_arena, fresh);
    app->divisions = d;
    app->places = places;
}

static void refresh_rounds(struct app *app)
{
    struct arena *fresh = arena_new(CACHE_BYTES);
    struct archive_rounds rounds = archive_rounds(app->db, fresh);
    replace(&app->rounds_arena, fresh);
    app->rounds = rounds;
}

void app_refresh(struct app *app, struct arena *a)
{
    int64_t now = clock_monotonic_ms();
    app->stamp = archive_stamp(app->db, a);
    bool changed = app->stamp != app->lists_stamp || app->rounds_at == 0;
    if (changed && is_old(app->rounds_at, now, ROUNDS_MS)) {
        refresh_regime(app);
        refresh_rounds(app);
        app->rounds_at = now;
        app->lists_stamp = app->stamp;
    }
    if (is_old(app->lists_at, now, LISTS_MS)) {
        refresh_lists(app);
        app->lists_at = now;
    }
    if (is_old(app->count_at, now, COUNT_MS)) {
        app->subjects = archive_count_subjects(app->db);
        app->count_at = now;
    }
}

const struct regime *app_regime(struct app *app, int version_id)
{
    if (version_id == app->regime_id)
        return app->regime;
    for (size_t i = 0; i < APP_VERSIONS; i++)
        if (app->versions[i].id == version_id)
            return app->versions[i].regime;
    struct arena *fresh = arena_new(CACHE_BYTES);
    struct regime_version v;
    if (!regime_version_load(app->db, fresh, version_id, &v)) {
        arena_free(&fresh);
        return NULL;
    }
    struct app_version *slot = &app->versions[app->next_version++ % APP_VERSIONS];
    replace(&slot->arena, fresh);
    slot->id = version_id;
    slot->regime = v.regime;
    return v.regime;
}

const struct app_table *app_table(struct app *app, int year, int round_id)
{
    for (size_t i = 0; i < APP_TABLES; i++)
        if (app->tables[i].round_id == round_id)
            return &app->tables[i];
    struct arena *fresh = arena_new(CACHE_BYTES);
    struct archive_cells cells = archive_table_by_type(app->db, fresh, year, round_id);
    struct app_table *slot = &app->tables[app->next_table++ % APP_TABLES];
    replace(&slot->arena, fresh);
    *slot = (struct app_table){.round_id = round_id, .arena = fresh, .cells = cells};
    for (size_t i = 0; i < cells.n; i++)
        slot->lines += cells.p[i].n;
    return slot;
}

/* The longest known beginning of the code: the town, else its county, else … */
struct str app_division(const struct app *app, struct str code)
{
    for (size_t n = code.n; n >= 2 && app->divisions.n; n--) {
        struct app_place key = {.prefix = str_sub(code, 0, n)};
        const struct app_place *found = bsearch(&key, app->places, app->divisions.n, sizeof *app->places, by_prefix);
        if (found)
            return found->name;
    }
    return STR("");
}

int app_awaited_year(const struct app *app, struct str division)
{
    int awaited = 0, published = 0;
    for (size_t i = 0; i < app->rounds.n; i++) {
        const struct archive_round *round = &app->rounds.p[i];
        if (!str_starts(division, round->division_prefix))
            continue;
        int *newest = round->published ? &published : &awaited;
        *newest = round->year > *newest ? round->year : *newest;
    }
    return awaited > published ? awaited : 0; /* a second round of a published year awaits nothing */
}

int app_published_year(const struct app *app)
{
    for (size_t i = 0; i < app->rounds.n; i++)
        if (app->rounds.p[i].published && !app->rounds.p[i].superseded)
            return app->rounds.p[i].year;
    return 0;
}
