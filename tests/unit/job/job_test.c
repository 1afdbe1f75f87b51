/* SPDX-License-Identifier: EUPL-1.2
 * job_test.c — queueing, claiming, leases. Times are of the test's own making.
 */
#include "job/job.h"

#include "support/test_db.h"

static struct arena *a;
static struct db *db;
static char name[64];
static const struct instant T0 = {1800000000000000};

static struct instant after(int seconds)
{
    return (struct instant){T0.us + (int64_t)seconds * 1000000};
}

static int start(void **state)
{
    (void)state;
    a = arena_new(64 << 20);
    db = test_db_open(a, name);
    return 0;
}

static int stop(void **state)
{
    (void)state;
    test_db_drop(&db, a, name);
    arena_free(&a);
    return 0;
}

static struct job job_of(int64_t object)
{
    struct job j = {0};
    assert_true(job_get(db, a, JOB_IMPORT_CHECK, object, &j));
    return j;
}

static struct job claimed_at(int seconds)
{
    struct job j = {0};
    assert_true(job_claim(db, a, after(seconds), &j));
    return j;
}

static void oldest_first_and_once(void **state)
{
    (void)state;
    if (!db)
        skip();
    job_add(db, JOB_IMPORT_CHECK, 11, 1, after(0));
    job_add(db, JOB_IMPORT_CHECK, 12, 2, after(1));
    job_add(db, JOB_IMPORT_CHECK, 11, 9, after(2)); /* under way: nothing happens */
    assert_int_equal(job_of(11).requested_by, 1);
    assert_int_equal(job_open_list(db, a, 10).n, 2);
    struct job first = claimed_at(3), second = claimed_at(3), none;
    assert_int_equal(first.object_id, 11);
    assert_int_equal(second.object_id, 12);
    assert_int_equal(first.attempts, 1);
    assert_false(job_claim(db, a, after(4), &none));
    assert_true(job_finish(db, &first, false, STR(""), after(5)));
    assert_true(job_finish(db, &second, true, STR("文件无法读取。"), after(5)));
    assert_true(str_eq(job_of(11).state, STR("done")));
    assert_true(str_eq(job_of(12).state, STR("failed")));
    assert_true(str_eq(job_of(12).message, STR("文件无法读取。")));
    assert_int_equal(job_open_list(db, a, 10).n, 0);
}

/* A worker that was killed loses its lease; the next one has the job, and the first, should it come back, writes nothing. */
static void lost_lease(void **state)
{
    (void)state;
    if (!db)
        skip();
    struct job none;
    job_add(db, JOB_IMPORT_CHECK, 21, 1, after(100));
    struct job dead = claimed_at(100);
    assert_true(job_progress(db, &dead, STR("正在检查"), 10, 40, after(110))); /* the lease now ends at 170 */
    assert_int_equal(job_of(21).done, 10);
    assert_false(job_claim(db, a, after(110 + JOB_LEASE_SECONDS), &none));
    struct job taken = claimed_at(111 + JOB_LEASE_SECONDS);
    assert_int_equal(taken.object_id, 21);
    assert_int_equal(taken.attempts, 2);
    assert_false(job_progress(db, &dead, STR("正在检查"), 20, 40, after(180)));
    assert_false(job_finish(db, &dead, false, STR(""), after(180)));
    assert_true(job_progress(db, &taken, STR("正在检查"), 15, 40, after(181)));
    assert_true(job_finish(db, &taken, false, STR(""), after(182)));
    assert_int_equal(job_of(21).done, 15);
}

static void again_after_the_end(void **state)
{
    (void)state;
    if (!db)
        skip();
    job_add(db, JOB_IMPORT_CHECK, 31, 1, after(200));
    struct job j = claimed_at(200);
    assert_true(job_progress(db, &j, STR("正在检查"), 5, 5, after(201)));
    assert_true(job_finish(db, &j, true, STR("没有完成。"), after(202)));
    job_add(db, JOB_IMPORT_CHECK, 31, 7, after(203));
    struct job queued = job_of(31);
    assert_true(str_eq(queued.state, STR("queued")));
    assert_int_equal(queued.requested_by, 7);
    assert_int_equal(queued.done, 0);
    assert_int_equal(queued.attempts, 0);
    assert_int_equal(queued.message.n, 0);
    assert_false(job_finish(db, &j, false, STR(""), after(204))); /* a report of the earlier run */
    j = claimed_at(205);
    assert_true(job_finish(db, &j, false, STR(""), after(206)));
}

/* What kills every worker is left alone in the end. */
static void given_up(void **state)
{
    (void)state;
    if (!db)
        skip();
    struct job j;
    job_add(db, JOB_IMPORT_CHECK, 41, 1, after(300));
    for (int i = 0; i < JOB_ATTEMPTS_MOST; i++)
        assert_true(job_claim(db, a, after(300 + i * (JOB_LEASE_SECONDS + 1)), &j));
    assert_false(job_claim(db, a, after(300 + (JOB_ATTEMPTS_MOST + 1) * (JOB_LEASE_SECONDS + 1)), &j));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(oldest_first_and_once),
        cmocka_unit_test(lost_lease),
        cmocka_unit_test(again_after_the_end),
        cmocka_unit_test(given_up),
    };
    return cmocka_run_group_tests(tests, start, stop);
}
