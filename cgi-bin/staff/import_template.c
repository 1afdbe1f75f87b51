/* SPDX-License-Identifier: EUPL-1.2
 * import_template.c — the empty workbook to fill in, for all subjects or records or for one item: columns that the item asks for by
 * the rule set, hints, required ones marked, lists to choose from. Codes stand in text columns.
 */
#include "auth/staff.h"
#include "base/arena.h"
#include "base/id.h"
#include "sheet/sheet_write.h"
#include "staff/import_pages.h"
#include "staff/staff.h"

enum { COLUMNS_MOST = 40 };

struct choices {
    struct str *p;
    size_t n, cap;
};

static void add_types(struct req *r, struct choices *v)
{
    const struct regime *g = staff_regime(r);
    for (size_t i = 0; i < g->subject_types.n; i++)
        *VEC_PUSH(r->arena, *v) = g->subject_types.p[i].label;
}

static void add_units(struct req *r, struct choices *v)
{
    struct unit *list;
    size_t n = unit_list(staff_db(r), r->arena, &list);
    for (size_t i = 0; i < n; i++)
        *VEC_PUSH(r->arena, *v) = list[i].name;
}

static struct choices choices_of(struct req *r, int field)
{
    static const struct str severities[] = {STR_INIT("轻微"), STR_INIT("一般"), STR_INIT("严重")};
    const struct regime *g = staff_regime(r);
    struct choices v = {0};
    if (field == FIELD_TYPE)
        add_types(r, &v);
    if (field == FIELD_ITEM)
        for (size_t i = 0; i < g->items.n; i++)
            *VEC_PUSH(r->arena, v) = g->items.p[i].name;
    if (field == FIELD_ID_KIND)
        for (int k = ID_RESIDENT; k <= ID_OTHER; k++)
            *VEC_PUSH(r->arena, v) = id_kind_name((enum id_kind)k);
    for (size_t i = 0; field == FIELD_SEVERITY && i < 3; i++)
        *VEC_PUSH(r->arena, v) = severities[i];
    if (field == FIELD_DIVISION)
        v.n = import_place_names(staff_db(r), r->arena, g->head.division, &v.p);
    if (field == FIELD_UNIT)
        add_units(r, &v);
    return v;
}

/* What the rule set says of a field under the name that the form of manual entry has for it. */
static struct str entry_name(int field)
{
    static const struct {
        int field;
        struct str name;
    } names[] = {
        {FIELD_TITLE, STR_INIT("title")},          {FIELD_DETAIL, STR_INIT("detail")},
        {FIELD_DOCUMENT, STR_INIT("document_no")}, {FIELD_AUTHORITY, STR_INIT("authority")},
        {FIELD_FOUND, STR_INIT("found")},          {FIELD_PUBLICITY_FROM, STR_INIT("show_from")},
        {FIELD_PUBLICITY_TO, STR_INIT("show_to")}, {FIELD_USE_TO, STR_INIT("use_to")},
        {FIELD_SEVERITY, STR_INIT("severity")},    {FIELD_AMOUNT, STR_INIT("amount")},
        {FIELD_POINTS, STR_INIT("points")},
    };
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (names[i].field == field)
            return names[i].name;
    return STR_NONE;
}

/* Is a natural person, or an organisation, among whom the item is about? */
static bool is_about(struct req *r, const struct regime_item *item, bool natural)
{
    if (!item->subject_types.n)
        return true;
    for (size_t i = 0; i < item->subject_types.n; i++) {
        const struct regime_subject_type *t = regime_subject_type(staff_regime(r), item->subject_types.p[i]);
        if (t && (t->kind == KIND_LEGAL) != natural)
            return true;
    }
    return false;
}

/* Columns of the national tables stay out of our own template: the text is one column there. */
static bool is_asked(struct req *r, const struct regime_item *item, const struct sheet_field *f, bool *required)
{
    static const int never[] = {FIELD_FACTS,       FIELD_BASIS,   FIELD_PENALTY_KIND, FIELD_PENALTY_KIND_2, FIELD_RESULT,
                                FIELD_CONFISCATED, FIELD_REVOKED, FIELD_AMOUNT_YUAN,  FIELD_STATUS};
    *required = f->required;
    for (size_t i = 0; i < sizeof never / sizeof *never; i++)
        if (f->id == never[i])
            return false;
    if (!item)
        return true;
    if (f->id == FIELD_ITEM || (f->id == FIELD_CODE && !is_about(r, item, false)) ||
        ((f->id == FIELD_ID_KIND || f->id == FIELD_ID_NUMBER) && !is_about(r, item, true)))
        return false;
    struct str name = entry_name(f->id);
    const struct regime_entry_field *rule = name.n ? regime_entry_field(staff_regime(r), item, name) : NULL;
    if (rule && rule->use == ENTRY_REQUIRED)
        *required = true;
    return !rule || rule->use != ENTRY_HIDDEN;
}

void page_import_template(struct req *r)
{
    bool record = str_eq(req_query(r, STR("kind")), STR("record"));
    struct str code = req_query(r, STR("item"));
    const struct regime_item *item = record && code.n ? regime_item(staff_regime(r), code) : NULL;
    const struct sheet_field *fields;
    size_t n = import_fields(staff_regime(r), record ? STR("record") : STR("subject"), item ? item->code : STR(""), &fields), m = 0;
    struct sheet_column columns[COLUMNS_MOST] = {0};
    for (size_t i = 0; i < n && m < COLUMNS_MOST; i++) {
        bool required;
        if (!is_asked(r, item, &fields[i], &required))
            continue;
        struct choices c = choices_of(r, fields[i].id);
        columns[m++] = (struct sheet_column){.header = import_field_label(r->arena, &fields[i]),
                                             .required = required,
                                             .hint = import_field_hint(fields[i].id),
                                             .choices = c.p,
                                             .choices_n = c.n};
    }
    struct str what = item ? item->name : record ? STR("信用信息") : STR("信用主体"), bytes;
    struct sheet_write_options o = {.format = SHEET_XLSX, .sheet_name = what, .created = r->now};
    struct sheet_writer *w = sheet_write_begin(r->arena, &o, columns, m);
    enum sheet_write_verdict v = sheet_write_end(&w, &bytes);
    CHECK(v != SHEET_WRITE_TOO_MANY);
    out_str(resp_download(r, str_cat(r->arena, what, STR("导入模板.xlsx")), sheet_media_type(SHEET_XLSX)), bytes);
}
