/* SPDX-License-Identifier: EUPL-1.2
 * archive_why_json.c — the JSON twin of the why-page: the same lines and sums from the same struct, the numbers as numbers besides.
 * Written as a stream; strings are escaped here. Called by lookup.
 */
#include "archive/archive_why.h"
#include "grade/grade_text.h"

#include "base/arena.h"

struct json {
    struct out *o;
    struct arena *a;
    bool comma;
};

static void text(struct json *j, struct str s)
{
    out_char(j->o, '"');
    for (size_t i = 0; i < s.n; i++) {
        unsigned char c = (unsigned char)s.p[i];
        if (c == '"' || c == '\\') {
            out_char(j->o, '\\');
            out_char(j->o, (char)c);
        } else if (c < 0x20) {
            out_fmt(j->o, "\\u%04x", (unsigned)c);
        } else {
            out_char(j->o, (char)c);
        }
    }
    out_char(j->o, '"');
}

static void name(struct json *j, const char *key)
{
    if (j->comma)
        out_char(j->o, ',');
    out_char(j->o, '"');
    out_str(j->o, str_from(key));
    out_str(j->o, STR("\":"));
    j->comma = true;
}

static void put_str(struct json *j, const char *key, struct str s)
{
    name(j, key);
    text(j, s);
}

static void put_int(struct json *j, const char *key, int64_t v)
{
    name(j, key);
    out_int(j->o, v);
}

static void put_points(struct json *j, const char *key, int32_t milli)
{
    name(j, key);
    out_str(j->o, grade_points_text(j->a, milli));
}

static void put_bool(struct json *j, const char *key, bool v)
{
    name(j, key);
    out_str(j->o, v ? STR("true") : STR("false"));
}

static void put_day(struct json *j, const char *key, struct day d)
{
    name(j, key);
    if (day_is(d))
        text(j, day_iso(j->a, d));
    else
        out_str(j->o, STR("null"));
}

static void open_part(struct json *j, char c)
{
    out_char(j->o, c);
    j->comma = false;
}

static void close_part(struct json *j, char c)
{
    out_char(j->o, c);
    j->comma = true;
}

static void element(struct json *j)
{
    if (j->comma)
        out_char(j->o, ',');
    open_part(j, '{');
}

static void put_line(struct json *j, const struct archive_why_line *l, bool points, bool counted)
{
    element(j);
    put_int(j, "no", l->no);
    name(j, "record");
    if (l->record_id)
        out_fmt(j->o, "\"%lld\"", (long long)l->record_id);
    else
        out_str(j->o, STR("null"));
    put_bool(j, "withheld", l->withheld);
    put_bool(j, "disputed", l->disputed);
    put_str(j, "item", l->item);
    put_str(j, "document", l->document);
    put_day(j, "date", l->date);
    if (counted) {
        put_str(j, "effect", l->effect);
        put_str(j, "sum", l->sum);
    }
    if (counted && points) {
        put_points(j, "points", l->points);
        put_points(j, "total", l->total);
    }
    put_str(j, "rule", l->rule);
    put_str(j, "rule_text", l->rule_text);
    put_str(j, "article", l->article);
    put_bool(j, "local", l->local);
    put_str(j, "reason", l->reason);
    close_part(j, '}');
}

static void put_lines(struct json *j, const char *key, const struct archive_why_lines *v, bool points, bool counted)
{
    name(j, key);
    open_part(j, '[');
    for (size_t i = 0; i < v->n; i++)
        put_line(j, &v->p[i], points, counted);
    close_part(j, ']');
}

static void put_near(struct json *j, const struct archive_why *w)
{
    name(j, "near");
    open_part(j, '[');
    for (size_t i = 0; i < w->near_rules.n; i++) {
        const struct archive_why_near *n = &w->near_rules.p[i];
        element(j);
        put_str(j, "rule", n->rule);
        put_str(j, "rule_text", n->rule_text);
        put_str(j, "article", n->article);
        put_bool(j, "local", n->local);
        put_str(j, "gap", n->gap);
        close_part(j, '}');
    }
    close_part(j, ']');
}

static void put_provenance(struct json *j, const struct archive_provenance *p)
{
    name(j, "provenance");
    open_part(j, '{');
    put_str(j, "regime", p->regime);
    put_str(j, "regime_version", p->regime_version);
    put_str(j, "snapshot_hash", p->snapshot_hash);
    put_str(j, "result_hash", p->result_hash);
    put_day(j, "known", p->known);
    put_day(j, "approved", p->graded);
    put_day(j, "published", p->published);
    put_day(j, "superseded", p->superseded);
    put_int(j, "version", p->version);
    close_part(j, '}');
}

void archive_why_json(struct out *o, struct arena *a, const struct archive_why_head *h, const struct archive_why *w,
                      const struct archive_provenance *p)
{
    struct json j = {o, a, false};
    open_part(&j, '{');
    put_str(&j, "name", h->name);
    put_str(&j, "code", h->code);
    put_str(&j, "type", h->type);
    put_int(&j, "year", h->year);
    put_str(&j, "grade", w->grade);
    put_str(&j, "grade_label", h->grade_label);
    put_str(&j, "result", w->result);
    put_str(&j, "method", w->method);
    if (w->points)
        put_points(&j, "points", w->total);
    put_int(&j, "withheld", w->withheld);
    put_lines(&j, "lines", &w->counted, w->points, true);
    put_lines(&j, "uncounted", &w->uncounted, w->points, false);
    put_near(&j, w);
    put_provenance(&j, p);
    close_part(&j, '}');
    out_char(o, '\n');
}
