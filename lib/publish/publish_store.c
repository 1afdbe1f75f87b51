/* SPDX-License-Identifier: EUPL-1.2
 * publish_store.c — the act of publishing; see publish.h. Reading is in publish_read_store.c, files in publish_file_*store.c.
 */
#include "base/arena.h"
#include "base/out.h"
#include "db/db.h"
#include "job/job.h"
#include "notice/notice.h"
#include "publish/publish_text.h"
#include "sheet/sheet_write.h"

DB_STATEMENT(
    INSERT_PUBLICATION,
    "INSERT INTO publication (id, year, kind, round_id, document_no, title, published_on, published_by, correction, result_hash)"
    " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
DB_STATEMENT(SUPERSEDE,
             "UPDATE publication p JOIN grade_round r ON r.id = p.round_id SET p.superseded_by = ?, p.version = p.version + 1"
             " WHERE p.year = ? AND p.kind = ? AND r.division_prefix = ? AND p.id <> ? AND p.superseded_by IS NULL");

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

/* One document of the round with its number: the publication, and the notice that signs, shows and ends it. */
static int put_document(struct db *db, struct arena *a, const struct publish_order *o, const struct grade_round *round,
                        enum regime_notice_about about, const struct publish_table *t, struct str *number_out)
{
    bool summary = about == NOTICE_ABOUT_SUMMARY;
    struct str kind = summary ? STR("summary") : STR("report");
    int id = (int)db_numbers(db, STR("publication"), 1);
    struct day today = instant_day(o->now);
    /* Of the same place: a city's counties each have their table of the year. */
    int64_t replaced = db_exec(db, SUPERSEDE, id, round->year, kind, round->division_prefix, id);
    struct str correction = replaced && o->correction.p ? utf8_prefix(o->correction, 500) : STR("");
    struct notice_draft d = {.regime = o->regime,
                             .kind = publish_kind(o->regime, about),
                             .regime_version_id = round->regime_version_id,
                             .title = summary ? publish_title(a, o->regime, round) : publish_report_title(a, round),
                             .body =
                                 summary ? publish_announcement(a, o, round, t, correction) : publish_report_text(a, o, round, t),
                             .division_prefix = round->division_prefix,
                             .staff_id = o->staff_id,
                             .now = o->now};
    int notice = notice_publish(db, a, &d, id, number_out);
    db_exec(db, INSERT_PUBLICATION, id, round->year, kind, round->id, *number_out, d.title, today, o->staff_id, correction,
            round->result_hash);
    notice_supersede_publications(db, id, today);
    job_add(db, JOB_NOTICE, notice, o->staff_id, o->now);
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
    struct str title = publish_title(a, o->regime, &round), report_no;
    struct publish_table table = publish_table_of(db, a, o->regime, &round);
    result->publication_id = put_document(db, a, o, &round, NOTICE_ABOUT_SUMMARY, &table, &result->document_no);
    publication_file_put(db, result->publication_id, STR("csv"), as_sheet(a, o, &table, title, SHEET_CSV));
    publication_file_put(db, result->publication_id, STR("xlsx"), as_sheet(a, o, &table, title, SHEET_XLSX));
    int report = put_document(db, a, o, &round, NOTICE_ABOUT_REPORT, &table, &report_no);
    publication_file_put(db, report, STR("docx"), publish_report(a, o, &round, &table, report_no));
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
