/* SPDX-License-Identifier: EUPL-1.2
 * import_look.c — see import_look.h. A proposal comes from what the same unit chose for the same header before, else from the names
 * of the columns. What cannot be told is left to a person: nothing is guessed that would write wrong data.
 */
#include "import/import_look.h"

#include "base/id.h"
#include "base/out.h"
#include "crypto/digest.h"
#include "import/import_walk.h"

enum { ROW_END = 0x1e, CELL_END = 0x1f, CELL_SHOWN = 60, REPORT_EVERY = 2000 };

static bool unreadable(struct import_look *l, struct str why)
{
    l->message = str_dup(l->arena, utf8_prefix(why, 500));
    return false;
}

static bool failed(struct import_look *l)
{
    return unreadable(l, sheet_explain(l->arena, sheet_verdict(l->sheet), sheet_fault_row(l->sheet)));
}

/* The header of the sheet in hand: the row asked for, else the one with most known names, else the first of several cells. The
 * reader stands below it. False: the sheet cannot be read. */
static bool find_header(struct import_look *l, int asked, const struct sheet_field *fields, size_t n, struct sheet_map *map)
{
    enum sheet_header_verdict v = asked > 0 ? sheet_header_at(l->arena, l->sheet, (uint32_t)asked, fields, n, map)
                                            : sheet_header_find(l->arena, l->sheet, fields, n, map);
    if (v == SHEET_HEADER_NOT_FOUND && asked <= 0) {
        struct sheet_row row;
        uint32_t best = 0;
        size_t most = 0;
        for (int i = 0; i < SHEET_HEADER_ROWS && sheet_next(l->sheet, &row) == SHEET_ROW; i++) {
            size_t filled = 0;
            for (size_t k = 0; k < row.n; k++)
                filled += row.cell[k].kind == SHEET_CELL_TEXT;
            if (filled > most) {
                most = filled;
                best = row.number;
            }
        }
        if (sheet_verdict(l->sheet) == SHEET_OK && best)
            v = sheet_header_at(l->arena, l->sheet, best, fields, n, map);
    }
    return sheet_verdict(l->sheet) == SHEET_OK && v != SHEET_HEADER_UNREADABLE;
}

static bool count_rows(struct import_look *l, struct import_sheet *s)
{
    struct sheet_row row;
    if (sheet_rewind(l->sheet) != SHEET_OK)
        return false;
    while (sheet_next(l->sheet, &row) == SHEET_ROW)
        if (++s->rows_total % REPORT_EVERY == 0 && l->c->progress)
            l->c->progress(l->c->progress_arg, s->rows_total, 0);
    return sheet_verdict(l->sheet) == SHEET_OK;
}

static bool look_at_sheets(struct import_look *l)
{
    const struct sheet_field *fields;
    size_t n = import_fields(l->c->regime, l->batch->kind, l->batch->item, &fields);
    for (size_t i = 0; i < sheet_count(l->sheet); i++) {
        struct import_sheet s = {.sheet_no = (int)i + 1,
                                 .name = str_dup(l->arena, utf8_prefix(sheet_name(l->sheet, i), 100)),
                                 .hidden = sheet_hidden(l->sheet, i)};
        struct sheet_map map = {0};
        if (sheet_choose(l->sheet, i) != SHEET_OK || !find_header(l, 0, fields, n, &map))
            return failed(l);
        s.header_row = (int)map.row;
        s.mapped = map.missing_n ? 0 : (int)map.mapped;
        if (!count_rows(l, &s))
            return failed(l);
        *VEC_PUSH(l->arena, l->sheets) = s;
    }
    return true;
}

/* The sheet that was asked for; else the only one with a header that is known, or all of them when there are several. */
static const struct import_sheet *choose_sheet(struct import_look *l)
{
    struct import_batch *b = l->batch;
    const struct import_sheet *known = NULL, *visible = NULL;
    size_t several = 0;
    for (size_t i = 0; i < l->sheets.n; i++) {
        const struct import_sheet *s = &l->sheets.p[i];
        if (b->sheet_no == s->sheet_no)
            return s;
        if (s->hidden || !s->rows_total)
            continue;
        visible = visible ? visible : s;
        if (s->mapped) {
            known = known ? known : s;
            several++;
        }
    }
    const struct import_sheet *s = known ? known : visible;
    if (s && b->sheet_no == 0 && several <= 1)
        b->sheet_no = s->sheet_no;
    return s;
}

/* --- the first rows --- */

/* Identity numbers are masked; codes of organisations are what a person has to see. */
static void put_cell(struct import_look *l, struct out *o, const struct sheet_cell *cell)
{
    struct str t = utf8_prefix(cell->text, CELL_SHOWN), number = id_normalise(l->arena, t);
    if (number.n == 18 && day_is(id_birthday(number)))
        t = id_mask_number(l->arena, number);
    for (size_t i = 0; i < t.n; i++)
        out_char(o, (unsigned char)t.p[i] < 0x20 ? ' ' : t.p[i]);
}

static bool keep_first_rows(struct import_look *l, size_t columns)
{
    struct out o;
    struct sheet_row row;
    out_to_arena(&o, l->arena);
    for (int k = 0; k < IMPORT_PREVIEW_ROWS && sheet_next(l->sheet, &row) == SHEET_ROW; k++) {
        if (k)
            out_char(&o, ROW_END);
        out_int(&o, row.number);
        for (size_t i = 0; i < columns; i++) {
            out_char(&o, CELL_END);
            struct sheet_cell cell = sheet_at(&row, i);
            put_cell(l, &o, &cell);
        }
    }
    l->preview = out_text(&o);
    return sheet_verdict(l->sheet) == SHEET_OK || failed(l);
}

/* --- the columns --- */

static void header_key(struct import_look *l, const struct sheet_map *map)
{
    struct digest d;
    digest_init(&d);
    for (size_t i = 0; i < map->columns; i++)
        digest_str(&d, sheet_header_fold(l->arena, map->header[i], false));
    digest_final(&d, l->header_key);
}

static void propose(struct import_look *l, const struct sheet_map *map, const struct sheet_field *fields, size_t n)
{
    struct str rest = import_memory_of(l->c->db, l->arena, l->batch, (struct str){(const char *)l->header_key, 32}), key;
    bool remembered = rest.n > 0;
    for (size_t i = 0; i < map->columns; i++) {
        struct import_column c = {.column_no = (int)i, .header = utf8_prefix(map->header[i], 200), .field = STR("")};
        if (map->field[i] != SHEET_UNMAPPED)
            c = (struct import_column){(int)i, c.header, import_field_key(map->field[i]), IMPORT_BY_NAME};
        if (remembered && str_cut(&rest, ',', &key)) {
            bool known = key.n == 0;
            for (size_t k = 0; k < n; k++)
                known = known || str_eq(import_field_key(fields[k].id), key);
            if (known)
                c = (struct import_column){(int)i, c.header, key, IMPORT_BY_MEMORY};
        }
        *VEC_PUSH(l->arena, l->columns) = c;
    }
}

/* A national layout names its own item, unless the upload named one. */
static void recognise(struct import_look *l, const struct sheet_map *map)
{
    struct import_batch *b = l->batch;
    const struct import_layout *y = import_layout_of(l->arena, map->header, map->columns);
    b->layout = STR("");
    if (!y || !str_eq(b->kind, STR("record")))
        return;
    const struct regime_item *item = regime_import_item(l->c->regime, y->table, STR(""));
    const struct regime_item *named = b->item.n ? regime_item(l->c->regime, b->item) : NULL;
    bool fits = !named || (y->table == IMPORT_LICENCE) == (named->kind == ITEM_LICENCE);
    if (!item || !fits)
        return;
    b->layout = str_from(y->code);
    if (y->table == IMPORT_LICENCE && !named)
        b->item = item->code;
}

static bool look_at_columns(struct import_look *l, const struct import_sheet *s)
{
    struct import_batch *b = l->batch;
    struct sheet_map map = {0};
    const struct sheet_field *fields;
    size_t n = import_fields(l->c->regime, b->kind, b->item, &fields);
    int row = b->sheet_no && b->header_row ? b->header_row : s->header_row;
    if (sheet_choose(l->sheet, (size_t)s->sheet_no - 1) != SHEET_OK || !find_header(l, row, fields, n, &map))
        return failed(l);
    recognise(l, &map);
    n = import_fields(l->c->regime, b->kind, b->item, &fields); /* a licence table has fields of its own */
    if (!find_header(l, row, fields, n, &map))
        return failed(l);
    b->header_row = b->sheet_no ? (int)map.row : 0;
    header_key(l, &map);
    propose(l, &map, fields, n);
    return keep_first_rows(l, map.columns);
}

bool import_look_run(struct import_look *l, struct str bytes)
{
    struct sheet_options o = import_sheet_options(l->batch);
    enum sheet_verdict v = sheet_open(l->arena, bytes, o, &l->sheet);
    bool good = v == SHEET_OK;
    if (!good)
        unreadable(l, sheet_explain(l->arena, v, sheet_fault_row(l->sheet)));
    else if (sheet_kind(l->sheet) == SHEET_KIND_CSV)
        l->encoding = sheet_encoding_name(sheet_encoding(l->sheet));
    good = good && look_at_sheets(l);
    const struct import_sheet *s = good ? choose_sheet(l) : NULL;
    if (good && !s)
        good = unreadable(l, STR("文件中没有可以读取的工作表：所有工作表都是空的，或者都被隐藏。"));
    good = good && look_at_columns(l, s);
    sheet_close(&l->sheet);
    return good;
}
