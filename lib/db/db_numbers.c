/* SPDX-License-Identifier: EUPL-1.2
 * db_numbers.c — numbers from a named sequence. A file of its own: a program that only reads does not link the statement, so that
 * its --check passes with an account that may not write.
 */
#include "db/db_internal.h"

DB_STATEMENT(TAKE_NUMBERS, "INSERT INTO sequence_number (name, next_value) VALUES (?, LAST_INSERT_ID(1) + ?) "
                           "ON DUPLICATE KEY UPDATE next_value = LAST_INSERT_ID(next_value) + ?");

int64_t db_numbers(struct db *db, struct str sequence, int64_t n)
{
    CHECK(n > 0);
    MYSQL_STMT *st = db_prepared(db, &TAKE_NUMBERS);
    db_exec(db, TAKE_NUMBERS, sequence, n, n);
    return (int64_t)mysql_stmt_insert_id(st);
}
