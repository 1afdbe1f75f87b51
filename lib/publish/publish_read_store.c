/* SPDX-License-Identifier: EUPL-1.2
 * publish_read_store.c — publications and the rows of a published table, read; see publish.h. Publishing is in publish_store.c.
 */
#include "base/arena.h"
#include "db/db.h"
#include "publish/publish.h"

#define PUBLICATION_SQL                                                                                                            \
    "SELECT p.id, p.year, p.round_id, p.superseded_by, p.version, p.kind, p.document_no, p.title, p.correction, q.document_no,"    \
    " p.published_on, p.result_hash FROM publication p LEFT JOIN publication q ON q.id = p.superseded_by WHERE "
DB_STATEMENT(LIST_PUBLICATIONS, PUBLICATION_SQL "p.kind = ? AND (p.year = ? OR ? = 0) ORDER BY p.year DESC, p.id DESC LIMIT ?");
DB_STATEMENT(GET_PUBLICATION, PUBLICATION_SQL "p.id = ?");
DB_STATEMENT(IN_FORCE, PUBLICATION_SQL "p.kind = ? AND p.year = ? AND p.superseded_by IS NULL ORDER BY p.id DESC LIMIT 1");
DB_STATEMENT(OF_PLACE, PUBLICATION_SQL "p.kind = ? AND p.year = ? AND p.superseded_by IS NULL AND p.round_id IN"
                                       " (SELECT id FROM grade_round WHERE division_prefix = ?) ORDER BY p.id DESC LIMIT 1");
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

bool publication_of_place(struct db *db, struct arena *a, struct str kind, int year, struct str division_prefix,
                          struct publication *out)
{
    return db_one(db, a, OF_PLACE, PUBLICATION_COLUMNS, out, kind, year, division_prefix);
}

bool publication_in_force(struct db *db, struct arena *a, struct str kind, int year, struct publication *out)
{
    return db_one(db, a, IN_FORCE, PUBLICATION_COLUMNS, out, kind, year);
}
