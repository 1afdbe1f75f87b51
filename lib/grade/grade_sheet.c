/* SPDX-License-Identifier: EUPL-1.2
 * grade_sheet.c — the bytes of a score sheet. It computes and words nothing. Called by grade_run.c (write) and grade_read (read).
 *
 *   sheet  = version, outcome, has_points, grading + 1, grade + 1, ±points, lines, line…
 *   line   = flags, [why], rule kind, [rule], [±record id − the last one, item + 1], [weight], ±points, ±(full − points), [bound]
 * All numbers are varints of seven bits, ± marks zigzag. Small and quick: a grading of millions writes as many.
 */
#include "grade/grade_sheet.h"

enum { VERSION = 1, FULL_WEIGHT = 10000, LINE_MAX = 48 };
enum { F_KIND = 7, F_DECISIVE = 8, F_DISPUTED = 16, F_WHY = 32, F_WEIGHT = 64, F_BOUND = 128 };

struct writer {
    unsigned char *p;
    size_t n, cap;
};

static void put(struct writer *w, uint64_t v)
{
    if (v < 0x80 && w->n < w->cap) { /* nearly all */
        w->p[w->n++] = (unsigned char)v;
        return;
    }
    CHECK(w->cap - w->n >= 10);
    for (; v >= 0x80; v >>= 7)
        w->p[w->n++] = (unsigned char)(v | 0x80);
    w->p[w->n++] = (unsigned char)v;
}

static void put_signed(struct writer *w, int64_t v)
{
    put(w, ((uint64_t)v << 1) ^ (uint64_t)(v >> 63));
}

static bool of_record(enum grade_line_kind k)
{
    switch (k) {
    case GRADE_LINE_RECORD:
    case GRADE_LINE_VETO:
        return true;
    case GRADE_LINE_BASE:
    case GRADE_LINE_CAP:
    case GRADE_LINE_LIMIT:
    case GRADE_LINE_RESULT:
    case GRADE_LINE_REST:
        return false;
    }
    CHECK(!"kind of line");
    return false;
}

static void put_line(struct writer *w, const struct grade_line *l, int64_t *last_id)
{
    unsigned flags = (unsigned)l->kind | (l->decisive ? F_DECISIVE : 0u) | (l->disputed ? F_DISPUTED : 0u) |
                     (l->why != GRADE_COUNTED ? F_WHY : 0u) | (l->weight != FULL_WEIGHT ? F_WEIGHT : 0u) |
                     (l->bound >= 0 ? F_BOUND : 0u);
    put(w, flags);
    if (flags & F_WHY)
        put(w, (uint64_t)l->why);
    put(w, (uint64_t)l->rule_kind);
    if (l->rule_kind != GRADE_RULE_NONE)
        put(w, (uint64_t)l->rule);
    if (of_record(l->kind)) {
        put_signed(w, (int64_t)((uint64_t)l->record_id - (uint64_t)*last_id));
        put(w, (uint64_t)(l->item + 1));
        *last_id = l->record_id;
    }
    if (flags & F_WEIGHT)
        put(w, (uint64_t)l->weight);
    put_signed(w, l->points);
    put_signed(w, (int64_t)l->full - l->points);
    if (flags & F_BOUND)
        put(w, (uint64_t)l->bound);
}

static struct writer encode(struct arena *a, const struct grade_result *r)
{
    struct writer w = {.cap = 64 + r->lines.n * LINE_MAX};
    w.p = arena_alloc(a, w.cap);
    put(&w, VERSION);
    put(&w, (uint64_t)r->outcome);
    put(&w, r->has_points);
    put(&w, (uint64_t)(r->grading + 1));
    put(&w, (uint64_t)(r->grade + 1));
    put_signed(&w, r->points);
    put(&w, r->lines.n);
    int64_t last_id = 0;
    for (size_t i = 0; i < r->lines.n; i++)
        put_line(&w, &r->lines.p[i], &last_id);
    return w;
}

/* How much a line is missed when it is left out; rules are never left out. */
static int worth(const struct grade_line *l)
{
    if (!of_record(l->kind))
        return 3;
    return l->decisive ? 2 : l->why == GRADE_COUNTED ? 1 : 0;
}

static struct grade_result shortened(struct arena *a, const struct grade_result *r)
{
    struct grade_result out = *r;
    struct grade_line *lines = ARENA_ARRAY(a, struct grade_line, GRADE_SHEET_LINES + 1),
                      rest = {.kind = GRADE_LINE_REST, .item = -1, .bound = -1, .weight = FULL_WEIGHT};
    bool *keep = ARENA_ARRAY(a, bool, r->lines.n);
    size_t kept = 0, n = 0;
    for (int value = 3; value >= 0; value--)
        for (size_t i = 0; i < r->lines.n && kept < GRADE_SHEET_LINES; i++)
            if (worth(&r->lines.p[i]) == value) {
                keep[i] = true;
                kept++;
            }
    for (size_t i = 0; i + 1 < r->lines.n; i++) {
        if (keep[i]) {
            lines[n++] = r->lines.p[i];
            continue;
        }
        rest.points += r->lines.p[i].points;
        rest.full++;
    }
    lines[n++] = rest;
    lines[n++] = r->lines.p[r->lines.n - 1];
    out.lines.p = lines;
    out.lines.n = n;
    return out;
}

struct str grade_sheet_encode(struct arena *a, const struct grade_result *result)
{
    struct writer w = encode(a, result);
    if (w.n > GRADE_SHEET_MAX) {
        struct grade_result part = shortened(a, result);
        w = encode(a, &part);
        CHECK(w.n <= GRADE_SHEET_MAX);
    }
    return (struct str){(const char *)w.p, w.n};
}

struct reader {
    struct str s;
    size_t at;
    bool bad;
};

/* A varint ≤ max; 0 and bad otherwise. */
static uint64_t get(struct reader *r, uint64_t max)
{
    uint64_t v = 0;
    for (unsigned shift = 0; shift < 64 && r->at < r->s.n; shift += 7) {
        unsigned char c = (unsigned char)r->s.p[r->at++];
        if (shift == 63 && c > 1)
            break;
        v |= (uint64_t)(c & 0x7f) << shift;
        if (c < 0x80) {
            if (v > max)
                break;
            return v;
        }
    }
    r->bad = true;
    return 0;
}

static int64_t get_signed(struct reader *r, int64_t low, int64_t high)
{
    uint64_t u = get(r, UINT64_MAX);
    int64_t v = (int64_t)(u >> 1) ^ -(int64_t)(u & 1);
    if (v < low || v > high) {
        r->bad = true;
        return 0;
    }
    return v;
}

static uint64_t rules_of(const struct regime *r, const struct regime_grading *g, enum grade_rule_kind kind)
{
    (void)r;
    switch (kind) {
    case GRADE_RULE_NONE:
    case GRADE_RULE_GRADING:
    case GRADE_RULE_UNRATED:
        return 1;
    case GRADE_RULE_COUNT:
        return g->counts.n;
    case GRADE_RULE_VETO:
        return g->vetoes.n;
    case GRADE_RULE_STEP:
        return g->ladder.n;
    case GRADE_RULE_POINT:
        return g->points.n;
    case GRADE_RULE_CAP:
        return g->caps.n;
    case GRADE_RULE_THRESHOLD:
        return g->thresholds.n;
    }
    CHECK(!"kind of rule");
    return 0;
}

static void get_line(struct reader *in, const struct regime *r, const struct regime_grading *g, struct grade_line *l,
                     int64_t *last_id)
{
    unsigned flags = (unsigned)get(in, 255);
    if ((flags & F_KIND) > GRADE_LINE_LAST) {
        in->bad = true;
        return;
    }
    *l = (struct grade_line){.kind = (enum grade_line_kind)(flags & F_KIND),
                             .decisive = (flags & F_DECISIVE) != 0,
                             .disputed = (flags & F_DISPUTED) != 0,
                             .item = -1,
                             .bound = -1,
                             .weight = FULL_WEIGHT};
    if (flags & F_WHY)
        l->why = (enum grade_why)get(in, GRADE_WHY_LAST);
    l->rule_kind = (enum grade_rule_kind)get(in, GRADE_RULE_LAST);
    uint64_t rules = g ? rules_of(r, g, l->rule_kind) : 0;
    if (l->rule_kind != GRADE_RULE_NONE)
        l->rule = (int32_t)get(in, rules > 0 ? rules - 1 : 0);
    in->bad = in->bad || (l->rule_kind != GRADE_RULE_NONE && rules == 0);
    if (of_record(l->kind)) {
        *last_id = (int64_t)((uint64_t)*last_id + (uint64_t)get_signed(in, INT64_MIN, INT64_MAX));
        l->record_id = *last_id;
        l->item = (int32_t)get(in, r->items.n) - 1;
    }
    if (flags & F_WEIGHT)
        l->weight = (int32_t)get(in, FULL_WEIGHT);
    l->points = (int32_t)get_signed(in, INT32_MIN, INT32_MAX);
    int64_t full = get_signed(in, (int64_t)INT32_MIN * 2, (int64_t)INT32_MAX * 2) + l->points;
    in->bad = in->bad || full < INT32_MIN || full > INT32_MAX;
    l->full = in->bad ? 0 : (int32_t)full;
    if ((flags & F_BOUND) && r->grades.n > 0)
        l->bound = (int32_t)get(in, r->grades.n - 1);
}

bool grade_sheet_decode(struct arena *a, const struct regime *r, struct str bytes, struct grade_result *out)
{
    struct reader in = {.s = bytes};
    *out = (struct grade_result){.grading = -1, .grade = -1};
    if (bytes.n > GRADE_SHEET_MAX || get(&in, VERSION) != VERSION)
        return false;
    out->outcome = (enum grade_outcome)get(&in, GRADE_NOT_GRADED);
    out->has_points = get(&in, 1) != 0;
    out->grading = (int32_t)get(&in, r->gradings.n) - 1;
    out->grade = (int32_t)get(&in, r->grades.n) - 1;
    out->points = (int32_t)get_signed(&in, INT32_MIN, INT32_MAX);
    size_t n = (size_t)get(&in, bytes.n / 3); /* a line has at least flags, rule kind, points, full */
    if (in.bad)
        return false;
    const struct regime_grading *g = out->grading >= 0 ? &r->gradings.p[out->grading] : NULL;
    struct grade_line *lines = ARENA_ARRAY(a, struct grade_line, n);
    int64_t last_id = 0;
    for (size_t i = 0; i < n && !in.bad; i++)
        get_line(&in, r, g, &lines[i], &last_id);
    out->lines.p = lines;
    out->lines.n = n;
    if (in.bad || in.at != bytes.n)
        return false;
    struct writer again = encode(a, out); /* one sheet, one spelling: overlong numbers and idle flags are refused */
    return again.n == bytes.n && (bytes.n == 0 || memcmp(again.p, bytes.p, bytes.n) == 0);
}
