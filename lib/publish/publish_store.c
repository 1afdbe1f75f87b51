/* SPDX-License-Identifier: EUPL-1.2
 * publish_store.c — publications and their files in the database; see publish.h.
 */
#include "base/arena.h"
#include "base/out.h"
#include "crypto/digest.h"
#include "db/db.h"
#include "publish/publish.h"
#include "publish/publish_number.h"
#include "sheet/sheet_write.h"

DB_STATEMENT(NEXT_NUMBER,
             "INSERT INTO document_number (code, year, last_no) VALUES (?, ?, 1) ON DUPLICATE KEY UPDATE last_no = last_no + 1");
DB_STATEMENT(LAST_NUMBER, "SELECT last_no FROM document_number WHERE code = ? AND year = ?");
DB_STATEMENT(
    INSERT_PUBLICATION,
    "INSERT INTO publication (id, year, kind, round_id, document_no, title, published_on, published_by, correction, result_hash)"
    " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
DB_STATEMENT(INSERT_FILE, "INSERT INTO publication_file (publication_id, format, body, hash) VALUES (?, ?, ?, ?)");
DB_STATEMENT(SUPERSEDE,
             "UPDATE publication p JOIN grade_round r ON r.id = p.round_id SET p.superseded_by = ?, p.version = p.version + 1"
             " WHERE p.year = ? AND p.kind = ? AND r.division_prefix = ? AND p.id <> ? AND p.superseded_by IS NULL");
#define PUBLICATION_SQL                                                                                                            \
    "SELECT p.id, p.year, p.round_id, p.superseded_by, p.version, p.kind, p.document_no, p.title, p.correction, q.document_no,"    \
    " p.published_on, p.result_hash FROM publication p LEFT JOIN publication q ON q.id = p.superseded_by WHERE "
DB_STATEMENT(LIST_PUBLICATIONS, PUBLICATION_SQL "p.kind = ? AND (p.year = ? OR ? = 0) ORDER BY p.year DESC, p.id DESC LIMIT ?");
DB_STATEMENT(GET_PUBLICATION, PUBLICATION_SQL "p.id = ?");
DB_STATEMENT(IN_FORCE, PUBLICATION_SQL "p.kind = ? AND p.year = ? AND p.superseded_by IS NULL ORDER BY p.id DESC LIMIT 1");
DB_STATEMENT(GET_FILE, "SELECT body FROM publication_file WHERE publication_id = ? AND format = ?");
DB_STATEMENT(ROWS,
             "SELECT STRAIGHT_JOIN s.id, s.name, s.code, s.type, d.name, g.grade, s.kind FROM subject s"
             " JOIN grade g ON g.subject_id = s.id AND g.year = ? AND g.round_id = ? LEFT JOIN division d ON d.code = s.division"
             " ORDER BY s.id");

static const struct db_column PUBLICATION_COLUMNS[] = {
    DB_COLUMN(struct publication, id),           DB_COLUMN(struct publication, year),
    DB_COLUMN(struct publication, round_id),     DB_COLUMN(struct publication, superseded_by),
    DB_COLUMN(struct publication, version),      DB_COLUMN(struct publication, kind),
    DB_COLUMN(struct publication, document_no),  DB_COLUMN(struct publication, title),
    DB_COLUMN(struct publication, correction),   DB_COLUMN(struct publication, superseded_no),
    DB_COLUMN(struct publication, published_on), DB_COLUMN(struct publication, result_hash),
};
static const struct db_column ROW_COLUMNS[] = {
    DB_COLUMN(struct publish_row, subject_id), DB_COLUMN(struct publish_row, name),          DB_COLUMN(struct publish_row, code),
    DB_COLUMN(struct publish_row, type),       DB_COLUMN(struct publish_row, division_name), DB_COLUMN(struct publish_row, grade),
    DB_COLUMN(struct publish_row, kind),
};

struct str publish_number(struct db *db, struct arena *a, struct str code, int year)
{
    CHECK(db_in_transaction(db));
    db_exec(db, NEXT_NUMBER, code, year);
    return str_fmt(a, "%.*s〔%d〕%lld号", STR_ARG(code), year, (long long)db_int(db, LAST_NUMBER, code, year));
}

static int order(const void *x, const void *y)
{
    const struct publish_row *a = x, *b = y;
    int c = str_cmp(a->type, b->type);
    c = c ? c : str_cmp(a->division_name, b->division_name);
    c = c ? c : str_cmp(a->name, b->name);
    return c ? c : (a->subject_id > b->subject_id) - (a->subject_id < b->subject_id);
}

/* Natural persons are in no list, whatever may be looked up of one of them. */
static bool may_show(const struct regime *r, const struct publish_row *row)
{
    const struct regime_subject_type *t = regime_subject_type(r, row->type);
    return t && t->kind == KIND_LEGAL && regime_grade_disclosure(r, t) == DISCLOSE_PUBLIC;
}

struct publish_table publish_table_of(struct db *db, struct arena *a, const struct regime *r, const struct grade_round *round)
{
    struct publish_table t = {0};
    struct db_cursor *c = db_select(db, a, ROWS, ROW_COLUMNS, round->year, round->id);
    for (struct publish_row row; db_fetch(c, &row) == DB_ROW;) {
        if (may_show(r, &row))
            *VEC_PUSH(a, t.rows) = row;
        else
            t.withheld++;
    }
    if (t.rows.n)
        qsort(t.rows.p, t.rows.n, sizeof *t.rows.p, order);
    return t;
}

struct str publish_title(struct arena *a, const struct regime *r, const struct grade_round *round)
{
    return str_fmt(a, "%.*s%d年度医疗卫生信用分级评价结果汇总表", STR_ARG(r->head.label), round->year);
}

static struct str as_sheet(struct arena *a, const struct publish_order *o, const struct publish_table *t, struct str title,
                           enum sheet_format format)
{
    static const struct sheet_column columns[] = {
        {.header = STR_INIT("序号"), .kind = SHEET_INT, .width = 8},
        {.header = STR_INIT("名称"), .width = 44},
        {.header = STR_INIT("统一社会信用代码"), .width = 22},
        {.header = STR_INIT("主体类型"), .width = 22},
        {.header = STR_INIT("所属区划"), .width = 16},
        {.header = STR_INIT("信用等级"), .width = 12},
        {.header = STR_INIT("等级名称"), .width = 18},
    };
    struct sheet_write_options w = {.format = format, .title = title, .sheet_name = STR("汇总表"), .created = o->now};
    struct sheet_writer *sheet = sheet_write_begin(a, &w, columns, sizeof columns / sizeof *columns);
    for (size_t i = 0; i < t->rows.n; i++) {
        const struct publish_row *r = &t->rows.p[i];
        const struct regime_subject_type *type = regime_subject_type(o->regime, r->type);
        const struct regime_grade *grade = regime_grade(o->regime, r->grade);
        sheet_put_int(sheet, (int64_t)i + 1);
        sheet_put_text(sheet, r->name);
        sheet_put_text(sheet, r->code);
        sheet_put_text(sheet, type ? type->label : r->type);
        sheet_put_text(sheet, r->division_name);
        sheet_put_text(sheet, r->grade);
        sheet_put_text(sheet, grade ? grade->label : STR_NONE);
        sheet_row_end(sheet);
    }
    struct str bytes;
    enum sheet_write_verdict v = sheet_write_end(&sheet, &bytes);
    CHECK(v == SHEET_WRITE_OK); /* names were checked when they came in */
    return bytes;
}

static void put_file(struct db *db, int publication, struct str format, struct str bytes)
{
    uint8_t hash[DIGEST_BYTES];
    digest_of(bytes, hash);
    db_exec(db, INSERT_FILE, publication, format, bytes, ((struct str){(const char *)hash, sizeof hash}));
}

static int put_publication(struct db *db, struct arena *a, const struct publish_order *o, const struct grade_round *round,
                           struct str kind, struct str number, struct str title)
{
    int id = (int)db_numbers(db, STR("publication"), 1);
    (void)a;
    /* Of the same place: a city's counties each have their table of the year. */
    int64_t replaced = db_exec(db, SUPERSEDE, id, round->year, kind, round->division_prefix, id);
    struct str correction = replaced && o->correction.p ? utf8_prefix(o->correction, 500) : STR("");
    db_exec(db, INSERT_PUBLICATION, id, round->year, kind, round->id, number, title, instant_day(o->now), o->staff_id, correction,
            round->result_hash);
    return id;
}

bool publish_round(struct db *db, struct arena *a, const struct publish_order *o, struct publish_result *result)
{
    struct grade_round_act act = {.round_id = o->round_id, .staff_id = o->staff_id, .version = o->round_version, .now = o->now};
    result->outcome = grade_round_publish(db, a, &act, &result->conflict);
    struct grade_round round;
    if (result->outcome != GRADE_ROUND_DONE || !grade_round_get(db, a, o->round_id, &round))
        return false;
    if (!str_eq(round.kind, STR("annual")))
        return true; /* one subject graded again: shown on its page, no table of its own */
    int year = day_ymd(instant_day(o->now)).year;
    struct str title = publish_title(a, o->regime, &round);
    struct publish_table table = publish_table_of(db, a, o->regime, &round);
    result->document_no = publish_number(db, a, str_cat(a, o->regime->head.label, STR("卫信公示")), year);
    result->publication_id = put_publication(db, a, o, &round, STR("summary"), result->document_no, title);
    put_file(db, result->publication_id, STR("csv"), as_sheet(a, o, &table, title, SHEET_CSV));
    put_file(db, result->publication_id, STR("xlsx"), as_sheet(a, o, &table, title, SHEET_XLSX));
    struct str report_no = publish_number(db, a, str_cat(a, o->regime->head.label, STR("卫信报")), year);
    int report = put_publication(db, a, o, &round, STR("report"), report_no,
                                 str_fmt(a, "关于报送%d年度医疗卫生信用分级评价结果的报告", round.year));
    put_file(db, report, STR("docx"), publish_report(a, o, &round, &table, report_no));
    struct audit_entry e = {.at = o->now,
                            .actor = o->actor,
                            .action = STR("publication.publish"),
                            .object_type = STR("publication"),
                            .object_id = result->publication_id};
    e.detail = str_fmt(a, "%.*s, round %d, %zu rows, %lld withheld", STR_ARG(result->document_no), round.id, table.rows.n,
                       (long long)table.withheld);
    audit_write(db, a, &e);
    return true;
}

struct publications publication_list(struct db *db, struct arena *a, struct str kind, int year, int limit)
{
    struct {
        struct publication *p;
        size_t n, cap;
    } v = {0};
    struct db_cursor *c = db_select(db, a, LIST_PUBLICATIONS, PUBLICATION_COLUMNS, kind, year, year, limit);
    for (struct publication p; db_fetch(c, &p) == DB_ROW;)
        *VEC_PUSH(a, v) = p;
    return (struct publications){v.p, v.n};
}

bool publication_get(struct db *db, struct arena *a, int id, struct publication *out)
{
    return db_one(db, a, GET_PUBLICATION, PUBLICATION_COLUMNS, out, id);
}

bool publication_in_force(struct db *db, struct arena *a, struct str kind, int year, struct publication *out)
{
    return db_one(db, a, IN_FORCE, PUBLICATION_COLUMNS, out, kind, year);
}

struct file_row {
    struct str body;
};

bool publication_file(struct db *db, struct arena *a, int id, struct str format, struct str *bytes_out)
{
    static const struct db_column columns[] = {DB_COLUMN(struct file_row, body)};
    struct file_row r;
    if (!db_one(db, a, GET_FILE, columns, &r, id, format))
        return false;
    *bytes_out = r.body;
    return true;
}
