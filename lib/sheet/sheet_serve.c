/* SPDX-License-Identifier: EUPL-1.2
 * sheet_serve.c — see sheet_serve.h. A file that needs more memory than the process may have is answered, not died of.
 */
#include "sheet/sheet_serve.h"

#include <errno.h>
#include <unistd.h>

#include "base/log.h"
#include "base/out.h"
#include "sheet/sheet_wire.h"

enum { ARENA_CAP = 192 << 20, COLUMNS_MAX = 16384 };

struct sheet_server {
    struct arena *a;
    struct str bytes;
    struct sheet *s;
    struct sheet_buf out;
    bool exhausted; /* ran out of memory: every further answer says so */
};

struct sheet_server *sheet_serve_new(struct str bytes)
{
    struct arena *a = arena_new(ARENA_CAP);
    struct sheet_server *v = ARENA_NEW(a, struct sheet_server);
    *v = (struct sheet_server){.a = a, .bytes = bytes};
    v->out.cap = SHEET_WIRE_CHUNK * 2; /* taken now, while there is memory: enough for the answer that says there is none */
    v->out.p = malloc(v->out.cap);
    if (!v->out.p)
        fail(FAIL_MEMORY, "no memory for an answer");
    return v;
}

void sheet_serve_free(struct sheet_server **vp)
{
    struct sheet_server *v = *vp;
    *vp = NULL;
    sheet_close(&v->s);
    sheet_buf_free(&v->out);
    struct arena *a = v->a;
    arena_free(&a);
}

static void answer_open(struct sheet_server *v, const struct sheet_wire_request *q)
{
    struct sheet_options o = {.limits = q->limits, .encoding = q->encoding, .delimiter = (char)q->delimiter};
    sheet_close(&v->s);
    enum sheet_verdict verdict = sheet_open(v->a, v->bytes, o, &v->s);
    sheet_wire_put_opened(&v->out, v->s, verdict);
}

static void answer_choose(struct sheet_server *v, const struct sheet_wire_request *q)
{
    struct sheet_wire_chosen c = {.verdict = sheet_choose(v->s, q->sheet)};
    c.fault_row = sheet_fault_row(v->s);
    sheet_buf_add(&v->out, (const char *)&c, sizeof c);
}

static void answer_rows(struct sheet_server *v, const struct sheet_wire_request *q)
{
    struct sheet_wire_rows h = {.step = SHEET_ROW};
    size_t at = v->out.n;
    sheet_buf_add(&v->out, (const char *)&h, sizeof h);
    struct sheet_row row;
    while (h.step == SHEET_ROW && h.count < q->rows && v->out.n < SHEET_WIRE_CHUNK) {
        h.step = sheet_next(v->s, &row);
        if (h.step == SHEET_ROW) {
            h.count++;
            sheet_wire_put_row(&v->out, &row);
        }
    }
    h.verdict = sheet_verdict(v->s);
    h.fault_row = sheet_fault_row(v->s);
    memcpy(v->out.p + at, &h, sizeof h);
}

static void answer_exhausted(struct sheet_server *v, uint32_t op)
{
    struct sheet_wire_opened o = {.verdict = SHEET_TOO_COSTLY};
    struct sheet_wire_chosen c = {.verdict = SHEET_TOO_COSTLY};
    struct sheet_wire_rows r = {.step = SHEET_FAILED, .verdict = SHEET_TOO_COSTLY};
    if (op == SHEET_WIRE_OPEN)
        sheet_buf_add(&v->out, (const char *)&o, sizeof o);
    else if (op == SHEET_WIRE_CHOOSE)
        sheet_buf_add(&v->out, (const char *)&c, sizeof c);
    else
        sheet_buf_add(&v->out, (const char *)&r, sizeof r);
}

static void answer(struct sheet_server *v, const struct sheet_wire_request *q)
{
    if (v->exhausted)
        answer_exhausted(v, q->op);
    else if (q->op == SHEET_WIRE_OPEN)
        answer_open(v, q);
    else if (q->op == SHEET_WIRE_CHOOSE)
        answer_choose(v, q);
    else
        answer_rows(v, q);
}

static bool acceptable(const struct sheet_server *v, const struct sheet_wire_request *q)
{
    if (q->magic != SHEET_WIRE_MAGIC || q->zero != 0)
        return false;
    if (q->op == SHEET_WIRE_OPEN)
        return q->encoding <= SHEET_ENC_UTF16BE && q->delimiter <= 0x7f && q->limits.columns > 0 &&
               q->limits.columns <= COLUMNS_MAX && q->limits.row_bytes <= ARENA_CAP / 8 && q->limits.strings_bytes < UINT32_MAX &&
               q->limits.cell_chars <= UINT32_MAX / 4;
    bool open = v->s != NULL || v->exhausted;
    return open && (q->op == SHEET_WIRE_CHOOSE || (q->op == SHEET_WIRE_ROWS && q->rows > 0 && q->rows <= SHEET_WIRE_ROWS_MAX));
}

bool sheet_serve_answer(struct sheet_server *v, const struct sheet_wire_request *q, struct str *answer_out)
{
    if (!acceptable(v, q))
        return false;
    struct fail_frame f;
    sheet_wire_put_head(&v->out, q);
    if (FAIL_CATCH(&f)) {
        if (f.kind != FAIL_MEMORY)
            fail(f.kind, "%s", f.message);
        log_line(LOG_WARN, "%s", f.message);
        sheet_close(&v->s);
        v->exhausted = true;
        sheet_wire_put_head(&v->out, q);
        answer_exhausted(v, q->op);
    } else {
        answer(v, q);
        fail_leave(&f);
    }
    sheet_wire_end(&v->out);
    *answer_out = (struct str){v->out.p, v->out.n};
    return true;
}

/* False at the end of the connection. */
static bool read_request(int fd, struct sheet_wire_request *q)
{
    char *to = (char *)q;
    for (size_t got = 0; got < sizeof *q;) {
        ssize_t r = read(fd, to + got, sizeof *q - got);
        if (r < 0 && errno == EINTR)
            continue;
        if (r <= 0)
            return false;
        got += (size_t)r;
    }
    return true;
}

int sheet_serve(struct str bytes, int connection)
{
    struct sheet_server *v = sheet_serve_new(bytes);
    struct sheet_wire_request q;
    struct str text;
    int status = 0;
    while (status == 0 && read_request(connection, &q)) {
        if (!sheet_serve_answer(v, &q, &text)) {
            log_line(LOG_ERROR, "not a request of this release");
            status = 1;
        } else if (!out_fd_sink(&connection, text.p, text.n)) {
            status = 1;
        }
    }
    sheet_serve_free(&v);
    return status;
}
