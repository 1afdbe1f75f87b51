/* SPDX-License-Identifier: EUPL-1.2
 * import_places_store.c — units and places by their names, as rows of files call them.
 */
#include "db/db.h"
#include "import/import_walk.h"

DB_STATEMENT(SELECT_UNITS, "SELECT id, name FROM unit");
DB_STATEMENT(SELECT_DIVISIONS, "SELECT code, name FROM division WHERE code LIKE CONCAT(?, '%') ORDER BY LENGTH(code) DESC, code");

static const struct db_column UNIT_COLUMNS[] = {DB_COLUMN(struct import_unit, id), DB_COLUMN(struct import_unit, name)};
static const struct db_column DIVISION_COLUMNS[] = {DB_COLUMN(struct import_division, code),
                                                    DB_COLUMN(struct import_division, name)};

void import_load_places(struct import_walk *w)
{
    struct db_cursor *c = db_select(w->c->db, w->arena, SELECT_UNITS, UNIT_COLUMNS);
    for (struct import_unit u; db_fetch(c, &u) == DB_ROW;)
        *VEC_PUSH(w->arena, w->units) = u;
    c = db_select(w->c->db, w->arena, SELECT_DIVISIONS, DIVISION_COLUMNS, division_prefix(w->batch->division));
    for (struct import_division d; db_fetch(c, &d) == DB_ROW;)
        *VEC_PUSH(w->arena, w->divisions) = d;
}

size_t import_place_names(struct db *db, struct arena *a, struct str division, struct str **names_out)
{
    struct {
        struct str *p;
        size_t n, cap;
    } v = {0};
    struct db_cursor *c = db_select(db, a, SELECT_DIVISIONS, DIVISION_COLUMNS, division_prefix(division));
    for (struct import_division d; db_fetch(c, &d) == DB_ROW;)
        *VEC_PUSH(a, v) = d.name;
    *names_out = v.p;
    return v.n;
}
