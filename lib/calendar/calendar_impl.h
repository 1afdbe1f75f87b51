/* SPDX-License-Identifier: EUPL-1.2
 * calendar_impl.h — what calendar.c and calendar_read.c share; nobody else includes it.
 */
#ifndef CALENDAR_CALENDAR_IMPL_H
#define CALENDAR_CALENDAR_IMPL_H

#include "calendar/calendar.h"

struct calendar_year {
    int year;
    struct str notice;
};

/* A day that differs from, or is named within, Monday to Friday. */
struct calendar_mark {
    struct day day;
    bool work;
    struct str name;
};

struct calendar {
    struct calendar_year *years; /* ascending */
    size_t n_years;
    struct calendar_mark *marks; /* ascending, no day twice */
    size_t n_marks;
};

#endif
