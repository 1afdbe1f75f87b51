/* SPDX-License-Identifier: EUPL-1.2
 * sheet_csv.c — rows out of a CSV by libcsv, through the same door as a workbook. libcsv pushes rows; we feed it up to the next
 * line end at most, so that one call completes one row at most. Rows are numbered as Excel would show the file: a quoted line break
 * is inside a cell, an empty line is a row. Owns the decoder and libcsv's state. Called by sheet_read.c.
 */
#include <csv.h>

#include "sheet/sheet_priv.h"

enum { BUFFER = 16 * 1024, HEAD_LINES = 10 };

struct sheet_csv {
    struct csv_parser p;
    struct sheet_decoder d;
    bool started, decoding, at_end;
    bool row_done, after_cr;
    size_t column;
    char delimiter;
    size_t at, n;
    char buf[BUFFER];
};

/* The first line that has any: titles above the header have none. Quoted text does not count. */
static char find_delimiter(const char *p, size_t n)
{
    static const char candidates[] = {',', '\t', ';'};
    size_t count[3] = {0}, lines = 0;
    bool quoted = false;
    for (size_t i = 0; i <= n && lines < HEAD_LINES; i++) {
        if (i < n && p[i] == '"')
            quoted = !quoted;
        for (size_t k = 0; i < n && !quoted && k < 3; k++)
            count[k] += p[i] == candidates[k];
        if (i < n && (quoted || p[i] != '\n'))
            continue;
        lines++;
        size_t best = 0;
        for (size_t k = 1; k < 3; k++)
            if (count[k] > count[best])
                best = k;
        if (count[best])
            return candidates[best];
    }
    return ',';
}

/* 4.40823E+17: Excel saved what it showed, not what it knew. */
static bool scientific(struct str t)
{
    size_t i = 0, digits = 0;
    for (; i < t.n && ((t.p[i] >= '0' && t.p[i] <= '9') || t.p[i] == '.'); i++)
        digits += t.p[i] != '.';
    if (digits == 0 || t.n - i < 3 || (t.p[i] != 'E' && t.p[i] != 'e') || t.p[i + 1] != '+')
        return false;
    for (i += 2; i < t.n; i++)
        if (t.p[i] < '0' || t.p[i] > '9')
            return false;
    return true;
}

static size_t join_line_breaks(char *p, size_t n)
{
    size_t to = 0;
    for (size_t i = 0; i < n; i++) {
        if (p[i] == '\r' && i + 1 < n && p[i + 1] == '\n')
            continue;
        p[to++] = p[i] == '\r' ? '\n' : p[i];
    }
    return to;
}

/* ="0012" is how programs make Excel keep a code as text. */
static struct str unwrap(struct str t)
{
    return t.n >= 3 && t.p[0] == '=' && t.p[1] == '"' && t.p[t.n - 1] == '"' ? str_sub(t, 2, t.n - 1) : t;
}

static void on_field(void *field, size_t n, void *arg)
{
    struct sheet *s = arg;
    size_t column = s->c->column++;
    if (s->verdict != SHEET_OK || n == 0)
        return;
    s->c->after_cr = false;
    n = join_line_breaks(field, n);
    struct str t = unwrap((struct str){field, n});
    n = t.n;
    if (n > s->o.limits.cell_chars && utf8_count(t) > s->o.limits.cell_chars) {
        sheet_note(s, SHEET_CELL_TOO_LONG);
        return;
    }
    struct sheet_cell cell = {.kind = SHEET_CELL_TEXT, .day = DAY_NONE, .digits_lost = scientific(t)};
    cell.text = sheet_row_text(s, t.p, t.n);
    if (n && s->verdict == SHEET_OK)
        sheet_put_cell(s, column, &cell);
}

static void on_row(int end, void *arg)
{
    struct sheet *s = arg;
    struct sheet_csv *c = s->c;
    bool second_half = end == '\n' && c->after_cr && c->column == 0; /* of CR LF */
    c->after_cr = end == '\r';
    if (second_half || s->verdict != SHEET_OK) /* the row with the fault stays the one being read */
        return;
    c->column = 0;
    s->row_number++;
    c->row_done = s->used > 0;
}

static void stop(struct sheet_csv *c)
{
    if (c->started)
        csv_free(&c->p);
    if (c->decoding)
        sheet_decode_end(&c->d);
    c->started = c->decoding = false;
}

enum sheet_verdict sheet_csv_open(struct sheet *s)
{
    if (sheet_decode_detect(s) != SHEET_OK)
        return s->verdict;
    s->c = ARENA_NEW(s->a, struct sheet_csv);
    return SHEET_OK;
}

enum sheet_verdict sheet_csv_begin(struct sheet *s)
{
    struct sheet_csv *c = s->c;
    stop(c);
    if (csv_init(&c->p, CSV_REPALL_NL) != 0)
        fail(FAIL_MEMORY, "no memory for a CSV parser");
    c->started = true;
    csv_set_blk_size(&c->p, 4096);
    sheet_decode_begin(&c->d, s);
    c->decoding = true;
    c->at_end = c->row_done = c->after_cr = false;
    c->column = 0;
    c->at = 0;
    c->n = sheet_decode_fill(&c->d, c->buf, sizeof c->buf);
    c->delimiter = s->o.delimiter ? s->o.delimiter : find_delimiter(c->buf, c->n);
    csv_set_delim(&c->p, (unsigned char)c->delimiter);
    return SHEET_OK;
}

/* Up to and with the next line end, or all there is in the buffer. */
static bool feed(struct sheet *s)
{
    struct sheet_csv *c = s->c;
    size_t end = c->at;
    while (end < c->n && c->buf[end] != '\n' && c->buf[end] != '\r')
        end++;
    if (end < c->n)
        end++;
    size_t given = end - c->at;
    if (csv_parse(&c->p, c->buf + c->at, given, on_field, on_row, s) != given)
        fail(FAIL_MEMORY, "no memory for a CSV field");
    c->at = end;
    if (c->p.entry_pos > s->o.limits.cell_chars * 4) /* a mark that is never closed swallows the rest of the file */
        sheet_note(s, c->p.quoted ? SHEET_BAD_QUOTES : SHEET_CELL_TOO_LONG);
    return s->verdict == SHEET_OK;
}

static bool finish(struct sheet *s)
{
    struct sheet_csv *c = s->c;
    c->at_end = true;
    csv_set_opts(&c->p,
                 CSV_REPALL_NL | CSV_STRICT | CSV_STRICT_FINI); /* lenient inside fields, not about a mark that is never closed */
    if (csv_fini(&c->p, on_field, on_row, s) != 0) {
        if (csv_error(&c->p) == CSV_ENOMEM)
            fail(FAIL_MEMORY, "no memory for a CSV field");
        sheet_note(s, SHEET_BAD_QUOTES);
    }
    return s->verdict == SHEET_OK;
}

enum sheet_step sheet_csv_next(struct sheet *s)
{
    struct sheet_csv *c = s->c;
    c->row_done = false;
    while (!c->row_done) {
        if (c->at_end)
            return SHEET_END;
        if (c->at == c->n) {
            c->at = 0;
            c->n = sheet_decode_fill(&c->d, c->buf, sizeof c->buf);
        }
        if (!(c->n ? feed(s) : finish(s))) {
            s->fault_row = s->row_number + 1; /* the row that was being read */
            return SHEET_FAILED;
        }
    }
    if (++s->rows > s->o.limits.rows) {
        sheet_note(s, SHEET_TOO_MANY_ROWS);
        return SHEET_FAILED;
    }
    return SHEET_ROW;
}

void sheet_csv_close(struct sheet *s)
{
    stop(s->c);
}

char sheet_delimiter(const struct sheet *s)
{
    char from_parser = s->remote && s->o.delimiter ? s->o.delimiter : ',';
    return s->c ? s->c->delimiter : from_parser;
}
