/* SPDX-License-Identifier: EUPL-1.2
 * sheet_remote.c — see sheet_remote.h. One request is out while the rows of the answer before are handed to the caller, so that
 * both processes work. Time is counted only while this side waits: what the caller does between two rows costs the parser nothing.
 */
#include "sheet/sheet_remote.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/log.h"
#include "sheet/sheet_wire.h"

enum {
    WAIT_MS = 20 * 1000, /* for a file that may be uploaded; larger ones, from the shell, in proportion */
    RENEW_MS = 3 * 1000, /* a parser that is this old is replaced before another pass: the time it may work is limited */
    GRACE_MS = 200,
    UPLOAD_BYTES = 20 << 20,
    AHEAD = 2,       /* requests out while rows are handed to the caller */
    FIRST_ROWS = 32, /* a header, a preview: what the caller may stop after */
};

struct sheet_remote {
    struct sheet_child child;
    int connection;
    uint32_t sequence; /* of the last request */
    uint32_t ahead;    /* ROWS requests whose answer was not taken */
    uint32_t ask_rows;
    bool begun;    /* rows of this pass have come */
    bool renewing; /* opened once already: the answer changes nothing */
    int64_t waited_ms, wait_ms, started_ms;
    struct sheet_buf in;
    struct sheet_wire_cursor rows;
    struct sheet_wire_request open;
};

/* Named once, when the program starts. */
static struct {
    const char *parser, *converter;
    int64_t wait_ms; /* tests only */
} processes;

void sheet_use_parser(const char *parser, const char *converter)
{
    processes.parser = parser;
    processes.converter = converter;
}

static bool to_be_converted(struct str bytes)
{
    return processes.converter && sheet_convert_wanted(bytes) && access(processes.converter, X_OK) == 0;
}

bool sheet_remote_wanted(struct str bytes)
{
    if (!processes.parser)
        return false;
    return !sheet_is_ole2(bytes) || to_be_converted(bytes);
}

pid_t sheet_remote_pid(const struct sheet *s)
{
    return s->remote ? s->remote->child.pid : 0;
}

void sheet_remote_patience(int64_t ms)
{
    processes.wait_ms = ms;
}

/* --- ends --- */
static void hang_up(struct sheet_remote *r)
{
    if (r->connection >= 0)
        close(r->connection);
    r->connection = -1;
}

void sheet_remote_close(struct sheet *s)
{
    struct sheet_remote *r = s->remote;
    hang_up(r);
    sheet_child_end(&r->child, 0);
    sheet_buf_free(&r->in);
}

/* The parser is not to be heard any more. Why it ended tells what to say. */
static enum sheet_verdict lost(struct sheet *s, enum sheet_verdict why)
{
    struct sheet_remote *r = s->remote;
    hang_up(r);
    int status = sheet_child_end(&r->child, why == SHEET_OK ? GRACE_MS : 0);
    bool out_of_time = status >= 0 && WIFSIGNALED(status) && WTERMSIG(status) == SIGXCPU;
    if (why == SHEET_OK)
        why = out_of_time ? SHEET_TOO_COSTLY : SHEET_PARSER_BROKEN;
    s->last = SHEET_FAILED;
    return sheet_note(s, why);
}

static enum sheet_verdict lied(struct sheet *s)
{
    if (s->remote->child.pid > 0)
        log_line(LOG_ERROR, "the parser's answer is not one it could give: the file may be an attack");
    return lost(s, SHEET_PARSER_BROKEN);
}

/* --- talking --- */
/* Waits for the connection; false when the time is used up. */
static bool wait_for(struct sheet_remote *r, short events)
{
    struct pollfd p = {.fd = r->connection, .events = events};
    int64_t start = clock_monotonic_ms(), now = start;
    int n = 0;
    while (n == 0 && r->waited_ms + (now - start) < r->wait_ms) {
        n = poll(&p, 1, (int)(r->wait_ms - r->waited_ms - (now - start)));
        if (n < 0 && errno == EINTR)
            n = 0;
        now = clock_monotonic_ms();
    }
    r->waited_ms += now - start;
    return n > 0;
}

enum transfer { DONE, TIMED_OUT, CLOSED };

static enum transfer receive(struct sheet_remote *r, char *to, size_t n)
{
    for (size_t got = 0; got < n;) {
        ssize_t k = recv(r->connection, to + got, n - got, MSG_DONTWAIT);
        if (k > 0) {
            got += (size_t)k;
        } else if (k < 0 && errno == EINTR) {
            continue;
        } else if (k == 0 || (errno != EAGAIN && errno != EWOULDBLOCK)) {
            return CLOSED;
        } else if (!wait_for(r, POLLIN)) {
            return TIMED_OUT;
        }
    }
    return DONE;
}

static enum transfer send_request(struct sheet_remote *r, struct sheet_wire_request *q)
{
    q->magic = SHEET_WIRE_MAGIC;
    q->sequence = ++r->sequence;
    for (size_t sent = 0; sent < sizeof *q;) {
        ssize_t k = send(r->connection, (const char *)q + sent, sizeof *q - sent, MSG_DONTWAIT | MSG_NOSIGNAL);
        if (k > 0) {
            sent += (size_t)k;
        } else if (k < 0 && errno == EINTR) {
            continue;
        } else if (k == 0 || (errno != EAGAIN && errno != EWOULDBLOCK)) {
            return CLOSED;
        } else if (!wait_for(r, POLLOUT)) {
            return TIMED_OUT;
        }
    }
    return DONE;
}

/* Notes why; true when there is something to go on with. */
static bool went_well(struct sheet *s, enum transfer t)
{
    if (t != DONE)
        lost(s, t == TIMED_OUT ? SHEET_TOO_COSTLY : SHEET_OK);
    return t == DONE;
}

/* The answer to request `sequence`; answers to earlier ones, which nobody wants any more, are passed over. */
static bool answer_to(struct sheet *s, uint32_t sequence, enum sheet_wire_op op, struct str *payload_out)
{
    struct sheet_remote *r = s->remote;
    for (;;) {
        struct sheet_wire_head h;
        if (!went_well(s, receive(r, (char *)&h, sizeof h)))
            return false;
        bool passed_over = h.op == SHEET_WIRE_ROWS && (int32_t)(sequence - h.sequence) > 0 && r->ahead > 0;
        if (h.magic != SHEET_WIRE_MAGIC || h.length > sheet_wire_longest(&s->o.limits) ||
            !(passed_over || (h.sequence == sequence && h.op == op))) {
            lied(s);
            return false;
        }
        r->in.n = 0;
        sheet_buf_room(&r->in, h.length);
        if (!went_well(s, receive(r, r->in.p, h.length)))
            return false;
        *payload_out = (struct str){r->in.p, h.length};
        if (!passed_over)
            return true;
        r->ahead--;
    }
}

static bool ask(struct sheet *s, struct sheet_wire_request q, struct str *payload_out)
{
    return went_well(s, send_request(s->remote, &q)) && answer_to(s, s->remote->sequence, q.op, payload_out);
}

/* --- opening --- */
static enum sheet_verdict open_there(struct sheet *s)
{
    struct sheet_remote *r = s->remote;
    struct str payload;
    if (!ask(s, r->open, &payload))
        return s->verdict;
    struct sheet *into = s, scratch = *s;
    if (r->renewing)
        into = &scratch;
    if (!sheet_wire_read_opened(into, payload) || (r->renewing && (scratch.count != s->count || scratch.kind != s->kind)))
        return lied(s);
    if (into->verdict != SHEET_OK) {
        s->last = SHEET_FAILED;
        return sheet_note(s, into->verdict);
    }
    r->renewing = true;
    s->last = SHEET_ROW;
    return SHEET_OK;
}

static enum sheet_verdict start(struct sheet *s)
{
    struct sheet_remote *r = s->remote;
    static const char *const plain[3] = {NULL};
    int pair[2];
    r->waited_ms = 0;
    r->started_ms = clock_monotonic_ms();
    r->ahead = 0;
    if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair) != 0) {
        log_line(LOG_ERROR, "no connection for the parser: %s", strerror(errno));
        return lost(s, SHEET_PARSER_MISSING);
    }
    r->connection = pair[0];
    int theirs = sheet_child_fd(pair[1]);
    bool good = theirs >= 0 && sheet_child_start(&r->child, processes.parser, plain, theirs);
    if (theirs >= 0)
        close(theirs);
    return good ? open_there(s) : lost(s, SHEET_PARSER_MISSING);
}

static struct sheet_remote *remote_new(struct sheet *s)
{
    struct sheet_remote *r = ARENA_NEW(s->a, struct sheet_remote);
    *r = (struct sheet_remote){.connection = -1, .child = {.file = -1, .said = -1, .process = -1}};
    r->open = (struct sheet_wire_request){
        .op = SHEET_WIRE_OPEN, .encoding = s->o.encoding, .delimiter = (unsigned char)s->o.delimiter, .limits = s->o.limits};
    r->wait_ms = processes.wait_ms ? processes.wait_ms : WAIT_MS * (int64_t)(1 + s->bytes.n / UPLOAD_BYTES);
    r->ask_rows = FIRST_ROWS;
    s->remote = r;
    return r;
}

enum sheet_verdict sheet_remote_open(struct sheet *s)
{
    struct sheet_remote *r = remote_new(s);
    if (!sheet_child_file(&r->child, s->bytes))
        return lost(s, SHEET_PARSER_MISSING);
    if (to_be_converted(s->bytes)) {
        enum sheet_verdict v = sheet_convert(&r->child, processes.parser, processes.converter);
        if (v != SHEET_OK)
            return lost(s, v);
    }
    return start(s);
}

enum sheet_verdict sheet_remote_attach(struct sheet *s, int connection)
{
    remote_new(s)->connection = connection;
    return open_there(s);
}

/* --- reading --- */
enum sheet_verdict sheet_remote_choose(struct sheet *s)
{
    struct sheet_remote *r = s->remote;
    r->rows = (struct sheet_wire_cursor){.head.step = SHEET_ROW};
    r->ask_rows = FIRST_ROWS;
    r->begun = false;
    if (r->child.pid > 0 && clock_monotonic_ms() - r->started_ms > RENEW_MS) {
        hang_up(r);
        int file = r->child.file;
        r->child.file = -1;
        sheet_child_end(&r->child, 0);
        r->child.file = file;
        if (lseek(file, 0, SEEK_SET) != 0 || start(s) != SHEET_OK)
            return s->verdict;
    }
    struct str payload;
    uint32_t chosen = (uint32_t)s->chosen;
    if (!ask(s, (struct sheet_wire_request){.op = SHEET_WIRE_CHOOSE, .sheet = chosen}, &payload))
        return s->verdict;
    if (r->ahead > 0 || !sheet_wire_read_chosen(s, payload))
        return lied(s);
    if (s->verdict != SHEET_OK)
        s->last = SHEET_FAILED;
    return s->verdict;
}

static bool ask_ahead(struct sheet *s)
{
    struct sheet_remote *r = s->remote;
    struct sheet_wire_request q = {.op = SHEET_WIRE_ROWS, .rows = r->ask_rows};
    if (!went_well(s, send_request(r, &q)))
        return false;
    r->ahead++;
    r->ask_rows = SHEET_WIRE_ROWS_MAX;
    return true;
}

/* The next answer with rows, and another request on its way once the caller has taken more than the first rows. */
static bool more_rows(struct sheet *s)
{
    struct sheet_remote *r = s->remote;
    struct str payload;
    if (r->ahead == 0 && !ask_ahead(s))
        return false;
    if (!answer_to(s, r->sequence - r->ahead + 1, SHEET_WIRE_ROWS, &payload))
        return false;
    bool first = !r->begun;
    r->begun = true;
    r->ahead--;
    if (!sheet_wire_read_rows(&r->rows, s, payload)) {
        lied(s);
        return false;
    }
    while (r->rows.head.step == SHEET_ROW && !first && r->ahead < AHEAD)
        if (!ask_ahead(s))
            return false;
    return true;
}

enum sheet_step sheet_remote_next(struct sheet *s)
{
    struct sheet_remote *r = s->remote;
    while (r->rows.head.count == 0) {
        if (r->rows.head.step == SHEET_END)
            return SHEET_END;
        if (r->rows.head.step == SHEET_FAILED) {
            s->fault_row = r->rows.head.fault_row;
            sheet_note(s, r->rows.head.verdict);
            return SHEET_FAILED;
        }
        if (!more_rows(s))
            return SHEET_FAILED;
    }
    if (!sheet_wire_read_row(&r->rows, s)) {
        lied(s);
        return SHEET_FAILED;
    }
    return SHEET_ROW;
}
