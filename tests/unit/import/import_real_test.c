/* SPDX-License-Identifier: EUPL-1.2
 * import_real_test.c — real lists of institutions, places and firms (../shared/data, not part of the project): every row is
 * imported or refused with words at its number, the commit agrees with the dry run, and the same file again changes nothing.
 */
#include "import_rig.h"

#include "base/file.h"

static const char *folder(void)
{
    const char *f = getenv("SHARED_DATA");
    return f ? f : "../shared/data";
}

static const struct {
    const char *file, *type;
    int rows; /* of all sheets together */
} FILES[] = {
    {"medical_institutions/fever_clinics_2020.csv", "medical_institution_1", 3349},
    {"medical_institutions/wuhan_hospital_poi.csv", "medical_institution_below1", 3708},
    {"medical_institutions/beijing_hospitals_pinyin_gbk.csv", "medical_institution_2plus", 126},
    {"medical_institutions/xian_hospitals_amap.xlsx", "medical_institution_1", 682},
    {"medical_institutions/eye_hospitals_amap_2018.xlsx", "medical_institution_below1",
     12745} /* all sheets: most rows stand in two */,
    {"medical_institutions/hospital_names_messy.csv", "medical_institution_below1", 542},
    {"medical_institutions/zhanjiang_known_names.csv", "medical_institution_1", 13},
    {"medical_institutions/chengdu_xindu_19.csv", "medical_institution_1", 19},
    {"public_places/shenzhen_hotels_2020.csv", "public_place_lodging", 3139},
    {"public_places/wuhan_mall_poi.csv", "public_place_other", 324},
    {"public_places/wuhan_school_poi.csv", "public_place_other", 3740},
    {"credit_and_penalties/shandong_enterprise_register.csv", "disinfectant_maker", 2728},
};

static struct job check_file(const char *type, struct str bytes)
{
    struct job j = {.bytes = bytes, .skip_refused = true};
    j.b = (struct import_batch){.kind = STR("subject"),
                                .item = str_from(type),
                                .file_name = STR("x"),
                                .unit_id = 1,
                                .division = STR("440823"),
                                .confirm_codes = true,
                                .without_code = true};
    db_transaction(rig.db, job_upload, &j);
    j.checked = import_check(&rig.c, j.id, bytes);
    assert_true(import_get(rig.db, rig.arena, j.id, &j.dry));
    return j;
}

/* Rows that have at least one fault that is no warning; each fault must say something. */
static int refused_rows(const struct job *j)
{
    int n = 0, last = -1;
    struct str column = STR_NONE;
    struct import_faults f = import_faults(rig.db, rig.arena, j->id, 0, 1000000);
    for (size_t i = 0; i < f.n; i++) {
        assert_true(f.p[i].message.n > 0 && utf8_valid(f.p[i].message));
        struct str sheet = f.p[i].column_name, rest = sheet;
        ptrdiff_t dot = str_find(rest, STR("·"), 0);
        sheet = dot < 0 ? STR_NONE : str_sub(rest, 0, (size_t)dot); /* row numbers repeat from sheet to sheet */
        if (f.p[i].warning || f.p[i].row_no == 0 || (f.p[i].row_no == last && str_eq(sheet, column)))
            continue;
        n++;
        last = f.p[i].row_no;
        column = sheet;
    }
    return n;
}

static void every_row_in_or_refused(void **state)
{
    struct rig *r = rig_of(state);
    if (access(folder(), R_OK) != 0) {
        print_message("skipped: no shared data\n");
        skip();
    }
    for (size_t i = 0; i < sizeof FILES / sizeof *FILES; i++) {
        struct str bytes = file_read(r->arena, str_fmt(r->arena, "%s/%s", folder(), FILES[i].file), (size_t)16 << 20);
        struct job j = check_file(FILES[i].type, bytes);
        print_message("%s: %d rows, %d new, %d changed, %d same, %d refused %.*s\n", FILES[i].file, j.dry.rows_total,
                      j.dry.rows_new, j.dry.rows_changed, j.dry.rows_same, j.dry.rows_refused, STR_ARG(j.dry.message));
        assert_int_equal(j.checked, IMPORT_DONE);
        assert_int_equal(j.dry.rows_total, FILES[i].rows);
        assert_int_equal(j.dry.rows_total, j.dry.rows_new + j.dry.rows_changed + j.dry.rows_same + j.dry.rows_refused);
        assert_int_equal(refused_rows(&j), j.dry.rows_refused);
        assert_true(j.dry.rows_new > 0);
        int64_t before = db_int(r->db, SUBJECTS);
        rig_commit(&j);
        assert_int_equal(j.committed, IMPORT_DONE);
        assert_int_equal(j.done.rows_new, j.dry.rows_new);
        assert_int_equal(j.done.rows_refused, j.dry.rows_refused);
        assert_int_equal(db_int(r->db, SUBJECTS), before + j.done.rows_new);
        struct job again = check_file(FILES[i].type, bytes);
        assert_int_equal(again.dry.rows_new, 0);
        assert_int_equal(again.dry.rows_changed, 0);
        assert_int_equal(again.dry.rows_refused, j.dry.rows_refused);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(every_row_in_or_refused)};
    return cmocka_run_group_tests(tests, rig_set_up, rig_tear_down);
}
