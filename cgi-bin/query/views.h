/* SPDX-License-Identifier: EUPL-1.2
 * views.h — views of query's pages, one struct a template of templates/query. Text is in its final wording and lives in the
 * request's arena. Owns nothing.
 */
#ifndef QUERY_VIEWS_H
#define QUERY_VIEWS_H

#include "html/html.h"
#include "views/form.h"

/* error */
struct problem_view {
    struct page page;
    int status;
    struct str text, todo;
};

#endif
