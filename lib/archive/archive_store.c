/* SPDX-License-Identifier: EUPL-1.2
 * archive_store.c — reads one archive in two round trips, since each costs more than its rows (facts: some 130 µs): the subject by
 * its key, then its parts as one UNION ALL with columns in common, told apart by the first. Joining the subject into each part, to
 * do it in one, costs the server twice as much. It hides nothing beyond what the views hide: archive_show.c does.
 */
#include "archive/archive.h"
#include "archive/archive_pack.h"

#include "base/arena.h"
#include "db/db.h"

enum part { PART_GRADE = 1, PART_RECORD, PART_LICENCE, PART_FORMER };

#define SUBJECT                                                                                                                    \
    "SELECT id, kind, version, public_id, type, name, code, division, address, representative, established, ended, updated_at"     \
    " FROM public_subject "
DB_STATEMENT(SUBJECT_BY_CODE, SUBJECT "WHERE code = ?");
DB_STATEMENT(SUBJECT_BY_PUBLIC_ID, SUBJECT "WHERE public_id = ?");
/* Columns: part; n1…n4 numbers; t1…t7 texts; d1…d4 days; i1, i2 instants. In no order: sorting these few here is cheaper than
 * there. */
DB_STATEMENT(
    PARTS,
    "SELECT 1, year, round_id, regime_version_id, 0, grade, kind, '', '', '', '', '', NULL, NULL, NULL, NULL, published_at, superseded_at "
    "FROM public_grade WHERE subject_id = ? "
    "UNION ALL SELECT 2, id, severity, disputed, amount, item, category, title, detail, document_no, authority, source, found, show_from, "
    "show_to, use_to, NULL, NULL FROM public_record WHERE subject_id = ? AND show_from <= ? AND (show_to IS NULL OR show_to >= ?) "
    "UNION ALL SELECT 3, id, 0, 0, 0, kind, number, content, authority, '', '', '', issued, valid_from, valid_to, NULL, NULL, NULL "
    "FROM public_licence WHERE subject_id = ? "
    "UNION ALL SELECT 4, 0, 0, 0, 0, name, '', '', '', '', '', '', until_day, NULL, NULL, NULL, NULL, NULL "
    "FROM public_former_name WHERE subject_id = ?");
DB_STATEMENT(PERSON, "SELECT s.public_id FROM public_licence l JOIN public_subject s ON s.id = l.subject_id "
                     "WHERE l.number_key = ? AND s.kind = 3 AND s.name = ? ORDER BY s.id LIMIT 1");

struct part_row {
    int part;
    int64_t n1, n2, n3, n4;
    struct str t1, t2, t3, t4, t5, t6, t7;
    struct day d1, d2, d3, d4;
    struct instant i1, i2;
};
#define COLUMN(m) DB_COLUMN(struct part_row, m)
static const struct db_column PART_COLUMNS[] = {COLUMN(part), COLUMN(n1), COLUMN(n2), COLUMN(n3), COLUMN(n4), COLUMN(t1),
                                                COLUMN(t2),   COLUMN(t3), COLUMN(t4), COLUMN(t5), COLUMN(t6), COLUMN(t7),
                                                COLUMN(d1),   COLUMN(d2), COLUMN(d3), COLUMN(d4), COLUMN(i1), COLUMN(i2)};
enum { PART_COLUMNS_N = sizeof PART_COLUMNS / sizeof *PART_COLUMNS };

#define SUBJECT_COLUMN(m) DB_COLUMN(struct archive_subject, m)
static const struct db_column SUBJECT_COLUMNS[] = {
    SUBJECT_COLUMN(id),        SUBJECT_COLUMN(kind),           SUBJECT_COLUMN(version),     SUBJECT_COLUMN(public_id),
    SUBJECT_COLUMN(type),      SUBJECT_COLUMN(name),           SUBJECT_COLUMN(code),        SUBJECT_COLUMN(division),
    SUBJECT_COLUMN(address),   SUBJECT_COLUMN(representative), SUBJECT_COLUMN(established), SUBJECT_COLUMN(ended),
    SUBJECT_COLUMN(updated_at)};

static void add_record(struct archive *x, struct arena *a, const struct part_row *r)
{
    *VEC_PUSH(a, x->records) = (struct archive_record){.id = r->n1,
                                                       .severity = (int)r->n2,
                                                       .disputed = r->n3 != 0,
                                                       .amount = r->n4,
                                                       .item = r->t1,
                                                       .category = r->t2,
                                                       .title = r->t3,
                                                       .detail = r->t4,
                                                       .document_no = r->t5,
                                                       .authority = r->t6,
                                                       .source = r->t7,
                                                       .found = r->d1,
                                                       .show_from = r->d2,
                                                       .show_to = r->d3,
                                                       .use_to = r->d4};
}

static void add_part(struct archive *x, struct arena *a, const struct part_row *r)
{
    switch ((enum part)r->part) {
    case PART_GRADE:
        *VEC_PUSH(a, x->grades) = (struct archive_grade){.year = (int)r->n1,
                                                         .round_id = (int)r->n2,
                                                         .regime_version_id = (int)r->n3,
                                                         .grade = r->t1,
                                                         .kind = r->t2,
                                                         .published_at = r->i1,
                                                         .superseded_at = r->i2};
        return;
    case PART_RECORD:
        add_record(x, a, r);
        return;
    case PART_LICENCE:
        *VEC_PUSH(a, x->licences) = (struct archive_licence){.kind = r->t1,
                                                             .number = r->t2,
                                                             .content = r->t3,
                                                             .authority = r->t4,
                                                             .issued = r->d1,
                                                             .valid_from = r->d2,
                                                             .valid_to = r->d3};
        return;
    case PART_FORMER:
        *VEC_PUSH(a, x->former) = (struct archive_former){.name = r->t1, .until = r->d1};
        return;
    }
    CHECK(!"part of an archive");
}

bool archive_read(struct db *db, struct arena *a, struct str code, struct day today, struct archive *out)
{
    enum { USCC_LENGTH = 18 };
    *out = (struct archive){0};
    bool found = code.n == USCC_LENGTH ? db_one(db, a, SUBJECT_BY_CODE, SUBJECT_COLUMNS, &out->subject, code)
                                       : db_one(db, a, SUBJECT_BY_PUBLIC_ID, SUBJECT_COLUMNS, &out->subject, code);
    if (!found)
        return false;
    int64_t id = out->subject.id;
    const struct db_value in[] = {db_from_int(id),    db_from_int(id), db_from_day(today),
                                  db_from_day(today), db_from_int(id), db_from_int(id)};
    struct part_row row;
    struct db_cursor *c = db_select_values(db, a, &PARTS, PART_COLUMNS, PART_COLUMNS_N, false, in, sizeof in / sizeof *in);
    while (db_fetch(c, &row) == DB_ROW)
        add_part(out, a, &row);
    archive_sort(out);
    out->records_cut = out->records.n > ARCHIVE_RECORDS;
    if (out->records_cut)
        out->records.n = ARCHIVE_RECORDS;
    return true;
}

struct str archive_person(struct db *db, struct arena *a, struct str number_key, struct str masked_name)
{
    static const struct db_column columns[] = {{DB_STR, 0}};
    struct str public_id = STR("");
    if (number_key.n == 0 || !db_one(db, a, PERSON, columns, &public_id, number_key, masked_name))
        return STR("");
    return public_id;
}
