/* SPDX-License-Identifier: EUPL-1.2
 * pages.h — the views of query's pages for people, one struct a template, and their common frame. Text is in its final wording.
 */
#ifndef QUERY_PAGES_H
#define QUERY_PAGES_H

#include "query/query.h"
#include "query/views.h"
#include "views/public_page.h"

struct page page_frame(struct req *r, struct str title);

#endif
