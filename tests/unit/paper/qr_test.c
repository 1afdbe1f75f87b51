/* SPDX-License-Identifier: EUPL-1.2
 * qr_test.c — the modules of a QR code and its drawings: finder patterns where the standard has them, the path draws exactly the
 * dark modules, the same text gives the same bytes, a label cannot break out of its attribute.
 */
#include "support/unit.h"

#include "base/arena.h"
#include "paper/qr.h"

static struct arena *arena;

static int setup(void **state)
{
    (void)state;
    arena = arena_new((size_t)8 << 20);
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    arena_free(&arena);
    return 0;
}

static struct qr make(const char *text)
{
    struct qr q;
    assert_true(qr_make(arena, str_from(text), &q));
    return q;
}

static void assert_finder(const struct qr *q, int top, int left)
{
    for (int y = 0; y < 7; y++)
        for (int x = 0; x < 7; x++) {
            bool ring = x == 0 || x == 6 || y == 0 || y == 6, heart = x >= 2 && x <= 4 && y >= 2 && y <= 4;
            assert_int_equal(q->dark[(top + y) * q->size + left + x], ring || heart);
        }
}

static void test_finders(void **state)
{
    (void)state;
    static const char *const texts[] = {"1", "https://credit.example.gov.cn/verify/7KQ2M9XP4DWF3HTA",
                                        "https://credit.example.gov.cn/entity/12440823456182733R?from=poster&size=a4"};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        struct qr q = make(texts[i]);
        assert_true(q.size >= 21 && q.size <= 177 && (q.size - 21) % 4 == 0);
        assert_finder(&q, 0, 0);
        assert_finder(&q, 0, q.size - 7);
        assert_finder(&q, q.size - 7, 0);
    }
}

static void test_bounds(void **state)
{
    (void)state;
    struct qr q;
    assert_false(qr_make(arena, STR(""), &q));
    char *text = arena_alloc(arena, QR_TEXT_MAX + 1);
    memset(text, 'x', QR_TEXT_MAX + 1);
    assert_true(qr_make(arena, (struct str){text, QR_TEXT_MAX}, &q));
    assert_false(qr_make(arena, (struct str){text, QR_TEXT_MAX + 1}, &q));
}

/* Draws the path again, module by module. */
static void test_path_draws_dark(void **state)
{
    (void)state;
    struct qr q = make("https://credit.example.gov.cn/notice/gs/2026/1");
    uint8_t *drawn = ARENA_ARRAY(arena, uint8_t, q.size * q.size);
    const char *p = str_cstr(arena, qr_path(arena, &q));
    for (int x, y, w, back, used = 0; *p; p += used) {
        assert_int_equal(sscanf(p, "M%d %dh%dv1h-%dz%n", &x, &y, &w, &back, &used), 4);
        assert_int_equal(w, back);
        for (int i = 0; i < w; i++)
            drawn[y * q.size + x + i]++;
    }
    assert_memory_equal(drawn, q.dark, (size_t)q.size * q.size);
}

static void test_svg(void **state)
{
    (void)state;
    struct qr q = make("https://credit.example.gov.cn/verify/7KQ2M9XP4DWF3HTA"),
              again = make("https://credit.example.gov.cn/verify/7KQ2M9XP4DWF3HTA");
    struct str svg = qr_svg(arena, &q, STR("核验\"<b>&"), 25);
    assert_true(str_starts(svg, STR("<svg ")));
    assert_true(str_ends(svg, STR("</svg>")));
    assert_true(str_contains(svg, STR("aria-label=\"核验&quot;&lt;b&gt;&amp;\"")));
    assert_true(str_contains(svg, STR("width=\"25mm\"")));
    assert_true(str_eq(svg, qr_svg(arena, &again, STR("核验\"<b>&"), 25)));
    assert_true(svg.n < 16384);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_finders),
        cmocka_unit_test(test_bounds),
        cmocka_unit_test(test_path_draws_dark),
        cmocka_unit_test(test_svg),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
