/* SPDX-License-Identifier: EUPL-1.2
 * actor_test.c — role × unit × place: who may do what to whom. A table; no database.
 */
#include "support/unit.h"

#include "auth/actor.h"
#include "base/arena.h"

static const struct grant COUNTY_CLERK[] = {{ROLE_CLERK, 0, STR_INIT("440823")}};
static const struct grant TOWN_CLERK_OF_UNIT[] = {{ROLE_CLERK, 7, STR_INIT("440823101")}};
static const struct grant EVERYWHERE[] = {{ROLE_AUDITOR, 0, STR_INIT("")}};
static const struct grant TWO[] = {{ROLE_CLERK, 7, STR_INIT("440823101")}, {ROLE_REVIEWER, 0, STR_INIT("440823")}};
static const struct grant ADMIN[] = {{ROLE_SYSTEM_ADMIN, 0, STR_INIT("440823")}};

static struct actor actor_of(const struct grant *g, size_t n)
{
    struct actor a = {.id = 9, .login = STR("x"), .request_id = STR("r")};
    a.grants.p = g;
    a.grants.n = n;
    for (size_t i = 0; i < n; i++)
        a.roles |= g[i].role;
    return a;
}
#define ACTOR(grants) actor_of(grants, sizeof(grants) / sizeof *(grants))

static void role_by_scope(void **state)
{
    (void)state;
    static const struct {
        const struct grant *g;
        size_t n;
        uint32_t roles;
        int unit;
        const char *place;
        bool may;
    } CASES[] = {
        {COUNTY_CLERK, 1, ROLE_CLERK, 0, "", true},
        {COUNTY_CLERK, 1, ROLE_CLERK, 0, "440823", true},
        {COUNTY_CLERK, 1, ROLE_CLERK, 5, "440823101", true},
        {COUNTY_CLERK, 1, ROLE_CLERK, 0, "440824", false},
        {COUNTY_CLERK, 1, ROLE_CLERK, 0, "4408", false}, /* the city above */
        {COUNTY_CLERK, 1, ROLE_REVIEWER, 0, "440823", false},
        {COUNTY_CLERK, 1, ROLE_CLERK | ROLE_REVIEWER, 0, "440823", true},
        {COUNTY_CLERK, 1, ROLE_ADMINS, 0, "440823", false},
        {COUNTY_CLERK, 1, 0, 0, "440823", false},
        {TOWN_CLERK_OF_UNIT, 1, ROLE_CLERK, 7, "440823101", true},
        {TOWN_CLERK_OF_UNIT, 1, ROLE_CLERK, 8, "440823101", false},
        {TOWN_CLERK_OF_UNIT, 1, ROLE_CLERK, 7, "440823102", false},
        {TOWN_CLERK_OF_UNIT, 1, ROLE_CLERK, 7, "440823", false},
        {TOWN_CLERK_OF_UNIT, 1, ROLE_CLERK, 0, "", true},
        {EVERYWHERE, 1, ROLE_AUDITOR, 3, "110000", true},
        {EVERYWHERE, 1, ROLE_CLERK, 3, "110000", false},
        {TWO, 2, ROLE_CLERK, 8, "440823102", false}, /* a wide grant of one role does not widen another's */
        {TWO, 2, ROLE_REVIEWER, 8, "440823102", true},
        {TWO, 2, ROLE_CLERK, 7, "440823101", true},
        {ADMIN, 1, ROLE_BUSINESS, 0, "440823", false},
        {ADMIN, 1, ROLE_SYSTEM_ADMIN, 0, "440823", true},
        {ADMIN, 1, ROLE_SECURITY_ADMIN | ROLE_AUDIT_ADMIN, 0, "440823", false},
        {NULL, 0, ROLE_STAFF, 0, "", false},
    };
    for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++) {
        struct actor a = actor_of(CASES[i].g, CASES[i].n);
        if (actor_may(&a, CASES[i].roles, CASES[i].unit, str_from(CASES[i].place)) != CASES[i].may)
            print_message("case %d\n", (int)i);
        assert_int_equal(actor_may(&a, CASES[i].roles, CASES[i].unit, str_from(CASES[i].place)), CASES[i].may);
    }
}

static void widest_scope(void **state)
{
    (void)state;
    struct actor a = ACTOR(TWO);
    struct str prefix;
    int unit = -1;
    assert_true(actor_scope(&a, ROLE_CLERK, &prefix, &unit));
    assert_true(str_eq(prefix, STR("440823101")));
    assert_int_equal(unit, 7);
    assert_true(actor_scope(&a, ROLE_CLERK | ROLE_REVIEWER, &prefix, &unit));
    assert_true(str_eq(prefix, STR("440823")));
    assert_int_equal(unit, 0);
    assert_false(actor_scope(&a, ROLE_APPROVER, &prefix, &unit));
}

static void audit_names_the_role_used(void **state)
{
    (void)state;
    struct actor a = ACTOR(TWO);
    assert_true(str_eq(actor_for_audit(&a, ROLE_REVIEWER).role, STR("reviewer")));
    assert_true(str_eq(actor_for_audit(&a, ROLE_CLERK | ROLE_APPROVER).role, STR("clerk")));
    assert_int_equal(actor_for_audit(&a, ROLE_CLERK).id, 9);
}

static void codes_of_roles(void **state)
{
    (void)state;
    struct arena *arena = arena_new(1 << 16);
    for (int i = 0; i < ROLE_COUNT; i++) {
        uint32_t role = 1u << i;
        assert_int_equal(role_from_code(role_code(role)), role);
        assert_true(role_name(role).n > 0);
    }
    assert_int_equal(role_from_code(STR("clerks")), 0);
    assert_int_equal(role_from_code(STR("")), 0);
    assert_string_equal(str_cstr(arena, role_names(arena, ROLE_CLERK | ROLE_REVIEWER)), "经办员、复核员");
    arena_free(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(role_by_scope),
        cmocka_unit_test(widest_scope),
        cmocka_unit_test(audit_names_the_role_used),
        cmocka_unit_test(codes_of_roles),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
