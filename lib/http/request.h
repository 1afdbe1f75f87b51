/* SPDX-License-Identifier: EUPL-1.2
 * request.h — one request as pages see it: decoded, bounded, valid UTF-8. Everything hangs from struct req and lives in its arena.
 * It is filled by request.c before any page code runs; what is malformed has been answered 400, 413 or 414 by then.
 * It is not the response (response.h) and not the form (form.h). Pages may keep pointers to it until they return, no longer.
 */
#ifndef HTTP_REQUEST_H
#define HTTP_REQUEST_H

#include "base/date.h"
#include "base/str.h"
#include "http/limits.h"

struct arena;
struct form_state;
struct http_program;
struct resp;
struct route;

enum http_method { HTTP_GET, HTTP_HEAD, HTTP_POST, HTTP_OTHER };

struct http_pair {
    struct str name, value;
};
struct http_pairs {
    struct http_pair *p;
    size_t n, cap;
};

struct req {
    struct arena *arena;
    struct str id;      /* 16 hex digits, random; shown to people, in each log line and in X-Request-Id of the response */
    struct instant now; /* read once */
    struct day today;
    enum http_method method;
    struct str path;      /* decoded; no NUL, no control bytes, no empty or dot segment */
    struct str raw_query; /* as sent, without '?' */
    struct str target;    /* path and query as sent: for "back to where you were" (url_local decides) */
    struct http_pairs query, cookies;
    struct str host, remote, user_agent; /* remote: the address nginx saw */
    struct str origin, sec_fetch_site, if_none_match, accept, accept_language;
    struct str content_type;
    size_t content_length;
    bool https;

    const struct http_program *program;
    const struct route *route;              /* NULL until matched */
    struct str captures[HTTP_CAPTURES_MAX]; /* decoded, in the order of the pattern */

    void *app;      /* the program's context: database, regime, configuration */
    void *actor;    /* who; set by hooks.authenticate, NULL for nobody */
    uint32_t roles; /* the actor's roles as a mask; set by hooks.authenticate */
    void *object;   /* what the route's guard opened */

    const void *form;              /* POST: the typed struct of the route's form table */
    const void *form_unfit;        /* POST that is shown again: what could be read of it, so that files are not lost; else NULL */
    struct form_state *form_state; /* POST: the typed-in values and the errors; NULL on GET */
    struct str form_token;         /* POST: the idempotency token of this form */
    uint8_t body_hash[32];         /* POST: of the fields without csrf and token, to tell a repeated form from an edited one */

    struct resp *resp; /* response.h writes to it */
};

/* --- query -------------------------------------------------------------------------------------------------------------------
 * A name given twice is answered 400 unless the route lists it in `repeats`. Unknown names are left alone. Values are decoded
 * ('+' is a blank) and trimmed of blanks at both ends. */
struct str req_query(const struct req *r, struct str name); /* empty when absent */
bool req_query_has(const struct req *r, struct str name);   /* present, maybe empty */
/* Absent, malformed or out of lo…hi: fallback. */
int64_t req_query_int(const struct req *r, struct str name, int64_t lo, int64_t hi, int64_t fallback);
struct day req_query_day(const struct req *r, struct str name); /* DAY_NONE when absent or no date */
/* The values of a repeated name, in order; count_out may be 0. */
const struct str *req_query_all(const struct req *r, struct str name, size_t *count_out);

/* --- path captures: "/entity/{code}" gives "code". CHECKs that the matched pattern has the name. ---------------------------------
 */
struct str req_capture(const struct req *r, const char *name);
/* A capture as a whole number in lo…hi, without sign or leading zeros; false when it is none (answer 404). */
bool req_capture_int(const struct req *r, const char *name, int64_t lo, int64_t hi, int64_t *value_out);

/* The name without __Host-; the prefix is added where the site is served over https. Empty when absent. */
struct str req_cookie(const struct req *r, struct str name);

/* --- the parsers, for request.c and the fuzzers: true, or false with *status_out = 400 or 414 --- */
bool http_decode(struct arena *a, struct str encoded, bool plus_is_blank,
                 struct str *out); /* strict %XX, UTF-8, no NUL or control
                                      bytes but TAB, CR, LF with plus_is_blank */
bool http_parse_path(struct arena *a, struct str raw, struct str *out, int *status_out);
bool http_parse_query(struct arena *a, struct str raw, struct http_pairs *out, int *status_out);
bool http_parse_cookies(struct arena *a, struct str header, struct http_pairs *out, int *status_out);
struct str http_pair_get(const struct http_pairs *pairs, struct str name); /* the first; p == NULL when absent */

#endif
