/* SPDX-License-Identifier: EUPL-1.2
 * date_calendar_fuzz.c — any bytes as a date and as a year of the calendar: refused with line numbers or usable without surprise.
 */
#include "base/arena.h"
#include "base/check.h"
#include "calendar/calendar.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void use(const struct calendar *cal, struct arena *a)
{
    int year = calendar_first_year(cal);
    struct day start = day_from_ymd(year - 1, 12, 1);
    bool provisional;
    struct day due = calendar_add_working(cal, start, 30, &provisional);
    CHECK(calendar_is_working(cal, due));
    CHECK(calendar_working_between(cal, start, due, NULL) == 30);
    struct calendar_steps steps = calendar_explain(cal, a, start, due);
    CHECK(steps.n && steps.p[steps.n - 1].count == 30);
    for (size_t i = 0; i < steps.n; i++)
        CHECK(utf8_valid(calendar_step_zh(a, steps.p[i])));
}

static void one(struct arena *a, struct str text)
{
    struct day d;
    if (day_parse(text, &d)) {
        struct day again;
        CHECK(day_parse(day_iso(a, d), &again) && day_cmp(d, again) == 0);
        CHECK(day_parse(day_zh(a, d), &again) && day_cmp(d, again) == 0);
    }
    struct calendar_source source = {STR("input"), text};
    struct calendar_errors errors;
    struct calendar *cal = calendar_new(a, &source, 1, &errors);
    CHECK((cal == NULL) == (errors.n > 0));
    if (cal)
        use(cal, a);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena *a = arena_new(8 << 20);
    struct fail_frame f;
    if (!FAIL_CATCH(&f)) {
        one(a, (struct str){(const char *)data, size});
        fail_leave(&f);
    }
    arena_free(&a);
    return 0;
}
