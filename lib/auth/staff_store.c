/* SPDX-License-Identifier: EUPL-1.2
 * staff_store.c — see staff.h.
 */
#include "auth/staff.h"
#include "base/arena.h"
#include "db/db.h"

#define STAFF_SQL                                                                                                                \
    "SELECT s.id, s.unit_id, s.login, s.name, u.name, s.password_hash, s.totp_secret, s.totp_counter, s.must_change, s.disabled_at," \
    " s.version FROM staff s JOIN unit u ON u.id = s.unit_id"
DB_STATEMENT(BY_LOGIN, STAFF_SQL " WHERE s.login = ?");
DB_STATEMENT(BY_ID, STAFF_SQL " WHERE s.id = ?");
DB_STATEMENT(LIST, STAFF_SQL " ORDER BY s.login");
DB_STATEMENT(GRANTS, "SELECT role, unit_id, division_prefix FROM staff_role WHERE staff_id = ? ORDER BY role, division_prefix");
DB_STATEMENT(INSERT_STAFF, "INSERT INTO staff (id, login, name, unit_id, password_hash, totp_secret, must_change, created_at)"
                           " VALUES (?, ?, ?, ?, ?, ?, ?, ?)");
DB_STATEMENT(INSERT_GRANT, "INSERT INTO staff_role (staff_id, role, unit_id, division_prefix) VALUES (?, ?, ?, ?)"
                           " ON DUPLICATE KEY UPDATE unit_id = VALUES(unit_id)");
DB_STATEMENT(DELETE_GRANTS, "DELETE FROM staff_role WHERE staff_id = ?");
DB_STATEMENT(SET_PASSWORD, "UPDATE staff SET password_hash = ?, must_change = ?, version = version + 1 WHERE id = ? AND version = ?");
DB_STATEMENT(SET_DISABLED, "UPDATE staff SET disabled_at = ?, version = version + 1 WHERE id = ? AND version = ?");
DB_STATEMENT(SET_TOTP, "UPDATE staff SET totp_secret = ?, totp_counter = 0, version = version + 1 WHERE id = ? AND version = ?");
DB_STATEMENT(TAKE_TOTP, "UPDATE staff SET totp_counter = ? WHERE id = ? AND totp_counter < ?");
DB_STATEMENT(PUT_UNIT, "INSERT INTO unit (id, name, kind, parent_id, division_prefix) VALUES (?, ?, ?, ?, ?)"
                       " ON DUPLICATE KEY UPDATE name = VALUES(name), kind = VALUES(kind)");
DB_STATEMENT(UNIT_BY_NAME, "SELECT id, parent_id, name, kind, division_prefix FROM unit WHERE name = ?");
DB_STATEMENT(UNITS, "SELECT id, parent_id, name, kind, division_prefix FROM unit ORDER BY id");

static const struct db_column STAFF_COLUMNS[] = {
    DB_COLUMN(struct staff, id),           DB_COLUMN(struct staff, unit_id),     DB_COLUMN(struct staff, login),
    DB_COLUMN(struct staff, name),         DB_COLUMN(struct staff, unit_name),   DB_COLUMN(struct staff, password_hash),
    DB_COLUMN(struct staff, totp_secret),  DB_COLUMN(struct staff, totp_counter), DB_COLUMN(struct staff, must_change),
    DB_COLUMN(struct staff, disabled_at),  DB_COLUMN(struct staff, version),
};
static const struct db_column UNIT_COLUMNS[] = {DB_COLUMN(struct unit, id), DB_COLUMN(struct unit, parent_id), DB_COLUMN(struct unit, name),
                                                DB_COLUMN(struct unit, kind), DB_COLUMN(struct unit, division_prefix)};

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
        *VEC_PUSH(a, v) = (struct grant){.role = role_from_code(r.role), .unit_id = r.unit_id, .division_prefix = r.division_prefix};
    *out = v.p;
    return v.n;
}

int staff_next_id(struct db *db)
{
    return (int)db_numbers(db, STR("staff"), 1);
}

enum staff_verdict staff_create(struct db *db, struct staff *s, struct instant now)
{
    int64_t n = db_try(db, INSERT_STAFF, s->id, s->login, s->name, s->unit_id, s->password_hash, s->totp_secret, s->must_change, now);
    s->version = 1;
    return n == DB_DUPLICATE ? STAFF_LOGIN_TAKEN : STAFF_DONE;
}

void staff_grant(struct db *db, int staff_id, const struct grant *g)
{
    db_exec(db, INSERT_GRANT, staff_id, role_code(g->role), db_id_or_null(g->unit_id), g->division_prefix.p ? g->division_prefix : STR(""));
}

void staff_revoke_all(struct db *db, int staff_id)
{
    db_exec(db, DELETE_GRANTS, staff_id);
}

static enum staff_verdict one_changed(int64_t n)
{
    return n == 1 ? STAFF_DONE : STAFF_CONFLICT;
}

enum staff_verdict staff_set_password(struct db *db, int id, int version, struct str hash, bool must_change)
{
    return one_changed(db_exec(db, SET_PASSWORD, hash, must_change, id, version));
}

enum staff_verdict staff_set_disabled(struct db *db, int id, int version, struct instant at)
{
    return one_changed(db_exec(db, SET_DISABLED, at, id, version));
}

enum staff_verdict staff_set_totp(struct db *db, int id, int version, struct str sealed)
{
    return one_changed(db_exec(db, SET_TOTP, sealed, id, version));
}

bool staff_take_totp(struct db *db, int id, int64_t counter)
{
    return db_exec(db, TAKE_TOTP, counter, id, counter) == 1;
}

void unit_put(struct db *db, const struct unit *u)
{
    db_exec(db, PUT_UNIT, u->id, u->name, u->kind, db_id_or_null(u->parent_id), u->division_prefix);
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
