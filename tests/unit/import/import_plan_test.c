/* SPDX-License-Identifier: EUPL-1.2
 * import_plan_test.c — what the look sees in a file, a person's choice of columns, and that it is remembered for the same unit,
 * kind and header; another encoding, another sheet, another header row; fields that a file has no column for stay as they are.
 */
#include "import_rig.h"

#include "import/import_field.h"
#include "import/import_plan.h"
#include "subject/subject_store.h"

static int64_t uploaded(struct str bytes, const char *kind, const char *item, int unit)
{
    struct job j = {.bytes = bytes};
    j.b = (struct import_batch){
        .kind = str_from(kind), .item = str_from(item), .file_name = STR("x"), .unit_id = unit, .division = STR("440823")};
    db_transaction(rig.db, job_upload, &j);
    return j.id;
}

static struct import_batch looked(struct str bytes, const char *kind, const char *item, int unit)
{
    struct import_batch b;
    int64_t id = uploaded(bytes, kind, item, unit);
    assert_int_equal(import_look(&rig.c, id, bytes), IMPORT_DONE);
    assert_true(import_get(rig.db, rig.arena, id, &b));
    assert_true(import_in_state(&b, "looked"));
    return b;
}

static struct import_plan plan_of(const struct import_batch *b)
{
    struct import_plan p;
    import_plan_read(rig.db, rig.arena, b->id, &p);
    return p;
}

static void has_field(const struct import_plan *p, size_t i, const char *field, int origin)
{
    assert_true(i < p->columns.n);
    if (!str_eq(p->columns.p[i].field, str_from(field)))
        print_message("column %zu is %.*s, not %s\n", i, STR_ARG(p->columns.p[i].field), field);
    assert_true(str_eq(p->columns.p[i].field, str_from(field)));
    assert_int_equal(p->columns.p[i].origin, origin);
}

static void has_fault(const struct import_batch *b, const struct str *fields, size_t n, const char *words)
{
    struct str s = import_plan_fault(rig.arena, rig.c.regime, b, fields, n);
    if (!str_contains(s, str_from(words)))
        print_message("%.*s\n", STR_ARG(s));
    assert_true(words[0] ? str_contains(s, str_from(words)) : s.n == 0);
}

static void a_note_above_the_header(void **state)
{
    rig_of(state);
    struct import_batch b =
        looked(STR("某某县公共场所名单\n\n单位名称,社会信用代码,经营地点,身份证\n甲店,,一街,440823198004030012\n乙店,,二街,\n"),
               "subject", "public_place_other", 1);
    struct import_plan p = plan_of(&b);
    assert_int_equal(p.sheets.n, 1);
    assert_int_equal(p.sheets.p[0].rows_total, 4);
    assert_int_equal(b.header_row, 3);
    assert_int_equal(b.sheet_no, 1);
    assert_int_equal(p.columns.n, 4);
    has_field(&p, 0, "name", IMPORT_BY_NAME);
    has_field(&p, 1, "code", IMPORT_BY_NAME);
    has_field(&p, 2, "", IMPORT_BY_NOBODY);
    struct import_preview v = import_preview(&rig.c, rig.arena, b.id);
    assert_int_equal(v.n, 2);
    assert_int_equal(v.p[0].row_no, 4);
    assert_true(str_eq(v.p[0].p[0], STR("甲店")));
    assert_true(str_eq(v.p[0].p[3], STR("4****************2")));
}

static void a_header_nobody_knows(void **state)
{
    rig_of(state);
    struct import_batch b = looked(STR("表\nA栏,B栏,C栏\n甲,2,3\n"), "subject", "public_place_other", 1);
    struct import_plan p = plan_of(&b);
    assert_int_equal(b.header_row, 2);
    assert_int_equal(p.columns.n, 3);
    has_field(&p, 0, "", IMPORT_BY_NOBODY);
}

struct saving {
    struct import_batch b;
    struct import_plan p;
    const struct str *fields;
    enum import_outcome outcome;
};
static bool save(struct db *db, void *arg)
{
    struct saving *s = arg;
    s->outcome = import_plan_save(db, rig.arena, &s->b, s->b.version, &s->p, s->fields, 5, rig.c.now);
    return s->outcome == IMPORT_DONE;
}

static void a_choice_is_remembered(void **state)
{
    rig_of(state);
    struct str file = STR("店名,注册码,在哪里,名称\n甲丙店,,一街,旧\n");
    struct saving s = {.b = looked(file, "subject", "public_place_other", 1)};
    s.p = plan_of(&s.b);
    has_field(&s.p, 0, "", IMPORT_BY_NOBODY);
    has_field(&s.p, 3, "name", IMPORT_BY_NAME);
    const struct str fields[] = {STR("name"), STR("code"), STR("address"), STR("")};
    s.fields = fields;
    db_transaction(rig.db, save, &s);
    assert_int_equal(s.outcome, IMPORT_DONE);
    db_transaction(rig.db, save, &s); /* the version is used up */
    assert_int_equal(s.outcome, IMPORT_WRONG_STATE);
    assert_int_equal(import_check(&rig.c, s.b.id, file), IMPORT_DONE);
    struct import_faults f = import_faults(rig.db, rig.arena, s.b.id, 2, 10);
    assert_int_equal(f.n, 1); /* no code, which was not allowed: so the name was read, from the first column */
    assert_true(str_contains(f.p[0].column_name, STR("代码")));

    struct import_batch again = looked(STR("店 名,注册码,在哪里,名称\n乙丙店,,一街,旧\n"), "subject", "public_place_other", 1);
    struct import_plan p = plan_of(&again); /* a blank in a header makes no other table */
    has_field(&p, 0, "name", IMPORT_BY_MEMORY);
    has_field(&p, 2, "address", IMPORT_BY_MEMORY);
    has_field(&p, 3, "", IMPORT_BY_MEMORY);
    struct import_batch elsewhere = looked(file, "subject", "public_place_other", 2);
    p = plan_of(&elsewhere);
    has_field(&p, 0, "", IMPORT_BY_NOBODY);
    struct import_batch other = looked(STR("店名,注册码,名称,在哪里\n丙店,,旧,一街\n"), "subject", "public_place_other", 1);
    p = plan_of(&other);
    has_field(&p, 0, "", IMPORT_BY_NOBODY);
}

static void what_a_mapping_lacks(void **state)
{
    rig_of(state);
    struct import_batch subject = {.kind = STR("subject"), .item = STR("public_place_other")};
    struct import_batch record = {.kind = STR("record"), .item = STR("good.1")}, any = {.kind = STR("record"), .item = STR("")};
    const struct str none[] = {STR(""), STR("address")}, twice[] = {STR("name"), STR("name")}, good[] = {STR("name"), STR("")};
    const struct str dated[] = {STR("found"), STR("title")}, right[] = {STR("found"), STR("code")};
    has_fault(&subject, none, 2, "“名称”");
    has_fault(&subject, twice, 2, "有 2 列都对应到“名称”");
    has_fault(&subject, good, 2, "");
    has_fault(&record, good, 2, "“认定日期”");
    has_fault(&record, dated, 2, "不能确定每一行说的是哪个主体");
    has_fault(&record, right, 2, "");
    has_fault(&any, right, 2, "信息事项");
}

struct again {
    struct import_batch b;
    struct import_choice choice;
};
static bool look_again(struct db *db, void *arg)
{
    const struct again *x = arg;
    return import_look_again(db, x->b.id, x->b.version, &x->choice) == IMPORT_DONE;
}

static void another_encoding(void **state)
{
    rig_of(state);
    static const char gbk[] = "\xc3\xfb\xb3\xc6,\xb5\xd8\xd6\xb7\n\xbc\xd7\xb5\xea,\xd2\xbb\xbd\xd6\n"; /* 名称,地址 甲店,一街 */
    struct str file = {gbk, sizeof gbk - 1};
    struct again x = {.b = looked(file, "subject", "public_place_other", 1), .choice = {.sheet_no = 1, .coding = 2}};
    assert_true(str_contains(x.b.encoding, STR("GB18030")));
    x.choice.coding = 1; /* UTF-8 it is not, and the page says so */
    assert_true(db_transaction(rig.db, look_again, &x));
    assert_int_equal(import_look(&rig.c, x.b.id, file), IMPORT_UNREADABLE);
    assert_true(import_get(rig.db, rig.arena, x.b.id, &x.b));
    assert_true(import_in_state(&x.b, "unreadable") && x.b.message.n > 0);
    x.choice.coding = 0;
    assert_true(db_transaction(rig.db, look_again, &x));
    assert_int_equal(import_look(&rig.c, x.b.id, file), IMPORT_DONE);
    struct import_plan p = plan_of(&x.b);
    has_field(&p, 0, "name", IMPORT_BY_NAME);
}

static void another_header_row(void **state)
{
    rig_of(state);
    struct str file = STR("名称,地址\n单位名称,详细地址\n甲店,一街\n");
    struct again x = {.b = looked(file, "subject", "public_place_other", 1), .choice = {.sheet_no = 1, .header_row = 2}};
    assert_int_equal(x.b.header_row, 1);
    assert_true(db_transaction(rig.db, look_again, &x));
    assert_int_equal(import_look(&rig.c, x.b.id, file), IMPORT_DONE);
    assert_true(import_get(rig.db, rig.arena, x.b.id, &x.b));
    assert_int_equal(x.b.header_row, 2);
    assert_int_equal(import_check(&rig.c, x.b.id, file), IMPORT_DONE);
    assert_true(import_get(rig.db, rig.arena, x.b.id, &x.b));
    assert_int_equal(x.b.rows_total, 1);
}

/* A list without addresses does not take them away, and the same list again is no news. */
static void columns_that_are_not_there(void **state)
{
    struct rig *r = rig_of(state);
    struct str code = rig_code(700);
    struct str whole = str_fmt(r->arena, "名称,统一社会信用代码,地址,法定代表人\n齐全店,%.*s,一街1号,陈示\n", STR_ARG(code));
    struct str part = str_fmt(r->arena, "名称,统一社会信用代码,法定代表人\n齐全店,%.*s,李示\n", STR_ARG(code));
    struct job j = rig_import("subject", "public_place_other", whole, false);
    rig_counts(j.done, 1, 1, 0, 0, 0);
    j = rig_check("subject", "public_place_other", part);
    rig_counts(j.dry, 1, 0, 1, 0, 0);
    struct import_diffs d = import_diffs(r->db, r->arena, j.id);
    assert_int_equal(d.n, 1);
    assert_true(str_eq(d.p[0].field, STR("法定代表人")) && str_eq(d.p[0].before, STR("陈示")) && str_eq(d.p[0].after, STR("李示")));
    rig_commit(&j);
    struct subject s;
    assert_true(subject_by_code(r->db, r->arena, code, &s));
    assert_true(str_eq(s.address, STR("一街1号")) && str_eq(s.representative, STR("李示")));
    j = rig_check("subject", "public_place_other", part);
    rig_counts(j.dry, 1, 0, 0, 1, 0);
}

/* Repeated within the file is not the same as known to the archive. */
static void repeated_and_unchanged_apart(void **state)
{
    struct rig *r = rig_of(state);
    struct str row = str_fmt(r->arena, "两遍店,%.*s,一街\n", STR_ARG(rig_code(710)));
    struct str file = str_fmt(r->arena, "名称,统一社会信用代码,地址\n%.*s%.*s", STR_ARG(row), STR_ARG(row));
    struct job j = rig_import("subject", "public_place_other", file, false);
    assert_int_equal(j.done.rows_new, 1);
    assert_int_equal(j.done.rows_duplicate, 1);
    assert_int_equal(j.done.rows_same, 0);
    j = rig_check("subject", "public_place_other", file);
    assert_int_equal(j.dry.rows_duplicate, 1);
    assert_int_equal(j.dry.rows_same, 1);
    assert_true(import_same_file(r->db, &j.dry) > 0);
}

static void no_number_in_a_message(void **state)
{
    struct rig *r = rig_of(state);
    struct str id = rig_id(77);
    struct str file = str_fmt(r->arena, "名称,统一社会信用代码,成立日期,乡镇\n某店,%.*s,%.*s,%.*s\n某店,440823198004030000,,\n",
                              STR_ARG(rig_code(701)), STR_ARG(id), STR_ARG(id));
    struct job j = rig_check("subject", "public_place_other", file);
    rig_counts(j.dry, 2, 0, 0, 0, 2);
    struct import_faults f = import_faults(r->db, r->arena, j.id, 0, 50);
    for (size_t i = 0; i < f.n; i++)
        assert_false(str_contains(f.p[i].message, str_sub(id, 4, 14)));
    assert_true(rig_fault(&j, 3, false, "代码", "000"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_note_above_the_header),
        cmocka_unit_test(a_header_nobody_knows),
        cmocka_unit_test(a_choice_is_remembered),
        cmocka_unit_test(what_a_mapping_lacks),
        cmocka_unit_test(another_encoding),
        cmocka_unit_test(another_header_row),
        cmocka_unit_test(columns_that_are_not_there),
        cmocka_unit_test(no_number_in_a_message),
        cmocka_unit_test(repeated_and_unchanged_apart),
    };
    return cmocka_run_group_tests(tests, rig_set_up, rig_tear_down);
}
