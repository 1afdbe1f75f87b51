/* SPDX-License-Identifier: EUPL-1.2
 * sheet_header_test.c — header rows as people write them: breaks, brackets, stars, titles above, doubles.
 */
#include "support/unit.h"

#include "base/arena.h"
#include "sheet/sheet_header.h"

enum { F_NAME, F_CODE, F_ADDRESS, F_AMOUNT_WAN, F_AMOUNT, F_DATE };
static const struct sheet_field fields[] = {
    {F_NAME, "单位名称|机构名称|企业名称", true},
    {F_CODE, "统一社会信用代码|USCC|信用代码", true},
    {F_ADDRESS, "地址|经营地址", false},
    {F_AMOUNT_WAN, "处罚金额（万元）|罚款金额（万元）", false},
    {F_AMOUNT, "处罚金额", false},
    {F_DATE, "处罚决定日期", false},
};
enum { FIELDS = sizeof fields / sizeof *fields };

static struct arena *a;

static int setup(void **state)
{
    (void)state;
    a = arena_new(64u << 20);
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    arena_free(&a);
    return 0;
}

static void folding(void **state)
{
    (void)state;
    static const struct {
        const char *in, *whole, *bare;
    } t[] = {{"单位名称", "单位名称", "单位名称"},
             {" 单 位\n名　称\r\n", "单位名称", "单位名称"},
             {"*单位名称", "单位名称", "单位名称"},
             {"单位名称＊：", "单位名称", "单位名称"},
             {"单位名称（必填）", "单位名称", "单位名称"},
             {"【必填】单位名称", "单位名称", "单位名称"},
             {"处罚金额［万元］", "处罚金额(万元)", "处罚金额"},
             {"处罚金额 〔 万元 〕(必填项)", "处罚金额(万元)", "处罚金额"},
             {"ＵＳＣＣ", "uscc", "uscc"},
             {"【单位名称】", "(单位名称)", "单位名称)"},
             {"名称(未闭合", "名称(未闭合", "名称(未闭合"},
             {"\xef\xbb\xbf名称", "名称", "名称"},
             {"", "", ""},
             {"（）", "", ""},
             {"电话\xc2\xa0号码", "电话号码", "电话号码"}};
    for (size_t i = 0; i < sizeof t / sizeof *t; i++) {
        assert_string_equal(str_cstr(a, sheet_header_fold(a, str_from(t[i].in), false)), t[i].whole);
        assert_string_equal(str_cstr(a, sheet_header_fold(a, str_from(t[i].in), true)), t[i].bare);
    }
}

/* Opens CSV text and finds its header; the fields of the columns as "0,1,-1". */
static enum sheet_header_verdict find(const char *csv, struct sheet **s, struct sheet_map *m, const char **shown)
{
    assert_int_equal(sheet_open(a, str_from(csv), sheet_options_default(), s), SHEET_OK);
    enum sheet_header_verdict v = sheet_header_find(a, *s, fields, FIELDS, m);
    struct str t = STR_NONE;
    for (size_t i = 0; i < m->columns; i++)
        t = str_fmt(a, "%.*s%s%d", STR_ARG(t), i ? "," : "", m->field[i]);
    *shown = str_cstr(a, t);
    return v;
}

static void finding(void **state)
{
    (void)state;
    static const struct {
        const char *csv;
        enum sheet_header_verdict v;
        const char *columns;
        uint32_t row, next; /* header row; row number that comes after */
    } t[] = {
        {"单位名称,统一社会信用代码\nx,y\n", SHEET_HEADER_OK, "0,1", 1, 2},
        {"某某县处罚信息表\n填报单位：卫生健康局,日期\n\n序号,企业名称（必填）,\"统一社会\n信用代码*\",地  址\n1,x,y,z\n",
         SHEET_HEADER_OK, "-1,0,1,2", 4, 5},
        {"单位名称,地址\nx,y\n", SHEET_HEADER_MISSING, "0,2", 1, 2},
        {"甲,乙\n1,2\n", SHEET_HEADER_NOT_FOUND, "", 0, 1},
        {"单位名称\nx\n", SHEET_HEADER_NOT_FOUND, "", 0, 1},
        {"处罚金额(万元),处罚金额（元）,机构名称,信用代码\n1,2,3,4\n", SHEET_HEADER_OK, "3,4,0,1", 1, 2},
        {"单位名称,企业名称,信用代码\n1,2,3\n", SHEET_HEADER_TWICE, "0,-1,1", 1, 2},
        {"单位名称（旧）,单位名称,信用代码\n1,2,3\n", SHEET_HEADER_OK, "-1,0,1", 1, 2},
        {"1\n2\n3\n4\n5\n6\n7\n8\n9\n单位名称,信用代码\nx,y\n", SHEET_HEADER_OK, "0,1", 10, 11},
        {"0\n1\n2\n3\n4\n5\n6\n7\n8\n9\n单位名称,信用代码\nx,y\n", SHEET_HEADER_NOT_FOUND, "", 0, 1},
    };
    for (size_t i = 0; i < sizeof t / sizeof *t; i++) {
        struct sheet *s;
        struct sheet_map m;
        struct sheet_row row;
        const char *shown;
        enum sheet_header_verdict v = find(t[i].csv, &s, &m, &shown);
        assert_int_equal(v, t[i].v);
        assert_string_equal(shown, t[i].columns);
        assert_int_equal(m.row, t[i].row);
        assert_int_equal(sheet_header_explain(a, v, &m).n == 0, v == SHEET_HEADER_OK);
        assert_int_equal(sheet_next(s, &row), SHEET_ROW);
        assert_int_equal(row.number, t[i].next);
        sheet_close(&s);
    }
}

static void words(void **state)
{
    (void)state;
    struct sheet *s;
    struct sheet_map m;
    const char *shown;
    assert_int_equal(find("地址,处罚金额\n1,2\n", &s, &m, &shown), SHEET_HEADER_MISSING);
    assert_int_equal(m.missing_n, 2);
    assert_string_equal(str_cstr(a, sheet_header_explain(a, SHEET_HEADER_MISSING, &m)),
                        "缺少必填的列：“单位名称”、“统一社会信用代码”。请在第 1 行（表头）补上，或为它指定一列。");
    sheet_header_set(&m, 0, F_NAME); /* the clerk overrules */
    assert_int_equal(m.missing_n, 1);
    assert_int_equal(sheet_header_column(&m, F_NAME), 0);
    assert_int_equal(sheet_header_column(&m, F_ADDRESS), -1);
    sheet_header_set(&m, 1, F_NAME);
    assert_int_equal(m.field[0], SHEET_UNMAPPED);
    assert_int_equal(m.mapped, 1);
    sheet_close(&s);
    assert_int_equal(find("说明\n单位名称,单位名称,信用代码\n", &s, &m, &shown), SHEET_HEADER_TWICE);
    assert_int_equal(m.twice_n, 1);
    assert_int_equal(sheet_header_at(a, s, 1, fields, FIELDS, &m), SHEET_HEADER_NOT_FOUND);
    assert_int_equal(sheet_header_at(a, s, 7, fields, FIELDS, &m), SHEET_HEADER_NOT_FOUND);
    assert_int_equal(sheet_header_at(a, s, 2, fields, FIELDS, &m), SHEET_HEADER_TWICE);
    sheet_close(&s);
}

/* Header text as it stands, breaks as blanks, never endless. */
static void shown_text(void **state)
{
    (void)state;
    struct sheet *s;
    struct sheet_map m;
    const char *shown;
    char *csv = arena_alloc(a, 5000);
    int n = snprintf(csv, 5000, "单位名称,信用代码,\"两\n行\",");
    memset(csv + n, 'x', 3000);
    assert_int_equal(find(csv, &s, &m, &shown), SHEET_HEADER_OK);
    assert_true(str_eq(m.header[2], STR("两 行")));
    assert_int_equal(m.header[3].n, 200);
    sheet_close(&s);
}

int main(void)
{
#define T(f) cmocka_unit_test_setup_teardown(f, setup, teardown)
    const struct CMUnitTest tests[] = {T(folding), T(finding), T(words), T(shown_text)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
