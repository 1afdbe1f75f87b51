/* SPDX-License-Identifier: EUPL-1.2
 * grade_read_store.c — SQL behind grade_read.h: grades and sheets of a subject, movers, what is missing. Reads only. It does not
 * decide who may see what. Called by lookup, staff, publish.
 */
#include "base/arena.h"
#include "grade/grade_text.h"
#include "base/out.h"
#include "db/db.h"
#include "grade/grade_read.h"
#include "grade/grade_sheet.h"

DB_STATEMENT(MOVERS,
             "SELECT m.subject_id, s.name, s.code, s.type, s.division, s.public_id, s.kind, m.grade_before, m.grade_now, g.sheet"
             " FROM grade_mover m JOIN subject s ON s.id = m.subject_id JOIN grade_round r ON r.id = m.round_id"
             " JOIN grade g ON g.subject_id = m.subject_id AND g.year = r.year AND g.round_id = m.round_id"
             " WHERE m.round_id = ? AND m.subject_id > ? ORDER BY m.subject_id LIMIT ?");
#define GRADE_FIELDS "g.year, g.round_id, g.grade, g.points, r.kind, r.state, r.published_at, r.superseded_at, r.reason"
DB_STATEMENT(OF_SUBJECT, "SELECT " GRADE_FIELDS " FROM grade g JOIN grade_round r ON r.id = g.round_id WHERE g.subject_id = ?"
                         " AND r.published_at IS NOT NULL ORDER BY g.year DESC, g.round_id DESC");
DB_STATEMENT(SHEET, "SELECT round_id, grade, sheet FROM grade WHERE subject_id = ? AND year = ? AND round_id = ?");
DB_STATEMENT(ROUND_AT,
             "SELECT g.round_id FROM grade g JOIN grade_round r ON r.id = g.round_id WHERE g.subject_id = ? AND g.year = ?"
             " AND r.published_at <= ? AND (r.superseded_at IS NULL OR r.superseded_at > ?) ORDER BY g.round_id DESC LIMIT 1");
DB_STATEMENT(ROUND_NOW,
             "SELECT g.round_id FROM grade g JOIN grade_round r ON r.id = g.round_id WHERE g.subject_id = ? AND g.year = ?"
             " AND r.state = 'published' ORDER BY g.round_id DESC LIMIT 1");
DB_STATEMENT(RECORDS_THEN, "SELECT id, item, title, document_no, authority, source, found, show_from, show_to FROM record"
                           " FOR SYSTEM_TIME AS OF ? WHERE subject_id = ? ORDER BY id");
DB_STATEMENT(RECORDS_NOW, "SELECT id FROM record WHERE subject_id = ? AND state = 1 AND show_from <= ?"
                          " AND (show_to IS NULL OR show_to >= ?) ORDER BY id");
DB_STATEMENT(BLOCK_SUMS, "SELECT COALESCE(SUM(in_scope), 0), COALESCE(SUM(not_rolled_out), 0), COALESCE(SUM(without_base), 0)"
                         " FROM grade_block WHERE round_id = ?");
DB_STATEMENT(WITHOUT_BASE,
             "SELECT s.id, s.name, s.type, s.division, s.public_id FROM subject s"
             " JOIN grade g ON g.subject_id = s.id AND g.year = ? AND g.round_id = ? WHERE s.division LIKE CONCAT(?, '%')"
             " AND NOT EXISTS (SELECT 1 FROM record FOR SYSTEM_TIME AS OF ? AS b"
             " WHERE b.subject_id = s.id AND b.category = ?) ORDER BY s.id LIMIT ?");
DB_STATEMENT(SILENT_UNITS, "SELECT u.name FROM unit u LEFT JOIN (SELECT DISTINCT unit_id FROM record FOR SYSTEM_TIME AS OF ? AS b"
                           " WHERE b.found BETWEEN ? AND ?) busy ON busy.unit_id = u.id WHERE busy.unit_id IS NULL ORDER BY u.id");

#define MOVER(m) DB_COLUMN(struct grade_mover, m)
static const struct db_column MOVER_COLUMNS[] = {MOVER(subject_id), MOVER(name),      MOVER(code),         MOVER(type),
                                                 MOVER(division),   MOVER(public_id), MOVER(subject_kind), MOVER(grade_before),
                                                 MOVER(grade_now),  MOVER(sheet_now)};
#define ROW(m) DB_COLUMN(struct grade_row, m)
static const struct db_column ROW_COLUMNS[] = {ROW(year),  ROW(round_id),     ROW(grade),         ROW(points), ROW(kind),
                                               ROW(state), ROW(published_at), ROW(superseded_at), ROW(reason)};
struct sheet_of {
    int round_id;
    struct str grade, sheet;
};
static const struct db_column SHEET_COLUMNS[] = {DB_COLUMN(struct sheet_of, round_id), DB_COLUMN(struct sheet_of, grade),
                                                 DB_COLUMN(struct sheet_of, sheet)};
struct record_then {
    int64_t id;
    struct str item, title, document_no, authority, source;
    struct day found, show_from, show_to;
};
#define THEN(m) DB_COLUMN(struct record_then, m)
static const struct db_column THEN_COLUMNS[] = {THEN(id),     THEN(item),  THEN(title),     THEN(document_no), THEN(authority),
                                                THEN(source), THEN(found), THEN(show_from), THEN(show_to)};
static const struct db_column ID_COLUMN[] = {{DB_I64, 0}};
static const struct db_column TEXT_COLUMN[] = {{DB_STR, 0}};
#define MISSING(m) DB_COLUMN(struct grade_missing, m)
static const struct db_column SUMS_COLUMNS[] = {MISSING(in_scope), MISSING(not_rolled_out), MISSING(without_base)};
#define WITHOUT(m) DB_COLUMN(struct grade_missing_subject, m)
static const struct db_column WITHOUT_COLUMNS[] = {WITHOUT(id), WITHOUT(name), WITHOUT(type), WITHOUT(division),
                                                   WITHOUT(public_id)};

struct grade_movers grade_movers(struct db *db, struct arena *a, int32_t round_id, int64_t after_subject, int32_t limit)
{
    struct {
        struct grade_mover *p;
        size_t n, cap;
    } rows = {0};
    struct grade_mover row;
    struct db_cursor *c = db_select(db, a, MOVERS, MOVER_COLUMNS, round_id, after_subject, limit);
    while (db_fetch(c, &row) == DB_ROW)
        *VEC_PUSH(a, rows) = row;
    return (struct grade_movers){rows.p, rows.n};
}

struct str grade_mover_reason(struct arena *a, const struct regime *r, struct str sheet_now)
{
    struct grade_result res;
    if (!grade_sheet_decode(a, r, sheet_now, &res) || res.lines.n == 0)
        return STR("");
    const struct grade_line *last = &res.lines.p[res.lines.n - 1];
    struct grade_rule_text rule = grade_rule_text(r, res.grading, last->rule_kind, last->rule);
    int decisive = 0, counted = 0;
    for (size_t i = 0; i < res.lines.n; i++) {
        const struct grade_line *l = &res.lines.p[i];
        decisive += l->record_id != 0 && l->decisive;
        counted += l->kind == GRADE_LINE_RECORD && l->why == GRADE_COUNTED;
    }
    if (res.has_points && last->rule_kind == GRADE_RULE_THRESHOLD)
        return str_fmt(a, "总分 %.*s，评为%.*s；计入信息 %d 条", STR_ARG(grade_points_text(a, res.points)), STR_ARG(rule.label),
                       counted);
    return str_fmt(a, "%.*s；决定性信息 %d 条", STR_ARG(rule.label), decisive);
}

struct grade_rows grade_of_subject(struct db *db, struct arena *a, int64_t subject_id)
{
    struct {
        struct grade_row *p;
        size_t n, cap;
    } rows = {0};
    struct grade_row row;
    struct db_cursor *c = db_select(db, a, OF_SUBJECT, ROW_COLUMNS, subject_id);
    while (db_fetch(c, &row) == DB_ROW)
        *VEC_PUSH(a, rows) = row;
    return (struct grade_rows){rows.p, rows.n};
}

struct grade_rows grade_of_subject_at(struct db *db, struct arena *a, int64_t subject_id, struct instant at)
{
    struct grade_rows all = grade_of_subject(db, a, subject_id);
    struct grade_row *out = ARENA_ARRAY(a, struct grade_row, all.n);
    size_t n = 0;
    for (size_t i = 0; i < all.n; i++) {
        const struct grade_row *g = &all.p[i];
        bool in_force = g->published_at.us <= at.us && (g->superseded_at.us == 0 || g->superseded_at.us > at.us);
        if (in_force && (n == 0 || out[n - 1].year != g->year)) /* newest round of a year comes first */
            out[n++] = *g;
    }
    return (struct grade_rows){out, n};
}

static int64_t round_of(struct db *db, int64_t subject_id, int32_t year, struct instant at)
{
    return at.us == 0 ? db_int(db, ROUND_NOW, subject_id, year) : db_int(db, ROUND_AT, subject_id, year, at, at);
}

static bool in_ids(const int64_t *ids, size_t n, int64_t id)
{
    for (size_t i = 0; i < n; i++)
        if (ids[i] == id)
            return true;
    return false;
}

static void join_records(struct db *db, struct arena *a, int64_t subject_id, struct day today, struct grade_sheet_view *view)
{
    struct {
        int64_t *p;
        size_t n, cap;
    } shown = {0};
    struct grade_sheet_row *rows = ARENA_ARRAY(a, struct grade_sheet_row, view->result.lines.n);
    struct record_then then;
    int64_t id = 0;
    struct db_cursor *c = db_select(db, a, RECORDS_NOW, ID_COLUMN, subject_id, today, today);
    while (db_fetch(c, &id) == DB_ROW)
        *VEC_PUSH(a, shown) = id;
    for (size_t i = 0; i < view->result.lines.n; i++)
        rows[i].line = view->result.lines.p[i];
    c = db_select(db, a, RECORDS_THEN, THEN_COLUMNS, view->round.as_known_at, subject_id);
    while (db_fetch(c, &then) == DB_ROW)
        for (size_t i = 0; i < view->result.lines.n; i++)
            if (rows[i].line.record_id == then.id)
                rows[i] = (struct grade_sheet_row){.line = rows[i].line,
                                                   .found = true,
                                                   .item = then.item,
                                                   .title = then.title,
                                                   .document_no = then.document_no,
                                                   .authority = then.authority,
                                                   .source = then.source,
                                                   .found_on = then.found,
                                                   .show_from = then.show_from,
                                                   .show_to = then.show_to,
                                                   .public_now = in_ids(shown.p, shown.n, then.id)};
    view->rows.p = rows;
    view->rows.n = view->result.lines.n;
}

enum grade_sheet_outcome grade_sheet_read(struct db *db, struct arena *a, const struct regime *r, int64_t subject_id, int32_t year,
                                          int32_t round_id, struct instant at, struct day today, struct grade_sheet_view *view)
{
    struct sheet_of row;
    *view = (struct grade_sheet_view){0};
    int32_t wanted = round_id ? round_id : (int32_t)round_of(db, subject_id, year, at);
    if (wanted == 0 || !db_one(db, a, SHEET, SHEET_COLUMNS, &row, subject_id, year, wanted) ||
        !grade_round_get(db, a, row.round_id, &view->round))
        return GRADE_SHEET_NONE;
    view->grade = row.grade;
    if (!str_eq(str_hex(a, view->round.regime_hash.p, view->round.regime_hash.n), r->version_hash))
        return GRADE_SHEET_OTHER_REGIME;
    if (!grade_sheet_decode(a, r, row.sheet, &view->result))
        return GRADE_SHEET_BROKEN;
    join_records(db, a, subject_id, today, view);
    return GRADE_SHEET_FOUND;
}

static struct str base_category(const struct regime *r)
{
    for (size_t i = 0; i < r->categories.n; i++)
        if (r->categories.p[i].polarity == POLARITY_BASE)
            return r->categories.p[i].code;
    return STR("");
}

struct grade_missing grade_missing(struct db *db, struct arena *a, const struct regime *r, const struct grade_round *round,
                                   int32_t limit)
{
    struct {
        struct grade_missing_subject *p;
        size_t n, cap;
    } subjects = {0};
    struct {
        struct str *p;
        size_t n, cap;
    } units = {0};
    struct grade_missing out = {0};
    struct grade_missing_subject row;
    struct str name;
    (void)db_one(db, a, BLOCK_SUMS, SUMS_COLUMNS, &out, round->id);
    struct db_cursor *c = db_select(db, a, WITHOUT_BASE, WITHOUT_COLUMNS, round->year, round->id, round->division_prefix,
                                    round->as_known_at, base_category(r), limit);
    while (db_fetch(c, &row) == DB_ROW)
        *VEC_PUSH(a, subjects) = row;
    c = db_select(db, a, SILENT_UNITS, TEXT_COLUMN, round->as_known_at, day_from_ymd(round->year, 1, 1),
                  day_from_ymd(round->year, 12, 31));
    while (db_fetch(c, &name) == DB_ROW)
        *VEC_PUSH(a, units) = name;
    out.subjects.p = subjects.p;
    out.subjects.n = subjects.n;
    out.silent_units.p = units.p;
    out.silent_units.n = units.n;
    return out;
}
