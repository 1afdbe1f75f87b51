/* SPDX-License-Identifier: EUPL-1.2
 * grade_regrade_store.c — reading which published grades wait to be graded again; see grade_regrade.h.
 */
#include "base/arena.h"
#include "db/db.h"
#include "grade/grade_regrade.h"

#define REGRADE_SQL                                                                                                                \
    "SELECT m.subject_id, m.cause_id, m.year, m.graded_round, m.round_id, m.cause_type, m.reason, s.name, s.type, s.division,"     \
    " g.grade, r.state, n.grade, m.marked_at FROM regrade m JOIN subject s ON s.id = m.subject_id"                                 \
    " LEFT JOIN grade g ON g.subject_id = m.subject_id AND g.year = m.year AND g.round_id = m.graded_round"                        \
    " LEFT JOIN grade_round r ON r.id = m.round_id"                                                                                \
    " LEFT JOIN grade n ON n.subject_id = m.subject_id AND n.year = m.year AND n.round_id = m.round_id WHERE "
DB_STATEMENT(LIST, REGRADE_SQL
             "(? = 0 OR r.state IS NULL OR r.state NOT IN ('published', 'superseded', 'dropped')) AND (? = 0 OR m.subject_id = ?)"
             " AND s.division LIKE CONCAT(?, '%') ORDER BY m.marked_at, m.subject_id, m.year LIMIT ?");
DB_STATEMENT(WAITING, REGRADE_SQL "m.round_id IS NULL AND m.marked_at <= ? ORDER BY m.marked_at LIMIT ?");

#define R(m) DB_COLUMN(struct grade_regrade, m)
static const struct db_column COLUMNS[] = {R(subject_id), R(cause_id), R(year),         R(graded_round), R(round_id),
                                           R(cause_type), R(reason),   R(subject_name), R(subject_type), R(division),
                                           R(graded),     R(state),    R(graded_again), R(marked_at)};

static struct grade_regrades all_of(struct arena *a, struct db_cursor *c)
{
    struct {
        struct grade_regrade *p;
        size_t n, cap;
    } v = {0};
    for (struct grade_regrade g; db_fetch(c, &g) == DB_ROW;)
        *VEC_PUSH(a, v) = g;
    return (struct grade_regrades){v.p, v.n};
}

struct grade_regrades grade_regrade_list(struct db *db, struct arena *a, bool pending, int64_t subject_id,
                                         struct str division_prefix, int limit)
{
    struct str prefix = division_prefix.p ? division_prefix : STR("");
    return all_of(a, db_select(db, a, LIST, COLUMNS, pending, subject_id, subject_id, prefix, limit));
}

bool grade_regrade_pending(const struct grade_regrade *g)
{
    return !str_eq(g->state, STR("published")) && !str_eq(g->state, STR("superseded")) && !str_eq(g->state, STR("dropped"));
}

struct grade_regrades grade_regrade_waiting(struct db *db, struct arena *a, struct instant settled, int limit)
{
    return all_of(a, db_select(db, a, WAITING, COLUMNS, settled, limit));
}
