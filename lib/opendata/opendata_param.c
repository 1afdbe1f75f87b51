/* SPDX-License-Identifier: EUPL-1.2
 * opendata_param.c — see opendata_param.h.
 */
#include "opendata/opendata_param.h"

#include "base/arena.h"
#include "crypto/digest.h"

static bool of_word(struct str s)
{
    for (size_t i = 0; i < s.n; i++) {
        char c = s.p[i];
        bool good = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '.' || c == '-';
        if (!good)
            return false;
    }
    return true;
}

static bool of_digits(struct str s)
{
    for (size_t i = 0; i < s.n; i++)
        if (s.p[i] < '0' || s.p[i] > '9')
            return false;
    return true;
}

static bool one_of(struct str s, const char *choices)
{
    struct str rest = str_from(choices), one;
    while (str_cut(&rest, ' ', &one))
        if (str_eq(s, one))
            return true;
    return false;
}

static bool number_of(const struct opendata_param *p, struct str s, int64_t *out)
{
    bool plain = of_digits(s) && s.n < 16 && !(s.n > 1 && s.p[0] == '0');
    return plain && str_int(s, out) && *out >= p->lo && *out <= p->hi;
}

bool opendata_param_read(struct arena *a, const struct opendata_param *p, struct str raw, struct opendata_value *out,
                         struct str *why_out)
{
    *out = (struct opendata_value){.text = STR(""), .day = DAY_NONE};
    if (raw.n == 0)
        return true;
    out->given = true;
    out->text = raw;
    switch (p->type) {
    case PARAM_TEXT:
        *why_out = str_fmt(a, "最多%lld个字符。", (long long)p->hi);
        return utf8_valid(raw) && utf8_count(raw) <= (size_t)p->hi;
    case PARAM_WORD:
        *why_out = str_fmt(a, "应当是由字母、数字组成的代码，最多%lld个字符。", (long long)p->hi);
        return of_word(raw) && raw.n <= (size_t)p->hi;
    case PARAM_DIGITS:
        *why_out = str_fmt(a, "应当全是数字，最多%lld位。", (long long)p->hi);
        return of_digits(raw) && raw.n <= (size_t)p->hi;
    case PARAM_INT:
        *why_out = str_fmt(a, "应当是%lld到%lld之间的整数。", (long long)p->lo, (long long)p->hi);
        return number_of(p, raw, &out->number);
    case PARAM_DAY:
        *why_out = STR("应当是日期，格式为 2026-04-01。");
        return raw.n == 10 && day_parse(raw, &out->day) && str_eq(day_iso(a, out->day), raw);
    case PARAM_CHOICE:
        *why_out = str_fmt(a, "应当是以下之一：%s。", p->choices);
        return one_of(raw, p->choices);
    }
    CHECK(!"type of parameter");
    return false;
}

/* --- cursors: position and the first bytes of a digest over scope and position, as hexadecimal digits --- */

enum { TAIL = 4, POSITION_MOST = 100 };

static void tail_of(struct str scope, struct str position, uint8_t out[DIGEST_BYTES])
{
    struct digest d;
    digest_init(&d);
    digest_str(&d, STR("opendata cursor 1"));
    digest_str(&d, scope);
    digest_str(&d, position);
    digest_final(&d, out);
}

struct str opendata_cursor_make(struct arena *a, struct str scope, struct str position)
{
    uint8_t tail[DIGEST_BYTES];
    CHECK(position.n > 0 && position.n <= POSITION_MOST);
    tail_of(scope, position, tail);
    return str_cat(a, str_hex(a, tail, TAIL), str_hex(a, position.p, position.n));
}

static int nibble(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

bool opendata_cursor_read(struct arena *a, struct str scope, struct str cursor, struct str *position_out)
{
    if (cursor.n % 2 || cursor.n / 2 <= TAIL || cursor.n / 2 > TAIL + POSITION_MOST)
        return false;
    size_t n = cursor.n / 2;
    uint8_t *bytes = ARENA_ARRAY(a, uint8_t, n), tail[DIGEST_BYTES];
    for (size_t i = 0; i < n; i++) {
        int high = nibble(cursor.p[2 * i]), low = nibble(cursor.p[2 * i + 1]);
        if (high < 0 || low < 0)
            return false;
        bytes[i] = (uint8_t)(high << 4 | low);
    }
    struct str position = {(const char *)bytes + TAIL, n - TAIL};
    tail_of(scope, position, tail);
    *position_out = position;
    return memcmp(bytes, tail, TAIL) == 0;
}

/* --- Accept --- */

/* Thousandths of q=0.8; 1000 when there is none or it is malformed. */
static int quality_of(struct str parameters)
{
    struct str one;
    while (str_cut(&parameters, ';', &one)) {
        one = str_trim(one);
        if (!str_starts(one, STR("q=")) && !str_starts(one, STR("Q=")))
            continue;
        int value = 0, place = 1000;
        for (size_t i = 2; i < one.n && i < 7; i++) {
            if (one.p[i] == '.')
                continue;
            if (one.p[i] < '0' || one.p[i] > '9')
                return 1000;
            value += (one.p[i] - '0') * place;
            place /= 10;
        }
        return value > 1000 ? 1000 : value;
    }
    return 1000;
}

/* How well a media range fits: 0 not at all, 1 any, 2 the family, 3 the type itself. */
static int fit(struct str range, struct str type)
{
    if (str_eq_nocase(range, type))
        return 3;
    ptrdiff_t slash = str_find(type, STR("/"), 0);
    struct str family = str_sub(type, 0, (size_t)(slash + 1));
    if (range.n == family.n + 1 && str_eq_nocase(str_sub(range, 0, family.n), family) && range.p[family.n] == '*')
        return 2;
    return str_eq(range, STR("*/*")) ? 1 : 0;
}

static int quality_for(struct str header, struct str type)
{
    struct str one, range;
    int best = 0, quality = 0;
    while (str_cut(&header, ',', &one)) {
        if (!str_cut(&one, ';', &range))
            continue;
        int f = fit(str_trim(range), type);
        if (f > best) {
            best = f;
            quality = quality_of(one);
        }
    }
    return quality;
}

int opendata_accept(struct str header, struct str first, struct str second)
{
    if (str_trim(header).n == 0)
        return 0;
    int x = quality_for(header, first), y = second.n ? quality_for(header, second) : 0;
    if (x == 0 && y == 0)
        return -1;
    return y > x ? 1 : 0;
}
