/* SPDX-License-Identifier: EUPL-1.2
 * sheet_wire.c — see sheet_wire.h. Reading never looks beyond what came and never takes memory by a number that came.
 */
#include "sheet/sheet_wire.h"

enum { FLAG_FORMULA = 8, FLAG_NUMERIC = 16, FLAG_DIGITS_LOST = 32, KIND_MASK = 7, FLAGS_MASK = 0xf8, CELL_FIXED = 9 };
enum {
    EXCEL_ROWS = 1048576,
    NAME_MAX_CHARS = 255,
    NAME_MAX_BYTES = NAME_MAX_CHARS * 4,
    VERDICTS = SHEET_XLS_UNREADABLE + 1,
    ENCODINGS = SHEET_ENC_UTF16BE + 1
};

_Static_assert((int)SHEET_CELL_FORMULA <= (int)KIND_MASK, "a kind fits its bits");
_Static_assert(sizeof(struct sheet_wire_request) == 32 + sizeof(struct sheet_limits), "no holes in a request");

/* --- writing --- */
static void put32(struct sheet_buf *b, uint32_t v)
{
    sheet_buf_add(b, (const char *)&v, sizeof v);
}

void sheet_wire_put_head(struct sheet_buf *b, const struct sheet_wire_request *q)
{
    struct sheet_wire_head h = {SHEET_WIRE_MAGIC, q->op, q->sequence, 0};
    b->n = 0;
    sheet_buf_add(b, (const char *)&h, sizeof h);
}

void sheet_wire_end(struct sheet_buf *b)
{
    uint32_t n = (uint32_t)(b->n - sizeof(struct sheet_wire_head));
    memcpy(b->p + offsetof(struct sheet_wire_head, length), &n, sizeof n);
}

void sheet_wire_put_opened(struct sheet_buf *b, const struct sheet *s, enum sheet_verdict v)
{
    struct sheet_wire_opened o = {.verdict = v,
                                  .fault_row = sheet_fault_row(s),
                                  .kind = s->kind,
                                  .encoding = s->encoding,
                                  .delimiter = (unsigned char)(v == SHEET_OK ? sheet_delimiter(s) : 0),
                                  .chosen = (uint32_t)s->chosen,
                                  .count = (uint32_t)(v == SHEET_OK ? s->count : 0)};
    sheet_buf_add(b, (const char *)&o, sizeof o);
    for (size_t i = 0; i < o.count; i++) {
        struct str name = utf8_prefix(s->list[i].name, NAME_MAX_CHARS); /* Excel allows 31 */
        put32(b, s->list[i].hidden);
        put32(b, (uint32_t)name.n);
        sheet_buf_add(b, name.p, name.n);
    }
}

/* At most CELL_FIXED bytes and the text; the room is there. */
static char *put_cell(char *to, const struct sheet_cell *c)
{
    *to++ = (char)(c->kind | (c->formula ? FLAG_FORMULA : 0) | (c->numeric_source ? FLAG_NUMERIC : 0) |
                   (c->digits_lost ? FLAG_DIGITS_LOST : 0));
    if (c->kind == SHEET_CELL_EMPTY)
        return to;
    uint32_t length = (uint32_t)c->text.n;
    memcpy(to, &length, sizeof length);
    to += sizeof length;
    if (c->kind == SHEET_CELL_DATE) {
        memcpy(to, &c->day.n, sizeof c->day.n);
        to += sizeof c->day.n;
    }
    if (c->text.n)
        memcpy(to, c->text.p, c->text.n);
    return to + c->text.n;
}

void sheet_wire_put_row(struct sheet_buf *b, const struct sheet_row *row)
{
    put32(b, row->number);
    put32(b, (uint32_t)row->n);
    size_t room = row->n * CELL_FIXED;
    for (size_t i = 0; i < row->n; i++)
        room += row->cell[i].text.n;
    sheet_buf_room(b, room);
    char *to = b->p + b->n;
    for (size_t i = 0; i < row->n; i++)
        to = put_cell(to, &row->cell[i]);
    b->n = (size_t)(to - b->p);
}

/* --- reading --- */
static bool take(struct str *rest, void *to, size_t n)
{
    if (rest->n < n)
        return false;
    memcpy(to, rest->p, n);
    *rest = (struct str){rest->p + n, rest->n - n};
    return true;
}

static bool take_text(struct str *rest, size_t n, struct str *out)
{
    if (rest->n < n)
        return false;
    *out = (struct str){n ? rest->p : NULL, n};
    *rest = (struct str){rest->p + n, rest->n - n};
    return utf8_valid(*out) && (n == 0 || memchr(out->p, 0, n) == NULL);
}

size_t sheet_wire_longest(const struct sheet_limits *l)
{
    size_t names = l->parts * (8 + NAME_MAX_BYTES) + sizeof(struct sheet_wire_opened);
    size_t rows = SHEET_WIRE_CHUNK + sizeof(struct sheet_wire_rows) + 8 + l->columns * CELL_FIXED + l->row_bytes;
    return names > rows ? names : rows;
}

static bool verdict_fits(uint32_t v)
{
    return v < VERDICTS && v != SHEET_PARSER_MISSING && v != SHEET_UNREADABLE_FILE;
}

bool sheet_wire_read_opened(struct sheet *s, struct str payload)
{
    struct sheet_wire_opened o;
    if (!take(&payload, &o, sizeof o) || !verdict_fits(o.verdict) || o.kind > SHEET_KIND_CSV || o.encoding >= ENCODINGS ||
        o.delimiter > 0x7f || o.count > s->o.limits.parts)
        return false;
    bool book = o.verdict == SHEET_OK && o.kind == SHEET_KIND_XLSX;
    if ((o.count > 0) != book || (book ? o.chosen >= o.count : o.chosen > 0))
        return false;
    struct sheet_entry *list = ARENA_ARRAY(s->a, struct sheet_entry, o.count);
    for (size_t i = 0; i < o.count; i++) {
        uint32_t hidden, n;
        struct str name;
        if (!take(&payload, &hidden, sizeof hidden) || hidden > 1 || !take(&payload, &n, sizeof n) || n > NAME_MAX_BYTES ||
            !take_text(&payload, n, &name))
            return false;
        list[i] = (struct sheet_entry){.name = str_dup(s->a, name), .hidden = hidden};
    }
    if (payload.n)
        return false;
    s->kind = o.kind;
    s->encoding = o.encoding;
    s->o.delimiter = (char)o.delimiter;
    s->chosen = o.chosen;
    s->list = list;
    s->count = o.count;
    s->verdict = o.verdict;
    s->fault_row = o.verdict == SHEET_OK ? 0 : o.fault_row;
    return true;
}

bool sheet_wire_read_chosen(struct sheet *s, struct str payload)
{
    struct sheet_wire_chosen c;
    if (!take(&payload, &c, sizeof c) || payload.n || !verdict_fits(c.verdict) || c.verdict == SHEET_NO_SUCH_SHEET)
        return false;
    s->verdict = c.verdict;
    s->fault_row = c.verdict == SHEET_OK ? 0 : c.fault_row;
    return true;
}

bool sheet_wire_read_rows(struct sheet_wire_cursor *c, const struct sheet *s, struct str payload)
{
    if (!take(&payload, &c->head, sizeof c->head) || c->head.step > SHEET_FAILED || !verdict_fits(c->head.verdict))
        return false;
    c->rest = payload;
    bool failed = c->head.step == SHEET_FAILED;
    if (failed != (c->head.verdict != SHEET_OK))
        return false;
    if (c->head.step == SHEET_ROW && c->head.count == 0) /* no end and nothing new: that could go on forever */
        return false;
    return c->head.count <= s->o.limits.rows && (c->head.count > 0 || payload.n == 0);
}

static bool decimal(struct str t)
{
    for (size_t i = 0; i < t.n; i++)
        if (!((t.p[i] >= '0' && t.p[i] <= '9') || t.p[i] == '.' || (i == 0 && t.p[i] == '-')))
            return false;
    return t.n > 0;
}

static bool fits_kind(const struct sheet_cell *c)
{
    switch (c->kind) {
    case SHEET_CELL_EMPTY:
        return true;
    case SHEET_CELL_NUMBER:
        return decimal(c->text);
    case SHEET_CELL_BOOL:
        return str_eq(c->text, STR("TRUE")) || str_eq(c->text, STR("FALSE"));
    case SHEET_CELL_DATE: {
        struct day d;
        return day_parse(str_sub(c->text, 0, 10), &d) && day_cmp(d, c->day) == 0;
    }
    case SHEET_CELL_TEXT:
    case SHEET_CELL_ERROR:
    case SHEET_CELL_FORMULA:
        return true;
    }
    return false;
}

static bool read_cell(struct sheet_wire_cursor *w, struct sheet *s, struct sheet_cell *c)
{
    unsigned char tag;
    if (!take(&w->rest, &tag, 1) || (tag & KIND_MASK) > SHEET_CELL_FORMULA ||
        (tag & FLAGS_MASK & ~(FLAG_FORMULA | FLAG_NUMERIC | FLAG_DIGITS_LOST)))
        return false;
    *c = (struct sheet_cell){.kind = tag & KIND_MASK,
                             .formula = tag & FLAG_FORMULA,
                             .numeric_source = tag & FLAG_NUMERIC,
                             .digits_lost = tag & FLAG_DIGITS_LOST,
                             .day = DAY_NONE};
    if (c->kind == SHEET_CELL_EMPTY)
        return true;
    uint32_t n;
    if (!take(&w->rest, &n, sizeof n) || n > s->o.limits.cell_chars * 4 || n > s->o.limits.row_bytes - s->row_bytes)
        return false;
    s->row_bytes += n;
    if (c->kind == SHEET_CELL_DATE && !take(&w->rest, &c->day.n, sizeof c->day.n))
        return false;
    return take_text(&w->rest, n, &c->text) && fits_kind(c);
}

bool sheet_wire_read_row(struct sheet_wire_cursor *w, struct sheet *s)
{
    uint32_t number, cells;
    if (!take(&w->rest, &number, sizeof number) || !take(&w->rest, &cells, sizeof cells) || number <= s->row_number ||
        (s->kind == SHEET_KIND_XLSX && number > EXCEL_ROWS) || cells == 0 || cells > s->o.limits.columns ||
        s->rows >= s->o.limits.rows)
        return false;
    s->rows++;
    s->row_number = number;
    s->row_bytes = 0;
    s->used = cells;
    for (size_t i = 0; i < cells; i++)
        if (!read_cell(w, s, &s->cell[i]))
            return false;
    w->head.count--;
    bool last = w->head.count == 0;
    return s->cell[cells - 1].kind != SHEET_CELL_EMPTY && (!last || w->rest.n == 0);
}
