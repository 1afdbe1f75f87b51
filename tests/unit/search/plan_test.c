/* SPDX-License-Identifier: EUPL-1.2
 * plan_test.c — how queries are read, and which postings a name gets.
 */
#include "support/unit.h"

#include "base/arena.h"
#include "bench/names.h"
#include "search/search_gram.h"
#include "text/text.h"

static struct text_tools *tools;
static struct arena *arena;

static void readings(void **state)
{
    (void)state;
    static const struct {
        const char *q;
        enum search_kind kind;
        size_t readings, words, initials;
        const char *first; /* word or initials */
    } ROWS[] = {
        {"", SEARCH_EMPTY, 0, 0, 0, ""},
        {"　 （）", SEARCH_EMPTY, 0, 0, 0, ""},
        {"医", SEARCH_TOO_SHORT, 0, 1, 0, "医"},
        {"人 民", SEARCH_TOO_SHORT, 0, 2, 0, "人"},
        {"医院", SEARCH_NAME, 1, 1, 0, "医院"},
        {"遂溪　醫院 县", SEARCH_NAME, 1, 3, 0, "遂溪"},
        {"ABC诊所", SEARCH_NAME, 1, 1, 0, "abc诊所"},
        {"第二人民医院", SEARCH_NAME, 1, 1, 0, "第2人民医院"},
        {"120", SEARCH_NAME, 1, 1, 0, "120"},
        {"renmin", SEARCH_PINYIN, 1, 1, 0, " ren min "},
        {"RenMinY", SEARCH_PINYIN, 1, 1, 0, " ren min y"},
        {"xian", SEARCH_PINYIN, 1, 1, 0, " xi an "},
        {"fangang", SEARCH_PINYIN, 2, 1, 0, " fang ang "},
        {"sxrmyy", SEARCH_PINYIN, 1, 0, 1, "sxrmyy"},
        {"ren", SEARCH_PINYIN, 1, 0, 1, "ren"},
        {"sx", SEARCH_TOO_SHORT, 0, 0, 0, ""},
        {"a", SEARCH_TOO_SHORT, 0, 0, 0, ""},
        {"suixi renmin", SEARCH_PINYIN, 1, 2, 0, " sui xi "},
        {"ren min yi yuan", SEARCH_PINYIN, 1, 1, 0, " ren min yi yuan "},
        {"suixi rmyy", SEARCH_PINYIN, 1, 1, 1, " sui xi "},
        {"粤湛卫医证字（2020）第0012号", SEARCH_LICENCE, 1, 1, 0, ""},
        {"PDY10088144082317A1002", SEARCH_LICENCE, 1, 1, 0, ""},
        {"91230500MA1B3N1N2M", SEARCH_CODE, 0, 0, 0, ""},
        {" 91230500 ma1b3n1n2m", SEARCH_CODE, 0, 0, 0, ""},
        {"91230500MA1B3N1N2X", SEARCH_CODE, 0, 0, 0, ""},
        {"91230500MA1B3N1N2", SEARCH_CODE, 0, 0, 0, ""},
    };
    for (size_t i = 0; i < sizeof ROWS / sizeof *ROWS; i++) {
        struct search_plan p;
        search_plan(arena, tools, str_from(ROWS[i].q), &p);
        if (p.kind != ROWS[i].kind || p.n_readings != ROWS[i].readings)
            print_error("query \"%s\": kind %d, %zu readings\n", ROWS[i].q, p.kind, p.n_readings);
        assert_int_equal(p.kind, ROWS[i].kind);
        assert_int_equal(p.n_readings, ROWS[i].readings);
        const struct search_terms *r = &p.readings[0];
        if (p.kind == SEARCH_CODE || p.kind == SEARCH_EMPTY || (p.kind == SEARCH_TOO_SHORT && !ROWS[i].words))
            continue;
        assert_int_equal(r->n_words, ROWS[i].words);
        assert_int_equal(r->n_initials, ROWS[i].initials);
        if (ROWS[i].first[0])
            assert_string_equal(str_cstr(arena, r->n_words ? r->words[0] : r->initials[0]), ROWS[i].first);
    }
}

static void codes(void **state)
{
    (void)state;
    struct search_plan p;
    search_plan(arena, tools, STR("９１２３０５００ｍａ１ｂ３ｎ１ｎ２ｍ"), &p);
    assert_string_equal(str_cstr(arena, p.code), "91230500MA1B3N1N2M");
    assert_int_equal(p.verdict, USCC_OK);
    search_plan(arena, tools, STR("91230500MA1B3N1N2X"), &p);
    assert_int_equal(p.verdict, USCC_BAD_CHECK);
    search_plan(arena, tools, STR("9123050MA1B3N1N2M"), &p);
    assert_int_equal(p.verdict, USCC_BAD_LENGTH);
    search_plan(arena, tools, STR("a1B2c3D4e5F6g7H8"), &p);
    assert_string_equal(str_cstr(arena, p.public_id), "a1B2c3D4e5F6g7H8");
}

static bool has(struct search_grams g, uint32_t gram)
{
    for (size_t i = 0; i < g.n; i++)
        if (g.p[i] == gram)
            return true;
    return false;
}

static void postings(void **state)
{
    (void)state;
    struct search_grams g = search_name_grams(arena, STR("人民医院人民"));
    assert_int_equal(g.n, 4 + 4); /* pairs, 人民 once, and triples */
    assert_true(has(g, search_triple(u'民', u'医', u'院')));
    assert_true(has(g, search_pair(u'医', u'院')) && has(g, search_pair(u'院', u'人')));
    assert_int_equal(search_name_grams(arena, STR("医")).n, 0);
    assert_int_equal(search_name_grams(arena, STR("")).n, 0);
    struct search_grams p = search_pinyin_grams(arena, STR("ren min yi yuan"));
    assert_int_equal(p.n, 3 + 2);
    assert_true(has(p, search_trigram("rmy")) && has(p, search_trigram("myy")));
    assert_int_equal(search_pinyin_grams(arena, STR("")).n, 0);
    /* Every gram of a query is one of a name that holds it. */
    struct search_plan plan;
    search_plan(arena, tools, STR("minyiy"), &plan);
    for (size_t i = 0; i < plan.readings[0].n_grams; i++)
        assert_true(has(p, plan.readings[0].grams[i]));
}

/* A posting holds the bits of every query that its name answers; hardly ever those of one that it does not. */
static void signatures(void **state)
{
    (void)state;
    static const struct {
        const char *q, *name;
        bool hit;
    } ROWS[] = {
        {"遂溪 医院", "遂溪县人民医院", true},    {"遂溪县 人民医院", "遂溪县人民医院", true},
        {"医院 遂溪", "遂溪县人民医院", true},    {"院", "遂溪县人民医院", true}, /* nothing known: nothing asked for */
        {"遂溪 诊所", "遂溪县人民医院", false},   {"遂溪 民人", "遂溪县人民医院", false},
        {"suixi renmin", "遂溪县人民医院", true}, {"suixi rmyy", "遂溪县人民医院", true},
        {"sxxrmyy", "遂溪县人民医院", true},      {"suixi zhensuo", "遂溪县人民医院", false},
        {"sxxzs", "遂溪县人民医院", false},
    };
    for (size_t i = 0; i < sizeof ROWS / sizeof *ROWS; i++) {
        struct search_plan plan;
        search_plan(arena, tools, str_from(ROWS[i].q), &plan);
        const struct search_terms *r = &plan.readings[0];
        struct str name = str_from(ROWS[i].name);
        struct search_grams g = r->pinyin ? search_pinyin_grams(arena, search_pinyin_of(arena, tools, name))
                                          : search_name_grams(arena, search_key_of(arena, tools, name));
        bool may_hit = (~g.signatures[0] & r->signatures[0]) == 0 && (~g.signatures[1] & r->signatures[1]) == 0;
        if (may_hit != ROWS[i].hit)
            print_error("query \"%s\"\n", ROWS[i].q);
        assert_int_equal(may_hit, ROWS[i].hit);
    }
    assert_int_equal(search_name_grams(arena, STR("医")).signatures[0], 0);
    for (uint32_t gram = 1; gram; gram <<= 1)
        assert_in_range(__builtin_popcountll(search_bits(gram)), 1, 3);
}

static void false_alarms(void **state)
{
    (void)state;
    struct name_maker m = {.state = 3};
    struct str before = STR("遂溪县人民医院");
    size_t alarms = 0, tried = 0;
    for (int i = 0; i < 5000; i++) {
        struct str key = search_key_of(arena, tools, names_make(arena, &m));
        uint64_t of_name = search_name_grams(arena, key).signatures[0];
        struct str word = utf8_prefix(before, 2);
        uint64_t of_word = search_name_grams(arena, word).signatures[0];
        bool holds = str_contains(key, word);
        assert_true(!holds || (~of_name & of_word) == 0);
        tried += !holds;
        alarms += !holds && (~of_name & of_word) == 0;
        before = key;
    }
    assert_true(tried > 4000);
    assert_true(alarms * 10 < tried); /* some 4 % */
}

static void ranks(void **state)
{
    (void)state;
    uint64_t near = search_rank(STR("医院"), 9), far = search_rank(STR("人民医院"), 1);
    assert_true(near < far);
    assert_int_equal(near >> SEARCH_ID_BITS, 2);
    assert_int_equal(near & SEARCH_ID_MASK, 9);
}

static int start(void **state)
{
    (void)state;
    tools = text_open();
    arena = arena_new(8 << 20);
    return 0;
}

static int stop(void **state)
{
    (void)state;
    text_close(&tools);
    arena_free(&arena);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(readings),   cmocka_unit_test(codes),        cmocka_unit_test(postings),
        cmocka_unit_test(signatures), cmocka_unit_test(false_alarms), cmocka_unit_test(ranks),
    };
    return cmocka_run_group_tests_name("search plan", tests, start, stop);
}
