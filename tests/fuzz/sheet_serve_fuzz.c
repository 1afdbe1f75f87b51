/* SPDX-License-Identifier: EUPL-1.2
 * sheet_serve_fuzz.c — the parser's half. An input that begins with R is a list of requests, as they are, about a small table: none
 * may do harm. Any other is a file: its cells, sent as answers and read back, must be those that this process reads itself.
 */
#include "fuzz/sheet_drain.h"
#include "sheet/sheet_serve.h"
#include "sheet/sheet_wire.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void requests(const uint8_t *data, size_t size)
{
    struct sheet_server *v = sheet_serve_new(STR("a,b\n1,2\n\n3,4\n"));
    struct sheet_wire_request q;
    struct str answer;
    for (; size >= sizeof q; data += sizeof q, size -= sizeof q) {
        memcpy(&q, data, sizeof q);
        q.magic = SHEET_WIRE_MAGIC;
        if (q.op == SHEET_WIRE_OPEN && (q.limits.columns > 5000 || q.limits.row_bytes > 1 << 20))
            continue; /* would only be slow */
        if (!sheet_serve_answer(v, &q, &answer))
            break;
        CHECK(answer.n >= sizeof(struct sheet_wire_head));
    }
    sheet_serve_free(&v);
}

static struct str payload_of(struct sheet_server *v, struct sheet_wire_request q)
{
    struct str answer;
    q.magic = SHEET_WIRE_MAGIC;
    CHECK(sheet_serve_answer(v, &q, &answer));
    CHECK(answer.n - sizeof(struct sheet_wire_head) <= sheet_wire_longest(&q.limits) || q.op != SHEET_WIRE_OPEN);
    return str_sub(answer, sizeof(struct sheet_wire_head), answer.n);
}

static void equal_rows(const struct sheet_row *x, const struct sheet *there)
{
    CHECK(there->row_number == x->number && there->used == x->n);
    for (size_t i = 0; i < x->n; i++) {
        const struct sheet_cell *c = &x->cell[i], *d = &there->cell[i];
        CHECK(c->kind == d->kind && c->formula == d->formula && c->numeric_source == d->numeric_source &&
              c->digits_lost == d->digits_lost && c->day.n == d->day.n && str_eq(c->text, d->text));
    }
}

/* One sheet, row by row beside each other. */
static void compare(struct sheet *here, struct sheet *there, struct sheet_server *v)
{
    struct sheet_wire_cursor c = {.head.step = SHEET_ROW};
    struct sheet_row row;
    there->row_number = 0;
    there->rows = 0;
    for (;;) {
        enum sheet_step step = sheet_next(here, &row);
        if (c.head.count == 0 && c.head.step == SHEET_ROW)
            CHECK(sheet_wire_read_rows(&c, there, payload_of(v, (struct sheet_wire_request){.op = SHEET_WIRE_ROWS, .rows = 7})));
        if (step != SHEET_ROW) {
            CHECK(c.head.count == 0 && c.head.step == step && c.head.verdict == sheet_verdict(here) &&
                  c.head.fault_row == sheet_fault_row(here));
            return;
        }
        CHECK(c.head.count > 0 && sheet_wire_read_row(&c, there));
        equal_rows(&row, there);
    }
}

static void file(struct arena *a, struct str bytes, struct sheet **here, struct sheet **there, struct sheet_server **v)
{
    struct sheet_options o = drain_options();
    *v = sheet_serve_new(bytes);
    *there = sheet_new(a, bytes, o);
    enum sheet_verdict verdict = sheet_open(a, bytes, o, here);
    CHECK(sheet_wire_read_opened(*there, payload_of(*v, (struct sheet_wire_request){.op = SHEET_WIRE_OPEN, .limits = o.limits})));
    CHECK((*there)->verdict == verdict && ((*there)->fault_row == sheet_fault_row(*here) || verdict == SHEET_OK));
    if (verdict != SHEET_OK)
        return;
    CHECK(sheet_kind(*there) == sheet_kind(*here) && (*there)->encoding == (*here)->encoding && (*there)->count == (*here)->count &&
          (*there)->chosen == (*here)->chosen);
    compare(*here, *there, *v);
    for (size_t i = 0; i < sheet_count(*here) && i < 3; i++) {
        verdict = sheet_choose(*here, i);
        struct sheet_wire_request q = {.op = SHEET_WIRE_CHOOSE, .sheet = (uint32_t)i};
        CHECK(sheet_wire_read_chosen(*there, payload_of(*v, q)) && (*there)->verdict == verdict);
        if (verdict != SHEET_OK)
            return;
        compare(*here, *there, *v);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena *volatile a = arena_new(64u << 20);
    struct sheet *here = NULL, *there = NULL;
    struct sheet_server *v = NULL;
    struct fail_frame f;
    if (FAIL_CATCH(&f)) {
        CHECK(f.kind == FAIL_MEMORY);
    } else {
        if (size > 0 && data[0] == 'R')
            requests(data + 1, size - 1);
        else
            file(a, (struct str){(const char *)data, size}, &here, &there, &v);
        fail_leave(&f);
    }
    sheet_close(&here);
    sheet_close(&there);
    if (v)
        sheet_serve_free(&v);
    struct arena *mine = a;
    arena_free(&mine);
    return 0;
}
