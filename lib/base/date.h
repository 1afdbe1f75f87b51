/* SPDX-License-Identifier: EUPL-1.2
 * date.h — calendar days and instants. A day is a type of its own so that it is never mixed up with a count. Days are those of
 * Asia/Shanghai (UTC+8, no daylight saving since 1991); instants are microseconds since 1970-01-01 UTC.
 * Nothing here reads the clock: clock.h is the one place that does, and time is a parameter everywhere else.
 */
#ifndef BASE_DATE_H
#define BASE_DATE_H

#include "base/str.h"

struct day {
    int32_t n; /* days since 1970-01-01 */
};
#define DAY_NONE ((struct day){INT32_MIN})

struct instant {
    int64_t us; /* microseconds since 1970-01-01T00:00:00Z; 0 = none */
};

struct ymd {
    int year, month, day;
};

bool day_is(struct day d);               /* not DAY_NONE */
int day_cmp(struct day a, struct day b); /* DAY_NONE sorts first */
struct day day_add(struct day d, int32_t days);
int32_t day_diff(struct day later, struct day earlier);
int day_weekday(struct day d);                /* 1 Monday … 7 Sunday */
struct day day_from_ymd(int y, int m, int d); /* DAY_NONE when there is no such day; years 1800–9999 */
struct ymd day_ymd(struct day d);
/* Civil code art. 202: the corresponding day of the month reached, or its last day. months may be negative. */
struct day day_add_months(struct day d, int months);
struct day day_min(struct day a, struct day b); /* DAY_NONE counts as never: the other one wins */
struct day day_max(struct day a, struct day b);

/* Accepts 2026-4-1, 2026/04/01, 2026.4.1, 20260401, 2026年4月1日, full-width digits, and any of these followed by a time. */
bool day_parse(struct str s, struct day *out);
struct str day_iso(struct arena *a, struct day d); /* 2026-04-01; empty for DAY_NONE */
struct str day_zh(struct arena *a, struct day d);  /* 2026年4月1日, no leading zeros */

struct day instant_day(struct instant t);                  /* the day in Shanghai */
struct instant instant_of_day(struct day d);               /* midnight in Shanghai */
struct str instant_iso(struct arena *a, struct instant t); /* 2026-04-01T08:30:00+08:00 */
struct str instant_zh(struct arena *a, struct instant t);  /* 2026年4月1日 08:30 */

#endif
