/* SPDX-License-Identifier: EUPL-1.2
 * import_book_test.c — workbooks made by hand: numbers kept as numbers lose digits and are refused, sheets without a header are
 * told and left out, a chosen sheet alone is read, row numbers are those that the spreadsheet program shows.
 */
#include "import_rig.h"

#include "../sheet/xlsx_build.h"

#define CELL(ref, text)    "<c r=\"" ref "\" t=\"inlineStr\"><is><t>" text "</t></is></c>"
#define NUMBER(ref, value) "<c r=\"" ref "\"><v>" value "</v></c>"
#define TWO_SHEETS                                                                                                                 \
    "<workbook xmlns:r=\"" REL "\"><workbookPr/><sheets><sheet name=\"填写说明\" sheetId=\"1\" r:id=\"r1\"/>"                  \
    "<sheet name=\"名单\" sheetId=\"2\" r:id=\"r2\"/></sheets></workbook>"

static struct str two_sheets(const char *first, struct str second)
{
    struct part p[] = {{"_rels/.rels", STR(TOP_RELS)},
                       {"xl/workbook.xml", STR(TWO_SHEETS)},
                       {"xl/_rels/workbook.xml.rels", STR(BOOK_RELS)},
                       {"xl/worksheets/sheet1.xml", str_from(first)},
                       {"xl/worksheets/sheet2.xml", second}};
    return zip_of(rig.arena, p, sizeof p / sizeof *p);
}

static void numbers_that_lost_their_digits(void **state)
{
    rig_of(state);
    struct str sheet = STR(SHEET("<row r=\"1\">" CELL("A1", "姓名") CELL("B1", "身份证号") "</row><row r=\"3\">" CELL("A3", "周八")
                                     NUMBER("B3", "440823198004030012") "</row><row r=\"7\">" CELL("A7", "吴九")
                                         NUMBER("B7", "4.40823198004E17") "</row>"));
    struct job j = rig_check("subject", "medical_staff", book_of(rig.arena, sheet, STR_NONE, STR_NONE, STR_NONE));
    assert_int_equal(j.checked, IMPORT_DONE);
    rig_counts(j.dry, 2, 0, 0, 0, 2);
    assert_true(rig_fault(&j, 3, false, "身份证号", "文本"));
    assert_true(rig_fault(&j, 7, false, "身份证号", "文本"));
    sheet = STR(SHEET("<row>" CELL("A1", "名称") CELL("B1", "统一社会信用代码") "</row><row>" CELL("A2", "某医院")
                          NUMBER("B2", "123456789012345678") "</row>"));
    j = rig_check("subject", "medical_institution_1", book_of(rig.arena, sheet, STR_NONE, STR_NONE, STR_NONE));
    rig_counts(j.dry, 1, 0, 0, 0, 1);
    assert_true(rig_fault(&j, 2, false, "统一社会信用代码", "文本"));
}

static struct str list_of(int n)
{
    return str_fmt(
        rig.arena,
        SHEET("<row>" CELL("A1", "名称") CELL("B1", "统一社会信用代码") "</row><row>" CELL("A2", "%s") CELL("B2", "%s") "</row>"),
        "两页医院", str_cstr(rig.arena, rig_code(n)));
}

static void a_sheet_of_explanations(void **state)
{
    rig_of(state);
    static const char words[] = SHEET("<row>" CELL("A1", "请按要求填写") "</row><row>" CELL("A2", "不要改动表头") "</row>");
    struct job j = rig_import("subject", "medical_institution_1", two_sheets(words, list_of(1)), false);
    rig_counts(j.done, 1, 1, 0, 0, 0);
    assert_true(rig_fault(&j, 0, true, "填写说明", "没有读取这张工作表"));
    j = rig_check("subject", "medical_institution_1", two_sheets(words, STR(SHEET("<row>" CELL("A1", "也没有表头") "</row>"))));
    assert_int_equal(j.checked, IMPORT_UNREADABLE);
}

static struct job checked_sheet(struct str bytes, int sheet)
{
    struct job j = {.bytes = bytes};
    j.b = (struct import_batch){.kind = STR("subject"),
                                .item = STR("medical_institution_1"),
                                .file_name = STR("x"),
                                .unit_id = 1,
                                .division = STR("440823"),
                                .sheet_no = sheet};
    db_transaction(rig.db, job_upload, &j);
    j.checked = import_check(&rig.c, j.id, bytes);
    assert_true(import_get(rig.db, rig.arena, j.id, &j.dry));
    return j;
}

static void one_sheet_of_two(void **state)
{
    struct rig *r = rig_of(state);
    struct str both = two_sheets(str_cstr(r->arena, list_of(10)), list_of(11));
    rig_counts(checked_sheet(both, 0).dry, 2, 2, 0, 0, 0);
    rig_counts(checked_sheet(both, 1).dry, 1, 1, 0, 0, 0);
    rig_counts(checked_sheet(both, 2).dry, 1, 1, 0, 0, 0);
    assert_int_equal(checked_sheet(both, 3).checked, IMPORT_UNREADABLE);
    struct str same = two_sheets(str_cstr(r->arena, list_of(12)), list_of(12)); /* the same firm in both */
    struct job j = checked_sheet(same, 0);
    rig_counts(j.dry, 2, 1, 0, 1, 0);
    assert_true(rig_fault(&j, 2, true, "名单·名称", "完全相同"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(numbers_that_lost_their_digits),
        cmocka_unit_test(a_sheet_of_explanations),
        cmocka_unit_test(one_sheet_of_two),
    };
    return cmocka_run_group_tests(tests, rig_set_up, rig_tear_down);
}
