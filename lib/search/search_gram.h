/* SPDX-License-Identifier: EUPL-1.2
 * search_gram.h — how one gram is packed; for search_gram.c and search_plan.c.
 */
#ifndef SEARCH_SEARCH_GRAM_H
#define SEARCH_SEARCH_GRAM_H

#include "search/search_plan.h"

/* Code points beyond the basic plane share grams with others: hits on them are verified. */
uint32_t search_pair(int32_t first, int32_t second);
/* Three neighbouring characters, hashed into values that no pair of the basic plane has (those that would begin with a surrogate or
 * a private character); always verified. */
uint32_t search_triple(int32_t first, int32_t second, int32_t third);
/* pinyin_number() of two neighbouring syllables. */
uint32_t search_syllables(int first, int second);
/* Three letters. */
uint32_t search_trigram(const char *initials);
/* What the gram sets in a signature. */
uint64_t search_bits(uint32_t gram);

#endif
