/* SPDX-License-Identifier: EUPL-1.2
 * internal.h — what the files of http/ share among themselves. Pages do not include it.
 */
#ifndef HTTP_INTERNAL_H
#define HTTP_INTERNAL_H

#include "http/fastcgi.h"

struct resp_headers {
    struct http_pair *p;
    size_t n, cap;
};

struct resp {
    int status; /* 0: nothing yet */
    struct str type;
    struct out body;
    bool has_body, attachment, open_data, embeddable;
    struct resp_headers headers, cookies; /* cookies outlive a response that is dropped for another */
    struct str vary;
    bool is_public;
    struct str version;
    struct str etag; /* worked out before the end, for a body of etag_for bytes */
    size_t etag_for;
    int64_t seconds;
};

/* request.c: fills everything but program, route, actor, app. 0, or the status to answer. */
int request_read(struct req *r, const char *const *envp);
/* Random bytes of the kernel as lower-case hex digits. */
struct str request_random_hex(struct arena *a, size_t bytes);

/* server.c: method, path, route and request id to the log, for a failed CHECK. */
void server_dump(struct http_server *s);

/* response.c: a new empty response; forgets the one there was, cookies too. */
void resp_begin(struct req *r);
/* The whole of it in CGI form, in r->arena; decides 304 and leaves the body out for HEAD. */
struct str resp_finish(struct req *r);
/* The reason phrase; "Unknown" for others. */
const char *resp_reason(int status);
/* Starts an empty response of this status, without touching cookies. */
void resp_start(struct req *r, int status);

/* error_page.c: the fixed words of a status, and the page in them. */
struct http_error http_error_words(int status);
void error_page_write(struct req *r, const struct http_error *e);
/* The page that needs no hook: for when the hook itself failed. */
void error_page_plain(struct req *r, const struct http_error *e);

/* post.c: reads the body, checks csrf and token, fills the form, and calls the handler or reshow. */
void post_handle(struct req *r, const struct http_input *in, struct arena **upload);

/* form_value.c: one field from text to its typed member. False: the message is in *why_out. */
struct form_reading {
    struct arena *arena;
    const struct form_field *field;
    void *to; /* the member */
    struct str message;
};
bool form_convert(struct form_reading *in, struct str raw);
/* A DATE3 field from its three parts; *part_out: which part to point at, "year", "month" or "day". */
bool form_convert_date3(struct form_reading *in, const struct str parts[3], const char **part_out);
struct str form_missing_message(struct arena *a, const struct form_field *f);
/* What a field left empty gives. */
void form_set_absent(const struct form_field *f, void *to);
/* The text as it is kept to be shown again. */
bool form_keeps_value(enum form_type t);
bool form_is_repeated(enum form_type t);

#endif
