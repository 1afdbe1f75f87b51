/* SPDX-License-Identifier: EUPL-1.2
 * id.c — what identifiers of all kinds share: bringing them into one form, masking them, and the number of a document (文号). The
 * codes of organisations are in id_uscc.c, those of persons in id_person.c. Pure; called by import, forms and search alike, so that
 * a code typed and a code loaded come out the same.
 */
#include "base/id.h"

#include "base/arena.h"

static bool is_blank(int32_t cp)
{
    return cp <= ' ' || cp == 0x7F || cp == 0xA0 || cp == 0x3000 || cp == 0xFEFF || cp == 0x2060 || (cp >= 0x2000 && cp <= 0x200F);
}

static bool is_hyphen(int32_t cp)
{
    return cp == '-' || (cp >= 0x2010 && cp <= 0x2015) || cp == 0x2212 || cp == 0xFF0D;
}

static int32_t half_width(int32_t cp)
{
    return cp >= 0xFF01 && cp <= 0xFF5E ? cp - 0xFEE0 : cp;
}

struct str id_normalise(struct arena *a, struct str s)
{
    char *p = arena_alloc(a, s.n * 3 + 1); /* a malformed byte becomes U+FFFD, three bytes */
    size_t n = 0;
    for (size_t at = 0; at < s.n;) {
        int32_t cp = utf8_next(s, &at);
        if (cp < 0)
            cp = 0xFFFD;
        if (is_blank(cp) || is_hyphen(cp))
            continue;
        if (n == 0 && (cp == '\'' || cp == '`' || cp == 0x2018 || cp == 0x2019))
            continue; /* how spreadsheets and people mark text */
        cp = half_width(cp);
        if (cp >= 'a' && cp <= 'z')
            cp -= 'a' - 'A';
        n += utf8_put(p + n, cp);
    }
    return (struct str){p, n};
}

struct str id_mask_number(struct arena *a, struct str s)
{
    size_t points = utf8_count(s);
    char *p = arena_alloc(a, s.n + 2);
    size_t n = 0, i = 0;
    for (size_t at = 0; at < s.n; i++) {
        size_t from = at;
        utf8_next(s, &at);
        /* With two characters or fewer, ends would be everything. */
        if (points > 2 && (i == 0 || i + 1 == points)) {
            memcpy(p + n, s.p + from, at - from);
            n += at - from;
        } else {
            p[n++] = '*';
        }
    }
    return (struct str){p, n};
}

struct str id_mask_name(struct arena *a, struct str s)
{
    size_t at = 0, points = utf8_count(s);
    if (points == 0)
        return STR_NONE;
    utf8_next(s, &at);
    if (points == 1)
        return STR("*");
    char *p = arena_alloc(a, at + points);
    memcpy(p, s.p, at);
    memset(p + at, '*', points - 1);
    return (struct str){p, at + points - 1};
}

/* --- 文号 ------------------------------------------------------------------------------------------------------------------------
 */

static bool is_han(int32_t cp)
{
    return (cp >= 0x4E00 && cp <= 0x9FFF) || (cp >= 0x3400 && cp <= 0x4DBF) || (cp >= 0xF900 && cp <= 0xFAFF) ||
           (cp >= 0x20000 && cp <= 0x3134F);
}

static bool opens(int32_t cp)
{
    return cp == 0x3014 || cp == '[' || cp == '(' || cp == 0x3010 || cp == 0x3016 || cp == 0xFE5D || cp == 0x2772;
}

static bool closes(int32_t cp)
{
    return cp == 0x3015 || cp == ']' || cp == ')' || cp == 0x3011 || cp == 0x3017 || cp == 0xFE5E || cp == 0x2773;
}

/* Reads one code point of a 文号 in half width, past blanks; 0 at the end, -1 for malformed bytes. */
static int32_t next_sign(struct str s, size_t *at)
{
    while (*at < s.n) {
        int32_t cp = utf8_next(s, at);
        if (cp < 0 || !is_blank(cp))
            return half_width(cp);
    }
    return 0;
}

static int digits(struct str s, size_t *at, int32_t *cp, int max, int64_t *value_out)
{
    int n = 0;
    *value_out = 0;
    for (; n < max && *cp >= '0' && *cp <= '9'; n++) {
        *value_out = *value_out * 10 + (*cp - '0');
        *cp = next_sign(s, at);
    }
    return n;
}

enum { DOCNO_ISSUER_MIN = 2, DOCNO_ISSUER_MAX = 16, DOCNO_DIGITS = 9, DOCNO_HIGHEST = 999999 };

bool docno_normalise(struct arena *a, struct str s, struct str *out)
{
    *out = s;
    char issuer[4 * DOCNO_ISSUER_MAX];
    size_t n = 0, at = 0;
    int points = 0;
    int32_t cp = next_sign(s, &at);
    for (; is_han(cp) && points < DOCNO_ISSUER_MAX; points++) {
        n += utf8_put(issuer + n, cp);
        cp = next_sign(s, &at);
    }
    if (points < DOCNO_ISSUER_MIN || !opens(cp))
        return false;
    int64_t year, number;
    cp = next_sign(s, &at);
    if (digits(s, &at, &cp, 4, &year) != 4 || year < 1900 || year > 2099 || !closes(cp))
        return false;
    cp = next_sign(s, &at);
    if (cp == 0x7B2C) /* 第 */
        cp = next_sign(s, &at);
    if (digits(s, &at, &cp, DOCNO_DIGITS, &number) == 0 || number < 1 || number > DOCNO_HIGHEST)
        return false;
    if (cp != 0x53F7 /* 号 */ || next_sign(s, &at) != 0)
        return false;
    *out = str_fmt(a, "%.*s〔%d〕%d号", (int)n, issuer, (int)year, (int)number);
    return true;
}

struct str division_prefix(struct str code)
{
    while (code.n <= 6 && code.n > 2 && code.n % 2 == 0 && str_ends(code, STR("00")))
        code.n -= 2;
    return code;
}
