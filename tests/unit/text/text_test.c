/* SPDX-License-Identifier: EUPL-1.2
 * text_test.c — folding of names and licence numbers against tables; the fragment property against every pair of names.
 */
#include "text_rig.h"

static void keys(void **state)
{
    (void)state;
    static const char *const ROWS[][2] = {
        {"遂溪县人民医院", "遂溪县人民医院"},
        {"遂溪縣人民醫院", "遂溪县人民医院"},
        {" 遂溪县　人民 医院 ", "遂溪县人民医院"},
        {"遂溪县人民医院（东院区）", "遂溪县人民医院东院区"},
        {"遂溪县人民医院(东院区)", "遂溪县人民医院东院区"},
        {"遂溪县人民医院〔东院区〕", "遂溪县人民医院东院区"},
        {"第二人民医院", "第2人民医院"},
        {"第2人民医院", "第2人民医院"},
        {"第２人民医院", "第2人民医院"},
        {"第②门诊部", "第2门诊部"},
        {"第十人民医院", "第10人民医院"},
        {"第十二人民医院", "第12人民医院"},
        {"二十一世纪口腔", "21世纪口腔"},
        {"三十里铺卫生室", "30里铺卫生室"},
        {"一二〇急救中心", "120急救中心"},
        {"一二零急救中心", "120急救中心"},
        {"ＡＢＣ Dental-Clinic", "abcdentalclinic"},
        {"毉院", "医院"},
        {"衞生院", "卫生院"},
        {"衛生院", "卫生院"},
        {"號", "号"},
        {"乾县", "干县"},
        {"台灣", "台湾"},
        {"⼈民", "人民"}, /* radical */
        {"ﾋﾞﾙ", "ビル"},
        {"㈱", "株"},
        {"！？…—·•《》", ""},
        {"", ""},
        {"\xff\xfe医\xc3院", "医院"},
        {"零零七", "007"},
        {"𬭊", "𬭊"}, /* beyond the basic plane */
    };
    for (size_t i = 0; i < sizeof ROWS / sizeof *ROWS; i++)
        same(text_key(arena, tools, str_from(ROWS[i][0])), ROWS[i][1]);
}

/* What "contains" rests on: cutting a name anywhere but inside a numeral and folding the parts gives the parts of the folded name.
 */
static void fragments(void **state)
{
    (void)state;
    static const char *const NAMES[] = {"遂溪縣第二人民醫院（東院區）", "湛江 ABC 牙科門診部", "海口１２３大藥房·南沙店",
                                        "雲南白藥大葯房"};
    for (size_t i = 0; i < sizeof NAMES / sizeof *NAMES; i++) {
        struct str name = str_from(NAMES[i]), whole = text_key(arena, tools, name);
        for (size_t cut = 0; cut < name.n; (void)utf8_next(name, &cut)) {
            struct str left = text_key(arena, tools, str_sub(name, 0, cut)),
                       right = text_key(arena, tools, str_sub(name, cut, name.n));
            assert_true(str_eq(str_cat(arena, left, right), whole));
        }
    }
}

static void keys_are_stable(void **state)
{
    (void)state;
    struct str once = text_key(arena, tools, STR("遂溪縣第十二人民醫院（東院區）ＡＢＣ"));
    assert_true(str_eq(text_key(arena, tools, once), once));
}

static void words(void **state)
{
    (void)state;
    struct str w[3];
    assert_int_equal(text_words(arena, tools, STR("  遂溪　縣 （） 医院\t门诊 多余"), w, 3), 3);
    same(w[0], "遂溪");
    same(w[1], "县");
    same(w[2], "医院");
    assert_int_equal(text_words(arena, tools, STR(""), w, 3), 0);
    assert_int_equal(text_words(arena, tools, STR("。， ；"), w, 3), 0);
    assert_int_equal(text_words(arena, tools, STR("医院"), w, 3), 1);
    assert_int_equal(text_words(arena, tools, STR("\xff"), w, 3), 0);
}

static void simplify(void **state)
{
    (void)state;
    same(text_simplify(arena, tools, STR("乾縣衞生院（第二）")), "乾县卫生院(第二)");
}

static void licences(void **state)
{
    (void)state;
    static const char *const SAME[] = {
        "粤湛卫医证字（2020）第0012号",
        "粵湛衛醫證字[2020]第0012號",
        "粤湛卫医证字〔2020〕0012",
        " 粤湛卫医证字 【２０２０】 0012 ",
    };
    struct str first = text_licence_key(arena, tools, str_from(SAME[0]));
    for (size_t i = 1; i < sizeof SAME / sizeof *SAME; i++)
        assert_true(str_eq(text_licence_key(arena, tools, str_from(SAME[i])), first));
    for (size_t i = 0; i < first.n; i++)
        assert_true(first.p[i] > ' ' && first.p[i] < 0x7f);
    assert_false(str_eq(text_licence_key(arena, tools, STR("湘湛卫医证字（2020）第0012号")), first));
    same(text_licence_key(arena, tools, STR("pdy-1008 8144/082317a.1002")), "PDY10088144082317A1002");
    same(text_licence_key(arena, tools, STR("粤2020")), "u7CA42020");
    same(text_licence_key(arena, tools, STR("第号—（）")), "");
    char many[400];
    memset(many, '7', sizeof many);
    struct str long1 = text_licence_key(arena, tools, (struct str){many, sizeof many});
    many[399] = '8';
    struct str long2 = text_licence_key(arena, tools, (struct str){many, sizeof many});
    assert_int_equal(long1.n, TEXT_LICENCE_MAX);
    assert_false(str_eq(long1, long2));
}

static void version(void **state)
{
    (void)state;
    struct str v = text_version(arena);
    assert_true(str_contains(v, STR("icu ")));
    assert_true(v.n < 60);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(keys),     cmocka_unit_test(fragments), cmocka_unit_test(keys_are_stable), cmocka_unit_test(words),
        cmocka_unit_test(simplify), cmocka_unit_test(licences),  cmocka_unit_test(version),
    };
    return cmocka_run_group_tests_name("text", tests, start, stop);
}
