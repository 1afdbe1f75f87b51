/* SPDX-License-Identifier: EUPL-1.2
 * fastcgi.h — the program around the pages: what a program is, the inner loop that turns one request into one response in memory,
 * and the outer one over a FastCGI socket. One request at a time. The order is fixed: parse → route → Origin → who → roles → guard
 * → body → csrf → form → token → handler; any step may end it with an error page. CHECK failures log method, path, route and
 * request id (no body, no cookie) and the process dies; fail() is rolled back and answered 503 with Retry-After: 5, and after
 * FAIL_DATABASE the process leaves, to be started anew by its supervisor.
 */
#ifndef HTTP_FASTCGI_H
#define HTTP_FASTCGI_H

#include "base/check.h"
#include "http/response.h"
#include "http/route.h"

enum http_token_verdict {
    HTTP_TOKEN_FRESH,   /* not seen: the handler runs, and stores r->form_token and r->body_hash in its own transaction */
    HTTP_TOKEN_DONE,    /* the same form was done before: the hook has written the response (303 to the first result) */
    HTTP_TOKEN_CONFLICT /* the same token with other content: 409 */
};

struct http_hooks { /* each may be NULL */
    /* Sets r->actor and r->roles from the session cookie; called for every request that has a route. */
    void (*authenticate)(struct req *r);
    /* Nobody is signed in and the route wants a role: writes the response (303 to the log-in page). NULL: 401. */
    void (*need_login)(struct req *r);
    /* csrf: the hidden field, empty when missing. Required when a POST route without ROUTE_NO_CSRF exists. */
    bool (*check_csrf)(struct req *r, struct str csrf);
    enum http_token_verdict (*check_token)(struct req *r);
    /* Renders a whole error page into o (status and headers are set already). False: use the plain one. */
    bool (*render_error)(struct req *r, struct out *o, const struct http_error *e);
    /* After fail(): roll back, drop what is broken. Must not fail itself. */
    void (*rollback)(void *app, enum fail_kind kind);
    /* After each request, whatever its end; the response is complete. Must not fail. */
    void (*finish)(struct req *r);
};

struct http_config {
    bool https;            /* HSTS, Secure and __Host- cookies */
    struct str origin;     /* "https://credit.example.gov.cn": what Origin must be on POST; empty: scheme and Host of the request */
    bool private_site;     /* staff and accounts: Referrer-Policy same-origin (no-referrer would make browsers send Origin: null) */
    const char *csp;       /* NULL: the public one, without script */
    size_t arena_bytes;    /* 0: HTTP_ARENA_BYTES */
    unsigned max_requests; /* leave after so many; 0: never */
    unsigned requests_per_connection; /* give a kept connection up after so many; 0: never */
    bool access_log;
    struct instant (*now)(void); /* NULL: clock_now */
};

struct http_program {
    const char *name;
    const struct route *routes;
    size_t n_routes;
    struct http_hooks hooks;
    struct http_config config;
    void *app;
};

/* --- the outer loop --- */
/* Serves the socket on file descriptor 0 (systemd, spawn-fcgi), or the given path when socket_path is not NULL, until SIGTERM,
 * max_requests or a lost database; finishes the request at hand. Returns the exit status: 0, or 69 when the database was lost. */
int http_serve(const struct http_program *program, const char *socket_path);
/* Before there is a program to serve: answers 503 on file descriptor 0 until ready(), which is asked a few times a second. False at
 * once when file descriptor 0 is not a listening socket. */
bool http_wait(bool (*ready)(void *arg), void *arg);

/* --- the inner one: also for golden pages and unit tests, which need no socket --- */
struct http_input {
    const char *const *envp;                       /* "NAME=value", NULL at the end, as FastCGI gives them */
    size_t (*read)(void *arg, char *to, size_t n); /* fewer than n: that was all */
    void *arg;
};
struct http_server;

/* CHECKs the route table. The program must outlive it. */
struct http_server *http_server_new(const struct http_program *program);
void http_server_free(struct http_server **s);
/* A whole response in CGI form ("Status: 200 OK\r\n…\r\n\r\nbody"), valid until the next call. Never fails. */
struct str http_handle(struct http_server *s, const struct http_input *in);
/* The same with the body in memory. */
struct str http_handle_bytes(struct http_server *s, const char *const *envp, struct str body);
/* The process should leave after the last response. */
bool http_server_leaving(const struct http_server *s);

#endif
