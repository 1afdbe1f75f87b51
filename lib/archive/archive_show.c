/* SPDX-License-Identifier: EUPL-1.2
 * archive_show.c — what of an archive anybody may see under the rule set, and where the subject stands. Pure: no SQL, no clock. The
 * rule set says who may see which category, item, field and grade; a natural person is shown only where both the name and the grade
 * are public.
 */
#include "archive/archive.h"
#include "archive/archive_list.h"
#include "archive/archive_pack.h"

#include "base/arena.h"
#include "base/id.h"
#include "subject/subject.h"

static enum regime_kind kind_of(const struct archive *x)
{
    if (x->type && x->type->kind == KIND_INTERNAL)
        return KIND_INTERNAL;
    return x->subject.kind == SUBJECT_NATURAL ? KIND_NATURAL : KIND_LEGAL;
}

static bool field_public(const struct regime *r, enum regime_kind kind, struct str field)
{
    return regime_field_disclosure(r, kind, field) == DISCLOSE_PUBLIC;
}

static struct str last4(struct arena *a, struct str s)
{
    size_t points = utf8_count(s);
    if (points <= 4)
        return STR("****");
    struct str head = utf8_prefix(s, points - 4);
    return str_cat(a, STR("****"), str_sub(s, head.n, s.n));
}

/* A field as it may be printed; empty where it may not. */
static struct str shown(const struct regime *r, struct arena *a, enum regime_kind kind, struct str field, struct str value,
                        struct str town)
{
    if (value.n == 0 || !field_public(r, kind, field))
        return STR("");
    switch (regime_field_mask(r, kind, field)) {
    case MASK_NONE:
        return value;
    case MASK_NAME:
        return id_mask_name(a, value);
    case MASK_TOWN:
        return town;
    case MASK_LAST4:
        return last4(a, value);
    case MASK_HIDE:
        return STR("");
    }
    CHECK(!"mask");
    return STR("");
}

static void show_subject(struct archive_subject *s, const struct regime *r, struct arena *a, enum regime_kind kind)
{
    if (kind != KIND_NATURAL) /* a natural person's is stored masked */
        s->name = shown(r, a, kind, STR("name"), s->name, STR(""));
    s->code = shown(r, a, kind, STR("uscc"), s->code, STR(""));
    s->division_name = shown(r, a, kind, STR("division"), s->division_name, s->division_name);
    s->address = shown(r, a, kind, STR("address"), s->address, STR(""));
    s->representative = shown(r, a, kind, STR("representative"), s->representative, STR(""));
    if (!field_public(r, kind, STR("established")))
        s->established = DAY_NONE;
}

static bool record_public(const struct archive_record *rec, const struct regime *r, enum regime_kind kind, struct day today)
{
    const struct regime_item *item = regime_item(r, rec->item);
    if (item == NULL || regime_item_disclosure(r, item, kind) != DISCLOSE_PUBLIC)
        return false;
    return day_is(rec->show_from) && day_cmp(rec->show_from, today) <= 0 &&
           (!day_is(rec->show_to) || day_cmp(today, rec->show_to) <= 0);
}

static void show_records(struct archive *x, const struct regime *r, enum regime_kind kind, struct day today)
{
    size_t n = 0;
    for (size_t i = 0; i < x->records.n; i++)
        if (record_public(&x->records.p[i], r, kind, today))
            x->records.p[n++] = x->records.p[i];
    x->records.n = n;
}

static void show_licences(struct archive *x, const struct regime *r, struct arena *a, enum regime_kind kind)
{
    if (!field_public(r, kind, STR("licence_no")))
        x->licences.n = 0;
    for (size_t i = 0; i < x->licences.n; i++)
        x->licences.p[i].number = shown(r, a, kind, STR("licence_no"), x->licences.p[i].number, STR(""));
}

bool archive_show(struct archive *x, const struct regime *r, struct arena *a, struct day today)
{
    x->type = regime_subject_type(r, x->subject.type);
    enum regime_kind kind = kind_of(x);
    x->grade_public = x->type != NULL && regime_grade_disclosure(r, x->type) == DISCLOSE_PUBLIC;
    if (kind == KIND_INTERNAL || !field_public(r, kind, STR("name")))
        return false;
    if (kind == KIND_NATURAL && !x->grade_public)
        return false;
    show_subject(&x->subject, r, a, kind);
    show_records(x, r, kind, today);
    show_licences(x, r, a, kind);
    if (!field_public(r, kind, STR("former_name")))
        x->former.n = 0;
    if (!x->grade_public)
        x->grades.n = 0;
    return true;
}

bool archive_persons_public(const struct regime *r)
{
    if (!field_public(r, KIND_NATURAL, STR("name")))
        return false;
    for (size_t i = 0; i < r->subject_types.n; i++) {
        const struct regime_subject_type *t = &r->subject_types.p[i];
        if (t->kind == KIND_NATURAL && regime_grade_disclosure(r, t) == DISCLOSE_PUBLIC)
            return true;
    }
    return false;
}

struct day archive_next_change(const struct archive *x, struct day today)
{
    struct day next = DAY_NONE;
    for (size_t i = 0; i < x->records.n; i++) {
        const struct archive_record *rec = &x->records.p[i];
        if (day_is(rec->show_to) && day_cmp(rec->show_to, today) >= 0)
            next = day_min(next, day_add(rec->show_to, 1)); /* show_to is the last day shown */
    }
    return next;
}

struct archive_grades archive_grades_at(const struct archive *x, struct arena *a, struct instant at)
{
    struct archive_grade *out = ARENA_ARRAY(a, struct archive_grade, x->grades.n);
    size_t n = 0;
    for (size_t i = 0; i < x->grades.n; i++) {
        const struct archive_grade *g = &x->grades.p[i];
        bool in_force = at.us == 0 ? g->superseded_at.us == 0
                                   : g->published_at.us <= at.us && (g->superseded_at.us == 0 || g->superseded_at.us > at.us);
        if (in_force && (n == 0 || out[n - 1].year != g->year)) /* the newest round of a year comes first */
            out[n++] = *g;
    }
    return (struct archive_grades){out, n};
}

int archive_grade_version(const struct archive *x, const struct archive_grade *g)
{
    int version = 1;
    for (size_t i = 0; i < x->grades.n; i++)
        version += x->grades.p[i].year == g->year && x->grades.p[i].round_id < g->round_id;
    return version;
}

enum archive_standing archive_standing(const struct regime *r, const struct regime_subject_type *type, struct archive_grades grades,
                                       int awaited_year, struct day today)
{
    if (type != NULL && regime_grade_disclosure(r, type) != DISCLOSE_PUBLIC)
        return ARCHIVE_CONSENT;
    if (grades.n > 0) {
        const struct regime_grade *g = regime_grade(r, grades.p[0].grade);
        return g && g->unrated ? ARCHIVE_UNRATED : ARCHIVE_GRADED;
    }
    /* The year that a round now would grade is the one before; its phase must have begun by its end. */
    int year = awaited_year ? awaited_year : day_ymd(today).year - 1;
    if (type == NULL || !type->graded || !regime_rolled_out(type, day_from_ymd(year, 12, 31)))
        return ARCHIVE_NOT_COVERED;
    return awaited_year ? ARCHIVE_AWAITED : ARCHIVE_NOT_GRADED;
}

bool archive_disputed(const struct archive *x)
{
    for (size_t i = 0; i < x->records.n; i++)
        if (x->records.p[i].disputed)
            return true;
    return false;
}

static int grade_order(const void *p, const void *q)
{
    const struct archive_grade *a = p, *b = q;
    return a->year != b->year ? b->year - a->year : b->round_id - a->round_id;
}

static int record_order(const void *p, const void *q)
{
    const struct archive_record *a = p, *b = q;
    int by_day = day_cmp(b->found, a->found);
    return by_day ? by_day : (a->id < b->id) - (a->id > b->id);
}

static int former_order(const void *p, const void *q)
{
    const struct archive_former *a = p, *b = q;
    int by_day = day_cmp(b->until, a->until);
    return by_day ? by_day : str_cmp(a->name, b->name);
}

#define SORT(v, by)                                                                                                                \
    do {                                                                                                                           \
        if ((v).n > 1)                                                                                                             \
            qsort((v).p, (v).n, sizeof *(v).p, (by));                                                                              \
    } while (0)

void archive_sort(struct archive *x)
{
    SORT(x->grades, grade_order);
    SORT(x->records, record_order);
    SORT(x->former, former_order);
}
