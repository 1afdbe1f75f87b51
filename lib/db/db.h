/* SPDX-License-Identifier: EUPL-1.2
 * db.h — one connection to MariaDB: typed prepared statements, transactions that are run again as a whole, array binding for bulk.
 * Statements are string literals in *_store.c files, declared with DB_STATEMENT, prepared on first use and kept; nothing formats
 * SQL. Parameter and column types follow from the C types (_Generic). Errors never return: the connection gone or refused is
 * fail(FAIL_DATABASE), deadlock and friends fail(FAIL_RETRY), which db_transaction catches. A duplicate key is an outcome only for
 * db_try. A process has one struct db; it is not shared between processes. Auto-reconnect is off: whoever fails leaves and is
 * started anew.
 *
 *   DB_STATEMENT(SELECT_NAME, "SELECT id, name FROM subject WHERE code = ?");
 *   static const struct db_column NAME_COLUMNS[] = {DB_COLUMN(struct row, id), DB_COLUMN(struct row, name)};
 *   struct row r;
 *   if (db_one(db, arena, SELECT_NAME, NAME_COLUMNS, &r, code)) …
 *   struct db_cursor *c = db_select(db, arena, SELECT_NAME, NAME_COLUMNS, code);
 *   while (db_fetch(c, &r) == DB_ROW) …            (the cursor closes itself at DB_END; db_close_cursor to leave early)
 *   int64_t changed = db_exec(db, UPDATE_NAME, name, id);
 *
 * NULL in: a str with p == NULL, DAY_NONE, an instant of 0, db_null(), db_id_or_null(0). NULL out: the same, integers 0.
 */
#ifndef DB_DB_H
#define DB_DB_H

#include <stddef.h>

#include "base/check.h"
#include "base/date.h"
#include "base/str.h"
#include "db/db_value.h"

struct arena;
struct db;
struct db_cursor;
struct db_bulk;

struct db_config {
    const char *socket, *user, *password, *database;
    unsigned statement_seconds; /* max_statement_time; 0 = none */
};

struct db_statement {
    const char *sql, *file, *name;
};

/* The section is walked by db_check(): PROGRAM --check prepares every statement that the program can ever send. */
#define DB_STATEMENT(var, text)                                                                                                    \
    static const struct db_statement var __attribute__((section("db_statements"), used, aligned(8))) = {text, __FILE__, #var}

struct db *db_open(const struct db_config *config);
void db_close(struct db **db);

enum db_step { DB_ROW, DB_END };

#define db_exec(db, stmt, ...) db_exec_values((db), &(stmt), DB_VALUES(__VA_ARGS__))
/* The same, but a duplicate key gives DB_DUPLICATE instead of a failure. The transaction goes on. */
#define db_try(db, stmt, ...) db_try_values((db), &(stmt), DB_VALUES(__VA_ARGS__))
#define DB_DUPLICATE          (-1)
/* Rows are buffered in the client, so other statements may run between fetches. */
#define db_select(db, arena, stmt, columns, ...)                                                                                   \
    db_select_values((db), (arena), &(stmt), (columns), sizeof(columns) / sizeof *(columns), false, DB_VALUES(__VA_ARGS__))
/* Rows come straight from the server: no other statement on this connection until DB_END. Text of a row lives until the next fetch.
 */
#define db_stream(db, arena, stmt, columns, ...)                                                                                   \
    db_select_values((db), (arena), &(stmt), (columns), sizeof(columns) / sizeof *(columns), true, DB_VALUES(__VA_ARGS__))
#define db_one(db, arena, stmt, columns, row_out, ...)                                                                             \
    db_one_values((db), (arena), &(stmt), (columns), sizeof(columns) / sizeof *(columns), (row_out), DB_VALUES(__VA_ARGS__))
/* A single integer (COUNT, MAX, an id); 0 when there is no row or it is NULL. */
#define db_int(db, stmt, ...) db_int_values((db), &(stmt), DB_VALUES(__VA_ARGS__))

int64_t db_exec_values(struct db *db, const struct db_statement *s, const struct db_value *in, size_t n);
int64_t db_try_values(struct db *db, const struct db_statement *s, const struct db_value *in, size_t n) MUST_USE;
struct db_cursor *db_select_values(struct db *db, struct arena *a, const struct db_statement *s, const struct db_column *columns,
                                   size_t n_columns, bool stream, const struct db_value *in, size_t n);
bool db_one_values(struct db *db, struct arena *a, const struct db_statement *s, const struct db_column *columns, size_t n_columns,
                   void *row_out, const struct db_value *in, size_t n);
int64_t db_int_values(struct db *db, const struct db_statement *s, const struct db_value *in, size_t n);
enum db_step db_fetch(struct db_cursor *c, void *row_out) MUST_USE;
void db_close_cursor(struct db_cursor *c);

/* Runs work inside one transaction; true commits, false rolls back. On FAIL_RETRY the whole of work runs again, at most three times
 * more, so it must do nothing that a rollback does not undo. Any other failure rolls back and goes on unwinding. Not nestable. */
bool db_transaction(struct db *db, bool (*work)(struct db *db, void *arg), void *arg);
bool db_in_transaction(const struct db *db);
/* For a server's unwinding: roll back whatever is open; harmless otherwise. */
void db_rollback(struct db *db);

/* Takes n consecutive numbers of a named sequence (its own short transaction would be lost on rollback: numbers may skip, never
 * repeat). */
int64_t db_numbers(struct db *db, struct str sequence, int64_t n);

/* Array binding: rows are collected and sent `per_flush` at a time. All rows have the types of the first. A failed flush is
 * fail(): validate first; a duplicate key within a transaction runs that again (FAIL_RETRY). db_bulk_end flushes the rest; returns
 * rows sent. */
struct db_bulk *db_bulk_begin(struct db *db, const struct db_statement *s, size_t per_flush);
#define db_bulk_add(bulk, ...) db_bulk_values((bulk), DB_VALUES(__VA_ARGS__))
/* For db_bulk_add: a str that is no text, such as a score sheet. The server does not look at its characters. */
static inline struct db_value db_bytes(struct str v)
{
    return (struct db_value){.type = DB_STR, .null = v.p == NULL, .bytes = true, .s = v};
}
void db_bulk_values(struct db_bulk *b, const struct db_value *in, size_t n);
int64_t db_bulk_end(struct db_bulk **b);

#endif
