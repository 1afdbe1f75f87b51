/* SPDX-License-Identifier: EUPL-1.2
 * grade_store_test.c — rounds against a real server: computing, the same hashes again, a process killed at twenty points, two
 * signatures and their conflicts, publication and supersession, re-grading one subject, what pages read.
 */
#include "grade_rig.h"

#include "grade/grade_run_store.h"

#include <signal.h>
#include <sys/time.h>
#include <sys/wait.h>

static struct db_config config;

DB_STATEMENT(ADD_RECORD, "INSERT INTO record (subject_id, id, item, category, title, unit_id, found, show_from, content_hash)"
                         " VALUES (?, ?, ?, ?, 't', 1, ?, ?, ?)");
DB_STATEMENT(TAMPER, "UPDATE grade SET grade = 'A' WHERE round_id = ? AND subject_id = ? AND grade <> 'A'");
DB_STATEMENT(CHANGE_FACTS, "UPDATE record SET severity = ?, state = ?, disputed = ?, found = ?, use_to = ? WHERE id = 900009");
DB_STATEMENT(FACTS, "SELECT facts FROM record WHERE id = 900009");
DB_STATEMENT(DROP_FACTS, "DELETE FROM record WHERE id = 900009");
DB_STATEMENT(BLOCKS_OF_ROUND, "SELECT COUNT(*) FROM grade_block WHERE round_id = ?");

static int set_up_more(void **state)
{
    int r = set_up(state);
    config = (struct db_config){.socket = test_db_socket(), .user = "root", .password = "", .database = name};
    return r;
}

static void need_server(void)
{
    if (!db)
        skip();
}

static struct grade_run run_of(int32_t round, int processes)
{
    return (struct grade_run){.config = &config, .round_id = round, .regime = &RULES, .processes = processes};
}

static struct grade_round computed(const char *kind, int32_t year, int64_t subject, int processes)
{
    struct grade_round r;
    struct opening o = archive_open(db, arena, kind, year, subject);
    assert_int_equal(o.outcome, GRADE_ROUND_DONE);
    struct grade_run run = run_of(o.id, processes);
    assert_int_equal(grade_run(db, &run), GRADE_RUN_COMPUTED);
    assert_true(grade_round_get(db, arena, o.id, &r));
    assert_string_equal(str_cstr(arena, r.state), "computed");
    return r;
}

typedef enum grade_round_outcome (*act_fn)(struct db *, struct arena *, const struct grade_round_act *,
                                           struct grade_round_conflict *);
struct acting {
    act_fn fn;
    struct grade_round_act act;
    enum grade_round_outcome outcome;
    struct grade_round_conflict conflict;
};

static bool act_in(struct db *d, void *arg)
{
    struct acting *a = arg;
    a->outcome = a->fn(d, arena, &a->act, &a->conflict);
    return a->outcome == GRADE_ROUND_DONE;
}

static struct acting act(act_fn fn, int32_t round, int32_t staff, int32_t version)
{
    struct acting a = {.fn = fn, .act = {.round_id = round, .staff_id = staff, .version = version, .now = clock_now()}};
    db_transaction(db, act_in, &a);
    return a;
}

static struct grade_round get(int32_t id)
{
    struct grade_round r;
    assert_true(grade_round_get(db, arena, id, &r));
    return r;
}

static void publish(int32_t id)
{
    assert_int_equal(act(grade_round_review, id, OFFICER_2, get(id).version).outcome, GRADE_ROUND_DONE);
    assert_int_equal(act(grade_round_approve, id, OFFICER_3, get(id).version).outcome, GRADE_ROUND_DONE);
    assert_int_equal(act(grade_round_publish, id, OFFICER_3, get(id).version).outcome, GRADE_ROUND_DONE);
}

static int64_t total_of(struct str distribution)
{
    int64_t n = 0;
    struct grade_counts c = grade_distribution(arena, distribution);
    for (size_t i = 0; i < c.n; i++)
        n += c.p[i].n;
    return n;
}

static void one_or_two_processes_give_the_same_bytes(void **state)
{
    (void)state;
    need_server();
    struct grade_round one = computed("trial", 2024, 0, 1), two = computed("trial", 2024, 0, 2);
    assert_true(one.subjects > ARCHIVE_SUBJECTS / 3);
    assert_int_equal(total_of(one.distribution), one.subjects);
    assert_int_equal(db_int(db, ROWS_OF_ROUND, one.id), one.subjects);
    assert_true(str_eq(one.snapshot_hash, two.snapshot_hash));
    assert_true(str_eq(one.result_hash, two.result_hash));
    assert_true(str_eq(one.distribution, two.distribution));
    struct grade_run run = run_of(one.id, 1);
    assert_true(grade_run_verify(&run));
    db_exec(db, TAMPER, one.id, archive_subject_id(0));
    assert_false(grade_run_verify(&run)); /* a grade that was changed behind our back */
    struct grade_round other = computed("trial", 2023, 0, 2);
    assert_false(str_eq(one.result_hash, other.result_hash));
}

/* A later change of the archive does not reach the old snapshot; a new round sees it. */
static void the_snapshot_stands(void **state)
{
    (void)state;
    need_server();
    struct grade_round before = computed("trial", 2024, 0, 1);
    db_exec(db, WITHDRAW, archive_subject_id(101), 1 + 101 / 6 * 15 + 0 + 1 + 2 + 3 + 4);
    db_exec(db, ADD_RECORD, archive_subject_id(104), (int64_t)900001, STR("serious.1"), STR("serious"), day_from_ymd(2024, 3, 1),
            day_from_ymd(2024, 3, 1), STR("added"));
    struct grade_run run = run_of(before.id, 1);
    assert_true(grade_run_verify(&run));
    struct grade_round after = computed("trial", 2024, 0, 1);
    assert_false(str_eq(before.snapshot_hash, after.snapshot_hash));
    assert_false(str_eq(before.result_hash, after.result_hash));
}

/* The column that the server packs says what the columns say. */
static void facts_are_the_columns(void **state)
{
    (void)state;
    need_server();
    static const struct grade_facts ROWS[] = {
        {0, 1, false, {0}, {INT32_MIN}},    {3, 3, true, {-62091}, {INT32_MIN}}, {1, 2, false, {20454}, {20819}},
        {2, 1, true, {2932896}, {2932896}}, {3, 1, false, {19723}, {-25567}},    {0, 3, true, {11016}, {24836}},
    };
    db_exec(db, ADD_RECORD, archive_subject_id(104), (int64_t)900009, STR("good.1"), STR("good"), day_from_ymd(2024, 3, 1),
            day_from_ymd(2024, 3, 1), STR("packed"));
    for (size_t i = 0; i < sizeof ROWS / sizeof *ROWS; i++) {
        const struct grade_facts *r = &ROWS[i];
        db_exec(db, CHANGE_FACTS, r->severity, r->state, r->disputed, r->found, r->use_to);
        struct grade_facts f = grade_facts_of(db_int(db, FACTS));
        assert_int_equal(f.severity, r->severity);
        assert_int_equal(f.state, r->state);
        assert_int_equal(f.disputed, r->disputed);
        assert_int_equal(f.found.n, r->found.n);
        assert_int_equal(f.use_to.n, r->use_to.n);
    }
    db_exec(db, DROP_FACTS);
}

static void die(int signal_no)
{
    (void)signal_no;
    kill(getpid(), SIGKILL);
}

/* From the first block that this process finished on, death comes after so many microseconds. */
static bool die_soon(void *arg, int64_t done, int64_t total)
{
    (void)done;
    (void)total;
    struct itimerval timer = {.it_value = {.tv_usec = *(int *)arg}};
    if (*(int *)arg)
        setitimer(ITIMER_REAL, &timer, NULL);
    *(int *)arg = 0;
    return true;
}

static int run_and_die(struct grade_run *run, int microseconds)
{
    int status = 0;
    pid_t pid = fork();
    assert_true(pid >= 0);
    if (pid == 0) {
        signal(SIGALRM, die);
        run->progress = die_soon;
        run->arg = &microseconds;
        _exit(grade_run_blocks(run) == GRADE_RUN_COMPUTED ? 0 : 1);
    }
    assert_int_equal(waitpid(pid, &status, 0), pid);
    return status;
}

static void killed_anywhere_it_ends_the_same(void **state)
{
    (void)state;
    need_server();
    struct grade_round whole = computed("trial", 2024, 0, 1);
    struct opening o = archive_open(db, arena, "trial", 2024, 0);
    struct grade_run run = run_of(o.id, 2);
    int killed = 0;
    for (int i = 0; i < 20; i++)
        killed += WIFSIGNALED(run_and_die(&run, 1 + i * 1777 % 6000));
    int64_t blocks = db_int(db, BLOCKS_OF_ROUND, o.id), all = db_int(db, BLOCKS_OF_ROUND, whole.id);
    print_message("%d of 20 runs killed; %d of %d blocks were there then\n", killed, (int)blocks, (int)all);
    assert_true(killed >= 10);
    assert_int_equal(grade_run(db, &run), GRADE_RUN_COMPUTED);
    struct grade_round r = get(o.id);
    assert_true(str_eq(r.result_hash, whole.result_hash));
    assert_true(str_eq(r.snapshot_hash, whole.snapshot_hash));
    assert_int_equal(r.subjects, whole.subjects);
    assert_int_equal(db_int(db, ROWS_OF_ROUND, o.id), whole.subjects);
    assert_int_equal(db_int(db, BLOCKS_OF_ROUND, o.id), all);
}

static bool stop_soon(void *arg, int64_t done, int64_t total)
{
    (void)total;
    *(int64_t *)arg = done;
    return false;
}

static void stopped_it_goes_on(void **state)
{
    (void)state;
    need_server();
    int64_t done = 0;
    struct opening o = archive_open(db, arena, "trial", 2024, 0);
    struct grade_run run = run_of(o.id, 1);
    run.progress = stop_soon;
    run.arg = &done;
    assert_int_equal(grade_run(db, &run), GRADE_RUN_STOPPED);
    assert_true(done > 0 && done < ARCHIVE_SUBJECTS);
    assert_string_equal(str_cstr(arena, get(o.id).state), "open");
    struct opening again = archive_open(db, arena, "trial", 2024, 0);
    assert_int_equal(again.outcome, GRADE_ROUND_BUSY);
    assert_int_equal(again.conflict.round.id, o.id);
    run.progress = NULL;
    assert_int_equal(grade_run(db, &run), GRADE_RUN_COMPUTED);
    assert_int_equal(grade_run(db, &run), GRADE_RUN_NOT_OPEN);
    struct regime other = RULES;
    other.version_hash = STR("00");
    o = archive_open(db, arena, "trial", 2024, 0);
    run.round_id = o.id;
    run.regime = &other;
    assert_int_equal(grade_run(db, &run), GRADE_RUN_OTHER_REGIME);
    assert_int_equal(act(grade_round_drop, o.id, OFFICER_1, 1).outcome, GRADE_ROUND_DONE);
}

static void two_signatures(void **state)
{
    (void)state;
    need_server();
    struct grade_round r = computed("annual", 2022, 0, 1);
    assert_int_equal(act(grade_round_approve, r.id, OFFICER_3, r.version).outcome, GRADE_ROUND_WRONG_STATE);
    assert_int_equal(act(grade_round_review, r.id, OFFICER_2, r.version).outcome, GRADE_ROUND_DONE);
    struct acting late = act(grade_round_review, r.id, OFFICER_3, r.version);
    assert_int_equal(late.outcome, GRADE_ROUND_CONFLICT);
    assert_int_equal(late.conflict.staff_id, OFFICER_2);
    assert_string_equal(str_cstr(arena, late.conflict.staff_name), "经办12");
    assert_true(late.conflict.at.us > 0);
    int32_t version = get(r.id).version;
    assert_int_equal(act(grade_round_approve, r.id, OFFICER_2, version).outcome, GRADE_ROUND_SAME_PERSON);
    assert_int_equal(act(grade_round_approve, r.id, OFFICER_1, version).outcome, GRADE_ROUND_SAME_PERSON); /* who opened it */
    assert_int_equal(act(grade_round_publish, r.id, OFFICER_3, version).outcome, GRADE_ROUND_WRONG_STATE);
    assert_int_equal(act(grade_round_approve, r.id, OFFICER_3, version).outcome, GRADE_ROUND_DONE);
    assert_int_equal(act(grade_round_drop, r.id, OFFICER_3, get(r.id).version).outcome, GRADE_ROUND_DONE);
    assert_int_equal(act(grade_round_publish, r.id, OFFICER_3, get(r.id).version).outcome, GRADE_ROUND_WRONG_STATE);
    assert_int_equal(act(grade_round_review, 999999, OFFICER_3, 1).outcome, GRADE_ROUND_MISSING);
    struct grade_round trial = computed("trial", 2022, 0, 1);
    assert_int_equal(act(grade_round_review, trial.id, OFFICER_2, trial.version).outcome, GRADE_ROUND_WRONG_STATE);
}

/* Two officers press the same button at once, twenty times: one wins each time. */
static void of_two_approvals_one_wins(void **state)
{
    (void)state;
    need_server();
    for (int i = 0; i < 20; i++) {
        struct grade_round r = computed("single", 2021, archive_subject_id(20 + i), 1);
        assert_int_equal(act(grade_round_review, r.id, OFFICER_2, r.version).outcome, GRADE_ROUND_DONE);
        int won = 0;
        pid_t pids[2];
        for (int k = 0; k < 2; k++) {
            pids[k] = fork();
            if (pids[k] == 0) {
                struct db *own = db_open(&config);
                struct acting a = {
                    .fn = grade_round_approve,
                    .act = {.round_id = r.id, .staff_id = OFFICER_3 + 100 * k, .version = r.version + 1, .now = clock_now()}};
                db_transaction(own, act_in, &a);
                _exit(a.outcome == GRADE_ROUND_DONE ? 10 : a.outcome == GRADE_ROUND_CONFLICT ? 11 : 12);
            }
        }
        for (int k = 0; k < 2; k++) {
            int status = 0;
            waitpid(pids[k], &status, 0);
            assert_true(WIFEXITED(status) && (WEXITSTATUS(status) == 10 || WEXITSTATUS(status) == 11));
            won += WEXITSTATUS(status) == 10;
        }
        assert_int_equal(won, 1);
    }
}

static void published_superseded_and_read_back(void **state)
{
    (void)state;
    need_server();
    int64_t subject = archive_subject_id(605); /* a hospital */
    struct instant none = {0};
    struct grade_round y2023 = computed("annual", 2023, 0, 2);
    publish(y2023.id);
    struct grade_round y2024 = computed("annual", 2024, 0, 2);
    assert_true(y2024.moved_up > 0 && y2024.moved_down > 0);
    publish(y2024.id);
    struct grade_movers movers = grade_movers(db, arena, y2024.id, 0, 50);
    assert_int_equal(movers.n, 50);
    assert_false(str_eq(movers.p[0].grade_before, movers.p[0].grade_now));
    assert_true(grade_mover_reason(arena, &RULES, movers.p[0].sheet_now).n > 0);

    struct instant between = clock_now();
    struct grade_sheet_view view;
    assert_int_equal(grade_sheet_read(db, arena, &RULES, subject, 2024, 0, none, day_from_ymd(2025, 2, 1), &view),
                     GRADE_SHEET_FOUND);
    assert_int_equal(view.round.id, y2024.id);
    int64_t sum = 0;
    for (size_t i = 0; i < view.rows.n; i++) {
        sum += view.rows.p[i].line.points;
        assert_int_equal(view.rows.p[i].found, view.rows.p[i].line.record_id != 0);
    }
    assert_int_equal(sum, view.result.points);

    db_exec(db, ADD_RECORD, subject, (int64_t)900002, STR("serious.1"), STR("serious"), day_from_ymd(2024, 3, 1),
            day_from_ymd(2024, 3, 1), STR("later"));
    struct grade_round single = computed("single", 2024, subject, 1);
    assert_int_equal(single.subjects, 1);
    assert_int_equal(single.moved_down, 1);
    publish(single.id);
    assert_string_equal(str_cstr(arena, get(y2024.id).state), "published"); /* the year's table stands */
    assert_int_equal(grade_sheet_read(db, arena, &RULES, subject, 2024, 0, none, day_from_ymd(2025, 2, 1), &view),
                     GRADE_SHEET_FOUND);
    assert_int_equal(view.round.id, single.id);
    assert_string_equal(str_cstr(arena, view.grade), "D");
    assert_int_equal(grade_sheet_read(db, arena, &RULES, subject, 2024, 0, between, day_from_ymd(2025, 2, 1), &view),
                     GRADE_SHEET_FOUND);
    assert_int_equal(view.round.id, y2024.id); /* as known then */
    struct grade_rows rows = grade_of_subject(db, arena, subject), then = grade_of_subject_at(db, arena, subject, between);
    assert_int_equal(rows.n, 3);
    assert_int_equal(then.n, 2);
    assert_int_equal(then.p[0].round_id, y2024.id);

    struct grade_round again = computed("annual", 2024, 0, 1);
    publish(again.id);
    assert_string_equal(str_cstr(arena, get(y2024.id).state), "superseded");
    assert_string_equal(str_cstr(arena, get(single.id).state), "superseded");
    assert_string_equal(str_cstr(arena, get(y2023.id).state), "published");
    struct grade_round in_force;
    assert_true(grade_round_in_force(db, arena, 2024, STR("440823"), &in_force));
    assert_int_equal(in_force.id, again.id);
    struct grade_missing missing = grade_missing(db, arena, &RULES, &in_force, 10);
    assert_true(missing.without_base > 0 && missing.not_rolled_out > 0 && missing.in_scope > in_force.subjects);
    assert_int_equal(missing.subjects.n, 10);
    assert_int_equal(missing.silent_units.n, 1);
}

static void an_older_round_is_not_published_over_a_later_one(void **state)
{
    (void)state;
    need_server();
    int64_t subject = archive_subject_id(605);
    struct grade_round first = computed("single", 2020, subject, 1);
    assert_int_equal(act(grade_round_review, first.id, OFFICER_2, first.version).outcome, GRADE_ROUND_DONE);
    assert_int_equal(act(grade_round_approve, first.id, OFFICER_3, get(first.id).version).outcome, GRADE_ROUND_DONE);
    struct grade_round annual = computed("annual", 2020, 0, 1);
    publish(annual.id);
    assert_int_equal(act(grade_round_publish, first.id, OFFICER_3, get(first.id).version).outcome, GRADE_ROUND_OLDER);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(one_or_two_processes_give_the_same_bytes),
        cmocka_unit_test(the_snapshot_stands),
        cmocka_unit_test(facts_are_the_columns),
        cmocka_unit_test(killed_anywhere_it_ends_the_same),
        cmocka_unit_test(stopped_it_goes_on),
        cmocka_unit_test(two_signatures),
        cmocka_unit_test(of_two_approvals_one_wins),
        cmocka_unit_test(published_superseded_and_read_back),
        cmocka_unit_test(an_older_round_is_not_published_over_a_later_one),
    };
    return cmocka_run_group_tests(tests, set_up_more, tear_down);
}
