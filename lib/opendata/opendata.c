/* SPDX-License-Identifier: EUPL-1.2
 * opendata.c — see opendata.h: rows to JSON, CSV and a schema by their table of fields.
 */
#include "opendata/opendata.h"

#include "base/arena.h"
#include "base/check.h"
#include "sheet/sheet_write.h"

static const void *member(const void *row, const struct opendata_field *f)
{
    return (const char *)row + f->offset;
}

static struct str money(struct arena *a, int64_t fen)
{
    return str_fmt(a, "%lld.%02lld", (long long)(fen / 100), (long long)(fen % 100));
}

static void put_int(struct jsonw *j, const struct opendata_field *f, int64_t v)
{
    if (f->maybe && v == 0)
        jsonw_null(j);
    else
        jsonw_int(j, v);
}

static void put_member(struct jsonw *j, struct arena *a, const struct opendata_field *f, const void *at)
{
    switch (f->type) {
    case OPEN_TEXT:
        (f->maybe ? jsonw_text_or_null : jsonw_text)(j, *(const struct str *)at);
        return;
    case OPEN_DAY:
        jsonw_day(j, a, *(const struct day *)at);
        return;
    case OPEN_INSTANT:
        jsonw_instant(j, a, *(const struct instant *)at);
        return;
    case OPEN_INT:
        put_int(j, f, *(const int64_t *)at);
        return;
    case OPEN_MONEY:
        if (f->maybe && *(const int64_t *)at == 0)
            jsonw_null(j);
        else
            jsonw_raw(j, money(a, *(const int64_t *)at));
        return;
    case OPEN_BOOL:
        jsonw_bool(j, *(const bool *)at);
        return;
    case OPEN_MANY:
        opendata_json_list(j, a, f->of, *(const struct opendata_list *)at);
        return;
    }
    CHECK(!"type of field");
}

void opendata_json(struct jsonw *j, struct arena *a, const struct opendata_shape *s, const void *row)
{
    jsonw_open(j, '{');
    for (size_t i = 0; i < s->n; i++) {
        jsonw_key(j, s->p[i].name);
        put_member(j, a, &s->p[i], member(row, &s->p[i]));
    }
    jsonw_close(j, '}');
}

void opendata_json_list(struct jsonw *j, struct arena *a, const struct opendata_shape *s, struct opendata_list rows)
{
    jsonw_open(j, '[');
    for (size_t i = 0; i < rows.n; i++)
        opendata_json(j, a, s, (const char *)rows.p + i * s->bytes);
    jsonw_close(j, ']');
}

/* --- CSV --- */

static enum sheet_column_kind column_kind(enum opendata_type t)
{
    return t == OPEN_DAY ? SHEET_DATE : t == OPEN_INT ? SHEET_INT : t == OPEN_MONEY ? SHEET_MONEY : SHEET_TEXT;
}

struct sheet_writer *opendata_csv_begin(struct arena *a, const struct opendata_shape *s, bool bom)
{
    struct sheet_column *columns = ARENA_ARRAY(a, struct sheet_column, s->n);
    size_t n = 0;
    for (size_t i = 0; i < s->n; i++)
        if (s->p[i].type != OPEN_MANY)
            columns[n++] = (struct sheet_column){.header = str_from(s->p[i].name), .kind = column_kind(s->p[i].type)};
    struct sheet_write_options options = {.format = SHEET_CSV, .no_bom = !bom};
    return sheet_write_begin(a, &options, columns, n);
}

static void put_number(struct sheet_writer *w, const struct opendata_field *f, int64_t v)
{
    if (f->maybe && v == 0)
        sheet_put_blank(w);
    else if (f->type == OPEN_MONEY)
        sheet_put_money(w, v);
    else
        sheet_put_int(w, v);
}

static void put_cell(struct sheet_writer *w, struct arena *a, const struct opendata_field *f, const void *at)
{
    switch (f->type) {
    case OPEN_TEXT:
        sheet_put_text(w, *(const struct str *)at);
        return;
    case OPEN_DAY:
        sheet_put_day(w, *(const struct day *)at);
        return;
    case OPEN_INSTANT:
        sheet_put_text(w, ((const struct instant *)at)->us ? instant_iso(a, *(const struct instant *)at) : STR(""));
        return;
    case OPEN_INT:
    case OPEN_MONEY:
        put_number(w, f, *(const int64_t *)at);
        return;
    case OPEN_BOOL:
        sheet_put_text(w, *(const bool *)at ? STR("true") : STR("false"));
        return;
    case OPEN_MANY:
        return;
    }
    CHECK(!"type of field");
}

void opendata_csv_row(struct sheet_writer *w, struct arena *a, const struct opendata_shape *s, const void *row)
{
    for (size_t i = 0; i < s->n; i++)
        put_cell(w, a, &s->p[i], member(row, &s->p[i]));
    sheet_row_end(w);
}

struct str opendata_csv(struct arena *a, const struct opendata_shape *s, struct opendata_list rows, bool bom)
{
    struct sheet_writer *w = opendata_csv_begin(a, s, bom);
    for (size_t i = 0; i < rows.n; i++)
        opendata_csv_row(w, a, s, (const char *)rows.p + i * s->bytes);
    struct str bytes;
    enum sheet_write_verdict v = sheet_write_end(&w, &bytes);
    CHECK(v == SHEET_WRITE_OK); /* texts of the database are UTF-8 */
    return bytes;
}

/* --- schema --- */

static void put_enum(struct jsonw *j, const struct opendata_field *f)
{
    struct str rest = str_from(f->one_of), one;
    jsonw_key(j, "enum");
    jsonw_open(j, '[');
    while (str_cut(&rest, ' ', &one))
        jsonw_text(j, one);
    if (f->maybe)
        jsonw_null(j);
    jsonw_close(j, ']');
}

static void put_type(struct jsonw *j, const struct opendata_field *f, const char *type, const char *format)
{
    jsonw_key(j, "type");
    if (f->maybe) {
        jsonw_open(j, '[');
        jsonw_text(j, str_from(type));
        jsonw_text(j, STR("null"));
        jsonw_close(j, ']');
    } else {
        jsonw_text(j, str_from(type));
    }
    if (format) {
        jsonw_key(j, "format");
        jsonw_text(j, str_from(format));
    }
}

static void put_field(struct jsonw *j, const struct opendata_field *f)
{
    static const struct {
        const char *type, *format;
    } types[] = {[OPEN_TEXT] = {"string", NULL},    [OPEN_DAY] = {"string", "date"}, [OPEN_INSTANT] = {"string", "date-time"},
                 [OPEN_INT] = {"integer", "int64"}, [OPEN_MONEY] = {"number", NULL}, [OPEN_BOOL] = {"boolean", NULL},
                 [OPEN_MANY] = {"array", NULL}};
    jsonw_key(j, f->name);
    jsonw_open(j, '{');
    put_type(j, f, types[f->type].type, types[f->type].format);
    jsonw_key(j, "description");
    jsonw_text(j, str_from(f->zh));
    if (f->one_of)
        put_enum(j, f);
    if (f->type == OPEN_MANY) {
        jsonw_key(j, "items");
        opendata_schema(j, f->of);
    }
    jsonw_close(j, '}');
}

void opendata_schema(struct jsonw *j, const struct opendata_shape *s)
{
    jsonw_open(j, '{');
    jsonw_key(j, "type");
    jsonw_text(j, STR("object"));
    jsonw_key(j, "description");
    jsonw_text(j, str_from(s->zh));
    jsonw_key(j, "additionalProperties");
    jsonw_bool(j, false);
    jsonw_key(j, "required");
    jsonw_open(j, '[');
    for (size_t i = 0; i < s->n; i++)
        jsonw_text(j, str_from(s->p[i].name));
    jsonw_close(j, ']');
    jsonw_key(j, "properties");
    jsonw_open(j, '{');
    for (size_t i = 0; i < s->n; i++)
        put_field(j, &s->p[i]);
    jsonw_close(j, '}');
    jsonw_close(j, '}');
}
