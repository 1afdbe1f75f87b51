/* SPDX-License-Identifier: EUPL-1.2
 * sheet_write_fuzz.c — any text into cells, as CSV or .xlsx by the first byte, and back: what is read is what was written, less
 * what no cell can hold (controls, broken UTF-8), and never a formula.
 */
#include "fuzz/sheet_drain.h"
#include "sheet/sheet_write.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { MAX_CELLS = 40 };
static const struct sheet_column columns[] = {{.header = STR_INIT("甲")}, {.header = STR_INIT("乙"), .kind = SHEET_INT}};

/* Both sides without what may differ: controls, the guard in front, line breaks of another kind, blanks at the edges of a CSV cell.
 */
static struct str plain(struct arena *a, struct str s, bool csv)
{
    char *p = arena_alloc(a, s.n + 1);
    size_t n = 0;
    for (size_t at = 0; at < s.n;) {
        size_t from = at;
        int32_t c = utf8_next(s, &at);
        if (c < 0x20 || c == 0x7f || c == 0xfffe || c == 0xffff)
            continue;
        memcpy(p + n, s.p + from, at - from);
        n += at - from;
    }
    struct str t = {p, n};
    while (csv && t.n && t.p[0] == '\'')
        t = str_sub(t, 1, t.n);
    return t;
}

static void round_trip(struct arena *a, struct str rest, bool csv, struct sheet **s)
{
    struct str cell[MAX_CELLS];
    size_t n = 0;
    while (n < MAX_CELLS && str_cut(&rest, '\x1e', &cell[n]))
        n++;
    struct sheet_writer *w =
        sheet_write_begin(a, &(struct sheet_write_options){.format = csv ? SHEET_CSV : SHEET_XLSX}, columns, 2);
    for (size_t i = 0; i < n; i++) {
        sheet_put_text(w, cell[i]);
        sheet_put_int(w, (int64_t)i);
        sheet_row_end(w);
    }
    struct str bytes;
    enum sheet_write_verdict v = sheet_write_end(&w, &bytes);
    struct sheet_row row;
    CHECK(sheet_open(a, bytes, sheet_options_default(), s) == SHEET_OK);
    CHECK(sheet_next(*s, &row) == SHEET_ROW);
    for (size_t i = 0; i < n; i++) {
        CHECK(sheet_next(*s, &row) == SHEET_ROW && row.number == i + 2);
        struct sheet_cell c = sheet_at(&row, 0);
        CHECK(!c.formula && (c.kind == SHEET_CELL_TEXT || c.kind == SHEET_CELL_EMPTY));
        if (utf8_valid(cell[i]) && v != SHEET_WRITE_TOO_LONG)
            CHECK(str_eq(plain(a, c.text, csv), plain(a, cell[i], csv)));
    }
    CHECK(sheet_next(*s, &row) == SHEET_END);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size == 0 || size > 20000)
        return 0;
    struct arena *a = arena_new(64u << 20);
    struct sheet *s = NULL;
    round_trip(a, (struct str){(const char *)data + 1, size - 1}, data[0] % 8 != 0, &s);
    sheet_close(&s);
    arena_free(&a);
    return 0;
}
