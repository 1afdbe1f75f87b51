/* SPDX-License-Identifier: EUPL-1.2
 * pinyin.h — the syllables of a Chinese name, and a typed row of Latin letters cut into syllables. One reading a character, chosen
 * by a table of words (place names first), else by Han-Latin/Names. Syllables are ASCII lower case without tones, ü written v (lv,
 * nve); letters and digits of the name are tokens of their own. Computed when a name is stored, never for a query in characters.
 * Knows nothing of the database or of how grams are packed (search/).
 */
#ifndef TEXT_PINYIN_H
#define TEXT_PINYIN_H

#include "base/str.h"

struct arena;
struct text_tools;

/* Tokens with single blanks between: 遂溪县人民医院 → "sui xi xian ren min yi yuan"; 吕女士A2 → "lv nv shi a er". */
struct str pinyin_of_name(struct arena *a, struct text_tools *t, struct str name);
/* First letters of the tokens: "sxxrmyy". */
struct str pinyin_initials(struct arena *a, struct str pinyin);

/* 1…PINYIN_MAX-1 for a syllable of Putonghua or a single letter; 0 for anything else. Stable within one text_version(). */
#define PINYIN_MAX 512
int pinyin_number(struct str token);

/* What the user typed: letters folded to lower case, ü, u: and yu after l and n to v; blanks and apostrophes are fixed borders. */
struct pinyin_cut {
    struct str syllables; /* with single blanks between; may be empty */
    size_t n;             /* how many */
    struct str tail;      /* letters that begin one more syllable (renminy → y); may be empty */
};
/* Every way to cut the letters into syllables with at most a tail left over, longest syllables first: xian → "xian", "xi an". At
 * most max of them; 0 when the letters are no pinyin (sxrmyy). The tail is empty whenever some cut needs none. */
size_t pinyin_cuts(struct arena *a, struct str letters, struct pinyin_cut *cuts_out, size_t max);
/* Lower case, half width, v for ü; STR_NONE when s holds anything but Latin letters, ü, blanks, apostrophes and hyphens. Blanks are
 * kept (one each). */
struct str pinyin_letters(struct arena *a, struct str s);

#endif
