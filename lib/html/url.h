/* SPDX-License-Identifier: EUPL-1.2
 * url.h — the only values that href, src, action and the like can print. A url is built here from a literal pattern and encoded
 * arguments; text from a form or a database cannot become one by assignment. It does not parse requests (http/ does).
 * Pages build them while filling their view; everything lives in the arena given (or in the literal).
 */
#ifndef HTML_URL_H
#define HTML_URL_H

#include "base/str.h"

struct url {
    struct str s;
};

/* URL_STATIC("/search"): a literal as it is. CHECKs that it is site-relative: starts with '/' (not "//"), '#' or '?'. */
#define URL_STATIC(literal) url_static(STR(literal))
struct url url_static(struct str literal);

/* URL_PATH(a, "/entity/{}/why/{}", code, year_text): each {} takes the next struct str, percent-encoded as one segment ('/' becomes
 * %2F). An argument that is empty, "." or ".." has no safe form in a path and becomes "_". The count of {} and arguments is
 * CHECKed. */
#define URL_PATH(a, pattern, ...)                                                                                                  \
    url_path((a), "" pattern, (const struct str[]){__VA_ARGS__}, sizeof((const struct str[]){__VA_ARGS__}) / sizeof(struct str))
struct url url_path(struct arena *a, const char *pattern, const struct str *args, size_t n);

/* Adds ?name=value or &name=value, both encoded, in front of a fragment. An empty value is added too. */
struct url url_query(struct arena *a, struct url u, struct str name, struct str value);
/* Decimal value. */
struct url url_query_int(struct arena *a, struct url u, struct str name, int64_t value);
/* Sets #fragment (encoded), replacing the one there. */
struct url url_fragment(struct arena *a, struct url u, struct str fragment);

/* A link out of the site: only http:// and https://, else "#". Blanks, quotes, controls and non-ASCII bytes are percent-encoded. */
struct url url_external(struct arena *a, struct str s);
/* A site-relative address that came with a request (where to go after log-in). False, and "/" in *out, for anything else. */
bool url_local(struct arena *a, struct str s, struct url *out);

#endif
