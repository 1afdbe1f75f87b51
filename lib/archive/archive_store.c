/* SPDX-License-Identifier: EUPL-1.2
 * archive_store.c — reads one archive in one statement: a round trip costs more than all of its rows (facts: some 130 µs), so the parts come as
 * one UNION ALL with columns in common, told apart by the first. It hides nothing beyond what the views hide: archive_show.c does.
 */
#include "archive/archive.h"

#include "base/arena.h"
#include "db/db.h"

enum part { PART_SUBJECT = 1, PART_GRADE, PART_RECORD, PART_LICENCE, PART_FORMER };

/* Columns: part; n1…n4 numbers; t1…t8 texts; d1…d4 days; i1, i2 instants. The records' own LIMIT asks for one more than is shown. */
#define PARTS(key)                                                                                                               \
    "SELECT 1, s.id, s.kind, s.version, 0, s.public_id, s.type, s.name, s.code, s.division, s.division_name, s.address, s.representative, " \
    "s.established, s.ended, NULL, NULL, s.updated_at, NULL FROM public_subject s WHERE s." key " = ? "                          \
    "UNION ALL SELECT 2, g.year, g.round_id, g.regime_version_id, 0, g.grade, g.kind, '', '', '', '', '', '', "            \
    "NULL, NULL, NULL, NULL, g.published_at, g.superseded_at FROM public_subject s JOIN public_grade g ON g.subject_id = s.id WHERE s." key \
    " = ? "                                                                                                                      \
    "UNION ALL (SELECT 3, r.id, r.severity, r.disputed, r.amount, r.item, r.category, r.title, r.detail, r.document_no, r.authority, " \
    "r.source, '', r.found, r.show_from, r.show_to, r.use_to, NULL, NULL FROM public_subject s JOIN public_record r ON r.subject_id = s.id " \
    "WHERE s." key " = ? AND r.show_from <= ? AND (r.show_to IS NULL OR r.show_to >= ?) ORDER BY r.id DESC LIMIT 301) "          \
    "UNION ALL SELECT 4, l.id, 0, 0, 0, l.kind, l.number, l.content, l.authority, '', '', '', '', l.issued, l.valid_from, l.valid_to, NULL, " \
    "NULL, NULL FROM public_subject s JOIN public_licence l ON l.subject_id = s.id WHERE s." key " = ? "                         \
    "UNION ALL SELECT 5, 0, 0, 0, 0, f.name, '', '', '', '', '', '', '', f.until_day, NULL, NULL, NULL, NULL, NULL "             \
    "FROM public_subject s JOIN public_former_name f ON f.subject_id = s.id WHERE s." key " = ?"
DB_STATEMENT(ARCHIVE_BY_CODE, PARTS("code"));
DB_STATEMENT(ARCHIVE_BY_PUBLIC_ID, PARTS("public_id"));
DB_STATEMENT(PERSON, "SELECT s.public_id FROM public_licence l JOIN public_subject s ON s.id = l.subject_id "
                     "WHERE l.number_key = ? AND s.kind = 3 AND s.name = ? ORDER BY s.id LIMIT 1");

struct part_row {
    int part;
    int64_t n1, n2, n3, n4;
    struct str t1, t2, t3, t4, t5, t6, t7, t8;
    struct day d1, d2, d3, d4;
    struct instant i1, i2;
};
#define COLUMN(m) DB_COLUMN(struct part_row, m)
static const struct db_column PART_COLUMNS[] = {
    COLUMN(part), COLUMN(n1), COLUMN(n2), COLUMN(n3), COLUMN(n4), COLUMN(t1), COLUMN(t2), COLUMN(t3), COLUMN(t4), COLUMN(t5),
    COLUMN(t6),   COLUMN(t7), COLUMN(t8), COLUMN(d1), COLUMN(d2), COLUMN(d3), COLUMN(d4), COLUMN(i1), COLUMN(i2)};
enum { PART_COLUMNS_N = sizeof PART_COLUMNS / sizeof *PART_COLUMNS };

static struct archive_subject subject_of(const struct part_row *r)
{
    return (struct archive_subject){.id = r->n1, .kind = (int)r->n2, .version = (int)r->n3, .public_id = r->t1, .type = r->t2, .name = r->t3,
                                    .code = r->t4, .division = r->t5, .division_name = r->t6, .address = r->t7, .representative = r->t8,
                                    .established = r->d1, .ended = r->d2, .updated_at = r->i1};
}

static void add_record(struct archive *x, struct arena *a, const struct part_row *r)
{
    if (x->records.n == ARCHIVE_RECORDS) {
        x->records_cut = true;
        return;
    }
    *VEC_PUSH(a, x->records) = (struct archive_record){
        .id = r->n1, .severity = (int)r->n2, .disputed = r->n3 != 0, .amount = r->n4, .item = r->t1, .category = r->t2, .title = r->t3,
        .detail = r->t4, .document_no = r->t5, .authority = r->t6, .source = r->t7, .found = r->d1, .show_from = r->d2, .show_to = r->d3,
        .use_to = r->d4};
}

static void add_part(struct archive *x, struct arena *a, const struct part_row *r)
{
    switch ((enum part)r->part) {
    case PART_SUBJECT:
        x->subject = subject_of(r);
        return;
    case PART_GRADE:
        *VEC_PUSH(a, x->grades) = (struct archive_grade){.year = (int)r->n1, .round_id = (int)r->n2, .regime_version_id = (int)r->n3, .grade = r->t1,
                                                         .kind = r->t2, .published_at = r->i1, .superseded_at = r->i2};
        return;
    case PART_RECORD:
        add_record(x, a, r);
        return;
    case PART_LICENCE:
        *VEC_PUSH(a, x->licences) = (struct archive_licence){.kind = r->t1, .number = r->t2, .content = r->t3, .authority = r->t4, .issued = r->d1,
                                                             .valid_from = r->d2, .valid_to = r->d3};
        return;
    case PART_FORMER:
        *VEC_PUSH(a, x->former) = (struct archive_former){.name = r->t1, .until = r->d1};
        return;
    }
    CHECK(!"part of an archive");
}

/* Few rows each: insertion keeps them in order without a sort in the server. */
static int grade_order(const void *p, const void *q)
{
    const struct archive_grade *a = p, *b = q;
    return a->year != b->year ? b->year - a->year : b->round_id - a->round_id;
}

static int record_order(const void *p, const void *q)
{
    const struct archive_record *a = p, *b = q;
    int by_day = day_cmp(b->found, a->found);
    return by_day ? by_day : (a->id < b->id) - (a->id > b->id);
}

static int former_order(const void *p, const void *q)
{
    const struct archive_former *a = p, *b = q;
    int by_day = day_cmp(b->until, a->until);
    return by_day ? by_day : str_cmp(a->name, b->name);
}

#define SORT(v, by)                                                                                                              \
    do {                                                                                                                         \
        if ((v).n > 1)                                                                                                           \
            qsort((v).p, (v).n, sizeof *(v).p, (by));                                                                            \
    } while (0)

bool archive_read(struct db *db, struct arena *a, struct str code, struct day today, struct archive *out)
{
    enum { USCC_LENGTH = 18 };
    *out = (struct archive){0};
    const struct db_statement *s = code.n == USCC_LENGTH ? &ARCHIVE_BY_CODE : &ARCHIVE_BY_PUBLIC_ID;
    const struct db_value in[] = {db_from_str(code), db_from_str(code), db_from_str(code), db_from_day(today), db_from_day(today),
                                  db_from_str(code), db_from_str(code)};
    struct part_row row;
    struct db_cursor *c = db_select_values(db, a, s, PART_COLUMNS, PART_COLUMNS_N, false, in, sizeof in / sizeof *in);
    while (db_fetch(c, &row) == DB_ROW)
        add_part(out, a, &row);
    SORT(out->grades, grade_order);
    SORT(out->records, record_order);
    SORT(out->former, former_order);
    return out->subject.id != 0;
}

struct str archive_person(struct db *db, struct arena *a, struct str number_key, struct str masked_name)
{
    static const struct db_column columns[] = {{DB_STR, 0}};
    struct str public_id = STR("");
    if (number_key.n == 0 || !db_one(db, a, PERSON, columns, &public_id, number_key, masked_name))
        return STR("");
    return public_id;
}
