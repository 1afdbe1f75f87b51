/* SPDX-License-Identifier: EUPL-1.2
 * notice_file_store.c — reading the file of a notice; see notice_sign.h.
 */
#include "db/db.h"
#include "notice/notice_part.h"
#include "notice/notice_sign.h"

DB_STATEMENT(GET_FILE, "SELECT body FROM notice_file WHERE notice_id = ? AND format = 'pdf'");

bool notice_file(struct db *db, struct arena *a, const struct vault *v, const struct notice_doc *n, struct str *pdf_out)
{
    static const struct db_column columns[] = {{DB_STR, 0}};
    struct str body;
    if (!db_one(db, a, GET_FILE, columns, &body, n->id))
        return false;
    *pdf_out = body;
    if (n->sealed && vault_open_bytes(v, a, notice_where(n->id, NOTICE_FILE), body, pdf_out) != VAULT_OK)
        fail(FAIL_CONFIG, "the file of notice %d does not open with this bureau's keys", n->id);
    return true;
}
