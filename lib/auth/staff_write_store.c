/* SPDX-License-Identifier: EUPL-1.2
 * staff_write_store.c — changing accounts, grants and units; see staff.h. In the programs staff and portalctl only.
 */
#include "auth/staff.h"
#include "db/db.h"

DB_STATEMENT(INSERT_STAFF, "INSERT INTO staff (id, login, name, unit_id, password_hash, totp_secret, must_change, created_at)"
                           " VALUES (?, ?, ?, ?, ?, ?, ?, ?)");
DB_STATEMENT(INSERT_GRANT, "INSERT INTO staff_role (staff_id, role, unit_id, division_prefix) VALUES (?, ?, ?, ?)"
                           " ON DUPLICATE KEY UPDATE unit_id = VALUES(unit_id)");
DB_STATEMENT(DELETE_GRANTS, "DELETE FROM staff_role WHERE staff_id = ?");
DB_STATEMENT(SET_PASSWORD,
             "UPDATE staff SET password_hash = ?, must_change = ?, version = version + 1 WHERE id = ? AND version = ?");
DB_STATEMENT(REHASH, "UPDATE staff SET password_hash = ? WHERE id = ? AND password_hash = ?");
DB_STATEMENT(SET_DISABLED, "UPDATE staff SET disabled_at = ?, version = version + 1 WHERE id = ? AND version = ?");
DB_STATEMENT(SET_TOTP, "UPDATE staff SET totp_secret = ?, totp_counter = 0, version = version + 1 WHERE id = ? AND version = ?");
DB_STATEMENT(TAKE_TOTP, "UPDATE staff SET totp_counter = ? WHERE id = ? AND totp_counter < ?");
DB_STATEMENT(PUT_UNIT, "INSERT INTO unit (id, name, kind, parent_id, division_prefix) VALUES (?, ?, ?, ?, ?)"
                       " ON DUPLICATE KEY UPDATE name = VALUES(name), kind = VALUES(kind), parent_id = VALUES(parent_id),"
                       " division_prefix = VALUES(division_prefix)");

int staff_next_id(struct db *db)
{
    return (int)db_numbers(db, STR("staff"), 1);
}

enum staff_verdict staff_create(struct db *db, struct staff *s, struct instant now)
{
    int64_t n =
        db_try(db, INSERT_STAFF, s->id, s->login, s->name, s->unit_id, s->password_hash, s->totp_secret, s->must_change, now);
    s->version = 1;
    return n == DB_DUPLICATE ? STAFF_LOGIN_TAKEN : STAFF_DONE;
}

void staff_grant(struct db *db, int staff_id, const struct grant *g)
{
    db_exec(db, INSERT_GRANT, staff_id, role_code(g->role), db_id_or_null(g->unit_id),
            g->division_prefix.p ? g->division_prefix : STR(""));
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

void staff_rehash(struct db *db, int id, struct str old_hash, struct str new_hash)
{
    db_exec(db, REHASH, new_hash, id, old_hash);
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

int unit_next_id(struct db *db)
{
    return (int)db_numbers(db, STR("unit"), 1);
}

void unit_put(struct db *db, const struct unit *u)
{
    db_exec(db, PUT_UNIT, u->id, u->name, u->kind, db_id_or_null(u->parent_id), u->division_prefix);
}
