/* SPDX-License-Identifier: EUPL-1.2
 * grade_excuse_test.c — 不参加评价 against a real server: two officers, one at a time for a subject and year, what a snapshot sees
 * before and after; and the grounds of the shipped rule sets (HN 18).
 */
#include "grade_rig.h"

#include "grade/grade_excuse.h"
#include "regime/regime_load.h"

DB_STATEMENT(SET_KNOWN, "UPDATE grade_round SET as_known_at = ? WHERE id = ?");
DB_STATEMENT(GRADED, "SELECT COUNT(*) FROM grade WHERE round_id = ? AND subject_id = ?");

static struct instant later(struct instant t, int seconds)
{
    return (struct instant){t.us + (int64_t)seconds * 1000000};
}

struct proposing {
    struct grade_excuse e;
    int32_t id;
    enum grade_excuse_outcome outcome;
};

static bool propose_in(struct db *d, void *arg)
{
    struct proposing *p = arg;
    p->outcome = grade_excuse_propose(d, &p->e, &p->id);
    return p->outcome == GRADE_EXCUSE_DONE;
}

static struct proposing propose(int subject, int year, struct instant at)
{
    struct proposing p = {.e = {.subject_id = archive_subject_id(subject),
                                .year = year,
                                .code = STR("closed"),
                                .reason = STR("演示"),
                                .proposed_by = OFFICER_1,
                                .proposed_at = at}};
    db_transaction(db, propose_in, &p);
    return p;
}

struct deciding {
    struct grade_excuse e;
    enum grade_excuse_step step;
    int32_t staff;
    struct instant at;
    enum grade_excuse_outcome outcome;
};

static bool decide_in(struct db *d, void *arg)
{
    struct deciding *x = arg;
    x->outcome = grade_excuse_decide(d, &x->e, x->step, x->staff, STR("因故"), x->at);
    return x->outcome == GRADE_EXCUSE_DONE;
}

static enum grade_excuse_outcome decide(int32_t id, enum grade_excuse_step step, int32_t staff, struct instant at)
{
    struct deciding x = {.step = step, .staff = staff, .at = at};
    assert_true(grade_excuse_get(db, arena, id, &x.e));
    db_transaction(db, decide_in, &x);
    return x.outcome;
}

static size_t seen(int subject, int year, struct instant at)
{
    int64_t id = archive_subject_id(subject);
    struct grade_excused_list list = grade_excused_at(db, arena, year, at, id, id);
    if (list.n)
        assert_string_equal(str_cstr(arena, list.p[0].code), "closed");
    return list.n;
}

static void two_officers_and_the_snapshot(void **state)
{
    (void)state;
    if (!db)
        skip();
    struct instant t0 = clock_now();
    struct proposing p = propose(5, 2024, t0);
    assert_int_equal(p.outcome, GRADE_EXCUSE_DONE);
    assert_int_equal(propose(5, 2024, t0).outcome, GRADE_EXCUSE_TWICE);
    assert_int_equal(propose(5, 2023, t0).outcome, GRADE_EXCUSE_DONE);
    assert_int_equal(decide(p.id, GRADE_EXCUSE_APPROVE, OFFICER_1, t0), GRADE_EXCUSE_SAME_PERSON);
    assert_int_equal(seen(5, 2024, later(t0, 5)), 0); /* proposed is not decided */
    assert_int_equal(decide(p.id, GRADE_EXCUSE_REVOKE, OFFICER_2, t0), GRADE_EXCUSE_CONFLICT);
    assert_int_equal(decide(p.id, GRADE_EXCUSE_APPROVE, OFFICER_2, later(t0, 10)), GRADE_EXCUSE_DONE);
    assert_int_equal(decide(p.id, GRADE_EXCUSE_REJECT, OFFICER_3, later(t0, 11)), GRADE_EXCUSE_CONFLICT);
    assert_int_equal(decide(p.id, GRADE_EXCUSE_REVOKE, OFFICER_3, later(t0, 20)), GRADE_EXCUSE_DONE);
    static const struct {
        int second;
        size_t excused;
    } when[] = {{9, 0}, {10, 1}, {19, 1}, {20, 0}, {900, 0}};
    for (size_t i = 0; i < sizeof when / sizeof *when; i++)
        assert_int_equal(seen(5, 2024, later(t0, when[i].second)), when[i].excused);
    struct proposing again = propose(5, 2024, later(t0, 30)); /* revoked: may be proposed anew */
    assert_int_equal(again.outcome, GRADE_EXCUSE_DONE);
    assert_int_equal(decide(again.id, GRADE_EXCUSE_REJECT, OFFICER_2, later(t0, 31)), GRADE_EXCUSE_DONE);
    assert_int_equal(seen(5, 2024, later(t0, 40)), 0);
    assert_int_equal(grade_excuse_list(db, arena, STR("44"), 2024, STR(""), 10).n, 2);
    assert_int_equal(grade_excuse_list(db, arena, STR("44"), 0, STR("proposed"), 10).n, 1);
    assert_int_equal(grade_excuse_list(db, arena, STR("43"), 0, STR(""), 10).n, 0);
}

static struct grade_round computed(int32_t year, struct instant known)
{
    struct opening o = archive_open(db, arena, "trial", year, 0);
    struct db_config config = {.socket = test_db_socket(), .user = "root", .password = "", .database = name};
    struct grade_run run = {.config = &config, .round_id = o.id, .regime = &RULES, .processes = 2};
    struct grade_round r;
    assert_int_equal(o.outcome, GRADE_ROUND_DONE);
    db_exec(db, SET_KNOWN, known, o.id);
    assert_int_equal(grade_run(db, &run), GRADE_RUN_COMPUTED);
    assert_true(grade_round_get(db, arena, o.id, &r));
    assert_true(grade_run_verify(&run));
    return r;
}

/* The round leaves out who is excused at its snapshot, its hash says so, and a snapshot of before still comes out as before. */
static void a_round_leaves_them_out(void **state)
{
    (void)state;
    if (!db)
        skip();
    struct instant t = clock_now();
    struct grade_round before = computed(2022, t);
    struct proposing p = propose(8, 2022, t), other_year = propose(12, 2021, t);
    assert_int_equal(decide(p.id, GRADE_EXCUSE_APPROVE, OFFICER_2, later(t, 1)), GRADE_EXCUSE_DONE);
    assert_int_equal(decide(other_year.id, GRADE_EXCUSE_APPROVE, OFFICER_2, later(t, 1)), GRADE_EXCUSE_DONE);
    struct grade_round after = computed(2022, later(t, 2)), again = computed(2022, t);
    assert_int_equal(after.subjects, before.subjects - 1);
    assert_int_equal(db_int(db, GRADED, after.id, archive_subject_id(8)), 0);
    assert_int_equal(db_int(db, GRADED, after.id, archive_subject_id(12)), 1);
    assert_false(str_eq(after.snapshot_hash, before.snapshot_hash));
    assert_true(str_eq(again.snapshot_hash, before.snapshot_hash));
    assert_true(str_eq(again.result_hash, before.result_hash));
}

static void grounds_of_the_rule_sets(void **state)
{
    (void)state;
    static const struct {
        const char *regime, *type, *code;
        bool known;
    } cases[] = {{"hunan", "medical_institution", "by_rule", true},
                 {"hunan", "medical_institution", "no_such_ground", false},
                 {"suixi", "no_such_type", "closed", false}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct regime_load_result r = regime_load(arena, STR("db/regimes"), str_from(cases[i].regime));
        assert_int_equal(r.faults.n, 0);
        struct str type = str_from(cases[i].type), code = str_from(cases[i].code);
        for (size_t k = 0; k < r.regime->subject_types.n && str_eq(type, STR("medical_institution")); k++)
            if (r.regime->subject_types.p[k].graded)
                type = r.regime->subject_types.p[k].code; /* whatever this rule set calls one that it grades */
        struct str label = grade_excuse_label(r.regime, type, code);
        assert_int_equal(!str_eq(label, code), cases[i].known);
        assert_int_equal(grade_excuse_grounds(r.regime, type) != NULL, !str_eq(type, STR("no_such_type")));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(two_officers_and_the_snapshot), cmocka_unit_test(a_round_leaves_them_out),
                                       cmocka_unit_test(grounds_of_the_rule_sets)};
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
