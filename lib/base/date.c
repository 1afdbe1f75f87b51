/* SPDX-License-Identifier: EUPL-1.2
 * date.c — proleptic Gregorian arithmetic on day numbers; see date.h.
 */
#include "base/date.h"

#include "base/arena.h"

static bool leap(int y)
{
    return (y % 4 == 0 && y % 100 != 0) || y % 400 == 0;
}

static int month_length(int y, int m)
{
    static const int length[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    return m == 2 && leap(y) ? 29 : length[m - 1];
}

bool day_is(struct day d)
{
    return d.n != INT32_MIN;
}

int day_cmp(struct day a, struct day b)
{
    return (a.n > b.n) - (a.n < b.n);
}

struct day day_add(struct day d, int32_t days)
{
    return day_is(d) ? (struct day){d.n + days} : DAY_NONE;
}

int32_t day_diff(struct day later, struct day earlier)
{
    return later.n - earlier.n;
}

int day_weekday(struct day d)
{
    int w = (d.n + 3) % 7; /* 1970-01-01 was a Thursday */
    return (w < 0 ? w + 7 : w) + 1;
}

struct day day_from_ymd(int y, int m, int d)
{
    if (y < 1800 || y > 9999 || m < 1 || m > 12 || d < 1 || d > month_length(y, m))
        return DAY_NONE;
    int yy = m <= 2 ? y - 1 : y, mm = m <= 2 ? m + 9 : m - 3; /* years from 1 March: the leap day comes last */
    int era = yy / 400, year_of_era = yy % 400;
    int day_of_year = (153 * mm + 2) / 5 + d - 1;
    int day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    return (struct day){era * 146097 + day_of_era - 719468};
}

struct ymd day_ymd(struct day day)
{
    int z = day.n + 719468;
    int era = z / 146097, doe = z % 146097;
    int yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
    int doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
    int mp = (5 * doy + 2) / 153;
    int m = mp < 10 ? mp + 3 : mp - 9;
    return (struct ymd){era * 400 + yoe + (m <= 2), m, doy - (153 * mp + 2) / 5 + 1};
}

struct day day_add_months(struct day d, int months)
{
    if (!day_is(d))
        return d;
    struct ymd v = day_ymd(d);
    int index = v.year * 12 + v.month - 1 + months;
    int y = index / 12, m = index % 12 + 1;
    int last = month_length(y, m);
    return day_from_ymd(y, m, v.day < last ? v.day : last);
}

struct day day_min(struct day a, struct day b)
{
    if (!day_is(a))
        return b;
    if (!day_is(b))
        return a;
    return a.n < b.n ? a : b;
}

struct day day_max(struct day a, struct day b)
{
    return a.n > b.n ? a : b;
}

/* One digit, half or full width; -1 when there is none at *at. */
static int digit(struct str s, size_t *at)
{
    size_t next = *at;
    int32_t cp = utf8_next(s, &next);
    if (cp >= 0xFF10 && cp <= 0xFF19)
        cp -= 0xFF10 - '0';
    if (cp < '0' || cp > '9')
        return -1;
    *at = next;
    return (int)cp - '0';
}

static int number(struct str s, size_t *at, int max_digits, int *digits_out)
{
    int v = 0, n = 0, d;
    while (n < max_digits && *at < s.n && (d = digit(s, at)) >= 0) {
        v = v * 10 + d;
        n++;
    }
    *digits_out = n;
    return v;
}

static int32_t separator(struct str s, size_t *at)
{
    if (*at >= s.n)
        return 0;
    size_t next = *at;
    int32_t cp = utf8_next(s, &next);
    if (cp == '-' || cp == '/' || cp == '.' || cp == 0x5E74 /* 年 */ || cp == 0x6708 /* 月 */ || cp == 0xFF0D || cp == 0xFF0F) {
        *at = next;
        return cp;
    }
    return 0;
}

/* After the day: nothing, 日/号, or a blank or T before a time. */
static bool good_tail(struct str s, size_t at)
{
    if (at >= s.n)
        return true;
    int32_t cp = utf8_next(s, &at);
    if (cp == 0x65E5 || cp == 0x53F7) {
        if (at >= s.n)
            return true;
        cp = utf8_next(s, &at);
    }
    return cp == ' ' || cp == 'T' || cp == 0x3000;
}

bool day_parse(struct str s, struct day *out)
{
    s = str_trim(s);
    size_t at = 0;
    int ny, nm, nd, y = number(s, &at, 4, &ny), m, d;
    if (ny != 4)
        return false;
    int32_t sep = separator(s, &at);
    m = number(s, &at, 2, &nm);
    if (sep == 0 && nm != 2)
        return false;
    if (sep && !separator(s, &at))
        return false;
    d = number(s, &at, 2, &nd);
    if (nm == 0 || nd == 0 || (sep == 0 && nd != 2) || !good_tail(s, at))
        return false;
    struct day day = day_from_ymd(y, m, d);
    if (!day_is(day))
        return false;
    *out = day;
    return true;
}

struct str day_iso(struct arena *a, struct day d)
{
    if (!day_is(d))
        return STR_NONE;
    struct ymd v = day_ymd(d);
    return str_fmt(a, "%04d-%02d-%02d", v.year, v.month, v.day);
}

struct str day_zh(struct arena *a, struct day d)
{
    if (!day_is(d))
        return STR_NONE;
    struct ymd v = day_ymd(d);
    return str_fmt(a, "%d年%d月%d日", v.year, v.month, v.day);
}

static const int64_t DAY_US = (int64_t)86400 * 1000000, SHANGHAI_US = (int64_t)8 * 3600 * 1000000;

struct day instant_day(struct instant t)
{
    int64_t us = t.us + SHANGHAI_US;
    int64_t n = us / DAY_US - (us % DAY_US < 0);
    return (struct day){(int32_t)n};
}

struct instant instant_of_day(struct day d)
{
    return (struct instant){(int64_t)d.n * DAY_US - SHANGHAI_US};
}

static int seconds_of_day(struct instant t)
{
    return (int)((t.us - instant_of_day(instant_day(t)).us) / 1000000);
}

struct str instant_iso(struct arena *a, struct instant t)
{
    struct ymd v = day_ymd(instant_day(t));
    int s = seconds_of_day(t);
    return str_fmt(a, "%04d-%02d-%02dT%02d:%02d:%02d+08:00", v.year, v.month, v.day, s / 3600, s / 60 % 60, s % 60);
}

struct str instant_zh(struct arena *a, struct instant t)
{
    struct ymd v = day_ymd(instant_day(t));
    int s = seconds_of_day(t);
    return str_fmt(a, "%d年%d月%d日 %02d:%02d", v.year, v.month, v.day, s / 3600, s / 60 % 60);
}
