/* SPDX-License-Identifier: EUPL-1.2
 * pdf_test.c — official documents: the same bytes twice, fonts inside, text that can be read out again with pdftotext (skipped where
 * that is not installed), header and folio on every page of a long table, memory that does not grow with its rows.
 */
#include "support/unit.h"

#include <sys/resource.h>

#include "base/arena.h"
#include "base/file.h"
#include "paper/pdf.h"

static const struct pdf_column COLUMNS[] = {
    {STR_INIT("序号"), 8, true},
    {STR_INIT("名称"), 34, false},
    {STR_INIT("统一社会信用代码"), 26, false},
    {STR_INIT("所在乡镇"), 14, false},
    {STR_INIT("信用等级"), 12, false},
};

static struct arena *arena;

static struct str make(int rows)
{
    struct pdf_head head = {.bureau = STR("遂溪县卫生健康局"),
                            .number = STR("遂溪县卫信公示〔2026〕1号"),
                            .title = STR("关于公布遂溪县2025年度医疗卫生信用分级评价结果汇总表的公告"),
                            .subject = STR("汇总表公布"),
                            .issued = {1769500800000000}};
    struct pdf *p = pdf_begin(arena, &head);
    pdf_paragraph(p, PDF_ADDRESS, STR("各医疗卫生机构、各公共场所经营单位："));
    pdf_paragraph(p, PDF_TEXT, STR("根据《遂溪县医疗卫生信用体系建设工作方案》（遂卫办〔2022〕32号），现将2025年度信用分级评价结果予以公布。"
                                   "本次共评价管理相对人300个，依法可以公开的结果列入附表；自然人的结果不列入汇总表。"));
    pdf_paragraph(p, PDF_HEADING, STR("一、评价结果"));
    pdf_paragraph(p, PDF_TEXT, STR("A级（诚信）60个，B级（守信）120个，C级90个，D级20个，E级10个。"));
    pdf_signature(p, STR("遂溪县卫生健康局"), day_from_ymd(2026, 1, 27));
    if (rows) {
        pdf_table_begin(p, STR("附件：信用分级评价结果汇总表"), COLUMNS, 5);
        for (int i = 1; i <= rows; i++) {
            struct str cells[] = {str_fmt(arena, "%d", i), str_fmt(arena, "遂溪县岭北镇第%d卫生站（含一个很长很长的名称用来折行）", i),
                                  str_fmt(arena, "124408234561%06d", i), STR("岭北镇"), STR("A级（诚信）")};
            pdf_row(p, cells);
        }
        pdf_table_end(p);
    }
    static const struct str lines[] = {STR_INIT("扫码核验本文件的真伪和现行状态"), STR_INIT("核验码：7KQ2 M9XP 4DWF 3HTA")};
    pdf_verify_block(p, STR("https://credit.example.gov.cn/verify/7KQ2M9XP4DWF3HTA"), lines, 2);
    return pdf_end(&p);
}

static int setup(void **state)
{
    (void)state;
    arena = arena_new((size_t)256 << 20);
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    arena_free(&arena);
    return 0;
}

static void test_same_bytes(void **state)
{
    (void)state;
    struct str one = make(40), two = make(40);
    assert_true(str_eq(one, two));
    assert_true(str_starts(one, STR("%PDF-1.4")));
    assert_true(str_contains(one, STR("/FontFile3")));
    assert_true(str_contains(one, STR("/StructTreeRoot")));
    assert_true(str_contains(one, STR("/CreationDate (20260127160000+08'00)")));
}

static void test_attachment(void **state)
{
    (void)state;
    struct str pdf = make(0), proof = STR("{\"format\":\"0000\"}");
    size_t at;
    struct str with = pdf_attach(arena, pdf, STR("proof.json"), proof, &at);
    assert_true(str_starts(with, pdf));
    assert_true(str_eq(str_sub(with, at, at + proof.n), proof));
    assert_int_equal(with.p[at + proof.n], '\n');
    assert_true(str_contains(str_sub(with, pdf.n, with.n), STR("/Lang (zh-CN)")));
    assert_true(str_contains(str_sub(with, pdf.n, with.n), STR("/StructTreeRoot")));
    assert_true(str_ends(with, STR("%%EOF\n")));
    size_t again;
    struct str other = pdf_attach(arena, pdf, STR("proof.json"), STR("{\"format\":\"1111\"}"), &again);
    assert_int_equal(at, again);
    assert_true(str_eq(str_sub(with, at + proof.n, with.n), str_sub(other, at + proof.n, other.n)));
}

static void test_long_table(void **state)
{
    (void)state;
    struct rusage before, after;
    (void)make(100);
    getrusage(RUSAGE_SELF, &before);
    struct str pdf = make(3000);
    getrusage(RUSAGE_SELF, &after);
    const char *path = getenv("PDF_OUT");
    if (path)
        file_write(arena, str_from(path), pdf);
    assert_true(pdf.n < (size_t)8 << 20);
    print_message("3,000 rows: %zu KB, %ld KB more memory\n", pdf.n / 1024, after.ru_maxrss - before.ru_maxrss);
    assert_true(after.ru_maxrss - before.ru_maxrss < 64 * 1024);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_same_bytes),
        cmocka_unit_test(test_attachment),
        cmocka_unit_test(test_long_table),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
