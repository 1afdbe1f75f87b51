/* SPDX-License-Identifier: EUPL-1.2
 * text_internal.h — what the files of text/ share: the opened tables, UTF-16 buffers, the variant table. For text/ only.
 */
#ifndef TEXT_TEXT_INTERNAL_H
#define TEXT_TEXT_INTERNAL_H

#include <unicode/unorm2.h>
#include <unicode/ustring.h>
#include <unicode/utrans.h>

#include "text/text.h"

/* Raise when the fold, the variants or the words of pinyin_words.c change: stored keys are then made again. */
#define TEXT_TABLE_VERSION 1
/* Longer input is cut: no name of a subject comes near. */
#define TEXT_POINTS_MAX 2000

#define FOLD_UNKNOWN 0
#define FOLD_DROP    0xFFFF
#define READING_MAX  8

struct reading {
    char text[READING_MAX]; /* "" unknown, "-" none */
};

struct text_tools {
    const UNormalizer2 *casefold, *compose;
    UTransliterator *simplify;
    UTransliterator *latin, *surname; /* opened by the first pinyin_of_name: they cost as much as all the rest */
    uint16_t fold[0x10000];           /* per code point of the basic plane, filled as needed */
    struct reading *readings;         /* 0x10000 of them, then as many for the first character of a name */
};

struct units {
    UChar *p;
    int32_t n;
};

/* UTF-8 to UTF-16, normalised; malformed bytes become U+FFFD, which every fold drops. */
struct units text_units(struct arena *a, const UNormalizer2 *form, struct str s);
struct str text_utf8(struct arena *a, const UChar *p, int32_t n);
UTransliterator *text_transliterator(const char *id);
/* One character, traditional to simplified and variants. */
UChar32 text_simple_point(struct text_tools *t, UChar32 c);
/* 0 when c has no variant in our table; see text_variants.c. */
UChar32 text_variant(UChar32 c);

/* The reading of the longest word of the table that starts at p (n units): *units_out taken, syllables returned; NULL when none
 * does. */
const char *pinyin_word(const UChar *p, int32_t n, int32_t *units_out);

#endif
