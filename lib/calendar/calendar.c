/* SPDX-License-Identifier: EUPL-1.2
 * calendar.c — questions to the working-day calendar; calendar_read.c builds it. Days are walked one by one: the longest period in
 * any regime is a few hundred days, and a walk is easy to explain to the person whose deadline it is.
 */
#include "calendar/calendar_impl.h"

#include "base/arena.h"
#include "base/check.h"

enum { LONGEST_COUNT = 10000, DECEMBER_IN_DOUBT = 25, ALARM_MONTH = 11 };

static const struct calendar_year *find_year(const struct calendar *cal, int year)
{
    for (size_t i = 0; i < cal->n_years; i++)
        if (cal->years[i].year == year)
            return &cal->years[i];
    return NULL;
}

bool calendar_knows(const struct calendar *cal, int year)
{
    return find_year(cal, year) != NULL;
}

int calendar_first_year(const struct calendar *cal)
{
    return cal->n_years ? cal->years[0].year : 0;
}

int calendar_last_year(const struct calendar *cal)
{
    return cal->n_years ? cal->years[cal->n_years - 1].year : 0;
}

struct str calendar_notice(const struct calendar *cal, int year)
{
    const struct calendar_year *y = find_year(cal, year);
    return y ? y->notice : STR_NONE;
}

static const struct calendar_mark *find_mark(const struct calendar *cal, struct day d)
{
    size_t from = 0, to = cal->n_marks;
    while (from < to) {
        size_t mid = from + (to - from) / 2;
        int c = day_cmp(cal->marks[mid].day, d);
        if (c == 0)
            return &cal->marks[mid];
        if (c < 0)
            from = mid + 1;
        else
            to = mid;
    }
    return NULL;
}

enum calendar_kind calendar_kind(const struct calendar *cal, struct day d)
{
    CHECK(day_is(d));
    const struct calendar_mark *m = find_mark(cal, d);
    if (m)
        return m->work ? CALENDAR_MAKEUP : CALENDAR_HOLIDAY;
    return day_weekday(d) <= 5 ? CALENDAR_WORKDAY : CALENDAR_WEEKEND;
}

struct str calendar_name(const struct calendar *cal, struct day d)
{
    const struct calendar_mark *m = find_mark(cal, d);
    return m ? m->name : STR_NONE;
}

bool calendar_is_working(const struct calendar *cal, struct day d)
{
    enum calendar_kind k = calendar_kind(cal, d);
    return k == CALENDAR_WORKDAY || k == CALENDAR_MAKEUP;
}

bool calendar_is_provisional(const struct calendar *cal, struct day d)
{
    struct ymd v = day_ymd(d);
    return !calendar_knows(cal, v.year) || (v.month == 12 && v.day >= DECEMBER_IN_DOUBT && !calendar_knows(cal, v.year + 1));
}

static void tell(bool *out, bool value)
{
    if (out)
        *out = value;
}

struct day calendar_add_working(const struct calendar *cal, struct day start, int n, bool *provisional_out)
{
    CHECK(day_is(start) && n >= 0 && n <= LONGEST_COUNT);
    bool provisional = false;
    struct day d = start;
    while (n > 0) {
        d = day_add(d, 1);
        provisional = provisional || calendar_is_provisional(cal, d);
        if (calendar_is_working(cal, d))
            n--;
    }
    tell(provisional_out, provisional);
    return d;
}

int calendar_working_between(const struct calendar *cal, struct day from, struct day to, bool *provisional_out)
{
    CHECK(day_is(from) && day_is(to));
    if (day_cmp(to, from) < 0)
        return -calendar_working_between(cal, to, from, provisional_out);
    bool provisional = false;
    int n = 0;
    for (struct day d = day_add(from, 1); day_cmp(d, to) <= 0; d = day_add(d, 1)) {
        provisional = provisional || calendar_is_provisional(cal, d);
        n += calendar_is_working(cal, d);
    }
    tell(provisional_out, provisional);
    return n;
}

static struct day nearest_working(const struct calendar *cal, struct day d, int step, bool *provisional_out)
{
    bool provisional = calendar_is_provisional(cal, d);
    while (!calendar_is_working(cal, d)) {
        d = day_add(d, step);
        provisional = provisional || calendar_is_provisional(cal, d);
    }
    tell(provisional_out, provisional);
    return d;
}

struct day calendar_next_working(const struct calendar *cal, struct day d, bool *provisional_out)
{
    return nearest_working(cal, d, 1, provisional_out);
}

struct day calendar_previous_working(const struct calendar *cal, struct day d, bool *provisional_out)
{
    return nearest_working(cal, d, -1, provisional_out);
}

static struct day plain_end(const struct calendar *cal, struct day start, int n, enum calendar_unit unit, bool *provisional_out)
{
    tell(provisional_out, false);
    switch (unit) {
    case CALENDAR_WORKING_DAYS:
        return calendar_add_working(cal, start, n, provisional_out);
    case CALENDAR_DAYS:
        return day_add(start, n);
    case CALENDAR_MONTHS:
        return day_add_months(start, n);
    case CALENDAR_YEARS:
        return day_add_months(start, n * 12);
    }
    CHECK(!"a unit without a rule");
    return DAY_NONE;
}

struct day calendar_due(const struct calendar *cal, struct day start, int n, enum calendar_unit unit, bool roll_forward,
                        bool *provisional_out)
{
    CHECK(day_is(start) && n >= 0 && n <= LONGEST_COUNT);
    bool counted = false, moved = false;
    struct day d = plain_end(cal, start, n, unit, &counted);
    CHECK(day_is(d));
    if (roll_forward)
        d = calendar_next_working(cal, d, &moved);
    tell(provisional_out, counted || moved);
    return d;
}

struct calendar_steps calendar_explain(const struct calendar *cal, struct arena *a, struct day start, struct day due)
{
    CHECK(day_is(start) && day_is(due));
    struct calendar_steps steps = {0};
    int count = 0;
    for (struct day d = day_add(start, 1); day_cmp(d, due) <= 0; d = day_add(d, 1)) {
        bool counts = calendar_is_working(cal, d);
        count += counts;
        *VEC_PUSH(a, steps) = (struct calendar_step){
            .day = d,
            .kind = calendar_kind(cal, d),
            .name = calendar_name(cal, d),
            .count = counts ? count : 0,
            .provisional = calendar_is_provisional(cal, d),
        };
    }
    return steps;
}

static struct str kind_zh(struct arena *a, struct calendar_step s)
{
    switch (s.kind) {
    case CALENDAR_WORKDAY:
        return STR("工作日");
    case CALENDAR_WEEKEND:
        return STR("周末");
    case CALENDAR_HOLIDAY:
        return str_cat(a, s.name, STR("假期"));
    case CALENDAR_MAKEUP:
        return str_cat(a, s.name, STR("调休上班"));
    }
    CHECK(!"a kind without words");
    return STR_NONE;
}

struct str calendar_step_zh(struct arena *a, struct calendar_step s)
{
    struct str text = kind_zh(a, s);
    return s.provisional ? str_cat(a, text, STR("（暂定）")) : text;
}

int calendar_missing_year_alarm(const struct calendar *cal, struct day today)
{
    struct ymd v = day_ymd(today);
    if (!calendar_knows(cal, v.year))
        return v.year;
    return v.month >= ALARM_MONTH && !calendar_knows(cal, v.year + 1) ? v.year + 1 : 0;
}
