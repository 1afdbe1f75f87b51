/* SPDX-License-Identifier: EUPL-1.2
 * pages.h — what query's pages for people share: their frame, and an organisation's grade as badge and poster show it.
 */
#ifndef QUERY_PAGES_H
#define QUERY_PAGES_H

#include "query/query.h"
#include "query/views.h"
#include "views/public_page.h"

struct page page_frame(struct req *r, struct str title);

struct badge_of {
    struct archive x;
    struct badge badge;
    struct str label; /* A级（优）, or the word of the state */
    int year;         /* 0: no grade */
    struct str meaning;
};
/* False: 404 is written, the same for unknown, hidden and a natural person. */
MUST_USE bool badge_open(struct req *r, struct str code, struct badge_of *b);

#endif
