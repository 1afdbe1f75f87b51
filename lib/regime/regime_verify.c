/* SPDX-License-Identifier: EUPL-1.2
 * regime_verify.c — what no single value can fail alone: references, order, overlaps, completeness of a bureau's rule set. Gradings
 * have a file of their own (regime_verify_grading.c).
 */
#include "regime/regime_shape.h"

static const char *reference_name(enum bind_ref ref)
{
    switch (ref) {
    case REF_CATEGORY:
        return "category";
    case REF_ITEM:
        return "item";
    case REF_GRADE:
        return "grade";
    case REF_SUBJECT_TYPE:
        return "subject type";
    case REF_DUE:
        return "due rule";
    case REF_NONE:
        break;
    }
    return "code";
}

static bool resolves(const struct regime *r, enum bind_ref ref, struct str code)
{
    switch (ref) {
    case REF_CATEGORY:
        return regime_category(r, code) != NULL;
    case REF_ITEM:
        return regime_item(r, code) != NULL;
    case REF_GRADE:
        return regime_grade(r, code) != NULL;
    case REF_SUBJECT_TYPE:
        return regime_subject_type(r, code) != NULL;
    case REF_DUE:
        return regime_due(r, code) != NULL;
    case REF_NONE:
        break;
    }
    return true;
}

static void verify_references(struct binder *b, const struct regime *r)
{
    for (size_t i = 0; i < b->refs.n; i++) {
        const struct bind_reference *x = &b->refs.p[i];
        if (!resolves(r, x->ref, x->at->text))
            fault_at(b->faults, x->at, "no %s has the code \"%.*s\"", reference_name(x->ref), STR_ARG(x->at->text));
    }
}

void regime_verify_period(struct binder *b, const void *owner, struct regime_period p)
{
    if (day_is(p.from) && day_is(p.to) && day_cmp(p.from, p.to) > 0)
        fault_at(b->faults, bind_where(b, owner), "the period ends before it begins");
}

bool regime_periods_overlap(struct regime_period x, struct regime_period y)
{
    bool x_before_y = day_is(x.to) && day_is(y.from) && day_cmp(x.to, y.from) < 0;
    bool y_before_x = day_is(y.to) && day_is(x.from) && day_cmp(y.to, x.from) < 0;
    return !x_before_y && !y_before_x;
}

static void verify_head(struct binder *b, const struct regime *r)
{
    const struct regime_head *h = &r->head;
    regime_verify_period(b, &h->label, h->effective);
    bool digits = h->division.n == 6;
    for (size_t i = 0; digits && i < 6; i++)
        digits = h->division.p[i] >= '0' && h->division.p[i] <= '9';
    if (h->division.n && !digits)
        fault_at(b->faults, bind_where(b, &h->division), "\"division\" is not a code of GB/T 2260 (six digits)");
    if (h->abstract)
        return;
    const struct node *at = bind_where(b, &h->label); /* the head's own address is also that of the whole */
    if (!h->site_name.n || !h->bureau.n)
        fault_at(b->faults, at, "head: \"site_name\" and \"bureau\" are needed unless abstract");
    if (!r->categories.n || !r->items.n || !r->subject_types.n || !r->grades.n || !r->gradings.n)
        fault_at(b->faults, at, "categories, items, subject_types, grades and gradings must not be empty unless abstract");
}

static void verify_term(struct binder *b, const struct regime_term *t)
{
    if ((t->kind == TERM_MONTHS) != (t->months > 0))
        fault_at(b->faults, bind_where(b, t),
                 t->months ? "\"months\" belongs to kind: months only" : "kind: months needs \"months\"");
}

static void verify_categories(struct binder *b, const struct regime *r)
{
    for (size_t i = 0; i < r->categories.n; i++) {
        verify_term(b, &r->categories.p[i].retention);
        verify_term(b, &r->categories.p[i].use);
        if (r->categories.p[i].polarity == POLARITY_REFERENCE && r->categories.p[i].legal_person == DISCLOSE_PUBLIC)
            fault_at(b->faults, bind_where(b, &r->categories.p[i]), "reference data cannot be public");
    }
}

/* A word of an import must mean one item, or one subject type. */
static void verify_word(struct binder *b, const void *mine, const void *found, const struct str *word)
{
    if (found != mine)
        fault_at(b->faults, bind_where(b, word), "\"%.*s\" already names another entry of this list", STR_ARG(*word));
}

static void verify_imports(struct binder *b, const struct regime *r)
{
    for (size_t i = 0; i < r->cases.imports.n; i++) {
        const struct regime_import *m = &r->cases.imports.p[i];
        if ((m->table == IMPORT_APPROVAL) != (m->rows > 0))
            fault_at(b->faults, bind_where(b, m), "\"rows\" belongs to table: approval, and it needs it");
        if ((m->table == IMPORT_APPROVAL) == (m->item.n > 0))
            fault_at(b->faults, bind_where(b, m), "\"item\" belongs to tables penalty and licence, and they need it");
    }
}

static void verify_items(struct binder *b, const struct regime *r)
{
    for (size_t i = 0; i < r->items.n; i++) {
        const struct regime_item *m = &r->items.p[i];
        bool fits = m->code.n > m->category.n + 1 && str_starts(m->code, m->category) && m->code.p[m->category.n] == '.';
        if (m->code.n && m->category.n && !fits)
            fault_at(b->faults, bind_where(b, &m->code), "the code must be \"%.*s.\" and a number or word", STR_ARG(m->category));
        if (m->name.n)
            verify_word(b, m, regime_item_by_name(r, m->name), &m->name);
        if (m->label.n)
            verify_word(b, m, regime_item_by_name(r, m->label), &m->label);
        for (size_t j = 0; j < m->aliases.n; j++)
            if (m->aliases.p[j].n)
                verify_word(b, m, regime_item_by_name(r, m->aliases.p[j]), &m->aliases.p[j]);
    }
}

static void verify_types(struct binder *b, const struct regime *r)
{
    for (size_t i = 0; i < r->subject_types.n; i++) {
        const struct regime_subject_type *t = &r->subject_types.p[i];
        if (t->kind == KIND_INTERNAL && t->graded)
            fault_at(b->faults, bind_where(b, t), "an internal archive is not graded");
        if (t->label.n)
            verify_word(b, t, regime_subject_type_by_name(r, t->label), &t->label);
        for (size_t j = 0; j < t->aliases.n; j++)
            if (t->aliases.p[j].n)
                verify_word(b, t, regime_subject_type_by_name(r, t->aliases.p[j]), &t->aliases.p[j]);
    }
}

static void verify_grades(struct binder *b, const struct regime *r)
{
    size_t best = 0, worst = 0;
    int32_t before = 0;
    for (size_t i = 0; i < r->grades.n; i++) {
        const struct regime_grade *g = &r->grades.p[i];
        if (g->order <= before && g->order > 0)
            fault_at(b->faults, bind_where(b, g), "grades must stand in ascending \"order\", the best first");
        before = g->order;
        best += g->best;
        worst += g->worst;
        if (g->unrated && (g->best || g->worst || i + 1 != r->grades.n))
            fault_at(b->faults, bind_where(b, g), "the unrated grade stands last and is neither best nor worst");
        if (g->best && i != 0)
            fault_at(b->faults, bind_where(b, g), "the best grade must stand first");
    }
    if (r->grades.n && (best != 1 || worst != 1))
        fault_at(b->faults, bind_where(b, &r->grades.p[0]), "exactly one grade is best and one is worst");
}

static void verify_disclosure(struct binder *b, const struct regime *r)
{
    for (size_t i = 0; i < r->disclosure.publicity.n; i++) {
        const struct regime_publicity *p = &r->disclosure.publicity.p[i];
        regime_verify_period(b, p, p->period);
        if (p->min_months > p->max_months)
            fault_at(b->faults, bind_where(b, p), "\"min_months\" is more than \"max_months\"");
        for (size_t j = 0; j < i; j++)
            if (r->disclosure.publicity.p[j].severity == p->severity &&
                regime_periods_overlap(r->disclosure.publicity.p[j].period, p->period))
                fault_at(b->faults, bind_where(b, p), "overlaps in time with \"%.*s\"", STR_ARG(r->disclosure.publicity.p[j].code));
    }
    for (size_t i = 0; i < r->disclosure.severities.n; i++) {
        const struct regime_severity_rule *s = &r->disclosure.severities.p[i];
        regime_verify_period(b, s, s->period);
        if (s->fine_from && s->fine_below && s->fine_from >= s->fine_below)
            fault_at(b->faults, bind_where(b, s), "\"fine_from\" is not less than \"fine_below\"");
    }
    for (size_t i = 0; i < r->disclosure.fields.n; i++) {
        const struct regime_field *f = &r->disclosure.fields.p[i];
        if (str_contains(f->code, STR("id_number")) && f->disclosure == DISCLOSE_PUBLIC)
            fault_at(b->faults, bind_where(b, f), "an identity number can never be public");
    }
}

static const struct str ENTRY_FIELDS[] = {STR_INIT("title"),     STR_INIT("detail"), STR_INIT("document_no"),
                                          STR_INIT("authority"), STR_INIT("found"),  STR_INIT("show_from"),
                                          STR_INIT("show_to"),   STR_INIT("use_to"), STR_INIT("severity"),
                                          STR_INIT("amount"),    STR_INIT("points"), STR_INIT("evidence")};

static void verify_cases(struct binder *b, const struct regime *r)
{
    const struct regime_case_rules *c = &r->cases;
    for (size_t i = 0; i < c->dues.n; i++)
        if ((c->dues.p[i].kind == DUE_AFTER) != (c->dues.p[i].within.n > 0) ||
            (c->dues.p[i].kind == DUE_YEARLY) != (c->dues.p[i].dates.n > 0))
            fault_at(b->faults, bind_where(b, &c->dues.p[i]),
                     "kind: after needs \"within\" alone, kind: yearly needs \"dates\" alone");
    for (size_t i = 0; i < c->entry_fields.n; i++)
        if (!regime_code_in((regime_codes){ENTRY_FIELDS, sizeof ENTRY_FIELDS / sizeof *ENTRY_FIELDS}, c->entry_fields.p[i].field))
            fault_at(b->faults, bind_where(b, &c->entry_fields.p[i]), "no form has a field \"%.*s\"",
                     STR_ARG(c->entry_fields.p[i].field));
    for (size_t i = 0; i < c->clocks.n; i++) {
        const struct regime_clock *k = &c->clocks.p[i];
        regime_verify_period(b, k, k->period);
        if (k->known != (k->within.n > 0))
            fault_at(b->faults, bind_where(b, k), "a clock needs \"within\", or known: false when the mandate gives no number");
        if (k->at_least && k->extension.n)
            fault_at(b->faults, bind_where(b, k), "a minimum cannot have an \"extension\"");
    }
    for (size_t i = 0; i < c->draw.n; i++)
        for (size_t j = 0; j < i; j++)
            if (str_eq(c->draw.p[i].grade, c->draw.p[j].grade))
                fault_at(b->faults, bind_where(b, &c->draw.p[i]), "a second ratio for grade \"%.*s\"", STR_ARG(c->draw.p[i].grade));
    for (size_t i = 0; i < c->lists.n; i++)
        if (c->lists.p[i].polarity == POLARITY_SERIOUS && c->lists.p[i].publishable && !c->lists.p[i].basis.n)
            fault_at(b->faults, bind_where(b, &c->lists.p[i]),
                     "a serious-dishonesty list can be published only with a \"basis\" in law");
}

void regime_verify(struct binder *b, const struct regime *r)
{
    verify_references(b, r);
    verify_head(b, r);
    verify_categories(b, r);
    verify_items(b, r);
    verify_types(b, r);
    verify_grades(b, r);
    regime_verify_gradings(b, r);
    verify_disclosure(b, r);
    verify_cases(b, r);
    regime_verify_notices(b, r);
    verify_imports(b, r);
}
