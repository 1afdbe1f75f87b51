/* SPDX-License-Identifier: EUPL-1.2
 * notice_number_store.c — see notice_number.h. The counter's row is locked until the act commits: two acts get their numbers one
 * after the other, and in the order of the numbers.
 */
#include "notice/notice_number.h"

#include "db/db.h"

DB_STATEMENT(NEXT_NUMBER,
             "INSERT INTO document_number (code, year, last_no) VALUES (?, ?, 1) ON DUPLICATE KEY UPDATE last_no = last_no + 1");
DB_STATEMENT(LAST_NUMBER, "SELECT last_no FROM document_number WHERE code = ? AND year = ?");

int notice_number(struct db *db, struct str code, int year)
{
    CHECK(db_in_transaction(db));
    db_exec(db, NEXT_NUMBER, code, year);
    return (int)db_int(db, LAST_NUMBER, code, year);
}

struct str notice_number_text(struct arena *a, struct str code, int year, int no)
{
    return str_fmt(a, "%.*s〔%d〕%d号", STR_ARG(code), year, no);
}
