/* SPDX-License-Identifier: EUPL-1.2
 * record_store.c — reading records; see record_store.h. Writing new ones is record_write_store.c, changing one
 * record_change_store.c.
 */
#include "record/record_store.h"

#include "base/arena.h"
#include "base/check.h"
#include "db/db.h"

#define RECORD_SQL                                                                                                                 \
    "SELECT r.subject_id, r.id, r.amount, r.item, r.category, r.title, r.detail, r.document_no, r.authority, r.source, u.name,"    \
    " r.severity, r.points, r.state, r.version, r.found, r.show_from, r.show_to, r.use_to, r.disputed, r.unit_id,"                 \
    " r.source_show_from, r.source_show_to, r.source_use_to"                                                                       \
    " FROM record r LEFT JOIN unit u ON u.id = r.unit_id WHERE "
DB_STATEMENT(OF_SUBJECT, RECORD_SQL "r.subject_id = ? ORDER BY r.found DESC, r.id DESC");
DB_STATEMENT(BY_ID, RECORD_SQL "r.id = ?");
DB_STATEMENT(COUNT_FOUND, "SELECT COUNT(*) FROM record WHERE item = ? AND found BETWEEN ? AND ? AND state = 1");

static const struct db_column RECORD_COLUMNS[] = {
    DB_COLUMN(struct record, subject_id),  DB_COLUMN(struct record, id),          DB_COLUMN(struct record, amount),
    DB_COLUMN(struct record, item),        DB_COLUMN(struct record, category),    DB_COLUMN(struct record, title),
    DB_COLUMN(struct record, detail),      DB_COLUMN(struct record, document_no), DB_COLUMN(struct record, authority),
    DB_COLUMN(struct record, source),      DB_COLUMN(struct record, unit_name),   DB_COLUMN(struct record, severity),
    DB_COLUMN(struct record, points),      DB_COLUMN(struct record, state),       DB_COLUMN(struct record, version),
    DB_COLUMN(struct record, found),       DB_COLUMN(struct record, show_from),   DB_COLUMN(struct record, show_to),
    DB_COLUMN(struct record, use_to),      DB_COLUMN(struct record, disputed),    DB_COLUMN(struct record, unit_id),
    DB_COLUMN(struct record, source_from), DB_COLUMN(struct record, source_to),   DB_COLUMN(struct record, source_use),
};

struct records record_of_subject(struct db *db, struct arena *a, int64_t subject_id)
{
    struct {
        struct record *p;
        size_t n, cap;
    } v = {0};
    struct db_cursor *c = db_select(db, a, OF_SUBJECT, RECORD_COLUMNS, subject_id);
    for (struct record r; db_fetch(c, &r) == DB_ROW;)
        *VEC_PUSH(a, v) = r;
    return (struct records){v.p, v.n};
}

bool record_by_id(struct db *db, struct arena *a, int64_t id, struct record *out)
{
    return db_one(db, a, BY_ID, RECORD_COLUMNS, out, id);
}

int64_t record_count_found(struct db *db, struct str item, struct day from, struct day to)
{
    return db_int(db, COUNT_FOUND, item, from, to);
}
