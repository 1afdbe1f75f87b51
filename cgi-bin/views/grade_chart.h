/* SPDX-License-Identifier: EUPL-1.2
 * grade_chart.h — the distribution of a year beside the year before as a chart, for officers and the public alike: the same table
 * must show the same figures. Header only, because programs share no object files.
 */
#ifndef VIEWS_GRADE_CHART_H
#define VIEWS_GRADE_CHART_H

#include "base/arena.h"
#include "grade/grade_distribution.h"
#include "views/grade_badge.h"

static inline struct str grade_chart_change(struct arena *a, int64_t now, int64_t last)
{
    if (now == last)
        return STR("持平");
    return now > last ? str_fmt(a, "+%lld", (long long)(now - last)) : str_fmt(a, "−%lld", (long long)(last - now));
}

/* last: empty when there is nothing to compare with. */
static inline struct chart grade_chart(struct arena *a, const struct regime *r, int year, struct str distribution, struct str last)
{
    struct grade_counts now = grade_distribution(a, distribution), before = grade_distribution(a, last);
    struct bar *bars = ARENA_ARRAY(a, struct bar, now.n);
    int64_t total = 0, longest = 1;
    for (size_t i = 0; i < now.n; i++) {
        int64_t other = grade_count_of(before, now.p[i].grade);
        total += now.p[i].n;
        longest = now.p[i].n > longest ? now.p[i].n : longest;
        longest = other > longest ? other : longest;
    }
    for (size_t i = 0; i < now.n; i++) {
        int64_t n = now.p[i].n, other = grade_count_of(before, now.p[i].grade), tenths = total ? (n * 1000 + total / 2) / total : 0;
        bars[i] = (struct bar){.badge = grade_badge(r, now.p[i].grade),
                               .count = n,
                               .permille = (int)(n * 1000 / longest),
                               .last_count = other,
                               .last_permille = (int)(other * 1000 / longest)};
        bars[i].share = str_fmt(a, "%lld.%lld%%", (long long)(tenths / 10), (long long)(tenths % 10));
        bars[i].change = before.n ? grade_chart_change(a, n, other) : STR_NONE;
    }
    return (struct chart){.caption = str_fmt(a, "%d年度信用等级分布", year),
                          .series = str_fmt(a, "%d年度", year),
                          .p = bars,
                          .n = now.n,
                          .last_series = str_fmt(a, "%d年度", year - 1),
                          .compare = before.n > 0,
                          .total = total};
}

#endif
