/* SPDX-License-Identifier: EUPL-1.2
 * search_walk.h — walking posting lists; between search_store.c (finds and pages) and search_walk_store.c (the SQL of the walk).
 */
#ifndef SEARCH_SEARCH_WALK_H
#define SEARCH_SEARCH_WALK_H

#include "search/search_plan.h"

struct search_candidate {
    uint64_t rank;
    struct str former_key; /* key of the former name that matched, when known; empty: the present name, or not known yet */
};

/* Distinct subjects in order of rank. */
struct search_found {
    struct search_candidate *p;
    size_t n;
    bool unfinished; /* the work limit was reached */
};

struct search_filter {
    bool any;
    size_t enough; /* stop at one more than this many; SEARCH_COUNT_CAP unless filtered */
    struct str type, division_prefix;
    struct str grade_pattern; /* regular expression over the grade or "-"; empty: any */
    int year;
};

/* At most f->enough + 1 subjects that match the terms and the filter, the first by rank. */
struct search_found search_walk(struct db *db, struct arena *a, const struct search_terms *t, const struct search_filter *f);

#endif
