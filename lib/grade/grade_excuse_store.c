/* SPDX-License-Identifier: EUPL-1.2
 * grade_excuse_store.c — excuses in the database, for pages; what a round reads is grade_excused_store.c.
 */
#include "base/arena.h"
#include "db/db.h"
#include "grade/grade_excuse.h"

#define EXCUSE                                                                                                                     \
    "SELECT e.id, e.year, e.version, e.subject_id, s.name AS subject_name, s.type AS subject_type, s.division, e.code, e.reason,"  \
    " e.state, e.decision, e.proposed_by, e.decided_by, e.revoked_by, p.name AS proposed_name, d.name AS decided_name,"            \
    " v.name AS revoked_name, e.proposed_at, e.decided_at, e.revoked_at FROM grade_excuse e JOIN subject s ON s.id = e.subject_id" \
    " JOIN staff p ON p.id = e.proposed_by LEFT JOIN staff d ON d.id = e.decided_by LEFT JOIN staff v ON v.id = e.revoked_by "
DB_STATEMENT(GET, EXCUSE "WHERE e.id = ?");
DB_STATEMENT(LIST, EXCUSE "WHERE s.division LIKE CONCAT(?, '%') AND (? = 0 OR e.year = ?) AND (? = '' OR e.state = ?)"
                          " ORDER BY e.state = 'proposed' DESC, e.id DESC LIMIT ?");
DB_STATEMENT(PROPOSE, "INSERT INTO grade_excuse (id, subject_id, year, code, reason, state, proposed_by, proposed_at)"
                      " VALUES (?, ?, ?, ?, ?, 'proposed', ?, ?)");
DB_STATEMENT(DECIDE, "UPDATE grade_excuse SET state = ?, decision = ?, decided_by = ?, decided_at = ?, version = version + 1"
                     " WHERE id = ? AND version = ? AND state = 'proposed'");
DB_STATEMENT(REVOKE,
             "UPDATE grade_excuse SET state = 'revoked', decision = ?, revoked_by = ?, revoked_at = ?, version = version + 1"
             " WHERE id = ? AND version = ? AND state = 'approved'");

static const struct db_column COLUMNS[] = {
    DB_COLUMN(struct grade_excuse, id),
    DB_COLUMN(struct grade_excuse, year),
    DB_COLUMN(struct grade_excuse, version),
    DB_COLUMN(struct grade_excuse, subject_id),
    DB_COLUMN(struct grade_excuse, subject_name),
    DB_COLUMN(struct grade_excuse, subject_type),
    DB_COLUMN(struct grade_excuse, division),
    DB_COLUMN(struct grade_excuse, code),
    DB_COLUMN(struct grade_excuse, reason),
    DB_COLUMN(struct grade_excuse, state),
    DB_COLUMN(struct grade_excuse, decision),
    DB_COLUMN(struct grade_excuse, proposed_by),
    DB_COLUMN(struct grade_excuse, decided_by),
    DB_COLUMN(struct grade_excuse, revoked_by),
    DB_COLUMN(struct grade_excuse, proposed_name),
    DB_COLUMN(struct grade_excuse, decided_name),
    DB_COLUMN(struct grade_excuse, revoked_name),
    DB_COLUMN(struct grade_excuse, proposed_at),
    DB_COLUMN(struct grade_excuse, decided_at),
    DB_COLUMN(struct grade_excuse, revoked_at),
};

enum grade_excuse_outcome grade_excuse_propose(struct db *db, const struct grade_excuse *e, int32_t *id_out)
{
    CHECK(db_in_transaction(db));
    *id_out = (int32_t)db_numbers(db, STR("grade_excuse"), 1);
    int64_t n = db_try(db, PROPOSE, *id_out, e->subject_id, e->year, e->code, e->reason, e->proposed_by, e->proposed_at);
    return n == DB_DUPLICATE ? GRADE_EXCUSE_TWICE : GRADE_EXCUSE_DONE;
}

enum grade_excuse_outcome grade_excuse_decide(struct db *db, const struct grade_excuse *e, enum grade_excuse_step step,
                                              int32_t staff_id, struct str why, struct instant now)
{
    CHECK(db_in_transaction(db));
    if (staff_id == e->proposed_by)
        return GRADE_EXCUSE_SAME_PERSON;
    int64_t changed = 0;
    switch (step) {
    case GRADE_EXCUSE_APPROVE:
        changed = db_exec(db, DECIDE, STR("approved"), why, staff_id, now, e->id, e->version);
        break;
    case GRADE_EXCUSE_REJECT:
        changed = db_exec(db, DECIDE, STR("rejected"), why, staff_id, now, e->id, e->version);
        break;
    case GRADE_EXCUSE_REVOKE:
        changed = db_exec(db, REVOKE, why, staff_id, now, e->id, e->version);
        break;
    }
    return changed == 1 ? GRADE_EXCUSE_DONE : GRADE_EXCUSE_CONFLICT;
}

bool grade_excuse_get(struct db *db, struct arena *a, int32_t id, struct grade_excuse *out)
{
    return db_one(db, a, GET, COLUMNS, out, id);
}

struct grade_excuses grade_excuse_list(struct db *db, struct arena *a, struct str division_prefix, int32_t year, struct str state,
                                       int32_t limit)
{
    struct {
        struct grade_excuse *p;
        size_t n, cap;
    } v = {0};
    struct db_cursor *c = db_select(db, a, LIST, COLUMNS, division_prefix, year, year, state, state, limit);
    for (struct grade_excuse e; db_fetch(c, &e) == DB_ROW;)
        *VEC_PUSH(a, v) = e;
    return (struct grade_excuses){v.p, v.n};
}
