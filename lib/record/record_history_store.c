/* SPDX-License-Identifier: EUPL-1.2
 * record_history_store.c — the versions of one record, which the server keeps by itself; see record_store.h. Reads only.
 */
#include "base/arena.h"
#include "db/db.h"
#include "record/record_store.h"

DB_STATEMENT(
    VERSIONS,
    "SELECT r.subject_id, r.id, r.amount, r.item, r.category, r.title, r.detail, r.document_no, r.authority, r.source, u.name,"
    " r.severity, r.points, r.state, r.version, r.found, r.show_from, r.show_to, r.use_to, r.disputed, r.unit_id,"
    " r.source_show_from, r.source_show_to, r.source_use_to, CAST(r.ROW_START AS DATETIME(6)), CAST(r.ROW_END AS DATETIME(6))"
    " FROM record FOR SYSTEM_TIME ALL AS r LEFT JOIN unit u ON u.id = r.unit_id WHERE r.subject_id = ? AND r.id = ?"
    " ORDER BY r.ROW_START");

#define V(m) DB_COLUMN(struct record_version, m)
static const struct db_column COLUMNS[] = {V(record.subject_id),
                                           V(record.id),
                                           V(record.amount),
                                           V(record.item),
                                           V(record.category),
                                           V(record.title),
                                           V(record.detail),
                                           V(record.document_no),
                                           V(record.authority),
                                           V(record.source),
                                           V(record.unit_name),
                                           V(record.severity),
                                           V(record.points),
                                           V(record.state),
                                           V(record.version),
                                           V(record.found),
                                           V(record.show_from),
                                           V(record.show_to),
                                           V(record.use_to),
                                           V(record.disputed),
                                           V(record.unit_id),
                                           V(record.source_from),
                                           V(record.source_to),
                                           V(record.source_use),
                                           V(from),
                                           V(to)};

struct record_versions record_history(struct db *db, struct arena *a, int64_t subject_id, int64_t id)
{
    struct {
        struct record_version *p;
        size_t n, cap;
    } v = {0};
    struct db_cursor *c = db_select(db, a, VERSIONS, COLUMNS, subject_id, id);
    for (struct record_version x; db_fetch(c, &x) == DB_ROW;)
        *VEC_PUSH(a, v) = x;
    return (struct record_versions){v.p, v.n};
}

bool record_as_of(struct db *db, struct arena *a, int64_t subject_id, int64_t id, int version, struct record *out)
{
    struct record_versions all = record_history(db, a, subject_id, id);
    for (size_t i = all.n; i > 0; i--)
        if (all.p[i - 1].record.version == version) {
            *out = all.p[i - 1].record;
            return true;
        }
    return false;
}
