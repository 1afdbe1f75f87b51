/* SPDX-License-Identifier: EUPL-1.2
 * header_fuzz.c — any lines as the FastCGI environment of a request, and what follows an empty line as its body, through the whole
 * inner loop. Whatever came in, there is one response, with the fixed headers and no header that we did not write. FUZZ_LOUD=1
 * shows the log.
 */
#include <fcntl.h>
#include <unistd.h>

#include "base/arena.h"
#include "fuzz/form_table.h"
#include "http/fastcgi.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { ENV_MAX = 30 };

static void page(struct req *r)
{
    struct out *o = resp_html(r, 200);
    out_str(o, req_query(r, STR("q")));
    if (req_query_has(r, STR("public")))
        resp_public(r, STR("1"), req_query_int(r, STR("public"), -10, 1000, 5));
    if (req_query_has(r, STR("session")))
        resp_vary(r, STR("Cookie"));
    out_str(o, req_cookie(r, STR("session")));
}

static void page_file(struct req *r)
{
    out_str(resp_download(r, req_capture(r, "name"), STR("text/csv")), STR("1"));
}

static void act(struct req *r)
{
    check_good(r->form);
    resp_see_other(r, URL_STATIC("/"));
}

static void reshow(struct req *r, struct form_state *f)
{
    CHECK(form_status(f) == 422);
    resp_html(r, 422);
}

static bool check_csrf(struct req *r, struct str csrf)
{
    (void)r;
    return str_eq(csrf, STR("g"));
}

static const struct route ROUTES[] = {
    {HTTP_GET, "/", page, ROUTE_PUBLIC, .repeats = "t", .purpose = "p"},
    {HTTP_GET, "/file/{name}", page_file, ROUTE_PUBLIC, .purpose = "p"},
    {HTTP_GET, "/staff", page, 1, .purpose = "p"},
    {HTTP_POST, "/", act, ROUTE_PUBLIC, .form = &ALL_FORM, .reshow = reshow, .purpose = "p"},
};

static const struct http_program PROGRAM = {
    .name = "fuzz",
    .routes = ROUTES,
    .n_routes = sizeof ROUTES / sizeof *ROUTES,
    .hooks = {.check_csrf = check_csrf},
};

static void check_response(struct str r)
{
    ptrdiff_t end = str_find(r, STR("\r\n\r\n"), 0);
    CHECK(str_starts(r, STR("Status: ")) && end > 0);
    struct str head = str_sub(r, 0, (size_t)end);
    CHECK(str_contains(head, STR("\r\nX-Content-Type-Options: nosniff")) &&
          str_contains(head, STR("\r\nContent-Security-Policy: ")));
    CHECK(!str_contains(head, STR("\nX-Evil")) && !str_contains(head, STR("\rX-Evil")));
    for (size_t i = 0; i < head.n; i++) {
        CHECK((unsigned char)head.p[i] >= 0x20 || head.p[i] == '\r' || head.p[i] == '\n');
        CHECK(head.p[i] != '\n' || (i > 0 && head.p[i - 1] == '\r'));
    }
}

static void one(struct arena *a, struct http_server *s, struct str input)
{
    const char *env[ENV_MAX + 1];
    size_t n = 0;
    struct str rest = input, line;
    while (n < ENV_MAX && str_cut(&rest, '\n', &line) && line.n)
        if (!memchr(line.p, '\0', line.n))
            env[n++] = str_cstr(a, str_replace(a, line, STR("\\r\\n"), STR("\r\n")));
    env[n] = NULL;
    check_response(http_handle_bytes(s, env, rest));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct http_server *server;
    static int quiet = -1;
    if (!server) {
        server = http_server_new(&PROGRAM);
        quiet = getenv("FUZZ_LOUD") ? -1 : open("/dev/null", O_WRONLY | O_CLOEXEC);
    }
    int kept = quiet >= 0 ? dup(2) : -1;
    if (kept >= 0)
        dup2(quiet, 2);
    struct arena *a = arena_new(8u << 20);
    struct fail_frame f;
    if (!FAIL_CATCH(&f)) {
        one(a, server, (struct str){(const char *)data, size});
        fail_leave(&f);
    }
    arena_free(&a);
    if (kept >= 0) {
        dup2(kept, 2);
        close(kept);
    }
    return 0;
}
