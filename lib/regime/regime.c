/* SPDX-License-Identifier: EUPL-1.2
 * regime.c — look-ups in a loaded rule set. Lists are short (tens of entries): a walk is enough; who needs speed resolves codes
 * once.
 */
#include "regime/regime.h"

#define FIND(list, want)                                                                                                           \
    do {                                                                                                                           \
        for (size_t i_ = 0; i_ < (list).n; i_++)                                                                                   \
            if (str_eq((list).p[i_].code, (want)))                                                                                 \
                return &(list).p[i_];                                                                                              \
        return NULL;                                                                                                               \
    } while (0)

const struct regime_category *regime_category(const struct regime *r, struct str code)
{
    FIND(r->categories, code);
}

const struct regime_item *regime_item(const struct regime *r, struct str code)
{
    FIND(r->items, code);
}

const struct regime_subject_type *regime_subject_type(const struct regime *r, struct str code)
{
    FIND(r->subject_types, code);
}

const struct regime_grade *regime_grade(const struct regime *r, struct str code)
{
    FIND(r->grades, code);
}

const struct regime_due *regime_due(const struct regime *r, struct str code)
{
    FIND(r->cases.dues, code);
}

size_t regime_dues_of(const struct regime *r, const struct regime_item *item, const struct regime_due **out, size_t most)
{
    size_t n = 0;
    for (size_t i = 0; i < r->cases.dues.n && n < most; i++) {
        const struct regime_due *d = &r->cases.dues.p[i];
        if (item->dues.n ? regime_code_in(item->dues, d->code) : d->fallback)
            out[n++] = d;
    }
    return n;
}

const struct regime_entry_field *regime_entry_field(const struct regime *r, const struct regime_item *item, struct str field)
{
    uint32_t polarity = UINT32_C(1) << regime_category_of(r, item)->polarity, kind = UINT32_C(1) << item->kind;
    const struct regime_entry_field *found = NULL;
    for (size_t i = 0; i < r->cases.entry_fields.n; i++) {
        const struct regime_entry_field *f = &r->cases.entry_fields.p[i];
        if (str_eq(f->field, field) && (!f->polarities || f->polarities & polarity) && (!f->kinds || f->kinds & kind) &&
            (!f->items.n || regime_code_in(f->items, item->code)))
            found = f;
    }
    return found;
}

int32_t regime_import_approval(const struct regime *r, const struct regime_import **rule_out)
{
    for (size_t i = 0; i < r->cases.imports.n; i++)
        if (r->cases.imports.p[i].table == IMPORT_APPROVAL) {
            if (rule_out)
                *rule_out = &r->cases.imports.p[i];
            return r->cases.imports.p[i].rows;
        }
    if (rule_out)
        *rule_out = NULL;
    return 1;
}

static bool has_word(const struct regime_import *m, struct str text)
{
    for (size_t i = 0; i < m->words.n; i++)
        if (str_contains(text, m->words.p[i]))
            return true;
    return m->words.n == 0;
}

const struct regime_item *regime_import_item(const struct regime *r, enum regime_import_table table, struct str words)
{
    for (size_t i = 0; i < r->cases.imports.n; i++)
        if (r->cases.imports.p[i].table == table && has_word(&r->cases.imports.p[i], words))
            return regime_item(r, r->cases.imports.p[i].item);
    return NULL;
}

const struct regime_date *regime_date(const struct regime *r, struct str code)
{
    FIND(r->cases.calendar, code);
}

const struct regime_category *regime_category_of(const struct regime *r, const struct regime_item *item)
{
    const struct regime_category *c = regime_category(r, item->category);
    CHECK(c);
    return c;
}

bool regime_code_in(regime_codes list, struct str code)
{
    for (size_t i = 0; i < list.n; i++)
        if (str_eq(list.p[i], code))
            return true;
    return false;
}

const struct regime_item *regime_item_by_name(const struct regime *r, struct str text)
{
    struct str want = str_trim(text);
    for (size_t i = 0; i < r->items.n && want.n; i++) {
        const struct regime_item *m = &r->items.p[i];
        if (str_eq(m->code, want) || str_eq(m->name, want) || str_eq(m->label, want) || regime_code_in(m->aliases, want))
            return m;
    }
    return NULL;
}

const struct regime_subject_type *regime_subject_type_by_name(const struct regime *r, struct str text)
{
    struct str want = str_trim(text);
    for (size_t i = 0; i < r->subject_types.n && want.n; i++) {
        const struct regime_subject_type *t = &r->subject_types.p[i];
        if (str_eq(t->code, want) || str_eq(t->label, want) || regime_code_in(t->aliases, want))
            return t;
    }
    return NULL;
}

bool regime_period_has(struct regime_period p, struct day day)
{
    return (!day_is(p.from) || day_cmp(day, p.from) >= 0) && (!day_is(p.to) || day_cmp(day, p.to) <= 0);
}

bool regime_in_force(const struct regime *r, struct day day)
{
    return regime_period_has(r->head.effective, day);
}

bool regime_rolled_out(const struct regime_subject_type *t, struct day day)
{
    return t->graded && (!day_is(t->from) || day_cmp(day, t->from) >= 0);
}

const struct regime_grading *regime_grading(const struct regime *r, struct str subject_type, struct day day)
{
    for (size_t i = 0; i < r->gradings.n; i++) {
        const struct regime_grading *g = &r->gradings.p[i];
        if (regime_period_has(g->period, day) && (g->subject_types.n == 0 || regime_code_in(g->subject_types, subject_type)))
            return g;
    }
    return NULL;
}

bool regime_matches(const struct regime_match *m, struct regime_match_facts f)
{
    if (m->categories.n && !regime_code_in(m->categories, f.category))
        return false;
    if (m->items.n && !regime_code_in(m->items, f.item))
        return false;
    return m->severities == 0 || (m->severities & (1u << f.severity)) != 0;
}

const struct regime_count *regime_count(const struct regime_grading *g, struct str category)
{
    for (size_t i = 0; i < g->counts.n; i++)
        if (str_eq(g->counts.p[i].category, category))
            return &g->counts.p[i];
    return NULL;
}

const struct regime_publicity *regime_publicity(const struct regime *r, enum regime_severity severity, struct day decided)
{
    for (size_t i = 0; i < r->disclosure.publicity.n; i++) {
        const struct regime_publicity *p = &r->disclosure.publicity.p[i];
        if (p->severity == severity && regime_period_has(p->period, decided))
            return p;
    }
    return NULL;
}

static const struct regime_field *find_field(const struct regime *r, enum regime_kind kind, struct str field)
{
    for (size_t i = 0; i < r->disclosure.fields.n; i++) {
        const struct regime_field *f = &r->disclosure.fields.p[i];
        struct str name = f->code;
        struct str head = STR_NONE;
        (void)str_cut(&name, '@', &head); /* address@natural: the field's name stands before the @ */
        if (f->kind == kind && str_eq(head, field))
            return f;
    }
    return NULL;
}

enum regime_disclosure regime_field_disclosure(const struct regime *r, enum regime_kind kind, struct str field)
{
    const struct regime_field *f = find_field(r, kind, field);
    return f ? f->disclosure : DISCLOSE_INTERNAL;
}

enum regime_mask regime_field_mask(const struct regime *r, enum regime_kind kind, struct str field)
{
    const struct regime_field *f = find_field(r, kind, field);
    return f ? f->mask : MASK_HIDE;
}

enum regime_disclosure regime_item_disclosure(const struct regime *r, const struct regime_item *item, enum regime_kind kind)
{
    const struct regime_category *c = regime_category_of(r, item);
    enum regime_disclosure by_category = kind == KIND_NATURAL ? c->natural_person : c->legal_person;
    if (kind == KIND_INTERNAL)
        return DISCLOSE_INTERNAL;
    if (!item->has_disclosure)
        return by_category;
    return item->disclosure > by_category ? item->disclosure : by_category; /* an item may only be narrower than its category */
}

enum regime_disclosure regime_grade_disclosure(const struct regime *r, const struct regime_subject_type *type)
{
    const struct regime_grade_disclosure *by_kind = NULL;
    for (size_t i = 0; i < r->disclosure.grades.n; i++) {
        const struct regime_grade_disclosure *g = &r->disclosure.grades.p[i];
        if (g->kind == type->kind && regime_code_in(g->subject_types, type->code))
            return g->disclosure;
        if (g->kind == type->kind && g->subject_types.n == 0)
            by_kind = g;
    }
    return by_kind ? by_kind->disclosure : DISCLOSE_INTERNAL;
}

const struct regime_clock *regime_clock(const struct regime *r, struct str code, struct day day)
{
    for (size_t i = 0; i < r->cases.clocks.n; i++) {
        const struct regime_clock *c = &r->cases.clocks.p[i];
        struct str rest = c->code, head = STR_NONE;
        (void)str_cut(&rest, '@', &head); /* objection@2026: a variant, told apart by its period */
        if (str_eq(head, code) && regime_period_has(c->period, day))
            return c;
    }
    return NULL;
}

const struct regime_ratio *regime_ratio(const struct regime *r, struct str grade)
{
    for (size_t i = 0; i < r->cases.draw.n; i++)
        if (str_eq(r->cases.draw.p[i].grade, grade))
            return &r->cases.draw.p[i];
    return NULL;
}

struct str regime_legal_text(const struct regime_legal *l)
{
    return l->local ? STR("本地规则") : l->article;
}
