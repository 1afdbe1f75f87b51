/* SPDX-License-Identifier: EUPL-1.2
 * db.c — connection, prepared statements, execution, transactions. Cursors are in db_cursor.c, array binding in db_bulk.c.
 */
#include <errmsg.h>
#include <mysqld_error.h>

#include "base/arena.h"
#include "base/log.h"
#include "db/db_internal.h"

enum { TIMEOUT_SECONDS = 10, LONG_READ_SECONDS = 600, TRANSACTION_TRIES = 4, ER_CHECKREAD_ = 1020 };

static bool worth_retrying(unsigned error)
{
    return error == ER_LOCK_DEADLOCK || error == ER_LOCK_WAIT_TIMEOUT || error == ER_CHECKREAD_;
}

void db_failed(struct db *db, const struct db_statement *s, unsigned error, const char *message)
{
    char text[300];
    snprintf(text, sizeof text, "%s", message);
    const char *name = s ? s->name : "connection";
    if (db && db->in_transaction && worth_retrying(error))
        fail(FAIL_RETRY, "%s: %u %s", name, error, text);
    fail(FAIL_DATABASE, "%s: %u %s", name, error, text);
}

static void run_text(struct db *db, const char *sql)
{
    db_settle(db);
    if (mysql_real_query(db->mysql, sql, strlen(sql)))
        db_failed(db, NULL, mysql_errno(db->mysql), mysql_error(db->mysql));
}

static void set_limits(struct db *db, unsigned seconds)
{
    run_text(db, "SET time_zone = '+00:00', innodb_lock_wait_timeout = 5");
    if (seconds) {
        char sql[64];
        snprintf(sql, sizeof sql, "SET max_statement_time = %u", seconds);
        run_text(db, sql);
    }
}

struct db *db_open(const struct db_config *c)
{
    struct db *db = calloc(1, sizeof *db);
    if (!db)
        fail(FAIL_MEMORY, "no memory for a connection");
    db->n_statements = (size_t)(__stop_db_statements - __start_db_statements);
    db->prepared = calloc(db->n_statements + 1, sizeof *db->prepared);
    db->mysql = mysql_init(NULL);
    if (!db->prepared || !db->mysql) {
        free(db->prepared);
        free(db);
        fail(FAIL_MEMORY, "no memory for a connection");
    }
    unsigned connect_s = TIMEOUT_SECONDS,
             read_s = c->statement_seconds ? c->statement_seconds + TIMEOUT_SECONDS : LONG_READ_SECONDS;
    my_bool off = 0;
    mysql_optionsv(db->mysql, MYSQL_OPT_CONNECT_TIMEOUT, &connect_s);
    mysql_optionsv(db->mysql, MYSQL_OPT_READ_TIMEOUT, &read_s);
    mysql_optionsv(db->mysql, MYSQL_OPT_WRITE_TIMEOUT, &connect_s);
    mysql_optionsv(db->mysql, MYSQL_OPT_RECONNECT, &off);
    mysql_optionsv(db->mysql, MYSQL_SET_CHARSET_NAME, "utf8mb4");
    if (!mysql_real_connect(db->mysql, NULL, c->user, c->password, c->database, 0, c->socket, CLIENT_FOUND_ROWS)) {
        char text[300];
        snprintf(text, sizeof text, "%s", mysql_error(db->mysql));
        db_close(&db);
        fail(FAIL_DATABASE, "connect: %s", text);
    }
    set_limits(db, c->statement_seconds);
    return db;
}

void db_close(struct db **pdb)
{
    struct db *db = *pdb;
    if (!db)
        return;
    db_abandon(db);
    for (size_t i = 0; i < db->n_statements; i++)
        if (db->prepared[i])
            mysql_stmt_close(db->prepared[i]);
    free(db->prepared);
    mysql_close(db->mysql);
    free(db);
    *pdb = NULL;
}

MYSQL_STMT *db_prepared(struct db *db, const struct db_statement *s)
{
    CHECK(!db->streaming);
    db_settle(db);
    size_t i = (size_t)(s - __start_db_statements);
    CHECK(i < db->n_statements);
    if (db->prepared[i])
        return db->prepared[i];
    MYSQL_STMT *st = mysql_stmt_init(db->mysql);
    if (!st)
        fail(FAIL_MEMORY, "no memory for a statement");
    if (mysql_stmt_prepare(st, s->sql, strlen(s->sql))) {
        char text[300];
        unsigned error = mysql_stmt_errno(st);
        snprintf(text, sizeof text, "%s", mysql_stmt_error(st));
        mysql_stmt_close(st);
        db_failed(db, s, error, text);
    }
    db->prepared[i] = st;
    return st;
}

static void bind_one(struct db_binding *b, size_t i, const struct db_value *v)
{
    MYSQL_BIND *m = &b->bind[i];
    b->null[i] = v->null;
    m->is_null = &b->null[i];
    switch (v->type) {
    case DB_NULL:
    case DB_I32:
    case DB_U32:
    case DB_I64:
    case DB_U64:
    case DB_BOOL:
        b->number[i] = v->i;
        m->buffer_type = MYSQL_TYPE_LONGLONG;
        m->is_unsigned = v->type == DB_U64;
        m->buffer = &b->number[i];
        return;
    case DB_F64:
        b->real[i] = v->f;
        m->buffer_type = MYSQL_TYPE_DOUBLE;
        m->buffer = &b->real[i];
        return;
    case DB_STR:
        b->length[i] = v->s.n;
        m->buffer_type = MYSQL_TYPE_STRING;
        m->buffer = (void *)(uintptr_t)(v->s.p ? v->s.p : "");
        m->buffer_length = v->s.n;
        m->length = &b->length[i];
        return;
    case DB_DAY:
        b->time[i] = v->null ? (MYSQL_TIME){0} : db_time_from_day(v->d);
        m->buffer_type = MYSQL_TYPE_DATE;
        m->buffer = &b->time[i];
        return;
    case DB_INSTANT:
        b->time[i] = v->null ? (MYSQL_TIME){0} : db_time_from_instant(v->t);
        m->buffer_type = MYSQL_TYPE_DATETIME;
        m->buffer = &b->time[i];
        return;
    }
}

void db_bind_values(struct db_binding *b, const struct db_value *in, size_t n)
{
    CHECK(n <= sizeof b->bind / sizeof *b->bind);
    memset(b->bind, 0, n * sizeof *b->bind);
    for (size_t i = 0; i < n; i++)
        bind_one(b, i, &in[i]);
}

int64_t db_try_values(struct db *db, const struct db_statement *s, const struct db_value *in, size_t n)
{
    MYSQL_STMT *st = db_prepared(db, s);
    DB_UNSET struct db_binding b;
    CHECK(mysql_stmt_param_count(st) == n);
    db_bind_values(&b, in, n);
    if (n && mysql_stmt_bind_param(st, b.bind))
        db_failed(db, s, mysql_stmt_errno(st), mysql_stmt_error(st));
    if (mysql_stmt_execute(st)) {
        unsigned error = mysql_stmt_errno(st);
        if (error == ER_DUP_ENTRY)
            return DB_DUPLICATE;
        db_failed(db, s, error, mysql_stmt_error(st));
    }
    return (int64_t)mysql_stmt_affected_rows(st);
}

int64_t db_exec_values(struct db *db, const struct db_statement *s, const struct db_value *in, size_t n)
{
    int64_t affected = db_try_values(db, s, in, n);
    if (affected == DB_DUPLICATE)
        db_failed(db, s, ER_DUP_ENTRY, "duplicate key where none can be");
    return affected;
}

static bool attempt(struct db *db, bool (*work)(struct db *db, void *arg), void *arg, bool *result)
{
    struct fail_frame f;
    if (FAIL_CATCH(&f)) {
        db_rollback(db);
        if (f.kind == FAIL_RETRY)
            return false;
        fail(f.kind, "%s", f.message);
    }
    run_text(db, "START TRANSACTION");
    db->in_transaction = true;
    *result = work(db, arg);
    if (*result)
        run_text(db, "COMMIT");
    else
        run_text(db, "ROLLBACK");
    db->in_transaction = false;
    fail_leave(&f);
    return true;
}

bool db_transaction(struct db *db, bool (*work)(struct db *db, void *arg), void *arg)
{
    CHECK(!db->in_transaction);
    for (int i = 0; i < TRANSACTION_TRIES; i++) {
        bool result = false;
        if (attempt(db, work, arg, &result))
            return result;
        log_line(LOG_WARN, "transaction run again (%d)", i + 1);
    }
    fail(FAIL_DATABASE, "transaction failed %d times", TRANSACTION_TRIES);
}

bool db_in_transaction(const struct db *db)
{
    return db->in_transaction;
}

void db_rollback(struct db *db)
{
    if (!db->in_transaction)
        return;
    db->in_transaction = false;
    db_abandon(db);
    if (mysql_rollback(db->mysql))
        log_line(LOG_WARN, "rollback: %s", mysql_error(db->mysql)); /* the server rolls back when the connection goes */
}
