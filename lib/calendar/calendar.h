/* SPDX-License-Identifier: EUPL-1.2
 * calendar.h — the official working-day calendar: weekends, the State Council's holidays and its make-up working days (调休). Built
 * once at start from db/calendar/YYYY.tsv and never changed; everything takes it as a parameter. It knows no time limit: how many
 * days, and whether working or calendar days, is the regime's (lib/regime); pausing and extending is the case's. A year that is not
 * loaded falls back to Monday–Friday, and every result that touched such a year says so: 暂定. Counting: the day of the event is
 * day 0 and not counted (Civil Code art. 201); a period of months ends on the corresponding day or the month's last (art. 202); a
 * last day that is a rest day moves to the first working day after it (art. 203).
 */
#ifndef CALENDAR_CALENDAR_H
#define CALENDAR_CALENDAR_H

#include "base/date.h"

struct calendar;

enum calendar_kind {
    CALENDAR_WORKDAY, /* an ordinary weekday */
    CALENDAR_WEEKEND,
    CALENDAR_HOLIDAY, /* named by the notice, whatever the weekday */
    CALENDAR_MAKEUP,  /* a weekend day worked in exchange */
};

struct calendar_error {
    struct str file;
    int line; /* 1-based */
    struct str message;
};
struct calendar_errors {
    struct calendar_error *p;
    size_t n, cap;
};

/* One year's text, UTF-8. Line 1: "# YEAR<TAB>ADDRESS OF THE NOTICE"; line 2: "date<TAB>kind<TAB>name"; then rows date, off|work,
 * name in order of date. A notice may also set days of the December before its year (2018-12-29 was worked for 2019's New Year). */
struct calendar_source {
    struct str name; /* for messages: 2026.tsv */
    struct str text;
};

/* NULL when anything is wrong; errors_out then has every fault of every file. Copies what it keeps. */
struct calendar *calendar_new(struct arena *a, const struct calendar_source *sources, size_t n, struct calendar_errors *errors_out);
/* Reads every YYYY.tsv of a folder; a fault is fail(FAIL_CONFIG) with the first messages. */
struct calendar *calendar_load(struct arena *a, struct str folder);

bool calendar_knows(const struct calendar *cal, int year);
int calendar_first_year(const struct calendar *cal); /* 0 when empty */
int calendar_last_year(const struct calendar *cal);
struct str calendar_notice(const struct calendar *cal, int year); /* address of the notice; empty when not loaded */

enum calendar_kind calendar_kind(const struct calendar *cal, struct day d);
struct str calendar_name(const struct calendar *cal, struct day d); /* 春节, of holiday or make-up day; else empty */
bool calendar_is_working(const struct calendar *cal, struct day d);
/* Its year is not loaded; or it is in the last week of December and the next year, whose notice may still set it, is not. */
bool calendar_is_provisional(const struct calendar *cal, struct day d);

/* provisional_out may be NULL; it is set to true or false. n ≥ 0; n = 0 gives start itself. */
struct day calendar_add_working(const struct calendar *cal, struct day start, int n, bool *provisional_out);
/* Working days after `from` up to and including `to`; negative when to < from (then those after `to` up to `from`, negated). */
int calendar_working_between(const struct calendar *cal, struct day from, struct day to, bool *provisional_out);
/* d itself when it is a working day, else the first after it (last before it). */
struct day calendar_next_working(const struct calendar *cal, struct day d, bool *provisional_out);
struct day calendar_previous_working(const struct calendar *cal, struct day d, bool *provisional_out);

/* Last day of a period of n calendar days, months or years from start, without and with the move of art. 203. */
enum calendar_unit { CALENDAR_WORKING_DAYS, CALENDAR_DAYS, CALENDAR_MONTHS, CALENDAR_YEARS };
struct day calendar_due(const struct calendar *cal, struct day start, int n, enum calendar_unit unit, bool roll_forward,
                        bool *provisional_out);

/* Day by day from the day after start to due: why each counts or not. */
struct calendar_step {
    struct day day;
    enum calendar_kind kind;
    struct str name; /* of the holiday */
    int count;       /* running number of the working day; 0 when it is not counted */
    bool provisional;
};
struct calendar_steps {
    struct calendar_step *p;
    size_t n, cap;
};
struct calendar_steps calendar_explain(const struct calendar *cal, struct arena *a, struct day start, struct day due);
/* 工作日, 周末, 春节假期, 春节调休上班; with （暂定） where provisional. */
struct str calendar_step_zh(struct arena *a, struct calendar_step s);

/* The year whose calendar ought to be there by now and is not: this year, or from 1 November the next. 0 when all is well. */
int calendar_missing_year_alarm(const struct calendar *cal, struct day today);

#endif
