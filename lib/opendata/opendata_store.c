/* SPDX-License-Identifier: EUPL-1.2
 * opendata_store.c — see opendata_store.h. A page of subjects costs one statement, each part of all of them one more.
 */
#include "opendata/opendata_store.h"

#include "base/arena.h"
#include "db/db.h"

#define SUBJECT                                                                                                                      \
    "s.id, s.kind, s.version, s.public_id, s.type, s.name, s.code, s.division, s.address, s.representative, s.established, s.ended," \
    " s.updated_at"
#define THESE "subject_id IN (" DB_MARKS_256 ")"
DB_STATEMENT(SUBJECTS,
             "SELECT " SUBJECT " FROM public_subject s WHERE s.public_id > ? AND s.kind <> 3 ORDER BY s.public_id LIMIT ?");
DB_STATEMENT(GRADES,
             "SELECT subject_id, year, round_id, regime_version_id, grade, kind, published_at, superseded_at FROM public_grade "
             "WHERE " THESE " ORDER BY subject_id, year DESC, round_id DESC");
DB_STATEMENT(RECORDS,
             "SELECT subject_id, id, amount, severity, item, category, title, detail, document_no, authority, source, found, "
             "show_from, show_to, use_to, disputed FROM public_record WHERE show_from <= ? AND "
             "(show_to IS NULL OR show_to >= ?) AND " THESE " ORDER BY subject_id, found DESC, id DESC");
DB_STATEMENT(
    LICENCES,
    "SELECT subject_id, id, kind, number, content, authority, issued, valid_from, valid_to FROM public_licence WHERE " THESE
    " ORDER BY subject_id, id");
DB_STATEMENT(NAMES, "SELECT subject_id, name, until_day FROM public_former_name WHERE " THESE
                    " ORDER BY subject_id, until_day DESC, name");
/* By the keys (item, found) and (issued), backwards; what lies before the place is skipped within one day only. LIKE without a
 * wildcard, and item in the order: with "=" the server takes the item alone from its key and reads all that is newer than the
 * place. */
#define BEFORE(day, id) "(" day " < ? OR (" day " = ? AND (subject_id < ? OR (subject_id = ? AND " id " < ?))))"
DB_STATEMENT(
    RECORDS_BEFORE,
    "SELECT subject_id, id, amount, severity, item, category, title, detail, document_no, authority, source, found, show_from, "
    "show_to, use_to, disputed FROM public_record WHERE item LIKE ? AND found >= ? AND found <= ? AND " BEFORE(
        "found", "id") " ORDER BY item DESC, found DESC, subject_id DESC, id DESC LIMIT ?");
DB_STATEMENT(LICENCES_BEFORE,
             "SELECT subject_id, id, kind, number, content, authority, issued, valid_from, valid_to FROM public_licence "
             "WHERE issued >= ? AND issued <= ? AND " BEFORE("issued",
                                                             "id") " ORDER BY issued DESC, subject_id DESC, id DESC LIMIT ?");
DB_STATEMENT(SUBJECTS_OF, "SELECT " SUBJECT " FROM public_subject s WHERE s.kind <> 3 AND s.id IN (" DB_MARKS_256 ")");

DB_STATEMENT(SUBJECT_ID, "SELECT id FROM public_subject WHERE public_id = ?");

#define S(m) DB_COLUMN(struct archive_subject, m)
static const struct db_column SUBJECT_COLUMNS[] = {S(id),          S(kind),  S(version),   S(public_id), S(type),
                                                   S(name),        S(code),  S(division),  S(address),   S(representative),
                                                   S(established), S(ended), S(updated_at)};
struct grade_row {
    int64_t subject;
    struct archive_grade grade;
};
#define G(m) DB_COLUMN(struct grade_row, m)
static const struct db_column GRADE_COLUMNS[] = {G(subject),     G(grade.year), G(grade.round_id),     G(grade.regime_version_id),
                                                 G(grade.grade), G(grade.kind), G(grade.published_at), G(grade.superseded_at)};
struct record_row {
    int64_t subject;
    struct archive_record record;
};
#define R(m) DB_COLUMN(struct record_row, m)
static const struct db_column RECORD_COLUMNS[] = {
    R(subject),          R(record.id),      R(record.amount),      R(record.severity),  R(record.item),   R(record.category),
    R(record.title),     R(record.detail),  R(record.document_no), R(record.authority), R(record.source), R(record.found),
    R(record.show_from), R(record.show_to), R(record.use_to),      R(record.disputed)};
struct licence_row {
    int64_t subject, id;
    struct archive_licence licence;
};
#define L(m) DB_COLUMN(struct licence_row, m)
static const struct db_column LICENCE_COLUMNS[] = {L(subject),         L(id),
                                                   L(licence.kind),    L(licence.number),
                                                   L(licence.content), L(licence.authority),
                                                   L(licence.issued),  L(licence.valid_from),
                                                   L(licence.valid_to)};
struct name_row {
    int64_t subject;
    struct archive_former former;
};
#define N(m) DB_COLUMN(struct name_row, m)
static const struct db_column NAME_COLUMNS[] = {N(subject), N(former.name), N(former.until)};
#define COLUMNS_OF(c) (c), sizeof(c) / sizeof *(c)

/* The 256 identifiers of a page, in order, so that a row finds its archive by halving. */
struct page {
    struct arena *a;
    struct archive **by_id;
    size_t n;
    struct db_value in[2 + OPENDATA_PAGE];
};

static int by_id(const void *p, const void *q)
{
    const struct archive *x = *(struct archive *const *)p, *y = *(struct archive *const *)q;
    return (x->subject.id > y->subject.id) - (x->subject.id < y->subject.id);
}

static struct page *page_of(struct arena *a, struct opendata_archives *v, struct day today)
{
    struct page *p = ARENA_NEW(a, struct page);
    *p = (struct page){.a = a, .by_id = ARENA_ARRAY(a, struct archive *, v->n), .n = v->n};
    for (size_t i = 0; i < v->n; i++)
        p->by_id[i] = &v->p[i];
    qsort(p->by_id, p->n, sizeof *p->by_id, by_id);
    p->in[0] = p->in[1] = db_from_day(today);
    for (size_t i = 0; i < OPENDATA_PAGE; i++)
        p->in[2 + i] = db_from_int(i < p->n ? p->by_id[i]->subject.id : 0);
    return p;
}

static struct archive *archive_of(const struct page *p, int64_t id)
{
    struct archive key = {.subject.id = id}, *k = &key;
    struct archive **found = bsearch(&k, p->by_id, p->n, sizeof *p->by_id, by_id);
    CHECK(found);
    return *found;
}

static void read_grades(struct db *db, struct page *p)
{
    struct db_cursor *c = db_select_values(db, p->a, &GRADES, COLUMNS_OF(GRADE_COLUMNS), false, p->in + 2, OPENDATA_PAGE);
    for (struct grade_row r; db_fetch(c, &r) == DB_ROW;) {
        struct archive *x = archive_of(p, r.subject);
        *VEC_PUSH(p->a, x->grades) = r.grade;
    }
}

static void read_records(struct db *db, struct page *p)
{
    struct db_cursor *c = db_select_values(db, p->a, &RECORDS, COLUMNS_OF(RECORD_COLUMNS), false, p->in, 2 + OPENDATA_PAGE);
    for (struct record_row r; db_fetch(c, &r) == DB_ROW;) {
        struct archive *x = archive_of(p, r.subject);
        x->records_cut = x->records.n == ARCHIVE_RECORDS;
        if (!x->records_cut)
            *VEC_PUSH(p->a, x->records) = r.record;
    }
}

static void read_licences(struct db *db, struct page *p)
{
    struct db_cursor *c = db_select_values(db, p->a, &LICENCES, COLUMNS_OF(LICENCE_COLUMNS), false, p->in + 2, OPENDATA_PAGE);
    for (struct licence_row r; db_fetch(c, &r) == DB_ROW;) {
        struct archive *x = archive_of(p, r.subject);
        *VEC_PUSH(p->a, x->licences) = r.licence;
    }
}

static void read_names(struct db *db, struct page *p)
{
    struct db_cursor *c = db_select_values(db, p->a, &NAMES, COLUMNS_OF(NAME_COLUMNS), false, p->in + 2, OPENDATA_PAGE);
    for (struct name_row r; db_fetch(c, &r) == DB_ROW;) {
        struct archive *x = archive_of(p, r.subject);
        *VEC_PUSH(p->a, x->former) = r.former;
    }
}

struct opendata_archives opendata_walk(struct db *db, struct arena *a, struct str after, size_t most, unsigned parts,
                                       struct day today)
{
    CHECK(most > 0 && most <= OPENDATA_PAGE);
    struct opendata_archives v = {.p = ARENA_ARRAY(a, struct archive, most)};
    struct db_cursor *c = db_select(db, a, SUBJECTS, SUBJECT_COLUMNS, after, (int64_t)most);
    while (v.n < most && db_fetch(c, &v.p[v.n].subject) == DB_ROW)
        v.n++;
    v.end = v.n < most;
    if (!v.end)
        db_close_cursor(c);
    if (v.n == 0)
        return v;
    struct page *p = page_of(a, &v, today);
    if (parts & OPENDATA_GRADES)
        read_grades(db, p);
    if (parts & OPENDATA_RECORDS)
        read_records(db, p);
    if (parts & OPENDATA_LICENCES)
        read_licences(db, p);
    if (parts & OPENDATA_NAMES)
        read_names(db, p);
    return v;
}

/* --- by date --- */

/* Gives each event its subject; those of natural persons are left without and taken out. */
static void fill_subjects(struct db *db, struct arena *a, struct opendata_events *v, struct opendata_place *at)
{
    struct db_value in[OPENDATA_PAGE];
    for (size_t i = 0; i < OPENDATA_PAGE; i++)
        in[i] = db_from_int(i < v->n ? at[i].subject : 0);
    struct db_cursor *c = db_select_values(db, a, &SUBJECTS_OF, COLUMNS_OF(SUBJECT_COLUMNS), false, in, OPENDATA_PAGE);
    for (struct archive_subject s; db_fetch(c, &s) == DB_ROW;)
        for (size_t i = 0; i < v->n; i++)
            if (at[i].subject == s.id)
                v->p[i].subject = s;
}

/* After everything, when there is no place: the comparison needs no case of its own. */
static struct opendata_place place_from(struct opendata_place before)
{
    struct opendata_place newest = {day_from_ymd(9999, 12, 31), INT64_MAX, INT64_MAX};
    return day_is(before.day) ? before : newest;
}

/* No wildcard: the code itself. */
static struct str literal(struct arena *a, struct str code)
{
    return str_replace(a, str_replace(a, code, STR("%"), STR("\\%")), STR("_"), STR("\\_"));
}

struct opendata_events opendata_records_before(struct db *db, struct arena *a, struct str item, struct opendata_place before,
                                               struct day from, struct day today, int64_t n)
{
    CHECK(n <= OPENDATA_PAGE);
    struct opendata_place b = place_from(before), *at = ARENA_ARRAY(a, struct opendata_place, OPENDATA_PAGE);
    struct opendata_events v = {.p = ARENA_ARRAY(a, struct archive, OPENDATA_PAGE), .at = at};
    struct day to = day_min(b.day, today), first = day_is(from) ? from : day_from_ymd(1800, 1, 1);
    struct db_cursor *c =
        db_select(db, a, RECORDS_BEFORE, RECORD_COLUMNS, literal(a, item), first, to, b.day, b.day, b.subject, b.subject, b.id, n);
    for (struct record_row r; db_fetch(c, &r) == DB_ROW; v.n++) {
        at[v.n] = (struct opendata_place){r.record.found, r.subject, r.record.id};
        *VEC_PUSH(a, v.p[v.n].records) = r.record;
    }
    if (v.n)
        fill_subjects(db, a, &v, at);
    return v;
}

struct opendata_events opendata_licences_before(struct db *db, struct arena *a, struct opendata_place before, struct day from,
                                                int64_t n)
{
    CHECK(n <= OPENDATA_PAGE);
    struct opendata_place b = place_from(before), *at = ARENA_ARRAY(a, struct opendata_place, OPENDATA_PAGE);
    struct opendata_events v = {.p = ARENA_ARRAY(a, struct archive, OPENDATA_PAGE), .at = at};
    struct day first = day_is(from) ? from : day_from_ymd(1800, 1, 1);
    struct db_cursor *c =
        db_select(db, a, LICENCES_BEFORE, LICENCE_COLUMNS, first, b.day, b.day, b.day, b.subject, b.subject, b.id, n);
    for (struct licence_row r; db_fetch(c, &r) == DB_ROW; v.n++) {
        at[v.n] = (struct opendata_place){r.licence.issued, r.subject, r.id};
        *VEC_PUSH(a, v.p[v.n].licences) = r.licence;
    }
    if (v.n)
        fill_subjects(db, a, &v, at);
    return v;
}

int64_t opendata_subject_id(struct db *db, struct str public_id)
{
    return db_int(db, SUBJECT_ID, public_id);
}
