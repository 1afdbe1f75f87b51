/* SPDX-License-Identifier: EUPL-1.2
 * sheet_xlsx_test.c — workbooks made by hand: what a cell can be, and what a sheet may leave out.
 */
#include "support/unit.h"

#include "sheet/sheet_read.h"
#include "xlsx_build.h"

static struct arena *a;
static struct sheet *s;

static int setup(void **state)
{
    (void)state;
    a = arena_new(256u << 20);
    s = NULL;
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    sheet_close(&s);
    arena_free(&a);
    return 0;
}

static void open_book(struct str sheet, struct str strings, struct str styles, struct str book)
{
    assert_int_equal(sheet_open(a, book_of(a, sheet, strings, styles, book), sheet_options_default(), &s), SHEET_OK);
}

/* "B:TEXT:值|…" of one row, for comparing at a glance. */
static const char *row_shown(const struct sheet_row *row)
{
    static const char *const kind[] = {"EMPTY", "TEXT", "NUMBER", "DATE", "BOOL", "ERROR", "FORMULA"};
    struct str t = str_fmt(a, "%u", row->number);
    for (size_t i = 0; i < row->n; i++) {
        const struct sheet_cell *c = &row->cell[i];
        if (c->kind != SHEET_CELL_EMPTY)
            t = str_fmt(a, "%.*s %.*s:%s%s%s%s:%.*s", STR_ARG(t), STR_ARG(sheet_column_name(a, i)), c->formula ? "=" : "",
                        kind[c->kind], c->digits_lost ? "!" : "", c->numeric_source ? "#" : "", STR_ARG(c->text));
    }
    return str_cstr(a, t);
}

static void expect_rows(const char *const *rows, size_t n)
{
    struct sheet_row row;
    for (size_t i = 0; i < n; i++) {
        assert_int_equal(sheet_next(s, &row), SHEET_ROW);
        assert_string_equal(row_shown(&row), rows[i]);
    }
    assert_int_equal(sheet_next(s, &row), SHEET_END);
    assert_int_equal(sheet_next(s, &row), SHEET_END);
    assert_int_equal(sheet_verdict(s), SHEET_OK);
}
#define EXPECT(...)                                                                                                                \
    do {                                                                                                                           \
        const char *const want[] = {__VA_ARGS__};                                                                                  \
        expect_rows(want, sizeof want / sizeof *want);                                                                             \
    } while (0)

static void kinds(void **state)
{
    (void)state;
    open_book(
        STR(SHEET("<row r=\"1\"><c r=\"A1\" t=\"s\"><v>0</v></c><c r=\"B1\"><v>12.50</v></c><c r=\"C1\" t=\"b\"><v>1</v></c>"
                  "<c r=\"D1\" t=\"e\"><v>#N/A</v></c><c r=\"E1\" t=\"inlineStr\"><is><t>直接</t></is></c>"
                  "<c r=\"F1\" t=\"str\"><f>A1&amp;1</f><v>结果</v></c><c r=\"G1\"><f>1+1</f><v>2</v></c><c r=\"H1\"><f>X()</f></c>"
                  "<c r=\"I1\"><v>440823199001011234</v></c><c r=\"J1\" t=\"d\"><v>2026-04-01T00:00:00</v></c>"
                  "<c r=\"K1\" s=\"0\"/><c r=\"L1\" t=\"s\"><v>1</v></c><c r=\"M1\"><v>junk</v></c></row>")),
        STR("<sst><si><t>共享</t></si><si><r><t>甲</t></r><r><rPr/><t xml:space=\"preserve\"> 乙</t></r><rPh sb=\"0\" eb=\"1\"><t>jia"
            "</t></rPh></si></sst>"),
        STR_NONE, STR_NONE);
    EXPECT("1 A:TEXT:共享 B:NUMBER#:12.5 C:BOOL:TRUE D:ERROR:#N/A E:TEXT:直接 F:=TEXT:结果 G:=NUMBER#:2 H:=FORMULA: "
           "I:NUMBER!#:440823199001011000 J:DATE:2026-04-01 L:TEXT:甲 乙 M:ERROR#:junk");
}

#define STYLES                                                                                                                     \
    "<styleSheet><numFmts count=\"2\"><numFmt numFmtId=\"164\" formatCode=\"yyyy&quot;年&quot;m&quot;月&quot;\"/>"               \
    "<numFmt numFmtId=\"165\" formatCode=\"0.000\"/></numFmts><cellStyleXfs><xf numFmtId=\"14\"/></cellStyleXfs><cellXfs>"         \
    "<xf numFmtId=\"0\"/><xf numFmtId=\"14\"/><xf numFmtId=\"164\"/><xf numFmtId=\"165\"/><xf numFmtId=\"22\"/></cellXfs></styleSheet>"
#define DATES                                                                                                                      \
    SHEET("<row><c><v>44000</v></c><c s=\"1\"><v>44000</v></c><c s=\"2\"><v>44000</v></c><c s=\"3\"><v>44000</v></c>"              \
          "<c s=\"4\"><v>44000.75</v></c><c s=\"4\"><v>0.5</v></c><c s=\"1\"><v>-5</v></c><c s=\"99\"><v>44000</v></c></row>")

static void dates(void **state)
{
    (void)state;
    open_book(STR(DATES), STR_NONE, STR(STYLES), STR_NONE);
    EXPECT("1 A:NUMBER#:44000 B:DATE#:2020-06-18 C:DATE#:2020-06-18 D:NUMBER#:44000 E:DATE#:2020-06-18 18:00:00 F:TEXT#:12:00:00 "
           "G:NUMBER#:-5 H:NUMBER#:44000");
}

static void dates_1904(void **state)
{
    (void)state;
    open_book(STR(DATES), STR_NONE, STR(STYLES),
              STR("<workbook><workbookPr date1904=\"1\"/><sheets><sheet name=\"x\" id=\"r1\"/></sheets></workbook>"));
    EXPECT("1 A:NUMBER#:44000 B:DATE#:2024-06-19 C:DATE#:2024-06-19 D:NUMBER#:44000 E:DATE#:2024-06-19 18:00:00 F:DATE#:1904-01-01 "
           "12:00:00 G:NUMBER#:-5 H:NUMBER#:44000");
}

static void sparse(void **state)
{
    (void)state;
    open_book(
        STR(SHEET("<row r=\"3\"><c r=\"C3\"><v>1</v></c><c><v>2</v></c><c r=\"Z3\"/></row><row r=\"4\"/><row><c><v>3</v></c></row>"
                  "<row r=\"9\" spans=\"1:3\"><c r=\"B9\" t=\"s\"/><c r=\"AA9\"><v>4</v></c></row>")),
        STR_NONE, STR_NONE, STR_NONE);
    EXPECT("3 C:NUMBER#:1 D:NUMBER#:2", "5 A:NUMBER#:3", "9 AA:NUMBER#:4");
}

static void prefixed_names(void **state)
{
    (void)state;
    open_book(STR("<x:worksheet xmlns:x=\"m\"><x:sheetData><x:row r=\"1\"><x:c r=\"A1\"><x:v>1</x:v></x:c></x:row></x:sheetData>"
                  "<x:extLst><x:row r=\"1\"><x:c r=\"A1\"><x:v>9</x:v></x:c></x:row></x:extLst></x:worksheet>"),
              STR_NONE, STR_NONE, STR_NONE);
    EXPECT("1 A:NUMBER#:1");
}

static void sheets(void **state)
{
    (void)state;
    struct part p[] = {
        {"_rels/.rels", STR(TOP_RELS)},
        {"xl/workbook.xml", STR("<workbook xmlns:r=\"" REL "\"><sheets><sheet name=\"藏\" r:id=\"r2\" state=\"hidden\"/>"
                                "<sheet name=\"图\" r:id=\"r9\"/><sheet name=\"明\" r:id=\"r1\" "
                                "state=\"visible\"/></sheets></workbook>")},
        {"xl/_rels/workbook.xml.rels", STR(BOOK_RELS)},
        {"xl\\worksheets\\Sheet1.xml", STR(SHEET("<row><c><v>1</v></c></row>"))},
        {"xl/worksheets/sheet2.xml", STR(SHEET("<row><c><v>2</v></c></row>"))}};
    assert_int_equal(sheet_open(a, zip_of(a, p, 5), sheet_options_default(), &s), SHEET_OK);
    assert_int_equal(sheet_count(s), 2);
    assert_true(sheet_hidden(s, 0) && !sheet_hidden(s, 1));
    assert_true(str_eq(sheet_name(s, 1), STR("明")));
    assert_int_equal(sheet_chosen(s), 1); /* the first that can be seen */
    EXPECT("1 A:NUMBER#:1");
    assert_int_equal(sheet_choose(s, 0), SHEET_OK);
    EXPECT("1 A:NUMBER#:2");
    assert_int_equal(sheet_choose(s, 2), SHEET_NO_SUCH_SHEET);
    assert_int_equal(sheet_rewind(s), SHEET_OK);
    EXPECT("1 A:NUMBER#:2");
}

static void many_rows_across_chunks(void **state)
{
    (void)state;
    struct str body = STR_NONE;
    char *p = arena_alloc(a, 20000 * 64);
    for (int i = 1; i <= 20000; i++)
        body.n += (size_t)snprintf(p + body.n, 64, "<row><c t=\"str\"><v>第%d行</v></c></row>", i);
    body.p = p;
    open_book(str_cat(a, str_cat(a, STR("<worksheet><sheetData>"), body), STR("</sheetData></worksheet>")), STR_NONE, STR_NONE,
              STR_NONE);
    struct sheet_row row;
    uint32_t n = 0;
    while (sheet_next(s, &row) == SHEET_ROW) {
        n++;
        char want[32];
        snprintf(want, sizeof want, "第%u行", n);
        assert_int_equal(row.number, n);
        assert_true(str_eq(row.cell[0].text, str_from(want)));
    }
    assert_int_equal(n, 20000);
    assert_int_equal(sheet_verdict(s), SHEET_OK);
}

int main(void)
{
#define T(f) cmocka_unit_test_setup_teardown(f, setup, teardown)
    const struct CMUnitTest tests[] = {
        T(kinds), T(dates), T(dates_1904), T(sparse), T(prefixed_names), T(sheets), T(many_rows_across_chunks)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
