/* SPDX-License-Identifier: EUPL-1.2
 * import_archived_store.c — see import_archived.h.
 */
#include "import/import_archived.h"

#include "base/arena.h"
#include "db/db.h"

enum { MOST = 256 };

DB_STATEMENT(SUBJECTS,
             "SELECT s.id, s.type, s.name, s.code, s.division, d.name, s.address, s.representative, s.name_index, s.established,"
             " s.ended, s.kind FROM subject s LEFT JOIN division d ON d.code = s.division WHERE s.id IN (" DB_MARKS_256 ")");
DB_STATEMENT(FORMER, "SELECT subject_id, name FROM subject_former_name WHERE subject_id IN (" DB_MARKS_256 ")");
DB_STATEMENT(LICENCES, "SELECT subject_id, kind, number, content, authority, issued, valid_from, valid_to FROM licence"
                       " WHERE subject_id IN (" DB_MARKS_256 ") ORDER BY subject_id, id");

#define S(member) DB_COLUMN(struct import_archived, member)
static const struct db_column SUBJECT_COLUMNS[] = {S(id),         S(type),          S(name),    S(code),
                                                   S(division),   S(division_name), S(address), S(representative),
                                                   S(name_index), S(established),   S(ended),   S(kind)};
#undef S
static const struct db_column FORMER_COLUMNS[] = {DB_COLUMN(struct import_archived_name, subject_id),
                                                  DB_COLUMN(struct import_archived_name, name)};
#define L(member) DB_COLUMN(struct import_archived_licence, member)
static const struct db_column LICENCE_COLUMNS[] = {L(subject_id),  L(l.kind),   L(l.number),     L(l.content),
                                                   L(l.authority), L(l.issued), L(l.valid_from), L(l.valid_to)};
#undef L

static struct import_archived *of(struct import_archived *list, size_t n, int64_t id)
{
    for (size_t i = 0; i < n; i++)
        if (list[i].id == id)
            return &list[i];
    return NULL;
}

#define SELECT_IDS(db, a, statement, columns, in)                                                                                  \
    db_select_values((db), (a), &(statement), (columns), sizeof(columns) / sizeof *(columns), false, (in), MOST)

static size_t marks(const int64_t *ids, size_t n, struct db_value in[MOST])
{
    size_t m = 0;
    for (size_t i = 0; i < n; i++)
        if (ids[i])
            in[m++] = db_from_int(ids[i]);
    for (size_t i = m; m && i < MOST; i++)
        in[i] = in[m - 1];
    return m;
}

void import_archived_load(struct db *db, struct arena *a, const int64_t *ids, size_t n, struct import_archived *out)
{
    struct db_value in[MOST];
    struct import_archived r = {0};
    struct import_archived_name f;
    struct import_archived_licence l;
    CHECK(n <= MOST);
    memset(out, 0, n * sizeof *out);
    if (!marks(ids, n, in))
        return;
    struct db_cursor *c = SELECT_IDS(db, a, SUBJECTS, SUBJECT_COLUMNS, in);
    while (db_fetch(c, &r) == DB_ROW)
        for (size_t i = 0; i < n; i++)
            if (ids[i] == r.id)
                out[i] = r;
    c = SELECT_IDS(db, a, FORMER, FORMER_COLUMNS, in);
    while (db_fetch(c, &f) == DB_ROW) {
        struct import_archived *s = of(out, n, f.subject_id);
        if (s)
            *VEC_PUSH(a, s->former) = f.name;
    }
    c = SELECT_IDS(db, a, LICENCES, LICENCE_COLUMNS, in);
    while (db_fetch(c, &l) == DB_ROW) {
        struct import_archived *s = of(out, n, l.subject_id);
        if (s)
            *VEC_PUSH(a, s->licences) = l.l;
    }
}
