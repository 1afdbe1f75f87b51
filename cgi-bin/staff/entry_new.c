/* SPDX-License-Identifier: EUPL-1.2
 * entry_new.c — 录入信用信息, first step: the subject was found and opened, now which item of the catalogue. Items of the officer's
 * own unit stand first; the others name their responsible unit. Choosing opens a draft, so that files have a place to stay.
 */
#include "base/arena.h"
#include "staff/entry_pages.h"
#include "subject/subject_store.h"
#include "tmpl/staff/entry_item.h"

struct item_form {
    struct str item;
};
static const struct form_field ITEM_FIELDS[] = {FORM_CODE(struct item_form, item, "信息事项", 1, 40, false)};
const struct form_def ENTRY_ITEM_FORM = FORM_DEF("entry-item", struct item_form, ITEM_FIELDS);

static bool applies(const struct regime_item *item, const struct subject *s)
{
    return item->subject_types.n == 0 || regime_code_in(item->subject_types, s->type);
}

static struct entry_item_option option_of(struct req *r, const struct form_state *f, const struct regime_item *item, size_t number)
{
    struct arena *a = r->arena;
    struct entry_item_option o = {.id = number ? str_fmt(a, "item-%zu", number + 1) : STR("item"), .value = item->code};
    o.name = str_fmt(a, "%.*s%.*s", STR_ARG(item->ordinal), STR_ARG(item->name));
    o.note = item->unit.n ? str_fmt(a, "责任单位：%.*s", STR_ARG(item->unit)) : STR_NONE;
    o.selected = form_has(f, "item", item->code);
    return o;
}

struct picking {
    const struct subject *subject;
    struct entry_item_group *groups;
    size_t n, options;
};

/* One heading a category; own: the items of the actor's unit, else the others. */
static void add_groups(struct req *r, const struct form_state *f, struct picking *k, bool own)
{
    const struct regime *g = staff_regime(r);
    for (size_t c = 0; c < g->categories.n; c++) {
        struct entry_item_option *p = ARENA_ARRAY(r->arena, struct entry_item_option, g->items.n);
        size_t n = 0;
        for (size_t i = 0; i < g->items.n; i++) {
            const struct regime_item *item = &g->items.p[i];
            if (str_eq(item->category, g->categories.p[c].code) && applies(item, k->subject) &&
                entry_item_of_unit(item, staff_actor(r)->unit_name) == own)
                p[n++] = option_of(r, f, item, k->options++);
        }
        struct str heading =
            str_cat(r->arena, g->categories.p[c].label, own ? STR("（本单位负责）") : STR("（其他单位负责或者未指定）"));
        if (n)
            k->groups[k->n++] = (struct entry_item_group){.heading = heading, .p = p, .n = n};
    }
}

void show_entry_items(struct req *r, struct form_state *f)
{
    const struct subject *s = r->object;
    struct arena *a = r->arena;
    const struct regime_subject_type *type = regime_subject_type(staff_regime(r), s->type);
    struct str id = str_fmt(a, "%lld", (long long)s->id);
    struct entry_item_view v = {
        .page = staff_form_page(r, MENU_ENTRY, STR("录入信用信息"), f), .errors = staff_errors(f), .guard = staff_guard(r)};
    struct picking k = {.subject = s, .groups = ARENA_ARRAY(a, struct entry_item_group, 2 * staff_regime(r)->categories.n)};
    struct fact *facts = ARENA_ARRAY(a, struct fact, 3);
    facts[0] = (struct fact){.term = STR("信用主体"), .value = s->name};
    facts[1] = (struct fact){.term = STR("统一社会信用代码"),
                             .value = s->kind == SUBJECT_NATURAL ? STR("自然人，不显示证件号码") : s->code};
    facts[2] = (struct fact){.term = STR("主体类型"), .value = type ? type->label : s->type};
    v.subject = (struct facts){facts, 3};
    add_groups(r, f, &k, true);
    add_groups(r, f, &k, false);
    v.groups.p = k.groups;
    v.groups.n = k.n;
    v.error = form_message(f, "item");
    v.action = URL_PATH(a, "/staff/subject/{}/entry", id);
    v.back = URL_PATH(a, "/staff/subject/{}", id);
    tmpl_staff_entry_item(resp_html(r, form_status(f)), &v);
}

void page_entry_items(struct req *r)
{
    show_entry_items(r, form_empty(r, &ENTRY_ITEM_FORM));
}

static bool open_draft(struct staff_act *act, void *arg)
{
    const struct entry *e = arg;
    enum entry_outcome done = entry_open(act->db, e, act->r->now, &act->object_id);
    CHECK(done == ENTRY_DONE); /* a new record is no proposal about an old one */
    act->to = entry_url(act->r, act->object_id, "edit");
    return true;
}

void act_entry_new(struct req *r)
{
    const struct subject *s = r->object;
    const struct item_form *f = r->form;
    const struct actor *actor = staff_actor(r);
    const struct regime_item *item = regime_item(staff_regime(r), f->item);
    if (!actor_may(actor, ROLE_CLERK, actor->unit_id, s->division)) {
        resp_forbidden(r);
        return;
    }
    if (!item || !applies(item, s)) {
        form_fail(r, "item", STR("信息事项：请在列表中选择一项。"));
        return;
    }
    struct entry e = {.kind = STR("new"),
                      .subject_id = s->id,
                      .item = item->code,
                      .severity = SEVERITY_NONE,
                      .unit_id = actor->unit_id,
                      .author_id = actor->id,
                      .regime_version_id = staff_program(r)->regime.id,
                      .found = DAY_NONE,
                      .show_from = DAY_NONE,
                      .show_to = DAY_NONE,
                      .use_to = DAY_NONE,
                      .received = DAY_NONE};
    struct staff_act act = {.action = STR("entry.open"), .object_type = STR("entry"), .detail = item->name, .role = ROLE_CLERK};
    enum staff_act_end end = staff_act(r, &act, open_draft, &e);
    CHECK(end != STAFF_ACT_REFUSED);
}
