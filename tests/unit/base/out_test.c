/* SPDX-License-Identifier: EUPL-1.2
 * out_test.c — everything arrives once and in order, however it is cut up; the first failure sticks.
 */
#include "base/arena.h"
#include "base/out.h"

#include <setjmp.h>
#include <stdarg.h>
#include <unistd.h>
#include <cmocka.h>

struct heap {
    char p[100000];
    size_t n, calls, fail_at; /* 0: never */
};

static bool collect(void *arg, const char *p, size_t n)
{
    struct heap *h = arg;
    if (++h->calls == h->fail_at)
        return false;
    memcpy(h->p + h->n, p, n);
    h->n += n;
    return true;
}

static void write_all_kinds(struct out *o)
{
    for (int i = 0; i < 500; i++) {
        out_str(o, STR("行"));
        out_int(o, i - 250);
        out_char(o, ',');
        out_fmt(o, "%03d;", i);
        out_bytes(o, "\0\xff", 2);
        out_str(o, STR_NONE);
    }
}

static void sink_and_arena_agree(void **state)
{
    (void)state;
    struct arena *a = arena_new(1 << 20);
    struct out whole;
    out_to_arena(&whole, a);
    assert_int_equal(out_text(&whole).n, 0);
    write_all_kinds(&whole);
    struct str want = out_text(&whole);
    assert_true(out_ok(&whole));
    static const size_t sizes[] = {1, 2, 3, 7, 64, 1000, 65536};
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        static struct heap h;
        h = (struct heap){.n = 0};
        char *buf = arena_alloc(a, sizes[i]);
        struct out o;
        out_to_sink(&o, buf, sizes[i], collect, &h);
        write_all_kinds(&o);
        assert_true(out_flush(&o));
        assert_true(str_eq(want, (struct str){h.p, h.n}));
    }
    arena_free(&a);
}

static void extremes(void **state)
{
    (void)state;
    struct arena *a = arena_new(1 << 20);
    struct out o;
    out_to_arena(&o, a);
    out_int(&o, INT64_MIN);
    out_char(&o, ' ');
    out_int(&o, INT64_MAX);
    assert_string_equal(str_cstr(a, out_text(&o)), "-9223372036854775808 9223372036854775807");
    arena_free(&a);
}

static void failure_sticks(void **state)
{
    (void)state;
    for (size_t at = 1; at <= 20; at++) {
        static struct heap h;
        h = (struct heap){.fail_at = at};
        char buf[64];
        struct out o;
        out_to_sink(&o, buf, sizeof buf, collect, &h);
        write_all_kinds(&o);
        assert_false(out_flush(&o));
        assert_false(out_ok(&o));
        assert_int_equal(h.calls, at); /* not asked again */
    }
}

static void to_a_file(void **state)
{
    (void)state;
    int ends[2];
    char buf[8], got[32] = "";
    struct out o;
    assert_int_equal(pipe(ends), 0);
    out_to_sink(&o, buf, sizeof buf, out_fd_sink, &ends[1]);
    out_str(&o, STR("hello, descriptor"));
    assert_true(out_flush(&o));
    assert_int_equal(read(ends[0], got, sizeof got), 17);
    assert_string_equal(got, "hello, descriptor");
    close(ends[0]);
    close(ends[1]);
    out_str(&o, STR("x"));
    assert_false(out_flush(&o)); /* closed */
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sink_and_arena_agree),
        cmocka_unit_test(extremes),
        cmocka_unit_test(failure_sticks),
        cmocka_unit_test(to_a_file),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
