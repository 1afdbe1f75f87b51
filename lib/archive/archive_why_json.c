/* SPDX-License-Identifier: EUPL-1.2
 * archive_why_json.c — the JSON twin of the why-page: the same lines and sums from the same struct, the numbers as numbers besides.
 * Called by lookup and query.
 */
#include "archive/archive_why.h"
#include "base/arena.h"
#include "base/jsonw.h"
#include "grade/grade_text.h"

struct writer {
    struct jsonw j;
    struct arena *a;
};

static void put_str(struct writer *w, const char *key, struct str s)
{
    jsonw_key(&w->j, key);
    jsonw_text(&w->j, s);
}

static void put_int(struct writer *w, const char *key, int64_t v)
{
    jsonw_key(&w->j, key);
    jsonw_int(&w->j, v);
}

static void put_points(struct writer *w, const char *key, int32_t milli)
{
    jsonw_key(&w->j, key);
    jsonw_raw(&w->j, grade_points_text(w->a, milli));
}

static void put_bool(struct writer *w, const char *key, bool v)
{
    jsonw_key(&w->j, key);
    jsonw_bool(&w->j, v);
}

static void put_day(struct writer *w, const char *key, struct day d)
{
    jsonw_key(&w->j, key);
    jsonw_day(&w->j, w->a, d);
}

static void put_line(struct writer *t, const struct archive_why_line *l, bool points, bool counted)
{
    jsonw_open(&t->j, '{');
    put_int(t, "no", l->no);
    jsonw_key(&t->j, "record");
    if (l->record_id)
        jsonw_text(&t->j, str_fmt(t->a, "%lld", (long long)l->record_id));
    else
        jsonw_null(&t->j);
    put_bool(t, "withheld", l->withheld);
    put_bool(t, "disputed", l->disputed);
    put_str(t, "item", l->item);
    put_str(t, "document", l->document);
    put_day(t, "date", l->date);
    if (counted) {
        put_str(t, "effect", l->effect);
        put_str(t, "sum", l->sum);
    }
    if (counted && points) {
        put_points(t, "points", l->points);
        put_points(t, "total", l->total);
    }
    put_str(t, "rule", l->rule);
    put_str(t, "rule_text", l->rule_text);
    put_str(t, "article", l->article);
    put_bool(t, "local", l->local);
    put_str(t, "reason", l->reason);
    jsonw_close(&t->j, '}');
}

static void put_lines(struct writer *t, const char *key, const struct archive_why_lines *v, bool points, bool counted)
{
    jsonw_key(&t->j, key);
    jsonw_open(&t->j, '[');
    for (size_t i = 0; i < v->n; i++)
        put_line(t, &v->p[i], points, counted);
    jsonw_close(&t->j, ']');
}

static void put_near(struct writer *t, const struct archive_why *w)
{
    jsonw_key(&t->j, "near");
    jsonw_open(&t->j, '[');
    for (size_t i = 0; i < w->near_rules.n; i++) {
        const struct archive_why_near *n = &w->near_rules.p[i];
        jsonw_open(&t->j, '{');
        put_str(t, "rule", n->rule);
        put_str(t, "rule_text", n->rule_text);
        put_str(t, "article", n->article);
        put_bool(t, "local", n->local);
        put_str(t, "gap", n->gap);
        jsonw_close(&t->j, '}');
    }
    jsonw_close(&t->j, ']');
}

static void put_provenance(struct writer *t, const struct archive_provenance *p)
{
    jsonw_key(&t->j, "provenance");
    jsonw_open(&t->j, '{');
    put_str(t, "regime", p->regime);
    put_str(t, "regime_version", p->regime_version);
    put_str(t, "snapshot_hash", p->snapshot_hash);
    put_str(t, "result_hash", p->result_hash);
    put_day(t, "known", p->known);
    put_day(t, "approved", p->graded);
    put_day(t, "published", p->published);
    put_day(t, "superseded", p->superseded);
    put_int(t, "version", p->version);
    jsonw_close(&t->j, '}');
}

void archive_why_json(struct out *o, struct arena *a, const struct archive_why_head *h, const struct archive_why *w,
                      const struct archive_provenance *p)
{
    struct writer t = {jsonw_to(o), a};
    jsonw_open(&t.j, '{');
    put_str(&t, "name", h->name);
    put_str(&t, "code", h->code);
    put_str(&t, "type", h->type);
    put_int(&t, "year", h->year);
    put_str(&t, "grade", w->grade);
    put_str(&t, "grade_label", h->grade_label);
    put_str(&t, "result", w->result);
    put_str(&t, "method", w->method);
    if (w->points)
        put_points(&t, "points", w->total);
    put_int(&t, "withheld", w->withheld);
    put_lines(&t, "lines", &w->counted, w->points, true);
    put_lines(&t, "uncounted", &w->uncounted, w->points, false);
    put_near(&t, w);
    put_provenance(&t, p);
    jsonw_close(&t.j, '}');
    out_char(o, '\n');
}
