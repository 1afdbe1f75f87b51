/* SPDX-License-Identifier: EUPL-1.2
 * log.c — one write(2) per line, so that lines of several processes never mix.
 */
#include "base/log.h"

#include <stdarg.h>
#include <unistd.h>

#include "base/clock.h"

static const char *program_name = "?";
static char request_name[33];

void log_program(const char *name)
{
    program_name = name;
}

void log_request(struct str id)
{
    size_t n = id.n < sizeof request_name - 1 ? id.n : sizeof request_name - 1;
    if (n)
        memcpy(request_name, id.p, n);
    request_name[n] = '\0';
}

static size_t quote(char *to, size_t cap, const char *from)
{
    size_t n = 0;
    for (; *from && n + 5 < cap; from++) {
        unsigned char c = (unsigned char)*from;
        if (c < 0x20 || c == 0x7f)
            n += (size_t)snprintf(to + n, cap - n, "\\x%02x", c);
        else
            to[n++] = (char)c;
    }
    to[n] = '\0';
    return n;
}

void log_line(enum log_level level, const char *fmt, ...)
{
    static const char *const names[] = {"info", "warn", "error"};
    char text[1024], quoted[2048], line[2400];
    va_list ap;
    va_start(ap, fmt);
    vsnprintf(text, sizeof text, fmt, ap);
    va_end(ap);
    quote(quoted, sizeof quoted, text);
    int64_t us = clock_now().us;
    time_t seconds = (time_t)(us / 1000000);
    struct tm tm;
    gmtime_r(&seconds, &tm);
    char at[32];
    strftime(at, sizeof at, "%Y-%m-%dT%H:%M:%SZ", &tm);
    int n = snprintf(line, sizeof line, "%s %s[%d] %s %s%s%s\n", at, program_name, (int)getpid(), names[level],
                     request_name[0] ? request_name : "", request_name[0] ? " " : "", quoted);
    if (n > 0) {
        ssize_t ignored = write(STDERR_FILENO, line, (size_t)n < sizeof line ? (size_t)n : sizeof line - 1);
        (void)ignored; /* nowhere left to say so */
    }
}
