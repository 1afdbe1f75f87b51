/* SPDX-License-Identifier: EUPL-1.2
 * serve_test.c — the outer loop over a real socket: kept connections, bodies nobody read, SIGTERM between and during requests, the
 * crash page, leaving after the last request or a lost database. The client speaks just enough FastCGI.
 */
#include "unit/http/harness.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

enum { BEGIN = 1, END = 3, PARAMS = 4, STDIN = 5, STDOUT = 6, KEEP = 1 };

static char folder[] = "/tmp/serve_test_XXXXXX";
static char socket_path[64];
static struct arena *arena;

/* --- the program --- */

static void page(struct req *r)
{
    out_fmt(resp_text(r, 200), "pid %d", (int)getpid());
}

static void page_slow(struct req *r)
{
    bool interrupted = poll(NULL, 0, 400) != 0;
    out_str(resp_text(r, 200), interrupted ? STR("interrupted") : STR("slow but whole"));
}

static void page_big(struct req *r)
{
    struct out *o = resp_text(r, 200);
    for (int i = 0; i < 300000; i++)
        out_char(o, 'x');
}

static void page_crash(struct req *r)
{
    (void)r;
    CHECK(!"a bug");
}

static void page_lost(struct req *r)
{
    (void)r;
    fail(FAIL_DATABASE, "server has gone away");
}

static const struct form_def BUTTON = FORM_BUTTON("button");
static const struct route ROUTES[] = {
    {HTTP_GET, "/", page, ROUTE_PUBLIC, .purpose = "p"},
    {HTTP_GET, "/slow", page_slow, ROUTE_PUBLIC, .purpose = "p"},
    {HTTP_GET, "/big", page_big, ROUTE_PUBLIC, .purpose = "p"},
    {HTTP_GET, "/crash", page_crash, ROUTE_PUBLIC, .purpose = "p"},
    {HTTP_GET, "/lost", page_lost, ROUTE_PUBLIC, .purpose = "p"},
    {HTTP_POST, "/post", page, ROUTE_PUBLIC, ROUTE_NO_CSRF, .form = &BUTTON, .purpose = "p"},
};

static pid_t start(unsigned max_requests, unsigned per_connection)
{
    unlink(socket_path);
    pid_t child = fork();
    if (child == 0) {
        if (!freopen("/dev/null", "w", stderr))
            _exit(1);
        struct http_program p = {.name = "t",
                                 .routes = ROUTES,
                                 .n_routes = sizeof ROUTES / sizeof *ROUTES,
                                 .config = {.max_requests = max_requests, .requests_per_connection = per_connection}};
        _exit(http_serve(&p, socket_path));
    }
    for (int i = 0; i < 500 && access(socket_path, F_OK) != 0; i++)
        poll(NULL, 0, 10);
    return child;
}

static int exit_of(pid_t child)
{
    int status = 0;
    assert_int_equal(waitpid(child, &status, 0), child);
    return WIFEXITED(status) ? WEXITSTATUS(status) : 1000 + WTERMSIG(status);
}

/* --- the client --- */

static int dial(void)
{
    struct sockaddr_un to = {.sun_family = AF_UNIX};
    memcpy(to.sun_path, socket_path, sizeof socket_path);
    int fd = socket(AF_UNIX, SOCK_STREAM, 0);
    struct timeval limit = {.tv_sec = 10};
    setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
    for (int i = 0; i < 200 && connect(fd, (struct sockaddr *)&to, sizeof to) != 0; i++)
        poll(NULL, 0, 10);
    return fd;
}

static void put_record(struct out *o, int type, struct str content)
{
    unsigned char head[8] = {1, (unsigned char)type, 0, 1, (unsigned char)(content.n >> 8), (unsigned char)content.n, 0, 0};
    out_bytes(o, head, sizeof head);
    out_str(o, content);
}

static void put_param(struct out *o, const char *name, const char *value)
{
    struct str n = str_from(name), v = str_from(value);
    assert_true(n.n < 128 && v.n < 128);
    out_char(o, (char)n.n);
    out_char(o, (char)v.n);
    out_str(o, n);
    out_str(o, v);
}

static void send_request(int fd, const char *method, const char *uri, struct str body, bool keep)
{
    struct out o, params;
    char begin[8] = {0, 1, keep ? KEEP : 0, 0, 0, 0, 0, 0};
    out_to_arena(&o, arena);
    out_to_arena(&params, arena);
    put_param(&params, "REQUEST_METHOD", method);
    put_param(&params, "REQUEST_URI", uri);
    put_param(&params, "HTTP_HOST", "h");
    put_param(&params, "HTTP_ORIGIN", "http://h");
    put_param(&params, "CONTENT_TYPE", "text/plain");
    put_param(&params, "CONTENT_LENGTH", str_cstr(arena, str_fmt(arena, "%zu", body.n)));
    put_record(&o, BEGIN, (struct str){begin, sizeof begin});
    put_record(&o, PARAMS, out_text(&params));
    put_record(&o, PARAMS, STR_NONE);
    for (size_t at = 0; at < body.n; at += 32000)
        put_record(&o, STDIN, str_sub(body, at, at + 32000));
    put_record(&o, STDIN, STR_NONE);
    struct str all = out_text(&o);
    for (size_t at = 0; at < all.n;) {
        ssize_t k = send(fd, all.p + at, all.n - at, MSG_NOSIGNAL);
        if (k <= 0)
            return;
        at += (size_t)k;
    }
}

static bool get_bytes(int fd, void *to, size_t n)
{
    for (size_t at = 0; at < n;) {
        ssize_t k = read(fd, (char *)to + at, n - at);
        if (k < 0 && errno == EINTR)
            continue;
        if (k <= 0)
            return false;
        at += (size_t)k;
    }
    return true;
}

/* The response's standard output, up to its end record; what came so far when the connection ends. */
static struct str receive(int fd)
{
    struct out o;
    unsigned char head[8];
    out_to_arena(&o, arena);
    while (get_bytes(fd, head, sizeof head)) {
        size_t n = (size_t)head[4] << 8 | head[5];
        char *content = arena_alloc(arena, n + head[6]);
        if (!get_bytes(fd, content, n + head[6]) || head[1] == END)
            break;
        if (head[1] == STDOUT)
            out_bytes(&o, content, n);
    }
    return out_text(&o);
}

static struct str once(const char *method, const char *uri)
{
    int fd = dial();
    send_request(fd, method, uri, STR_NONE, false);
    struct str r = receive(fd);
    close(fd);
    return r;
}

static bool closed(int fd)
{
    char c;
    return read(fd, &c, 1) == 0;
}

/* --- tests --- */

static void connections_are_kept(void **state)
{
    (void)state;
    pid_t child = start(0, 0);
    int fd = dial();
    for (int i = 0; i < 20; i++) {
        send_request(fd, "GET", i % 2 ? "/" : "/none", STR_NONE, true);
        assert_true(str_starts(receive(fd), i % 2 ? STR("Status: 200") : STR("Status: 404")));
    }
    send_request(fd, "GET", "/big", STR_NONE, true);
    assert_true(receive(fd).n > 300000);
    close(fd);
    assert_true(str_contains(once("GET", "/"), STR("pid ")));
    kill(child, SIGTERM);
    assert_int_equal(exit_of(child), 0);
}

static void unread_bodies_do_not_spill(void **state)
{
    (void)state;
    pid_t child = start(0, 0);
    int fd = dial();
    struct str body = {arena_alloc(arena, 400000), 400000};
    send_request(fd, "POST", "/post", body, true); /* text/plain: refused before the body is read */
    assert_true(str_starts(receive(fd), STR("Status: 415")));
    send_request(fd, "POST", "/none", body, true);
    assert_true(str_starts(receive(fd), STR("Status: 404")));
    send_request(fd, "GET", "/", STR_NONE, true);
    assert_true(str_starts(receive(fd), STR("Status: 200")));
    close(fd);
    kill(child, SIGTERM);
    assert_int_equal(exit_of(child), 0);
}

static void sigterm_finishes_the_request_at_hand(void **state)
{
    (void)state;
    pid_t child = start(0, 0);
    int fd = dial();
    send_request(fd, "GET", "/slow", STR_NONE, true);
    poll(NULL, 0, 100);
    kill(child, SIGTERM);
    assert_true(str_ends(receive(fd), STR("slow but whole")));
    assert_true(closed(fd));
    assert_int_equal(exit_of(child), 0);

    child = start(0, 0); /* waiting on a kept connection, with nothing to do */
    int idle = dial();
    send_request(idle, "GET", "/", STR_NONE, true);
    receive(idle);
    kill(child, SIGTERM);
    assert_int_equal(exit_of(child), 0);
    assert_true(closed(idle));
    close(idle);
    close(fd);

    child = start(0, 0); /* waiting in accept */
    once("GET", "/");
    poll(NULL, 0, 50);
    kill(child, SIGTERM);
    assert_int_equal(exit_of(child), 0);
}

static void leaving_by_itself(void **state)
{
    (void)state;
    pid_t child = start(3, 0);
    for (int i = 0; i < 3; i++)
        assert_true(str_starts(once("GET", "/"), STR("Status: 200")));
    assert_int_equal(exit_of(child), 0);

    child = start(0, 0);
    struct str r = once("GET", "/lost");
    assert_true(str_starts(r, STR("Status: 503")) && str_contains(r, STR("Retry-After: 5\r\n")));
    assert_int_equal(exit_of(child), 69);

    child = start(0, 0);
    r = once("GET", "/crash");
    assert_true(str_starts(r, STR("Status: 500")) && str_contains(r, STR("X-Content-Type-Options: nosniff")));
    assert_int_equal(exit_of(child), 1000 + SIGABRT);
}

static void connections_are_given_up(void **state)
{
    (void)state;
    pid_t child = start(0, 4);
    int fd = dial();
    for (int i = 0; i < 4; i++) {
        send_request(fd, "GET", "/", STR_NONE, true);
        assert_true(str_starts(receive(fd), STR("Status: 200")));
    }
    assert_true(closed(fd));
    close(fd);
    fd = dial(); /* the count begins anew */
    for (int i = 0; i < 4; i++) {
        send_request(fd, "GET", "/", STR_NONE, true);
        assert_true(str_starts(receive(fd), STR("Status: 200")));
    }
    assert_true(closed(fd));
    close(fd);
    kill(child, SIGTERM);
    assert_int_equal(exit_of(child), 0);
}

static int set_up(void **state)
{
    (void)state;
    arena = arena_new(64u << 20);
    if (!mkdtemp(folder))
        return -1;
    snprintf(socket_path, sizeof socket_path, "%s/socket", folder);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    unlink(socket_path);
    rmdir(folder);
    arena_free(&arena);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(connections_are_kept),
        cmocka_unit_test(unread_bodies_do_not_spill),
        cmocka_unit_test(sigterm_finishes_the_request_at_hand),
        cmocka_unit_test(leaving_by_itself),
        cmocka_unit_test(connections_are_given_up),
    };
    return cmocka_run_group_tests_name("http serve", tests, set_up, tear_down);
}
