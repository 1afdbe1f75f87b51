/* SPDX-License-Identifier: EUPL-1.2
 * session_test.c — sessions and form tokens against a real server: when a session ends, and that a form acts once.
 */
#include "auth_rig.h"

#include "auth/sweep.h"
#include "crypto/token.h"
#include "db/db.h"

DB_STATEMENT(SESSIONS, "SELECT COUNT(*) FROM session WHERE staff_id = ?");

static struct str session;

static bool create(struct db *db, void *arg)
{
    struct rig *r = arg;
    struct staff s;
    assert_true(staff_by_id(db, r->arena, RIG_ANNA, &s));
    session = session_create(db, r->arena, &s, r->now);
    return true;
}

static struct str opened(struct rig *r)
{
    db_transaction(r->db, create, r);
    return session;
}

static bool valid(struct rig *r, struct str cookie)
{
    struct actor a;
    return session_actor(r->db, r->arena, cookie, r->now, &a);
}

static void rest_and_age(void **state)
{
    struct rig *r = rig_of(state);
    struct str cookie = opened(r);
    assert_true(valid(r, cookie));
    rig_later(r, SESSION_IDLE_MINUTES * 60 - 1);
    assert_true(valid(r, cookie));
    rig_later(r, SESSION_IDLE_MINUTES * 60 - 1); /* the look before counted as a sign of life */
    assert_true(valid(r, cookie));
    rig_later(r, SESSION_IDLE_MINUTES * 60 + 1);
    assert_false(valid(r, cookie));
    cookie = opened(r);
    for (int minute = 0; minute < SESSION_HOURS * 60 - 20; minute += 20) {
        assert_true(valid(r, cookie));
        rig_later(r, 20 * 60);
    }
    assert_true(valid(r, cookie));
    rig_later(r, 20 * 60); /* never rested, but the working day is over */
    assert_false(valid(r, cookie));
}

static void cookies_that_are_none(void **state)
{
    struct rig *r = rig_of(state);
    struct str cookie = opened(r), none;
    struct actor a;
    assert_true(session_actor(r->db, r->arena, cookie, r->now, &a));
    assert_false(valid(r, STR_NONE));
    assert_false(valid(r, STR("' OR 1=1 --")));
    assert_false(valid(r, str_sub(cookie, 0, cookie.n - 1)));
    assert_false(valid(r, str_cat(r->arena, cookie, STR("A"))));
    uint8_t ignored[TOKEN_BYTES];
    none = token_new(r->arena, ignored);
    assert_false(valid(r, none));
    assert_false(valid(r, str_hex(r->arena, a.session.p, a.session.n))); /* what the database holds does not sign in */
    assert_int_equal(a.csrf.n, TOKEN_BYTES);
}

static void log_out_and_changes_of_the_account(void **state)
{
    struct rig *r = rig_of(state);
    struct actor a;
    struct staff s;
    struct str one = opened(r), two = opened(r);
    assert_true(session_actor(r->db, r->arena, one, r->now, &a));
    session_end(r->db, a.session);
    assert_false(valid(r, one));
    assert_true(valid(r, two));
    assert_true(staff_by_id(r->db, r->arena, RIG_ANNA, &s));
    assert_int_equal(staff_set_password(r->db, RIG_ANNA, s.version + 1, s.password_hash, false), STAFF_CONFLICT);
    assert_true(valid(r, two));
    assert_int_equal(staff_set_password(r->db, RIG_ANNA, s.version, s.password_hash, false), STAFF_DONE);
    assert_false(valid(r, two));
    two = opened(r);
    assert_true(valid(r, two));
    assert_int_equal(staff_set_totp(r->db, RIG_ANNA, s.version + 1, s.totp_secret), STAFF_DONE);
    assert_false(valid(r, two));
    two = opened(r);
    assert_int_equal(staff_set_disabled(r->db, RIG_ANNA, s.version + 2, r->now), STAFF_DONE);
    assert_false(valid(r, two));
    assert_int_equal(staff_set_disabled(r->db, RIG_ANNA, s.version + 3, (struct instant){0}), STAFF_DONE);
    assert_false(valid(r, two)); /* opened again, but with a new start */
    one = opened(r);
    two = opened(r);
    session_end_all(r->db, RIG_ANNA);
    assert_false(valid(r, one));
    assert_false(valid(r, two));
}

static void old_sessions_are_swept(void **state)
{
    struct rig *r = rig_of(state);
    session_end_all(r->db, RIG_ANNA);
    for (int i = 0; i < 3; i++)
        opened(r);
    rig_later(r, SESSION_IDLE_MINUTES * 60 + 1);
    opened(r);
    assert_int_equal(db_int(r->db, SESSIONS, RIG_ANNA), 1);
}

struct taking {
    struct form_use use;
    struct str result;
    bool taken;
};

static bool take(struct db *db, void *arg)
{
    struct taking *t = arg;
    t->taken = form_token_take(db, &t->use, t->result);
    return t->taken;
}

static bool take_and_fail(struct db *db, void *arg)
{
    take(db, arg);
    return false;
}

static void a_form_acts_once(void **state)
{
    struct rig *r = rig_of(state);
    struct str result = STR_NONE;
    struct form_use u = {STR("0123456789abcdef"), STR("0123456789abcdef0123456789abcdef"), STR("/staff/x"), RIG_ANNA, r->now};
    struct taking first = {u, STR("/staff/x/1"), false}, second = {u, STR("/staff/x/2"), false};
    assert_int_equal(form_token_look(r->db, r->arena, &u, &result), FORM_TOKEN_FRESH);
    db_transaction(r->db, take_and_fail, &first); /* the act failed: the form may be sent again */
    assert_int_equal(form_token_look(r->db, r->arena, &u, &result), FORM_TOKEN_FRESH);
    assert_true(db_transaction(r->db, take, &first));
    assert_false(db_transaction(r->db, take, &second));
    assert_int_equal(form_token_look(r->db, r->arena, &u, &result), FORM_TOKEN_DONE);
    assert_string_equal(str_cstr(r->arena, result), "/staff/x/1");
    struct form_use other = u;
    other.body_hash = STR("1123456789abcdef0123456789abcdef");
    assert_int_equal(form_token_look(r->db, r->arena, &other, &result), FORM_TOKEN_OTHER);
    other = u;
    other.route = STR("/staff/y");
    assert_int_equal(form_token_look(r->db, r->arena, &other, &result), FORM_TOKEN_OTHER);
    other = u;
    other.staff_id = RIG_CLEO;
    assert_int_equal(form_token_look(r->db, r->arena, &other, &result), FORM_TOKEN_OTHER);
    other = u;
    other.token = STR("0123456789abcdeg");
    assert_int_equal(form_token_look(r->db, r->arena, &other, &result), FORM_TOKEN_FRESH);
}

/* What can no longer be used goes; what can, stays. */
static void the_worker_sweeps(void **state)
{
    struct rig *r = rig_of(state);
    struct str result = STR_NONE, kept = opened(r);
    struct form_use u = {STR("sweep56789abcdef"), STR("0123456789abcdef0123456789abcdef"), STR("/staff/x"), RIG_ANNA, r->now};
    struct taking taken = {u, STR("/staff/x/1"), false};
    assert_true(db_transaction(r->db, take, &taken));
    throttle_failed(r->db, r->arena, STR("a bucket"), 0, r->now);
    sweep_signin(r->db, r->now);
    assert_true(valid(r, kept));
    assert_int_equal(form_token_look(r->db, r->arena, &u, &result), FORM_TOKEN_DONE);
    rig_later(r, SESSION_HOURS * 3600 + 60);
    assert_true(sweep_signin(r->db, r->now) >= 1);
    assert_int_equal(db_int(r->db, SESSIONS, RIG_ANNA), 0);
    assert_int_equal(form_token_look(r->db, r->arena, &u, &result), FORM_TOKEN_DONE); /* a page left open might still send it */
    rig_later(r, 2 * 86400);
    assert_true(sweep_signin(r->db, r->now) >= 2);
    assert_int_equal(form_token_look(r->db, r->arena, &u, &result), FORM_TOKEN_FRESH);
    assert_int_equal(sweep_signin(r->db, r->now), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rest_and_age),
        cmocka_unit_test(cookies_that_are_none),
        cmocka_unit_test(log_out_and_changes_of_the_account),
        cmocka_unit_test(old_sessions_are_swept),
        cmocka_unit_test(a_form_acts_once),
        cmocka_unit_test(the_worker_sweeps),
    };
    return cmocka_run_group_tests(tests, rig_set_up, rig_tear_down);
}
