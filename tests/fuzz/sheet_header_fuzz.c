/* SPDX-License-Identifier: EUPL-1.2
 * sheet_header_fuzz.c — any bytes as the first rows of a CSV whose header is looked for, and any text as a header.
 */
#include "fuzz/sheet_drain.h"
#include "sheet/sheet_header.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const struct sheet_field fields[] = {{0, "单位名称|机构名称", true},
                                            {1, "统一社会信用代码|uscc", true},
                                            {2, "金额（万元）|a(b)", false},
                                            {3, "金额|a", false},
                                            {4, "b|c|d|e", false}};
enum { FIELDS = sizeof fields / sizeof *fields };

static void check_map(struct arena *a, struct sheet *s, enum sheet_header_verdict v, struct sheet_map *m)
{
    size_t mapped = 0;
    for (size_t i = 0; i < m->columns; i++) {
        mapped += m->field[i] != SHEET_UNMAPPED;
        CHECK(m->field[i] >= SHEET_UNMAPPED && m->field[i] < FIELDS && utf8_valid(m->header[i]));
        CHECK(m->field[i] == SHEET_UNMAPPED || sheet_header_column(m, m->field[i]) == (ptrdiff_t)i); /* one column a field */
    }
    CHECK(mapped == m->mapped);
    CHECK((sheet_header_explain(a, v, m).n == 0) == (v == SHEET_HEADER_OK));
    struct sheet_row row;
    if (v == SHEET_HEADER_OK && sheet_next(s, &row) == SHEET_ROW)
        CHECK(row.number > m->row);
    if (m->columns) {
        sheet_header_set(m, m->columns - 1, 1);
        CHECK(sheet_header_column(m, 1) == (ptrdiff_t)m->columns - 1);
    }
}

static void one(struct arena *a, struct str bytes, struct sheet **s)
{
    struct sheet_map m;
    for (int bare = 0; bare < 2; bare++) {
        struct str folded = sheet_header_fold(a, bytes, bare);
        CHECK(utf8_valid(folded) && folded.n <= bytes.n * 3);
    }
    if (sheet_open(a, bytes, drain_options(), s) == SHEET_OK)
        check_map(a, *s, sheet_header_find(a, *s, fields, FIELDS, &m), &m);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena *volatile a = arena_new(64u << 20);
    struct sheet *s = NULL;
    struct fail_frame f;
    if (FAIL_CATCH(&f)) {
        CHECK(f.kind == FAIL_MEMORY);
    } else {
        one(a, (struct str){(const char *)data, size}, &s);
        fail_leave(&f);
    }
    sheet_close(&s);
    struct arena *mine = a;
    arena_free(&mine);
    return 0;
}
