/* SPDX-License-Identifier: EUPL-1.2
 * sheet_write.c — the doors of sheet_write.h, the checks that both formats share, and CSV (RFC 4180: CR LF, doubled quotes). What
 * may stand in a cell is decided here, so that the two formats cannot differ.
 */
#include "sheet/sheet_write.h"

#include "base/file.h"
#include "sheet/sheet_write_priv.h"

static const int64_t EXACT = 999999999999999; /* 15 digits: what Excel keeps */

static void worsen(struct sheet_writer *w, enum sheet_write_verdict v)
{
    if (v > w->verdict)
        w->verdict = v;
}

/* --- text --- */
static bool allowed(int32_t c)
{
    return c >= 0x20 ? c != 0xfffe && c != 0xffff && c != 0x7f : c == '\t' || c == '\n';
}

/* Control characters have no place in a published table and NUL would cut the text; they are left out, without a verdict. A line
 * break is LF, whatever it was: libxlsxwriter would write CR as an escape that joins with the letters before it. */
static struct str without_controls(struct arena *a, struct str s)
{
    size_t at = 0;
    while (at < s.n && allowed((unsigned char)s.p[at] < 0x80 ? s.p[at] : 0x80) && (unsigned char)s.p[at] != 0xef)
        at++;
    if (at == s.n)
        return s;
    char *p = arena_alloc(a, s.n + 1);
    size_t n = 0;
    for (at = 0; at < s.n;) {
        size_t from = at;
        int32_t c = utf8_next(s, &at);
        if (c == '\r' && (at == s.n || s.p[at] != '\n'))
            p[n++] = '\n';
        if (!allowed(c))
            continue;
        memcpy(p + n, s.p + from, at - from);
        n += at - from;
    }
    return (struct str){p, n};
}

/* --- CSV --- */
static bool looks_like_formula(struct str s)
{
    static const struct str wide[] = {STR_INIT("＝"), STR_INIT("＋"), STR_INIT("－"), STR_INIT("＠")};
    if (s.n && memchr("=+-@\t\r\n", s.p[0], 7))
        return true;
    for (size_t i = 0; i < sizeof wide / sizeof *wide; i++)
        if (str_starts(s, wide[i]))
            return true;
    return false;
}

static void csv_field(struct sheet_writer *w, struct str s, bool neutralise)
{
    struct out *o = &w->csv;
    bool apostrophe = neutralise && looks_like_formula(s), quotes = false;
    for (size_t i = 0; i < s.n && !quotes; i++)
        quotes = memchr(",\"\r\n\t;", s.p[i], 6) != NULL;
    if (s.n) /* blanks at an edge would be trimmed by some readers */
        quotes = quotes || s.p[0] == ' ' || s.p[s.n - 1] == ' ';
    if (w->at)
        out_char(o, ',');
    if (quotes)
        out_char(o, '"');
    if (apostrophe)
        out_char(o, '\'');
    for (size_t i = 0; i < s.n; i++) {
        if (s.p[i] == '"')
            out_char(o, '"');
        out_char(o, s.p[i]);
    }
    if (quotes)
        out_char(o, '"');
}

static void csv_begin(struct sheet_writer *w)
{
    out_to_arena(&w->csv, w->a);
    if (!w->o.no_bom)
        out_str(&w->csv, STR("\xef\xbb\xbf"));
    if (w->o.title.n && utf8_valid(w->o.title)) {
        csv_field(w, without_controls(w->scratch, w->o.title), true);
        out_str(&w->csv, STR("\r\n"));
    }
    for (; w->at < w->columns; w->at++)
        csv_field(w, without_controls(w->scratch, w->column[w->at].header), true);
    out_str(&w->csv, STR("\r\n"));
    w->at = 0;
}

/* --- cells --- */
struct sheet_writer *sheet_write_begin(struct arena *a, const struct sheet_write_options *o, const struct sheet_column *columns,
                                       size_t n)
{
    CHECK(n > 0);
    struct sheet_writer *w = ARENA_NEW(a, struct sheet_writer);
    w->a = a;
    w->scratch = arena_new(256u << 20);
    w->o = *o;
    w->column = columns;
    w->columns = n;
    for (size_t i = 0; i < n; i++)
        CHECK(utf8_valid(columns[i].header) && utf8_valid(columns[i].hint));
    if (o->format == SHEET_CSV)
        csv_begin(w);
    else
        sheet_xlsx_begin(w);
    return w;
}

/* False: this row is beyond what a workbook holds; the cell is counted and left out. */
static bool room(struct sheet_writer *w)
{
    CHECK(w->at < w->columns);
    if (w->o.format == SHEET_CSV || w->row < SHEET_MAX_ROWS)
        return true;
    worsen(w, SHEET_WRITE_TOO_MANY);
    w->at++;
    return false;
}

static void put_text(struct sheet_writer *w, struct str s, bool marked)
{
    if (!room(w))
        return;
    if (!utf8_valid(s)) {
        worsen(w, SHEET_WRITE_BAD_TEXT);
        s = STR_NONE;
    }
    s = without_controls(w->scratch, s);
    if (w->o.format == SHEET_CSV) {
        csv_field(w, s, true);
    } else {
        if (s.n > SHEET_MAX_TEXT && utf8_count(s) > SHEET_MAX_TEXT) {
            worsen(w, SHEET_WRITE_TOO_LONG);
            s = utf8_prefix(s, SHEET_MAX_TEXT);
        }
        sheet_xlsx_text(w, s, marked);
    }
    w->at++;
}

void sheet_put_text(struct sheet_writer *w, struct str s)
{
    put_text(w, s, false);
}

void sheet_put_marked(struct sheet_writer *w, struct str s)
{
    put_text(w, s, true);
}

void sheet_put_blank(struct sheet_writer *w)
{
    put_text(w, STR_NONE, false);
}

/* A number as text is never neutralised: a minus is part of it. */
static void put_number(struct sheet_writer *w, double v, enum sheet_column_kind shown_as, bool exact, struct str text)
{
    if (!room(w))
        return;
    if (w->o.format == SHEET_CSV)
        csv_field(w, text, false);
    else if (exact)
        sheet_xlsx_number(w, v, shown_as);
    else
        sheet_xlsx_text(w, text, false);
    w->at++;
}

void sheet_put_int(struct sheet_writer *w, int64_t v)
{
    char t[24];
    int n = snprintf(t, sizeof t, "%lld", (long long)v);
    put_number(w, (double)v, SHEET_INT, v >= -EXACT && v <= EXACT, str_dup(w->scratch, (struct str){t, (size_t)n}));
}

void sheet_put_money(struct sheet_writer *w, int64_t fen)
{
    uint64_t u = fen < 0 ? 0 - (uint64_t)fen : (uint64_t)fen;
    struct str t =
        str_fmt(w->scratch, "%s%llu.%02llu", fen < 0 ? "-" : "", (unsigned long long)(u / 100), (unsigned long long)(u % 100));
    put_number(w, (double)fen / 100, SHEET_MONEY, fen >= -EXACT && fen <= EXACT, t);
}

void sheet_put_day(struct sheet_writer *w, struct day d)
{
    if (!day_is(d)) {
        sheet_put_blank(w);
        return;
    }
    int32_t serial = day_diff(d, day_from_ymd(1899, 12, 30));
    put_number(w, serial, SHEET_DATE, serial >= 61, day_iso(w->scratch, d)); /* before, Excel counts a day that never was */
}

void sheet_row_end(struct sheet_writer *w)
{
    while (w->at < w->columns)
        sheet_put_blank(w);
    if (w->o.format == SHEET_CSV)
        out_str(&w->csv, STR("\r\n"));
    w->at = 0;
    w->row++;
    arena_reset(w->scratch);
}

/* --- end --- */
enum sheet_write_verdict sheet_write_end(struct sheet_writer **wp, struct str *bytes_out)
{
    struct sheet_writer *w = *wp;
    CHECK(w->at == 0);
    *bytes_out = w->o.format == SHEET_CSV ? out_text(&w->csv) : sheet_xlsx_end(w);
    w->x = NULL;
    sheet_write_abandon(wp);
    return w->verdict;
}

enum sheet_write_verdict sheet_write_end_file(struct sheet_writer **wp, const char *path)
{
    struct arena *a = (*wp)->a;
    struct str bytes;
    enum sheet_write_verdict v = sheet_write_end(wp, &bytes);
    file_write(a, str_from(path), bytes);
    return v;
}

void sheet_write_abandon(struct sheet_writer **wp)
{
    struct sheet_writer *w = *wp;
    if (w && w->x)
        sheet_xlsx_abandon(w);
    if (w)
        arena_free(&w->scratch);
    *wp = NULL;
}

struct str sheet_media_type(enum sheet_format f)
{
    switch (f) {
    case SHEET_XLSX:
        return STR("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet");
    case SHEET_CSV:
        return STR("text/csv; charset=utf-8");
    }
    return STR_NONE;
}
