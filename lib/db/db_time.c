/* SPDX-License-Identifier: EUPL-1.2
 * db_time.c — days and instants to and from the client library's struct. The session runs in UTC; a DATE is a plain day.
 */
#include "db/db_internal.h"

static const int64_t DAY_US = (int64_t)86400 * 1000000;

MYSQL_TIME db_time_from_day(struct day d)
{
    struct ymd v = day_ymd(d);
    return (MYSQL_TIME){
        .year = (unsigned)v.year, .month = (unsigned)v.month, .day = (unsigned)v.day, .time_type = MYSQL_TIMESTAMP_DATE};
}

MYSQL_TIME db_time_from_instant(struct instant t)
{
    int64_t n = t.us / DAY_US - (t.us % DAY_US < 0), rest = t.us - n * DAY_US;
    MYSQL_TIME m = db_time_from_day((struct day){(int32_t)n});
    m.time_type = MYSQL_TIMESTAMP_DATETIME;
    m.second_part = (unsigned long)(rest % 1000000);
    rest /= 1000000;
    m.hour = (unsigned)(rest / 3600);
    m.minute = (unsigned)(rest / 60 % 60);
    m.second = (unsigned)(rest % 60);
    return m;
}

struct day db_day_from_time(const MYSQL_TIME *t)
{
    return day_from_ymd((int)t->year, (int)t->month, (int)t->day);
}

struct instant db_instant_from_time(const MYSQL_TIME *t)
{
    struct day d = db_day_from_time(t);
    if (!day_is(d))
        return (struct instant){0};
    int64_t s = (int64_t)t->hour * 3600 + t->minute * 60 + t->second;
    return (struct instant){(int64_t)d.n * DAY_US + s * 1000000 + (int64_t)t->second_part};
}
