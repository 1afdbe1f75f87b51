/* SPDX-License-Identifier: EUPL-1.2
 * import_record_test.c — files of records against a real server: known and unknown subjects, every refusal with its row, the same
 * fact twice, notes at the end of a file, amounts and points, units.
 */
#include "import_rig.h"
#include "record/record_store.h"
#include "subject/subject_store.h"

#define HEADER "名称,统一社会信用代码,证件号码,信息事项,标题,文号,认定日期,公示截止日期,失信程度,记分,罚款金额（万元）,责任股室\n"

static struct str text(const char *fmt, ...) __attribute__((format(printf, 1, 2)));
static struct str text(const char *fmt, ...)
{
    va_list ap;
    char *p = arena_alloc(rig.arena, 1 << 16);
    va_start(ap, fmt);
    int n = vsnprintf(p, 1 << 16, fmt, ap);
    va_end(ap);
    assert_in_range(n, 0, (1 << 16) - 1);
    return (struct str){p, (size_t)n};
}
#define C(n) str_cstr(rig.arena, rig_code(n))

static int with_subjects(void **state)
{
    rig_set_up(state);
    if (!rig.db)
        return 0;
    rig_counts(rig_import("subject", "medical_institution_1",
                          text("名称,统一社会信用代码\n一医院,%s\n二医院,%s\n三医院,%s\n四医院,%s\n", C(1), C(2), C(3), C(4)),
                          false)
                   .done,
               4, 4, 0, 0, 0);
    rig_counts(rig_import("subject", "medical_staff", text("姓名,身份证号\n王五,%s\n", str_cstr(rig.arena, rig_id(1))), false).done,
               1, 1, 0, 0, 0);
    return 0;
}

static struct records records_of(int n)
{
    struct subject s;
    assert_true(subject_by_code(rig.db, rig.arena, rig_code(n), &s));
    return record_of_subject(rig.db, rig.arena, s.id);
}

static void counts_agree_and_twice_is_nothing(void **state)
{
    struct rig *r = rig_of(state);
    struct str file = text(HEADER "一医院,%s,,表彰奖励,先进单位,遂卫办[2025]32号,2025-5-4,,,,,医政股\n"
                                  ",%s,,bad.9,记分一次,,2025年6月1日,,,2.5,,\n,,%s,表彰奖励,先进个人,,2025/7/1,,,,,\n",
                           C(1), C(1), str_cstr(r->arena, rig_id(1)));
    int64_t before = db_int(r->db, RECORDS);
    assert_int_equal(rig_check("record", "", file).checked, IMPORT_DONE);
    assert_int_equal(db_int(r->db, RECORDS), before);
    struct job j = rig_import("record", "", file, false);
    rig_counts(j.done, 3, 3, 0, 0, 0);
    assert_int_equal(db_int(r->db, COMMITS, str_fmt(r->arena, "%d", (int)j.id)), 1);
    struct records v = records_of(1);
    assert_int_equal(v.n, 2); /* newest first */
    assert_string_equal(str_cstr(r->arena, v.p[0].item), "bad.9");
    assert_int_equal(v.p[0].points, 2500);
    assert_string_equal(str_cstr(r->arena, v.p[0].unit_name), "法监股");
    assert_string_equal(str_cstr(r->arena, v.p[1].document_no), "遂卫办〔2025〕32号");
    assert_string_equal(str_cstr(r->arena, v.p[1].unit_name), "医政股");
    assert_int_equal(day_cmp(v.p[1].found, day_from_ymd(2025, 5, 4)), 0);
    j = rig_import("record", "", file, false);
    assert_int_equal(j.committed, IMPORT_NOTHING);
    rig_counts(j.done, 3, 0, 0, 3, 0);
    assert_int_equal(db_int(r->db, RECORDS), before + 3);
}

static void every_refusal_names_its_row(void **state)
{
    struct rig *r = rig_of(state);
    static const char *const EXPECT[][2] = {
        {"统一社会信用代码", "没有这个主体"},
        {"证件号码", "没有这个主体"},
        {"统一社会信用代码", "不能确定是哪个主体"},
        {"信息事项", "没有事项"},
        {"信息事项", "不在本地的信用信息目录"},
        {"认定日期", "没有认定"},
        {"认定日期", "不是日期"},
        {"认定日期", "晚于今天"},
        {"公示截止日期", "早于认定日期"},
        {"记分", "不是数字"},
        {"罚款金额", "不是数字"},
        {"文号", "超过 120 个字"},
        {"罚款金额", "不是数字"},
        {"罚款金额", "不是数字"},
    };
    const char *c = C(2), *longer = str_cstr(r->arena, str_replace(r->arena, text("%0121d", 0), STR("0"), STR("号")));
    struct str file = text(
        HEADER "无,%s,,表彰奖励,,,2025-1-1,,,,,\n无,,%s,表彰奖励,,,2025-1-1,,,,,\n无,,,表彰奖励,,,2025-1-1,,,,,\n"
               ",%s,,,,,2025-1-1,,,,,\n,%s,,没有的事项,,,2025-1-1,,,,,\n,%s,,表彰奖励,,,,,,,,\n,%s,,表彰奖励,,,不日,,,,,\n"
               ",%s,,表彰奖励,,,2027-1-1,,,,,\n,%s,,表彰奖励,,,2025-1-1,2024-12-31,,,,\n,%s,,bad.9,,,2025-1-1,,,两分,,\n"
               ",%s,,表彰奖励,,,2025-1-1,,,,-3,\n,%s,,表彰奖励,,%s,2025-1-1,,,,,\n,%s,,表彰奖励,,,2025-1-1,,,,9223372036854.9,\n"
               ",%s,,表彰奖励,,,2025-1-1,,,,99999999999999999999,\n",
        C(99), str_cstr(r->arena, rig_id(99)), c, c, c, c, c, c, c, c, c, longer, c, c);
    int64_t before = db_int(r->db, RECORDS);
    struct job j = rig_import("record", "", file, true);
    rig_counts(j.done, 14, 0, 0, 0, 14);
    for (int i = 0; i < 14; i++)
        assert_true(rig_fault(&j, 2 + i, false, EXPECT[i][0], EXPECT[i][1]));
    assert_int_equal(j.committed, IMPORT_NOTHING);
    assert_int_equal(db_int(r->db, RECORDS), before);
}

static void all_or_nothing(void **state)
{
    struct rig *r = rig_of(state);
    int64_t before = db_int(r->db, RECORDS);
    struct job j = rig_check("record", "good.1", text(HEADER ",%s,,,甲奖,,2025-1-1,,,,,\n,%s,,,乙奖,,,,,,,\n", C(3), C(3)));
    rig_commit(&j);
    assert_int_equal(j.committed, IMPORT_REFUSED_ROWS);
    assert_int_equal(db_int(r->db, RECORDS), before);
    assert_int_equal(records_of(3).n, 0);
    j.dry = j.done;
    j.skip_refused = true;
    rig_commit(&j);
    rig_counts(j.done, 2, 1, 0, 0, 1);
    assert_int_equal(db_int(r->db, RECORDS), before + 1);
}

static void the_same_fact_twice(void **state)
{
    rig_of(state);
    struct job j = rig_import(
        "record", "good.1",
        text(
            HEADER
            ",%s,,,丙奖,,2025-2-1,,,,,\n,%s,,,丙奖,,2025年2月1日,,,,,\n,%s,,,丙奖,,2025-2-2,,,,,\n,%s,,good.2,丙奖,,2025-2-1,,,,,\n",
            C(4), C(4), C(4), C(4)),
        false);
    rig_counts(j.done, 4, 3, 0, 1, 0);
    assert_true(rig_fault(&j, 3, true, "名称", "与第 2 行是同一条信息"));
    assert_int_equal(records_of(4).n, 3);
}

static void warnings_do_not_stop(void **state)
{
    struct rig *r = rig_of(state);
    struct job j = rig_import("record", "good.1", text(HEADER "别的名称,%s,,,丁奖,二十号文,2025-3-1,,,,,没有的股\n", C(2)), false);
    rig_counts(j.done, 1, 1, 0, 0, 0);
    assert_true(rig_fault(&j, 2, true, "名称", "二医院"));
    assert_true(rig_fault(&j, 2, true, "文号", "按原样保存"));
    assert_true(rig_fault(&j, 2, true, "责任股室", "没有名为"));
    assert_string_equal(str_cstr(r->arena, records_of(2).p[0].unit_name), "法监股");
}

/* A row of instructions ends the data; blank rows and dashes count as nothing; amounts are in 万元. */
static void notes_blanks_and_amounts(void **state)
{
    struct rig *r = rig_of(state);
    struct job j = rig_import("record", "bad.13",
                              text("遂溪县行政处罚信息表\n" HEADER
                                   ",%s,,,警告,遂卫罚〔2025〕9号,2025-3-1,-,—,,\"1,0.05\",\n\n表格说明：日期请填写完整,,,,,,,,,,,\n"
                                   ",,,,不算数,,,,,,,\n",
                                   C(3)),
                              false);
    rig_counts(j.done, 1, 1, 0, 0, 0);
    assert_int_equal(records_of(3).p[0].amount, 10050000);
    assert_string_equal(str_cstr(r->arena, records_of(3).p[0].title), "警告");
}

static void many_rows(void **state)
{
    struct rig *r = rig_of(state);
    struct out o;
    out_to_arena(&o, r->arena);
    out_str(&o, STR(HEADER));
    for (int i = 0; i < 3000; i++)
        out_fmt(&o, ",%s,,good.1,第%d次表彰,,2025-1-1,,,,,\n", C(1 + i % 4), i % 2500);
    int64_t before = db_int(r->db, RECORDS);
    struct job j = rig_import("record", "", out_text(&o), false);
    rig_counts(j.done, 3000, 2500, 0, 500, 0);
    assert_int_equal(db_int(r->db, RECORDS), before + 2500);
}

/* Withdrawing is guarded by the version; a withdrawn record is shown to nobody. */
static void withdrawn_once(void **state)
{
    struct rig *r = rig_of(state);
    struct records v = records_of(4);
    assert_true(v.n > 0);
    assert_false(record_withdraw(r->db, v.p[0].subject_id, v.p[0].id, v.p[0].version + 1));
    assert_true(record_withdraw(r->db, v.p[0].subject_id, v.p[0].id, v.p[0].version));
    assert_false(record_withdraw(r->db, v.p[0].subject_id, v.p[0].id, v.p[0].version + 1)); /* not twice */
    struct record x;
    assert_true(record_by_id(r->db, r->arena, v.p[0].id, &x));
    assert_int_equal(x.state, RECORD_WITHDRAWN);
    assert_false(day_is(x.show_from));
    assert_false(record_by_id(r->db, r->arena, 987654321, &x));
}

/* The commit trusts the dry run that all rows are new; the server's unique key says otherwise, and it looks again. */
static void what_another_import_brought_meanwhile_is_not_doubled(void **state)
{
    (void)rig_of(state);
    struct str one = text(HEADER ",%s,,表彰奖励,同时导入一,遂卫办[2025]81号,2025-5-4,,,,,\n", C(4));
    struct str two = text(
        HEADER ",%s,,表彰奖励,同时导入一,遂卫办[2025]81号,2025-5-4,,,,,\n,%s,,表彰奖励,同时导入二,遂卫办[2025]82号,2025-5-4,,,,,\n",
        C(4), C(4));
    struct job j = rig_check("record", "", two);
    rig_counts(j.dry, 2, 2, 0, 0, 0);
    rig_counts(rig_import("record", "", one, false).done, 1, 1, 0, 0, 0);
    size_t before = records_of(4).n;
    rig_commit(&j);
    assert_int_equal(j.committed, IMPORT_DONE);
    rig_counts(j.done, 2, 1, 0, 1, 0);
    assert_int_equal(records_of(4).n, before + 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(counts_agree_and_twice_is_nothing),
        cmocka_unit_test(every_refusal_names_its_row),
        cmocka_unit_test(all_or_nothing),
        cmocka_unit_test(the_same_fact_twice),
        cmocka_unit_test(warnings_do_not_stop),
        cmocka_unit_test(notes_blanks_and_amounts),
        cmocka_unit_test(many_rows),
        cmocka_unit_test(withdrawn_once),
        cmocka_unit_test(what_another_import_brought_meanwhile_is_not_doubled),
    };
    return cmocka_run_group_tests(tests, with_subjects, rig_tear_down);
}
