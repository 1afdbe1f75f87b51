/* SPDX-License-Identifier: EUPL-1.2
 * entry_time.c — by when information was due, and the clock of a correction; see entry.h. Numbers come from the rule set. Pure.
 */
#include "base/arena.h"
#include "entry/entry.h"

static enum calendar_unit unit_of(enum regime_unit u)
{
    switch (u) {
    case UNIT_WORKING:
        return CALENDAR_WORKING_DAYS;
    case UNIT_CALENDAR:
        return CALENDAR_DAYS;
    case UNIT_MONTHS:
        return CALENDAR_MONTHS;
    }
    CHECK(!"unit of a length of time");
    return CALENDAR_DAYS;
}

/* The first of the dates on or after the day. */
static struct day yearly_after(const struct regime_due *rule, struct day day)
{
    struct day best = DAY_NONE;
    for (int year = day_ymd(day).year; year <= day_ymd(day).year + 1; year++)
        for (size_t i = 0; i < rule->dates.n; i++) {
            struct day d = day_from_ymd(year, rule->dates.p[i] / 100, rule->dates.p[i] % 100);
            if (day_is(d) && day_cmp(d, day) >= 0)
                best = day_min(best, d);
        }
    return best;
}

static struct entry_due due_of(const struct regime_due *rule, const struct calendar *cal, struct day found)
{
    struct entry_due out = {.rule = rule};
    if (rule->kind == DUE_AFTER)
        out.day = calendar_due(cal, found, rule->within.n, unit_of(rule->within.unit), true, &out.provisional);
    else if (rule->prior_year)
        out.day = yearly_after(rule, day_from_ymd(day_ymd(found).year + 1, 1, 1));
    else
        out.day = yearly_after(rule, found);
    return out;
}

size_t entry_dues(const struct regime *r, const struct calendar *cal, const struct regime_item *item, struct day found,
                  struct entry_due out[ENTRY_DUES_MOST])
{
    const struct regime_due *rules[ENTRY_DUES_MOST];
    size_t n = regime_dues_of(r, item, rules, ENTRY_DUES_MOST);
    for (size_t i = 0; i < n; i++) {
        struct entry_due x = due_of(rules[i], cal, found);
        size_t k = i;
        for (; k > 0 && day_cmp(out[k - 1].day, x.day) > 0; k--)
            out[k] = out[k - 1];
        out[k] = x;
    }
    return n;
}

const struct entry_due *entry_missed(const struct entry_due *dues, size_t n, struct day entered)
{
    for (size_t i = 0; i < n; i++)
        if (day_is(dues[i].day) && day_cmp(entered, dues[i].day) > 0)
            return &dues[i];
    return NULL;
}

struct day entry_due_next(const struct regime_due *rule, struct day today, struct day *from_out)
{
    CHECK(rule->kind == DUE_YEARLY);
    struct day next = yearly_after(rule, today), before = DAY_NONE;
    for (size_t i = 0; i < rule->dates.n; i++)
        for (int year = day_ymd(next).year - 1; year <= day_ymd(next).year; year++) {
            struct day d = day_from_ymd(year, rule->dates.p[i] / 100, rule->dates.p[i] % 100);
            if (day_is(d) && day_cmp(d, next) < 0)
                before = day_max(before, d);
        }
    *from_out = rule->prior_year ? day_from_ymd(day_ymd(next).year - 1, 1, 1) : day_add(before, 1);
    return next;
}

struct entry_clock entry_clock(const struct regime *r, const struct calendar *cal, struct day received, struct day until)
{
    struct entry_clock c = {.rule = regime_clock(r, STR("correction"), received), .due = DAY_NONE};
    if (!c.rule || !c.rule->known)
        return c;
    bool more = false;
    c.due = calendar_due(cal, received, c.rule->within.n, unit_of(c.rule->within.unit), true, &c.provisional);
    c.left = calendar_working_between(cal, until, c.due, &more);
    c.over = day_cmp(until, c.due) > 0;
    return c;
}

struct str entry_left_text(struct arena *a, const struct entry_clock *c)
{
    if (c->over)
        return c->left ? str_fmt(a, "超%d个工作日", -c->left) : STR("已过期，未满1个工作日");
    return c->left ? str_fmt(a, "剩%d个工作日", c->left) : STR("今天到期");
}
