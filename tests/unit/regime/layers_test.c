/* SPDX-License-Identifier: EUPL-1.2
 * layers_test.c — a layer laid over another, the version's hash,
     and damage: every shipped file cut short and with bytes flipped must give
 * faults or a regime, never a crash.
 */
#include "base/out.h"
#include "regime/regime_cases.h"
#include "regime/regime_files.h"

#include "support/unit.h"

#define PARENT                                                                                                                       \
    "head: {code: p, label: P, abstract: true, title: T, number: 1号, issuer: I, cite: P, division: \"100000\", from: 2020-01-01, " \
    "article: P 1}\n"                                                                                                                \
    "clocks:\n"                                                                                                                      \
    "  - {code: objection, label: parent's, within: 5 working days, article: P 2}\n"                                                 \
    "  - {code: repair, label: parent's, within: 9 working days, source: local, note: because}\n"                                    \
    "  - {code: gone, label: parent's, within: 9 working days, article: P 3}\n"
#define CHILD_HEAD                                                                                                                 \
    "head: {code: c, label: C, extends: p, abstract: true, title: T, number: 2号, issuer: I, cite: C, division: "                 \
    "\"440823\", from: 2022-01-01, article: C 1}\n"

static struct regime_load_result load_two(struct arena *a, const char *child, const char *parent)
{
    struct regime_text_in in[] = {{STR("c"), str_from(child)}, {STR("p"), str_from(parent)}};
    return regime_load_text(a, in, 2);
}

static void test_merge(void **state)
{
    (void)state;
    struct arena *a = arena_new(16u << 20);
    struct regime_load_result res = load_two(a,
                                             CHILD_HEAD "clocks:\n"
                                                        "  - {code: repair, within: 10 working days, article: C 2}\n"
                                                        "  - {code: gone, drop: true}\n"
                                                        "  - {code: own, label: child's, within: 1 months, article: C 3}\n",
                                             PARENT);
    for (size_t i = 0; i < res.faults.n; i++)
        print_error("%.*s\n", STR_ARG(regime_fault_text(a, &res.faults.p[i])));
    assert_non_null(res.regime);
    struct day day = day_from_ymd(2024, 1, 1);
    const struct regime_clock *kept = regime_clock(res.regime, STR("objection"), day),
                              *over = regime_clock(res.regime, STR("repair"), day);
    assert_int_equal(kept->within.n, 5);
    assert_true(str_eq(kept->legal.article, STR("P 2")));
    assert_int_equal(over->within.n, 10);              /* the child's value … */
    assert_true(str_eq(over->label, STR("parent's"))); /* … the parent's words … */
    assert_true(str_eq(over->legal.article, STR("C 2")) && !over->legal.local &&
                over->legal.note.n == 0); /* … the child's law alone */
    assert_null(regime_clock(res.regime, STR("gone"), day));
    assert_int_equal(regime_clock(res.regime, STR("own"), day)->within.unit, UNIT_MONTHS);
    assert_true(str_eq(res.regime->head.cite, STR("C"))); /* heads are not merged */
    assert_int_equal(res.regime->head.layers.n, 2);
    arena_free(&a);
}

static void expect_fault(struct arena *a, struct regime_load_result r, const char *want)
{
    assert_null(r.regime);
    for (size_t i = 0; i < r.faults.n; i++)
        if (str_eq(regime_fault_text(a, &r.faults.p[i]), str_from(want)))
            return;
    for (size_t i = 0; i < r.faults.n; i++)
        print_error("%.*s\n", STR_ARG(regime_fault_text(a, &r.faults.p[i])));
    assert_string_equal("", want); /* shows what is missing */
}

static void test_layer_faults(void **state)
{
    (void)state;
    struct arena *a = arena_new(16u << 20);
    /* the place is that of the layer that is wrong, whichever it is */
    expect_fault(a, load_two(a, CHILD_HEAD "clocks: [{code: repair, within: soon, article: C 2}]\n", PARENT),
                 "c.yaml:2:33: \"within\": \"soon\" is not like \"3 working days\", \"7 calendar days\" or \"1 months\"");
    expect_fault(a, load_two(a, CHILD_HEAD, PARENT "  - {code: bad, label: x, within: 0 months, article: P 4}\n"),
                 "p.yaml:6:35: \"within\": \"0 months\" is not like \"3 working days\", \"7 calendar days\" or \"1 months\"");
    expect_fault(a, load_two(a, CHILD_HEAD "clocks: [{code: other, drop: true}]\n", PARENT),
                 "c.yaml:2:10: nothing to drop: no parent layer has \"other\"");
    expect_fault(a, load_two(a, CHILD_HEAD, "head: {code: p, extends: c}\n"), "p.yaml:1:26: \"extends\" goes round in a circle");
    struct regime_text_in alone = {STR("c"), STR(CHILD_HEAD)};
    expect_fault(a, regime_load_text(a, &alone, 1), "c.yaml:1:36: there is no layer \"p\"");
    expect_fault(a, regime_load(a, STR("db/regimes"), STR("nowhere")), "nowhere.yaml: cannot be read from db/regimes");
    expect_fault(a, regime_load(a, STR("db/regimes"), STR("../regimes/hainan")),
                 "../regimes/hainan.yaml: cannot be read from "
                 "db/regimes");
    arena_free(&a);
}

static void test_hash(void **state)
{
    (void)state;
    struct arena *a = arena_new(64u << 20);
    struct str one = load_two(a, CHILD_HEAD, PARENT).regime->version_hash;
    assert_true(str_eq(one, load_two(a, CHILD_HEAD, PARENT).regime->version_hash));
    assert_false(str_eq(one, load_two(a, CHILD_HEAD "# a word\n", PARENT).regime->version_hash));
    assert_false(str_eq(one, load_two(a, CHILD_HEAD, PARENT "# a word\n").regime->version_hash));
    /* from the folder and from texts stored elsewhere: the same version */
    struct regime_text_in *texts = NULL;
    size_t n = 0;
    struct str dir = STR("db/regimes"), name = regime_file(a, dir, STR("huzhou"));
    assert_true(str_eq(name, STR("zhejiang-huzhou")));
    assert_true(regime_read_texts(a, dir, name, &texts, &n));
    assert_int_equal(n, 2);
    assert_true(
        str_eq(regime_load(a, dir, STR("huzhou")).regime->version_hash, regime_load_text(a, texts, n).regime->version_hash));
    arena_free(&a);
}

static void try_damaged(const struct regime_text_in *good, size_t n, char *bytes, size_t length)
{
    struct arena *a = arena_new(64u << 20);
    struct regime_text_in in[4];
    memcpy(in, good, n * sizeof *good);
    in[0].text = (struct str){bytes, length};
    struct regime_load_result r = regime_load_text(a, in, n);
    assert_true((r.regime == NULL) == (r.faults.n > 0));
    for (size_t i = 0; i < r.faults.n; i++)
        assert_true(utf8_valid(r.faults.p[i].message) && r.faults.p[i].message.n > 0);
    arena_free(&a);
}

static void test_damage(void **state)
{
    (void)state;
    static const char *const files[] = {"national", "guangdong-suixi", "guangdong-meizhou", "zhejiang-huzhou", "hainan", "hunan"};
    uint32_t seed = 20261122;
    for (size_t f = 0; f < sizeof files / sizeof *files; f++) {
        struct arena *a = arena_new(64u << 20);
        struct regime_text_in *texts = NULL;
        size_t n = 0;
        assert_true(regime_read_texts(a, STR("db/regimes"), str_from(files[f]), &texts, &n));
        size_t length = texts[0].text.n;
        char *bytes = arena_alloc(a, length);
        memcpy(bytes, texts[0].text.p, length);
        for (size_t cut = 0; cut < length; cut += length / 12)
            try_damaged(texts, n, bytes, cut);
        for (int i = 0; i < 25; i++) {
            seed = seed * 1664525u + 1013904223u;
            size_t at = seed % length;
            char kept = bytes[at];
            bytes[at] = (char)(kept ^ (1 << (seed >> 29)));
            try_damaged(texts, n, bytes, length);
            bytes[at] = kept;
        }
        arena_free(&a);
    }
}

static void test_check_report(void **state)
{
    (void)state;
    struct arena *a = arena_new(64u << 20);
    struct out good, bad;
    out_to_arena(&good, a);
    assert_true(regime_check(a, STR("db/regimes/guangdong-suixi.yaml"), &good));
    assert_true(str_contains(out_text(&good), STR("guangdong-suixi: 5 categories, 33 items, ")));
    assert_true(str_contains(out_text(&good), STR("golden cases\nversion ")));
    out_to_arena(&bad, a);
    assert_false(regime_check(a, STR("db/regimes/guangdong-suixi.cases.yaml"), &bad));
    assert_true(str_contains(out_text(&bad), STR("guangdong-suixi.cases.yaml:")));
    arena_free(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_merge),  cmocka_unit_test(test_layer_faults), cmocka_unit_test(test_hash),
        cmocka_unit_test(test_damage), cmocka_unit_test(test_check_report),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
