/* SPDX-License-Identifier: EUPL-1.2
 * import_compare.c — what a row about a known subject changes, field by field. A hash that is the same says "unchanged" without
 * looking; one that differs may only mean that another file had other columns, so the fields decide. What the file has no column
 * for stays as it is in the archive.
 */
#include "base/id.h"
#include "crypto/vault.h"
#include "import/import_archived.h"
#include "import/import_walk.h"
#include "text/text.h"

struct difference {
    struct import_walk *w;
    const struct import_row *row;
    const struct import_archived *old;
    bool keep; /* of the first rows the words are kept */
    size_t n;
};

static bool has_column(const struct import_walk *w, enum import_field f)
{
    return sheet_header_column(&w->map, (int)f) >= 0;
}

static void differs(struct difference *d, const char *field, struct str before, struct str after)
{
    enum { SHOWN = 120 };
    struct arena *a = d->w->arena;
    d->n++;
    if (!d->keep)
        return;
    *VEC_PUSH(a, d->w->diffs) = (struct import_diff){.row_no = d->row->number,
                                                     .name = str_dup(a, d->old->name),
                                                     .field = str_from(field),
                                                     .before = str_dup(a, utf8_prefix(before, SHOWN)),
                                                     .after = str_dup(a, utf8_prefix(after, SHOWN))};
}

static void compare_text(struct difference *d, const char *field, struct str before, struct str after)
{
    if (!str_eq(before, after))
        differs(d, field, before, after);
}

static struct str day_text(struct import_walk *w, struct day x)
{
    return day_is(x) ? day_zh(w->chunk, x) : STR("");
}

static void compare_day(struct difference *d, const char *field, struct day before, struct day after)
{
    if (day_is(before) != day_is(after) || (day_is(before) && day_cmp(before, after) != 0))
        differs(d, field, day_text(d->w, before), day_text(d->w, after));
}

static void compare_name(struct difference *d)
{
    const struct subject_draft *s = &d->row->subject;
    if (s->kind != SUBJECT_NATURAL) {
        compare_text(d, "名称", d->old->name, s->name);
        return;
    }
    struct vault_indexes x;
    vault_index(d->w->c->vault, STR("subject.name"), text_key(d->w->chunk, d->w->c->text, s->name), &x);
    for (size_t i = 0; i < x.n; i++)
        if (d->old->name_index.n == VAULT_INDEX_BYTES && memcmp(d->old->name_index.p, x.p[i], VAULT_INDEX_BYTES) == 0)
            return;
    differs(d, "姓名", d->old->name, id_mask_name(d->w->chunk, s->name));
}

static struct str type_name(const struct import_walk *w, struct str code)
{
    const struct regime_subject_type *t = regime_subject_type(w->c->regime, code);
    return t ? t->label : code;
}

static struct str place_name(const struct import_walk *w, struct str code)
{
    for (size_t i = 0; i < w->divisions.n; i++)
        if (str_eq(w->divisions.p[i].code, code))
            return w->divisions.p[i].name;
    return code;
}

static void compare_former(struct difference *d)
{
    const struct subject_draft *s = &d->row->subject;
    for (size_t i = 0; i < s->former_names.n; i++) {
        bool known = false;
        for (size_t k = 0; k < d->old->former.n; k++)
            known = known || str_eq(d->old->former.p[k], s->former_names.p[i]);
        if (!known)
            differs(d, "曾用名", STR(""), s->former_names.p[i]);
    }
}

static void compare_licence(struct difference *d, const struct subject_licence *l)
{
    struct import_walk *w = d->w;
    for (size_t i = 0; i < d->old->licences.n; i++) {
        const struct subject_licence *o = &d->old->licences.p[i];
        if (!str_eq(o->number, l->number))
            continue;
        if (has_column(w, FIELD_LICENCE_KIND))
            compare_text(d, "许可证名称", o->kind, l->kind);
        if (has_column(w, FIELD_LICENCE_AUTHORITY))
            compare_text(d, "发证机关", o->authority, l->authority);
        if (has_column(w, FIELD_LICENCE_ISSUED))
            compare_day(d, "发证日期", o->issued, l->issued);
        if (has_column(w, FIELD_LICENCE_TO))
            compare_day(d, "许可证有效期至", o->valid_to, l->valid_to);
        return;
    }
    differs(d, "许可证号", d->old->licences.n ? d->old->licences.p[0].number : STR(""), l->number);
}

/* Also keeps an end that the archive knows: a list that still names a subject does not bring it back. */
static void fill(struct import_walk *w, struct subject_draft *s, const struct import_archived *old)
{
    if (!has_column(w, FIELD_DIVISION))
        s->division = old->division;
    if (!has_column(w, FIELD_ADDRESS))
        s->address = old->address;
    if (!has_column(w, FIELD_REPRESENTATIVE))
        s->representative = old->representative;
    if (!has_column(w, FIELD_ESTABLISHED))
        s->established = old->established;
    s->ended = old->ended;
}

static bool compare(struct import_walk *w, struct import_row *row, const struct import_archived *old)
{
    struct subject_draft *s = &row->subject;
    struct difference d = {.w = w, .row = row, .old = old, .keep = !w->write && w->diff_rows < IMPORT_DIFF_ROWS};
    fill(w, s, old);
    compare_text(&d, "主体类型", type_name(w, old->type), type_name(w, s->type->code));
    compare_name(&d);
    if (!str_eq(old->division, s->division))
        differs(&d, "所属区划", old->division_name.n ? old->division_name : old->division, place_name(w, s->division));
    compare_text(&d, "地址", old->address, s->address);
    compare_text(&d, "法定代表人", old->representative, s->representative);
    compare_day(&d, "成立日期", old->established, s->established);
    compare_former(&d);
    for (size_t i = 0; i < s->licences.n; i++)
        compare_licence(&d, &s->licences.p[i]);
    w->diff_rows += d.n > 0;
    return d.n == 0;
}

void import_compare(struct import_walk *w, struct import_row *rows, const struct subject_known *known, size_t n, bool *same_out)
{
    int64_t ids[IMPORT_CHUNK];
    struct import_archived *old = ARENA_ARRAY(w->chunk, struct import_archived, n);
    CHECK(n <= IMPORT_CHUNK);
    for (size_t i = 0; i < n; i++) {
        uint8_t content[SUBJECT_KEY_BYTES];
        subject_content_hash(&rows[i].subject, content);
        struct str hash = known[i].content_hash;
        same_out[i] = known[i].id && hash.n == sizeof content && memcmp(hash.p, content, sizeof content) == 0;
        ids[i] = same_out[i] ? 0 : known[i].id;
    }
    import_archived_load(w->c->db, w->chunk, ids, n, old);
    for (size_t i = 0; i < n; i++)
        if (old[i].id)
            same_out[i] = compare(w, &rows[i], &old[i]);
}
