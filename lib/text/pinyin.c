/* SPDX-License-Identifier: EUPL-1.2
 * pinyin.c — readings of names (pinyin.h): words of the table first (pinyin_words.c), then one reading a character from Han-Latin,
 * the first character of a name as a surname where Han-Latin/Names knows one. Readings are remembered per character. Not here:
 * cutting of typed letters (pinyin_cut.c). Called when names are stored.
 */
#include <unicode/uchar.h>

#include "base/arena.h"
#include "base/check.h"
#include "base/out.h"
#include "text/pinyin.h"
#include "text/text_internal.h"

/* Letters without tone marks, ü as v; "" when nothing Latin came out. */
static void plain(struct reading *r, const UChar *p, int32_t n)
{
    size_t w = 0;
    for (int32_t i = 0; i < n && w < READING_MAX - 1; i++) {
        UChar c = p[i];
        if (c == 0x308 && w) /* diaeresis, after decomposition */
            r->text[w - 1] = 'v';
        else if (c >= 'a' && c <= 'z')
            r->text[w++] = (char)c;
    }
    r->text[w] = '\0';
}

static struct reading reading_of(UTransliterator *latin, UChar32 c)
{
    struct reading r = {{0}};
    UErrorCode e = U_ZERO_ERROR;
    UChar buf[64], apart[64];
    int32_t n = 0;
    U16_APPEND_UNSAFE(buf, n, c);
    int32_t limit = n;
    utrans_transUChars(latin, buf, &n, 64, 0, &limit, &e);
    const UNormalizer2 *nfd = unorm2_getNFDInstance(&e);
    int32_t apart_n = unorm2_normalize(nfd, buf, n, apart, 64, &e);
    if (U_SUCCESS(e))
        plain(&r, apart, apart_n);
    return r;
}

static void open_latin(struct text_tools *t)
{
    if (t->latin)
        return;
    t->readings = calloc((size_t)2 * 0x10000, sizeof *t->readings);
    if (!t->readings)
        fail(FAIL_MEMORY, "no memory for readings");
    t->latin = text_transliterator("Han-Latin");
    t->surname = text_transliterator("Han-Latin/Names");
}

static struct reading point_reading(struct text_tools *t, UChar32 c, bool first)
{
    UTransliterator *latin = first ? t->surname : t->latin;
    if (c > 0xFFFF)
        return reading_of(latin, c);
    struct reading *r = &t->readings[first ? 0x10000 + c : c];
    if (r->text[0] == '\0') {
        *r = reading_of(latin, c);
        if (r->text[0] == '\0')
            r->text[0] = '-';
    }
    return *r;
}

static void token(struct out *o, bool *first, const char *text)
{
    if (!*first)
        out_char(o, ' ');
    *first = false;
    out_str(o, str_from(text));
}

static void point_token(struct out *o, bool *first, struct text_tools *t, UChar32 c)
{
    static const char *const DIGITS[] = {"ling", "yi", "er", "san", "si", "wu", "liu", "qi", "ba", "jiu"};
    if (c >= '0' && c <= '9') {
        token(o, first, DIGITS[c - '0']);
    } else if (u_isalpha(c) && !text_is_han(c)) {
        UChar32 low = u_tolower(c);
        if (low >= 'a' && low <= 'z')
            token(o, first, (char[]){(char)low, '\0'});
    } else if (text_is_han(c) || c == 0x3007) {
        struct reading r = point_reading(t, c, *first);
        if (r.text[0] && r.text[0] != '-')
            token(o, first, r.text);
    }
}

struct str pinyin_of_name(struct arena *a, struct text_tools *t, struct str name)
{
    open_latin(t);
    struct str simple = text_simplify(a, t, name);
    struct units u = text_units(a, t->compose, simple);
    struct out o;
    out_to_arena(&o, a);
    bool first = true;
    for (int32_t i = 0; i < u.n;) {
        int32_t taken = 0;
        const char *word = pinyin_word(u.p + i, u.n - i, &taken);
        if (word) {
            token(&o, &first, word);
            i += taken;
            continue;
        }
        UChar32 c;
        U16_NEXT(u.p, i, u.n, c);
        point_token(&o, &first, t, c);
    }
    return out_text(&o);
}
