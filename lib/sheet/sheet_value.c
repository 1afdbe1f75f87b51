/* SPDX-License-Identifier: EUPL-1.2
 * sheet_value.c — what a stored number means: decimal text of 15 digits (all that Excel keeps), a calendar day by the 1900 or 1904
 * system, and whether a number format shows a date. Pure; used by sheet_rows.c and sheet_book.c.
 * strtod and snprintf are locale-bound; no program of this project leaves the "C" locale.
 */
#include <errno.h>
#include <math.h>

#include "sheet/sheet_priv.h"

enum { DIGITS = 15, MAX_DECIMAL = 360 };

bool sheet_value_number(struct str raw, double *out)
{
    if (raw.n == 0 || raw.n > MAX_DECIMAL)
        return false;
    for (size_t i = 0; i < raw.n; i++) { /* strtod would also take inf, nan and hexadecimal */
        char c = raw.p[i];
        if (!((c >= '0' && c <= '9') || c == '+' || c == '-' || c == '.' || c == 'e' || c == 'E'))
            return false;
    }
    char *end;
    *out = strtod(raw.p, &end);
    return end == raw.p + raw.n && isfinite(*out);
}

/* "-12.5": plain already, and within what a double holds. */
static bool plain_integer(struct str raw)
{
    size_t i = raw.p[0] == '-' ? 1 : 0, digits = raw.n - i;
    if (digits == 0 || digits > DIGITS || raw.p[i] == '0')
        return false;
    for (; i < raw.n; i++)
        if (raw.p[i] < '0' || raw.p[i] > '9')
            return false;
    return true;
}

struct str sheet_value_decimal(struct arena *a, struct str raw, double v)
{
    if (plain_integer(raw))
        return str_dup(a, raw);
    if (v == 0)
        return STR("0");
    char e[40], text[MAX_DECIMAL];
    snprintf(e, sizeof e, "%.*e", DIGITS - 1, fabs(v)); /* d.dddddddddddddde±xx */
    char digits[DIGITS];
    digits[0] = e[0];
    memcpy(digits + 1, e + 2, DIGITS - 1);
    long exponent = strtol(e + 2 + DIGITS, NULL, 10);
    size_t significant = DIGITS;
    while (significant > 1 && digits[significant - 1] == '0')
        significant--;
    size_t n = 0;
    if (v < 0)
        text[n++] = '-';
    if (exponent < 0) {
        text[n++] = '0';
        text[n++] = '.';
        for (long i = -1; i > exponent && n < sizeof text - DIGITS; i--)
            text[n++] = '0';
        memcpy(text + n, digits, significant);
        n += significant;
    } else {
        size_t whole = (size_t)exponent + 1;
        for (size_t i = 0; i < whole && n < sizeof text - DIGITS; i++)
            text[n++] = i < significant ? digits[i] : '0';
        if (significant > whole) {
            text[n++] = '.';
            memcpy(text + n, digits + whole, significant - whole);
            n += significant - whole;
        }
    }
    return str_dup(a, (struct str){text, n});
}

bool sheet_value_day(double serial, bool date1904, struct day *day_out, int *second_out)
{
    if (!(serial >= 0 && serial < 2958466)) /* 9999-12-31 in the 1900 system */
        return false;
    double whole = floor(serial);
    int32_t n = (int32_t)whole;
    long second = lround((serial - whole) * 86400);
    if (second == 86400) { /* 45000.9999999: the midnight after */
        second = 0;
        n++;
    }
    struct day d;
    if (date1904)
        d = day_add(day_from_ymd(1904, 1, 1), n);
    else if (n == 0 || n == 60)
        return false;
    else
        d = day_add(day_from_ymd(1899, 12, 30), n < 60 ? n + 1 : n); /* Excel counts a 1900-02-29 that never was */
    if (day_cmp(d, day_from_ymd(9999, 12, 31)) > 0)
        return false;
    *day_out = d;
    *second_out = (int)second;
    return true;
}

bool sheet_value_builtin_is_date(unsigned long id)
{
    return (id >= 14 && id <= 22) || (id >= 27 && id <= 36) || (id >= 45 && id <= 47) || (id >= 50 && id <= 58);
}

/* [h], [mm]: elapsed time. [Red], [$-804], [DBNum1], [>=100]: not. */
static bool elapsed(struct str inside)
{
    for (size_t i = 0; i < inside.n; i++)
        if (!strchr("hHmMsS", inside.p[i]) || inside.p[i] == '\0')
            return false;
    return inside.n > 0;
}

bool sheet_value_format_is_date(struct str code)
{
    if (code.n >= 7 && str_eq_nocase(str_sub(code, 0, 7), STR("general")))
        return false;
    for (size_t i = 0; i < code.n; i++) {
        char c = code.p[i];
        if (c == '"') {
            ptrdiff_t close = str_find(code, STR("\""), i + 1);
            if (close < 0)
                return false;
            i = (size_t)close;
        } else if (c == '[') {
            ptrdiff_t close = str_find(code, STR("]"), i + 1);
            if (close < 0)
                return false;
            if (elapsed(str_sub(code, i + 1, (size_t)close)))
                return true;
            i = (size_t)close;
        } else if (c == '\\' || c == '_' || c == '*') {
            i++; /* the next character is shown, or skipped, as it is */
        } else if (c != '\0' && strchr("yYmMdDhHsS", c)) {
            return true;
        } else if (str_starts(str_sub(code, i, code.n), STR("年")) || str_starts(str_sub(code, i, code.n), STR("月")) ||
                   str_starts(str_sub(code, i, code.n), STR("日"))) {
            return true;
        }
    }
    return false;
}

static int hex4(const char *p)
{
    int v = 0;
    for (int i = 0; i < 4; i++) {
        char c = p[i];
        int d = c >= '0' && c <= '9' ? c - '0' : c >= 'A' && c <= 'F' ? c - 'A' + 10 : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
        if (d < 0)
            return -1;
        v = v * 16 + d;
    }
    return v;
}

/* One character at p[*at], moved past it; Excel writes control characters as _x000D_. Never grows: 7 bytes become at most 3. */
static size_t unescape_one(char *p, size_t n, size_t *at, char out[4])
{
    if (p[*at] == '_' && n - *at >= 7 && p[*at + 1] == 'x' && p[*at + 6] == '_') {
        int cp = hex4(p + *at + 2);
        size_t put = cp > 0 ? utf8_put(out, cp) : 0; /* surrogates and NUL stay as they are written */
        if (put) {
            *at += 7;
            return put;
        }
    }
    out[0] = p[(*at)++];
    return 1;
}

size_t sheet_value_unescape(char *p, size_t n)
{
    if (n == 0 || (!memchr(p, '_', n) && !memchr(p, '\r', n)))
        return n;
    size_t to = 0;
    bool after_cr = false;
    for (size_t at = 0; at < n;) {
        char c[4];
        size_t put = unescape_one(p, n, &at, c);
        if (put == 1 && c[0] == '\n' && after_cr) { /* CR LF is one line break, already written */
            after_cr = false;
            continue;
        }
        after_cr = put == 1 && c[0] == '\r';
        if (after_cr)
            c[0] = '\n';
        memcpy(p + to, c, put);
        to += put;
    }
    return to;
}
