/* SPDX-License-Identifier: EUPL-1.2
 * archive_test.c — what the public sees of an archive: disclosure by rule set and kind, expiry, masked fields, standings as words
 * of their own, versions as known on a day; then the same through the views of a real database.
 */
#include "support/test_db.h"

#include "archive/archive.h"
#include "archive/archive_list.h"
#include "regime/regime_load.h"

static struct arena *arena;
static struct db *db;
static char name[64];
static struct day today;

static int set_up(void **state)
{
    (void)state;
    arena = arena_new(64u << 20);
    db = test_db_open(arena, name);
    today = day_from_ymd(2026, 3, 1);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    test_db_drop(&db, arena, name);
    arena_free(&arena);
    return 0;
}

static const struct regime *load(const char *regime)
{
    struct regime_load_result r = regime_load(arena, STR("db/regimes"), str_from(regime));
    assert_non_null(r.regime);
    return r.regime;
}

static struct archive subject(int kind, const char *type)
{
    return (struct archive){.subject = {.id = 1,
                                        .kind = kind,
                                        .type = str_from(type),
                                        .name = kind == 3 ? STR("张*") : STR("某医院"),
                                        .code = kind == 3 ? STR("") : STR("12440823456023432N"),
                                        .public_id = STR("abcdefghjkmnpqrs"),
                                        .division = STR("440823100000"),
                                        .division_name = STR("遂城镇"),
                                        .address = STR("某路1号"),
                                        .representative = STR("某甲"),
                                        .established = day_from_ymd(2010, 1, 1),
                                        .ended = DAY_NONE}};
}

static void add_record(struct archive *x, int64_t id, const char *item, struct day from, struct day to)
{
    *VEC_PUSH(arena, x->records) = (struct archive_record){
        .id = id, .item = str_from(item), .found = day_from_ymd(2025, 1, 1), .show_from = from, .show_to = to};
}

static void persons_by_rule_set(void **state)
{
    (void)state;
    static const struct {
        const char *regime;
        bool shown, persons;
    } cases[] = {
        {"guangdong-suixi", true, true}, {"hunan", false, false}, {"hainan", false, false}, {"zhejiang-huzhou", false, false}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const struct regime *r = load(cases[i].regime);
        struct archive x = subject(3, "medical_staff");
        assert_int_equal(archive_show(&x, r, arena, today), cases[i].shown);
        assert_int_equal(archive_persons_public(r), cases[i].persons);
        struct archive legal = subject(1, "medical_institution_2plus");
        assert_true(archive_show(&legal, r, arena, today));
        assert_true(legal.subject.code.n == 18);
    }
}

static void fields_are_masked(void **state)
{
    (void)state;
    const struct regime *r = load("guangdong-suixi");
    struct archive x = subject(3, "medical_staff");
    *VEC_PUSH(arena, x.licences) = (struct archive_licence){.kind = STR("医师执业证书"), .number = STR("110440800001234")};
    *VEC_PUSH(arena, x.former) = (struct archive_former){.name = STR("李*"), .until = DAY_NONE};
    assert_true(archive_show(&x, r, arena, today));
    assert_string_equal(str_cstr(arena, x.licences.p[0].number), "****1234");
    assert_int_equal(x.former.n, 0);
    assert_int_equal(x.subject.address.n, 0);
    assert_int_equal(x.subject.representative.n, 0);
    struct archive legal = subject(1, "medical_institution_2plus");
    assert_true(archive_show(&legal, r, arena, today));
    assert_string_equal(str_cstr(arena, legal.subject.name), "某医院");
}

static void only_what_is_public_today(void **state)
{
    (void)state;
    const struct regime *r = load("guangdong-suixi");
    struct archive x = subject(1, "medical_institution_2plus");
    add_record(&x, 1, "good.1", day_add(today, -10), DAY_NONE);
    add_record(&x, 2, "dishonest.1", day_add(today, -10), today);              /* the last day */
    add_record(&x, 3, "dishonest.1", day_add(today, -10), day_add(today, -1)); /* over */
    add_record(&x, 4, "dishonest.1", day_add(today, 1), DAY_NONE);             /* not yet */
    add_record(&x, 5, "dishonest.1", DAY_NONE, DAY_NONE);                      /* never public */
    add_record(&x, 6, "no.such", day_add(today, -10), DAY_NONE);
    assert_true(archive_show(&x, r, arena, today));
    assert_int_equal(x.records.n, 2);
    assert_int_equal(x.records.p[0].id, 1);
    assert_int_equal(x.records.p[1].id, 2);
    assert_int_equal(archive_next_change(&x, today).n, day_add(today, 1).n);
    assert_true(archive_show(&x, r, arena, day_add(today, 1)));
    assert_int_equal(x.records.n, 1);
    assert_false(day_is(archive_next_change(&x, today)));
}

static void natural_persons_bad_records_stay_hidden(void **state)
{
    (void)state;
    struct archive x = subject(3, "medical_staff");
    add_record(&x, 1, "good.1", day_add(today, -10), DAY_NONE);
    add_record(&x, 2, "bad.1", day_add(today, -10), DAY_NONE);
    assert_true(archive_show(&x, load("guangdong-suixi"), arena, today));
    for (size_t i = 0; i < x.records.n; i++)
        assert_int_not_equal(x.records.p[i].id, 2);
}

static void standings(void **state)
{
    (void)state;
    const struct regime *sx = load("guangdong-suixi"), *hi = load("hainan");
    const struct regime_subject_type *hospital = regime_subject_type(sx, STR("medical_institution_2plus")),
                                     *staff = regime_subject_type(sx, STR("medical_staff"));
    struct archive_grade a = {.year = 2025, .grade = STR("A")}, m = {.year = 2025, .grade = STR("M")};
    struct archive_grades none = {NULL, 0}, has_a = {&a, 1}, has_m = {&m, 1};
    assert_int_equal(archive_standing(sx, hospital, has_a, 0, today), ARCHIVE_GRADED);
    assert_int_equal(archive_standing(hi, regime_subject_type(hi, STR("medical_institution_2plus")), has_m, 0, today),
                     ARCHIVE_UNRATED);
    assert_int_equal(archive_standing(sx, hospital, none, 0, today), ARCHIVE_NOT_GRADED);
    assert_int_equal(archive_standing(sx, hospital, none, 2025, today), ARCHIVE_AWAITED);
    assert_int_equal(archive_standing(sx, hospital, has_a, 2026, today), ARCHIVE_GRADED);
    assert_int_equal(archive_standing(sx, NULL, none, 2025, today), ARCHIVE_NOT_COVERED);
    assert_int_equal(archive_standing(hi, regime_subject_type(hi, STR("medical_staff")), has_a, 0, today), ARCHIVE_CONSENT);
    if (day_is(staff->from)) /* before its phase */
        assert_int_equal(archive_standing(sx, staff, none, day_ymd(staff->from).year - 1, today), ARCHIVE_NOT_COVERED);
}

static struct instant at(int y, int m, int d)
{
    return instant_of_day(day_from_ymd(y, m, d));
}

static void versions_as_known_on(void **state)
{
    (void)state;
    struct archive x = subject(1, "medical_institution_2plus");
    *VEC_PUSH(arena, x.grades) =
        (struct archive_grade){.year = 2025, .round_id = 3, .grade = STR("A"), .published_at = at(2026, 2, 20)};
    *VEC_PUSH(arena, x.grades) = (struct archive_grade){
        .year = 2025, .round_id = 2, .grade = STR("B"), .published_at = at(2026, 1, 28), .superseded_at = at(2026, 2, 20)};
    *VEC_PUSH(arena, x.grades) =
        (struct archive_grade){.year = 2024, .round_id = 1, .grade = STR("C"), .published_at = at(2025, 1, 28)};
    static const struct {
        int y, m, d;
        const char *grades; /* newest year first */
    } cases[] = {{2024, 12, 31, ""}, {2025, 6, 1, "C"}, {2026, 2, 1, "BC"}, {2026, 2, 19, "BC"}, {2026, 2, 21, "AC"}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct archive_grades g = archive_grades_at(&x, arena, at(cases[i].y, cases[i].m, cases[i].d));
        assert_int_equal(g.n, strlen(cases[i].grades));
        for (size_t k = 0; k < g.n; k++)
            assert_int_equal(g.p[k].grade.p[0], cases[i].grades[k]);
    }
    struct archive_grades now = archive_grades_at(&x, arena, (struct instant){0});
    assert_int_equal(now.n, 2);
    assert_int_equal(now.p[0].round_id, 3);
    assert_int_equal(archive_grade_version(&x, &x.grades.p[0]), 2);
    assert_int_equal(archive_grade_version(&x, &x.grades.p[1]), 1);
}

static const char ROWS[] =
    "INSERT INTO division VALUES ('440823', '遂溪县', 3), ('440823100000', '遂城镇', 4);\n"
    "INSERT INTO subject (id, public_id, kind, type, name, code, division, content_hash, created_at, updated_at) VALUES\n"
    "(1, 'abcdefghjkmnpqr1', 1, 'medical_institution_2plus', '某医院', '12440823456023432N', '440823100000', 'h', NOW(), NOW()),\n"
    "(2, 'abcdefghjkmnpqr2', 3, 'medical_staff', '张*', NULL, '440823100000', 'h', NOW(), NOW());\n"
    "INSERT INTO licence (subject_id, id, kind, number, number_key) VALUES (1, 1, '许可证', '粤1', 'X1'), (2, 2, '医师执业证书', '110', '110');\n"
    "INSERT INTO subject_former_name VALUES (1, '某卫生院', '2019-01-01');\n"
    "INSERT INTO record (subject_id, id, item, category, title, unit_id, found, show_from, show_to, state, disputed, content_hash) VALUES\n"
    "(1, 1, 'good.1', 'good', '表彰', 1, '2025-02-01', '2025-02-01', NULL, 1, 0, '1'),\n"
    "(1, 2, 'dishonest.1', 'dishonest', '处罚', 1, '2025-03-01', '2025-03-01', '2026-03-01', 1, 1, '2'),\n"
    "(1, 3, 'dishonest.1', 'dishonest', '已满', 1, '2024-03-01', '2024-03-01', '2026-02-28', 1, 1, '3'),\n"
    "(1, 4, 'dishonest.1', 'dishonest', '已修复', 1, '2025-03-01', '2025-03-01', '2027-03-01', 3, 0, '4'),\n"
    "(1, 5, 'dishonest.1', 'dishonest', '已撤销', 1, '2025-03-01', '2025-03-01', '2027-03-01', 2, 0, '5'),\n"
    "(1, 6, 'reference.1', 'reference', '投诉', 1, '2025-03-01', NULL, NULL, 1, 0, '6');\n"
    "INSERT INTO regime_version VALUES (1, 'x', REPEAT('h', 32), '', NOW());\n"
    "INSERT INTO grade_round (id, year, kind, division_prefix, regime_version_id, state, as_known_at, created_by, created_at,\n"
    " published_at) VALUES (1, 2024, 'annual', '440823', 1, 'published', NOW(), 1, NOW(), NOW()),\n"
    "(2, 2025, 'annual', '440823', 1, 'computed', NOW(), 1, NOW(), NULL),\n"
    "(3, 2025, 'trial', '440823', 1, 'computed', NOW(), 1, NOW(), NULL);\n"
    "INSERT INTO grade VALUES (1, 2024, 1, 'A', 0, 'x'), (1, 2025, 2, 'E', 0, 'x');\n";

static void the_views_give_an_archive(void **state)
{
    (void)state;
    struct archive x;
    if (!db)
        skip();
    db_run_script(db, arena, str_from(ROWS));
    assert_true(archive_read(db, arena, STR("12440823456023432N"), today, &x));
    assert_true(archive_show(&x, load("guangdong-suixi"), arena, today));
    assert_string_equal(str_cstr(arena, x.subject.name), "某医院");
    assert_int_equal(x.records.n, 2); /* expired, repaired, withdrawn and reference are not there */
    assert_int_equal(x.records.p[0].id, 2);
    assert_true(x.records.p[0].disputed && archive_disputed(&x));
    assert_int_equal(x.grades.n, 1); /* a round that is not published says nothing */
    assert_int_equal(x.grades.p[0].year, 2024);
    assert_int_equal(x.licences.n, 1);
    assert_int_equal(x.former.n, 1);
    assert_false(archive_read(db, arena, STR("12440823456023432X"), today, &x));
    assert_true(archive_read(db, arena, STR("abcdefghjkmnpqr2"), today, &x));
    assert_int_equal(x.subject.kind, 3);
}

static void lists_say_what_is_public(void **state)
{
    (void)state;
    bool disputed[2];
    if (!db)
        skip();
    struct archive_rounds rounds = archive_rounds(db, arena);
    assert_int_equal(rounds.n, 2); /* no trial */
    assert_false(rounds.p[0].published);
    assert_int_equal(rounds.p[0].distribution.n, 0);
    assert_true(rounds.p[1].published);
    archive_disputed_of(db, arena, (const int64_t[]){1, 2}, 2, today, disputed);
    assert_true(disputed[0] && !disputed[1]);
    archive_disputed_of(db, arena, (const int64_t[]){1, 2}, 2, day_add(today, 1), disputed);
    assert_false(disputed[0]); /* its publicity is over */
    assert_string_equal(str_cstr(arena, archive_person(db, arena, STR("110"), STR("张*"))), "abcdefghjkmnpqr2");
    assert_int_equal(archive_person(db, arena, STR("110"), STR("李*")).n, 0);
    assert_int_equal(archive_person(db, arena, STR("X1"), STR("某医院")).n, 0); /* not a person */
    assert_int_equal(archive_table_count(db, 2024, 1), 1);
    assert_int_equal(archive_table_count(db, 2025, 2), 0); /* not published */
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(persons_by_rule_set),
        cmocka_unit_test(fields_are_masked),
        cmocka_unit_test(only_what_is_public_today),
        cmocka_unit_test(natural_persons_bad_records_stay_hidden),
        cmocka_unit_test(standings),
        cmocka_unit_test(versions_as_known_on),
        cmocka_unit_test(the_views_give_an_archive),
        cmocka_unit_test(lists_say_what_is_public),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
