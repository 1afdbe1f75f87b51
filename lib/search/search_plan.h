/* SPDX-License-Identifier: EUPL-1.2
 * search_plan.h — what a query means and which postings answer it; what postings a name gets. Pure: no SQL. For search/ and its
 * tests (and the benchmark, which makes postings of its own).
 *
 * A posting is (gram, rank). rank = length of the key in characters << 48 | subject id, so that key order is shortest name first.
 * name_gram: gram = two neighbouring characters of the key, or a hash of three (so that a word of three and more has a short list
 * of its own, nearly all hits). pinyin_gram: two neighbouring syllables, or three neighbouring initials, told apart by the top bit.
 * A word of one character, or a syllable alone, has no gram: it is verified, never looked up.
 *
 * Beside each posting stands a signature: 64 bits, three set by each pair of characters of the name, or by each gram of the
 * posting's own kind in pinyin. A posting without all bits of the query's signature cannot be a hit, and needs no probe; one with
 * them may be, in a name of ten characters three times in a hundred for another word of two. Names of one subject and one length
 * share postings, and their signatures are joined. signatures[gram >> 31] goes with a gram.
 */
#ifndef SEARCH_SEARCH_PLAN_H
#define SEARCH_SEARCH_PLAN_H

#include "search/search.h"

#define SEARCH_GRAMS      12  /* of a query: enough to find a rare one */
#define SEARCH_READINGS   4   /* ways to cut letters into syllables */
#define SEARCH_RUNS       4   /* runs of syllables, */
#define SEARCH_INITIALS   2   /* and runs of initials of one query; more are left out */
#define SEARCH_NAME_MAX   200 /* characters of search_name.name_key */
#define SEARCH_PINYIN_MAX 800
#define SEARCH_ID_BITS    48
#define SEARCH_ID_MASK    ((UINT64_C(1) << SEARCH_ID_BITS) - 1)

/* One way to read the query: a name matches when it holds every term. */
struct search_terms {
    bool pinyin;
    size_t n_words, n_initials, n_grams;
    struct str words[SEARCH_WORDS];       /* name: parts of the key; pinyin: " ren min " or " ren min y" */
    struct str initials[SEARCH_INITIALS]; /* pinyin only: "rmyy" */
    uint32_t grams[SEARCH_GRAMS];
    uint64_t signatures[2];       /* what a posting must have to be a hit; 0: nothing known */
    size_t word_of[SEARCH_GRAMS]; /* grams of one word say much the same: one of them is enough */
    bool exact;                   /* having the one gram is having the word: nothing to verify */
};

struct search_plan {
    enum search_kind kind;
    struct str code; /* as uscc_normalise gives it; looked up when 18 long */
    enum uscc_verdict verdict;
    struct str licence;   /* key to look up first; may be empty */
    struct str public_id; /* may be empty */
    struct search_terms readings[SEARCH_READINGS];
    size_t n_readings; /* 0 when only exact finds make sense */
};

void search_plan(struct arena *a, struct text_tools *t, struct str q, struct search_plan *out);

/* Postings of one name. Grams are distinct, in ascending order. */
struct search_grams {
    const uint32_t *p;
    size_t n;
    uint64_t signatures[2];
};
struct search_grams search_name_grams(struct arena *a, struct str key);
struct search_grams search_pinyin_grams(struct arena *a, struct str pinyin);
uint64_t search_rank(struct str key, int64_t subject_id);
/* The stored forms, cut to the columns. */
struct str search_key_of(struct arena *a, struct text_tools *t, struct str name);
struct str search_pinyin_of(struct arena *a, struct text_tools *t, struct str name);

#endif
