/* SPDX-License-Identifier: EUPL-1.2
 * import_plan_write_store.c — a person's choice of columns, and the memory of it; another look. See import_plan.h. For staff pages.
 */
#include "base/arena.h"
#include "base/out.h"
#include "db/db.h"
#include "import/import_plan.h"

DB_STATEMENT(SET_MAPPED, "UPDATE import_batch SET state = 'mapped', message = '', version = version + 1"
                         " WHERE id = ? AND version = ? AND state IN ('looked', 'mapped', 'checked', 'rejected')");
DB_STATEMENT(SET_FIELD, "UPDATE import_column SET field = ?, origin = ? WHERE batch_id = ? AND column_no = ?");
DB_STATEMENT(REMEMBER,
             "INSERT INTO import_memory (unit_id, kind, item, header_key, fields, used_by, used_at) VALUES (?, ?, ?, ?, ?, ?, ?)"
             " ON DUPLICATE KEY UPDATE fields = VALUES(fields), used_by = VALUES(used_by), used_at = VALUES(used_at)");
DB_STATEMENT(SET_UPLOADED, "UPDATE import_batch SET state = 'uploaded', sheet_no = ?, header_row = ?, coding = ?, message = '',"
                           " version = version + 1 WHERE id = ? AND version = ?"
                           " AND state IN ('looked', 'mapped', 'checked', 'rejected', 'unreadable')");

static void remember(struct db *db, struct arena *a, const struct import_batch *b, const struct str *fields, size_t n, int staff_id,
                     struct instant now)
{
    struct out o;
    out_to_arena(&o, a);
    for (size_t i = 0; i < n; i++) {
        if (i)
            out_char(&o, ',');
        out_str(&o, fields[i]);
    }
    if (b->header_key.n && out_text(&o).n <= 8000)
        db_exec(db, REMEMBER, b->unit_id, b->kind, b->item, b->header_key, out_text(&o), staff_id, now);
}

enum import_outcome import_plan_save(struct db *db, struct arena *a, const struct import_batch *b, int version,
                                     const struct import_plan *plan, const struct str *fields, int staff_id, struct instant now)
{
    if (db_exec(db, SET_MAPPED, b->id, version) != 1)
        return IMPORT_WRONG_STATE;
    for (size_t i = 0; i < plan->columns.n; i++) {
        const struct import_column *c = &plan->columns.p[i];
        if (!str_eq(c->field, fields[i]))
            db_exec(db, SET_FIELD, fields[i], IMPORT_BY_PERSON, b->id, c->column_no);
    }
    remember(db, a, b, fields, plan->columns.n, staff_id, now);
    return IMPORT_DONE;
}

enum import_outcome import_look_again(struct db *db, int64_t id, int version, const struct import_choice *choice)
{
    return db_exec(db, SET_UPLOADED, choice->sheet_no, choice->header_row, choice->coding, id, version) == 1 ? IMPORT_DONE
                                                                                                             : IMPORT_WRONG_STATE;
}
