/* SPDX-License-Identifier: EUPL-1.2
 * fastcgi.c — the socket around server.c: libfcgi's FCGX calls, one request at a time, one write per response. It owns the
 * process's signals: SIGTERM, SIGINT and SIGUSR1 are held while a request is answered and end the process between two; SIGIO is
 * held with them.
 */
#include "http/fastcgi.h"

#include <errno.h>
#include <fcgiapp.h>
#include <signal.h>
#include <sys/socket.h>

#include "base/check.h"
#include "base/log.h"
#include "http/internal.h"

enum { EXIT_DATABASE = 69, BACKLOG = 1024, DRAIN_MAX = 64 * 1024 * 1024 };

static volatile sig_atomic_t asked_to_leave;

static void on_signal(int number)
{
    (void)number;
    asked_to_leave = 1;
    FCGX_ShutdownPending();
}

static void set_signals(sigset_t *ours)
{
    struct sigaction leave = {.sa_handler = on_signal}, ignore = {.sa_handler = SIG_IGN};
    sigemptyset(ours);
    sigaddset(ours, SIGTERM);
    sigaddset(ours, SIGINT);
    sigaddset(ours, SIGUSR1);
    sigaddset(ours, SIGIO); /* the keeper's (crypto/keeper_client.c): its replies must not cut a write short */
    sigaction(SIGTERM, &leave, NULL); /* no SA_RESTART: a waiting accept() or read() must come back */
    sigaction(SIGINT, &leave, NULL);
    sigaction(SIGUSR1, &leave,
              NULL); /* multiwatch's word for leaving; libfcgi's own handler would make every accept fail, for ever */
    sigaction(SIGPIPE, &ignore, NULL);
}

struct body_reader {
    FCGX_Stream *in;
    bool ended;
};

static size_t read_stream(void *arg, char *to, size_t n)
{
    struct body_reader *b = arg;
    size_t got = 0;
    while (got < n && !b->ended) {
        size_t want = n - got < (1u << 20) ? n - got : (1u << 20);
        int k = FCGX_GetStr(to + got, (int)want, b->in);
        if (k < (int)want)
            b->ended = true;
        if (k > 0)
            got += (size_t)k;
    }
    return got;
}

/* A body that nobody read would be taken for the next request on a kept connection, and closing on it loses the answer. */
static void drain(struct body_reader *b)
{
    __attribute__((uninitialized)) char waste[16 * 1024]; /* not zeroed for each request */
    for (size_t n = 0; !b->ended && n < DRAIN_MAX;)
        n += read_stream(b, waste, sizeof waste);
}

struct serving {
    struct http_server *server;
    FCGX_Request *request;
    bool answering;
};

/* A CHECK failed: whoever waits gets a 500 without any help from what just broke. */
static void dump(void *arg)
{
    static const char page[] =
        "Status: 500 Internal Server Error\r\nContent-Type: text/html; charset=utf-8\r\nCache-Control: no-store\r\n"
        "X-Content-Type-Options: nosniff\r\nContent-Security-Policy: default-src 'none'; frame-ancestors 'none'\r\n"
        "Cross-Origin-Opener-Policy: same-origin\r\nCross-Origin-Resource-Policy: same-origin\r\nReferrer-Policy: same-origin\r\n"
        "Permissions-Policy: camera=(), geolocation=(), microphone=()\r\n\r\n"
        "<!DOCTYPE html>\n<html lang=\"zh-CN\"><head><meta charset=\"utf-8\"><title>系统出错</title></head><body><main><h1>系统出错</h1>"
        "<p>系统内部出错，操作没有完成。请稍后再试。</p></main></body></html>\n";
    struct serving *s = arg;
    server_dump(s->server);
    if (!s->answering)
        return;
    s->answering = false;
    FCGX_PutStr(page, sizeof page - 1, s->request->out);
    FCGX_Finish_r(s->request);
}

static void serve_one(struct serving *s, bool give_up_connection)
{
    FCGX_Request *q = s->request;
    struct body_reader body = {.in = q->in};
    struct http_input in = {(const char *const *)q->envp, read_stream, &body};
    s->answering = true;
    struct str response = http_handle(s->server, &in);
    drain(&body);
    FCGX_PutStr(response.p, (int)response.n, q->out);
    if (give_up_connection || asked_to_leave)
        q->keepConnection = 0;
    s->answering = false;
    FCGX_Finish_r(q);
}

static int listening_socket(const char *path)
{
    int listening = 0;
    socklen_t size = sizeof listening;
    if (path)
        return FCGX_OpenSocket(path, BACKLOG);
    return getsockopt(0, SOL_SOCKET, SO_ACCEPTCONN, &listening, &size) == 0 && listening ? 0 : -1;
}

int http_serve(const struct http_program *program, const char *socket_path)
{
    sigset_t ours;
    FCGX_Request request;
    struct serving s = {.server = http_server_new(program), .request = &request};
    unsigned served = 0, on_connection = 0;
    int fd = FCGX_Init() == 0 ? listening_socket(socket_path) : -1;
    if (fd < 0 || FCGX_InitRequest(&request, fd, FCGI_FAIL_ACCEPT_ON_INTR) != 0)
        fail(FAIL_IO, "no listening socket: start through spawn-fcgi or systemd, or name a path");
    set_signals(&ours);
    check_on_failure(dump, &s);
    const struct http_config *c = &program->config;
    while (!asked_to_leave && !http_server_leaving(s.server) && (c->max_requests == 0 || served < c->max_requests)) {
        int before = request.ipcFd;
        if (FCGX_Accept_r(&request) < 0) {
            if (asked_to_leave || errno == EINTR)
                continue;
            fail(FAIL_IO, "accept failed (%d)", errno);
        }
        sigprocmask(SIG_BLOCK, &ours, NULL);
        on_connection = before == request.ipcFd && before >= 0 ? on_connection + 1 : 1;
        served++;
        bool last = c->max_requests && served == c->max_requests;
        serve_one(&s, last || (c->requests_per_connection && on_connection >= c->requests_per_connection));
        sigprocmask(SIG_UNBLOCK, &ours, NULL);
    }
    bool lost = http_server_leaving(s.server);
    check_on_failure(NULL, NULL);
    FCGX_Free(&request, 1);
    http_server_free(&s.server);
    log_line(LOG_INFO, "leaving after %u requests", served);
    return lost ? EXIT_DATABASE : 0;
}
