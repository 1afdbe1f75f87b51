/* SPDX-License-Identifier: EUPL-1.2
 * grade_regrade_mark_store.c — marks the published grades that rest on a record; see grade_regrade.h. Which they are is read from
 * the score sheets, under the rule set of each.
 */
#include "base/arena.h"
#include "base/log.h"
#include "db/db.h"
#include "grade/grade_read.h"
#include "grade/grade_regrade.h"
#include "grade/grade_sheet.h"
#include "regime/regime_store.h"

DB_STATEMENT(SHEETS, "SELECT g.year, g.round_id, r.regime_version_id, g.sheet FROM grade g JOIN grade_round r ON r.id = g.round_id"
                     " WHERE g.subject_id = ? AND r.state = 'published' ORDER BY g.year, g.round_id DESC");
/* The server's clock, after the record was changed: a snapshot at or after this instant knows of the change. */
DB_STATEMENT(MARK, "INSERT INTO regrade (subject_id, year, cause_type, cause_id, graded_round, reason, marked_at)"
                   " VALUES (?, ?, ?, ?, ?, ?, UTC_TIMESTAMP(6))");

struct sheet_row {
    int year, round_id, regime_version_id;
    struct str sheet;
};
static const struct db_column SHEET_COLUMNS[] = {DB_COLUMN(struct sheet_row, year), DB_COLUMN(struct sheet_row, round_id),
                                                 DB_COLUMN(struct sheet_row, regime_version_id),
                                                 DB_COLUMN(struct sheet_row, sheet)};

/* A sheet that cannot be read may rest on anything: it is graded again too. */
static bool counts(struct db *db, struct arena *a, const struct sheet_row *row, struct regime_version *version, int64_t record_id)
{
    struct grade_result result;
    if (version->id != row->regime_version_id && !regime_version_load(db, a, row->regime_version_id, version))
        return true;
    version->id = row->regime_version_id;
    if (!grade_sheet_decode(a, version->regime, row->sheet, &result))
        return true;
    for (size_t i = 0; i < result.lines.n; i++)
        if ((result.lines.p[i].record_id == record_id && result.lines.p[i].why == GRADE_COUNTED) ||
            result.lines.p[i].kind == GRADE_LINE_REST)
            return true;
    return false;
}

size_t grade_regrade_mark(struct db *db, struct arena *a, int64_t subject_id, int64_t record_id, struct grade_years also,
                          const struct grade_regrade_cause *cause)
{
    struct {
        struct sheet_row *p;
        size_t n, cap;
    } rows = {0};
    struct regime_version version = {0};
    size_t marked = 0;
    CHECK(db_in_transaction(db));
    struct db_cursor *c = db_select(db, a, SHEETS, SHEET_COLUMNS, subject_id);
    for (struct sheet_row r; db_fetch(c, &r) == DB_ROW;)
        if (rows.n == 0 || rows.p[rows.n - 1].year != r.year) /* the newest round of a year is in force */
            *VEC_PUSH(a, rows) = r;
    for (size_t i = 0; i < rows.n; i++) {
        const struct sheet_row *r = &rows.p[i];
        if ((r->year < also.from || r->year > also.to) && !counts(db, a, r, &version, record_id))
            continue;
        if (db_try(db, MARK, subject_id, r->year, cause->type, cause->id, r->round_id, utf8_prefix(cause->reason, 300)) == 1)
            marked++;
    }
    return marked;
}
