/* SPDX-License-Identifier: EUPL-1.2
 * str.c — see str.h.
 */
#include "base/str.h"

#include <stdarg.h>

#include "base/arena.h"
#include "base/check.h"

struct str str_from(const char *cstr)
{
    return cstr ? (struct str){cstr, strlen(cstr)} : STR_NONE;
}

bool str_eq(struct str a, struct str b)
{
    return a.n == b.n && (a.n == 0 || memcmp(a.p, b.p, a.n) == 0);
}

static char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c + 32) : c;
}

static char upper(char c)
{
    return c >= 'a' && c <= 'z' ? (char)(c - 32) : c;
}

bool str_eq_nocase(struct str a, struct str b)
{
    if (a.n != b.n)
        return false;
    for (size_t i = 0; i < a.n; i++)
        if (lower(a.p[i]) != lower(b.p[i]))
            return false;
    return true;
}

int str_cmp(struct str a, struct str b)
{
    size_t n = a.n < b.n ? a.n : b.n;
    int c = n ? memcmp(a.p, b.p, n) : 0;
    return c ? c : (a.n > b.n) - (a.n < b.n);
}

bool str_starts(struct str s, struct str prefix)
{
    return s.n >= prefix.n && (prefix.n == 0 || memcmp(s.p, prefix.p, prefix.n) == 0);
}

bool str_ends(struct str s, struct str suffix)
{
    return s.n >= suffix.n && (suffix.n == 0 || memcmp(s.p + s.n - suffix.n, suffix.p, suffix.n) == 0);
}

ptrdiff_t str_find(struct str s, struct str part, size_t from)
{
    if (from > s.n)
        return -1;
    if (part.n == 0)
        return (ptrdiff_t)from;
    const char *hit = s.n ? memmem(s.p + from, s.n - from, part.p, part.n) : NULL;
    return hit ? hit - s.p : -1;
}

bool str_contains(struct str s, struct str part)
{
    return str_find(s, part, 0) >= 0;
}

struct str str_sub(struct str s, size_t from, size_t to)
{
    if (to > s.n)
        to = s.n;
    if (from >= to)
        return STR_NONE;
    return (struct str){s.p + from, to - from};
}

static size_t blank_at_start(struct str s)
{
    if (s.n && (s.p[0] == ' ' || (s.p[0] >= '\t' && s.p[0] <= '\r')))
        return 1;
    if (str_starts(s, STR("\xE3\x80\x80")) || str_starts(s, STR("\xEF\xBB\xBF")))
        return 3;
    return str_starts(s, STR("\xC2\xA0")) ? 2 : 0;
}

static size_t blank_at_end(struct str s)
{
    if (s.n && (s.p[s.n - 1] == ' ' || (s.p[s.n - 1] >= '\t' && s.p[s.n - 1] <= '\r')))
        return 1;
    if (str_ends(s, STR("\xE3\x80\x80")) || str_ends(s, STR("\xEF\xBB\xBF")))
        return 3;
    return str_ends(s, STR("\xC2\xA0")) ? 2 : 0;
}

struct str str_trim(struct str s)
{
    size_t k;
    while ((k = blank_at_start(s))) {
        s.p += k;
        s.n -= k;
    }
    while ((k = blank_at_end(s)))
        s.n -= k;
    return s;
}

bool str_cut(struct str *rest, char sep, struct str *head_out)
{
    if (!rest->p)
        return false;
    const char *hit = rest->n ? memchr(rest->p, sep, rest->n) : NULL;
    if (!hit) {
        *head_out = *rest;
        *rest = STR_NONE;
        return true;
    }
    size_t k = (size_t)(hit - rest->p);
    *head_out = (struct str){rest->p, k};
    *rest = (struct str){hit + 1, rest->n - k - 1};
    return true;
}

bool str_int(struct str s, int64_t *value_out)
{
    size_t i = 0;
    bool negative = false;
    if (s.n && (s.p[0] == '-' || s.p[0] == '+'))
        negative = s.p[i++] == '-';
    if (i == s.n)
        return false;
    int64_t v = 0;
    for (; i < s.n; i++) {
        if (s.p[i] < '0' || s.p[i] > '9')
            return false;
        int d = s.p[i] - '0';
        if (__builtin_mul_overflow(v, (int64_t)10, &v) || __builtin_sub_overflow(v, (int64_t)d, &v))
            return false;
    }
    if (!negative && v == INT64_MIN)
        return false;
    *value_out = negative ? v : -v;
    return true;
}

struct str str_dup(struct arena *a, struct str s)
{
    char *p = arena_alloc(a, s.n + 1);
    if (s.n)
        memcpy(p, s.p, s.n);
    return (struct str){p, s.n};
}

const char *str_cstr(struct arena *a, struct str s)
{
    return str_dup(a, s).p;
}

struct str str_fmt(struct arena *a, const char *fmt, ...)
{
    va_list ap, again;
    va_start(ap, fmt);
    va_copy(again, ap);
    int n = vsnprintf(NULL, 0, fmt, ap);
    va_end(ap);
    CHECK(n >= 0);
    char *p = arena_alloc(a, (size_t)n + 1);
    vsnprintf(p, (size_t)n + 1, fmt, again);
    va_end(again);
    return (struct str){p, (size_t)n};
}

struct str str_cat(struct arena *a, struct str x, struct str y)
{
    char *p = arena_alloc(a, x.n + y.n + 1);
    if (x.n)
        memcpy(p, x.p, x.n);
    if (y.n)
        memcpy(p + x.n, y.p, y.n);
    return (struct str){p, x.n + y.n};
}

static struct str map_bytes(struct arena *a, struct str s, char (*f)(char))
{
    char *p = arena_alloc(a, s.n + 1);
    for (size_t i = 0; i < s.n; i++)
        p[i] = f(s.p[i]);
    return (struct str){p, s.n};
}

struct str str_lower(struct arena *a, struct str s)
{
    return map_bytes(a, s, lower);
}

struct str str_upper(struct arena *a, struct str s)
{
    return map_bytes(a, s, upper);
}

struct str str_replace(struct arena *a, struct str s, struct str from, struct str to)
{
    CHECK(from.n > 0);
    size_t hits = 0;
    for (ptrdiff_t k = 0; (k = str_find(s, from, (size_t)k)) >= 0; k += (ptrdiff_t)from.n)
        hits++;
    if (!hits)
        return s;
    char *p = arena_alloc(a, s.n + hits * to.n + 1);
    size_t n = 0, at = 0;
    for (ptrdiff_t k; (k = str_find(s, from, at)) >= 0; at = (size_t)k + from.n) {
        memcpy(p + n, s.p + at, (size_t)k - at);
        n += (size_t)k - at;
        if (to.n)
            memcpy(p + n, to.p, to.n);
        n += to.n;
    }
    memcpy(p + n, s.p + at, s.n - at);
    return (struct str){p, n + s.n - at};
}

struct str str_hex(struct arena *a, const void *bytes, size_t n)
{
    static const char digits[] = "0123456789abcdef";
    const unsigned char *b = bytes;
    char *p = arena_alloc(a, n * 2 + 1);
    for (size_t i = 0; i < n; i++) {
        p[2 * i] = digits[b[i] >> 4];
        p[2 * i + 1] = digits[b[i] & 15];
    }
    return (struct str){p, n * 2};
}

static int hex_digit(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

bool str_unhex(struct str hex, void *out, size_t n)
{
    unsigned char *to = out;
    if (hex.n != 2 * n)
        return false;
    for (size_t i = 0; i < n; i++) {
        int high = hex_digit(hex.p[2 * i]), low = hex_digit(hex.p[2 * i + 1]);
        if (high < 0 || low < 0)
            return false;
        to[i] = (unsigned char)(high << 4 | low);
    }
    return true;
}

/* Length of a sequence by its first byte and the smallest code point it may encode; 0 for a byte that starts none. */
static size_t sequence(unsigned char c, int32_t *cp, int32_t *least)
{
    if (c < 0x80) {
        *cp = c;
        *least = 0;
        return 1;
    }
    if (c >= 0xC2 && c <= 0xDF) {
        *cp = c & 0x1F;
        *least = 0x80;
        return 2;
    }
    if ((c & 0xF0) == 0xE0) {
        *cp = c & 0x0F;
        *least = 0x800;
        return 3;
    }
    if (c >= 0xF0 && c <= 0xF4) {
        *cp = c & 0x07;
        *least = 0x10000;
        return 4;
    }
    return 0;
}

int32_t utf8_next(struct str s, size_t *at)
{
    CHECK(*at < s.n);
    int32_t cp, least;
    size_t len = sequence((unsigned char)s.p[*at], &cp, &least);
    if (len == 0 || s.n - *at < len) {
        *at += 1;
        return -1;
    }
    for (size_t i = 1; i < len; i++) {
        unsigned char c = (unsigned char)s.p[*at + i];
        if ((c & 0xC0) != 0x80) {
            *at += 1;
            return -1;
        }
        cp = cp << 6 | (c & 0x3F);
    }
    if (cp < least || cp > 0x10FFFF || (cp >= 0xD800 && cp <= 0xDFFF)) {
        *at += 1;
        return -1;
    }
    *at += len;
    return cp;
}

size_t utf8_put(char out[4], int32_t cp)
{
    if (cp < 0 || cp > 0x10FFFF || (cp >= 0xD800 && cp <= 0xDFFF))
        return 0;
    if (cp < 0x80) {
        out[0] = (char)cp;
        return 1;
    }
    size_t len = cp < 0x800 ? 2 : cp < 0x10000 ? 3 : 4;
    static const unsigned char lead[] = {0, 0, 0xC0, 0xE0, 0xF0};
    for (size_t i = len; i-- > 1; cp >>= 6)
        out[i] = (char)(0x80 | (cp & 0x3F));
    out[0] = (char)(lead[len] | cp);
    return len;
}

bool utf8_valid(struct str s)
{
    for (size_t at = 0; at < s.n;)
        if (utf8_next(s, &at) < 0)
            return false;
    return true;
}

size_t utf8_count(struct str s)
{
    size_t n = 0;
    for (size_t at = 0; at < s.n; n++)
        utf8_next(s, &at);
    return n;
}

struct str utf8_prefix(struct str s, size_t points)
{
    size_t at = 0;
    while (points-- && at < s.n)
        utf8_next(s, &at);
    return (struct str){s.p, at};
}
