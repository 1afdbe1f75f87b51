/* SPDX-License-Identifier: EUPL-1.2
 * wait.c — a program that cannot work yet, because its database is away, and answers 503 meanwhile instead of dying: a supervisor
 * would give it up, and whoever asks would wait until nginx loses patience. Used at start, before there is any struct http_server;
 * it owns nothing.
 */
#include <errno.h>
#include <fcgiapp.h>
#include <signal.h>
#include <stdio.h>
#include <sys/random.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include "base/check.h"
#include "base/log.h"
#include "http/fastcgi.h"

enum { LOOK_AGAIN_US = 300 * 1000, EXIT_NO_SOCKET = 69 };

static void look_up(int number)
{
    (void)number; /* its only use is to end a waiting accept() */
}

static void set_timer(int microseconds)
{
    struct itimerval t = {{0, microseconds}, {0, microseconds}};
    setitimer(ITIMER_REAL, &t, NULL);
}

static void answer(FCGX_Request *q)
{
    static const char before[] =
        "Status: 503 Service Unavailable\r\nRetry-After: 5\r\nContent-Type: text/html; charset=utf-8\r\nCache-Control: no-store\r\n"
        "X-Content-Type-Options: nosniff\r\nContent-Security-Policy: default-src 'none'; frame-ancestors 'none'\r\n"
        "Cross-Origin-Opener-Policy: same-origin\r\nCross-Origin-Resource-Policy: same-origin\r\nReferrer-Policy: same-origin\r\n"
        "Permissions-Policy: camera=(), geolocation=(), microphone=()\r\n\r\n"
        "<!DOCTYPE html>\n<html lang=\"zh-CN\"><head><meta charset=\"utf-8\"><title>系统暂时不可用</title></head><body><main><h1>系统暂时不可用</h1>"
        "<p>系统正忙或正在维护。</p><p>请过几秒后重试；重复提交同一表单不会重复办理。</p><p>请求编号：";
    static const char after[] = "</p></main></body></html>\n";
    char id[17];
    unsigned long long random = 0;
    bool known = getrandom(&random, sizeof random, 0) == sizeof random;
    snprintf(id, sizeof id, "%016llx", known ? random : 0);
    log_line(LOG_WARN, "request %s: 503, not ready", id);
    char waste[16 * 1024];
    while (FCGX_GetStr(waste, sizeof waste, q->in) == (int)sizeof waste)
        continue; /* an answer to a body that nobody read is lost */
    FCGX_PutStr(before, sizeof before - 1, q->out);
    FCGX_PutStr(id, sizeof id - 1, q->out);
    FCGX_PutStr(after, sizeof after - 1, q->out);
    q->keepConnection = 0;
    FCGX_Finish_r(q);
}

static bool is_listening(void)
{
    int listening = 0;
    socklen_t size = sizeof listening;
    return getsockopt(0, SOL_SOCKET, SO_ACCEPTCONN, &listening, &size) == 0 && listening;
}

bool http_wait(bool (*ready)(void *arg), void *arg)
{
    FCGX_Request request;
    if (!is_listening() || FCGX_Init() != 0 || FCGX_InitRequest(&request, 0, FCGI_FAIL_ACCEPT_ON_INTR) != 0)
        return false;
    struct sigaction wake = {.sa_handler = look_up}, leave = {.sa_handler = SIG_DFL};
    sigaction(SIGALRM, &wake, NULL); /* no SA_RESTART */
    sigaction(SIGUSR1, &leave, NULL);
    while (!ready(arg)) {
        set_timer(LOOK_AGAIN_US);
        int got = FCGX_Accept_r(&request), error = errno;
        set_timer(0);
        if (got == 0)
            answer(&request);
        else if (error != EINTR)
            _exit(EXIT_NO_SOCKET);
    }
    FCGX_Free(&request, 1);
    return true;
}
