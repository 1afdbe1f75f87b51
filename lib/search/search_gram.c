/* SPDX-License-Identifier: EUPL-1.2
 * search_gram.c — the postings of a name (search_plan.h). Pure. Called when names are written, by search_plan.c for queries, and by
 * the benchmark. How grams are packed is known here only.
 */
#include "base/arena.h"
#include "base/check.h"
#include "search/search_gram.h"
#include "text/pinyin.h"
#include "text/text.h"

uint32_t search_pair(int32_t first, int32_t second)
{
    return ((uint32_t)first & 0xFFFF) << 16 | ((uint32_t)second & 0xFFFF);
}

uint32_t search_triple(int32_t first, int32_t second, int32_t third)
{
    const uint64_t slots = (uint64_t)(0xF900 - 0xD800) << 16;
    uint64_t h = (uint64_t)first << 42 | (uint64_t)second << 21 | (uint64_t)third;
    h = (h ^ (h >> 29)) * 0xbf58476d1ce4e5b9u;
    return UINT32_C(0xD8000000) + (uint32_t)((h ^ (h >> 32)) % slots);
}

uint32_t search_syllables(int first, int second)
{
    CHECK(first > 0 && first < PINYIN_MAX && second > 0 && second < PINYIN_MAX);
    return (uint32_t)first << 9 | (uint32_t)second;
}

uint32_t search_trigram(const char *initials)
{
    const unsigned char *c = (const unsigned char *)initials;
    return UINT32_C(1) << 31 | ((uint32_t)c[0] << 16 | (uint32_t)c[1] << 8 | c[2]);
}

/* Three of 64: with two, a rare word shares both with a common ending too often; with four, long names have them all. Stored: to
 * change it is to make the index again. */
uint64_t search_bits(uint32_t gram)
{
    uint64_t h = gram * UINT64_C(0x9e3779b97f4a7c15);
    h = (h ^ (h >> 29)) * 0xbf58476d1ce4e5b9u;
    return UINT64_C(1) << (h >> 58) | UINT64_C(1) << (h >> 52 & 63) | UINT64_C(1) << (h >> 46 & 63);
}

static int by_value(const void *x, const void *y)
{
    uint32_t a = *(const uint32_t *)x, b = *(const uint32_t *)y;
    return (a > b) - (a < b);
}

static struct search_grams distinct(uint32_t *p, size_t n)
{
    if (n)
        qsort(p, n, sizeof *p, by_value);
    size_t w = 0;
    for (size_t i = 0; i < n; i++)
        if (w == 0 || p[w - 1] != p[i])
            p[w++] = p[i];
    return (struct search_grams){.p = p, .n = w};
}

struct search_grams search_name_grams(struct arena *a, struct str key)
{
    uint32_t *p = ARENA_ARRAY(a, uint32_t, key.n * 2 + 1);
    size_t n = 0, at = 0;
    uint64_t signature = 0;
    int32_t before2 = -1, before = -1;
    while (at < key.n) {
        int32_t c = utf8_next(key, &at);
        if (before >= 0) {
            p[n++] = search_pair(before, c);
            signature |= search_bits(p[n - 1]);
        }
        if (before2 >= 0)
            p[n++] = search_triple(before2, before, c);
        before2 = before;
        before = c;
    }
    struct search_grams g = distinct(p, n);
    g.signatures[0] = g.signatures[1] = signature;
    return g;
}

struct search_grams search_pinyin_grams(struct arena *a, struct str pinyin)
{
    struct str initials = pinyin_initials(a, pinyin), rest = pinyin, token;
    uint32_t *p = ARENA_ARRAY(a, uint32_t, initials.n * 2 + 1);
    size_t n = 0;
    int before = 0;
    while (pinyin.n && str_cut(&rest, ' ', &token)) {
        int number = pinyin_number(token);
        if (before && number)
            p[n++] = search_syllables(before, number);
        before = number;
    }
    for (size_t i = 0; i + 3 <= initials.n; i++)
        p[n++] = search_trigram(initials.p + i);
    struct search_grams g = distinct(p, n);
    for (size_t i = 0; i < g.n; i++)
        g.signatures[g.p[i] >> 31] |= search_bits(g.p[i]);
    return g;
}

uint64_t search_rank(struct str key, int64_t subject_id)
{
    CHECK(subject_id > 0 && (uint64_t)subject_id <= SEARCH_ID_MASK);
    uint64_t length = utf8_count(key);
    return (length < 1023 ? length : 1023) << SEARCH_ID_BITS | (uint64_t)subject_id;
}

struct str search_key_of(struct arena *a, struct text_tools *t, struct str name)
{
    return utf8_prefix(text_key(a, t, name), SEARCH_NAME_MAX);
}

struct str search_pinyin_of(struct arena *a, struct text_tools *t, struct str name)
{
    struct str pinyin = pinyin_of_name(a, t, name);
    if (pinyin.n <= SEARCH_PINYIN_MAX)
        return pinyin;
    size_t n = SEARCH_PINYIN_MAX;
    while (n && pinyin.p[n] != ' ') /* whole syllables only */
        n--;
    return str_sub(pinyin, 0, n);
}
