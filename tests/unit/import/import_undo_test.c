/* SPDX-License-Identifier: EUPL-1.2
 * import_undo_test.c — a second person's approval and the undoing of whole batches: what depends on one blocks it, new subjects and
 * records go, changed ones come back as they were, the same file can be imported again, and doing it twice does it once.
 */
#include "import_rig.h"

#include "base/out.h"
#include "record/record_store.h"
#include "search/search.h"
#include "subject/subject_store.h"

DB_STATEMENT(ACTIVE, "SELECT COUNT(*) FROM record WHERE batch_id = ? AND state = 1");
DB_STATEMENT(WITHDRAWN, "SELECT COUNT(*) FROM record WHERE batch_id = ? AND state = 2");
DB_STATEMENT(UNDOS, "SELECT COUNT(*) FROM audit WHERE action = 'import.undo' AND object_id = ?");
DB_STATEMENT(KEPT, "SELECT COUNT(*) FROM import_subject_before WHERE batch_id = ? AND removed");
DB_STATEMENT(DISPUTE, "UPDATE record SET disputed = ? WHERE batch_id = ?");
DB_STATEMENT(PUT_REGIME,
             "INSERT IGNORE INTO regime_version (id, code, hash, body, activated_at) VALUES (1, 'x', REPEAT('x', 32), '', NOW(6))");
DB_STATEMENT(
    PUT_ROUND,
    "INSERT INTO grade_round (id, year, kind, division_prefix, regime_version_id, state, as_known_at, created_by, created_at)"
    " VALUES (?, 2025, 'annual', '440823', 1, ?, ?, 5, NOW(6))");
DB_STATEMENT(PUT_GRADE, "INSERT INTO grade (subject_id, year, round_id, grade, points, sheet) VALUES (?, 2025, ?, 'A', 0, '')");
DB_STATEMENT(SET_ROUND, "UPDATE grade_round SET state = ? WHERE id = ?");
DB_STATEMENT(OUTDATED, "SELECT COUNT(*) FROM grade_outdated WHERE round_id = ?");

struct deciding {
    struct import_batch b;
    enum import_outcome outcome;
    int staff;
    int what; /* 0 ask undo, 1 approve undo, 2 reject undo, 3 ask, 4 approve, 5 reject */
};
static bool decide(struct db *db, void *arg)
{
    struct deciding *d = arg;
    int v = d->b.version;
    switch (d->what) {
    case 0:
        d->outcome = import_ask_undo(db, d->b.id, v, d->staff, STR("取错了"));
        break;
    case 1:
        d->outcome = import_approve_undo(db, &d->b, v, d->staff);
        break;
    case 2:
        d->outcome = import_reject_undo(db, &d->b, v, d->staff, STR("数据是对的"));
        break;
    case 3:
        d->outcome = import_ask(db, d->b.id, v, d->staff, rig.c.now, false, !import_needs_second(rig.c.regime, &d->b));
        break;
    case 4:
        d->outcome = import_approve(db, &d->b, v, d->staff);
        break;
    default:
        d->outcome = import_reject(db, &d->b, v, d->staff, STR("缺附件"));
    }
    return d->outcome == IMPORT_DONE;
}

static enum import_outcome act(int64_t batch, int what, int staff)
{
    struct deciding d = {.staff = staff, .what = what};
    assert_true(import_get(rig.db, rig.arena, batch, &d.b));
    db_transaction(rig.db, decide, &d);
    return d.outcome;
}

static struct import_batch batch(int64_t id)
{
    struct import_batch b;
    assert_true(import_get(rig.db, rig.arena, id, &b));
    return b;
}

static enum import_outcome undo(int64_t id)
{
    assert_int_equal(act(id, 0, 5), IMPORT_DONE);
    assert_int_equal(act(id, 1, 6), IMPORT_DONE);
    return import_undo(&rig.c, id);
}

static void depends(int64_t id, const char *words, bool blocked)
{
    struct import_batch b = batch(id);
    struct import_dependants d = import_depend(rig.db, rig.arena, &b);
    bool found = false;
    for (size_t i = 0; i < d.n; i++) {
        found = found || str_contains(d.p[i].what, str_from(words));
        if (blocked != d.blocked)
            print_message("%.*s %lld %.*s\n", STR_ARG(d.p[i].what), (long long)d.p[i].count, STR_ARG(d.p[i].example));
    }
    assert_int_equal(d.blocked, blocked);
    assert_true(!words[0] || found);
}

static struct str list(int first, int n, const char *street)
{
    struct str s = STR("名称,统一社会信用代码,地址,许可证号\n");
    for (int i = 0; i < n; i++)
        s = str_fmt(rig.arena, "%.*s撤销%d号店,%.*s,%s%d号,证%d\n", STR_ARG(s), first + i, STR_ARG(rig_code(first + i)), street, i,
                    first + i);
    return s;
}

static int64_t hits(const char *name)
{
    struct search_query q = {.q = str_from(name)};
    struct search_result res;
    search_find(rig.db, rig.arena, rig.text, &q, &res);
    return (int64_t)res.n;
}

static void two_persons(void **state)
{
    rig_of(state);
    struct job j = rig_check("subject", "public_place_other", list(900, 2, "一街"));
    assert_true(import_needs_second(rig.c.regime, &j.dry));
    assert_int_equal(act(j.id, 4, 6), IMPORT_WRONG_STATE); /* nobody asked yet */
    assert_int_equal(act(j.id, 3, 7), IMPORT_DONE);
    assert_int_equal(act(j.id, 4, 5), IMPORT_SAME_PERSON); /* who uploaded */
    assert_int_equal(act(j.id, 4, 7), IMPORT_SAME_PERSON); /* who asked */
    assert_int_equal(act(j.id, 5, 6), IMPORT_DONE);
    assert_true(import_in_state(&(struct import_batch){.state = batch(j.id).state}, "rejected"));
    assert_true(str_eq(batch(j.id).message, STR("缺附件")));
    assert_int_equal(act(j.id, 4, 6), IMPORT_WRONG_STATE);
    j = rig_check("subject", "public_place_other", list(900, 2, "一街"));
    assert_int_equal(act(j.id, 3, 5), IMPORT_DONE);
    struct deciding one = {.b = batch(j.id), .staff = 6, .what = 4}, other = {.b = batch(j.id), .staff = 7, .what = 5};
    db_transaction(rig.db, decide, &one);
    db_transaction(rig.db, decide, &other); /* both had the same page: the second is late */
    assert_int_equal(one.outcome, IMPORT_DONE);
    assert_int_equal(other.outcome, IMPORT_WRONG_STATE);
    assert_int_equal(import_commit(&rig.c, j.id, j.bytes), IMPORT_DONE);
    assert_int_equal(import_commit(&rig.c, j.id, j.bytes), IMPORT_WRONG_STATE);
    assert_int_equal(db_int(rig.db, COMMITS, str_fmt(rig.arena, "%lld", (long long)j.id)), 1);
}

static void new_subjects_go(void **state)
{
    rig_of(state);
    int64_t before = db_int(rig.db, SUBJECTS), names = db_int(rig.db, NAMES);
    struct str file = list(910, 3, "二街");
    struct job j = rig_import("subject", "public_place_other", file, false);
    assert_int_equal(hits("撤销911号店"), 1);
    depends(j.id, "", false);
    assert_int_equal(act(j.id, 0, 5), IMPORT_DONE);
    assert_int_equal(act(j.id, 1, 5), IMPORT_SAME_PERSON);
    assert_int_equal(act(j.id, 2, 6), IMPORT_DONE); /* not allowed: all stays */
    assert_true(import_in_state(&(struct import_batch){.state = batch(j.id).state}, "committed"));
    assert_int_equal(undo(j.id), IMPORT_DONE);
    assert_int_equal(import_undo(&rig.c, j.id), IMPORT_WRONG_STATE);
    assert_int_equal(db_int(rig.db, SUBJECTS), before);
    assert_int_equal(db_int(rig.db, NAMES), names);
    assert_int_equal(hits("撤销911号店"), 0);
    assert_int_equal(db_int(rig.db, KEPT, j.id), 3);
    assert_int_equal(db_int(rig.db, UNDOS, str_fmt(rig.arena, "%lld", (long long)j.id)), 1);
    struct job again = rig_import("subject", "public_place_other", file, false);
    rig_counts(again.done, 3, 3, 0, 0, 0);
}

static void changed_subjects_come_back(void **state)
{
    rig_of(state);
    struct job first = rig_import("subject", "public_place_other", list(920, 2, "三街"), false);
    struct str moved = str_replace(rig.arena, str_replace(rig.arena, list(920, 2, "四街"), STR("撤销920号店"), STR("改名920号店")),
                                   STR("证920"), STR("新证920"));
    struct job second = rig_import("subject", "public_place_other", moved, false);
    rig_counts(second.done, 2, 0, 2, 0, 0);
    assert_int_equal(hits("改名920号店"), 1);
    depends(first.id, "后来的导入批次", true);
    assert_int_equal(undo(first.id), IMPORT_DEPENDED_ON);
    assert_true(str_contains(batch(first.id).message, STR("后来的导入批次")));
    assert_int_equal(undo(second.id), IMPORT_DONE);
    struct subject s;
    assert_true(subject_by_code(rig.db, rig.arena, rig_code(920), &s));
    assert_true(str_eq(s.name, STR("撤销920号店")) && str_eq(s.address, STR("三街0号")));
    assert_int_equal(subject_former_names(rig.db, rig.arena, s.id).n, 0);
    struct subject_licences l = subject_licences(rig.db, rig.arena, s.id);
    assert_int_equal(l.n, 1);
    assert_true(str_eq(l.p[0].number, STR("证920")));
    assert_int_equal(hits("改名920号店"), 0);
    assert_int_equal(hits("撤销920号店"), 1);
    depends(first.id, "", false);
    struct job same = rig_check("subject", "public_place_other", list(920, 2, "三街"));
    rig_counts(same.dry, 2, 0, 0, 2, 0);
    assert_int_equal(undo(first.id), IMPORT_DONE);
    assert_false(subject_by_code(rig.db, rig.arena, rig_code(920), &s));
}

/* A row far down that contradicts an earlier one is refused, and what the earlier one made is still new. */
static void a_contradiction_is_no_image(void **state)
{
    rig_of(state);
    enum { MANY = 1300 };
    struct out o;
    out_to_arena(&o, rig.arena);
    out_str(&o, STR("名称,统一社会信用代码,地址\n"));
    for (int i = 0; i < MANY; i++)
        out_fmt(&o, "长表%d号店,%.*s,街%d号\n", i, STR_ARG(rig_code(2000 + i)), i);
    out_fmt(&o, "长表0号店,%.*s,别处\n", STR_ARG(rig_code(2000)));
    int64_t before = db_int(rig.db, SUBJECTS);
    struct job j = rig_import("subject", "public_place_other", out_text(&o), true);
    rig_counts(j.done, MANY + 1, MANY, 0, 0, 1);
    depends(j.id, "", false);
    assert_int_equal(undo(j.id), IMPORT_DONE);
    assert_int_equal(db_int(rig.db, SUBJECTS), before);
}

static struct str about(int subject, int n)
{
    struct str s = STR("统一社会信用代码,信息事项,标题,认定日期\n");
    for (int i = 0; i < n; i++)
        s = str_fmt(rig.arena, "%.*s%.*s,good.1,撤销表彰%d,2025-3-%d\n", STR_ARG(s), STR_ARG(rig_code(subject)), i, i + 1);
    return s;
}

static void records_are_withdrawn(void **state)
{
    rig_of(state);
    struct job j = rig_import("subject", "public_place_other", list(930, 1, "五街"), false);
    struct str file = about(930, 4);
    struct job r = rig_import("record", "", file, false);
    rig_counts(r.done, 4, 4, 0, 0, 0);
    depends(j.id, "名下已有信用信息", true);
    db_exec(rig.db, DISPUTE, true, r.id);
    depends(r.id, "异议", true);
    db_exec(rig.db, DISPUTE, false, r.id);
    assert_int_equal(undo(r.id), IMPORT_DONE);
    assert_int_equal(db_int(rig.db, ACTIVE, r.id), 0);
    assert_int_equal(db_int(rig.db, WITHDRAWN, r.id), 4);
    depends(j.id, "", false); /* what is withdrawn does not hold it */
    struct job again = rig_import("record", "", file, false);
    rig_counts(again.done, 4, 4, 0, 0, 0);
    assert_int_equal(undo(again.id), IMPORT_DONE);
    assert_int_equal(undo(j.id), IMPORT_DONE);
    struct subject s; /* its history keeps it, ended */
    assert_true(subject_by_code(rig.db, rig.arena, rig_code(930), &s));
    assert_true(day_is(s.ended));
}

static void grades_that_used_them(void **state)
{
    rig_of(state);
    struct job j = rig_import("subject", "public_place_other", list(940, 1, "六街"), false);
    struct job r = rig_import("record", "", about(940, 1), false);
    struct subject s;
    assert_true(subject_by_code(rig.db, rig.arena, rig_code(940), &s));
    db_exec(rig.db, PUT_REGIME);
    db_exec(rig.db, PUT_ROUND, 1, STR("published"), (struct instant){rig.c.now.us + 1});
    db_exec(rig.db, PUT_ROUND, 2, STR("computed"), (struct instant){rig.c.now.us + 1});
    db_exec(rig.db, PUT_ROUND, 3, STR("published"), (struct instant){rig.c.now.us - 1000000}); /* before they came in */
    for (int round = 1; round <= 3; round++)
        db_exec(rig.db, PUT_GRADE, s.id, round);
    depends(r.id, "已公布的评价结果", true);
    depends(j.id, "已公布的评价结果", true);
    db_exec(rig.db, SET_ROUND, STR("superseded"), 1);
    depends(r.id, "尚未公布的评价结果", false);
    assert_int_equal(undo(r.id), IMPORT_DONE);
    assert_int_equal(db_int(rig.db, OUTDATED, 2), 1);
    assert_int_equal(db_int(rig.db, OUTDATED, 1), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(two_persons),
        cmocka_unit_test(new_subjects_go),
        cmocka_unit_test(changed_subjects_come_back),
        cmocka_unit_test(a_contradiction_is_no_image),
        cmocka_unit_test(records_are_withdrawn),
        cmocka_unit_test(grades_that_used_them),
    };
    return cmocka_run_group_tests(tests, rig_set_up, rig_tear_down);
}
