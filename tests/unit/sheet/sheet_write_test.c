/* SPDX-License-Identifier: EUPL-1.2
 * sheet_write_test.c — what is written is read back as it was, by our own reader; the same twice; nothing becomes a formula.
 */
#include "support/unit.h"

#include <unistd.h>

#include "base/arena.h"
#include "base/file.h"
#include "sheet/sheet_read.h"
#include "sheet/sheet_write.h"

/* libxlsxwriter 1.1 loses the text of one list rule; ours is freed. */
const char *__lsan_default_suppressions(void);
const char *__lsan_default_suppressions(void)
{
    return "leak:lxw_strdup";
}

static struct arena *a;

static int setup(void **state)
{
    (void)state;
    a = arena_new(256u << 20);
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    arena_free(&a);
    return 0;
}

static const struct str grades[] = {STR_INIT("守信"), STR_INIT("失信")};
static const struct sheet_column columns[] = {
    {.header = STR_INIT("单位名称"), .kind = SHEET_TEXT, .required = true, .hint = STR_INIT("与证照一致")},
    {.header = STR_INIT("次数"), .kind = SHEET_INT},
    {.header = STR_INIT("认定\n日期"), .kind = SHEET_DATE},
    {.header = STR_INIT("金额（元）"), .kind = SHEET_MONEY},
    {.header = STR_INIT("等级"), .kind = SHEET_TEXT, .choices = grades, .choices_n = 2},
};
enum { COLUMNS = sizeof columns / sizeof *columns };

static const char *const texts[] = {"普通",   "=1+1",    "+86",      "-",      "@x",      "\t制表",
                                    "＝全角", "－",      "a\"b,c;d", "两\n行", " 边 ",    "440823199001011234",
                                    "0012",   "_x000D_", "<&>\"'",   "𠮷野",   "_x0041_", "x_x"};

static struct str sample(enum sheet_format f, struct str title)
{
    const struct sheet_write_options o = {
        .format = f, .title = title, .created = {.us = 1767225600000000}, .sheet_name = STR("结果/表")};
    struct sheet_writer *w = sheet_write_begin(a, &o, columns, COLUMNS);
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        sheet_put_text(w, str_from(texts[i]));
        sheet_put_int(w, i % 2 ? -(int64_t)i : 1234567890123456789);
        sheet_put_day(w, i == 0 ? DAY_NONE : day_add(day_from_ymd(1900, 2, 27), (int32_t)i));
        sheet_put_money(w, i % 2 ? -5 : 123456);
        if (i % 3 == 0)
            sheet_put_marked(w, STR("缺"));
        sheet_row_end(w);
    }
    struct str bytes;
    assert_int_equal(sheet_write_end(&w, &bytes), SHEET_WRITE_OK);
    assert_null(w);
    return bytes;
}

static void expect_cell(const struct sheet_row *row, size_t column, enum sheet_cell_kind kind, const char *text)
{
    struct sheet_cell c = sheet_at(row, column);
    assert_int_equal(c.kind, kind);
    assert_string_equal(str_cstr(a, c.text), text);
}

static void xlsx_round_trip(void **state)
{
    (void)state;
    struct str bytes = sample(SHEET_XLSX, STR("评价结果"));
    struct sheet *s;
    struct sheet_row row;
    assert_int_equal(sheet_open(a, bytes, sheet_options_default(), &s), SHEET_OK);
    assert_true(str_eq(sheet_name(s, 0), STR("结果 表")));
    assert_int_equal(sheet_next(s, &row), SHEET_ROW);
    expect_cell(&row, 0, SHEET_CELL_TEXT, "评价结果");
    assert_int_equal(sheet_next(s, &row), SHEET_ROW);
    expect_cell(&row, 2, SHEET_CELL_TEXT, "认定\n日期");
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        assert_int_equal(sheet_next(s, &row), SHEET_ROW);
        assert_int_equal(row.number, i + 3);
        expect_cell(&row, 0, SHEET_CELL_TEXT, texts[i]);
        if (i % 2) {
            assert_int_equal(sheet_at(&row, 1).kind, SHEET_CELL_NUMBER);
            assert_true(str_eq(sheet_at(&row, 1).text, str_fmt(a, "-%zu", i)));
        } else { /* 19 digits are no number of Excel's */
            expect_cell(&row, 1, SHEET_CELL_TEXT, "1234567890123456789");
        }
        struct day d = day_add(day_from_ymd(1900, 2, 27), (int32_t)i);
        if (i == 0)
            assert_int_equal(sheet_at(&row, 2).kind, SHEET_CELL_EMPTY);
        else
            expect_cell(&row, 2, i < 2 ? SHEET_CELL_TEXT : SHEET_CELL_DATE, day_iso(a, d).p);
        expect_cell(&row, 3, SHEET_CELL_NUMBER, i % 2 ? "-0.05" : "1234.56");
        expect_cell(&row, 4, i % 3 ? SHEET_CELL_EMPTY : SHEET_CELL_TEXT, i % 3 ? "" : "缺");
        for (size_t k = 0; k < row.n; k++)
            assert_false(row.cell[k].formula);
    }
    assert_int_equal(sheet_next(s, &row), SHEET_END);
    sheet_close(&s);
}

static void csv_round_trip(void **state)
{
    (void)state;
    struct str bytes = sample(SHEET_CSV, STR_NONE);
    assert_true(
        str_starts(bytes, STR("\xef\xbb\xbf单位名称,次数,\"认定\n日期\",金额（元）,等级\r\n普通,1234567890123456789,,1234.56,缺\r\n"
                              "'=1+1,-1,1900-02-28,-0.05,\r\n'+86,")));
    struct sheet *s;
    struct sheet_row row;
    assert_int_equal(sheet_open(a, bytes, sheet_options_default(), &s), SHEET_OK);
    assert_int_equal(sheet_next(s, &row), SHEET_ROW);
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        assert_int_equal(sheet_next(s, &row), SHEET_ROW);
        struct str got = sheet_at(&row, 0).text;
        bool guarded = i >= 1 && i <= 7;
        assert_int_equal(got.p[0] == '\'', guarded);
        assert_string_equal(str_cstr(a, str_sub(got, guarded ? 1 : 0, got.n)), texts[i]);
    }
    sheet_close(&s);
    struct sheet_writer *w = sheet_write_begin(a, &(struct sheet_write_options){.format = SHEET_CSV, .no_bom = true}, columns, 1);
    assert_int_equal(sheet_write_end(&w, &bytes), SHEET_WRITE_OK);
    assert_true(str_eq(bytes, STR("单位名称\r\n")));
}

/* The clock must not show: zip times, document properties. */
static void repeatable(void **state)
{
    (void)state;
    struct str one = sample(SHEET_XLSX, STR_NONE);
    sleep(2); /* the resolution of a zip's time */
    struct str two = sample(SHEET_XLSX, STR_NONE);
    assert_true(str_eq(one, two));
    assert_true(str_eq(sample(SHEET_CSV, STR_NONE), sample(SHEET_CSV, STR_NONE)));
}

static void verdicts(void **state)
{
    (void)state;
    for (int f = SHEET_XLSX; f <= SHEET_CSV; f++) {
        struct sheet_writer *w = sheet_write_begin(a, &(struct sheet_write_options){.format = (enum sheet_format)f}, columns, 2);
        sheet_put_text(w, STR("bad \xff"));
        sheet_put_text(w, STR("nul\0in\1side\r\n_x000A\r\xef\xbf\xbf"));
        sheet_row_end(w);
        struct str bytes;
        assert_int_equal(sheet_write_end(&w, &bytes), SHEET_WRITE_BAD_TEXT);
        struct sheet *s;
        struct sheet_row row;
        assert_int_equal(sheet_open(a, bytes, sheet_options_default(), &s), SHEET_OK);
        assert_int_equal(sheet_next(s, &row), SHEET_ROW);
        assert_int_equal(sheet_next(s, &row), SHEET_ROW);
        expect_cell(&row, 0, SHEET_CELL_EMPTY, "");
        expect_cell(&row, 1, SHEET_CELL_TEXT, "nulinside\n_x000A\n");
        sheet_close(&s);
    }
    char *big = arena_alloc(a, 40000);
    memset(big, 'x', 40000);
    struct sheet_writer *w = sheet_write_begin(a, &(struct sheet_write_options){.format = SHEET_XLSX}, columns, 1);
    sheet_put_text(w, (struct str){big, 40000});
    sheet_row_end(w);
    struct str bytes;
    assert_int_equal(sheet_write_end(&w, &bytes), SHEET_WRITE_TOO_LONG);
    w = sheet_write_begin(a, &(struct sheet_write_options){.format = SHEET_XLSX}, columns, 1);
    sheet_put_text(w, STR("x"));
    sheet_write_abandon(&w);
    assert_null(w);
}

static void lists_and_files(void **state)
{
    (void)state;
    struct str *many = ARENA_ARRAY(a, struct str, 400);
    for (size_t i = 0; i < 400; i++)
        many[i] = str_fmt(a, "选项%zu", i);
    struct sheet_column c[] = {{.header = STR("镇（街）"), .choices = many, .choices_n = 400},
                               {.header = STR("备注"), .choices = grades, .choices_n = 2}};
    struct sheet_writer *w = sheet_write_begin(a, &(struct sheet_write_options){.format = SHEET_XLSX}, c, 2);
    struct str path = str_fmt(a, "/tmp/sheet-test-%d.xlsx", (int)getpid());
    assert_int_equal(sheet_write_end_file(&w, path.p), SHEET_WRITE_OK);
    struct sheet *s;
    struct sheet_row row;
    assert_int_equal(sheet_open_file(a, path.p, sheet_options_default(), &s), SHEET_OK);
    unlink(path.p);
    assert_int_equal(sheet_count(s), 2);
    assert_int_equal(sheet_chosen(s), 0);
    assert_true(sheet_hidden(s, 1));
    assert_int_equal(sheet_choose(s, 1), SHEET_OK);
    size_t n = 0;
    while (sheet_next(s, &row) == SHEET_ROW)
        n++;
    assert_int_equal(n, 400);
    sheet_close(&s);
    assert_int_equal(sheet_open_file(a, "/nonexistent/x.xlsx", sheet_options_default(), &s), SHEET_UNREADABLE_FILE);
    assert_int_equal(sheet_next(s, &row), SHEET_FAILED);
    sheet_close(&s);
}

int main(void)
{
#define T(f) cmocka_unit_test_setup_teardown(f, setup, teardown)
    const struct CMUnitTest tests[] = {T(xlsx_round_trip), T(csv_round_trip), T(repeatable), T(verdicts), T(lists_and_files)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
