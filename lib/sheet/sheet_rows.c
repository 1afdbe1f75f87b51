/* SPDX-License-Identifier: EUPL-1.2
 * sheet_rows.c — rows out of one worksheet part: a small state machine over the elements row, c, v, f, is and t inside sheetData,
 * paused after every row that holds something. Addresses are checked, not believed; left-out ones are counted on. Called by
 * sheet_read.c.
 */
#include <math.h>

#include "sheet/sheet_priv.h"

enum { EXCEL_ROWS = 1048576, EXCEL_COLUMNS = 16384 };

/* "AB12" with the number of the row it stands in. */
static bool parse_reference(const char *r, uint32_t row, size_t *column_out)
{
    size_t column = 0, i = 0;
    for (; r[i] >= 'A' && r[i] <= 'Z' && i < 4; i++)
        column = column * 26 + (size_t)(r[i] - 'A' + 1);
    if (i == 0 || column > EXCEL_COLUMNS)
        return false;
    uint32_t number = 0;
    const char *digits = r + i;
    for (i = 0; digits[i] >= '0' && digits[i] <= '9' && i < 8; i++)
        number = number * 10 + (uint32_t)(digits[i] - '0');
    if (i == 0 || digits[i] != '\0' || number != row)
        return false;
    *column_out = column - 1;
    return true;
}

static bool parse_index(struct str text, size_t *out)
{
    text = str_trim(text);
    if (text.n == 0 || text.n > 9)
        return false;
    *out = 0;
    for (size_t i = 0; i < text.n; i++) {
        if (text.p[i] < '0' || text.p[i] > '9')
            return false;
        *out = *out * 10 + (size_t)(text.p[i] - '0');
    }
    return true;
}

static char type_of(const char *t)
{
    static const struct {
        const char *name;
        char type;
    } types[] = {{"s", 's'}, {"inlineStr", 'i'}, {"str", 't'}, {"b", 'b'}, {"e", 'e'}, {"d", 'd'}};
    for (size_t i = 0; t && i < sizeof types / sizeof *types; i++)
        if (strcmp(t, types[i].name) == 0)
            return types[i].type;
    return 'n';
}

static void row_start(struct sheet_xml *x, const char **attributes)
{
    struct sheet *s = x->s;
    const char *r = sheet_xml_attribute(attributes, "r");
    size_t number = s->row_number + 1;
    if (r && !parse_index(str_from(r), &number)) {
        sheet_xml_fault(x, SHEET_BAD_REFERENCE);
        return;
    }
    if (number <= s->row_number || number > EXCEL_ROWS) {
        sheet_xml_fault(x, SHEET_BAD_REFERENCE);
        return;
    }
    s->row_number = (uint32_t)number;
    s->x->c.in_row = true;
    s->x->c.next_column = 0;
}

static void cell_start(struct sheet_xml *x, const char **attributes)
{
    struct sheet_cell_state *c = &x->s->x->c;
    c->column = c->next_column;
    const char *r = sheet_xml_attribute(attributes, "r"), *style = sheet_xml_attribute(attributes, "s");
    if (r && (!parse_reference(r, x->s->row_number, &c->column) || c->column < c->next_column)) { /* left to right, each once */
        sheet_xml_fault(x, SHEET_BAD_REFERENCE);
        return;
    }
    c->next_column = c->column + 1;
    c->style = 0;
    if (c->column >= EXCEL_COLUMNS || (style && !parse_index(str_from(style), &c->style))) {
        sheet_xml_fault(x, SHEET_BAD_REFERENCE);
        return;
    }
    c->type = type_of(sheet_xml_attribute(attributes, "t"));
    c->in_cell = true;
    c->in_inline = c->in_phonetic = c->collecting = c->has_formula = c->has_value = false;
    x->s->x->text.n = 0;
}

static void on_start(struct sheet_xml *x, const char *name, const char **attributes)
{
    struct sheet_cell_state *c = &x->s->x->c;
    if (x->depth == 2) {
        c->in_data = strcmp(name, "sheetData") == 0;
    } else if (!c->in_data) {
        return;
    } else if (x->depth == 3 && strcmp(name, "row") == 0) {
        row_start(x, attributes);
    } else if (x->depth == 4 && c->in_row && strcmp(name, "c") == 0) {
        cell_start(x, attributes);
    } else if (c->in_cell) {
        if (x->depth == 5 && strcmp(name, "v") == 0)
            c->collecting = c->has_value = true;
        else if (x->depth == 5 && strcmp(name, "f") == 0)
            c->has_formula = true;
        else if (x->depth == 5 && strcmp(name, "is") == 0)
            c->in_inline = c->has_value = true;
        else if (strcmp(name, "rPh") == 0)
            c->in_phonetic = true;
        else if (c->in_inline && !c->in_phonetic && strcmp(name, "t") == 0)
            c->collecting = true;
    }
}

static void on_text(struct sheet_xml *x, const char *p, size_t n)
{
    struct sheet_xlsx *b = x->s->x;
    if (!b->c.collecting)
        return;
    if (b->text.n + n > x->s->o.limits.cell_chars * 4)
        sheet_xml_fault(x, SHEET_CELL_TOO_LONG);
    else
        sheet_buf_add(&b->text, p, n);
}

/* --- values --- */
static void date_text(struct sheet *s, struct sheet_cell *cell, int second)
{
    struct ymd d = day_ymd(cell->day);
    char t[48];
    int n = second == 0 ? snprintf(t, sizeof t, "%04d-%02d-%02d", d.year, d.month, d.day)
                        : snprintf(t, sizeof t, "%04d-%02d-%02d %02d:%02d:%02d", d.year, d.month, d.day, second / 3600,
                                   second / 60 % 60, second % 60);
    cell->text = sheet_row_text(s, t, (size_t)n);
}

static void number_value(struct sheet *s, struct str raw, struct sheet_cell *cell)
{
    const struct sheet_xlsx *b = s->x;
    double v;
    raw = str_trim(raw);
    raw = sheet_row_text(s, raw.p, raw.n);
    cell->kind = SHEET_CELL_NUMBER;
    cell->numeric_source = true;
    if (!sheet_value_number(raw, &v)) {
        cell->kind = SHEET_CELL_ERROR;
        cell->text = raw;
        return;
    }
    bool date = b->c.style < b->date_style.n && b->date_style.p[b->c.style];
    int second = 0;
    if (date && sheet_value_day(v, b->date1904, &cell->day, &second)) {
        cell->kind = SHEET_CELL_DATE;
        date_text(s, cell, second);
    } else if (date && v >= 0 && v < 1) { /* a time of day */
        long t = lround(v * 86400) % 86400;
        char text[16];
        int n = snprintf(text, sizeof text, "%02ld:%02ld:%02ld", t / 3600, t / 60 % 60, t % 60);
        cell->kind = SHEET_CELL_TEXT;
        cell->text = sheet_row_text(s, text, (size_t)n);
    } else {
        cell->text = sheet_value_decimal(s->row_arena, raw, v);
        cell->digits_lost = v >= 1e15 || v <= -1e15;
    }
}

static void iso_date_value(struct sheet *s, struct str raw, struct sheet_cell *cell)
{
    cell->text = sheet_row_text(s, raw.p, raw.n);
    cell->kind = day_parse(raw, &cell->day) ? SHEET_CELL_DATE : SHEET_CELL_TEXT;
    if (cell->kind == SHEET_CELL_DATE)
        date_text(s, cell, 0);
    else
        cell->day = DAY_NONE;
}

/* False: a fault was noted. */
static bool text_value(struct sheet *s, struct sheet_cell *cell)
{
    struct sheet_buf *t = &s->x->text;
    t->n = sheet_value_unescape(t->p, t->n);
    if (t->n > s->o.limits.cell_chars && utf8_count((struct str){t->p, t->n}) > s->o.limits.cell_chars) {
        sheet_note(s, SHEET_CELL_TOO_LONG);
        return false;
    }
    cell->kind = t->n ? SHEET_CELL_TEXT : SHEET_CELL_EMPTY;
    cell->text = sheet_row_text(s, t->p, t->n);
    return s->verdict == SHEET_OK;
}

static bool shared_value(struct sheet *s, struct str raw, struct sheet_cell *cell)
{
    size_t index;
    if (!parse_index(raw, &index) || !sheet_strings_get(s, index, &cell->text)) {
        sheet_note(s, SHEET_BAD_REFERENCE);
        return false;
    }
    cell->kind = cell->text.n ? SHEET_CELL_TEXT : SHEET_CELL_EMPTY;
    return true;
}

static bool cell_value(struct sheet *s, struct sheet_cell *cell)
{
    const struct sheet_xlsx *b = s->x;
    struct str raw = {b->text.p, b->text.n};
    *cell = (struct sheet_cell){.day = DAY_NONE, .formula = b->c.has_formula};
    switch (b->c.has_value ? b->c.type : 0) {
    case 0:
        break;
    case 's':
        if (!shared_value(s, raw, cell))
            return false;
        break;
    case 'i':
    case 't':
        if (!text_value(s, cell))
            return false;
        break;
    case 'b':
        cell->kind = SHEET_CELL_BOOL;
        cell->text = str_eq(str_trim(raw), STR("1")) || str_eq_nocase(str_trim(raw), STR("true")) ? STR("TRUE") : STR("FALSE");
        break;
    case 'e':
        cell->kind = SHEET_CELL_ERROR;
        cell->text = sheet_row_text(s, raw.p, raw.n);
        break;
    case 'd':
        iso_date_value(s, raw, cell);
        break;
    default:
        if (raw.n)
            number_value(s, raw, cell);
    }
    if (cell->kind == SHEET_CELL_EMPTY && cell->formula)
        cell->kind = SHEET_CELL_FORMULA;
    return s->verdict == SHEET_OK;
}

static void cell_end(struct sheet_xml *x)
{
    struct sheet *s = x->s;
    struct sheet_cell cell;
    s->x->c.in_cell = false;
    if (!cell_value(s, &cell) || (cell.kind != SHEET_CELL_EMPTY && !sheet_put_cell(s, s->x->c.column, &cell)))
        XML_StopParser(x->p, XML_FALSE);
}

static void row_end(struct sheet_xml *x)
{
    struct sheet *s = x->s;
    s->x->c.in_row = false;
    if (s->used == 0)
        return;
    if (++s->rows > s->o.limits.rows)
        sheet_xml_fault(x, SHEET_TOO_MANY_ROWS);
    else
        sheet_xml_pause(x);
}

static void on_end(struct sheet_xml *x, const char *name)
{
    struct sheet_cell_state *c = &x->s->x->c;
    if (!c->in_data)
        return;
    if (x->depth == 2)
        c->in_data = false;
    else if (x->depth == 3 && c->in_row && strcmp(name, "row") == 0)
        row_end(x);
    else if (x->depth == 4 && c->in_cell)
        cell_end(x);
    else if (strcmp(name, "rPh") == 0)
        c->in_phonetic = false;
    else if (x->depth == 5 && strcmp(name, "is") == 0)
        c->in_inline = false;
    if (strcmp(name, "v") == 0 || strcmp(name, "t") == 0)
        c->collecting = false;
}

enum sheet_verdict sheet_rows_begin(struct sheet *s)
{
    struct sheet_xml *x = &s->x->xml;
    sheet_xml_close(x);
    *x = (struct sheet_xml){.start = on_start, .end = on_end, .text = on_text};
    s->x->c = (struct sheet_cell_state){0};
    s->x->zip.read_total = 0; /* reading a sheet again, below its header, is not unpacking more */
    sheet_xml_open(x, s, s->list[s->chosen].part);
    return s->verdict;
}

enum sheet_step sheet_rows_next(struct sheet *s)
{
    switch (sheet_xml_run(&s->x->xml)) {
    case SHEET_XML_PAUSED:
        return SHEET_ROW;
    case SHEET_XML_END:
        return SHEET_END;
    case SHEET_XML_FAILED:
        return SHEET_FAILED;
    }
    CHECK(!"a step without a name");
}
