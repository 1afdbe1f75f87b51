/* SPDX-License-Identifier: EUPL-1.2
 * auth_rig.h — a database with three accounts, a vault and a clock that the test moves. For the tests of lib/auth.
 */
#ifndef UNIT_AUTH_RIG_H
#define UNIT_AUTH_RIG_H

#include "support/test_db.h"

#include "audit/audit.h"
#include "auth/login.h"
#include "auth/throttle.h"
#include "base/clock.h"
#include "crypto/ready.h"
#include "crypto/totp.h"
#include "crypto/vault.h"

#define RIG_PASSWORD "three unrelated words"
enum { RIG_ANNA = 1, RIG_BERT = 2, RIG_CLEO = 3 };

struct rig {
    struct arena *arena;
    struct db *db;
    char name[64], key_file[80];
    struct vault *vault;
    struct instant now;
    struct str secret; /* all accounts share it: codes are the same */
};

static struct rig rig;

static inline void rig_later(struct rig *r, int seconds)
{
    r->now.us += (int64_t)seconds * 1000000;
}

static inline struct str rig_code(const struct rig *r, int steps)
{
    return totp_code(r->arena, r->secret, totp_counter(r->now) + (uint64_t)steps);
}

static inline struct rig *rig_of(void **state)
{
    (void)state;
    if (!rig.db)
        skip();
    return &rig;
}

static inline void rig_account(struct db *db, int id, const char *login)
{
    struct str hash = password_hash(rig.vault, rig.arena, STR(RIG_PASSWORD), PASSWORD_CHEAP);
    struct str sealed = vault_seal(rig.vault, rig.arena, (struct vault_field){STR("staff.totp_secret"), (uint64_t)id}, rig.secret);
    struct staff s = {
        .id = id, .unit_id = 1, .login = str_from(login), .name = STR("演示"), .password_hash = hash, .totp_secret = sealed};
    assert_int_equal(staff_create(db, &s, rig.now), STAFF_DONE);
}

static inline bool rig_fill(struct db *db, void *arg)
{
    (void)arg;
    unit_put(db, &(struct unit){.id = 1, .name = STR("法监股"), .kind = STR("office"), .division_prefix = STR("440823")});
    rig_account(db, RIG_ANNA, "anna");
    rig_account(db, RIG_BERT, "bert");
    rig_account(db, RIG_CLEO, "cleo");
    staff_grant(db, RIG_ANNA, &(struct grant){.role = ROLE_CLERK, .division_prefix = STR("440823")});
    staff_grant(db, RIG_ANNA, &(struct grant){.role = ROLE_REVIEWER, .unit_id = 1, .division_prefix = STR("440823101")});
    staff_grant(db, RIG_CLEO, &(struct grant){.role = ROLE_AUDITOR, .division_prefix = STR("")});
    assert_int_equal(staff_set_disabled(db, RIG_BERT, 1, rig.now), STAFF_DONE);
    return true;
}

static inline int rig_set_up(void **state)
{
    (void)state;
    crypto_ready();
    login_use_cheap_passwords();
    rig = (struct rig){.arena = arena_new((size_t)512 << 20), .now = instant_of_day(day_from_ymd(2026, 3, 2))};
    rig.db = test_db_open(rig.arena, rig.name);
    if (!rig.db)
        return 0;
    snprintf(rig.key_file, sizeof rig.key_file, "/tmp/portal-test-keys.%d", (int)getpid());
    vault_create(str_from(rig.key_file));
    rig.vault = vault_open(rig.arena, str_from(rig.key_file));
    rig.secret = totp_new_secret(rig.arena);
    db_transaction(rig.db, rig_fill, NULL);
    return 0;
}

static inline int rig_tear_down(void **state)
{
    (void)state;
    if (rig.vault) {
        vault_close(&rig.vault);
        unlink(rig.key_file);
    }
    test_db_drop(&rig.db, rig.arena, rig.name);
    arena_free(&rig.arena);
    return 0;
}

#endif
