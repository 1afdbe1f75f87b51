/* SPDX-License-Identifier: EUPL-1.2
 * fill.h — form views from http/form's state: a page names its fields once and gets label, typed value and error beside each, and the
 * summary on top. Inline helpers only; wording and rules stay in the form's table. Called by pages that show a form (GET and reshow).
 * Everything made lives in the state's arena.
 *
 *   v->errors = fill_errors(f);            v->account = fill_field(f, "account", STR("工号或手机号"));
 *   v->kind = fill_choice(f, "kind", STR_NONE, STR("请选择"));
 */
#ifndef VIEWS_FILL_H
#define VIEWS_FILL_H

#include "base/arena.h"
#include "base/check.h"
#include "http/form.h"
#include "views/form.h"

static inline struct errors fill_errors(const struct form_state *f)
{
    struct error_item *items = ARENA_ARRAY(f->arena, struct error_item, f->errors.n);
    for (size_t i = 0; i < f->errors.n; i++)
        items[i] = (struct error_item){f->errors.p[i].message, f->errors.p[i].anchor};
    return (struct errors){items, f->errors.n};
}

/* Text, code, number, one-field date, secret or file, by the row's type. */
static inline struct field fill_field(const struct form_state *f, const char *name, struct str hint)
{
    const struct form_field *row = form_field(f, name);
    struct field v = {.id = str_from(name), .name = str_from(name), .label = str_from(row->label), .hint = hint,
                      .error = form_message(f, name), .required = row->required};
    if (row->type == FORM_TYPE_SECRET)
        v.type = STR("password");
    else if (row->type != FORM_TYPE_FILE)
        v.value = form_value(f, name);
    if (row->type == FORM_TYPE_CODE) {
        v.code = true;
        v.width = 20;
    } else if (row->type == FORM_TYPE_INT) {
        v.inputmode = STR("numeric");
        v.width = 10;
    } else if (row->type == FORM_TYPE_DATE) {
        v.width = 20;
    }
    return v;
}

static inline struct date_field fill_date3(const struct form_state *f, const char *name, struct str hint)
{
    const struct form_field *row = form_field(f, name);
    struct arena *a = f->arena;
    return (struct date_field){
        .id = str_from(name), .name = str_from(name), .label = str_from(row->label), .hint = hint, .error = form_message(f, name),
        .year = form_value(f, str_fmt(a, "%s-year", name).p), .month = form_value(f, str_fmt(a, "%s-month", name).p),
        .day = form_value(f, str_fmt(a, "%s-day", name).p), .required = row->required,
    };
}

static inline struct tick fill_tick(const struct form_state *f, const char *name, struct str hint)
{
    const struct form_field *row = form_field(f, name);
    return (struct tick){.id = str_from(name), .name = str_from(name), .label = str_from(row->label), .hint = hint,
                         .error = form_message(f, name), .checked = form_has(f, name, STR("1"))};
}

/* A FORM_ENUM row with the choices of its table. `none`: label of a first, empty option (selects); empty: no such option (radios). */
static inline struct choice fill_choice(const struct form_state *f, const char *name, struct str hint, struct str none)
{
    const struct form_field *row = form_field(f, name);
    CHECK(row->type == FORM_TYPE_ENUM);
    struct option *options = ARENA_ARRAY(f->arena, struct option, row->choices.n + 1);
    size_t n = 0;
    if (none.n)
        options[n++] = (struct option){.label = none};
    for (size_t i = 0; i < row->choices.n; i++) {
        struct str value = str_from(row->choices.p[i].value);
        options[n++] = (struct option){.value = value, .label = str_from(row->choices.p[i].label), .selected = form_has(f, name, value)};
    }
    return (struct choice){.id = str_from(name), .name = str_from(name), .label = str_from(row->label), .hint = hint,
                           .error = form_message(f, name), .required = row->required, .p = options, .n = n};
}

/* Options from the database (units, types): the caller's values and labels; selected is set here. */
static inline struct choice fill_options(const struct form_state *f, const char *name, struct str hint, struct option *options, size_t n)
{
    const struct form_field *row = form_field(f, name);
    for (size_t i = 0; i < n; i++)
        options[i].selected = form_has(f, name, options[i].value);
    return (struct choice){.id = str_from(name), .name = str_from(name), .label = str_from(row->label), .hint = hint,
                           .error = form_message(f, name), .required = row->required, .p = options, .n = n};
}

#endif
