/* SPDX-License-Identifier: EUPL-1.2
 * grade_store.c — a round's life in SQL: opening, the two signatures, publication. Each change is one guarded
 * UPDATE on (id, state, version); what went wrong is read only to be explained. Pages: staff; also worker and portalctl.
 * Reading for pages is grade_read_store.c; computing, and the end of a computation, are
 * grade_run_store.c and grade_finish_store.c, which pages' programs do not contain.
 */
#include "base/arena.h"
#include "db/db.h"
#include "grade/grade_read.h"

#define ROUND_FIELDS                                                                                                                 \
    "r.id, r.year, r.kind, r.subject_id, r.reason, r.division_prefix, r.state, r.regime_version_id, v.code, v.hash, r.as_known_at,"  \
    " r.snapshot_hash, r.result_hash, r.subjects, r.records, r.moved_up, r.moved_down, r.distribution, r.created_by, r.reviewed_by," \
    " r.approved_by, r.created_at, r.reviewed_at, r.approved_at, r.published_at, r.superseded_at, r.version"
#define ROUND_FROM " FROM grade_round r JOIN regime_version v ON v.id = r.regime_version_id "

DB_STATEMENT(GET, "SELECT " ROUND_FIELDS ROUND_FROM "WHERE r.id = ?");
DB_STATEMENT(LIST, "SELECT " ROUND_FIELDS ROUND_FROM "WHERE r.year = ? OR ? = 0 ORDER BY r.id DESC LIMIT ?");
DB_STATEMENT(IN_FORCE, "SELECT " ROUND_FIELDS ROUND_FROM "WHERE r.year = ? AND r.division_prefix = ? AND r.kind = 'annual'"
                       " AND r.state = 'published' ORDER BY r.id DESC LIMIT 1");
DB_STATEMENT(UNDER_WAY,
             "SELECT id FROM grade_round WHERE year = ? AND kind = ? AND division_prefix = ? AND COALESCE(subject_id, 0) = ?"
             " AND (state = 'open' OR (kind <> 'trial' AND state IN ('computed', 'reviewed', 'approved'))) LIMIT 1 FOR UPDATE");
DB_STATEMENT(OPEN,
             "INSERT INTO grade_round (id, year, kind, subject_id, reason, division_prefix, regime_version_id, state, as_known_at,"
             " created_by, created_at) VALUES (?, ?, ?, ?, ?, ?, ?, 'open', ?, ?, ?)");
DB_STATEMENT(REVIEW, "UPDATE grade_round SET state = 'reviewed', reviewed_by = ?, reviewed_at = ?, version = version + 1"
                     " WHERE id = ? AND state = 'computed' AND version = ? AND kind <> 'trial'");
DB_STATEMENT(APPROVE, "UPDATE grade_round SET state = 'approved', approved_by = ?, approved_at = ?, version = version + 1"
                      " WHERE id = ? AND state = 'reviewed' AND version = ? AND reviewed_by <> ? AND created_by <> ?");
DB_STATEMENT(LATER, "SELECT id FROM grade_round WHERE year = ? AND state = 'published' AND id > ? AND division_prefix = ?"
                    " AND (kind = 'annual' OR subject_id = ?) LIMIT 1 LOCK IN SHARE MODE");
DB_STATEMENT(PUBLISH, "UPDATE grade_round SET state = 'published', published_at = ?, version = version + 1"
                      " WHERE id = ? AND state = 'approved' AND version = ?");
DB_STATEMENT(SUPERSEDE_ALL, "UPDATE grade_round SET state = 'superseded', superseded_at = ?, version = version + 1"
                            " WHERE year = ? AND division_prefix = ? AND state = 'published' AND id < ?");
DB_STATEMENT(SUPERSEDE_ONE, "UPDATE grade_round SET state = 'superseded', superseded_at = ?, version = version + 1"
                            " WHERE year = ? AND kind = 'single' AND subject_id = ? AND state = 'published' AND id < ?");
DB_STATEMENT(DROP, "UPDATE grade_round SET state = 'dropped', version = version + 1"
                   " WHERE id = ? AND version = ? AND state IN ('open', 'computed', 'reviewed', 'approved')");
DB_STATEMENT(STAFF_NAME, "SELECT name FROM staff WHERE id = ?");

#define ROUND(m) DB_COLUMN(struct grade_round, m)
static const struct db_column ROUND_COLUMNS[] = {ROUND(id),           ROUND(year),
                                                 ROUND(kind),         ROUND(subject_id),
                                                 ROUND(reason),       ROUND(division_prefix),
                                                 ROUND(state),        ROUND(regime_version_id),
                                                 ROUND(regime_code),  ROUND(regime_hash),
                                                 ROUND(as_known_at),  ROUND(snapshot_hash),
                                                 ROUND(result_hash),  ROUND(subjects),
                                                 ROUND(records),      ROUND(moved_up),
                                                 ROUND(moved_down),   ROUND(distribution),
                                                 ROUND(created_by),   ROUND(reviewed_by),
                                                 ROUND(approved_by),  ROUND(created_at),
                                                 ROUND(reviewed_at),  ROUND(approved_at),
                                                 ROUND(published_at), ROUND(superseded_at),
                                                 ROUND(version)};
static const struct db_column NAME_COLUMN[] = {{DB_STR, 0}};

bool grade_round_get(struct db *db, struct arena *a, int32_t id, struct grade_round *out)
{
    return db_one(db, a, GET, ROUND_COLUMNS, out, id);
}

struct grade_rounds grade_round_list(struct db *db, struct arena *a, int32_t year, int32_t limit)
{
    struct {
        struct grade_round *p;
        size_t n, cap;
    } rows = {0};
    struct grade_round row;
    struct db_cursor *c = db_select(db, a, LIST, ROUND_COLUMNS, year, year, limit);
    while (db_fetch(c, &row) == DB_ROW)
        *VEC_PUSH(a, rows) = row;
    return (struct grade_rounds){rows.p, rows.n};
}

bool grade_round_in_force(struct db *db, struct arena *a, int32_t year, struct str division_prefix, struct grade_round *out)
{
    return db_one(db, a, IN_FORCE, ROUND_COLUMNS, out, year, division_prefix);
}

/* Who acted last, from the round as it is now. */
static void explain(struct db *db, struct arena *a, struct grade_round_conflict *c)
{
    const struct grade_round *r = &c->round;
    c->staff_id = r->approved_by ? r->approved_by : r->reviewed_by ? r->reviewed_by : r->created_by;
    c->at = r->superseded_at.us  ? r->superseded_at
            : r->published_at.us ? r->published_at
            : r->approved_by     ? r->approved_at
            : r->reviewed_by     ? r->reviewed_at
                                 : r->created_at;
    c->staff_name = STR_NONE;
    (void)db_one(db, a, STAFF_NAME, NAME_COLUMN, &c->staff_name, c->staff_id);
}

/* Why a guarded UPDATE matched nothing. same_person: the guard also asked for that. */
static enum grade_round_outcome why_not(struct db *db, struct arena *a, const struct grade_round_act *act, struct str wanted_state,
                                        bool same_person, struct grade_round_conflict *conflict)
{
    struct grade_round_conflict c = {0};
    if (!grade_round_get(db, a, act->round_id, &c.round))
        return GRADE_ROUND_MISSING;
    explain(db, a, &c);
    if (conflict)
        *conflict = c;
    if (c.round.version != act->version)
        return GRADE_ROUND_CONFLICT;
    if (!str_eq(c.round.state, wanted_state))
        return GRADE_ROUND_WRONG_STATE;
    bool signer = c.round.reviewed_by == act->staff_id || c.round.created_by == act->staff_id;
    return same_person && signer ? GRADE_ROUND_SAME_PERSON : GRADE_ROUND_WRONG_STATE;
}

enum grade_round_outcome grade_round_open(struct db *db, struct arena *a, const struct grade_round_new *n, int32_t *id_out,
                                          struct grade_round_conflict *conflict)
{
    CHECK(str_eq(n->kind, STR("trial")) || str_eq(n->kind, STR("annual")) || str_eq(n->kind, STR("single")));
    CHECK((n->subject_id != 0) == str_eq(n->kind, STR("single")));
    CHECK(n->as_known_at.us != 0 && n->as_known_at.us <= n->now.us);
    int32_t busy = (int32_t)db_int(db, UNDER_WAY, n->year, n->kind, n->division_prefix, n->subject_id);
    if (busy) {
        struct grade_round_conflict c = {0};
        if (grade_round_get(db, a, busy, &c.round))
            explain(db, a, &c);
        if (conflict)
            *conflict = c;
        return GRADE_ROUND_BUSY;
    }
    int32_t id = (int32_t)db_numbers(db, STR("grade_round"), 1);
    struct str reason = n->reason.p ? n->reason : STR("");
    db_exec(db, OPEN, id, n->year, n->kind, db_id_or_null(n->subject_id), reason, n->division_prefix, n->regime_version_id,
            n->as_known_at, n->staff_id, n->now);
    *id_out = id;
    return GRADE_ROUND_DONE;
}

enum grade_round_outcome grade_round_review(struct db *db, struct arena *a, const struct grade_round_act *act,
                                            struct grade_round_conflict *conflict)
{
    if (db_exec(db, REVIEW, act->staff_id, act->now, act->round_id, act->version) == 1)
        return GRADE_ROUND_DONE;
    return why_not(db, a, act, STR("computed"), false, conflict);
}

enum grade_round_outcome grade_round_approve(struct db *db, struct arena *a, const struct grade_round_act *act,
                                             struct grade_round_conflict *conflict)
{
    if (db_exec(db, APPROVE, act->staff_id, act->now, act->round_id, act->version, act->staff_id, act->staff_id) == 1)
        return GRADE_ROUND_DONE;
    return why_not(db, a, act, STR("reviewed"), true, conflict);
}

enum grade_round_outcome grade_round_publish(struct db *db, struct arena *a, const struct grade_round_act *act,
                                             struct grade_round_conflict *conflict)
{
    struct grade_round r;
    if (!grade_round_get(db, a, act->round_id, &r))
        return GRADE_ROUND_MISSING;
    /* What never changes of a round may be read first; the rest is in the guards. The shared lock keeps a rival publication out. */
    if (db_int(db, LATER, r.year, r.id, r.division_prefix, r.subject_id))
        return GRADE_ROUND_OLDER;
    if (db_exec(db, PUBLISH, act->now, act->round_id, act->version) != 1)
        return why_not(db, a, act, STR("approved"), false, conflict);
    if (str_eq(r.kind, STR("single")))
        db_exec(db, SUPERSEDE_ONE, act->now, r.year, r.subject_id, r.id);
    else
        db_exec(db, SUPERSEDE_ALL, act->now, r.year, r.division_prefix, r.id);
    return GRADE_ROUND_DONE;
}

enum grade_round_outcome grade_round_drop(struct db *db, struct arena *a, const struct grade_round_act *act,
                                          struct grade_round_conflict *conflict)
{
    if (db_exec(db, DROP, act->round_id, act->version) == 1)
        return GRADE_ROUND_DONE;
    return why_not(db, a, act, STR("open"), false, conflict);
}
