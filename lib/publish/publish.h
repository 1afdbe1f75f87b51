/* SPDX-License-Identifier: EUPL-1.2
 * publish.h — what becomes public of a round: the summary table (汇总表) as CSV and XLSX with number and date, and the written
 * report of results to the bureau (SX 三(七)) as a document. One act: the round goes from approved to published, the number is
 * allotted without a gap, the files are made and stored, an earlier table of the year is marked as superseded; each of the two
 * documents is a notice (notice/notice.h), which the worker then signs and sets as PDF. Never edited afterwards. Only grades that
 * the regime makes public are in the table, and no natural person. Called by staff pages and portalctl.
 */
#ifndef PUBLISH_PUBLISH_H
#define PUBLISH_PUBLISH_H

#include "audit/audit.h"
#include "grade/grade_read.h"
#include "regime/regime.h"

struct db;

struct publish_order {
    const struct regime *regime; /* of the round's version */
    struct audit_actor actor;
    struct str unit_name;  /* who reports */
    struct str correction; /* why an earlier table of the year and place is replaced; left out when none is */
    int32_t round_id, round_version, staff_id;
    struct instant now;
};
struct publish_result {
    enum grade_round_outcome outcome;
    struct grade_round_conflict conflict;
    int publication_id; /* of the summary table */
    struct str document_no;
};
/* Inside a transaction: false when the round's state does not allow it (result->outcome says why); roll back then. */
MUST_USE bool publish_round(struct db *db, struct arena *a, const struct publish_order *o, struct publish_result *result);

struct publication {
    int id, year, round_id, superseded_by, version;
    struct str kind, document_no, title, correction, superseded_no;
    struct day published_on;
    struct str result_hash; /* 32 bytes */
};
struct publications {
    const struct publication *p;
    size_t n;
};
/* kind: summary, report; year 0: all. Newest first. */
struct publications publication_list(struct db *db, struct arena *a, struct str kind, int year, int limit);
bool publication_get(struct db *db, struct arena *a, int id, struct publication *out);
/* The one in force for the year, of any place (the newest) or of one; false when none is. */
bool publication_of_place(struct db *db, struct arena *a, struct str kind, int year, struct str division_prefix,
                          struct publication *out);
bool publication_in_force(struct db *db, struct arena *a, struct str kind, int year, struct publication *out);
/* Files lie in chunks, which no packet limit cuts. format: csv, xlsx, docx, pdf, proof, zip. */
bool publication_file(struct db *db, struct arena *a, int id, struct str format, struct str *bytes_out);
struct publication_file {
    struct str format, hash; /* hash: 32 bytes, of the whole file */
    int64_t size;
};
struct publication_files {
    const struct publication_file *p;
    size_t n;
};
struct publication_files publication_files(struct db *db, struct arena *a, int id); /* by format */
/* Inside a transaction, once for each format; what is there is never replaced. */
void publication_file_put(struct db *db, int id, struct str format, struct str bytes);

/* --- pieces, for tests and pages ------------------------------------------------------------------------------------------------
 */
struct publish_row {
    int64_t subject_id;
    struct str name, code, type, division_name, grade;
    int kind;
};
struct publish_table {
    struct {
        struct publish_row *p;
        size_t n, cap;
    } rows;
    int64_t withheld; /* graded, but not public under the regime */
};
/* The rows of a round that may be public, in order of type, place and name. */
struct publish_table publish_table_of(struct db *db, struct arena *a, const struct regime *r, const struct grade_round *round);
struct str publish_title(struct arena *a, const struct regime *r, const struct grade_round *round);
/* The report as a .docx; the same input gives the same bytes. */
struct str publish_report(struct arena *a, const struct publish_order *o, const struct grade_round *round,
                          const struct publish_table *t, struct str document_no);

#endif
