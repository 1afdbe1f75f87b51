/* SPDX-License-Identifier: EUPL-1.2
 * db_internal.h — what the files of this room share and nobody else may see: the connection, a prepared statement, a bound column.
 */
#ifndef DB_DB_INTERNAL_H
#define DB_DB_INTERNAL_H

#include <mysql.h>

#include "db/db.h"

/* Enough for a look-up of 256 keys in one statement. */
enum { DB_PARAMETERS_MAX = 260 };

struct db {
    MYSQL *mysql;
    MYSQL_STMT **prepared; /* by place in the section of statements */
    size_t n_statements;
    bool in_transaction, streaming;
    bool can_wait; /* mysql_stmt_execute_start may be used */
    struct db_pending {
        MYSQL_STMT *st; /* NULL: none */
        const struct db_statement *statement;
        int waits_for, result;
    } pending; /* the batch that the server is working on */
};

/* The section that DB_STATEMENT fills; the linker defines its ends. */
extern const struct db_statement __start_db_statements[], __stop_db_statements[];

/* For a local struct whose used part is set before use: without it all of its 50 KB would be zeroed for each statement. */
#define DB_UNSET __attribute__((uninitialized))

/* Parameters as MYSQL_BIND; the room for dates is inside. */
struct db_binding {
    MYSQL_BIND bind[DB_PARAMETERS_MAX];
    MYSQL_TIME time[DB_PARAMETERS_MAX];
    unsigned long length[DB_PARAMETERS_MAX];
    int64_t number[DB_PARAMETERS_MAX];
    double real[DB_PARAMETERS_MAX];
    my_bool null[DB_PARAMETERS_MAX];
};

/* Waits for the batch under way, if there is one, and fails if it did. Before anything else is sent on the connection. */
void db_settle(struct db *db);
/* The same, whatever came of it: before rolling back or closing. */
void db_abandon(struct db *db);
MYSQL_STMT *db_prepared(struct db *db, const struct db_statement *s);
void db_bind_values(struct db_binding *b, const struct db_value *in, size_t n);
/* A whole number into the member of a row that it is for. */
static inline void db_store_number(enum db_type type, void *to, int64_t number)
{
    switch (type) {
    case DB_I32:
        CHECK(number >= INT32_MIN && number <= INT32_MAX);
        *(int *)to = (int)number;
        return;
    case DB_U32:
        CHECK(number >= 0 && number <= UINT32_MAX);
        *(unsigned *)to = (unsigned)number;
        return;
    case DB_I64:
    case DB_U64:
        *(int64_t *)to = number;
        return;
    case DB_BOOL:
        *(bool *)to = number != 0;
        return;
    case DB_NULL:
    case DB_F64:
    case DB_STR:
    case DB_DAY:
    case DB_INSTANT:
        CHECK(!"no whole number");
    }
}

/* Rows of an executed statement, fetched without binding: text points into the connection's buffer until the next fetch. The
 * statement must never have been bound for results. Close before the statement's result is freed. */
struct db_stream;
struct db_stream *db_stream_open(struct arena *a, MYSQL_STMT *st, const struct db_column *columns, size_t n);
int db_stream_fetch(struct db_stream *s, void *row_out); /* as mysql_stmt_fetch */
void db_stream_close(struct db_stream *s);
MYSQL_TIME db_time_from_day(struct day d);
MYSQL_TIME db_time_from_instant(struct instant t);
struct day db_day_from_time(const MYSQL_TIME *t);
struct instant db_instant_from_time(const MYSQL_TIME *t);
/* Which failure an error number is; message goes to the log by way of fail(). */
_Noreturn void db_failed(struct db *db, const struct db_statement *s, unsigned error, const char *message);

#endif
