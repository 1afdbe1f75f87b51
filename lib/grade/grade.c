/* SPDX-License-Identifier: EUPL-1.2
 * grade.c — grades one subject: which records count, what each weighs, vetoes, ladder or points, and a line for each step. Pure. It
 * is not the storage (grade_sheet.c) and words nothing (grade_text.c). Called by grade_run.c, grade_cases.c and what-if pages.
 */
#include "grade/grade_plan.h"

enum { FULL_WEIGHT = 10000, FEW = 24 };

struct grading_work {
    const struct grade_plan *plan;
    const struct regime_grading *g;
    const struct grade_table *table;
    struct arena *arena;
    struct grade_line *lines;         /* room for every record twice and the lines of rules */
    size_t n, records_end;            /* lines [0, records_end) are base and record lines */
    const struct grade_meets **meets; /* per line, NULL unless it counts */
    int32_t veto;                     /* index of the veto that decides, −1 */
};

static int by_found(const void *x, const void *y)
{
    const struct grade_record *a = *(const struct grade_record *const *)x, *b = *(const struct grade_record *const *)y;
    int c = day_cmp(a->found, b->found);
    return c ? c : (a->id > b->id) - (a->id < b->id);
}

static const struct grade_record **in_order(struct arena *a, const struct grade_record *records, size_t n)
{
    const struct grade_record **out = ARENA_ARRAY(a, const struct grade_record *, n);
    for (size_t i = 0; i < n; i++)
        out[i] = &records[i];
    if (n > FEW) {
        qsort(out, n, sizeof *out, by_found);
        return out;
    }
    for (size_t i = 1; i < n; i++) { /* nearly every subject has a handful */
        const struct grade_record *r = out[i];
        size_t k = i;
        for (; k > 0 && by_found(&out[k - 1], &r) > 0; k--)
            out[k] = out[k - 1];
        out[k] = r;
    }
    return out;
}

static int64_t divide_rounded(int64_t x, int64_t by) /* half away from zero */
{
    return x >= 0 ? (x + by / 2) / by : -((-x + by / 2) / by);
}

/* Linear from 1 on the day found to 0 after the months, by days, at the end of the year graded. */
static int32_t weight_of(const struct grading_work *w, const struct regime_count *c, struct day found)
{
    if (c->decay_months == 0)
        return FULL_WEIGHT;
    int32_t whole = day_diff(day_add_months(found, c->decay_months), found), gone = day_diff(w->plan->last, found);
    return gone >= whole ? 0 : (int32_t)divide_rounded((int64_t)FULL_WEIGHT * (whole - gone), whole);
}

static enum grade_why window_of(const struct grading_work *w, const struct grade_record *rec, const struct regime_count *c)
{
    if (day_cmp(rec->found, w->plan->last) > 0)
        return GRADE_WHY_LATER;
    if (day_is(rec->use_to) && day_cmp(rec->use_to, w->plan->grading_day) < 0)
        return GRADE_WHY_EXPIRED;
    switch (c->window) {
    case WINDOW_NEVER:
        return GRADE_WHY_CATEGORY;
    case WINDOW_YEAR:
        return day_cmp(rec->found, w->plan->first) < 0 ? GRADE_WHY_EARLIER : GRADE_COUNTED;
    case WINDOW_IN_USE:
        return GRADE_COUNTED;
    }
    CHECK(!"window");
    return GRADE_WHY_CATEGORY;
}

/* Does the record count, and with what weight? Fills the line's why, weight and, when it does not count, the rule that says so. */
static const struct grade_meets *weigh(const struct grading_work *w, const struct grade_record *rec, struct grade_line *line)
{
    switch (rec->state) {
    case GRADE_RECORD_WITHDRAWN:
        line->why = GRADE_WHY_WITHDRAWN;
        return NULL;
    case GRADE_RECORD_REPAIRED:
        line->why = GRADE_WHY_REPAIRED;
        return NULL;
    case GRADE_RECORD_ACTIVE:
        break;
    }
    if (rec->item < 0) {
        line->why = GRADE_WHY_UNKNOWN;
        return NULL;
    }
    const struct grade_meets *m = &w->table->meets[rec->item * GRADE_SEVERITIES + (int32_t)rec->severity];
    if (m->count < 0) {
        line->why = GRADE_WHY_CATEGORY;
        return NULL;
    }
    const struct regime_count *c = &w->g->counts.p[m->count];
    line->why = window_of(w, rec, c);
    if (line->why == GRADE_COUNTED) {
        line->weight = weight_of(w, c, rec->found);
        line->why = line->weight > 0 ? GRADE_COUNTED : GRADE_WHY_DECAYED;
    }
    if (line->why == GRADE_COUNTED)
        return m;
    line->rule_kind = GRADE_RULE_COUNT;
    line->rule = m->count;
    line->weight = 0;
    return NULL;
}

static struct grade_line *add_line(struct grading_work *w, enum grade_line_kind kind, enum grade_rule_kind rule_kind, int32_t rule)
{
    struct grade_line *l = &w->lines[w->n++];
    *l = (struct grade_line){.kind = kind, .rule_kind = rule_kind, .rule = rule, .item = -1, .bound = -1, .weight = FULL_WEIGHT};
    return l;
}

static void add_records(struct grading_work *w, const struct grade_record *records, size_t n)
{
    const struct grade_record **ordered = in_order(w->arena, records, n);
    for (size_t i = 0; i < n; i++) {
        struct grade_line *l = add_line(w, GRADE_LINE_RECORD, GRADE_RULE_NONE, 0);
        l->record_id = ordered[i]->id;
        l->item = ordered[i]->item;
        l->disputed = ordered[i]->disputed;
        l->weight = 0;
        l->full = ordered[i]->points; /* until the rules have seen it */
        w->meets[w->n - 1] = weigh(w, ordered[i], l);
        const struct grade_meets *m = w->meets[w->n - 1];
        if (m && m->veto >= 0 && (w->veto < 0 || m->veto < w->veto))
            w->veto = m->veto;
    }
    w->records_end = w->n;
}

static int32_t fit(int64_t points)
{
    CHECK(points >= INT32_MIN && points <= INT32_MAX);
    return (int32_t)points;
}

static int32_t full_points(const struct regime_point_rule *rule, int32_t own)
{
    if (!rule->from_record)
        return rule->points_milli;
    int64_t take = divide_rounded((own < 0 ? -(int64_t)own : own) * rule->points_milli, 1000);
    if (rule->limit_milli > 0 && take > rule->limit_milli)
        take = rule->limit_milli;
    return fit(-take);
}

static int32_t cut_at_cap(int64_t *sum, int32_t limit, int32_t points)
{
    int64_t after = *sum + points;
    after = after > limit ? limit : after < -(int64_t)limit ? -(int64_t)limit : after;
    int32_t effect = fit(after - *sum);
    *sum = after;
    return effect;
}

static void add_cap_lines(struct grading_work *w, const int64_t *uncut, const int64_t *cut)
{
    for (size_t c = 0; c < w->g->caps.n; c++)
        if (uncut[c] != cut[c]) {
            struct grade_line *l = add_line(w, GRADE_LINE_CAP, GRADE_RULE_CAP, (int32_t)c);
            l->full = fit(uncut[c]);
        }
}

/* Weighs each counted record by its point rule and cuts at the caps. */
static void apply_points(struct grading_work *w)
{
    int64_t *cut = ARENA_ARRAY(w->arena, int64_t, w->g->caps.n), *uncut = ARENA_ARRAY(w->arena, int64_t, w->g->caps.n);
    for (size_t i = 0; i < w->records_end; i++) {
        struct grade_line *l = &w->lines[i];
        if (l->kind != GRADE_LINE_RECORD)
            continue;
        const struct grade_meets *m = w->meets[i];
        int32_t own = l->full;
        l->full = 0;
        if (m == NULL)
            continue;
        if (m->point < 0) {
            l->why = m->veto < 0 ? GRADE_WHY_NOT_WEIGHED : GRADE_COUNTED; /* its veto line says what it did */
            continue;
        }
        const struct regime_point_rule *rule = &w->g->points.p[m->point];
        l->rule_kind = GRADE_RULE_POINT;
        l->rule = m->point;
        l->full = full_points(rule, own);
        l->points = fit(divide_rounded((int64_t)l->full * l->weight, FULL_WEIGHT));
        int32_t cap = w->table->point_cap[m->point];
        if (cap >= 0) {
            uncut[cap] += l->points;
            l->points = cut_at_cap(&cut[cap], w->g->caps.p[cap].limit_milli, l->points);
        }
    }
    add_cap_lines(w, uncut, cut);
}

static int32_t total_of(struct grading_work *w)
{
    int64_t total = 0;
    for (size_t i = 0; i < w->n; i++)
        total += w->lines[i].points;
    int64_t low = w->g->min_milli, high = w->g->max_milli, kept = total < low ? low : total > high ? high : total;
    if (high > low && kept != total) {
        struct grade_line *l = add_line(w, GRADE_LINE_LIMIT, GRADE_RULE_GRADING, 0);
        l->points = fit(kept - total);
        l->full = fit(total);
        return fit(kept);
    }
    return fit(total);
}

static void add_veto_lines(struct grading_work *w)
{
    for (size_t i = 0; i < w->records_end && w->veto >= 0; i++)
        if (w->meets[i] && w->meets[i]->veto >= 0) {
            struct grade_line *l = add_line(w, GRADE_LINE_VETO, GRADE_RULE_VETO, w->meets[i]->veto);
            l->record_id = w->lines[i].record_id;
            l->item = w->lines[i].item;
            l->disputed = w->lines[i].disputed;
            l->bound = w->table->veto_grade[l->rule];
            l->decisive = l->rule == w->veto;
        }
}

static void add_result(struct grading_work *w, struct grade_result *out, enum grade_rule_kind kind, int32_t rule, int32_t grade)
{
    struct grade_line *l = add_line(w, GRADE_LINE_RESULT, kind, rule);
    l->bound = grade;
    l->decisive = true;
    out->grade = grade;
}

static void by_points(struct grading_work *w, struct grade_result *out)
{
    apply_points(w);
    out->has_points = true;
    out->points = total_of(w);
    add_veto_lines(w);
    if (w->veto >= 0) {
        add_result(w, out, GRADE_RULE_VETO, w->veto, w->table->veto_grade[w->veto]);
        return;
    }
    size_t t = 0;
    while (out->points < w->g->thresholds.p[t].at_least_milli)
        t++;
    add_result(w, out, GRADE_RULE_THRESHOLD, (int32_t)t, w->table->threshold_grade[t]);
}

static int32_t first_step(const struct grading_work *w)
{
    int32_t matching[GRADE_STEPS] = {0};
    for (size_t i = 0; i < w->records_end; i++)
        for (size_t s = 0; w->meets[i] && s < w->g->ladder.n; s++)
            matching[s] += (w->meets[i]->steps >> s & 1) != 0;
    size_t s = 0;
    while (w->g->ladder.p[s].kind != LADDER_ELSE && matching[s] < w->g->ladder.p[s].at_least)
        s++;
    return (int32_t)s;
}

static void by_ladder(struct grading_work *w, struct grade_result *out)
{
    int32_t step = w->veto >= 0 ? -1 : first_step(w);
    for (size_t i = 0; i < w->records_end; i++) {
        struct grade_line *l = &w->lines[i];
        const struct grade_meets *m = w->meets[i];
        l->full = 0;
        if (m == NULL)
            continue;
        if (m->steps == 0) {
            l->why = m->veto < 0 ? GRADE_WHY_NOT_WEIGHED : GRADE_COUNTED;
            continue;
        }
        l->decisive = step >= 0 && (m->steps >> step & 1) != 0;
        l->rule_kind = GRADE_RULE_STEP;
        l->rule = l->decisive ? step : __builtin_ctzll(m->steps);
        l->bound = w->table->step_grade[l->rule];
    }
    add_veto_lines(w);
    if (w->veto >= 0)
        add_result(w, out, GRADE_RULE_VETO, w->veto, w->table->veto_grade[w->veto]);
    else
        add_result(w, out, GRADE_RULE_STEP, step, w->table->step_grade[step]);
}

/* Too young, or too little known: 未评价, unless a veto speaks. */
static bool unrated(const struct grading_work *w, const struct grade_subject_facts *facts, const struct grade_record *records,
                    size_t n)
{
    const struct regime_unrated *u = &w->g->unrated;
    if (w->table->unrated_grade < 0 || w->veto >= 0)
        return false;
    if (u->min_months > 0 && day_is(facts->established) &&
        day_cmp(day_add_months(facts->established, u->min_months), w->plan->last) > 0)
        return true;
    int32_t known = 0;
    for (size_t i = 0; i < n; i++) {
        if (records[i].item < 0 || records[i].state == GRADE_RECORD_WITHDRAWN || day_cmp(records[i].found, w->plan->last) > 0)
            continue;
        known += w->plan->known[records[i].item];
    }
    return known < u->min_records;
}

static void without_grade(struct grading_work *w, struct grade_result *out)
{
    for (size_t i = 0; i < w->n; i++) {
        w->lines[i].full = 0;
        if (w->meets[i])
            w->lines[i].why = GRADE_WHY_NOT_WEIGHED;
    }
    out->outcome = GRADE_UNRATED;
    add_result(w, out, GRADE_RULE_UNRATED, 0, w->table->unrated_grade);
}

void grade_subject(const struct grade_plan *plan, const struct grade_subject_facts *facts, const struct grade_record *records,
                   size_t n, struct arena *arena, struct grade_result *out)
{
    const struct grade_type *type = grade_plan_type(plan, facts->type);
    *out = (struct grade_result){.outcome = type ? type->outcome : GRADE_NOT_GRADED, .grading = -1, .grade = -1};
    if (out->outcome != GRADE_GIVEN)
        return;
    out->grading = type->grading;
    if (facts->excuse.n > 0) {
        out->outcome = GRADE_EXCUSED;
        return;
    }
    struct grading_work w = {.plan = plan,
                             .g = &plan->regime->gradings.p[type->grading],
                             .table = &plan->tables[type->grading],
                             .arena = arena,
                             .veto = -1};
    size_t room = 2 * n + w.g->caps.n + 3; /* base, records, caps, limit, vetoes, result */
    w.lines = ARENA_ARRAY(arena, struct grade_line, room);
    w.meets = ARENA_ARRAY(arena, const struct grade_meets *, n + 1);
    if (w.g->method == METHOD_POINTS)
        add_line(&w, GRADE_LINE_BASE, GRADE_RULE_GRADING, 0)->points = w.g->base_milli;
    add_records(&w, records, n);
    if (unrated(&w, facts, records, n)) {
        if (w.g->method == METHOD_POINTS)
            w.lines[0].points = 0;
        without_grade(&w, out);
    } else {
        switch (w.g->method) {
        case METHOD_POINTS:
            by_points(&w, out);
            break;
        case METHOD_LADDER:
            by_ladder(&w, out);
            break;
        case METHOD_NONE:
            CHECK(!"a plan never grades by no method");
        }
    }
    CHECK(w.n <= room);
    out->lines.p = w.lines;
    out->lines.n = w.n;
}
