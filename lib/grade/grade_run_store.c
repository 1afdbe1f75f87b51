/* SPDX-License-Identifier: EUPL-1.2
 * grade_run_store.c — SQL of a running round: subjects and records as known at the snapshot in clustered order, grades and block
 * rows out with array binding. It decides nothing. Called by grade_run.c only.
 */
#include "grade/grade_run_store.h"

#include "base/arena.h"

enum { PER_FLUSH = 1000 };

#define IN_SCOPE                                                                                                                   \
    "id BETWEEN ? AND ? AND division LIKE CONCAT(?, '%') AND created_at <= ? AND (established IS NULL OR established <= ?)"        \
    " AND (ended IS NULL OR ended > ?)"
#define SCOPE_VALUES(s) (s)->from, (s)->to, (s)->prefix, (s)->as_known_at, (s)->last, (s)->last

DB_STATEMENT(SPAN, "SELECT MIN(id), MAX(id) FROM subject");
DB_STATEMENT(HOW_MANY, "SELECT COUNT(*) FROM subject WHERE division LIKE CONCAT(?, '%')");
DB_STATEMENT(NEXT, "SELECT id FROM subject FORCE INDEX (PRIMARY) WHERE " IN_SCOPE " ORDER BY id LIMIT 1");
DB_STATEMENT(SUBJECTS, "SELECT id, type, established FROM subject FORCE INDEX (PRIMARY) WHERE " IN_SCOPE " ORDER BY id");
DB_STATEMENT(RECORDS, "SELECT subject_id, id, item, points, facts FROM record FOR SYSTEM_TIME AS OF ? FORCE INDEX (PRIMARY)"
                      " WHERE subject_id BETWEEN ? AND ? ORDER BY subject_id, id");
DB_STATEMENT(BEFORE, "SELECT g.subject_id, g.grade FROM grade g JOIN grade_round r ON r.id = g.round_id"
                     " WHERE g.subject_id BETWEEN ? AND ? AND g.year = ? AND r.state = 'published' AND r.id <> ?"
                     " ORDER BY g.subject_id, g.round_id");
DB_STATEMENT(YEAR_PUBLISHED, "SELECT COUNT(*) FROM grade_round WHERE year = ? AND state = 'published' AND id <> ?");
DB_STATEMENT(BLOCKS, "SELECT block, snapshot_digest, result_digest, distribution, in_scope, graded, records, moved_up, moved_down"
                     " FROM grade_block WHERE round_id = ? ORDER BY block");
DB_STATEMENT(SUBJECTS_DONE, "SELECT SUM(in_scope) FROM grade_block WHERE round_id = ?");
DB_STATEMENT(STORED, "SELECT subject_id, points, grade, sheet FROM grade FORCE INDEX (PRIMARY) WHERE subject_id BETWEEN ? AND ?"
                     " AND year = ? AND round_id = ? ORDER BY subject_id");
DB_STATEMENT(PUT_BLOCK,
             "INSERT INTO grade_block (round_id, block, snapshot_digest, result_digest, in_scope, graded, not_rolled_out,"
             " without_base, records, moved_up, moved_down, distribution) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
DB_STATEMENT(PUT_GRADE, "INSERT INTO grade (subject_id, year, round_id, grade, points, sheet) VALUES (?, ?, ?, ?, ?, ?)");
DB_STATEMENT(PUT_MOVER, "INSERT INTO grade_mover (round_id, subject_id, grade_before, grade_now) VALUES (?, ?, ?, ?)");

#define SPAN_OF(m)    DB_COLUMN(struct grade_span, m)
#define SUBJECT(m)    DB_COLUMN(struct grade_subject_row, m)
#define RECORD(m)     DB_COLUMN(struct grade_record_row, m)
#define BEFORE_OF(m)  DB_COLUMN(struct grade_before_row, m)
#define STORED_ROW(m) DB_COLUMN(struct grade_stored_row, m)
#define BLOCK(m)      DB_COLUMN(struct grade_block_row, m)
static const struct db_column SPAN_COLUMNS[] = {SPAN_OF(low), SPAN_OF(high)};
static const struct db_column SUBJECT_COLUMNS[] = {SUBJECT(id), SUBJECT(type), SUBJECT(established)};
static const struct db_column RECORD_COLUMNS[] = {RECORD(subject_id), RECORD(id), RECORD(item), RECORD(points), RECORD(facts)};
static const struct db_column BEFORE_COLUMNS[] = {BEFORE_OF(subject_id), BEFORE_OF(grade)};
static const struct db_column STORED_COLUMNS[] = {STORED_ROW(subject_id), STORED_ROW(points), STORED_ROW(grade), STORED_ROW(sheet)};
static const struct db_column BLOCK_COLUMNS[] = {BLOCK(no),           BLOCK(snapshot), BLOCK(result),
                                                 BLOCK(distribution), BLOCK(in_scope), BLOCK(graded),
                                                 BLOCK(records),      BLOCK(moved_up), BLOCK(moved_down)};

struct grade_span grade_span_of(struct db *db, struct arena *a, const struct grade_scope *s)
{
    struct grade_span span = {0};
    if (s->from != INT64_MIN)
        return (struct grade_span){.low = s->from, .high = s->to, .subjects = 1};
    if (!db_one(db, a, SPAN, SPAN_COLUMNS, &span) || span.high == 0)
        return (struct grade_span){.low = 1, .high = 0};
    span.subjects = db_int(db, HOW_MANY, s->prefix);
    return span;
}

int64_t grade_next_subject(struct db *db, const struct grade_scope *s)
{
    int64_t id = db_int(db, NEXT, SCOPE_VALUES(s)); /* ids start at 1 */
    return id ? id : INT64_MAX;
}

struct db_cursor *grade_subjects_open(struct db *db, struct arena *a, const struct grade_scope *s)
{
    return db_select(db, a, SUBJECTS, SUBJECT_COLUMNS, SCOPE_VALUES(s));
}

/* TO_DAYS() counts from the year 0, struct day from 1970; 0 is no day. */
static struct day day_of(int64_t to_days)
{
    enum { TO_DAYS_1970 = 719528, DAY_BITS = 22 };
    int32_t n = (int32_t)(to_days & ((1 << DAY_BITS) - 1));
    return n == 0 ? DAY_NONE : (struct day){n - TO_DAYS_1970};
}

/* As the column's expression packs them. */
struct grade_facts grade_facts_of(int64_t facts)
{
    return (struct grade_facts){.severity = (int)(facts & 3),
                                .state = (int)(facts >> 2 & 3),
                                .disputed = (facts >> 4 & 1) != 0,
                                .found = day_of(facts >> 5),
                                .use_to = day_of(facts >> 27)};
}

struct db_cursor *grade_records_open(struct db *db, struct arena *a, const struct grade_scope *s)
{
    return db_stream(db, a, RECORDS, RECORD_COLUMNS, s->as_known_at, s->from, s->to);
}

struct db_cursor *grade_before_open(struct db *db, struct arena *a, const struct grade_scope *s, int32_t year, int32_t not_round)
{
    return db_select(db, a, BEFORE, BEFORE_COLUMNS, s->from, s->to, year, not_round);
}

bool grade_year_published(struct db *db, int32_t year, int32_t not_round)
{
    return db_int(db, YEAR_PUBLISHED, year, not_round) > 0;
}

struct db_cursor *grade_stored_open(struct db *db, struct arena *a, const struct grade_scope *s, const struct grade_round *round)
{
    return db_select(db, a, STORED, STORED_COLUMNS, s->from, s->to, round->year, round->id);
}

size_t grade_blocks_done(struct db *db, struct arena *a, int32_t round_id, const struct grade_block_row **rows_out)
{
    struct {
        struct grade_block_row *p;
        size_t n, cap;
    } rows = {0};
    struct grade_block_row row;
    struct db_cursor *c = db_select(db, a, BLOCKS, BLOCK_COLUMNS, round_id);
    while (db_fetch(c, &row) == DB_ROW)
        *VEC_PUSH(a, rows) = row;
    *rows_out = rows.p;
    return rows.n;
}

int64_t grade_subjects_done(struct db *db, int32_t round_id)
{
    return db_int(db, SUBJECTS_DONE, round_id);
}

struct block_write {
    const struct grade_round *round;
    const struct grade_block *block;
};

static struct str letter(const char *c)
{
    return (struct str){c, 1};
}

static struct str digest_bytes(const uint8_t *d)
{
    return (struct str){(const char *)d, DIGEST_BYTES};
}

static bool write_block(struct db *db, void *arg)
{
    const struct block_write *w = arg;
    const struct grade_round *r = w->round;
    const struct grade_block *b = w->block;
    int64_t put = db_try(db, PUT_BLOCK, r->id, b->no, digest_bytes(b->snapshot), digest_bytes(b->result), b->in_scope, b->graded,
                         b->not_rolled_out, b->without_base, b->records, b->moved_up, b->moved_down, b->distribution);
    if (put == DB_DUPLICATE)
        return false;
    struct db_bulk *grades = db_bulk_begin(db, &PUT_GRADE, PER_FLUSH);
    for (size_t i = 0; i < b->n; i++)
        db_bulk_add(grades, b->rows[i].subject_id, r->year, r->id, letter(&b->rows[i].grade), b->rows[i].points,
                    db_bytes(b->rows[i].sheet));
    db_bulk_end(&grades);
    struct db_bulk *movers = db_bulk_begin(db, &PUT_MOVER, PER_FLUSH);
    for (size_t i = 0; i < b->n; i++)
        if (b->rows[i].mover)
            db_bulk_add(movers, r->id, b->rows[i].subject_id, letter(&b->rows[i].before), letter(&b->rows[i].grade));
    db_bulk_end(&movers);
    return true;
}

bool grade_block_write(struct db *db, const struct grade_round *round, const struct grade_block *b)
{
    struct block_write w = {.round = round, .block = b};
    return db_transaction(db, write_block, &w);
}
