/* SPDX-License-Identifier: EUPL-1.2
 * division_store.c — see division.h.
 */
#include "subject/division.h"

#include "db/db.h"

DB_STATEMENT(PUT_DIVISION, "INSERT INTO division (code, name, level) VALUES (?, ?, ?) ON DUPLICATE KEY UPDATE name = VALUES(name)");

enum division_level division_level_of(struct str code)
{
    if (code.n > 6)
        return DIVISION_TOWN;
    if (code.n <= 2 || str_ends(str_sub(code, 0, 6), STR("0000")))
        return DIVISION_PROVINCE;
    return code.n <= 4 || str_ends(code, STR("00")) ? DIVISION_CITY : DIVISION_COUNTY;
}

void division_put(struct db *db, struct str code, struct str name)
{
    db_exec(db, PUT_DIVISION, code, name, (int)division_level_of(code));
}
