/* SPDX-License-Identifier: EUPL-1.2
 * signing_key_test.c — the table of public keys through a rotation: what was signed under the old epoch goes on verifying, what is
 * signed afterwards carries the new one, and publishing twice changes nothing.
 */
#include "support/test_db.h"

#include "audit/signing_key.h"
#include "crypto/vault.h"

static struct arena *arena;
static struct db *db;
static char name[64], key_file[80];
static int64_t written;

static int set_up(void **state)
{
    (void)state;
    arena = arena_new((size_t)64 << 20);
    db = test_db_open(arena, name);
    snprintf(key_file, sizeof key_file, "/tmp/portal-test-signing.%d", (int)getpid());
    vault_create(str_from(key_file));
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    unlink(key_file);
    test_db_drop(&db, arena, name);
    arena_free(&arena);
    return 0;
}

static bool publish(struct db *d, void *arg)
{
    const struct vault *v = arg;
    written = signing_keys_publish(d, v, instant_of_day(day_from_ymd(2026, 3, 2)));
    return true;
}

static bool retire(struct db *d, void *arg)
{
    (void)arg;
    signing_keys_retire(d, 2, instant_of_day(day_from_ymd(2026, 3, 3)));
    return true;
}

static enum sign_verdict verdict(const char *purpose, struct str message, const uint8_t signature[SIGN_BYTES])
{
    struct sign_key *keys;
    size_t n = signing_keys_of(db, arena, str_from(purpose), &keys);
    return sign_verify(keys, n, message, signature);
}

static void through_a_rotation(void **state)
{
    (void)state;
    uint8_t before[SIGN_BYTES], after[SIGN_BYTES];
    struct str notice = STR("湘卫信〔2025〕1号");
    if (!db)
        skip();
    struct vault *v = vault_open(arena, str_from(key_file));
    vault_sign(v, STR("notice"), notice, before);
    assert_int_equal(verdict("notice", notice, before), SIGN_NO_KEY); /* nothing published yet */
    db_transaction(db, publish, v);
    assert_int_equal(written, 3);
    db_transaction(db, publish, v);
    assert_int_equal(written, 0);
    assert_int_equal(verdict("notice", notice, before), SIGN_GOOD);
    assert_int_equal(verdict("checkpoint", notice, before), SIGN_WRONG);
    vault_close(&v);

    assert_int_equal(vault_add_epoch(str_from(key_file)), 2);
    v = vault_open(arena, str_from(key_file));
    vault_sign(v, STR("notice"), notice, after);
    assert_int_equal(verdict("notice", notice, after), SIGN_NO_KEY);
    db_transaction(db, publish, v);
    assert_int_equal(written, 3);
    db_transaction(db, retire, NULL);
    assert_int_equal(verdict("notice", notice, before), SIGN_GOOD);
    assert_int_equal(verdict("notice", notice, after), SIGN_GOOD);
    vault_close(&v);

    struct signing_key *all;
    assert_int_equal(signing_keys_all(db, arena, &all), 6);
    for (size_t i = 0; i < 6; i++) /* newest first within a purpose; the old one is retired */
        assert_true(all[i].epoch == (i % 2 ? 1u : 2u) && (all[i].retired_at.us != 0) == (i % 2 == 1));
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(through_a_rotation)};
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
