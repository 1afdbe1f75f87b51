/* SPDX-License-Identifier: EUPL-1.2
 * text.c — see text.h. Opens ICU's tables, folds names character by character (each character's fold is remembered), then reads
 * runs of numerals. Not here: pinyin (pinyin.c), the variant table (text_variants.c). Owns struct text_tools.
 */
#include <unicode/uchar.h>
#include <unicode/uvernum.h>

#include "base/arena.h"
#include "base/check.h"
#include "text/text_internal.h"

static void need(UErrorCode e, const char *what)
{
    if (U_FAILURE(e))
        fail(e == U_MEMORY_ALLOCATION_ERROR ? FAIL_MEMORY : FAIL_CONFIG, "Unicode data: %s: %s", what, u_errorName(e));
}

UTransliterator *text_transliterator(const char *id)
{
    UErrorCode e = U_ZERO_ERROR;
    UChar name[40];
    CHECK(strlen(id) < 40);
    u_charsToUChars(id, name, (int32_t)strlen(id) + 1);
    UTransliterator *t = utrans_openU(name, -1, UTRANS_FORWARD, NULL, 0, NULL, &e);
    need(e, id);
    return t;
}

struct text_tools *text_open(void)
{
    struct text_tools *t = calloc(1, sizeof *t);
    if (!t)
        fail(FAIL_MEMORY, "no memory for the Unicode tables");
    UErrorCode e = U_ZERO_ERROR;
    t->casefold = unorm2_getNFKCCasefoldInstance(&e);
    t->compose = unorm2_getNFKCInstance(&e);
    need(e, "NFKC");
    t->simplify = text_transliterator("Hant-Hans");
    return t;
}

void text_close(struct text_tools **t)
{
    if (!*t)
        return;
    utrans_close((*t)->simplify);
    if ((*t)->latin) {
        utrans_close((*t)->latin);
        utrans_close((*t)->surname);
    }
    free((*t)->readings);
    free(*t);
    *t = NULL;
}

struct units text_units(struct arena *a, const UNormalizer2 *form, struct str s)
{
    s = utf8_prefix(s, TEXT_POINTS_MAX);
    if (s.n == 0)
        return (struct units){NULL, 0};
    int32_t raw_n = 0;
    UErrorCode e = U_ZERO_ERROR;
    UChar *raw = ARENA_ARRAY(a, UChar, s.n + 1);
    u_strFromUTF8WithSub(raw, (int32_t)s.n + 1, &raw_n, s.p, (int32_t)s.n, 0xFFFD, NULL, &e);
    need(e, "UTF-8");
    /* One pass suffices for all but a few compatibility characters (U+FDFA becomes 18). */
    struct units u = {.p = ARENA_ARRAY(a, UChar, (size_t)raw_n * 2 + 16)};
    u.n = unorm2_normalize(form, raw, raw_n, u.p, raw_n * 2 + 16, &e);
    if (e == U_BUFFER_OVERFLOW_ERROR) {
        e = U_ZERO_ERROR;
        int32_t cap = u.n;
        u.p = ARENA_ARRAY(a, UChar, (size_t)cap + 1);
        u.n = unorm2_normalize(form, raw, raw_n, u.p, cap + 1, &e);
    }
    need(e, "normalise");
    return u;
}

struct str text_utf8(struct arena *a, const UChar *p, int32_t n)
{
    if (n == 0)
        return STR("");
    UErrorCode e = U_ZERO_ERROR;
    char *out = arena_alloc(a, (size_t)n * 3 + 1);
    int32_t len = 0;
    u_strToUTF8WithSub(out, n * 3 + 1, &len, p, n, 0xFFFD, NULL, &e);
    need(e, "UTF-16");
    return (struct str){out, (size_t)len};
}

bool text_is_han(int32_t cp)
{
    return u_hasBinaryProperty(cp, UCHAR_IDEOGRAPHIC);
}

UChar32 text_simple_point(struct text_tools *t, UChar32 c)
{
    UErrorCode e = U_ZERO_ERROR;
    UChar buf[8];
    int32_t n = 0;
    U16_APPEND_UNSAFE(buf, n, c);
    int32_t limit = n, start = 0;
    utrans_transUChars(t->simplify, buf, &n, 8, 0, &limit, &e);
    need(e, "Hant-Hans");
    UChar32 simple;
    U16_NEXT(buf, start, n, simple);
    if (start != n) /* more than one character: leave it as it was */
        simple = c;
    UChar32 variant = text_variant(simple);
    return variant ? variant : simple;
}

static UChar32 fold_point_slowly(struct text_tools *t, UChar32 c)
{
    if (c == 0x3007) /* 〇, a letter number */
        return c;
    if (text_is_han(c)) {
        UChar32 s = text_simple_point(t, c);
        return s == u'乾' ? u'干' : s;
    }
    uint32_t kept = U_GC_L_MASK | U_GC_M_MASK | U_GC_N_MASK;
    return U_GET_GC_MASK(c) & kept ? c : FOLD_DROP;
}

static UChar32 fold_point(struct text_tools *t, UChar32 c)
{
    if (c > 0xFFFF)
        return fold_point_slowly(t, c);
    if (t->fold[c] != FOLD_UNKNOWN)
        return t->fold[c];
    UChar32 f = fold_point_slowly(t, c);
    if (f <= 0xFFFF)
        t->fold[c] = (uint16_t)f;
    return f;
}

/* 0–9 for an ASCII digit or 〇零一…九, 10 for 十, -1 for anything else. */
static int numeral(UChar32 c)
{
    static const UChar DIGITS[] = u"〇一二三四五六七八九十";
    if (c >= '0' && c <= '9')
        return c - '0';
    if (c == u'零')
        return 0;
    for (int i = 0; i <= 10; i++)
        if (DIGITS[i] == c)
            return i;
    return -1;
}

/* In place; a numeral never gets longer except a lone 十 (one to two), for which out has room. 十 between digits is silent (二十一
 * → 21), at the end of a run a zero (二十 → 20), at its beginning a one (十二 → 12), alone 10. */
static int32_t read_numerals(const UChar *in, int32_t n, UChar *out)
{
    int32_t w = 0;
    for (int32_t i = 0; i < n; i++) {
        int v = numeral(in[i]);
        if (v < 0) {
            out[w++] = in[i];
        } else if (v < 10) {
            out[w++] = (UChar)('0' + v);
        } else {
            int before = i > 0 ? numeral(in[i - 1]) : -1, after = i + 1 < n ? numeral(in[i + 1]) : -1;
            bool digit_before = before >= 0 && before < 10, digit_after = after >= 0 && after < 10;
            if (!digit_before)
                out[w++] = '1';
            if (!digit_after)
                out[w++] = '0';
        }
    }
    return w;
}

struct str text_key(struct arena *a, struct text_tools *t, struct str name)
{
    struct units u = text_units(a, t->casefold, name);
    if (u.n == 0)
        return STR("");
    UChar *folded = ARENA_ARRAY(a, UChar, (size_t)u.n * 2), *read = ARENA_ARRAY(a, UChar, (size_t)u.n * 4);
    int32_t n = 0;
    for (int32_t i = 0; i < u.n;) {
        UChar32 c;
        U16_NEXT(u.p, i, u.n, c);
        UChar32 f = fold_point(t, c);
        if (f != FOLD_DROP)
            U16_APPEND_UNSAFE(folded, n, f);
    }
    return text_utf8(a, read, read_numerals(folded, n, read));
}

size_t text_words(struct arena *a, struct text_tools *t, struct str query, struct str *words_out, size_t max)
{
    size_t n = 0, start = 0, at = 0;
    query = utf8_prefix(query, TEXT_POINTS_MAX);
    while (at <= query.n && n < max) {
        size_t here = at;
        int32_t c = at < query.n ? utf8_next(query, &at) : ' ';
        if (c >= 0 && u_isUWhiteSpace(c)) {
            struct str key = text_key(a, t, str_sub(query, start, here));
            if (key.n)
                words_out[n++] = key;
            start = at;
        }
        if (here == query.n)
            break;
    }
    return n;
}

struct str text_simplify(struct arena *a, struct text_tools *t, struct str name)
{
    struct units u = text_units(a, t->compose, name);
    UChar *out = ARENA_ARRAY(a, UChar, (size_t)u.n * 2 + 1);
    int32_t n = 0;
    for (int32_t i = 0; i < u.n;) {
        UChar32 c;
        U16_NEXT(u.p, i, u.n, c);
        /* 乾 is simplified 干 when dry and itself in names: 乾安, 乾县. */
        UChar32 s = c == u'乾' || !text_is_han(c) ? c : fold_point(t, c);
        U16_APPEND_UNSAFE(out, n, s);
    }
    return text_utf8(a, out, n);
}

static bool licence_noise(UChar32 c)
{
    if (c == u'第' || c == u'号')
        return true;
    return !(U_GET_GC_MASK(c) & (U_GC_L_MASK | U_GC_N_MASK));
}

/* FNV-1a over the whole key, for the few numbers that are too long: equality is all that is asked of a key. */
static struct str shorten(struct arena *a, struct str key)
{
    if (key.n <= TEXT_LICENCE_MAX)
        return key;
    uint64_t h = 0xcbf29ce484222325u;
    for (size_t i = 0; i < key.n; i++)
        h = (h ^ (unsigned char)key.p[i]) * 0x100000001b3u;
    return str_fmt(a, "%.*s~%016llx", TEXT_LICENCE_MAX - 17, key.p, (unsigned long long)h);
}

struct str text_licence_key(struct arena *a, struct text_tools *t, struct str number)
{
    struct units u = text_units(a, t->compose, number);
    char *out = arena_alloc(a, (size_t)u.n * 7 + 1);
    size_t n = 0;
    for (int32_t i = 0; i < u.n;) {
        UChar32 c;
        U16_NEXT(u.p, i, u.n, c);
        if (text_is_han(c))
            c = fold_point(t, c);
        if (licence_noise(c))
            continue;
        if (c < 0x80)
            out[n++] = (char)(c >= 'a' && c <= 'z' ? c - 32 : c);
        else
            n += (size_t)snprintf(out + n, 8, "u%04X", (unsigned)c);
    }
    return shorten(a, (struct str){out, n});
}

struct str text_version(struct arena *a)
{
    UVersionInfo icu, unicode;
    char icu_text[U_MAX_VERSION_STRING_LENGTH], unicode_text[U_MAX_VERSION_STRING_LENGTH];
    u_getVersion(icu);
    u_getUnicodeVersion(unicode);
    u_versionToString(icu, icu_text);
    u_versionToString(unicode, unicode_text);
    return str_fmt(a, "%d icu %s unicode %s", TEXT_TABLE_VERSION, icu_text, unicode_text);
}
