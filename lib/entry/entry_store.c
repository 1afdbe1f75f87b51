/* SPDX-License-Identifier: EUPL-1.2
 * entry_store.c — reading proposals; see entry_store.h.
 */
#include "entry/entry_store.h"

#include "base/arena.h"
#include "db/db.h"

#define ENTRY_SQL                                                                                                                  \
    "SELECT e.id, e.subject_id, e.record_id, e.amount, e.kind, e.state, e.record_version, e.result_version, e.regime_version_id,"  \
    " e.severity, e.points, e.unit_id, e.author_id, e.reviewer_id, e.version, e.item, e.title, e.detail, e.document_no,"           \
    " e.authority, e.remark, e.reason, e.verdict, e.found, e.show_from, e.show_to, e.use_to, e.received, e.created_at,"            \
    " e.updated_at, e.first_submitted_at, e.submitted_at, e.decided_at, s.name, s.type, s.division, u.name, w.name, x.name,"       \
    " s.kind, s.ended FROM entry e JOIN subject s ON s.id = e.subject_id LEFT JOIN unit u ON u.id = e.unit_id"                     \
    " LEFT JOIN staff w ON w.id = e.author_id LEFT JOIN staff x ON x.id = e.reviewer_id WHERE "
DB_STATEMENT(GET, ENTRY_SQL "e.id = ?");
DB_STATEMENT(LIST, ENTRY_SQL
             "(? = 0 OR e.state IN ('draft', 'submitted', 'returned')) AND (? = '' OR e.state = ?) AND (? = '' OR e.kind = ?)"
             " AND (? = '' OR e.item = ?) AND s.division LIKE CONCAT(?, '%') AND (? = 0 OR e.author_id = ?)"
             " AND (? = 0 OR e.unit_id = ?) AND (? = 0 OR e.subject_id = ?) AND (? = 0 OR e.record_id = ?)"
             " ORDER BY e.id DESC LIMIT ?");
DB_STATEMENT(HAND_IN,
             "SELECT COUNT(*) FROM entry WHERE record_id = ? AND state = 'approved' AND (author_id = ? OR reviewer_id = ?)");

#define E(m) DB_COLUMN(struct entry, m)
static const struct db_column COLUMNS[] = {E(id),
                                           E(subject_id),
                                           E(record_id),
                                           E(amount),
                                           E(kind),
                                           E(state),
                                           E(record_version),
                                           E(result_version),
                                           E(regime_version_id),
                                           E(severity),
                                           E(points),
                                           E(unit_id),
                                           E(author_id),
                                           E(reviewer_id),
                                           E(version),
                                           E(item),
                                           E(title),
                                           E(detail),
                                           E(document_no),
                                           E(authority),
                                           E(remark),
                                           E(reason),
                                           E(verdict),
                                           E(found),
                                           E(show_from),
                                           E(show_to),
                                           E(use_to),
                                           E(received),
                                           E(created_at),
                                           E(updated_at),
                                           E(first_submitted_at),
                                           E(submitted_at),
                                           E(decided_at),
                                           E(subject_name),
                                           E(subject_type),
                                           E(division),
                                           E(unit_name),
                                           E(author),
                                           E(reviewer),
                                           E(subject_kind),
                                           E(subject_ended)};

bool entry_get(struct db *db, struct arena *a, int64_t id, struct entry *out)
{
    return db_one(db, a, GET, COLUMNS, out, id);
}

static struct str some(struct str s)
{
    return s.p ? s : STR("");
}

struct entries entry_list(struct db *db, struct arena *a, const struct entry_filter *f, int limit)
{
    struct {
        struct entry *p;
        size_t n, cap;
    } v = {0};
    struct str state = some(f->state), kind = some(f->kind), item = some(f->item);
    struct db_cursor *c =
        db_select(db, a, LIST, COLUMNS, f->open, state, state, kind, kind, item, item, some(f->division_prefix), f->author_id,
                  f->author_id, f->unit_id, f->unit_id, f->subject_id, f->subject_id, f->record_id, f->record_id, limit);
    for (struct entry e; db_fetch(c, &e) == DB_ROW;)
        *VEC_PUSH(a, v) = e;
    return (struct entries){v.p, v.n};
}

bool entry_had_hand_in(struct db *db, int64_t record_id, int staff_id)
{
    return db_int(db, HAND_IN, record_id, staff_id, staff_id) > 0;
}
