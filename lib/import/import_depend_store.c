/* SPDX-License-Identifier: EUPL-1.2
 * import_depend_store.c — what rests on a committed batch, each kind by one statement that counts and names one of them. Grades
 * count as resting on a record when they were worked out after it came in and for the year of the record or a later one. See
 * import_decide.h.
 */
#include "base/arena.h"
#include "db/db.h"
#include "import/import_decide.h"

/* Each gives how many, and one of them in words. */
#define GRADED                                                                                                                     \
    " JOIN grade g ON g.subject_id = s.id JOIN grade_round q ON q.id = g.round_id JOIN import_batch b ON b.id = ?"                 \
    " WHERE q.as_known_at >= b.committed_at"
#define RECORDS  "FROM record r JOIN subject s ON s.id = r.subject_id"
#define OWN      " r.batch_id = ? AND r.state = 1"
#define NEW_ONES "FROM subject s LEFT JOIN import_subject_before k ON k.batch_id = s.batch_id AND k.id = s.id"
#define ARE_NEW  " s.batch_id = ? AND k.id IS NULL"

DB_STATEMENT(CORRECTED, "SELECT COUNT(*), MIN(r.title) " RECORDS " WHERE" OWN " AND r.version > 1");
DB_STATEMENT(PROPOSED, "SELECT COUNT(*), MIN(r.title) " RECORDS " JOIN entry e ON e.open_record = r.id WHERE" OWN);
DB_STATEMENT(DISPUTED, "SELECT COUNT(*), MIN(r.title) " RECORDS " WHERE" OWN " AND r.disputed");
DB_STATEMENT(REPAIRED, "SELECT COUNT(*), MIN(r.title) " RECORDS " WHERE r.batch_id = ? AND r.state = 3");
DB_STATEMENT(RECORDS_PUBLISHED,
             "SELECT COUNT(DISTINCT g.subject_id, g.round_id), MIN(CONCAT(q.year, '年度评价第 ', q.id, ' 轮')) " RECORDS GRADED
             " AND q.state = 'published' AND YEAR(r.found) <= q.year AND" OWN);
DB_STATEMENT(RECORDS_UNDER_WAY,
             "SELECT COUNT(DISTINCT g.subject_id, g.round_id), MIN(CONCAT(q.year, '年度评价第 ', q.id, ' 轮')) " RECORDS GRADED
             " AND q.state IN ('open', 'computed', 'reviewed', 'approved') AND YEAR(r.found) <= q.year AND" OWN);
DB_STATEMENT(LICENCES_LATER, "SELECT COUNT(*), MIN(CONCAT('导入批次 ', l.batch_id)) FROM import_licence_before k JOIN licence l"
                             " ON l.subject_id = k.subject_id AND l.id = k.id WHERE k.batch_id = ? AND l.batch_id > k.batch_id");
DB_STATEMENT(CHANGED_LATER, "SELECT COUNT(*), MIN(CONCAT('导入批次 ', k.batch_id)) FROM import_subject_before k JOIN import_batch x"
                            " ON x.id = k.batch_id WHERE k.from_batch = ? AND NOT k.removed"
                            " AND x.state IN ('committed', 'undo_asked', 'undoing')");
/* A version of its own for the batch, two more for each later batch that changed the subject and was undone. */
DB_STATEMENT(
    EDITED_LATER,
    "SELECT COUNT(*), MIN(s.name) FROM subject s LEFT JOIN import_subject_before k ON k.batch_id = s.batch_id AND k.id = s.id"
    " WHERE s.batch_id = ? AND s.version > COALESCE(k.version, 0) + 1 + 2 * (SELECT COUNT(*) FROM import_subject_before u"
    " JOIN import_batch x ON x.id = u.batch_id WHERE u.id = s.id AND u.from_batch = s.batch_id AND x.state = 'undone')");
DB_STATEMENT(HAVE_RECORDS,
             "SELECT COUNT(DISTINCT s.id), MIN(s.name) " NEW_ONES " JOIN record r ON r.subject_id = s.id AND r.state <> 2"
             " WHERE" ARE_NEW);
DB_STATEMENT(HAVE_ENTRIES, "SELECT COUNT(DISTINCT s.id), MIN(s.name) " NEW_ONES " JOIN entry e ON e.subject_id = s.id"
                           " AND e.state IN ('draft', 'submitted', 'returned') WHERE" ARE_NEW);
DB_STATEMENT(SUBJECTS_PUBLISHED,
             "SELECT COUNT(DISTINCT g.subject_id, g.round_id), MIN(CONCAT(q.year, '年度评价第 ', q.id, ' 轮')) " NEW_ONES GRADED
             " AND q.state = 'published' AND" ARE_NEW);
DB_STATEMENT(SUBJECTS_UNDER_WAY,
             "SELECT COUNT(DISTINCT g.subject_id, g.round_id), MIN(CONCAT(q.year, '年度评价第 ', q.id, ' 轮')) " NEW_ONES GRADED
             " AND q.state IN ('open', 'computed', 'reviewed', 'approved') AND" ARE_NEW);
DB_STATEMENT(COUNT_RECORDS, "SELECT COUNT(*) FROM record WHERE batch_id = ? AND state = 1");
DB_STATEMENT(COUNT_NEW, "SELECT COUNT(*) " NEW_ONES " WHERE" ARE_NEW);
DB_STATEMENT(COUNT_CHANGED, "SELECT COUNT(*) FROM import_subject_before k JOIN subject s ON s.id = k.id AND s.batch_id = k.batch_id"
                            " WHERE k.batch_id = ? AND NOT k.removed");

struct count_row {
    int64_t n;
    struct str example;
};
static const struct db_column COUNT_COLUMNS[] = {DB_COLUMN(struct count_row, n), DB_COLUMN(struct count_row, example)};

struct list {
    struct db *db;
    struct arena *a;
    int64_t batch;
    struct {
        struct import_dependant *p;
        size_t n, cap;
    } v;
    bool blocked;
};

static void add(struct list *l, const struct db_statement *s, bool twice, bool blocks, const char *what)
{
    struct count_row r = {0};
    struct db_value in[2] = {db_from_int(l->batch), db_from_int(l->batch)};
    bool found = db_one_values(l->db, l->a, s, COUNT_COLUMNS, 2, &r, in, twice ? 2 : 1);
    if (!found || !r.n)
        return;
    l->blocked = l->blocked || blocks;
    *VEC_PUSH(l->a, l->v) = (struct import_dependant){.what = str_from(what), .example = r.example, .count = r.n, .blocks = blocks};
}

static void of_records(struct list *l)
{
    add(l, &CORRECTED, false, true, "导入后被更正过的信用信息");
    add(l, &PROPOSED, false, true, "正在办理更正或者撤回的信用信息");
    add(l, &DISPUTED, false, true, "正在异议处理中的信用信息");
    add(l, &REPAIRED, false, true, "已经修复的信用信息");
    add(l, &LICENCES_LATER, false, true, "后来的批次又更新过的许可证");
    add(l, &RECORDS_PUBLISHED, true, true, "用到这些信息的、已公布的评价结果");
    add(l, &RECORDS_UNDER_WAY, true, false, "用到这些信息的、尚未公布的评价结果（撤销后标记为须重新计算）");
}

static void of_subjects(struct list *l)
{
    add(l, &CHANGED_LATER, false, true, "后来的导入批次又变更过的信用主体");
    add(l, &EDITED_LATER, false, true, "导入后被更正过的信用主体");
    add(l, &HAVE_RECORDS, false, true, "名下已有信用信息的新主体");
    add(l, &HAVE_ENTRIES, false, true, "名下有信息正在录入的新主体");
    add(l, &SUBJECTS_PUBLISHED, true, true, "新主体的、已公布的评价结果");
    add(l, &SUBJECTS_UNDER_WAY, true, false, "新主体的、尚未公布的评价结果（撤销后标记为须重新计算）");
}

struct import_dependants import_depend(struct db *db, struct arena *a, const struct import_batch *b)
{
    struct list l = {.db = db, .a = a, .batch = b->id};
    struct import_dependants d = {.records = db_int(db, COUNT_RECORDS, b->id)};
    if (str_eq(b->kind, STR("record"))) {
        of_records(&l);
    } else {
        of_subjects(&l);
        d.subjects_new = db_int(db, COUNT_NEW, b->id);
        d.subjects_changed = db_int(db, COUNT_CHANGED, b->id);
    }
    d.p = l.v.p;
    d.n = l.v.n;
    d.blocked = l.blocked;
    return d;
}
