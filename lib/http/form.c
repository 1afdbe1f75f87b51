/* SPDX-License-Identifier: EUPL-1.2
 * form.c — the state of a form on a page: what is in its fields and what is wrong with them. Pages read it to fill their field
 * views, the first time as after an error. Reading the body is form_parse.c, multipart.c and form_read.c.
 */
#include "http/form.h"

#include "base/arena.h"
#include "base/check.h"
#include "http/internal.h"

struct str form_new_token(struct req *r)
{
    return request_random_hex(r->arena, 16);
}

struct form_state *form_empty(struct req *r, const struct form_def *def)
{
    struct form_state *f = ARENA_NEW(r->arena, struct form_state);
    f->arena = r->arena;
    f->def = def;
    return f;
}

const struct form_field *form_field(const struct form_state *f, const char *name)
{
    const struct form_field *found = NULL;
    for (size_t i = 0; i < f->def->n && !found; i++)
        if (str_eq(str_from(f->def->fields[i].name), str_from(name)))
            found = &f->def->fields[i];
    CHECK(found);
    return found;
}

static void set_raw(struct form_state *f, struct str name, struct str value, bool add)
{
    for (size_t i = 0; i < f->raw.n && !add; i++) {
        if (str_eq(f->raw.p[i].name, name)) {
            f->raw.p[i].value = value;
            return;
        }
    }
    *VEC_PUSH(f->arena, f->raw) = (struct http_pair){name, value};
}

void form_set(struct form_state *f, const char *name, struct str value)
{
    const struct form_field *field = form_field(f, name);
    CHECK(form_keeps_value(field->type) && field->type != FORM_TYPE_DATE3);
    set_raw(f, str_from(field->name), value, form_is_repeated(field->type));
}

void form_set_int(struct form_state *f, const char *name, int64_t value)
{
    form_set(f, name, value == FORM_INT_NONE ? STR_NONE : str_fmt(f->arena, "%lld", (long long)value));
}

void form_set_day(struct form_state *f, const char *name, struct day d)
{
    const struct form_field *field = form_field(f, name);
    if (!day_is(d))
        return;
    if (field->type == FORM_TYPE_DATE) {
        set_raw(f, str_from(field->name), day_iso(f->arena, d), false);
        return;
    }
    CHECK(field->type == FORM_TYPE_DATE3);
    struct ymd v = day_ymd(d);
    set_raw(f, str_fmt(f->arena, "%s-year", name), str_fmt(f->arena, "%d", v.year), false);
    set_raw(f, str_fmt(f->arena, "%s-month", name), str_fmt(f->arena, "%d", v.month), false);
    set_raw(f, str_fmt(f->arena, "%s-day", name), str_fmt(f->arena, "%d", v.day), false);
}

struct str form_value(const struct form_state *f, const char *name)
{
    return http_pair_get(&f->raw, str_from(name));
}

bool form_has(const struct form_state *f, const char *name, struct str value)
{
    for (size_t i = 0; i < f->raw.n; i++)
        if (str_eq(f->raw.p[i].name, str_from(name)) && str_eq(f->raw.p[i].value, value))
            return true;
    return false;
}

struct str form_message(const struct form_state *f, const char *name)
{
    for (size_t i = 0; i < f->errors.n; i++)
        if (str_eq(f->errors.p[i].field, str_from(name)))
            return f->errors.p[i].message;
    return STR_NONE;
}

bool form_ok(const struct form_state *f)
{
    return f->errors.n == 0;
}

int form_status(const struct form_state *f)
{
    return form_ok(f) ? 200 : 422;
}

void form_reshow(struct req *r)
{
    CHECK(r->route && r->route->reshow && r->form_state);
    r->route->reshow(r, r->form_state);
}

void form_fail(struct req *r, const char *field, struct str message)
{
    form_add_error(r, field, message);
    form_reshow(r);
}
