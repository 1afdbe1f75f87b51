/* SPDX-License-Identifier: EUPL-1.2
 * grade_regrade.c — in which years a record counts, by the rule set; see grade_regrade.h. Pure.
 */
#include "grade/grade_regrade.h"

enum { NO_END = 9999 };

/* The last year at whose end the use has not ended. */
static int last_year_in_use(struct day use_to)
{
    if (!day_is(use_to))
        return NO_END;
    struct ymd d = day_ymd(use_to);
    return d.month == 12 && d.day == 31 ? d.year : d.year - 1;
}

struct grade_years grade_years_of(const struct regime *r, struct str subject_type, const struct regime_item *item, struct day found,
                                  struct day use_to)
{
    const struct regime_grading *g = regime_grading(r, subject_type, found);
    const struct regime_count *count = g ? regime_count(g, item->category) : NULL;
    int year = day_ymd(found).year;
    if (!count)
        return (struct grade_years){0, 0};
    switch (count->window) {
    case WINDOW_NEVER:
        return (struct grade_years){0, 0};
    case WINDOW_YEAR:
        return (struct grade_years){year, year};
    case WINDOW_IN_USE:
        return (struct grade_years){year, last_year_in_use(use_to)};
    }
    return (struct grade_years){0, 0};
}
