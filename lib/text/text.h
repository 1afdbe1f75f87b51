/* SPDX-License-Identifier: EUPL-1.2
 * text.h — names folded to search keys, licence numbers folded to lookup keys. Two spellings of one name (traditional or
 * simplified, full or half width, capitals, brackets, blanks, 第二 or 第2) give one key. A key is for comparing, never for showing.
 * The fold works character by character, apart from runs of numerals: so the key of a fragment is a part of the key of the whole
 * name, and "name contains the fragment" is a plain substring test on the keys. Keys depend on the ICU release: they are stored
 * with text_version() beside them and rebuilt (search_rebuild) when it changes. Knows nothing of the database. Called by search/,
 * subject imports and the lookup pages.
 */
#ifndef TEXT_TEXT_H
#define TEXT_TEXT_H

#include "base/str.h"

struct arena;
/* The opened Unicode tables of a process: made once at start (some 10 ms), never shared between threads. */
struct text_tools;

/* Never NULL: fail(FAIL_CONFIG) when the Unicode data is missing. Open before the sandbox closes. */
struct text_tools *text_open(void);
void text_close(struct text_tools **t);

/* NFKC and case fold, traditional to simplified, a small table of variants, numerals to digits (十二 → 12, 二十 → 20, 〇 → 0);
 * brackets, blanks, punctuation and symbols dropped; malformed UTF-8 skipped. Empty when nothing is left. */
struct str text_key(struct arena *a, struct text_tools *t, struct str name);
/* The same for a query: its words, split at blanks and full-width blanks, each folded; empty ones left out. At most max. */
size_t text_words(struct arena *a, struct text_tools *t, struct str query, struct str *words_out, size_t max);

/* NFKC, traditional to simplified and variants only; case, punctuation and numerals as they are: what pinyin is made from. */
struct str text_simplify(struct arena *a, struct text_tools *t, struct str name);

/* Licence, certificate and document numbers: ASCII upper case; blanks, dashes, dots, slashes, every kind of bracket, 第 and 号
 * dropped; other characters as u + hex code point, so that the key is ASCII and still tells 粤 from 湘. Over TEXT_LICENCE_MAX bytes
 * the tail is replaced by its hash. Empty when nothing is left. */
#define TEXT_LICENCE_MAX 100
struct str text_licence_key(struct arena *a, struct text_tools *t, struct str number);

/* Names the fold: our own table's number, ICU release, Unicode release. Kept in setting 'text_version'. */
struct str text_version(struct arena *a);

bool text_is_han(int32_t code_point);

#endif
