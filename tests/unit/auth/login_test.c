/* SPDX-License-Identifier: EUPL-1.2
 * login_test.c — signing in against a real server, with a clock of the test's own: right and wrong, codes that work once, delays
 * that slow a guesser and spare the owner's browser.
 */
#include "auth_rig.h"

static enum login_verdict try(struct rig *r, const char *login, const char *password, struct str code, struct str device,
                              const char *address, struct login_result *out)
{
    struct login_attempt t = {str_from(login), str_from(password), code, device, str_from(address), r->now};
    *out = (struct login_result){0};
    return login_try(r->db, r->vault, r->arena, &t, out);
}

static void right_and_wrong(void **state)
{
    struct rig *r = rig_of(state);
    struct login_result x;
    struct actor actor;
    rig_later(r, 3600);
    static const struct {
        const char *login, *password;
        bool code;
    } WRONG[] = {
        {"anna", "wrong password", true}, {"anna", "", true},
        {"nobody", RIG_PASSWORD, true},   {"", RIG_PASSWORD, true},
        {"anna", RIG_PASSWORD, false},    {"bert", RIG_PASSWORD, true} /* disabled */,
        {"anna'--", RIG_PASSWORD, true},
    };
    for (size_t i = 0; i < sizeof WRONG / sizeof *WRONG; i++) {
        rig_later(r, 3600);
        struct str code = WRONG[i].code ? rig_code(r, 0) : STR("000000");
        if (!WRONG[i].code && str_eq(rig_code(r, 0), code))
            code = STR("000001");
        assert_int_equal(try(r, WRONG[i].login, WRONG[i].password, code, STR_NONE, "10.1.2.3", &x), LOGIN_WRONG);
        assert_int_equal(x.session_cookie.n, 0);
    }
    rig_later(r, 3600);
    assert_int_equal(try(r, "anna", RIG_PASSWORD, rig_code(r, 0), STR_NONE, "10.1.2.3", &x), LOGIN_DONE);
    assert_true(session_actor(r->db, r->arena, x.session_cookie, r->now, &actor));
    assert_int_equal(actor.id, RIG_ANNA);
    assert_int_equal(actor.roles, ROLE_CLERK | ROLE_REVIEWER);
    struct audit_row *rows;
    size_t n = audit_of(r->db, r->arena, STR("staff"), RIG_ANNA, &rows);
    assert_int_equal(n, 4);
    for (size_t i = 0; i < 3; i++) /* two passwords and a code of anna's */
        assert_string_equal(str_cstr(r->arena, rows[i].action), "staff.refused");
    assert_string_equal(str_cstr(r->arena, rows[3].action), "staff.login");
    assert_int_equal(audit_of(r->db, r->arena, STR("staff"), 0, &rows), 4); /* unknown, closed or nonsense */
    assert_string_equal(str_cstr(r->arena, rows[0].detail), "net 10.1.2");
    assert_string_equal(str_cstr(r->arena, rows[0].actor), "");
}

/* A code works once, also the code before it; the next one works again. */
static void codes_work_once(void **state)
{
    struct rig *r = rig_of(state);
    struct login_result x;
    rig_later(r, 3600);
    assert_int_equal(try(r, "anna", RIG_PASSWORD, rig_code(r, 0), STR_NONE, "10.1.2.3", &x), LOGIN_DONE);
    assert_int_equal(try(r, "anna", RIG_PASSWORD, rig_code(r, 0), STR_NONE, "10.1.2.3", &x), LOGIN_WRONG);
    assert_int_equal(try(r, "anna", RIG_PASSWORD, rig_code(r, -1), STR_NONE, "10.1.2.3", &x), LOGIN_WRONG);
    rig_later(r, 30);
    assert_int_equal(try(r, "anna", RIG_PASSWORD, rig_code(r, 0), STR_NONE, "10.1.2.3", &x), LOGIN_DONE);
    rig_later(r, 300);
    assert_int_equal(try(r, "anna", RIG_PASSWORD, rig_code(r, -3), STR_NONE, "10.1.2.3", &x), LOGIN_WRONG);
    assert_int_equal(try(r, "anna", RIG_PASSWORD, rig_code(r, 1), STR_NONE, "10.1.2.3", &x), LOGIN_DONE); /* a watch that is fast */
}

static void delays_grow(void **state)
{
    (void)state;
    static const int SECONDS[] = {0, 0, 0, 0, 1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 900, 900};
    for (int i = 0; i < (int)(sizeof SECONDS / sizeof *SECONDS); i++)
        assert_int_equal(throttle_delay_seconds(i), SECONDS[i]);
    assert_int_equal(throttle_delay_seconds(-5), 0);
    assert_int_equal(throttle_delay_seconds(1000000), 900);
}

static void the_guesser_waits_and_the_owner_does_not(void **state)
{
    struct rig *r = rig_of(state);
    struct login_result x, owner;
    rig_later(r, 100000);
    assert_int_equal(try(r, "anna", RIG_PASSWORD, rig_code(r, 0), STR_NONE, "10.1.2.3", &owner), LOGIN_DONE);
    for (int i = 0; i < 4; i++)
        assert_int_equal(try(r, "anna", "guess", rig_code(r, 0), STR_NONE, "172.16.0.9", &x), LOGIN_WRONG);
    assert_int_equal(try(r, "anna", "guess", rig_code(r, 0), STR_NONE, "172.16.0.9", &x), LOGIN_WAIT);
    assert_int_equal(x.wait_seconds, 1);
    /* waiting is not a failure: asking again does not lengthen it */
    for (int i = 0; i < 5; i++)
        assert_int_equal(try(r, "anna", "guess", rig_code(r, 0), STR_NONE, "172.16.0.9", &x), LOGIN_WAIT);
    for (int i = 0, wait = 1; i < 9; i++, wait *= 2) {
        rig_later(r, wait);
        assert_int_equal(try(r, "anna", "guess", rig_code(r, 0), STR_NONE, "172.16.0.9", &x), LOGIN_WRONG);
    }
    assert_int_equal(try(r, "anna", RIG_PASSWORD, rig_code(r, 0), STR_NONE, "172.16.0.9", &x), LOGIN_WAIT);
    assert_true(x.wait_seconds > 400);
    rig_later(r, 30);
    /* her own browser, even from the guesser's address */
    assert_int_equal(try(r, "anna", RIG_PASSWORD, rig_code(r, 0), owner.device_cookie, "172.16.0.9", &x), LOGIN_DONE);
    assert_true(str_eq(x.device_cookie, owner.device_cookie));
    rig_later(r, 30);
    /* a cookie that is made up, or of another account, is a stranger's */
    struct str forged = str_cat(r->arena, str_sub(owner.device_cookie, 0, owner.device_cookie.n - 1), STR("0"));
    if (str_eq(forged, owner.device_cookie))
        forged = str_cat(r->arena, str_sub(owner.device_cookie, 0, owner.device_cookie.n - 1), STR("1"));
    assert_int_equal(try(r, "anna", RIG_PASSWORD, rig_code(r, 0), forged, "10.9.9.9", &x), LOGIN_WAIT);
    assert_int_equal(try(r, "cleo", RIG_PASSWORD, rig_code(r, 0), owner.device_cookie, "10.9.9.9", &x), LOGIN_DONE);
    assert_false(str_eq(x.device_cookie, owner.device_cookie));
    /* nor is her own browser free to guess */
    for (int i = 0; i < 4; i++)
        assert_int_equal(try(r, "anna", "guess", STR("000000"), owner.device_cookie, "10.1.2.3", &x), LOGIN_WRONG);
    assert_int_equal(try(r, "anna", "guess", STR("000000"), owner.device_cookie, "10.1.2.3", &x), LOGIN_WAIT);
    /* a day without failures forgets */
    rig_later(r, 90000);
    assert_int_equal(try(r, "anna", RIG_PASSWORD, rig_code(r, 0), STR_NONE, "172.16.0.9", &x), LOGIN_DONE);
}

/* One network that tries many accounts waits too, after more tries than an office makes. */
static void a_network_waits(void **state)
{
    struct rig *r = rig_of(state);
    struct login_result x, owner;
    rig_later(r, 100000);
    assert_int_equal(try(r, "cleo", RIG_PASSWORD, rig_code(r, 0), STR_NONE, "192.0.2.7", &owner), LOGIN_DONE);
    int tries = 0;
    while (tries < 60 && try(r, str_cstr(r->arena, str_fmt(r->arena, "user%d", tries)), "guess", STR("123456"), STR_NONE,
                             str_cstr(r->arena, str_fmt(r->arena, "192.0.2.%d", tries)), &x) == LOGIN_WRONG)
        tries++;
    assert_in_range(tries, 20, 30);
    rig_later(r, 30);
    assert_int_equal(try(r, "anna", "guess", STR("123456"), STR_NONE, "192.0.2.200", &x), LOGIN_WRONG); /* the wait was short yet */
    assert_int_equal(try(r, "cleo", RIG_PASSWORD, rig_code(r, 0), STR_NONE, "192.0.2.7", &x), LOGIN_WAIT);
    assert_int_equal(try(r, "cleo", RIG_PASSWORD, rig_code(r, 0), owner.device_cookie, "192.0.2.7", &x),
                     LOGIN_DONE); /* her own browser */
    rig_later(r, 30);
    assert_int_equal(try(r, "cleo", RIG_PASSWORD, rig_code(r, 0), STR_NONE, "192.0.3.1", &x), LOGIN_DONE);
}

static void new_passwords(void **state)
{
    (void)state;
    static const struct {
        const char *password, *login;
        bool good;
    } CASES[] = {
        {"short", "anna", false},
        {"123456789", "anna", false},
        {"1234567890", "anna", false},
        {"aaaaaaaaaaaa", "anna", false},
        {"my anna is here", "anna", false},
        {"QWERTYUIOP", "anna", false},
        {"", "anna", false},
        {"海边的红色自行车和猫", "anna", true},
        {"correct horse battery", "anna", true},
    };
    for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++)
        assert_int_equal(login_password_fault(str_from(CASES[i].password), str_from(CASES[i].login)).n == 0, CASES[i].good);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(right_and_wrong), cmocka_unit_test(codes_work_once),
        cmocka_unit_test(delays_grow),     cmocka_unit_test(the_guesser_waits_and_the_owner_does_not),
        cmocka_unit_test(a_network_waits), cmocka_unit_test(new_passwords),
    };
    return cmocka_run_group_tests(tests, rig_set_up, rig_tear_down);
}
