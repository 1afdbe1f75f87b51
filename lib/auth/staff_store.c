/* SPDX-License-Identifier: EUPL-1.2
 * staff_store.c — reading accounts, grants and units; see staff.h. Changing them is staff_write_store.c.
 */
#include "auth/staff.h"
#include "base/arena.h"
#include "db/db.h"

#define STAFF_SQL                                                                                                                    \
    "SELECT s.id, s.unit_id, s.login, s.name, u.name, s.password_hash, s.totp_secret, s.totp_counter, s.must_change, s.disabled_at," \
    " s.version FROM staff s JOIN unit u ON u.id = s.unit_id"
DB_STATEMENT(BY_LOGIN, STAFF_SQL " WHERE s.login = ?");
DB_STATEMENT(BY_ID, STAFF_SQL " WHERE s.id = ?");
DB_STATEMENT(LIST, STAFF_SQL " ORDER BY s.login");
DB_STATEMENT(GRANTS, "SELECT role, unit_id, division_prefix FROM staff_role WHERE staff_id = ? ORDER BY role, division_prefix");
DB_STATEMENT(UNIT_BY_NAME, "SELECT id, parent_id, name, kind, division_prefix FROM unit WHERE name = ?");
DB_STATEMENT(UNITS, "SELECT id, parent_id, name, kind, division_prefix FROM unit ORDER BY id");

static const struct db_column STAFF_COLUMNS[] = {
    DB_COLUMN(struct staff, id),          DB_COLUMN(struct staff, unit_id),      DB_COLUMN(struct staff, login),
    DB_COLUMN(struct staff, name),        DB_COLUMN(struct staff, unit_name),    DB_COLUMN(struct staff, password_hash),
    DB_COLUMN(struct staff, totp_secret), DB_COLUMN(struct staff, totp_counter), DB_COLUMN(struct staff, must_change),
    DB_COLUMN(struct staff, disabled_at), DB_COLUMN(struct staff, version),
};
static const struct db_column UNIT_COLUMNS[] = {DB_COLUMN(struct unit, id), DB_COLUMN(struct unit, parent_id),
                                                DB_COLUMN(struct unit, name), DB_COLUMN(struct unit, kind),
                                                DB_COLUMN(struct unit, division_prefix)};

bool staff_by_login(struct db *db, struct arena *a, struct str login, struct staff *out)
{
    return db_one(db, a, BY_LOGIN, STAFF_COLUMNS, out, login);
}

bool staff_by_id(struct db *db, struct arena *a, int id, struct staff *out)
{
    return db_one(db, a, BY_ID, STAFF_COLUMNS, out, id);
}

size_t staff_list(struct db *db, struct arena *a, struct staff **out)
{
    struct {
        struct staff *p;
        size_t n, cap;
    } v = {0};
    struct db_cursor *c = db_select(db, a, LIST, STAFF_COLUMNS);
    for (struct staff s; db_fetch(c, &s) == DB_ROW;)
        *VEC_PUSH(a, v) = s;
    *out = v.p;
    return v.n;
}

struct grant_row {
    struct str role, division_prefix;
    int unit_id;
};
static const struct db_column GRANT_COLUMNS[] = {DB_COLUMN(struct grant_row, role), DB_COLUMN(struct grant_row, unit_id),
                                                 DB_COLUMN(struct grant_row, division_prefix)};

size_t staff_grants(struct db *db, struct arena *a, int staff_id, struct grant **out)
{
    struct {
        struct grant *p;
        size_t n, cap;
    } v = {0};
    struct db_cursor *c = db_select(db, a, GRANTS, GRANT_COLUMNS, staff_id);
    for (struct grant_row r; db_fetch(c, &r) == DB_ROW;)
        *VEC_PUSH(a, v) =
            (struct grant){.role = role_from_code(r.role), .unit_id = r.unit_id, .division_prefix = r.division_prefix};
    *out = v.p;
    return v.n;
}

bool unit_by_name(struct db *db, struct arena *a, struct str name, struct unit *out)
{
    return db_one(db, a, UNIT_BY_NAME, UNIT_COLUMNS, out, name);
}

size_t unit_list(struct db *db, struct arena *a, struct unit **out)
{
    struct {
        struct unit *p;
        size_t n, cap;
    } v = {0};
    struct db_cursor *c = db_select(db, a, UNITS, UNIT_COLUMNS);
    for (struct unit u; db_fetch(c, &u) == DB_ROW;)
        *VEC_PUSH(a, v) = u;
    *out = v.p;
    return v.n;
}
