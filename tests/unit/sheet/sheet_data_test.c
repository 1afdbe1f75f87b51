/* SPDX-License-Identifier: EUPL-1.2
 * sheet_data_test.c — real files by WPS, Excel, Mac Excel, ArcGIS and many hands (shared data, not part of the project): each is
 * read whole, with the number of rows it is known to have, or refused in words. Skipped where the folder is absent.
 */
#include "support/unit.h"

#include <unistd.h>

#include "base/arena.h"
#include "sheet/sheet_read.h"

static const struct {
    const char *path;
    size_t sheet, rows; /* with the header row */
    enum sheet_verdict v;
} files[] = {
    {"spreadsheets/amap_poi_codes_leading_zero_text.xlsx", 2, 870, SHEET_OK},
    {"spreadsheets/company_names_paren_variants.xlsx", 0, 2864, SHEET_OK},
    {"spreadsheets/company_names_paren_variants.xlsx", 1, 4904, SHEET_OK},
    {"spreadsheets/hohhot_schools_arcgis.xls", 0, 0, SHEET_OLD_XLS},
    {"spreadsheets/mac_excel_sparse_dateserial.xlsx", 0, 1382, SHEET_OK},
    {"spreadsheets/wps_company_list_dateserial.xlsx", 0, 7552, SHEET_OK},
    {"spreadsheets/wps_template_header_only.xlsx", 0, 1, SHEET_OK},
    {"names/Chinese_Family_Name_1k.xlsx", 0, 1075, SHEET_OK},
    {"medical_institutions/eye_hospitals_amap_2018.xlsx", 0, 6373, SHEET_OK},
    {"medical_institutions/eye_hospitals_amap_2018.xlsx", 27, 112, SHEET_OK},
    {"medical_institutions/xian_hospitals_amap.xlsx", 0, 683, SHEET_OK},
    {"medical_institutions/beijing_hospitals_pinyin_gbk.csv", 0, 127, SHEET_OK},
    {"medical_institutions/chengdu_xindu_19.csv", 0, 20, SHEET_OK},
    {"medical_institutions/fever_clinics_2020.csv", 0, 3350, SHEET_OK},
    {"medical_institutions/hospital_names_messy.csv", 0, 543, SHEET_OK},
    {"medical_institutions/wuhan_hospital_poi.csv", 0, 3709, SHEET_OK},
    {"medical_institutions/zhanjiang_known_names.csv", 0, 14, SHEET_OK},
    {"public_places/shenzhen_hotels_2020.csv", 0, 3140, SHEET_OK},
    {"public_places/wuhan_mall_poi.csv", 0, 325, SHEET_OK},
    {"public_places/wuhan_school_poi.csv", 0, 3741, SHEET_OK},
    {"credit_and_penalties/sgs_field_codes.csv", 0, 96, SHEET_OK},
    {"credit_and_penalties/shandong_enterprise_register.csv", 0, 2729, SHEET_OK},
    {"credit_and_penalties/uscc_public_institutions.csv", 0, 11, SHEET_OK},
    {"credit_and_penalties/uscc_xiamen_sample.csv", 0, 55, SHEET_OK},
};

static const char *folder(void)
{
    const char *f = getenv("SHARED_DATA");
    return f ? f : "../shared/data";
}

static void need_folder(void)
{
    if (access(folder(), R_OK) != 0) {
        print_message("skipped: no shared data\n");
        skip();
    }
}

static void row_counts(void **state)
{
    (void)state;
    need_folder();
    for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
        struct arena *a = arena_new(64u << 20);
        struct str path = str_fmt(a, "%s/%s", folder(), files[i].path);
        struct sheet *s;
        struct sheet_row row;
        enum sheet_verdict v = sheet_open_file(a, path.p, sheet_options_default(), &s);
        size_t rows = 0;
        if (v == SHEET_OK) {
            v = sheet_choose(s, files[i].sheet);
            while (v == SHEET_OK && sheet_next(s, &row) == SHEET_ROW)
                rows++;
            v = sheet_verdict(s);
        }
        if (v != files[i].v || rows != files[i].rows)
            print_message("%s: verdict %d, %zu rows\n", files[i].path, v, rows);
        assert_int_equal(v, files[i].v);
        assert_int_equal(rows, files[i].rows);
        sheet_close(&s);
        arena_free(&a);
    }
}

/* What these files are known for: text codes with leading zeros, date serials, GBK. */
static void details(void **state)
{
    (void)state;
    need_folder();
    struct arena *a = arena_new(64u << 20);
    struct sheet *s;
    struct sheet_row row;
    struct str path = str_fmt(a, "%s/spreadsheets/wps_company_list_dateserial.xlsx", folder());
    assert_int_equal(sheet_open_file(a, path.p, sheet_options_default(), &s), SHEET_OK);
    size_t dates = 0;
    while (sheet_next(s, &row) == SHEET_ROW)
        for (size_t i = 0; i < row.n; i++) {
            dates += row.cell[i].kind == SHEET_CELL_DATE;
            assert_true(row.cell[i].kind != SHEET_CELL_DATE || (row.cell[i].day.n > -20000 && row.cell[i].day.n < 25000));
        }
    assert_int_equal(dates, 2912);
    sheet_close(&s);
    path = str_fmt(a, "%s/spreadsheets/amap_poi_codes_leading_zero_text.xlsx", folder());
    assert_int_equal(sheet_open_file(a, path.p, sheet_options_default(), &s), SHEET_OK);
    assert_int_equal(sheet_choose(s, 2), SHEET_OK);
    size_t leading = 0;
    while (sheet_next(s, &row) == SHEET_ROW)
        for (size_t i = 0; i < row.n; i++)
            leading += row.cell[i].kind == SHEET_CELL_TEXT && row.cell[i].text.n == 6 && row.cell[i].text.p[0] == '0';
    assert_true(leading > 100);
    sheet_close(&s);
    path = str_fmt(a, "%s/medical_institutions/beijing_hospitals_pinyin_gbk.csv", folder());
    assert_int_equal(sheet_open_file(a, path.p, sheet_options_default(), &s), SHEET_OK);
    assert_int_equal(sheet_encoding(s), SHEET_ENC_GB18030);
    sheet_close(&s);
    arena_free(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(row_counts), cmocka_unit_test(details)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
