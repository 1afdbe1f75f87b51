/* SPDX-License-Identifier: EUPL-1.2
 * import_subject_test.c — files of subjects against a real server: dry run and commit agree, every refusal names its row, all or
 * nothing, the same file twice changes nothing.
 */
#include <iconv.h>

#include "import_rig.h"
#include "subject/subject_store.h"

#define HEADER "名称,统一社会信用代码,主体类型,所属乡镇,地址,成立日期,许可证号,许可证名称,曾用名,证件号码,经营状态\n"
#define FIRM   "medical_institution_1"

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
#define C(n)  str_cstr(rig.arena, rig_code(n))
#define ID(n) str_cstr(rig.arena, rig_id(n))

static struct subject stored(int n)
{
    struct subject s;
    assert_true(subject_by_code(rig.db, rig.arena, rig_code(n), &s));
    return s;
}

static void counts_agree_and_twice_is_nothing(void **state)
{
    struct rig *r = rig_of(state);
    struct str file = text(HEADER "甲医院,%s," FIRM ",黄略镇,一路1号,2019-3-4,粤001,医疗机构执业许可证,老甲医院,,\n"
                                  "乙医院,%s," FIRM ",洋青,,2019/3/4,,,,,\n",
                           C(1), C(2));
    int64_t before = db_int(r->db, SUBJECTS), names = db_int(r->db, NAMES);
    struct job j = rig_check("subject", "", file);
    assert_int_equal(j.checked, IMPORT_DONE);
    assert_int_equal(db_int(r->db, SUBJECTS), before); /* a dry run writes no subject */
    j = rig_import("subject", "", file, false);
    assert_int_equal(j.committed, IMPORT_DONE);
    rig_counts(j.done, 2, 2, 0, 0, 0);
    assert_string_equal(str_cstr(r->arena, j.done.state), "committed");
    assert_int_equal(db_int(r->db, SUBJECTS), before + 2);
    assert_int_equal(db_int(r->db, NAMES), names + 3);
    assert_int_equal(db_int(r->db, COMMITS, str_fmt(r->arena, "%d", (int)j.id)), 1);
    struct subject s = stored(1);
    assert_string_equal(str_cstr(r->arena, s.division), "440823101");
    assert_string_equal(str_cstr(r->arena, s.name), "甲医院");
    assert_int_equal(day_cmp(s.established, day_from_ymd(2019, 3, 4)), 0);
    assert_string_equal(str_cstr(r->arena, stored(2).division), "440823102");
    j = rig_import("subject", "", file, false);
    assert_int_equal(j.committed, IMPORT_NOTHING);
    rig_counts(j.done, 2, 0, 0, 2, 0);
    assert_int_equal(db_int(r->db, SUBJECTS), before + 2);
    assert_int_equal(db_int(r->db, NAMES), names + 3);
    assert_int_equal(stored(1).version, s.version);
}

static void a_changed_row(void **state)
{
    struct rig *r = rig_of(state);
    struct job j = rig_import("subject", FIRM, text(HEADER "丙医院,%s,,黄略镇,,,粤100,许可,,,\n", C(10)), false);
    rig_counts(j.done, 1, 1, 0, 0, 0);
    struct subject before = stored(10);
    j = rig_import("subject", FIRM, text(HEADER "丙新医院,%s,,洋青镇,,,粤200,许可,,,\n", C(10)), false);
    rig_counts(j.done, 1, 0, 1, 0, 0);
    struct subject s = stored(10);
    assert_int_equal(s.id, before.id);
    assert_int_equal(s.version, before.version + 1);
    assert_string_equal(str_cstr(r->arena, s.name), "丙新医院");
    assert_string_equal(str_cstr(r->arena, s.division), "440823102");
    struct subject_former_names f = subject_former_names(r->db, r->arena, s.id);
    assert_int_equal(f.n, 1); /* renamed: the old name stays findable */
    assert_string_equal(str_cstr(r->arena, f.p[0]), "丙医院");
    struct subject_licences l = subject_licences(r->db, r->arena, s.id);
    assert_int_equal(l.n, 1);
    assert_string_equal(str_cstr(r->arena, l.p[0].number), "粤200"); /* the new licence, not the old number with the new words */
    rig_counts(rig_import("subject", FIRM, text(HEADER "丙新医院,%s,,洋青镇,,,粤200,许可,,,\n", C(10)), false).done, 1, 0, 0, 1, 0);
}

static struct str wrong_check(int n)
{
    struct str s = str_dup(rig.arena, rig_code(n));
    char *last = (char *)(uintptr_t)s.p + 17;
    *last = *last == '1' ? '2' : '1';
    return s;
}

static void every_refusal_names_its_row(void **state)
{
    struct rig *r = rig_of(state);
    struct str longer = str_replace(r->arena, text("%050d", 0), STR("0"), STR("很长的名称"));
    static const char *const EXPECT[][2] = {
        {"名称", "没有填写名称"},     {"名称", "只有一个字"},
        {"名称", "超过 200 个字"},    {"统一社会信用代码", "没有统一社会信用代码"},
        {"统一社会信用代码", "18位"}, {"统一社会信用代码", "第18位"},
        {"主体类型", "没有主体类型"}, {"成立日期", "晚于今天"},
        {"成立日期", "不是日期"},     {"经营状态", "已经注销"},
        {"证件号码", "没有证件号码"}, {"证件号码", ""},
    };
    struct str file =
        text("表\n" HEADER ",%s," FIRM ",,,,,,,,\n甲,%s," FIRM ",,,,,,,,\n%s,%s," FIRM ",,,,,,,,\n无码医院,," FIRM
             ",,,,,,,,\n短码医院,9144," FIRM ",,,,,,,,\n"
             "错码医院,%s," FIRM ",,,,,,,,\n怪类医院,%s,游乐场,,,,,,,,\n未来医院,%s," FIRM ",,,2027-1-1,,,,,\n乱日医院,%s," FIRM
             ",,,去年,,,,,\n"
             "注销医院,%s," FIRM ",,,,,,,,注销\n张三,,medical_staff,,,,,,,,\n李四,,medical_staff,,,,,,,440823198004030010,\n",
             C(20), C(21), str_cstr(r->arena, longer), C(22), str_cstr(r->arena, wrong_check(23)), C(24), C(25), C(26), C(27));
    struct job j = rig_check("subject", "", file);
    assert_int_equal(j.checked, IMPORT_DONE);
    rig_counts(j.dry, 12, 0, 0, 0, 12);
    for (int i = 0; i < 12; i++)
        assert_true(rig_fault(&j, 3 + i, false, EXPECT[i][0], EXPECT[i][1]));
    struct import_faults f = import_faults(r->db, r->arena, j.id, 8, 1);
    assert_int_equal(f.n, 1);
    assert_int_equal(f.p[0].row_no, 8);
}

static void all_or_nothing(void **state)
{
    struct rig *r = rig_of(state);
    struct str file =
        text(HEADER "好一医院,%s," FIRM ",,,,,,,,\n坏医院,12," FIRM ",,,,,,,,\n好二医院,%s," FIRM ",,,,,,,,\n", C(30), C(31));
    int64_t before = db_int(r->db, SUBJECTS), names = db_int(r->db, NAMES);
    struct job j = rig_check("subject", "", file);
    rig_commit(&j);
    assert_int_equal(j.committed, IMPORT_REFUSED_ROWS);
    assert_string_equal(str_cstr(r->arena, j.done.state), "checked");
    assert_true(str_contains(j.done.message, STR("没有导入任何数据")));
    assert_int_equal(db_int(r->db, SUBJECTS), before);
    assert_int_equal(db_int(r->db, NAMES), names);
    assert_int_equal(db_int(r->db, COMMITS, str_fmt(r->arena, "%d", (int)j.id)), 0);
    j.dry = j.done;
    j.skip_refused = true;
    rig_commit(&j);
    assert_int_equal(j.committed, IMPORT_DONE);
    rig_counts(j.done, 3, 2, 0, 0, 1);
    assert_int_equal(db_int(r->db, SUBJECTS), before + 2);
    assert_int_equal(import_commit(&r->c, j.id, file), IMPORT_WRONG_STATE); /* taken up again after the end: nothing */
    assert_int_equal(db_int(r->db, SUBJECTS), before + 2);
    assert_int_equal(db_int(r->db, COMMITS, str_fmt(r->arena, "%d", (int)j.id)), 1);
    assert_int_equal(import_check(&r->c, j.id, file), IMPORT_WRONG_STATE);
    j.dry.version = 1; /* somebody was first */
    assert_false(db_transaction(r->db, job_request, &j));
}

static void within_a_file(void **state)
{
    rig_of(state);
    struct job j = rig_import("subject", FIRM,
                              text(HEADER "丁医院,%s,,,,,,,,,\n丁医院,%s,,,,,,,,,\n丁二医院,%s,,,,,,,,,\n戊医院,%s,,,,,,,,,\n",
                                   C(40), C(40), C(40), C(41)),
                              true);
    rig_counts(j.done, 4, 2, 0, 1, 1);
    assert_true(rig_fault(&j, 3, true, "名称", "与第 2 行完全相同"));
    assert_true(rig_fault(&j, 4, false, "名称", "与第 2 行是同一主体"));
}

/* Repeats are found across the chunks in which rows are handled. */
static void many_rows(void **state)
{
    struct rig *r = rig_of(state);
    struct out o;
    out_to_arena(&o, r->arena);
    out_str(&o, STR(HEADER));
    for (int i = 0; i < 1000; i++)
        out_fmt(&o, "多行医院%d,%s," FIRM ",,,,,,,,\n", i % 700, C(1000 + i % 700));
    int64_t before = db_int(r->db, SUBJECTS);
    struct job j = rig_import("subject", "", out_text(&o), false);
    rig_counts(j.done, 1000, 700, 0, 300, 0);
    assert_int_equal(db_int(r->db, SUBJECTS), before + 700);
}

static void codes_to_be_confirmed_or_supplied(void **state)
{
    struct rig *r = rig_of(state);
    struct job j = {.bytes = text(HEADER "错码医院,%s," FIRM ",,,,,,,,\n", str_cstr(r->arena, wrong_check(50)))};
    j.b = (struct import_batch){
        .kind = STR("subject"), .item = STR(""), .unit_id = 1, .division = STR("440823"), .confirm_codes = true};
    db_transaction(r->db, job_upload, &j);
    assert_int_equal(import_check(&r->c, j.id, j.bytes), IMPORT_DONE);
    assert_true(import_get(r->db, r->arena, j.id, &j.dry));
    rig_counts(j.dry, 1, 1, 0, 0, 0);
    assert_true(rig_fault(&j, 2, true, "统一社会信用代码", "第18位"));
    j.bytes = text(HEADER "无码诊所,," FIRM ",黄略镇,二路,,,,,,\n无码诊所,," FIRM ",洋青镇,二路,,,,,,\n无码诊所,," FIRM
                          ",黄略镇,二路,,,,,,\n");
    j.b.without_code = true;
    db_transaction(r->db, job_upload, &j);
    assert_int_equal(import_check(&r->c, j.id, j.bytes), IMPORT_DONE);
    assert_true(import_get(r->db, r->arena, j.id, &j.dry));
    rig_counts(j.dry, 3, 2, 0, 1, 0); /* two places, two archives; the third is a repetition */
}

/* A person's row may carry the employer's code, an organisation's the manager's number: neither is the subject's own. */
static void the_other_kind_of_number(void **state)
{
    struct rig *r = rig_of(state);
    int64_t before = db_int(r->db, SUBJECTS);
    struct job j = rig_import(
        "subject", "",
        text(HEADER
             "己医院,%s," FIRM
             ",,,,,,,%s,\n王五,%s,medical_staff,,,,,,,%s,\n赵六,见单位营业执照副本上的统一社会信用代码,medical_staff,,,,,,,%s,\n",
             C(60), ID(1), C(60), ID(1), ID(2)),
        false);
    rig_counts(j.done, 3, 3, 0, 0, 0);
    assert_int_equal(db_int(r->db, SUBJECTS), before + 3);
    assert_string_equal(str_cstr(r->arena, stored(60).name), "己医院");
    assert_int_equal(stored(60).id_kind, ID_NONE);
}

/* Neither name nor number of a person lies in the clear; the search index does not know the person. */
static void persons_are_sealed(void **state)
{
    static const struct db_column columns[] = {{DB_STR, 0}};
    struct rig *r = rig_of(state);
    DB_STATEMENT(
        PERSON,
        "SELECT CONCAT_WS('|', name, COALESCE(code, ''), address, representative) FROM subject WHERE kind = 3 ORDER BY id DESC LIMIT 1");
    DB_STATEMENT(CANARY,
                 "SELECT COUNT(*) FROM subject WHERE kind = 3 AND (INSTR(name_sealed, '钱') OR INSTR(id_sealed, '19800403') OR"
                 " LENGTH(id_index) <> 16)");
    int64_t names = db_int(r->db, NAMES);
    struct job j = rig_import("subject", "medical_staff", text("姓名,身份证号\n钱多多,%s\n", ID(7)), false);
    rig_counts(j.done, 1, 1, 0, 0, 0);
    struct str shown;
    assert_true(db_one(r->db, r->arena, PERSON, columns, &shown));
    assert_string_equal(str_cstr(r->arena, shown), "钱**|||");
    assert_int_equal(db_int(r->db, CANARY), 0);
    assert_int_equal(db_int(r->db, NAMES), names);
    rig_counts(rig_import("subject", "medical_staff", text("姓名,身份证号\n钱多多,%s\n", ID(7)), false).done, 1, 0, 0, 1, 0);
}

static struct str gb18030(struct str s)
{
    char *p = arena_alloc(rig.arena, s.n * 2 + 8), *out = p, *in = (char *)(uintptr_t)s.p;
    size_t left = s.n, room = s.n * 2 + 8;
    iconv_t cd = iconv_open("GB18030", "UTF-8");
    assert_true(cd != (iconv_t)-1 && iconv(cd, &in, &left, &out, &room) != (size_t)-1);
    iconv_close(cd);
    return (struct str){p, (size_t)(out - p)};
}

static void encodings(void **state)
{
    struct rig *r = rig_of(state);
    struct str file = text(HEADER "𠮷祥镕医院,%s," FIRM ",,,,,,,,\n", C(70));
    struct job j = rig_import("subject", "", gb18030(file), false);
    rig_counts(j.done, 1, 1, 0, 0, 0);
    assert_true(str_contains(j.done.encoding, STR("GB18030")));
    assert_string_equal(str_cstr(r->arena, stored(70).name), "𠮷祥镕医院");
    rig_counts(rig_import("subject", "", file, false).done, 1, 0, 0, 1, 0);
    rig_counts(rig_import("subject", "", str_cat(r->arena, STR("\xEF\xBB\xBF"), file), false).done, 1, 0, 0, 1, 0);
}

static struct str workbook(struct str code_header, bool as_number)
{
    struct sheet_column columns[] = {{.header = STR("名称")}, {.header = code_header, .kind = as_number ? SHEET_INT : SHEET_TEXT}};
    struct sheet_write_options w = {.format = SHEET_XLSX, .created = rig.c.now};
    struct sheet_writer *s = sheet_write_begin(rig.arena, &w, columns, 2);
    sheet_put_text(s, STR("孙七"));
    if (as_number)
        sheet_put_int(s, 440823198004030);
    else
        sheet_put_text(s, rig_id(9));
    sheet_row_end(s);
    struct str bytes;
    assert_int_equal(sheet_write_end(&s, &bytes), SHEET_WRITE_OK);
    return bytes;
}

static void workbooks(void **state)
{
    rig_of(state);
    struct job j = rig_import("subject", "medical_staff", workbook(STR("身份证号"), false), false);
    rig_counts(j.done, 1, 1, 0, 0, 0);
    j = rig_check("subject", "medical_staff", workbook(STR("身份证号"), true)); /* 15 digits as a number: whole, but out of use */
    rig_counts(j.dry, 1, 0, 0, 0, 1);
    assert_true(rig_fault(&j, 2, false, "证件号码", ""));
    j = rig_check("subject", "medical_staff", workbook(STR("别的号码"), false));
    rig_counts(j.dry, 1, 0, 0, 0, 1);
}

static void files_that_are_none(void **state)
{
    struct rig *r = rig_of(state);
    static const struct str FILES[] = {STR_INIT(""),
                                       STR_INIT("\n\n\n"),
                                       STR_INIT("甲,乙,丙\n1,2,3\n"),
                                       STR_INIT("PK\x03\x04 not a workbook"),
                                       STR_INIT("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1 old workbook"),
                                       STR_INIT("地址,代码\n一路,2\n")};
    for (size_t i = 0; i < sizeof FILES / sizeof *FILES; i++) {
        struct job j = rig_check("subject", FIRM, FILES[i]);
        assert_int_equal(j.checked, IMPORT_UNREADABLE);
        assert_string_equal(str_cstr(r->arena, j.dry.state), "unreadable");
        assert_true(j.dry.message.n > 0);
        assert_false(db_transaction(r->db, job_request, &j));
    }
}

static void long_cells_fit_or_are_cut(void **state)
{
    struct rig *r = rig_of(state);
    struct str x = str_replace(r->arena, text("%0500d", 0), STR("0"), STR("字"));
    const char *l = str_cstr(r->arena, x);
    struct job j =
        rig_import("subject", FIRM,
                   text("名称,统一社会信用代码,地址,负责人,许可证号,许可证名称,发证机关,曾用名\n庚医院,%s,%s,%s,%s,%s,%s,%s\n",
                        C(80), l, l, l, l, l, l),
                   false);
    rig_counts(j.done, 1, 1, 0, 0, 0);
    struct subject s = stored(80);
    struct subject_licences lic = subject_licences(r->db, r->arena, s.id);
    assert_int_equal(utf8_count(s.address), 300);
    assert_int_equal(lic.n, 1);
    assert_int_equal(utf8_count(lic.p[0].number), 100);
}

static void the_stored_file_opens(void **state)
{
    struct rig *r = rig_of(state);
    struct job j = rig_check("subject", FIRM, text(HEADER "辛医院,%s,,,,,,,,,\n", C(90)));
    struct str bytes;
    assert_true(import_file(&r->c, r->arena, j.id, &bytes));
    assert_true(str_eq(bytes, j.bytes));
    assert_false(import_file(&r->c, r->arena, 999999, &bytes));
    DB_STATEMENT(MOVE_FILE, "UPDATE import_file SET batch_id = 888888 WHERE batch_id = ?");
    db_exec(r->db, MOVE_FILE, j.id);
    assert_false(import_file(&r->c, r->arena, 888888, &bytes)); /* sealed for another batch */
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(counts_agree_and_twice_is_nothing),
        cmocka_unit_test(a_changed_row),
        cmocka_unit_test(every_refusal_names_its_row),
        cmocka_unit_test(all_or_nothing),
        cmocka_unit_test(within_a_file),
        cmocka_unit_test(many_rows),
        cmocka_unit_test(codes_to_be_confirmed_or_supplied),
        cmocka_unit_test(the_other_kind_of_number),
        cmocka_unit_test(persons_are_sealed),
        cmocka_unit_test(encodings),
        cmocka_unit_test(workbooks),
        cmocka_unit_test(files_that_are_none),
        cmocka_unit_test(long_cells_fit_or_are_cut),
        cmocka_unit_test(the_stored_file_opens),
    };
    return cmocka_run_group_tests(tests, rig_set_up, rig_tear_down);
}
