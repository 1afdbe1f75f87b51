/* SPDX-License-Identifier: EUPL-1.2
 * archive_cache.c — see archive_cache.h. A refresh that fails leaves the old content and is tried again by the next request.
 */
#include "archive/archive_cache.h"
#include "archive/archive_pack.h"

#include "base/arena.h"
#include "base/clock.h"
#include "regime/regime_store.h"

enum {
    ROUNDS_MS = 1000, /* at most so often, however much happens */
    LISTS_MS = 60 * 1000,
    COUNT_MS = 10 * 60 * 1000, /* counts every subject */
    ARENA_BYTES = 32 << 20,
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

static void refresh_regime(struct archive_cache *c)
{
    int id = regime_active_id(c->db);
    if (id == 0 || id == c->regime_id)
        return;
    struct arena *fresh = arena_new(ARENA_BYTES);
    struct regime_version v;
    if (!regime_version_load(c->db, fresh, id, &v)) {
        arena_free(&fresh);
        return;
    }
    replace(&c->regime_arena, fresh);
    c->regime = v.regime;
    c->regime_id = id;
    c->lists_at = 0;
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
    const struct archive_place *a = p, *b = q;
    return str_cmp(a->prefix, b->prefix);
}

static void refresh_lists(struct archive_cache *c)
{
    struct arena *fresh = arena_new(ARENA_BYTES);
    struct archive_divisions d = archive_divisions(c->db, fresh, prefix_of(c->regime->head.division));
    struct archive_place *places = ARENA_ARRAY(fresh, struct archive_place, d.n);
    for (size_t i = 0; i < d.n; i++)
        places[i] = (struct archive_place){prefix_of(d.p[i].code), d.p[i].name};
    if (d.n > 1)
        qsort(places, d.n, sizeof *places, by_prefix);
    replace(&c->lists_arena, fresh);
    c->divisions = d;
    c->places = places;
}

static void refresh_rounds(struct archive_cache *c)
{
    struct arena *fresh = arena_new(ARENA_BYTES);
    struct archive_rounds rounds = archive_rounds(c->db, fresh);
    replace(&c->rounds_arena, fresh);
    c->rounds = rounds;
}

static void refresh(struct archive_cache *c, int64_t stamp)
{
    int64_t now = clock_monotonic_ms();
    c->stamp = stamp;
    bool changed = c->stamp != c->lists_stamp || c->rounds_at == 0;
    if (changed && is_old(c->rounds_at, now, ROUNDS_MS)) {
        refresh_regime(c);
        refresh_rounds(c);
        c->rounds_at = now;
        c->lists_stamp = c->stamp;
    }
    if (is_old(c->lists_at, now, LISTS_MS)) {
        refresh_lists(c);
        c->lists_at = now;
    }
    if (is_old(c->count_at, now, COUNT_MS)) {
        c->subjects = archive_count_subjects(c->db);
        c->count_at = now;
    }
}

void archive_cache_refresh(struct archive_cache *c, struct arena *a)
{
    refresh(c, archive_stamp(c->db, a));
}

bool archive_cache_open(struct archive_cache *c, struct arena *a, struct str code, struct day today, struct archive *out)
{
    int64_t stamp;
    bool packed = archive_pack_read(c->db, a, code, today, &stamp, out);
    refresh(c, stamp);
    if (!packed && !archive_read(c->db, a, code, today, out))
        return false;
    out->subject.division_name = archive_cache_division(c, out->subject.division);
    return true;
}

void archive_cache_drop(struct archive_cache *c)
{
    arena_free(&c->regime_arena);
    arena_free(&c->rounds_arena);
    arena_free(&c->lists_arena);
    for (size_t i = 0; i < ARCHIVE_VERSIONS; i++)
        arena_free(&c->versions[i].arena);
    for (size_t i = 0; i < ARCHIVE_TABLES; i++)
        arena_free(&c->tables[i].arena);
}

const struct regime *archive_cache_regime(struct archive_cache *c, int version_id)
{
    if (version_id == c->regime_id)
        return c->regime;
    for (size_t i = 0; i < ARCHIVE_VERSIONS; i++)
        if (c->versions[i].id == version_id)
            return c->versions[i].regime;
    struct arena *fresh = arena_new(ARENA_BYTES);
    struct regime_version v;
    if (!regime_version_load(c->db, fresh, version_id, &v)) {
        arena_free(&fresh);
        return NULL;
    }
    struct archive_version *slot = &c->versions[c->next_version++ % ARCHIVE_VERSIONS];
    replace(&slot->arena, fresh);
    slot->id = version_id;
    slot->regime = v.regime;
    return v.regime;
}

const struct archive_counts *archive_cache_table(struct archive_cache *c, int year, int round_id)
{
    for (size_t i = 0; i < ARCHIVE_TABLES; i++)
        if (c->tables[i].round_id == round_id)
            return &c->tables[i];
    struct arena *fresh = arena_new(ARENA_BYTES);
    struct archive_cells cells = archive_table_by_type(c->db, fresh, year, round_id);
    struct archive_counts *slot = &c->tables[c->next_table++ % ARCHIVE_TABLES];
    replace(&slot->arena, fresh);
    *slot = (struct archive_counts){.round_id = round_id, .arena = fresh, .cells = cells};
    for (size_t i = 0; i < cells.n; i++)
        slot->lines += cells.p[i].n;
    return slot;
}

/* The longest known beginning of the code: the town, else its county, else … */
struct str archive_cache_division(const struct archive_cache *c, struct str code)
{
    for (size_t n = code.n; n >= 2 && c->divisions.n; n--) {
        struct archive_place key = {.prefix = str_sub(code, 0, n)};
        const struct archive_place *found = bsearch(&key, c->places, c->divisions.n, sizeof *c->places, by_prefix);
        if (found)
            return found->name;
    }
    return STR("");
}

int archive_cache_awaited_year(const struct archive_cache *c, struct str division)
{
    int awaited = 0, published = 0;
    for (size_t i = 0; i < c->rounds.n; i++) {
        const struct archive_round *round = &c->rounds.p[i];
        if (!str_starts(division, round->division_prefix))
            continue;
        int *newest = round->published ? &published : &awaited;
        *newest = round->year > *newest ? round->year : *newest;
    }
    return awaited > published ? awaited : 0; /* a second round of a published year awaits nothing */
}

int archive_cache_published_year(const struct archive_cache *c)
{
    for (size_t i = 0; i < c->rounds.n; i++)
        if (c->rounds.p[i].published && !c->rounds.p[i].superseded)
            return c->rounds.p[i].year;
    return 0;
}
