/* SPDX-License-Identifier: EUPL-1.2
 * grade_plan.c — looks a regime's grading up once for a year: millions of records then need one table read each. It grades nothing
 * (grade.c). Called by the rounds, golden cases and what-if. Everything is in the caller's arena.
 */
#include "grade/grade_plan.h"

static int32_t grade_index(const struct regime *r, struct str code)
{
    for (size_t i = 0; i < r->grades.n; i++)
        if (str_eq(r->grades.p[i].code, code))
            return (int32_t)i;
    CHECK(!"a grading names a grade that the regime does not have");
    return -1;
}

static struct grade_meets meets_of(const struct regime *r, const struct regime_grading *g, const struct regime_item *item,
                                   enum regime_severity severity)
{
    struct grade_meets m = {.count = -1, .veto = -1, .point = -1};
    struct regime_match_facts f = {.category = item->category, .item = item->code, .severity = severity};
    (void)r;
    for (size_t i = 0; i < g->counts.n && m.count < 0; i++)
        if (str_eq(g->counts.p[i].category, item->category) && g->counts.p[i].window != WINDOW_NEVER)
            m.count = (int16_t)i;
    for (size_t i = 0; i < g->vetoes.n && m.veto < 0; i++)
        if (regime_matches(&g->vetoes.p[i].match, f))
            m.veto = (int16_t)i;
    for (size_t i = 0; i < g->points.n && m.point < 0 && g->method == METHOD_POINTS; i++)
        if (regime_matches(&g->points.p[i].match, f))
            m.point = (int16_t)i;
    for (size_t i = 0; i < g->ladder.n && g->method == METHOD_LADDER; i++)
        if (g->ladder.p[i].kind == LADDER_ANY && regime_matches(&g->ladder.p[i].match, f))
            m.steps |= UINT64_C(1) << i;
    return m;
}

static const int32_t *cap_indices(struct arena *a, const struct regime_grading *g)
{
    int32_t *out = ARENA_ARRAY(a, int32_t, g->points.n);
    for (size_t i = 0; i < g->points.n; i++) {
        out[i] = -1;
        for (size_t c = 0; c < g->caps.n && g->points.p[i].cap.n; c++)
            if (str_eq(g->caps.p[c].code, g->points.p[i].cap))
                out[i] = (int32_t)c;
        CHECK(g->points.p[i].cap.n == 0 || out[i] >= 0);
    }
    return out;
}

/* A grading that can end without a grade is a fault that the loader must have refused. */
static void check_closed(const struct regime_grading *g)
{
    CHECK(g->ladder.n <= GRADE_STEPS && g->points.n < INT16_MAX && g->vetoes.n < INT16_MAX && g->counts.n < INT16_MAX);
    CHECK(g->method != METHOD_LADDER || (g->ladder.n > 0 && g->ladder.p[g->ladder.n - 1].kind == LADDER_ELSE));
    CHECK(g->method != METHOD_POINTS || (g->thresholds.n > 0 && g->thresholds.p[g->thresholds.n - 1].at_least_milli == INT32_MIN));
}

static struct grade_table table_of(struct arena *a, const struct regime *r, const struct regime_grading *g)
{
    check_closed(g);
    struct grade_meets *meets = ARENA_ARRAY(a, struct grade_meets, r->items.n * GRADE_SEVERITIES);
    for (size_t i = 0; i < r->items.n; i++)
        for (int s = 0; s < GRADE_SEVERITIES; s++)
            meets[i * GRADE_SEVERITIES + (size_t)s] = meets_of(r, g, &r->items.p[i], (enum regime_severity)s);
    int32_t *veto = ARENA_ARRAY(a, int32_t, g->vetoes.n), *step = ARENA_ARRAY(a, int32_t, g->ladder.n);
    int32_t *threshold = ARENA_ARRAY(a, int32_t, g->thresholds.n);
    for (size_t i = 0; i < g->vetoes.n; i++)
        veto[i] = grade_index(r, g->vetoes.p[i].grade);
    for (size_t i = 0; i < g->ladder.n; i++)
        step[i] = grade_index(r, g->ladder.p[i].grade);
    for (size_t i = 0; i < g->thresholds.n; i++)
        threshold[i] = grade_index(r, g->thresholds.p[i].grade);
    return (struct grade_table){
        .meets = meets,
        .veto_grade = veto,
        .step_grade = step,
        .threshold_grade = threshold,
        .point_cap = cap_indices(a, g),
        .unrated_grade = g->unrated.grade.n ? grade_index(r, g->unrated.grade) : -1,
    };
}

static struct grade_type type_of(const struct regime *r, const struct regime_subject_type *t, struct day last)
{
    struct grade_type out = {.code = t->code, .outcome = GRADE_NOT_GRADED, .grading = -1};
    if (!t->graded)
        return out;
    if (!regime_rolled_out(t, last)) {
        out.outcome = GRADE_NOT_ROLLED_OUT;
        return out;
    }
    const struct regime_grading *g = regime_grading(r, t->code, last);
    if (g == NULL || g->method == METHOD_NONE)
        return out;
    out.outcome = GRADE_GIVEN;
    out.grading = (int32_t)(g - r->gradings.p);
    return out;
}

/* Codes come from the regime's file and differ in their first letters and last digits: eight bytes tell nearly all of them apart.
 */
static size_t hash_of(struct str s)
{
    uint64_t h = s.n;
    for (size_t i = 0; i < 4 && i < s.n; i++)
        h = h << 8 ^ (unsigned char)s.p[i] ^ (uint64_t)(unsigned char)s.p[s.n - 1 - i] << 4;
    h *= UINT64_C(0x9e3779b97f4a7c15);
    return (size_t)(h >> 32);
}

static void hash_items(struct arena *a, struct grade_plan *p)
{
    size_t room = 64;
    while (room < p->regime->items.n * 4)
        room *= 2;
    int32_t *slots = ARENA_ARRAY(a, int32_t, room);
    for (size_t i = 0; i < room; i++)
        slots[i] = -1;
    for (size_t i = 0; i < p->regime->items.n; i++) {
        size_t at = hash_of(p->regime->items.p[i].code) & (room - 1);
        while (slots[at] >= 0)
            at = (at + 1) & (room - 1);
        slots[at] = (int32_t)i;
    }
    p->slots = slots;
    p->slot_mask = room - 1;
}

struct day grade_day(const struct regime *r, int32_t year)
{
    const struct regime_date *d = regime_date(r, STR("grading"));
    if (d == NULL)
        return day_from_ymd(year, 12, 31);
    struct day day = day_from_ymd(d->prior_year ? year + 1 : year, d->mmdd / 100, d->mmdd % 100);
    CHECK(day_is(day));
    return day;
}

struct grade_plan *grade_plan_new(struct arena *a, const struct regime *r, int32_t year)
{
    struct grade_plan *p = ARENA_NEW(a, struct grade_plan);
    p->regime = r;
    p->year = year;
    p->first = day_from_ymd(year, 1, 1);
    p->last = day_from_ymd(year, 12, 31);
    p->grading_day = grade_day(r, year);
    struct grade_type *types = ARENA_ARRAY(a, struct grade_type, r->subject_types.n);
    struct grade_table *tables = ARENA_ARRAY(a, struct grade_table, r->gradings.n);
    for (size_t i = 0; i < r->subject_types.n; i++) {
        types[i] = type_of(r, &r->subject_types.p[i], p->last);
        if (types[i].outcome == GRADE_GIVEN && tables[types[i].grading].meets == NULL)
            tables[types[i].grading] = table_of(a, r, &r->gradings.p[types[i].grading]);
    }
    p->types = types;
    p->tables = tables;
    bool *known = ARENA_ARRAY(a, bool, r->items.n);
    for (size_t i = 0; i < r->items.n; i++)
        known[i] = regime_category_of(r, &r->items.p[i])->polarity != POLARITY_REFERENCE;
    p->known = known;
    hash_items(a, p);
    return p;
}

const struct regime *grade_plan_regime(const struct grade_plan *p)
{
    return p->regime;
}

int32_t grade_plan_item(const struct grade_plan *p, struct str code)
{
    for (size_t at = hash_of(code) & p->slot_mask; p->slots[at] >= 0; at = (at + 1) & p->slot_mask)
        if (str_eq(p->regime->items.p[p->slots[at]].code, code))
            return p->slots[at];
    return -1;
}

const struct grade_type *grade_plan_type(const struct grade_plan *p, struct str code)
{
    for (size_t i = 0; i < p->regime->subject_types.n; i++)
        if (str_eq(p->types[i].code, code))
            return &p->types[i];
    return NULL;
}
