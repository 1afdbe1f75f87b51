/* SPDX-License-Identifier: EUPL-1.2
 * entity_records.c — the records and licences of the archive page: each with the day it vanishes and the day from which repair may
 * be asked for. What is not public today is not in the archive by now (archive_show).
 */
#include "base/arena.h"
#include "lookup/entity.h"
#include "record/record.h"

static struct tag severity_tag(int severity)
{
    switch ((enum regime_severity)severity) {
    case SEVERITY_NONE:
        return (struct tag){0};
    case SEVERITY_MINOR:
        return (struct tag){record_severity_name(SEVERITY_MINOR), TAG_PLAIN};
    case SEVERITY_GENERAL:
        return (struct tag){record_severity_name(SEVERITY_GENERAL), TAG_WARN};
    case SEVERITY_SERIOUS:
        return (struct tag){record_severity_name(SEVERITY_SERIOUS), TAG_BAD};
    }
    return (struct tag){0};
}

static bool negative(enum regime_polarity p)
{
    return p == POLARITY_BAD || p == POLARITY_DISHONEST || p == POLARITY_SERIOUS;
}

static enum tag_tone tone_of(enum regime_polarity p)
{
    switch (p) {
    case POLARITY_GOOD:
        return TAG_GOOD;
    case POLARITY_BAD:
        return TAG_WARN;
    case POLARITY_DISHONEST:
    case POLARITY_SERIOUS:
        return TAG_BAD;
    case POLARITY_BASE:
    case POLARITY_REFERENCE:
    case POLARITY_OTHER:
        return TAG_PLAIN;
    }
    return TAG_PLAIN;
}

static struct str detail_of(struct arena *a, const struct archive_record *rec, const struct regime_item *item)
{
    bool title = rec->title.n && !str_eq(rec->title, item->name) && !str_eq(rec->title, item->label);
    if (title && rec->detail.n && !str_starts(rec->detail, rec->title))
        return str_fmt(a, "%.*s：%.*s", STR_ARG(rec->title), STR_ARG(rec->detail));
    return rec->detail.n ? rec->detail : title ? rec->title : STR("");
}

/* A good record that loses weight with time: until when it still counts. */
static struct day fades_on(struct req *r, const struct archive *x, const struct archive_record *rec)
{
    const struct regime_grading *g = x->type ? regime_grading(app_of(r)->known.regime, x->type->code, r->today) : NULL;
    const struct regime_count *c = g ? regime_count(g, rec->category) : NULL;
    return c && c->decay_months > 0 ? day_add_months(rec->found, c->decay_months) : DAY_NONE;
}

static struct record_row row_of(struct req *r, const struct archive *x, const struct archive_record *rec,
                                const struct regime_item *item, const struct regime_category *category)
{
    const struct regime *g = app_of(r)->known.regime;
    struct record_row row = {.id = str_fmt(r->arena, "%lld", (long long)rec->id),
                             .item = item->name,
                             .document = rec->document_no,
                             .detail = detail_of(r->arena, rec, item),
                             .source = rec->authority.n ? rec->authority : rec->source,
                             .severity = severity_tag(rec->severity),
                             .found = rec->found,
                             .publicity_from = rec->show_from,
                             .publicity_until = rec->show_to,
                             .repair_from = DAY_NONE,
                             .disputed = rec->disputed};
    if (negative(category->polarity)) {
        struct record_life_facts f = {.item = item,
                                      .kind = x->type ? x->type->kind : KIND_LEGAL,
                                      .severity = (enum regime_severity)rec->severity,
                                      .found = rec->found,
                                      .decided = DAY_NONE,
                                      .act_ended = DAY_NONE,
                                      .own_end = DAY_NONE,
                                      .publicity_from = rec->show_from,
                                      .publicity_to = DAY_NONE,
                                      .use_to = DAY_NONE,
                                      .subject_ended = DAY_NONE};
        row.repair_from = record_life(g, &f).repair_from;
        if (!day_is(row.repair_from))
            row.repair_note = STR("公示期满自动停止公示，不适用信用修复");
    } else if (category->polarity == POLARITY_GOOD && !day_is(rec->show_to)) {
        row.publicity_until = fades_on(r, x, rec);
        row.fades = day_is(row.publicity_until);
    }
    return row;
}

static struct str category_note(const struct regime_category *c)
{
    switch (c->polarity) {
    case POLARITY_GOOD:
        return STR("对信用评价有利的信息。");
    case POLARITY_BAD:
        return STR("对信用评价不利、尚不构成失信的信息。");
    case POLARITY_DISHONEST:
    case POLARITY_SERIOUS:
        return STR("公示期满或者完成信用修复后停止公示。");
    case POLARITY_BASE:
    case POLARITY_REFERENCE:
    case POLARITY_OTHER:
        return STR("");
    }
    return STR("");
}

static bool category_public(const struct archive *x, const struct regime_category *c)
{
    bool natural = x->type && x->type->kind == KIND_NATURAL;
    return (natural ? c->natural_person : c->legal_person) == DISCLOSE_PUBLIC;
}

void entity_records(struct req *r, const struct archive *x, struct entity_view *v)
{
    const struct regime *g = app_of(r)->known.regime;
    struct record_group *groups = ARENA_ARRAY(r->arena, struct record_group, g->categories.n);
    const struct regime_item **items = ARENA_ARRAY(r->arena, const struct regime_item *, x->records.n);
    struct record_row *rows = ARENA_ARRAY(r->arena, struct record_row, x->records.n); /* of all groups, one after another */
    size_t n = 0;
    for (size_t i = 0; i < x->records.n; i++)
        items[i] = regime_item(g, x->records.p[i].item); /* never NULL: archive_show has looked */
    for (size_t c = 0; c < g->categories.n; c++) {
        const struct regime_category *category = &g->categories.p[c];
        size_t k = 0;
        for (size_t i = 0; i < x->records.n; i++)
            if (str_eq(items[i]->category, category->code))
                rows[k++] = row_of(r, x, &x->records.p[i], items[i], category);
        bool worth_saying = category->polarity == POLARITY_GOOD || negative(category->polarity);
        if (k == 0 && !(worth_saying && category_public(x, category)))
            continue;
        groups[n++] = (struct record_group){.category = category->label,
                                            .note = k ? category_note(category) : STR(""),
                                            .tone = {.tone = tone_of(category->polarity)},
                                            .p = rows,
                                            .n = k,
                                            .empty = str_fmt(r->arena, "没有公示中的%.*s。", STR_ARG(category->label))};
        rows += k;
    }
    if (x->records_cut && n)
        groups[n - 1].more = str_fmt(r->arena, "记录较多，只显示最近的 %d 条。", ARCHIVE_RECORDS);
    v->records.p = groups;
    v->records.n = n;
}

/* Without a last day nothing is claimed: what came in did not say whether the licence still holds. */
static struct tag licence_state(struct day until, struct day today)
{
    if (!day_is(until))
        return (struct tag){0};
    return day_cmp(until, today) < 0 ? (struct tag){STR("已过期"), TAG_WARN} : (struct tag){STR("有效"), TAG_GOOD};
}

void entity_licences(struct req *r, const struct archive *x, struct entity_view *v)
{
    struct licence_row *rows = ARENA_ARRAY(r->arena, struct licence_row, x->licences.n);
    for (size_t i = 0; i < x->licences.n; i++) {
        const struct archive_licence *l = &x->licences.p[i];
        rows[i] = (struct licence_row){.name = l->kind,
                                       .number = l->number,
                                       .issuer = l->authority,
                                       .from = day_is(l->valid_from) ? l->valid_from : l->issued,
                                       .until = l->valid_to,
                                       .state = licence_state(l->valid_to, r->today)};
    }
    v->licences.p = rows;
    v->licences.n = x->licences.n;
}
