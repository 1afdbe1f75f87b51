/* SPDX-License-Identifier: EUPL-1.2
 * import_real_test.c — real lists of institutions, places and firms (../shared/data, not part of the project): every row is
 * imported or refused with words at its number, the commit agrees with the dry run, and the same file again changes nothing.
 */
#include "import_rig.h"

#include "base/file.h"
#include "import/import_plan.h"

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
                      j.dry.rows_new, j.dry.rows_changed, j.dry.rows_same + j.dry.rows_duplicate, j.dry.rows_refused,
                      STR_ARG(j.dry.message));
        assert_int_equal(j.checked, IMPORT_DONE);
        assert_int_equal(j.dry.rows_total, FILES[i].rows);
        assert_int_equal(j.dry.rows_total,
                         j.dry.rows_new + j.dry.rows_changed + j.dry.rows_same + j.dry.rows_duplicate + j.dry.rows_refused);
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

/* Files that were made for something else, by WPS, Excel on a Mac and others; header and field: a column that a clerk would choose.
 */
static const struct {
    const char *file, *header, *field;
    int rows; /* −1: not to be read as a list of subjects, with words that say why */
} ODD[] = {
    {"spreadsheets/company_names_paren_variants.xlsx", "company_name", "name", 2863},
    {"spreadsheets/mac_excel_sparse_dateserial.xlsx", "", "", 1381},
    {"spreadsheets/wps_company_list_dateserial.xlsx", "代码匹配", "code", 7551},
    {"spreadsheets/wps_template_header_only.xlsx", "", "", 0},
    {"spreadsheets/amap_poi_codes_leading_zero_text.xlsx", "", "", -1},
    {"credit_and_penalties/uscc_public_institutions.csv", "", "", 10},
    {"credit_and_penalties/uscc_xiamen_sample.csv", "", "", -1},
    {"credit_and_penalties/sgs_field_codes.csv", "", "", -1},
};

struct choosing {
    struct import_batch b;
    struct import_plan plan;
    struct str *fields;
};
static bool choose(struct db *db, void *arg)
{
    struct choosing *x = arg;
    return import_plan_save(db, rig.arena, &x->b, x->b.version, &x->plan, x->fields, 5, rig.c.now) == IMPORT_DONE;
}

/* The steps of a clerk; false: the mapping is not enough, and the page would say so. */
static bool mapped(struct job *j, const char *header, const char *field)
{
    struct choosing x;
    assert_true(import_get(rig.db, rig.arena, j->id, &x.b));
    import_plan_read(rig.db, rig.arena, j->id, &x.plan);
    x.fields = ARENA_ARRAY(rig.arena, struct str, x.plan.columns.n);
    for (size_t i = 0; i < x.plan.columns.n; i++)
        x.fields[i] =
            header[0] && str_eq(x.plan.columns.p[i].header, str_from(header)) ? str_from(field) : x.plan.columns.p[i].field;
    if (import_plan_fault(rig.arena, rig.c.regime, &x.b, x.fields, x.plan.columns.n).n)
        return false;
    assert_true(db_transaction(rig.db, choose, &x));
    return true;
}

static void odd_files(void **state)
{
    struct rig *r = rig_of(state);
    if (access(folder(), R_OK) != 0)
        skip();
    for (size_t i = 0; i < sizeof ODD / sizeof *ODD; i++) {
        struct str bytes = file_read(r->arena, str_fmt(r->arena, "%s/%s", folder(), ODD[i].file), (size_t)16 << 20);
        struct job j = {.bytes = bytes, .skip_refused = true};
        j.b = (struct import_batch){.kind = STR("subject"),
                                    .item = STR("public_place_other"),
                                    .file_name = STR("x"),
                                    .unit_id = 1,
                                    .division = STR("440823"),
                                    .confirm_codes = true,
                                    .without_code = true};
        int64_t before = db_int(r->db, SUBJECTS);
        db_transaction(rig.db, job_upload, &j);
        assert_int_equal(import_look(&rig.c, j.id, bytes), IMPORT_DONE);
        bool enough = mapped(&j, ODD[i].header, ODD[i].field);
        assert_int_equal(enough, ODD[i].rows >= 0);
        if (!enough)
            continue;
        assert_int_equal(import_check(&rig.c, j.id, bytes), IMPORT_DONE);
        assert_true(import_get(r->db, r->arena, j.id, &j.dry));
        print_message("%s: %d rows, %d new, %d repeated, %d refused\n", ODD[i].file, j.dry.rows_total, j.dry.rows_new,
                      j.dry.rows_duplicate, j.dry.rows_refused);
        assert_int_equal(j.dry.rows_total, ODD[i].rows);
        assert_int_equal(refused_rows(&j), j.dry.rows_refused);
        assert_int_equal(import_has_annotated(r->db, j.id, STR("xlsx")), import_faults(r->db, r->arena, j.id, 1, 1).n > 0);
        if (!j.dry.rows_new)
            continue;
        rig_commit(&j);
        assert_int_equal(j.committed, IMPORT_DONE);
        assert_int_equal(db_int(r->db, SUBJECTS), before + j.dry.rows_new);
    }
}

/* BIFF8: read where a converter is installed, else refused with what to do. */
static void an_old_workbook(void **state)
{
    struct rig *r = rig_of(state);
    if (access(folder(), R_OK) != 0)
        skip();
    struct str bytes =
        file_read(r->arena, str_fmt(r->arena, "%s/spreadsheets/hohhot_schools_arcgis.xls", folder()), (size_t)16 << 20);
    struct job j = {.bytes = bytes};
    j.b = (struct import_batch){.kind = STR("subject"),
                                .item = STR("public_place_other"),
                                .file_name = STR("x.xls"),
                                .unit_id = 1,
                                .division = STR("440823")};
    db_transaction(rig.db, job_upload, &j);
    enum import_outcome o = import_look(&rig.c, j.id, bytes);
    assert_true(import_get(r->db, r->arena, j.id, &j.dry));
    assert_true(o == IMPORT_DONE || (o == IMPORT_UNREADABLE && str_contains(j.dry.message, STR("另存为"))));
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(every_row_in_or_refused), cmocka_unit_test(odd_files),
                                       cmocka_unit_test(an_old_workbook)};
    return cmocka_run_group_tests(tests, rig_set_up, rig_tear_down);
}
