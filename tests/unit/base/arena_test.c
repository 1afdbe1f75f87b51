/* SPDX-License-Identifier: EUPL-1.2
 * arena_test.c — taking and giving back, the cap as a failure that is caught, and the frames that catch it.
 */
#include "base/arena.h"
#include "base/check.h"

#include <stdalign.h>
#include <stdarg.h>
#include <stdint.h>
#include <cmocka.h> /* after check.h: it makes a macro of fail */

static void taking(void **state)
{
    (void)state;
    struct arena *a = arena_new(8 << 20);
    assert_int_equal(arena_used(a), 0);
    unsigned char *last = NULL;
    for (size_t n = 0; n < 3000; n += 7) {
        unsigned char *p = arena_alloc(a, n);
        assert_non_null(p);
        assert_int_equal((uintptr_t)p % alignof(max_align_t), 0);
        assert_true(p != last); /* even of nothing */
        for (size_t i = 0; i < n; i++)
            assert_int_equal(p[i], 0);
        memset(p, 0xAA, n);
        last = p;
    }
    unsigned char *big = arena_alloc(a, 3 << 20); /* more than a block */
    assert_int_equal(big[(3 << 20) - 1], 0);
    arena_free(&a);
    assert_null(a);
    arena_free(&a);
}

static void reset_gives_zeroed_memory_again(void **state)
{
    (void)state;
    struct arena *a = arena_new(1 << 20);
    arena_reset(a); /* of a fresh one */
    for (int round = 0; round < 50; round++) {
        for (int i = 0; i < 40; i++) {
            unsigned char *p = arena_alloc(a, 1000);
            for (size_t k = 0; k < 1000; k++)
                assert_int_equal(p[k], 0);
            memset(p, 0x55, 1000);
        }
        assert_true(arena_used(a) >= 40000);
        arena_reset(a);
        assert_int_equal(arena_used(a), 0);
    }
    arena_free(&a);
}

static void growing(void **state)
{
    (void)state;
    struct arena *a = arena_new(1 << 20);
    struct {
        int *p;
        size_t n, cap;
    } v = {0};
    for (int i = 0; i < 5000; i++)
        *VEC_PUSH(a, v) = i;
    assert_int_equal(v.n, 5000);
    for (int i = 0; i < 5000; i++)
        assert_int_equal(v.p[i], i);
    int *bigger = arena_grow(a, v.p, 10, 20, sizeof *v.p);
    assert_int_equal(bigger[9], 9);
    assert_int_equal(bigger[19], 0);
    arena_free(&a);
}

/* The kind of failure of one allocation; 0 when it went well. */
static int attempt(struct arena *a, size_t count, size_t size)
{
    struct fail_frame f;
    if (FAIL_CATCH(&f))
        return (int)f.kind;
    arena_array(a, count, size);
    fail_leave(&f);
    return 0;
}

static void the_cap(void **state)
{
    (void)state;
    struct arena *a = arena_new(100000);
    assert_int_equal(attempt(a, 1, 90000), 0);
    assert_int_equal(attempt(a, 1, 90000), FAIL_MEMORY);
    assert_int_equal(attempt(a, SIZE_MAX / 2, 3), FAIL_MEMORY);
    assert_int_equal(attempt(a, 1, SIZE_MAX), FAIL_MEMORY);
    assert_int_equal(attempt(a, 1, 1000), 0); /* a refusal leaves the rest usable */
    arena_reset(a);
    assert_int_equal(attempt(a, 1, 60000), 0);
    arena_free(&a);
}

/* A frame catches what happens inside it, and what happens in its own catcher goes to the frame outside. */
static void frames(void **state)
{
    (void)state;
    struct arena *a = arena_new(1000);
    struct fail_frame outer, within;
    if (FAIL_CATCH(&outer)) {
        assert_int_equal(outer.kind, FAIL_MEMORY);
        assert_non_null(strstr(outer.message, "arena cap"));
        arena_free(&a);
        return;
    }
    assert_int_equal(attempt(a, 1, 2000), FAIL_MEMORY); /* caught further in */
    if (FAIL_CATCH(&within))
        arena_alloc(a, 3000);
    arena_alloc(a, 2000);
    fail_msg("%s", "nothing unwound to the outer frame");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(taking),  cmocka_unit_test(reset_gives_zeroed_memory_again),
        cmocka_unit_test(growing), cmocka_unit_test(the_cap),
        cmocka_unit_test(frames),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
