/* SPDX-License-Identifier: EUPL-1.2
 * entry_store_test.c — proposals on a real server: two persons, one winner, nothing half done when a process dies in the decision,
 * one proposal about a record at a time, history, and published grades marked and graded again.
 */
#include "support/test_db.h"

#include <signal.h>
#include <sys/wait.h>

#include "auth/staff.h"
#include "base/clock.h"
#include "db/db.h"
#include "entry/entry_store.h"
#include "grade/grade_read.h"
#include "grade/grade_regrade.h"
#include "grade/grade_run.h"
#include "record/record_store.h"
#include "regime/regime_store.h"

enum { CLERK = 5, REVIEWER = 6, SECOND = 7, SUBJECT = 11 };

DB_STATEMENT(PUT_SUBJECT,
             "INSERT INTO subject (id, public_id, kind, type, name, division, established, content_hash, created_at,"
             " updated_at) VALUES (?, '0123456789abcdef', 1, 'medical_institution_2plus', '演示医院', '440823101', '2015-01-01',"
             " '', ?, ?)");
DB_STATEMENT(RECORDS, "SELECT COUNT(*) FROM record WHERE title = ?");
DB_STATEMENT(AUDITS, "SELECT COUNT(*) FROM audit WHERE action = ? AND object_type = 'record'");
DB_STATEMENT(TOUCHED, "SELECT COUNT(*) FROM archive_touch WHERE block = 0");
DB_STATEMENT(UNTOUCH, "DELETE FROM archive_touch");

static struct {
    struct arena *arena;
    struct db *db;
    char name[64];
    const struct regime *regime;
    int version_id;
    struct instant now;
} rig;

static bool fill(struct db *db, void *arg)
{
    static const char *const logins[] = {"clerk", "reviewer", "second"};
    struct regime_text_in *layers;
    size_t n;
    (void)arg;
    unit_put(db, &(struct unit){.id = 1, .name = STR("法监股"), .kind = STR("office"), .division_prefix = STR("440823")});
    for (int i = 0; i < 3; i++) {
        struct staff s = {.id = CLERK + i, .unit_id = 1, .login = str_from(logins[i]), .name = str_from(logins[i])};
        s.password_hash = STR("");
        assert_int_equal(staff_create(db, &s, rig.now), STAFF_DONE);
    }
    db_exec(db, PUT_SUBJECT, SUBJECT, rig.now, rig.now);
    assert_true(regime_read_texts(rig.arena, STR("db/regimes"), STR("guangdong-suixi"), &layers, &n));
    rig.version_id = regime_activate(db, rig.arena, rig.regime, layers, n, rig.now);
    return true;
}

static int set_up(void **state)
{
    (void)state;
    rig.arena = arena_new((size_t)512 << 20);
    rig.now = clock_now();
    rig.db = test_db_open(rig.arena, rig.name);
    if (!rig.db)
        return 0;
    struct regime_load_result r = regime_load(rig.arena, STR("db/regimes"), STR("guangdong-suixi"));
    assert_non_null(r.regime);
    rig.regime = r.regime;
    db_transaction(rig.db, fill, NULL);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    test_db_drop(&rig.db, rig.arena, rig.name);
    arena_free(&rig.arena);
    return 0;
}

static void need_server(void)
{
    if (!rig.db)
        skip();
}

/* --- steps, each in a transaction of its own --- */

enum step { STEP_OPEN, STEP_SAVE, STEP_SUBMIT, STEP_RECALL, STEP_DROP, STEP_RETURN, STEP_APPROVE };
struct doing {
    enum step step;
    struct entry *e;
    int who;
    bool die; /* before the transaction ends */
    struct entry_effect effect;
    enum entry_outcome outcome;
};

static bool step(struct db *db, void *arg)
{
    struct doing *d = arg;
    struct entry *e = d->e;
    struct entry_approval x = {
        .regime = rig.regime, .e = e, .version = e->version, .now = rig.now, .actor = {.id = d->who, .name = STR("t")}};
    switch (d->step) {
    case STEP_OPEN:
        d->outcome = entry_open(db, e, rig.now, &e->id);
        break;
    case STEP_SAVE:
        d->outcome = entry_save(db, e, rig.now);
        break;
    case STEP_SUBMIT:
        d->outcome = entry_submit(db, e->id, e->version, d->who, rig.now);
        break;
    case STEP_RECALL:
        d->outcome = entry_recall(db, e->id, e->version, d->who, rig.now);
        break;
    case STEP_DROP:
        d->outcome = entry_drop(db, e->id, e->version, d->who, rig.now);
        break;
    case STEP_RETURN:
        d->outcome = entry_return(db, e, e->version, d->who, STR("请补充"), rig.now);
        break;
    case STEP_APPROVE:
        d->outcome = entry_approve(db, rig.arena, &x, &d->effect);
        break;
    }
    if (d->die)
        raise(SIGKILL);
    return d->outcome == ENTRY_DONE;
}

/* e is read again when it went well. */
static enum entry_outcome take(enum step s, struct entry *e, int who)
{
    struct doing d = {.step = s, .e = e, .who = who};
    db_transaction(rig.db, step, &d);
    if (d.outcome == ENTRY_DONE)
        assert_true(entry_get(rig.db, rig.arena, e->id, e));
    return d.outcome;
}

static struct entry draft(const char *item, const char *title, struct day found)
{
    return (struct entry){.kind = STR("new"),
                          .subject_id = SUBJECT,
                          .item = str_from(item),
                          .title = str_from(title),
                          .authority = STR("县局"),
                          .document_no = STR("遂卫〔2025〕1号"),
                          .found = found,
                          .show_from = DAY_NONE,
                          .show_to = DAY_NONE,
                          .use_to = DAY_NONE,
                          .received = DAY_NONE,
                          .unit_id = 1,
                          .author_id = CLERK,
                          .regime_version_id = rig.version_id};
}

static struct entry proposal(const char *kind, int64_t record_id)
{
    struct record x;
    assert_true(record_by_id(rig.db, rig.arena, record_id, &x));
    struct entry e = draft(str_cstr(rig.arena, x.item), str_cstr(rig.arena, x.title), x.found);
    e.kind = str_from(kind);
    e.record_id = record_id;
    e.record_version = x.version;
    e.severity = x.severity;
    return e;
}

/* A record as two persons enter one. */
static int64_t entered(const char *item, const char *title, struct day found)
{
    struct entry e = draft(item, title, found);
    assert_int_equal(take(STEP_OPEN, &e, CLERK), ENTRY_DONE);
    assert_int_equal(take(STEP_SUBMIT, &e, CLERK), ENTRY_DONE);
    assert_int_equal(take(STEP_APPROVE, &e, REVIEWER), ENTRY_DONE);
    return e.record_id;
}

static void two_persons(void **state)
{
    (void)state;
    need_server();
    struct entry e = draft("good.1", "两个人", day_from_ymd(2025, 3, 1));
    struct record x;
    db_exec(rig.db, UNTOUCH);
    assert_int_equal(take(STEP_OPEN, &e, CLERK), ENTRY_DONE);
    assert_int_equal(take(STEP_APPROVE, &e, REVIEWER), ENTRY_CONFLICT); /* not submitted */
    e.remark = STR("内部");
    assert_int_equal(take(STEP_SAVE, &e, CLERK), ENTRY_DONE);
    assert_string_equal(str_cstr(rig.arena, e.remark), "内部");
    assert_int_equal(take(STEP_SUBMIT, &e, REVIEWER), ENTRY_CONFLICT); /* not the author */
    assert_int_equal(take(STEP_SUBMIT, &e, CLERK), ENTRY_DONE);
    struct instant first = e.first_submitted_at;
    assert_int_equal(take(STEP_APPROVE, &e, CLERK), ENTRY_SAME_PERSON);
    assert_int_equal(take(STEP_RETURN, &e, CLERK), ENTRY_SAME_PERSON);
    assert_int_equal(take(STEP_SAVE, &e, CLERK), ENTRY_CONFLICT); /* submitted */
    assert_int_equal(take(STEP_RETURN, &e, REVIEWER), ENTRY_DONE);
    assert_string_equal(str_cstr(rig.arena, e.verdict), "请补充");
    rig.now.us += 1000000;
    assert_int_equal(take(STEP_SUBMIT, &e, CLERK), ENTRY_DONE);
    assert_true(e.first_submitted_at.us == first.us && e.submitted_at.us > first.us); /* lateness is of the first time */
    assert_int_equal(take(STEP_RECALL, &e, CLERK), ENTRY_DONE);
    assert_int_equal(take(STEP_SUBMIT, &e, CLERK), ENTRY_DONE);
    assert_int_equal(db_int(rig.db, RECORDS, STR("两个人")), 0);
    assert_int_equal(take(STEP_APPROVE, &e, REVIEWER), ENTRY_DONE);
    assert_true(record_by_id(rig.db, rig.arena, e.record_id, &x));
    assert_string_equal(str_cstr(rig.arena, x.source), "法监股");
    assert_true(day_is(x.show_from) && x.state == RECORD_ACTIVE && x.version == 1 && e.result_version == 1);
    assert_true(db_int(rig.db, TOUCHED) > 0);
    assert_int_equal(take(STEP_DROP, &e, CLERK), ENTRY_CONFLICT);
    assert_true(entry_had_hand_in(rig.db, e.record_id, CLERK) && entry_had_hand_in(rig.db, e.record_id, REVIEWER));
    assert_false(entry_had_hand_in(rig.db, e.record_id, SECOND));
}

static void one_wins(void **state)
{
    (void)state;
    need_server();
    struct entry e = draft("good.1", "一个赢", day_from_ymd(2025, 3, 2)), seen;
    assert_int_equal(take(STEP_OPEN, &e, CLERK), ENTRY_DONE);
    assert_int_equal(take(STEP_SUBMIT, &e, CLERK), ENTRY_DONE);
    seen = e; /* what the other reviewer has on the screen */
    assert_int_equal(take(STEP_APPROVE, &e, REVIEWER), ENTRY_DONE);
    assert_int_equal(take(STEP_APPROVE, &seen, SECOND), ENTRY_CONFLICT);
    assert_int_equal(take(STEP_RETURN, &seen, SECOND), ENTRY_CONFLICT);
    assert_int_equal(db_int(rig.db, RECORDS, STR("一个赢")), 1);
    /* words that changed after they were shown are not approved unseen */
    struct entry f = draft("good.1", "改过的", day_from_ymd(2025, 3, 3));
    assert_int_equal(take(STEP_OPEN, &f, CLERK), ENTRY_DONE);
    assert_int_equal(take(STEP_SUBMIT, &f, CLERK), ENTRY_DONE);
    seen = f;
    assert_int_equal(take(STEP_RECALL, &f, CLERK), ENTRY_DONE);
    f.title = STR("改过的二");
    assert_int_equal(take(STEP_SAVE, &f, CLERK), ENTRY_DONE);
    assert_int_equal(take(STEP_SUBMIT, &f, CLERK), ENTRY_DONE);
    assert_int_equal(take(STEP_APPROVE, &seen, REVIEWER), ENTRY_CONFLICT);
    assert_int_equal(take(STEP_DROP, &f, CLERK), ENTRY_CONFLICT); /* submitted: recall first */
}

static void the_same_fact_is_one(void **state)
{
    (void)state;
    need_server();
    entered("good.1", "同一件事", day_from_ymd(2025, 3, 4));
    struct entry e = draft("good.1", "同一件事", day_from_ymd(2025, 3, 4));
    assert_int_equal(take(STEP_OPEN, &e, CLERK), ENTRY_DONE);
    assert_int_equal(take(STEP_SUBMIT, &e, CLERK), ENTRY_DONE);
    assert_int_equal(take(STEP_APPROVE, &e, REVIEWER), ENTRY_DUPLICATE);
    assert_true(entry_get(rig.db, rig.arena, e.id, &e));
    assert_string_equal(str_cstr(rig.arena, e.state), "submitted"); /* as before */
    int64_t other = entered("good.1", "另一件事", day_from_ymd(2025, 3, 4));
    struct entry c = proposal("correct", other);
    c.title = STR("同一件事");
    assert_int_equal(take(STEP_OPEN, &c, CLERK), ENTRY_DONE);
    assert_int_equal(take(STEP_SUBMIT, &c, CLERK), ENTRY_DONE);
    assert_int_equal(take(STEP_APPROVE, &c, REVIEWER), ENTRY_DUPLICATE);
}

static void corrected_and_withdrawn(void **state)
{
    (void)state;
    need_server();
    int64_t id = entered("bad.2", "写错的", day_from_ymd(2025, 4, 1));
    struct entry c = proposal("correct", id), w = proposal("withdraw", id);
    struct record x, before;
    assert_int_equal(take(STEP_OPEN, &c, CLERK), ENTRY_DONE);
    assert_int_equal(take(STEP_OPEN, &w, CLERK), ENTRY_OPEN_ALREADY);
    c.title = STR("写对的");
    c.reason = STR("原件为写对的");
    assert_int_equal(take(STEP_SAVE, &c, CLERK), ENTRY_DONE);
    assert_int_equal(take(STEP_SUBMIT, &c, CLERK), ENTRY_DONE);
    assert_int_equal(take(STEP_APPROVE, &c, REVIEWER), ENTRY_DONE);
    assert_true(record_by_id(rig.db, rig.arena, id, &x));
    assert_string_equal(str_cstr(rig.arena, x.title), "写对的");
    assert_int_equal(x.version, 2);
    assert_int_equal(c.result_version, 2);
    struct record_draft as_imported = {.item = regime_item(rig.regime, STR("bad.2")),
                                       .title = STR("写错的"),
                                       .document_no = STR("遂卫〔2025〕1号"),
                                       .found = day_from_ymd(2025, 4, 1)};
    uint8_t key[RECORD_KEY_BYTES];
    bool known = false;
    record_content_hash(&as_imported, SUBJECT, key);
    record_find_keys(rig.db, rig.arena, key, 1, &known);
    assert_true(known); /* the file with the fault, imported again, does not bring it back */
    as_imported.title = STR("别的");
    record_content_hash(&as_imported, SUBJECT, key);
    record_find_keys(rig.db, rig.arena, key, 1, &known);
    assert_false(known);
    assert_int_equal(take(STEP_OPEN, &w, CLERK), ENTRY_DONE); /* of version 1: too old */
    assert_int_equal(take(STEP_SUBMIT, &w, CLERK), ENTRY_DONE);
    assert_int_equal(take(STEP_APPROVE, &w, REVIEWER), ENTRY_RECORD_CHANGED);
    assert_int_equal(take(STEP_RETURN, &w, REVIEWER), ENTRY_DONE);
    assert_int_equal(take(STEP_DROP, &w, CLERK), ENTRY_DONE); /* frees the record */
    w = proposal("withdraw", id);
    assert_int_equal(take(STEP_OPEN, &w, CLERK), ENTRY_DONE);
    assert_int_equal(take(STEP_SUBMIT, &w, CLERK), ENTRY_DONE);
    assert_int_equal(take(STEP_APPROVE, &w, REVIEWER), ENTRY_DONE);
    assert_true(record_by_id(rig.db, rig.arena, id, &x));
    assert_true(x.state == RECORD_WITHDRAWN && !day_is(x.show_from) && x.version == 3);
    struct record_versions all = record_history(rig.db, rig.arena, SUBJECT, id);
    assert_int_equal(all.n, 3);
    assert_string_equal(str_cstr(rig.arena, all.p[0].record.title), "写错的");
    assert_true(all.p[0].to.us == all.p[1].from.us);
    assert_true(record_as_of(rig.db, rig.arena, SUBJECT, id, 1, &before));
    assert_string_equal(str_cstr(rig.arena, before.title), "写错的");
    assert_false(record_as_of(rig.db, rig.arena, SUBJECT, id, 9, &before));
}

/* The process dies in the middle of the decision, before and after each step has run: nothing of it is there. */
static void killed_in_the_decision(void **state)
{
    (void)state;
    need_server();
    struct entry e = draft("good.1", "断电", day_from_ymd(2025, 3, 5));
    assert_int_equal(take(STEP_OPEN, &e, CLERK), ENTRY_DONE);
    assert_int_equal(take(STEP_SUBMIT, &e, CLERK), ENTRY_DONE);
    int64_t audits = db_int(rig.db, AUDITS, STR("record.create"));
    pid_t pid = fork();
    if (pid == 0) {
        struct db *db = test_db_connect(rig.name);
        struct doing d = {.step = STEP_APPROVE, .e = &e, .who = REVIEWER, .die = true};
        db_transaction(db, step, &d);
        _exit(0);
    }
    int status = 0;
    assert_int_equal(waitpid(pid, &status, 0), pid);
    assert_true(WIFSIGNALED(status));
    assert_int_equal(take(STEP_APPROVE, &e, SECOND), ENTRY_DONE); /* waits until the server has rolled the dead one back */
    assert_int_equal(e.reviewer_id, SECOND);
    assert_int_equal(db_int(rig.db, RECORDS, STR("断电")), 1);
    assert_int_equal(db_int(rig.db, AUDITS, STR("record.create")), audits + 1);
}

/* --- grades --- */

struct signing {
    int32_t round;
    int step;
};

static bool sign(struct db *db, void *arg)
{
    struct signing *s = arg;
    struct grade_round r;
    struct grade_round_conflict c;
    assert_true(grade_round_get(db, rig.arena, s->round, &r));
    struct grade_round_act act = {
        .round_id = s->round, .staff_id = s->step == 0 ? REVIEWER : SECOND, .version = r.version, .now = clock_now()};
    enum grade_round_outcome done = s->step == 0   ? grade_round_review(db, rig.arena, &act, &c)
                                    : s->step == 1 ? grade_round_approve(db, rig.arena, &act, &c)
                                                   : grade_round_publish(db, rig.arena, &act, &c);
    assert_int_equal(done, GRADE_ROUND_DONE);
    return true;
}

static void publish(int32_t round)
{
    struct db_config config = {.socket = test_db_socket(), .user = "root", .password = "", .database = rig.name};
    struct grade_run run = {.config = &config, .round_id = round, .regime = rig.regime, .processes = 1};
    assert_int_equal(grade_run(rig.db, &run), GRADE_RUN_COMPUTED);
    for (int i = 0; i < 3; i++) {
        struct signing s = {round, i};
        db_transaction(rig.db, sign, &s);
    }
}

struct opening {
    const struct grade_regrade *mark; /* NULL: the annual round */
    struct instant settled;
    int32_t round;
    enum grade_round_outcome outcome;
};

static bool open_round(struct db *db, void *arg)
{
    struct opening *o = arg;
    struct grade_round_conflict c;
    struct grade_round_new n = {.year = 2025,
                                .kind = STR("annual"),
                                .reason = STR(""),
                                .division_prefix = STR("440823"),
                                .regime_version_id = rig.version_id,
                                .as_known_at = o->settled,
                                .staff_id = CLERK,
                                .now = clock_now()};
    o->outcome = o->mark ? grade_regrade_open(db, rig.arena, o->mark, o->settled, clock_now(), &o->round)
                         : grade_round_open(db, rig.arena, &n, &o->round, &c);
    return o->outcome == GRADE_ROUND_DONE || o->outcome == GRADE_ROUND_BUSY;
}

static enum grade_round_outcome open_it(struct opening *o)
{
    o->settled = clock_now();
    db_transaction(rig.db, open_round, o);
    return o->outcome;
}

static int64_t decided(const char *kind, int64_t record, const char *title)
{
    struct entry e = proposal(kind, record);
    assert_int_equal(take(STEP_OPEN, &e, CLERK), ENTRY_DONE);
    e.reason = STR("原件不同");
    if (title)
        e.title = str_from(title);
    assert_int_equal(take(STEP_SAVE, &e, CLERK), ENTRY_DONE);
    assert_int_equal(take(STEP_SUBMIT, &e, CLERK), ENTRY_DONE);
    assert_int_equal(take(STEP_APPROVE, &e, REVIEWER), ENTRY_DONE);
    return e.id;
}

static struct grade_regrades pending(void)
{
    return grade_regrade_list(rig.db, rig.arena, true, SUBJECT, STR("4408"), 100);
}

static void grades_are_marked_and_graded_again(void **state)
{
    (void)state;
    need_server();
    int64_t bad = entered("dishonest.1", "处罚一", day_from_ymd(2025, 6, 1)),
            old = entered("bad.2", "很早的", day_from_ymd(2019, 6, 1));
    struct opening annual = {0}, single = {0}, again = {0};
    assert_int_equal(open_it(&annual), GRADE_ROUND_DONE);
    publish(annual.round);
    assert_int_equal(pending().n, 0);
    entered("base.5", "不计分的补录", day_from_ymd(2025, 7, 1));
    entered("bad.2", "次年的", day_from_ymd(2026, 2, 1));
    assert_int_equal(pending().n, 0);                /* concern no published grade */
    decided("correct", old, "很早的，不在评分表上"); /* out of use before the year: no line, no mark */
    struct grade_regrades list = pending();
    assert_int_equal(list.n, 0);
    int64_t entry_id = decided("correct", bad, "处罚一更正");
    list = pending();
    assert_int_equal(list.n, 1);
    assert_true(list.p[0].year == 2025 && list.p[0].graded_round == annual.round && list.p[0].round_id == 0);
    assert_true(list.p[0].cause_id == entry_id && str_eq(list.p[0].cause_type, STR("entry")));
    assert_false(str_contains(list.p[0].reason, STR("处罚一"))); /* names no fact: the round's page is read by others */
    assert_int_equal(grade_regrade_waiting(rig.db, rig.arena, (struct instant){list.p[0].marked_at.us - 1}, 9).n, 0);
    assert_int_equal(grade_regrade_waiting(rig.db, rig.arena, list.p[0].marked_at, 9).n, 1);
    single.mark = &list.p[0];
    assert_int_equal(open_it(&single), GRADE_ROUND_DONE);
    assert_int_equal(pending().p[0].round_id, single.round);
    decided("withdraw", bad, NULL); /* while that round is under way: its snapshot is too old for this one */
    list = pending();
    assert_int_equal(list.n, 2);
    again.mark = &list.p[1];
    assert_int_equal(open_it(&again), GRADE_ROUND_BUSY);
    assert_int_equal(pending().p[1].round_id, 0);
    publish(single.round);
    list = pending();
    assert_int_equal(list.n, 1);
    again.mark = &list.p[0];
    assert_int_equal(open_it(&again), GRADE_ROUND_DONE);
    publish(again.round);
    assert_int_equal(pending().n, 0);
    struct grade_rows grades = grade_of_subject(rig.db, rig.arena, SUBJECT);
    assert_int_equal(grades.n, 3);
    entered("bad.2", "补录的", day_from_ymd(2025, 7, 1)); /* late for a grade that is published */
    list = pending();
    assert_true(list.n == 1 && list.p[0].year == 2025 && list.p[0].graded_round == again.round);
    assert_true(str_contains(list.p[0].reason, STR("补录")));
    assert_int_equal(grades.p[0].round_id, again.round);
    assert_true(grades.p[0].points > grades.p[2].points || !str_eq(grades.p[0].grade, grades.p[2].grade)); /* without the penalty */
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(two_persons),
        cmocka_unit_test(one_wins),
        cmocka_unit_test(the_same_fact_is_one),
        cmocka_unit_test(corrected_and_withdrawn),
        cmocka_unit_test(killed_in_the_decision),
        cmocka_unit_test(grades_are_marked_and_graded_again),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
