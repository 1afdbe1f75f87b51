/* SPDX-License-Identifier: EUPL-1.2
 * pinyin_test.c — readings of names, polyphones of places, cutting of typed letters; the agreement with a published list of
 * divisions when the data folder is there (goal: 97 % of counties).
 */
#include "text_rig.h"

#include "text/pinyin.h"

static void names(void **state)
{
    (void)state;
    static const char *const ROWS[][2] = {
        {"遂溪县人民医院", "sui xi xian ren min yi yuan"},
        {"遂溪縣人民醫院（東院區）", "sui xi xian ren min yi yuan dong yuan qu"},
        {"长兴县", "chang xing xian"},
        {"重庆市", "chong qing shi"},
        {"重症医学中心", "zhong zheng yi xue zhong xin"},
        {"乐清市", "yue qing shi"},
        {"乐平市", "le ping shi"},
        {"番禺区", "pan yu qu"},
        {"大埔县", "da bu xian"},
        {"黄埔区", "huang pu qu"},
        {"单县中心医院", "shan xian zhong xin yi yuan"},
        {"单位食堂", "dan wei shi tang"},
        {"单氏诊所", "shan shi zhen suo"}, /* a surname at the beginning */
        {"工商银行", "gong shang yin hang"},
        {"旅行社", "lv xing she"},
        {"解放军医院", "jie fang jun yi yuan"},
        {"区中医院", "qu zhong yi yuan"},
        {"吕女士美发厅", "lv nv shi mei fa ting"},
        {"第2人民医院A区", "di er ren min yi yuan a qu"},
        {"六安市", "lu an shi"},
        {"蚌埠亳州", "beng bu bo zhou"},
        {"〇号", "ling hao"},
        {"", ""},
        {"（）！", ""},
    };
    for (size_t i = 0; i < sizeof ROWS / sizeof *ROWS; i++)
        same(pinyin_of_name(arena, tools, str_from(ROWS[i][0])), ROWS[i][1]);
    same(pinyin_initials(arena, STR("sui xi xian ren min yi yuan")), "sxxrmyy");
    same(pinyin_initials(arena, STR("")), "");
}

static void numbers(void **state)
{
    (void)state;
    assert_int_equal(pinyin_number(STR("a")), 1);
    assert_int_equal(pinyin_number(STR("zzz")), 0);
    assert_int_equal(pinyin_number(STR("")), 0);
    assert_true(pinyin_number(STR("b")) > pinyin_number(STR("zuo")));
    assert_true(pinyin_number(STR("z")) < PINYIN_MAX);
    assert_true(pinyin_number(STR("lve")) > 0 && pinyin_number(STR("yuan")) > 0);
}

static void letters(void **state)
{
    (void)state;
    static const char *const ROWS[][2] = {
        {"RenMin", "renmin"}, {"lü", "lv"},       {"LÜ", "lv"},         {"lyu nyu", "lv nv"}, {"lu:e", "lve"},
        {"lue", "lve"},       {"xi'an", "xi an"}, {"  a - b  ", "a b"}, {"yuyuan", "yuyuan"}, {"ＴＯＮＧ　ｊｉ", "tong ji"},
    };
    for (size_t i = 0; i < sizeof ROWS / sizeof *ROWS; i++)
        same(pinyin_letters(arena, str_from(ROWS[i][0])), ROWS[i][1]);
    assert_null(pinyin_letters(arena, STR("人min")).p);
    assert_null(pinyin_letters(arena, STR("a1")).p);
    assert_null(pinyin_letters(arena, STR(" ")).p);
}

static void cuts(void **state)
{
    (void)state;
    static const struct {
        const char *in, *want; /* cuts with | between, tail after + */
    } ROWS[] = {
        {"renmin", "ren min"},
        {"xian", "xian|xi an"},
        {"xi an", "xi an"},
        {"fangang", "fang ang|fan gang"},
        {"renminy", "ren min+y"},
        {"suixixianrenminyiyuan", "sui xi xian ren min yi yuan|sui xi xian ren min yi yu an|sui xi xi an ren min yi yuan|"
                                  "sui xi xi an ren min yi yu an"},
        {"lvyou", "lv you"},
        {"zhongsh", "zhong+sh"},
        {"sxrmyy", ""},
        {"v", ""},
        {"", ""},
    };
    for (size_t i = 0; i < sizeof ROWS / sizeof *ROWS; i++) {
        struct pinyin_cut c[4];
        size_t n = pinyin_cuts(arena, str_from(ROWS[i].in), c, 4);
        struct str got = STR("");
        for (size_t k = 0; k < n; k++)
            got = str_fmt(arena, "%.*s%s%.*s%s%.*s", STR_ARG(got), k ? "|" : "", STR_ARG(c[k].syllables), c[k].tail.n ? "+" : "",
                          STR_ARG(c[k].tail));
        same(got, ROWS[i].want);
    }
}

/* Fields of one line of a plain CSV with optional quotes. */
static size_t fields(struct str line, struct str *out, size_t max)
{
    size_t n = 0;
    struct str head;
    while (n < max && str_cut(&line, ',', &head)) {
        head = str_trim(head);
        if (head.n >= 2 && head.p[0] == '"')
            head = str_sub(head, 1, head.n - 1);
        out[n++] = head;
    }
    return n;
}

static void agreement(void **state)
{
    (void)state;
    const char *root = getenv("SHARED_DATA");
    struct str path = str_fmt(arena, "%s/admin_divisions/areacity_pinyin_level3.csv", root ? root : "../shared/data");
    FILE *f = fopen(path.p, "r");
    if (!f) {
        print_message("skipped: %s is not there\n", path.p);
        skip();
    }
    char line[1024];
    int counties = 0, agree = 0;
    struct arena *a = arena_new(1 << 20);
    while (fgets(line, sizeof line, f)) {
        struct str x[8];
        if (fields(str_from(line), x, 8) < 7 || !str_eq(x[2], STR("2")))
            continue;
        struct str want = str_replace(a, str_replace(a, x[5], STR("ü"), STR("v")), STR("lue"), STR("lve"));
        counties++;
        agree += str_eq(pinyin_of_name(a, tools, x[3]), want);
        arena_reset(a);
    }
    (void)fclose(f);
    arena_free(&a);
    print_message("pinyin of counties: %d of %d agree (%.1f %%)\n", agree, counties, 100.0 * agree / counties);
    assert_true(counties > 2500);
    assert_true(agree * 100 >= counties * 97);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(names), cmocka_unit_test(numbers),   cmocka_unit_test(letters),
        cmocka_unit_test(cuts),  cmocka_unit_test(agreement),
    };
    return cmocka_run_group_tests_name("pinyin", tests, start, stop);
}
