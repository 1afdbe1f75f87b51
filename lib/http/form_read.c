/* SPDX-License-Identifier: EUPL-1.2
 * form_read.c — a table and the parts that came, to a filled struct or a list of errors. What our own page cannot have sent
 * (unknown, repeated, a file where text belongs) is refused as a whole; what a person can get wrong becomes an error beside its
 * field.
 */
#include "base/arena.h"
#include "base/check.h"
#include "base/log.h"
#include "http/internal.h"

static const char *const DATE_PARTS[3] = {"-year", "-month", "-day"};

/* Which of a field's inputs is called name: 0, or 0…2 for a three-part date; -1 none. */
static int input_of(const struct form_field *f, struct str name)
{
    struct str own = str_from(f->name);
    if (f->type != FORM_TYPE_DATE3)
        return str_eq(own, name) ? 0 : -1;
    if (!str_starts(name, own))
        return -1;
    for (int i = 0; i < 3; i++)
        if (str_eq(str_sub(name, own.n, name.n), str_from(DATE_PARTS[i])))
            return i;
    return -1;
}

static const struct form_field *find_field(const struct form_def *def, struct str name)
{
    for (size_t i = 0; i < def->n; i++)
        if (input_of(&def->fields[i], name) >= 0)
            return &def->fields[i];
    return NULL;
}

static bool parts_acceptable(const struct form_def *def, const struct form_parts *parts, struct str *why_out)
{
    for (size_t i = 0; i < parts->n; i++) {
        const struct form_part *p = &parts->p[i];
        const struct form_field *f = find_field(def, p->name);
        *why_out = p->name;
        if (!f || p->is_file != (f->type == FORM_TYPE_FILE))
            return false;
        for (size_t j = 0; j < i && !form_is_repeated(f->type); j++)
            if (str_eq(parts->p[j].name, p->name))
                return false;
    }
    *why_out = STR_NONE;
    return true;
}

static const struct form_part *find_part(const struct form_parts *parts, const struct form_field *f, int input)
{
    for (size_t i = 0; i < parts->n; i++)
        if (input_of(f, parts->p[i].name) == input)
            return &parts->p[i];
    return NULL;
}

static void add_error(struct form_state *s, const struct form_field *f, const char *part, struct str message)
{
    struct str id = part ? str_fmt(s->arena, "%s-%s", f->name, part) : str_from(f->name);
    struct form_error e = {str_from(f->name), message, url_fragment(s->arena, URL_STATIC("#"), id)};
    *VEC_PUSH(s->arena, s->errors) = e;
    /* keep the order of the table: the summary reads as the page does */
    for (size_t i = s->errors.n - 1; i > 0; i--) {
        const struct form_field *before = find_field(s->def, s->errors.p[i - 1].field);
        if (!before) /* a three-part date is filed under its own name */
            before = form_field(s, str_cstr(s->arena, s->errors.p[i - 1].field));
        if (before <= f)
            break;
        s->errors.p[i] = s->errors.p[i - 1];
        s->errors.p[i - 1] = e;
    }
}

static bool is_empty(const struct form_field *f, struct str value)
{
    return f->type == FORM_TYPE_SECRET ? value.n == 0 : str_trim(value).n == 0;
}

static void read_file(struct form_state *s, const struct form_field *f, const struct form_part *p, void *to)
{
    if (!p || (p->file_name.n == 0 && p->value.n == 0)) {
        if (f->required)
            add_error(s, f, NULL, form_missing_message(s->arena, f));
        return;
    }
    int64_t n = (int64_t)p->value.n, max_kib = (f->max + 1023) / 1024;
    if (n == 0)
        add_error(s, f, NULL, str_fmt(s->arena, "%s是空文件。请重新选择文件。", f->label));
    else if (f->max && n > f->max)
        add_error(s, f, NULL,
                  max_kib >= 1024 ? str_fmt(s->arena, "%s不能超过 %d MB。请减小文件或分批上传。", f->label, (int)(max_kib / 1024))
                                  : str_fmt(s->arena, "%s不能超过 %d KB。请减小文件。", f->label, (int)max_kib));
    else if (n < f->min)
        add_error(s, f, NULL, str_fmt(s->arena, "%s内容不完整。请重新选择文件。", f->label));
    else
        *(struct form_file *)to = (struct form_file){p->file_name, p->file_type, p->value};
}

static void read_date3(struct form_state *s, const struct form_field *f, const struct form_parts *parts, void *to)
{
    struct str typed[3];
    bool any = false;
    for (int i = 0; i < 3; i++) {
        const struct form_part *p = find_part(parts, f, i);
        typed[i] = p ? str_trim(p->value) : STR_NONE;
        any = any || typed[i].n > 0;
    }
    if (!any) {
        if (f->required)
            add_error(s, f, "year", form_missing_message(s->arena, f));
        return;
    }
    struct form_reading reading = {.arena = s->arena, .field = f, .to = to};
    const char *part;
    if (!form_convert_date3(&reading, typed, &part))
        add_error(s, f, part, reading.message);
}

/* Fields of one input, and repeated ones. False: refused. */
static bool read_simple(struct form_state *s, const struct form_field *f, const struct form_parts *parts, void *to)
{
    bool given = false;
    for (size_t i = 0; i < parts->n; i++) {
        const struct form_part *p = &parts->p[i];
        if (input_of(f, p->name) < 0 || is_empty(f, p->value))
            continue;
        given = true;
        struct form_reading reading = {.arena = s->arena, .field = f, .to = to};
        if (form_convert(&reading, p->value))
            continue;
        if (f->type == FORM_TYPE_TOKEN || f->type == FORM_TYPE_BOOL) /* ours, not typed by anybody */
            return false;
        add_error(s, f, NULL, reading.message);
        break;
    }
    if (!given && f->type == FORM_TYPE_TOKEN)
        return false;
    if (!given && f->required)
        add_error(s, f, NULL, form_missing_message(s->arena, f));
    return true;
}

enum form_verdict form_read(struct arena *a, const struct form_def *def, const struct form_parts *parts, void *struct_out,
                            struct form_state *state_out, struct str *why_out)
{
    *state_out = (struct form_state){.arena = a, .def = def};
    if (!parts_acceptable(def, parts, why_out))
        return FORM_REFUSED;
    for (size_t i = 0; i < parts->n; i++)
        if (form_keeps_value(find_field(def, parts->p[i].name)->type))
            *VEC_PUSH(a, state_out->raw) = (struct http_pair){parts->p[i].name, parts->p[i].value};
    for (size_t i = 0; i < def->n; i++) {
        const struct form_field *f = &def->fields[i];
        void *to = (char *)struct_out + f->offset;
        form_set_absent(f, to);
        if (f->type == FORM_TYPE_FILE) {
            read_file(state_out, f, find_part(parts, f, 0), to);
        } else if (f->type == FORM_TYPE_DATE3) {
            read_date3(state_out, f, parts, to);
        } else if (!read_simple(state_out, f, parts, to)) {
            *why_out = str_from(f->name);
            return FORM_REFUSED;
        }
    }
    return state_out->errors.n ? FORM_INVALID : FORM_GOOD;
}

void form_add_error(struct req *r, const char *field, struct str message)
{
    CHECK(r->form_state);
    const struct form_field *f = form_field(r->form_state, field);
    add_error(r->form_state, f, f->type == FORM_TYPE_DATE3 ? "year" : NULL, message);
}

/* --- checks at start --- */

static const char *choices_fault(const struct form_field *f)
{
    if ((f->type == FORM_TYPE_ENUM) != (f->choices.n > 0))
        return "choices belong to an enum field, and to each";
    for (size_t i = 0; i < f->choices.n; i++) {
        const struct form_choice *c = &f->choices.p[i];
        if (!c->value || !*c->value || !c->label || c->code < 0)
            return "choice without value or label, or a negative code";
        for (size_t j = 0; j < i; j++)
            if (str_eq(str_from(f->choices.p[j].value), str_from(c->value)))
                return "the same choice twice";
    }
    return NULL;
}

static const char *field_fault(const struct form_def *def, size_t i)
{
    const struct form_field *f = &def->fields[i];
    struct str name = str_from(f->name);
    if (name.n == 0 || name.n + 6 > HTTP_FORM_NAME_MAX || str_eq(name, STR(FORM_CSRF)) || str_eq(name, STR(FORM_TOKEN_FIELD)))
        return "name";
    if (f->offset >= def->size)
        return "offset";
    if (f->type != FORM_TYPE_TOKEN && (!f->label || !*f->label))
        return "label";
    bool unbounded = f->type == FORM_TYPE_FILE && f->max == 0;
    if (f->min > f->max && !unbounded)
        return "bounds";
    for (size_t j = 0; j < i; j++) {
        const struct form_field *other = &def->fields[j];
        if (str_eq(str_from(other->name), name) || input_of(other, name) >= 0 || input_of(f, str_from(other->name)) >= 0)
            return "the same name twice";
    }
    return choices_fault(f);
}

void form_def_check(const struct form_def *def)
{
    CHECK(def->name && *def->name);
    for (size_t i = 0; i < def->n; i++) {
        const char *fault = field_fault(def, i);
        if (fault)
            log_line(LOG_ERROR, "form %s, field %zu: %s", def->name, i, fault);
        CHECK(!fault);
    }
}
