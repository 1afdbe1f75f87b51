/* SPDX-License-Identifier: EUPL-1.2
 * staff.h — accounts of staff, their grants and units. Used by portalctl (the first administrator) and the staff administration
 * pages. Passwords are hashed before they come here; the TOTP secret is sealed before it comes here.
 */
#ifndef AUTH_STAFF_H
#define AUTH_STAFF_H

#include "auth/actor.h"
#include "base/date.h"

struct db;

struct staff {
    int id, unit_id;
    struct str login, name, unit_name, password_hash, totp_secret; /* sealed */
    int64_t totp_counter;
    bool must_change;
    struct instant disabled_at;
    int version;
};

struct unit {
    int id, parent_id;
    struct str name, kind, division_prefix;
};

bool staff_by_login(struct db *db, struct arena *a, struct str login, struct staff *out);
bool staff_by_id(struct db *db, struct arena *a, int id, struct staff *out);
size_t staff_list(struct db *db, struct arena *a, struct staff **out);
size_t staff_grants(struct db *db, struct arena *a, int staff_id, struct grant **out);

enum staff_verdict { STAFF_DONE, STAFF_LOGIN_TAKEN, STAFF_CONFLICT };
/* Inside a transaction. id is assigned. */
MUST_USE enum staff_verdict staff_create(struct db *db, struct staff *s, struct instant now);
int staff_next_id(struct db *db); /* before the transaction: the row id that the secret is sealed under */
void staff_grant(struct db *db, int staff_id, const struct grant *g);
void staff_revoke_all(struct db *db, int staff_id);
/* New version: every session of the account ends. */
MUST_USE enum staff_verdict staff_set_password(struct db *db, int id, int version, struct str hash, bool must_change);
/* The same password under other parameters or another pepper; nothing when it was changed meanwhile. */
void staff_rehash(struct db *db, int id, struct str old_hash, struct str new_hash);
MUST_USE enum staff_verdict staff_set_disabled(struct db *db, int id, int version, struct instant at); /* 0: enabled again */
MUST_USE enum staff_verdict staff_set_totp(struct db *db, int id, int version, struct str sealed);
/* Takes the counter only if it is newer than the last: false means that the code was used before. */
MUST_USE bool staff_take_totp(struct db *db, int id, int64_t counter);

int unit_next_id(struct db *db);
void unit_put(struct db *db, const struct unit *u); /* inserts, or changes the one with this id */
bool unit_by_name(struct db *db, struct arena *a, struct str name, struct unit *out);
size_t unit_list(struct db *db, struct arena *a, struct unit **out);

#endif
