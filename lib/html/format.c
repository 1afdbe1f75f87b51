/* SPDX-License-Identifier: EUPL-1.2
 * format.c — the named formatters of templates (html.h). They write digits and fixed Chinese text, or go through the escaper, so
 * that each is safe wherever a value may stand. No locale is asked: the forms are those of official documents.
 */
#include "html/html.h"

static const struct str DASH = STR_INIT("—");

/* Seconds of the day in Shanghai. */
static int64_t second_of_day(struct instant t)
{
    int64_t us = t.us - instant_of_day(instant_day(t)).us;
    return us / 1000000;
}

void html_fmt_date_zh(struct out *o, struct day d)
{
    if (!day_is(d)) {
        out_str(o, DASH);
        return;
    }
    struct ymd y = day_ymd(d);
    out_int(o, y.year);
    out_str(o, STR("年"));
    out_int(o, y.month);
    out_str(o, STR("月"));
    out_int(o, y.day);
    out_str(o, STR("日"));
}

void html_fmt_date_iso(struct out *o, struct day d)
{
    if (!day_is(d))
        return;
    struct ymd y = day_ymd(d);
    out_fmt(o, "%04d-%02d-%02d", y.year, y.month, y.day);
}

void html_fmt_instant_zh(struct out *o, struct instant t)
{
    if (!t.us) {
        out_str(o, DASH);
        return;
    }
    html_fmt_date_zh(o, instant_day(t));
    int minute = (int)(second_of_day(t) / 60);
    out_fmt(o, " %02d:%02d", minute / 60, minute % 60);
}

void html_fmt_instant_iso(struct out *o, struct instant t)
{
    if (!t.us)
        return;
    html_fmt_date_iso(o, instant_day(t));
    int second = (int)second_of_day(t);
    out_fmt(o, "T%02d:%02d:%02d+08:00", second / 3600, second / 60 % 60, second % 60);
}

static void grouped(struct out *o, uint64_t v)
{
    char digits[32];
    size_t n = sizeof digits;
    int count = 0;
    do {
        if (count && count % 3 == 0)
            digits[--n] = ',';
        digits[--n] = (char)('0' + v % 10);
        v /= 10;
        count++;
    } while (v);
    out_bytes(o, digits + n, sizeof digits - n);
}

static uint64_t magnitude(struct out *o, int64_t v)
{
    if (v >= 0)
        return (uint64_t)v;
    out_char(o, '-');
    return 0 - (uint64_t)v;
}

void html_fmt_thousands(struct out *o, int64_t v)
{
    grouped(o, magnitude(o, v));
}

void html_fmt_money_fen(struct out *o, int64_t fen)
{
    uint64_t v = magnitude(o, fen);
    grouped(o, v / 100);
    out_fmt(o, ".%02u", (unsigned)(v % 100));
}

void html_fmt_or_dash(struct out *o, struct str s)
{
    if (s.n)
        html_text(o, s);
    else
        out_str(o, DASH);
}

void html_fmt_yesno(struct out *o, bool v)
{
    out_str(o, v ? STR("是") : STR("否"));
}
