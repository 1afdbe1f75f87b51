/* SPDX-License-Identifier: EUPL-1.2
 * harness.h — a request in one call and the parts of its response, for the tests of http/. No socket.
 */
#ifndef UNIT_HTTP_HARNESS_H
#define UNIT_HTTP_HARNESS_H

#include "support/unit.h"

#include "base/arena.h"
#include "base/check.h"
#include "http/fastcgi.h"

enum { ENV_MAX = 24 };

struct answer {
    int status;
    struct str head, body; /* head: up to the empty line */
};

/* method and uri, then up to 20 more "NAME=value", NULL at the end. */
static inline struct answer ask_env(struct http_server *s, struct arena *a, const char *method, const char *uri,
                                    const char *const *more, struct str body)
{
    const char *env[ENV_MAX + 1];
    size_t n = 0;
    env[n++] = str_cstr(a, str_fmt(a, "REQUEST_METHOD=%s", method));
    env[n++] = str_cstr(a, str_cat(a, STR("REQUEST_URI="), str_from(uri)));
    env[n++] = "HTTP_HOST=credit.test";
    env[n++] = "REMOTE_ADDR=192.0.2.7";
    for (; more && *more && n < ENV_MAX; more++)
        env[n++] = *more;
    env[n] = NULL;
    struct str whole = str_dup(a, http_handle_bytes(s, env, body));
    assert_true(str_starts(whole, STR("Status: ")));
    ptrdiff_t end = str_find(whole, STR("\r\n\r\n"), 0);
    assert_true(end > 0);
    int64_t status = 0;
    assert_true(str_int(str_sub(whole, 8, 11), &status));
    return (struct answer){(int)status, str_sub(whole, 0, (size_t)end + 2), str_sub(whole, (size_t)end + 4, whole.n)};
}

static inline struct answer get(struct http_server *s, struct arena *a, const char *uri)
{
    return ask_env(s, a, "GET", uri, NULL, STR_NONE);
}

static inline struct answer post(struct http_server *s, struct arena *a, const char *uri, const char *type, struct str body)
{
    const char *more[] = {
        "HTTP_ORIGIN=http://credit.test",
        "HTTP_SEC_FETCH_SITE=same-origin",
        str_cstr(a, str_fmt(a, "CONTENT_TYPE=%s", type)),
        str_cstr(a, str_fmt(a, "CONTENT_LENGTH=%zu", body.n)),
        NULL,
    };
    return ask_env(s, a, "POST", uri, more, body);
}

static inline struct answer post_form(struct http_server *s, struct arena *a, const char *uri, const char *body)
{
    return post(s, a, uri, "application/x-www-form-urlencoded", str_from(body));
}

/* The value of a header, or empty; *count_out (may be NULL) how often it is there. */
static inline struct str header(struct arena *a, struct answer r, const char *name, int *count_out)
{
    struct str rest = r.head, line, found = STR_NONE, want = str_cat(a, str_from(name), STR(": "));
    int count = 0;
    while (str_cut(&rest, '\n', &line)) {
        if (line.n >= want.n && str_eq_nocase(str_sub(line, 0, want.n), want)) {
            found = str_trim(str_sub(line, want.n, line.n));
            count++;
        }
    }
    if (count_out)
        *count_out = count;
    return found;
}

static inline void same_str_at(struct str got, struct str want, const char *file, int line)
{
    if (!str_eq(got, want)) {
        print_error("got:  \"%.*s\"\nwant: \"%.*s\"\n", STR_ARG(got), STR_ARG(want));
        _fail(file, line);
    }
}
#define same_str(got, want) same_str_at((got), str_from(want), __FILE__, __LINE__)

#endif
