/* SPDX-License-Identifier: EUPL-1.2
 * query.h — what the pages of query share: the program's context, error answers. query is the public-query function for the
 * bureau's website and for developers: JSON and CSV, badge, search box to embed, poster, the page that explains them. It reads
 * public views, has no keys, sets no cookie and writes nothing. The API itself is in api.h.
 */
#ifndef QUERY_QUERY_H
#define QUERY_QUERY_H

#include "archive/archive_cache.h"
#include "http/fastcgi.h"
#include "http/kept.h"
#include "opendata/opendata_rows.h"
#include "program/program.h"

struct app {
    struct program *program;
    struct db *db;
    struct archive_cache known; /* refreshed before each request's handler */
    int64_t changed_stamp;      /* the stamp when changed_at was set */
    struct day changed_day;
    struct instant changed_at; /* since when this process knows of nothing new: Last-Modified */
    struct kept kept;
};

static inline struct app *app_of(struct req *r)
{
    return r->app;
}
struct opendata_maker maker_of(struct req *r);
/* The archive of {code} as anybody may see it today. False: there is none; nothing is written. */
MUST_USE bool query_archive(struct req *r, struct str code, struct archive *x);
/* An address with {code}: query_archive() is its first statement and brings the stamp along. */
bool query_opens_archive(const struct req *r);
/* Cacheable until the next day begins, or for `most` seconds; with Last-Modified; kept for the next asker. variant: see kept.h. */
void query_public(struct req *r, struct str variant, int64_t most);
enum { QUERY_DISPUTE_SECONDS = 60, QUERY_SECONDS = 300 }; /* an objection shows within 60 s */
/* An answer that this process wrote before: it is in the response. */
bool query_again(struct req *r, struct str variant);

/* --- problem.c: errors of the API (RFC 9457) --- */
struct problem_fault { /* one parameter that is wrong */
    struct str name, detail;
};
struct problem {
    int status;
    const char *kind; /* last part of the type's address: not-found */
    struct str title, detail;
    const struct problem_fault *faults;
    size_t n_faults;
};
struct out *problem_write(struct req *r, const struct problem *p);
void problem_not_found(struct req *r);
/* Is the address one of data, whose errors are JSON and which other sites may fetch? */
bool query_is_data(const struct req *r);
/* For http_hooks. */
bool query_error(struct req *r, struct out *o, const struct http_error *e);
bool page_error(struct req *r, struct out *o, const struct http_error *e); /* the part of it for people */

/* The handlers. */
void page_api(struct req *r);     /* every address below /api/v1: see api_table.c */
void page_openapi(struct req *r); /* the document that describes them */
void page_badge(struct req *r);
void page_poster(struct req *r);
void page_embed(struct req *r);
void page_developers(struct req *r);

#endif
