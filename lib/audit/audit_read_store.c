/* SPDX-License-Identifier: EUPL-1.2
 * audit_read_store.c — reading the log of acts for pages; see audit.h. `audit` is the view of rows with what they are about.
 */
#include "audit/audit.h"

#include "base/arena.h"
#include "db/db.h"

#define ROW                                                                                                                        \
    "SELECT seq, acted_at, actor_id, alg, actor, role, action, object_type, object_id, detail, request_id, commitment, chain,"     \
    " forgotten FROM audit "
DB_STATEMENT(LIST, ROW "WHERE seq < ? AND (? = '' OR actor = ?) AND action LIKE CONCAT(?, '%') AND acted_at >= ? AND acted_at < ?"
                       " ORDER BY seq DESC LIMIT ?");
/* By object: its rows are found through the index of audit_detail. */
DB_STATEMENT(LIST_OF,
             ROW "WHERE seq IN (SELECT seq FROM audit_detail WHERE object_type = ? AND (? = '' OR object_id = ?)) AND seq < ?"
                 " AND (? = '' OR actor = ?) AND action LIKE CONCAT(?, '%') AND acted_at >= ? AND acted_at < ?"
                 " ORDER BY seq DESC LIMIT ?");
DB_STATEMENT(OF, ROW "WHERE seq IN (SELECT seq FROM audit_detail WHERE object_type = ? AND object_id = ?) ORDER BY seq LIMIT 500");

static const struct db_column COLUMNS[] = {
    DB_COLUMN(struct audit_row, seq),    DB_COLUMN(struct audit_row, at),          DB_COLUMN(struct audit_row, actor_id),
    DB_COLUMN(struct audit_row, alg),    DB_COLUMN(struct audit_row, actor),       DB_COLUMN(struct audit_row, role),
    DB_COLUMN(struct audit_row, action), DB_COLUMN(struct audit_row, object_type), DB_COLUMN(struct audit_row, object_id),
    DB_COLUMN(struct audit_row, detail), DB_COLUMN(struct audit_row, request_id),  DB_COLUMN(struct audit_row, commitment),
    DB_COLUMN(struct audit_row, chain),  DB_COLUMN(struct audit_row, forgotten),
};

static size_t collect(struct arena *a, struct db_cursor *c, struct audit_row **rows_out)
{
    struct {
        struct audit_row *p;
        size_t n, cap;
    } v = {0};
    struct audit_row r;
    while (db_fetch(c, &r) == DB_ROW)
        *VEC_PUSH(a, v) = r;
    *rows_out = v.p;
    return v.n;
}

static struct str some(struct str s)
{
    return s.p ? s : STR("");
}

size_t audit_list(struct db *db, struct arena *a, const struct audit_query *q, struct audit_row **rows_out)
{
    const struct instant begin = {1}, end = {INT64_C(7258118400000000)}; /* 2200 */
    int64_t before = q->before_seq > 0 ? q->before_seq : INT64_MAX;
    struct instant from = q->from.us ? q->from : begin, to = q->to.us ? q->to : end;
    struct str actor = some(q->actor), action = some(q->action), id = some(q->object_id);
    if (q->object_type.n)
        return collect(a,
                       db_select(db, a, LIST_OF, COLUMNS, q->object_type, id, id, before, actor, actor, action, from, to, q->limit),
                       rows_out);
    return collect(a, db_select(db, a, LIST, COLUMNS, before, actor, actor, action, from, to, q->limit), rows_out);
}

size_t audit_of(struct db *db, struct arena *a, struct str object_type, int64_t object_id, struct audit_row **rows_out)
{
    struct str id = str_fmt(a, "%lld", (long long)object_id);
    return collect(a, db_select(db, a, OF, COLUMNS, object_type, id), rows_out);
}
