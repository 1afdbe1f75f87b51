/* SPDX-License-Identifier: EUPL-1.2
 * sheet_drain.h — reads an opened table to its end, as every fuzz target of lib/sheet does, and checks what must hold for any
 * input.
 */
#ifndef FUZZ_SHEET_DRAIN_H
#define FUZZ_SHEET_DRAIN_H

#include "base/arena.h"
#include "base/check.h"
#include "sheet/sheet_read.h"

/* Small limits: the fuzzer is to meet them. */
static inline struct sheet_options drain_options(void)
{
    struct sheet_options o = sheet_options_default();
    o.limits.parts = 20;
    o.limits.unpacked_bytes = 4u << 20;
    o.limits.rows = 500;
    o.limits.columns = 30;
    o.limits.cell_chars = 2000;
    o.limits.row_bytes = 10000;
    o.limits.strings = 500;
    o.limits.strings_bytes = 20000;
    o.limits.xml_token = 20000;
    return o;
}

static inline void drain_row(const struct sheet_row *row, const struct sheet_options *o)
{
    CHECK(row->n > 0 && row->n <= o->limits.columns);
    CHECK(row->cell[row->n - 1].kind != SHEET_CELL_EMPTY);
    for (size_t i = 0; i < row->n; i++) {
        const struct sheet_cell *c = &row->cell[i];
        CHECK(utf8_valid(c->text));
        CHECK((c->kind == SHEET_CELL_DATE) == day_is(c->day));
        CHECK(c->kind != SHEET_CELL_EMPTY || c->text.n == 0);
    }
    CHECK(sheet_at(row, row->n).kind == SHEET_CELL_EMPTY);
}

/* Rows of the chosen sheet; SIZE_MAX after a fault. */
static inline size_t drain_sheet(struct sheet *s, const struct sheet_options *o)
{
    struct sheet_row row;
    uint32_t last = 0;
    size_t n = 0;
    enum sheet_step step;
    while ((step = sheet_next(s, &row)) == SHEET_ROW) {
        CHECK(row.number > last);
        last = row.number;
        drain_row(&row, o);
        n++;
    }
    CHECK((step == SHEET_FAILED) == (sheet_verdict(s) != SHEET_OK));
    CHECK(n <= o->limits.rows);
    return step == SHEET_END ? n : SIZE_MAX;
}

static inline void drain_opened(struct arena *a, struct sheet *s, enum sheet_verdict v, struct sheet_options o)
{
    CHECK(v == sheet_verdict(s));
    if (v == SHEET_OK) {
        for (size_t i = 0; i < sheet_count(s) && i < 3; i++) {
            CHECK(utf8_valid(sheet_name(s, i)));
            if (sheet_choose(s, i) != SHEET_OK)
                break;
            size_t n = drain_sheet(s, &o);
            if (n == SIZE_MAX || sheet_rewind(s) != SHEET_OK)
                break;
            CHECK(drain_sheet(s, &o) == n);
        }
    }
    CHECK(sheet_explain(a, sheet_verdict(s), sheet_fault_row(s)).n > 0);
    CHECK(sheet_encoding_name(sheet_encoding(s)).n > 0);
}

static inline void drain_bytes(struct str bytes, struct sheet_options o)
{
    struct arena *volatile a = arena_new(64u << 20);
    struct sheet *s = NULL;
    struct fail_frame f;
    if (FAIL_CATCH(&f)) {
        CHECK(f.kind == FAIL_MEMORY);
    } else {
        enum sheet_verdict v = sheet_open(a, bytes, o, &s);
        drain_opened(a, s, v, o);
        fail_leave(&f);
    }
    sheet_close(&s);
    struct arena *mine = a;
    arena_free(&mine);
}

#endif
