/* SPDX-License-Identifier: EUPL-1.2
 * opendata_rows.c — see opendata_rows.h: an archive that may be shown becomes rows.
 */
#include "opendata/opendata_rows.h"

#include "base/arena.h"

bool opendata_show(const struct opendata_maker *m, struct archive *x)
{
    x->subject.division_name = archive_cache_division(m->known, x->subject.division);
    return archive_show(x, m->known->regime, m->a, m->today);
}

struct str opendata_url(const struct opendata_maker *m, struct str path)
{
    return m->origin.n ? str_cat(m->a, m->origin, path) : path;
}

static struct str key_of(const struct archive *x)
{
    return x->subject.code.n ? x->subject.code : x->subject.public_id;
}

/* --- parts --- */

struct opendata_grade opendata_grade_of(const struct opendata_maker *m, const struct archive *x, const struct archive_grade *g)
{
    const struct regime_grade *rule = regime_grade(m->known->regime, g->grade);
    int version = archive_grade_version(x, g);
    struct str key = key_of(x), old = g->superseded_at.us ? str_fmt(m->a, "?version=%d", version) : STR("");
    struct str page = str_fmt(m->a, "/entity/%.*s/why/%d%.*s", STR_ARG(key), g->year, STR_ARG(old));
    struct str why = str_fmt(m->a, "/api/v1/subjects/%.*s/grades/%d/why%.*s", STR_ARG(key), g->year, STR_ARG(old));
    return (struct opendata_grade){.year = g->year,
                                   .version = version,
                                   .grade = g->grade,
                                   .label = rule ? rule->label : g->grade,
                                   .in_force = g->superseded_at.us == 0,
                                   .published = g->published_at,
                                   .superseded = g->superseded_at,
                                   .page = opendata_url(m, page),
                                   .why = opendata_url(m, why)};
}

struct opendata_list opendata_grades_of(const struct opendata_maker *m, const struct archive *x)
{
    struct opendata_grade *p = ARENA_ARRAY(m->a, struct opendata_grade, x->grades.n);
    for (size_t i = 0; i < x->grades.n; i++)
        p[i] = opendata_grade_of(m, x, &x->grades.p[i]);
    return (struct opendata_list){p, x->grades.n};
}

static struct str severity_code(int severity)
{
    switch ((enum regime_severity)severity) {
    case SEVERITY_NONE:
        return STR("none");
    case SEVERITY_MINOR:
        return STR("minor");
    case SEVERITY_GENERAL:
        return STR("general");
    case SEVERITY_SERIOUS:
        return STR("serious");
    }
    return STR("none");
}

struct opendata_record opendata_record_of(const struct opendata_maker *m, const struct archive_record *r)
{
    const struct regime *g = m->known->regime;
    const struct regime_item *item = regime_item(g, r->item); /* never NULL: archive_show has looked */
    return (struct opendata_record){.id = str_fmt(m->a, "%lld", (long long)r->id),
                                    .item = r->item,
                                    .item_name = item->name,
                                    .category = item->category,
                                    .category_name = regime_category_of(g, item)->label,
                                    .title = r->title,
                                    .detail = r->detail,
                                    .document_no = r->document_no,
                                    .authority = r->authority.n ? r->authority : r->source,
                                    .severity = severity_code(r->severity),
                                    .amount = r->amount,
                                    .found = r->found,
                                    .show_from = r->show_from,
                                    .show_to = r->show_to,
                                    .penalty = item->kind == ITEM_PENALTY,
                                    .disputed = r->disputed};
}

struct opendata_list opendata_records_of(const struct opendata_maker *m, const struct archive *x, bool penalties)
{
    struct opendata_record *p = ARENA_ARRAY(m->a, struct opendata_record, x->records.n);
    size_t n = 0;
    for (size_t i = 0; i < x->records.n; i++) {
        p[n] = opendata_record_of(m, &x->records.p[i]);
        n += !penalties || p[n].penalty;
    }
    return (struct opendata_list){p, n};
}

struct opendata_licence opendata_licence_of(const struct archive_licence *l)
{
    return (struct opendata_licence){.kind = l->kind,
                                     .number = l->number,
                                     .content = l->content,
                                     .authority = l->authority,
                                     .issued = l->issued,
                                     .valid_from = l->valid_from,
                                     .valid_to = l->valid_to};
}

struct opendata_list opendata_licences_of(const struct opendata_maker *m, const struct archive *x)
{
    struct opendata_licence *p = ARENA_ARRAY(m->a, struct opendata_licence, x->licences.n);
    for (size_t i = 0; i < x->licences.n; i++)
        p[i] = opendata_licence_of(&x->licences.p[i]);
    return (struct opendata_list){p, x->licences.n};
}

static struct opendata_list former_of(const struct opendata_maker *m, const struct archive *x)
{
    struct opendata_former *p = ARENA_ARRAY(m->a, struct opendata_former, x->former.n);
    for (size_t i = 0; i < x->former.n; i++)
        p[i] = (struct opendata_former){x->former.p[i].name, x->former.p[i].until};
    return (struct opendata_list){p, x->former.n};
}

/* --- the subject --- */

struct standing_word {
    struct str code, text;
};

static struct standing_word word_of(enum archive_standing s, const struct regime_grade *g)
{
    switch (s) {
    case ARCHIVE_GRADED:
        return (struct standing_word){STR("graded"), g ? g->label : STR("")};
    case ARCHIVE_UNRATED:
        return (struct standing_word){STR("unrated"), g ? g->label : STR("未评价")};
    case ARCHIVE_NOT_GRADED:
        return (struct standing_word){STR("not_graded"), STR("没有评价结果")};
    case ARCHIVE_NOT_COVERED:
        return (struct standing_word){STR("not_covered"), STR("未纳入本期评价")};
    case ARCHIVE_AWAITED:
        return (struct standing_word){STR("awaited"), STR("结果待公布")};
    case ARCHIVE_CONSENT:
        return (struct standing_word){STR("consent"), STR("授权查询")};
    }
    CHECK(!"standing");
    return (struct standing_word){STR_NONE, STR_NONE};
}

enum archive_standing opendata_standing(const struct opendata_maker *m, const struct archive *x, struct archive_grades *grades_out)
{
    *grades_out = archive_grades_at(x, m->a, (struct instant){0});
    int awaited = archive_cache_awaited_year(m->known, x->subject.division);
    return archive_standing(m->known->regime, x->type, *grades_out, awaited, m->today);
}

static void fill_standing(const struct opendata_maker *m, const struct archive *x, struct opendata_subject *s)
{
    const struct regime *r = m->known->regime;
    struct archive_grades grades;
    enum archive_standing standing = opendata_standing(m, x, &grades);
    bool has = grades.n > 0 && standing != ARCHIVE_CONSENT;
    const struct regime_grade *g = has ? regime_grade(r, grades.p[0].grade) : NULL;
    struct standing_word w = word_of(standing, g);
    s->standing = w.code;
    s->standing_text = w.text;
    s->grade = has ? grades.p[0].grade : STR("");
    s->grade_label = g ? g->label : s->grade;
    s->year = has ? grades.p[0].year : 0;
}

static void fill_full(const struct opendata_maker *m, const struct archive *x, struct opendata_subject *s)
{
    s->address = x->subject.address;
    s->representative = x->subject.representative;
    s->established = x->subject.established;
    s->ended = x->subject.ended;
    s->grades = opendata_grades_of(m, x);
    s->records = opendata_records_of(m, x, false);
    s->records_cut = x->records_cut;
    s->licences = opendata_licences_of(m, x);
    s->former_names = former_of(m, x);
    s->next_change = archive_next_change(x, m->today);
    s->as_of = m->today;
}

struct opendata_subject opendata_subject_of(const struct opendata_maker *m, const struct archive *x, bool full)
{
    const struct archive_subject *a = &x->subject;
    struct opendata_subject s = {.id = a->public_id,
                                 .code = a->code,
                                 .name = a->name,
                                 .type = a->type,
                                 .type_name = x->type ? x->type->label : STR("其他主体"),
                                 .division = a->division_name.n ? a->division : STR(""),
                                 .division_name = a->division_name,
                                 .disputed = archive_disputed(x),
                                 .page = opendata_url(m, str_fmt(m->a, "/entity/%.*s", STR_ARG(key_of(x))))};
    fill_standing(m, x, &s);
    if (full)
        fill_full(m, x, &s);
    return s;
}

/* --- lists --- */

static struct str polarity_code(enum regime_polarity p)
{
    switch (p) {
    case POLARITY_BASE:
        return STR("base");
    case POLARITY_GOOD:
        return STR("good");
    case POLARITY_BAD:
        return STR("bad");
    case POLARITY_DISHONEST:
        return STR("dishonest");
    case POLARITY_SERIOUS:
        return STR("serious");
    case POLARITY_REFERENCE:
        return STR("reference");
    case POLARITY_OTHER:
        return STR("other");
    }
    CHECK(!"polarity");
    return STR_NONE;
}

struct opendata_list_kind opendata_list_kind_of(const struct regime_list_kind *k)
{
    return (struct opendata_list_kind){.code = k->code,
                                       .label = k->label,
                                       .basis = k->basis,
                                       .polarity = polarity_code(k->polarity),
                                       .publishable = k->publishable,
                                       .article = k->legal.article,
                                       .local = k->legal.local};
}

bool opendata_item_lists(const struct regime *r, const struct regime_list_kind *k, const struct regime_item *item)
{
    return k->publishable && item->kind == ITEM_LISTING && regime_category_of(r, item)->polarity == k->polarity &&
           regime_item_disclosure(r, item, KIND_LEGAL) == DISCLOSE_PUBLIC;
}

struct opendata_entry opendata_entry_of(const struct opendata_maker *m, const struct archive *x, const struct archive_record *r)
{
    struct opendata_subject s = opendata_subject_of(m, x, false);
    struct opendata_record record = opendata_record_of(m, r);
    return (struct opendata_entry){.id = s.id,
                                   .code = s.code,
                                   .name = s.name,
                                   .type = s.type,
                                   .type_name = s.type_name,
                                   .division = s.division,
                                   .division_name = s.division_name,
                                   .record = record.id,
                                   .item = record.item,
                                   .item_name = record.item_name,
                                   .title = record.title,
                                   .document_no = record.document_no,
                                   .authority = record.authority,
                                   .from = record.show_from,
                                   .to = record.show_to,
                                   .disputed = record.disputed,
                                   .page = s.page};
}
