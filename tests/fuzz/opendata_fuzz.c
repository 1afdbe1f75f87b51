/* SPDX-License-Identifier: EUPL-1.2
 * opendata_fuzz.c — what anybody can put into the query string of the API: parameters of every type, cursors, an Accept header.
 * First byte: which. A cursor that is taken must be one that we made for that list.
 */
#include "base/arena.h"
#include "opendata/opendata_param.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const struct opendata_param PARAMS[] = {
    {"q", PARAM_TEXT, 0, 100, NULL, "", NULL},         {"type", PARAM_WORD, 0, 40, NULL, "", NULL},
    {"division", PARAM_DIGITS, 0, 12, NULL, "", NULL}, {"year", PARAM_INT, 2000, 2199, NULL, "", NULL},
    {"from", PARAM_DAY, 0, 0, NULL, "", NULL},         {"format", PARAM_CHOICE, 0, 0, "json csv", "", NULL},
};
enum { N = sizeof PARAMS / sizeof *PARAMS };

static void try_param(struct arena *a, const struct opendata_param *p, struct str s)
{
    struct opendata_value v;
    struct str why = STR_NONE;
    if (!opendata_param_read(a, p, s, &v, &why)) {
        CHECK(why.n > 0);
        return;
    }
    CHECK(v.given == (s.n > 0) && v.text.n == s.n);
    CHECK(!v.given || p->type != PARAM_INT || (v.number >= p->lo && v.number <= p->hi));
    CHECK(!v.given || p->type != PARAM_DAY || day_is(v.day));
}

static void try_cursor(struct arena *a, struct str s)
{
    struct str position;
    if (opendata_cursor_read(a, STR("scope"), s, &position))
        CHECK(str_eq(opendata_cursor_make(a, STR("scope"), position), s));
    if (s.n > 0 && s.n <= 100) {
        struct str made = opendata_cursor_make(a, STR("scope"), s);
        CHECK(opendata_cursor_read(a, STR("scope"), made, &position) && str_eq(position, s));
        CHECK(!opendata_cursor_read(a, STR("another"), made, &position));
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct arena *a;
    struct fail_frame frame;
    if (size == 0)
        return 0;
    if (a == NULL)
        a = arena_new(1 << 20);
    arena_reset(a);
    if (FAIL_CATCH(&frame))
        return 0;
    struct str s = {(const char *)data + 1, size - 1};
    if (data[0] % (N + 2) < N)
        try_param(a, &PARAMS[data[0] % (N + 2)], s);
    else if (data[0] % (N + 2) == N)
        try_cursor(a, s);
    else
        CHECK(opendata_accept(s, STR("application/json"), STR("text/csv")) >= -1);
    fail_leave(&frame);
    return 0;
}
