/* SPDX-License-Identifier: EUPL-1.2
 * response.h — the one buffered response of a request. Pages choose status, type and cacheability and write a body; the headers
 * that every response must have (CSP, nosniff, Referrer-Policy, COOP, CORP, Permissions-Policy, Cache-Control, HSTS under https)
 * are set in response.c and nowhere else. A response is private (no-store) unless the page calls resp_public(). Starting a second
 * response drops the first: an error page may replace half a page.
 */
#ifndef HTTP_RESPONSE_H
#define HTTP_RESPONSE_H

#include "base/out.h"
#include "html/url.h"
#include "http/request.h"

/* --- a body: render the template into what is returned; valid until the handler returns ------------------------------------------
 */
struct out *resp_html(struct req *r, int status);
struct out *resp_json(struct req *r, int status);
struct out *resp_text(struct req *r, int status);
struct out *resp_typed(struct req *r, int status, struct str content_type); /* any other; a literal of ours */
/* A file to keep: Content-Disposition: attachment with the name in UTF-8 and an ASCII stand-in. content_type is a literal of ours.
 */
struct out *resp_download(struct req *r, struct str file_name, struct str content_type);

/* --- redirects (no body) --- */
void resp_see_other(struct req *r, struct url to); /* 303: after every POST that worked */
void resp_moved(struct req *r, struct url to);     /* 301: an old address */

/* --- errors: hooks.render_error makes the page; plain HTML when there is no hook or it fails --- */
/* 400 401 403 404 405 406 409 413 414 415 422 429 500 503, each with fixed Chinese words: what happened, what to do, request id. */
void resp_error(struct req *r, int status);
void resp_not_found(struct req *r);                         /* 404, the same for "not there" and "not for you" */
void resp_forbidden(struct req *r);                         /* 403: signed in, but without the role */
void resp_conflict(struct req *r, struct str what);         /* 409; what: a sentence on who did what meanwhile */
void resp_too_many(struct req *r, int retry_after_seconds); /* 429 */

struct http_error {
    int status;
    struct str title; /* 页面不存在 */
    struct str what;  /* one sentence: what happened */
    struct str todo;  /* one sentence: what to do now */
};

/* --- cacheability --- */
/* Anybody may keep this page for min(300, seconds_to_transition) seconds: the time until what is shown changes by law (a publicity
 * period ends, a record expires, midnight). 0 or less: no-cache. Gives a strong ETag over the body and version (versions of the
 * entity, regime and templates); If-None-Match is answered 304 by the loop. CHECKs that no cookie is set. */
void resp_public(struct req *r, struct str version, int64_t seconds_to_transition);
/* For a page that is kept and sent again. After the last byte and resp_public: its ETag, in the request's arena. */
struct str resp_etag(struct req *r);
/* Instead of resp_public: the same bytes as before, with the ETag that they had. */
void resp_public_again(struct req *r, struct str etag, int64_t seconds_to_transition);
/* Seconds from the request's instant to the next midnight in Shanghai, the usual transition. */
int64_t resp_seconds_to_midnight(const struct req *r);
/* Open data: pages of any other site may fetch and show it. Never for HTML. Stays when the response is dropped for an error. */
void resp_open_data(struct req *r);
/* This page alone may stand in a frame of another site. */
void resp_embeddable(struct req *r);
/* Adds to Vary. */
void resp_vary(struct req *r, struct str header);

/* --- other headers --- */
/* name and value from code; CHECKed against control bytes. The fixed ones above cannot be set here. */
void resp_header(struct req *r, struct str name, struct str value);
/* At log-out: Clear-Site-Data. */
void resp_clear_site_data(struct req *r);

enum resp_same_site { SAME_SITE_STRICT, SAME_SITE_LAX };
/* HttpOnly, Path=/, Secure and the __Host- prefix under https. max_age_seconds: 0 = until the browser closes, < 0 = delete now. */
void resp_cookie(struct req *r, struct str name, struct str value, int64_t max_age_seconds, enum resp_same_site same_site);

int resp_status(const struct req *r); /* 0 while nothing has been written */
struct str resp_body(const struct req *r);

#endif
