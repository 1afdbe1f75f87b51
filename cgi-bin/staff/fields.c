/* SPDX-License-Identifier: EUPL-1.2
 * fields.c — from a form's state to the views of its fields, and small views of lists. See staff.h.
 */
#include "base/arena.h"
#include "staff/staff.h"

struct errors staff_errors(const struct form_state *f)
{
    struct error_item *p = ARENA_ARRAY(f->arena, struct error_item, f->errors.n);
    for (size_t i = 0; i < f->errors.n; i++)
        p[i] = (struct error_item){.text = f->errors.p[i].message, .url = f->errors.p[i].anchor};
    return (struct errors){p, f->errors.n};
}

struct field staff_field(const struct form_state *f, const char *name)
{
    const struct form_field *field = form_field(f, name);
    struct field v = {.id = str_from(name),
                      .name = str_from(name),
                      .label = str_from(field->label),
                      .error = form_message(f, name),
                      .required = field->required};
    if (field->type == FORM_TYPE_SECRET)
        v.type = STR("password");
    else if (field->type != FORM_TYPE_FILE)
        v.value = form_value(f, name);
    v.code = field->type == FORM_TYPE_CODE;
    return v;
}

struct choice staff_choice_of(const struct form_state *f, const char *name, struct option *options, size_t n)
{
    const struct form_field *field = form_field(f, name);
    for (size_t i = 0; i < n; i++)
        options[i].selected = form_has(f, name, options[i].value);
    return (struct choice){.id = str_from(name),
                           .name = str_from(name),
                           .label = str_from(field->label),
                           .error = form_message(f, name),
                           .required = field->required,
                           .p = options,
                           .n = n};
}

struct choice staff_choice(const struct form_state *f, const char *name)
{
    const struct form_field *field = form_field(f, name);
    struct option *options = ARENA_ARRAY(f->arena, struct option, field->choices.n);
    for (size_t i = 0; i < field->choices.n; i++)
        options[i] = (struct option){.value = str_from(field->choices.p[i].value), .label = str_from(field->choices.p[i].label)};
    return staff_choice_of(f, name, options, field->choices.n);
}

struct tick staff_tick(const struct form_state *f, const char *name, struct str hint)
{
    return (struct tick){.id = str_from(name),
                         .name = str_from(name),
                         .label = str_from(form_field(f, name)->label),
                         .hint = hint,
                         .error = form_message(f, name),
                         .checked = form_has(f, name, STR("1"))};
}

struct date_field staff_date(const struct form_state *f, const char *name)
{
    const struct form_field *field = form_field(f, name);
    struct date_field v = {.id = str_from(name),
                           .name = str_from(name),
                           .label = str_from(field->label),
                           .error = form_message(f, name),
                           .required = field->required};
    v.year = form_value(f, str_cstr(f->arena, str_fmt(f->arena, "%s-year", name)));
    v.month = form_value(f, str_cstr(f->arena, str_fmt(f->arena, "%s-month", name)));
    v.day = form_value(f, str_cstr(f->arena, str_fmt(f->arena, "%s-day", name)));
    return v;
}

static struct page_item page_item(struct arena *a, struct url base, int64_t number, int64_t current)
{
    return (struct page_item){.number = str_fmt(a, "%lld", (long long)number),
                              .url = url_query_int(a, base, STR("page"), number),
                              .current = number == current};
}

struct pagination staff_pages(struct arena *a, struct url base, int64_t page, int64_t pages)
{
    struct pagination g = {.many = pages > 1, .has_prev = page > 1, .has_next = page < pages};
    g.prev = url_query_int(a, base, STR("page"), page - 1);
    g.next = url_query_int(a, base, STR("page"), page + 1);
    struct page_item *p = ARENA_ARRAY(a, struct page_item, 7);
    int64_t from = page - 2 < 1 ? 1 : page - 2, to = page + 2 > pages ? pages : page + 2;
    if (from > 1)
        p[g.n++] = page_item(a, base, 1, page);
    for (int64_t i = from; i <= to; i++) {
        p[g.n] = page_item(a, base, i, page);
        p[g.n++].gap = i == from && from > 2;
    }
    if (to < pages) {
        p[g.n] = page_item(a, base, pages, page);
        p[g.n++].gap = to < pages - 1;
    }
    g.p = p;
    return g;
}

struct cell staff_cell(struct str text)
{
    return (struct cell){.text = text};
}

struct cell staff_cell_link(struct str text, struct url url)
{
    return (struct cell){.text = text, .url = url, .linked = true};
}

struct cell staff_cell_int(struct arena *a, int64_t v)
{
    return (struct cell){.text = str_fmt(a, "%lld", (long long)v), .number = true};
}
