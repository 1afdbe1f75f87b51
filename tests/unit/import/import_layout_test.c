/* SPDX-License-Identifier: EUPL-1.2
 * import_layout_test.c — the national layouts of 2015 and 2018, licences and penalties, with headers in Chinese and as field codes;
 * rows are made up. Amounts are in 万元, what follows 表格说明 is no data, a decision that no longer holds is refused.
 */
#include "import_rig.h"

#include "import/import_field.h"
#include "record/record_store.h"
#include "subject/subject_store.h"

static int64_t subject_of(int n, const char *name)
{
    struct str code = rig_code(n);
    struct str file = str_fmt(rig.arena, "名称,统一社会信用代码\n%s,%.*s\n", name, STR_ARG(code));
    struct job j = rig_import("subject", "public_place_other", file, false);
    rig_counts(j.done, 1, 1, 0, 0, 0);
    struct subject s;
    assert_true(subject_by_code(rig.db, rig.arena, code, &s));
    return s.id;
}

/* As the steps do it: upload without an item, look, check. */
static struct job looked(struct str file)
{
    struct job j = {.bytes = file};
    j.b = (struct import_batch){
        .kind = STR("record"), .item = STR(""), .file_name = STR("x"), .unit_id = 1, .division = STR("440823")};
    db_transaction(rig.db, job_upload, &j);
    assert_int_equal(import_look(&rig.c, j.id, file), IMPORT_DONE);
    assert_int_equal(import_check(&rig.c, j.id, file), IMPORT_DONE);
    assert_true(import_get(rig.db, rig.arena, j.id, &j.dry));
    return j;
}

static void is_layout(const struct job *j, const char *code)
{
    if (!str_eq(j->dry.layout, str_from(code)))
        print_message("%.*s, not %s\n", STR_ARG(j->dry.layout), code);
    assert_true(str_eq(j->dry.layout, str_from(code)));
}

static struct record only_record(int64_t subject)
{
    struct records r = record_of_subject(rig.db, rig.arena, subject);
    assert_int_equal(r.n, 1);
    return r.p[0];
}

static const char PENALTY_2018[] =
    "行政相对人名称,行政相对人类别,行政相对人代码_1（统一社会信用代码）,行政相对人代码_2（工商注册号）,法定代表人,"
    "法定代表人证件号码,证件类型,证件号码,行政处罚决定书文号,违法行为类型,违法事实,处罚依据,处罚类别,处罚内容,"
    "罚款金额（万元）,没收违法所得、没收非法财物的金额（万元）,暂扣或吊销证照名称及编号,处罚决定日期,处罚有效期,"
    "公示截止期,处罚机关,处罚机关统一社会信用代码,数据来源单位,数据来源单位统一社会信用代码,备注\n";

static void penalties_of_2018(void **state)
{
    struct rig *r = rig_of(state);
    int64_t first = subject_of(800, "处罚甲店"), second = subject_of(801, "处罚乙店");
    struct str file = str_fmt(
        r->arena,
        "%s处罚甲店,法人及非法人组织,%.*s,,陈示,440823198004030012,,,遂卫公罚[2025]3号,未按规定消毒,公共用品检测不合格,"
        "公共场所卫生管理条例实施细则第三十六条,罚款,罚款人民币伍仟元整,0.5,,,2025/3/4,2026/3/4,2026/3/4,遂溪县卫生健康局,,,,\n"
        "处罚乙店,法人及非法人组织,%.*s,,李示,,,,遂卫公罚〔2025〕4号,未亮证,未公示卫生许可证,细则,警告（当场处罚）,警告,,,,"
        "2025/3/5,,,遂溪县卫生健康局,,,,\n"
        "表格说明：1.必填项不得为空,,,,,,,,,,,,,,,,,,,,,,,,\n再说明,,,,,,,,,,,,,,,,,,,,,,,,\n",
        PENALTY_2018, STR_ARG(rig_code(800)), STR_ARG(rig_code(801)));
    struct job j = looked(file);
    is_layout(&j, "penalty2018");
    rig_counts(j.dry, 2, 2, 0, 0, 0);
    rig_commit(&j);
    struct record x = only_record(first), y = only_record(second);
    assert_true(str_eq(x.item, STR("dishonest.1"))); /* SX 附件2 失信信息1: the ordinary procedure */
    assert_int_equal(x.amount, 500000);              /* 0.5 万元 in fen */
    assert_true(str_eq(x.document_no, STR("遂卫公罚〔2025〕3号")));
    assert_true(str_eq(x.title, STR("未按规定消毒")));
    assert_true(str_contains(x.detail, STR("违法事实：公共用品检测不合格")) && str_contains(x.detail, STR("处罚类别：罚款")));
    assert_false(str_contains(x.detail, STR("4408231980")));
    assert_true(str_eq(y.item, STR("bad.13"))); /* SX 附件2 不良信息13: on the spot */
    struct job again = looked(file);
    rig_counts(again.dry, 2, 0, 0, 2, 0);
}

static void penalties_of_2015_by_field_code(void **state)
{
    struct rig *r = rig_of(state);
    int64_t id = subject_of(802, "处罚丙店");
    struct str file = str_fmt(
        r->arena,
        "CF_WSH,CF_CFMC,CF_CFLB1,CF_CFLB2,CF_SY,CF_YJ,CF_XDR_MC,CF_XDR_SHXYM,CF_XDR_ZDM,CF_XDR_SFZ,CF_FR,CF_JG,CF_JDRQ,CF_XZJG,CF_ZT,BZ\n"
        "遂卫医罚〔2016〕1号,超范围执业案,罚款,,超出登记的诊疗科目,条例第四十七条,处罚丙店,%.*s,,,陈示,罚款1000元,2016年5月6日,遂溪县卫生局,0,\n"
        "遂卫医罚〔2016〕2号,另一案,罚款,,事由,依据,处罚丙店,%.*s,,,陈示,罚款,2016年5月7日,遂溪县卫生局,1,\n",
        STR_ARG(rig_code(802)), STR_ARG(rig_code(802)));
    struct job j = looked(file);
    is_layout(&j, "penalty2015");
    rig_counts(j.dry, 2, 1, 0, 0, 1);
    assert_true(rig_fault(&j, 3, false, "当前状态", "已撤销"));
    j.skip_refused = true;
    rig_commit(&j);
    struct record x = only_record(id);
    assert_true(str_eq(x.title, STR("超范围执业案")) && str_contains(x.detail, STR("处罚内容：罚款1000元")));
}

static void licences_of_2018(void **state)
{
    struct rig *r = rig_of(state);
    int64_t id = subject_of(803, "许可甲店");
    struct str file = str_fmt(
        r->arena,
        "行政相对人名称,行政相对人类别,统一社会信用代码,工商注册号,法定代表人,法定代表人身份证号,自然人证件类型,证件号码,"
        "行政许可决定文书名称,行政许可决定文书号,许可类别,许可证书名称,许可编号,许可内容,许可决定日期,有效期自,有效期至,许可机关,"
        "许可机关统一社会信用代码,当前状态,数据来源单位,数据来源单位统一社会信用代码,备注\n"
        "许可甲店,法人,%.*s,,陈示,440823198004030012,,,准予许可决定书,遂卫公许〔2024〕7号,普通,卫生许可证,粤卫公证字〔2024〕第0823-7号,"
        "公共场所（理发）,2024/2/1,2024/2/1,2028/1/31,遂溪县卫生健康局,,1,,,\n"
        "许可甲店,法人,%.*s,,陈示,,,,准予许可决定书,遂卫公许〔2024〕8号,普通,卫生许可证,粤卫公证字〔2024〕第0823-8号,"
        "公共场所（美容）,2024/2/1,2024/2/1,2099/12/31,遂溪县卫生健康局,,2,,,\n",
        STR_ARG(rig_code(803)), STR_ARG(rig_code(803)));
    struct job j = looked(file);
    is_layout(&j, "licence2018");
    assert_true(str_eq(j.dry.item, STR("base.2")));
    rig_counts(j.dry, 2, 1, 0, 0, 1);
    j.skip_refused = true;
    rig_commit(&j);
    struct record x = only_record(id);
    assert_true(str_eq(x.item, STR("base.2")) && str_contains(x.detail, STR("公共场所（理发）")));
    struct subject_licences l = subject_licences(r->db, r->arena, id);
    assert_int_equal(l.n, 1);
    assert_true(str_eq(l.p[0].number, STR("粤卫公证字〔2024〕第0823-7号")) && str_eq(l.p[0].kind, STR("卫生许可证")));
    assert_true(day_cmp(l.p[0].valid_to, day_from_ymd(2028, 1, 31)) == 0 &&
                day_cmp(l.p[0].valid_from, day_from_ymd(2024, 2, 1)) == 0);
}

static void licences_of_2015(void **state)
{
    struct rig *r = rig_of(state);
    int64_t id = subject_of(804, "许可乙店");
    struct str file = str_fmt(
        r->arena,
        "XK_WSH,XK_XMMC,XK_SPLB,XK_NR,XK_XDR,XK_XDR_SHXYM,XK_XDR_ZDM,XK_XDR_SFZ,XK_FR,XK_JDRQ,XK_JZQ,XK_XZJG,XK_ZT,DFBM,SJC,BZ\n"
        "遂卫许〔2016〕9号,公共场所卫生许可,普通,理发店,许可乙店,%.*s,,,陈示,2016-05-06,2020-05-05,遂溪县卫生局,0,440823,2016-05-07,\n"
        "遂卫许〔2016〕10号,公共场所卫生许可,普通,理发店,不在库的店,%.*s,,,陈示,2016-05-06,,遂溪县卫生局,0,440823,2016-05-07,\n",
        STR_ARG(rig_code(804)), STR_ARG(rig_code(899)));
    struct job j = looked(file);
    is_layout(&j, "licence2015");
    rig_counts(j.dry, 2, 1, 0, 0, 1);
    assert_true(rig_fault(&j, 3, false, "代码", "没有这个主体"));
    j.skip_refused = true;
    rig_commit(&j);
    struct subject_licences l = subject_licences(r->db, r->arena, id);
    assert_int_equal(l.n, 1); /* the layout has no number of the licence: the document's */
    assert_true(str_eq(l.p[0].number, STR("遂卫许〔2016〕9号")));
}

static void no_layout(void **state)
{
    struct rig *r = rig_of(state);
    const struct str usual[] = {STR("名称"), STR("统一社会信用代码"), STR("信息事项"), STR("认定日期"), STR("处罚内容")};
    assert_null(import_layout_of(r->arena, usual, 5));
    assert_null(import_layout_of(r->arena, usual, 0));
}

static void amounts_with_their_unit(void **state)
{
    struct rig *r = rig_of(state);
    int64_t id = subject_of(805, "金额店");
    static const struct {
        const char *header, *cell;
        int64_t fen;
    } rows[] = {{"罚款金额（万元）", "0.5", 500000},
                {"罚款金额（元）", "5000", 500000},
                {"罚款金额", "1.5万元", 1500000},
                {"罚款金额", "3000元", 300000}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct str file = str_fmt(r->arena, "统一社会信用代码,信息事项,标题,认定日期,%s\n%.*s,行政处罚,金额%zu,2025-1-1,%s\n",
                                  rows[i].header, STR_ARG(rig_code(805)), i, rows[i].cell);
        struct job j = rig_import("record", "", file, false);
        rig_counts(j.done, 1, 1, 0, 0, 0);
        struct records x = record_of_subject(r->db, r->arena, id);
        bool found = false;
        for (size_t k = 0; k < x.n; k++)
            found = found || x.p[k].amount == rows[i].fen;
        assert_true(found);
    }
    struct job j =
        rig_check("record", "",
                  str_fmt(r->arena, "统一社会信用代码,信息事项,标题,认定日期,罚款金额\n%.*s,行政处罚,字,2025-1-1,人民币壹万元\n",
                          STR_ARG(rig_code(805))));
    rig_counts(j.dry, 1, 0, 0, 0, 1);
    assert_true(rig_fault(&j, 2, false, "罚款", "不是数字"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(penalties_of_2018), cmocka_unit_test(penalties_of_2015_by_field_code),
        cmocka_unit_test(licences_of_2018),  cmocka_unit_test(licences_of_2015),
        cmocka_unit_test(no_layout),         cmocka_unit_test(amounts_with_their_unit),
    };
    return cmocka_run_group_tests(tests, rig_set_up, rig_tear_down);
}
