/* SPDX-License-Identifier: EUPL-1.2
 * route.h — a program's addresses: one const table, read at start and printed by `PROGRAM --routes`. A row says who may come, what
 * the form is, what opens the object and why the page exists; nothing of that is left to the handler to remember.
 * It does not know roles or objects: those are masks and callbacks of the program.
 *
 *   static const struct route ROUTES[] = {
 *       {HTTP_GET, "/entity/{code}", page_entity, ROUTE_PUBLIC, .purpose = "archive page of one subject"},
 *       {HTTP_GET, "/staff/grading/{id}", page_grading, ROLE_REVIEWER | ROLE_APPROVER, .guard = guard_grading, .purpose = "…"},
 *       {HTTP_POST, "/staff/grading/{id}/sign", act_sign, ROLE_APPROVER, .guard = guard_grading, .form = &SIGN_FORM,
 *        .reshow = show_sign, .purpose = "second signature"},
 *   };
 */
#ifndef HTTP_ROUTE_H
#define HTTP_ROUTE_H

#include "base/out.h"
#include "http/form.h"
#include "http/request.h"

#define ROUTE_PUBLIC    UINT32_C(0x80000000) /* anybody, signed in or not; bits 0–29 are the program's roles */
#define ROUTE_SIGNED_IN UINT32_C(0x40000000) /* any actor, whatever the role */

enum route_flag {
    ROUTE_NO_CSRF = 1, /* POST before there is a session (log-in): the pre-session token is checked by hooks.check_csrf all the same
                          when it is in the form; Origin is checked always */
    ROUTE_NO_TOKEN = 2, /* a POST that is harmless twice by nature (log-out, a preview): no idempotency token */
};

typedef void (*route_fn)(struct req *r);
/* Opens the object named by the captures for this actor into r->object; false: 404, the same as for what is not there. */
typedef bool (*route_guard_fn)(struct req *r);
/* The form again with its errors: answers with form_status(f), normally 422. */
typedef void (*route_reshow_fn)(struct req *r, struct form_state *f);

struct route {
    enum http_method method; /* HTTP_GET (serves HEAD too) or HTTP_POST */
    const char *pattern;     /* "/", "/entity/{code}/why/{year}": a {name} takes one whole segment */
    route_fn handle;
    uint32_t roles;              /* 0 does not start */
    unsigned flags;              /* enum route_flag */
    const struct form_def *form; /* POST: always */
    route_reshow_fn reshow;      /* POST with fields: always */
    route_guard_fn guard;
    size_t upload_limit; /* multipart bytes of files; 0 = HTTP_UPLOAD_MAX when the form has a file */
    const char *repeats; /* names of query parameters that may come more than once: "type town" */
    const char *purpose; /* English, for --routes and the access matrix; required */
};

enum route_result {
    ROUTE_MATCH,
    ROUTE_NONE,   /* 404 */
    ROUTE_METHOD, /* 405; allow_out says what is allowed */
    ROUTE_SLASH,  /* 301 to the same path without the slash at its end */
};

/* Exact segments win over {name}, left to right. captures has room for HTTP_CAPTURES_MAX. */
enum route_result route_match(const struct route *table, size_t n, enum http_method method, struct str path,
                              const struct route **route_out, struct str *captures, const char **allow_out);

/* At start: CHECKs every row (roles, purpose, handler, pattern syntax, form on POST and only there, reshow, no two rows for the
 * same addresses, form tables sound). The message of a failed CHECK names the row in the log line before it. */
void route_table_check(const struct route *table, size_t n);
/* Names of the role bits 0…, for printing. */
struct route_role_names {
    const char *const *p;
    size_t n;
};
/* METHOD TAB pattern TAB roles TAB csrf TAB form TAB guard TAB purpose, one row a line, in table order. */
void route_print(struct out *o, const struct route *table, size_t n, struct route_role_names names);
/* The same, checked, on standard output: PROGRAM --routes. The exit status. */
int route_print_all(const struct route *table, size_t n, struct route_role_names names);

/* Index of {name} in pattern, or -1. */
int route_capture_index(const char *pattern, const char *name);

#endif
