/* SPDX-License-Identifier: EUPL-1.2
 * archive_list_store.c — SQL behind archive_list.h, on the public views only. Tables of a round walk the grades by subject id,
 * whose clustered key they follow; a page far back costs what lies before it, so callers bound the offset.
 */
#include "archive/archive_list.h"

#include "base/arena.h"
#include "base/out.h"
#include "db/db.h"

DB_STATEMENT(DIVISIONS, "SELECT code, name, level FROM public_division WHERE code LIKE CONCAT(?, '%') ORDER BY code");
DB_STATEMENT(
    ROUNDS,
    "SELECT id, year, division_prefix, published, superseded, subjects, distribution FROM public_round ORDER BY year DESC, id DESC");
DB_STATEMENT(STAMP, "SELECT seq FROM audit_head WHERE id = 1");
DB_STATEMENT(COUNT_SUBJECTS, "SELECT COUNT(*) FROM public_subject");
DB_STATEMENT(
    DISPUTED,
    "SELECT DISTINCT subject_id FROM public_record WHERE subject_id IN (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) "
    "AND disputed AND show_from <= ? AND (show_to IS NULL OR show_to >= ?)");
DB_STATEMENT(CODES_OF_DOCUMENT,
             "SELECT DISTINCT s.code FROM public_record r JOIN public_subject s ON s.id = r.subject_id WHERE r.document_no = ?"
             " AND r.show_from <= ? AND (r.show_to IS NULL OR r.show_to >= ?) AND s.kind <> 3 AND s.code IS NOT NULL LIMIT 20");
DB_STATEMENT(
    PUBLICATIONS,
    "SELECT id, year, round_id, COALESCE(superseded_by, 0), subjects, regime_version_id, document_no, title, correction, "
    "result_hash, distribution, division_prefix, published_on, as_known_at FROM public_publication WHERE ? = 0 OR year = ? "
    "ORDER BY year DESC, id DESC LIMIT 200");
#define OF_ROUND                                                                                                                   \
    "FROM public_grade g JOIN public_subject s ON s.id = g.subject_id AND s.kind <> 3 WHERE g.year = ? AND g.round_id = ? "
DB_STATEMENT(TABLE, "SELECT s.public_id, s.code, s.name, s.type, s.division, g.grade, s.kind " OF_ROUND
                    "ORDER BY g.subject_id LIMIT ? OFFSET ?");
DB_STATEMENT(TABLE_COUNT, "SELECT COUNT(*) " OF_ROUND);
DB_STATEMENT(TABLE_BY_TYPE, "SELECT s.type, g.grade, COUNT(*) " OF_ROUND "GROUP BY s.type, g.grade ORDER BY s.type, g.grade");
DB_STATEMENT(FILE_HEAD, "SELECT size, hash FROM public_publication_file WHERE publication_id = ? AND format = ?");
DB_STATEMENT(CHUNKS, "SELECT body FROM public_publication_chunk WHERE publication_id = ? AND format = ? ORDER BY seq");

enum { DISPUTED_IDS = 20 };

struct archive_divisions archive_divisions(struct db *db, struct arena *a, struct str prefix)
{
#define COLUMN(m) DB_COLUMN(struct archive_division, m)
    static const struct db_column columns[] = {COLUMN(code), COLUMN(name), COLUMN(level)};
#undef COLUMN
    struct {
        struct archive_division *p;
        size_t n, cap;
    } rows = {0};
    struct archive_division row;
    struct db_cursor *c = db_select(db, a, DIVISIONS, columns, prefix);
    while (db_fetch(c, &row) == DB_ROW)
        *VEC_PUSH(a, rows) = row;
    return (struct archive_divisions){rows.p, rows.n};
}

struct archive_rounds archive_rounds(struct db *db, struct arena *a)
{
#define COLUMN(m) DB_COLUMN(struct archive_round, m)
    static const struct db_column columns[] = {COLUMN(id),         COLUMN(year),     COLUMN(division_prefix), COLUMN(published),
                                               COLUMN(superseded), COLUMN(subjects), COLUMN(distribution)};
#undef COLUMN
    struct {
        struct archive_round *p;
        size_t n, cap;
    } rows = {0};
    struct archive_round row;
    struct db_cursor *c = db_select(db, a, ROUNDS, columns);
    while (db_fetch(c, &row) == DB_ROW)
        *VEC_PUSH(a, rows) = row;
    return (struct archive_rounds){rows.p, rows.n};
}

int64_t archive_stamp(struct db *db, struct arena *a)
{
    static const struct db_column columns[] = {{DB_I64, 0}};
    int64_t seq = 0;
    (void)db_one(db, a, STAMP, columns, &seq);
    return seq;
}

int64_t archive_count_subjects(struct db *db)
{
    return db_int(db, COUNT_SUBJECTS);
}

void archive_disputed_of(struct db *db, struct arena *a, const int64_t *ids, size_t n, struct day today, bool *disputed_out)
{
    static const struct db_column columns[] = {{DB_I64, 0}};
    struct db_value in[DISPUTED_IDS + 2];
    CHECK(n <= DISPUTED_IDS);
    for (size_t i = 0; i < DISPUTED_IDS; i++)
        in[i] = db_from_int(i < n ? ids[i] : 0);
    in[DISPUTED_IDS] = in[DISPUTED_IDS + 1] = db_from_day(today);
    for (size_t i = 0; i < n; i++)
        disputed_out[i] = false;
    int64_t id = 0;
    struct db_cursor *c = db_select_values(db, a, &DISPUTED, columns, 1, false, in, DISPUTED_IDS + 2);
    while (db_fetch(c, &id) == DB_ROW)
        for (size_t i = 0; i < n; i++)
            disputed_out[i] = disputed_out[i] || ids[i] == id;
}

struct archive_publications archive_publications(struct db *db, struct arena *a, int year)
{
#define COLUMN(m) DB_COLUMN(struct archive_publication, m)
    static const struct db_column columns[] = {COLUMN(id),           COLUMN(year),
                                               COLUMN(round_id),     COLUMN(superseded_by),
                                               COLUMN(subjects),     COLUMN(regime_version_id),
                                               COLUMN(document_no),  COLUMN(title),
                                               COLUMN(correction),   COLUMN(result_hash),
                                               COLUMN(distribution), COLUMN(division_prefix),
                                               COLUMN(published_on), COLUMN(as_known_at)};
#undef COLUMN
    struct {
        struct archive_publication *p;
        size_t n, cap;
    } rows = {0};
    struct archive_publication row;
    struct db_cursor *c = db_select(db, a, PUBLICATIONS, columns, year, year);
    while (db_fetch(c, &row) == DB_ROW)
        *VEC_PUSH(a, rows) = row;
    return (struct archive_publications){rows.p, rows.n};
}

struct archive_lines archive_table(struct db *db, struct arena *a, int year, int round_id, int64_t offset, int64_t limit)
{
#define COLUMN(m) DB_COLUMN(struct archive_line, m)
    static const struct db_column columns[] = {COLUMN(public_id), COLUMN(code),  COLUMN(name), COLUMN(type),
                                               COLUMN(division),  COLUMN(grade), COLUMN(kind)};
#undef COLUMN
    struct {
        struct archive_line *p;
        size_t n, cap;
    } rows = {0};
    struct archive_line row;
    struct db_cursor *c = db_select(db, a, TABLE, columns, year, round_id, limit, offset);
    while (db_fetch(c, &row) == DB_ROW)
        *VEC_PUSH(a, rows) = row;
    return (struct archive_lines){rows.p, rows.n};
}

int64_t archive_table_count(struct db *db, int year, int round_id)
{
    return db_int(db, TABLE_COUNT, year, round_id);
}

struct archive_cells archive_table_by_type(struct db *db, struct arena *a, int year, int round_id)
{
#define COLUMN(m) DB_COLUMN(struct archive_cell, m)
    static const struct db_column columns[] = {COLUMN(type), COLUMN(grade), COLUMN(n)};
#undef COLUMN
    struct {
        struct archive_cell *p;
        size_t n, cap;
    } rows = {0};
    struct archive_cell row;
    struct db_cursor *c = db_select(db, a, TABLE_BY_TYPE, columns, year, round_id);
    while (db_fetch(c, &row) == DB_ROW)
        *VEC_PUSH(a, rows) = row;
    return (struct archive_cells){rows.p, rows.n};
}

bool archive_file(struct db *db, struct arena *a, int publication_id, struct str format, bool with_body, struct archive_file *out)
{
    static const struct db_column columns[] = {DB_COLUMN(struct archive_file, size), DB_COLUMN(struct archive_file, hash)};
    static const struct db_column chunk_columns[] = {{DB_STR, 0}};
    struct out o;
    *out = (struct archive_file){0};
    if (!db_one(db, a, FILE_HEAD, columns, out, publication_id, format))
        return false;
    if (!with_body)
        return true;
    out_to_arena(&o, a);
    struct db_cursor *c = db_stream(db, a, CHUNKS, chunk_columns, publication_id, format);
    for (struct str chunk; db_fetch(c, &chunk) == DB_ROW;)
        out_str(&o, chunk);
    out->body = out_text(&o);
    return true;
}

struct code_row {
    struct str code;
};

struct archive_codes archive_codes_of_document(struct db *db, struct arena *a, struct str document_no, struct day today)
{
    static const struct db_column columns[] = {DB_COLUMN(struct code_row, code)};
    struct {
        struct str *p;
        size_t n, cap;
    } v = {0};
    struct db_cursor *c = db_select(db, a, CODES_OF_DOCUMENT, columns, document_no, today, today);
    for (struct code_row r; db_fetch(c, &r) == DB_ROW;)
        *VEC_PUSH(a, v) = r.code;
    return (struct archive_codes){v.p, v.n};
}
