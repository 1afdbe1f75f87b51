/* SPDX-License-Identifier: EUPL-1.2
 * db_bulk.c — Connector/C array binding: columns of pointers, sent some hundred rows at a time. About 25 times faster than row by
 * row. A batch is sent and its answer fetched only before the next thing is sent: making rows and writing them overlap. The server
 * takes a batch whole or not at all and does not say which row was wrong: callers validate first.
 */
#include <errno.h>
#include <mysqld_error.h>
#include <poll.h>

#include "base/arena.h"
#include "base/log.h"
#include "db/db_internal.h"

enum { MAX_COLUMNS = 48, TEXT_CAP = 64 << 20 };

struct bulk_column {
    enum db_type type;
    bool bytes;
    int64_t *number;
    double *real;
    MYSQL_TIME *time;
    char **text;
    unsigned long *length;
    char *indicator;
};

struct db_bulk {
    struct db *db;
    const struct db_statement *statement;
    MYSQL_STMT *st;
    size_t per_flush, n, n_columns;
    int64_t sent;
    struct arena *fixed, *texts;
    struct bulk_column column[MAX_COLUMNS];
};

struct db_bulk *db_bulk_begin(struct db *db, const struct db_statement *s, size_t per_flush)
{
    CHECK(per_flush > 0);
    struct arena *fixed = arena_new((size_t)256 << 20);
    struct db_bulk *b = ARENA_NEW(fixed, struct db_bulk);
    *b = (struct db_bulk){.db = db, .statement = s, .st = db_prepared(db, s), .per_flush = per_flush, .fixed = fixed};
    b->texts = arena_new(TEXT_CAP);
    return b;
}

static void set_up(struct db_bulk *b, const struct db_value *in, size_t n)
{
    CHECK(n <= MAX_COLUMNS && mysql_stmt_param_count(b->st) == n);
    b->n_columns = n;
    for (size_t i = 0; i < n; i++) {
        struct bulk_column *c = &b->column[i];
        c->type = in[i].type;
        c->bytes = in[i].bytes;
        c->indicator = arena_alloc(b->fixed, b->per_flush);
        if (c->type == DB_STR) {
            c->text = arena_array(b->fixed, b->per_flush, sizeof *c->text);
            c->length = arena_array(b->fixed, b->per_flush, sizeof *c->length);
        } else if (c->type == DB_DAY || c->type == DB_INSTANT) {
            c->text = arena_array(b->fixed, b->per_flush, sizeof *c->text);
            c->time = arena_array(b->fixed, b->per_flush, sizeof *c->time);
        } else if (c->type == DB_F64) {
            c->real = arena_array(b->fixed, b->per_flush, sizeof *c->real);
        } else {
            c->number = arena_array(b->fixed, b->per_flush, sizeof *c->number);
        }
    }
}

/* A duplicate in a transaction: another one wrote that row since ours began to read. Run again, it will see it. */
static _Noreturn void batch_failed(struct db *db, MYSQL_STMT *st, const struct db_statement *s)
{
    unsigned error = mysql_stmt_errno(st);
    if (error == ER_DUP_ENTRY && db->in_transaction)
        fail(FAIL_RETRY, "%s: %u duplicate", s->name, error);
    db_failed(db, s, error, mysql_stmt_error(st));
}

/* Waits for what the library waits for and lets it go on; until the answer is there, or only until all is sent. */
static void go_on(struct db *db, bool to_the_end)
{
    struct db_pending *p = &db->pending;
    while (p->waits_for && (to_the_end || (p->waits_for & MYSQL_WAIT_WRITE))) {
        struct pollfd fd = {.fd = mysql_get_socket(db->mysql)};
        fd.events = (short)((p->waits_for & MYSQL_WAIT_READ ? POLLIN : 0) | (p->waits_for & MYSQL_WAIT_WRITE ? POLLOUT : 0));
        int ms = p->waits_for & MYSQL_WAIT_TIMEOUT ? (int)mysql_get_timeout_value_ms(db->mysql) : -1;
        int n = poll(&fd, 1, ms);
        if (n < 0 && errno == EINTR)
            continue;
        int came = n <= 0 ? MYSQL_WAIT_TIMEOUT : 0;
        came |= fd.revents & POLLOUT ? MYSQL_WAIT_WRITE : 0;
        came |= fd.revents & ~POLLOUT ? MYSQL_WAIT_READ : 0; /* a lost connection is read, too */
        p->waits_for = mysql_stmt_execute_cont(&p->result, p->st, came);
    }
}

void db_abandon(struct db *db)
{
    if (!db->pending.st)
        return;
    unsigned none = 0;
    go_on(db, true);
    mysql_stmt_attr_set(db->pending.st, STMT_ATTR_ARRAY_SIZE, &none);
    db->pending.st = NULL;
}

void db_settle(struct db *db)
{
    struct db_pending p = db->pending;
    if (!p.st)
        return;
    db_abandon(db);
    if (db->pending.result)
        batch_failed(db, p.st, p.statement);
}

/* Sends the batch and returns while the server works on it: the caller makes the next one meanwhile. */
static void start(struct db_bulk *b, MYSQL_BIND *bind)
{
    struct db *db = b->db;
    unsigned rows = (unsigned)b->n;
    if (!db->can_wait)
        mysql_optionsv(db->mysql, MYSQL_OPT_NONBLOCK, 0);
    db->can_wait = true;
    mysql_stmt_attr_set(b->st, STMT_ATTR_ARRAY_SIZE, &rows);
    if (mysql_stmt_bind_param(b->st, bind))
        batch_failed(db, b->st, b->statement);
    db->pending = (struct db_pending){.st = b->st, .statement = b->statement};
    db->pending.waits_for = mysql_stmt_execute_start(&db->pending.result, b->st);
    go_on(db, false);
}

static void flush(struct db_bulk *b)
{
    if (!b->n)
        return;
    db_settle(b->db);
    MYSQL_BIND bind[MAX_COLUMNS];
    memset(bind, 0, sizeof bind);
    for (size_t i = 0; i < b->n_columns; i++) {
        struct bulk_column *c = &b->column[i];
        MYSQL_BIND *m = &bind[i];
        m->u.indicator = c->indicator;
        if (c->type == DB_STR) {
            m->buffer_type = c->bytes ? MYSQL_TYPE_BLOB : MYSQL_TYPE_STRING;
            m->buffer = c->text;
            m->length = c->length;
        } else if (c->type == DB_DAY || c->type == DB_INSTANT) {
            m->buffer_type = c->type == DB_DAY ? MYSQL_TYPE_DATE : MYSQL_TYPE_DATETIME;
            m->buffer = c->text; /* times go by pointer, like text */
        } else if (c->type == DB_F64) {
            m->buffer_type = MYSQL_TYPE_DOUBLE;
            m->buffer = c->real;
        } else {
            m->buffer_type = MYSQL_TYPE_LONGLONG;
            m->is_unsigned = c->type == DB_U64;
            m->buffer = c->number;
        }
    }
    start(b, bind);
    b->sent += (int64_t)b->n;
    b->n = 0;
    arena_reset(b->texts);
}

static void put(struct db_bulk *b, struct bulk_column *c, const struct db_value *v)
{
    size_t r = b->n;
    CHECK(v->type == c->type || v->null);
    c->indicator[r] = v->null ? STMT_INDICATOR_NULL : STMT_INDICATOR_NONE;
    if (c->type == DB_STR) {
        struct str copy = v->null ? STR_NONE : str_dup(b->texts, v->s);
        c->text[r] = (char *)(uintptr_t)(copy.p ? copy.p : "");
        c->length[r] = copy.n;
    } else if (c->type == DB_DAY || c->type == DB_INSTANT) {
        c->time[r] = v->null ? (MYSQL_TIME){0} : c->type == DB_DAY ? db_time_from_day(v->d) : db_time_from_instant(v->t);
        c->text[r] = (char *)&c->time[r];
    } else if (c->type == DB_F64) {
        c->real[r] = v->f;
    } else {
        c->number[r] = v->i;
    }
}

void db_bulk_values(struct db_bulk *b, const struct db_value *in, size_t n)
{
    if (!b->n_columns)
        set_up(b, in, n);
    CHECK(n == b->n_columns);
    for (size_t i = 0; i < n; i++)
        put(b, &b->column[i], &in[i]);
    if (++b->n == b->per_flush)
        flush(b);
}

int64_t db_bulk_end(struct db_bulk **pb)
{
    struct db_bulk *b = *pb;
    *pb = NULL;
    flush(b);
    db_settle(b->db);
    int64_t sent = b->sent;
    arena_free(&b->texts);
    struct arena *fixed = b->fixed; /* b itself lives in it */
    arena_free(&fixed);
    return sent;
}
