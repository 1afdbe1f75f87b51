/* SPDX-License-Identifier: EUPL-1.2
 * publish_test.c — publication against a real server: numbers without gaps, what is withheld, the same bytes for the same input
 * wherever they are made, superseding, and that nothing of it is there when the act fails.
 */
#include "support/test_db.h"

#include <time.h>

#include "db/db.h"
#include "notice/notice_number.h"
#include "publish/publish.h"
#include "regime/regime_load.h"

DB_STATEMENT(PUT_SUBJECT,
             "INSERT INTO subject (id, public_id, kind, type, name, code, division, content_hash, created_at, updated_at)"
             " VALUES (?, ?, ?, ?, ?, ?, '330502', '', '2020-01-01', '2020-01-01')");
DB_STATEMENT(PUT_GRADE, "INSERT INTO grade (subject_id, year, round_id, grade, points, sheet) VALUES (?, 2025, ?, ?, 0, '')");
DB_STATEMENT(
    PUT_ROUND,
    "INSERT INTO grade_round (id, year, kind, division_prefix, regime_version_id, state, as_known_at, snapshot_hash, result_hash,"
    " subjects, records, distribution, created_by, created_at, reviewed_by, approved_by) VALUES (?, 2025, ?, '330502', 1, 'approved',"
    " '2026-01-20', REPEAT('s', 32), REPEAT('r', 32), 4, 9, 'A=3,B=1', 1, '2026-01-20', 2, 3)");
DB_STATEMENT(PUBLICATIONS, "SELECT COUNT(*) FROM publication");
DB_STATEMENT(FILES, "SELECT COUNT(*) FROM publication_file");
DB_STATEMENT(AUDITS, "SELECT COUNT(*) FROM audit WHERE action = 'publication.publish'");
DB_STATEMENT(STATE, "SELECT COUNT(*) FROM grade_round WHERE id = ? AND state = ?");

#define FORGET_ALL                                                                                                                 \
    "DELETE FROM notice_body;\nDELETE FROM notice;\nDELETE FROM publication_chunk;\nDELETE FROM publication_file;\n"               \
    "DELETE FROM publication;\n"

static struct arena *arena;
static struct db *db;
static char name[64];
static const struct regime *regime;
static struct str shown_type, withheld_type, best;

/* An approved round in which subjects 1 to 4 have the best grade. */
static void put_round(int id, const char *kind)
{
    db_exec(db, PUT_ROUND, id, str_from(kind));
    for (int i = 1; i <= 4; i++)
        db_exec(db, PUT_GRADE, i, id, best);
}

static int set_up(void **state)
{
    (void)state;
    arena = arena_new((size_t)512 << 20);
    db = test_db_open(arena, name);
    if (!db)
        return 0;
    struct regime_load_result r = regime_load(arena, STR("db/regimes"), STR("zhejiang-huzhou"));
    assert_non_null(r.regime);
    regime = r.regime;
    for (size_t i = 0; i < regime->subject_types.n; i++) {
        const struct regime_subject_type *t = &regime->subject_types.p[i];
        if (regime_grade_disclosure(regime, t) == DISCLOSE_PUBLIC)
            shown_type = t->code;
        else
            withheld_type = t->code;
    }
    best = regime->grades.p[0].code;
    assert_true(shown_type.n && withheld_type.n);
    db_run_script(
        db, arena,
        STR("INSERT INTO regime_version VALUES (1, 'x', REPEAT('x', 32), '', '2020-01-01');\n"
            "INSERT INTO division VALUES ('330502', '吴兴区', 3);\n"
            "INSERT INTO unit VALUES (1, '一股', 'office', NULL, '330502');\n"
            "INSERT INTO staff (id, login, name, unit_id, password_hash, created_at) VALUES (1, 'a', '演示甲', 1, '', '2020-01-01'),"
            " (2, 'b', '演示乙', 1, '', '2020-01-01'), (3, 'c', '演示丙', 1, '', '2020-01-01');\n"));
    db_exec(db, PUT_SUBJECT, 1, STR("1"), 1, shown_type, STR("=乙<医院>&"), STR("91330502000000001A"));
    db_exec(db, PUT_SUBJECT, 2, STR("2"), 1, shown_type, STR("甲医院"), STR("91330502000000002B"));
    db_exec(db, PUT_SUBJECT, 3, STR("3"), 3, withheld_type, STR("张*"), STR_NONE);
    db_exec(db, PUT_SUBJECT, 4, STR("4"), 1, STR("a_type_of_another_regime"), STR("丙"), STR_NONE);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    test_db_drop(&db, arena, name);
    arena_free(&arena);
    return 0;
}

static void need_server(void)
{
    if (!db)
        skip();
}

struct numbering {
    const char *code;
    int year;
    bool keep;
    struct str got;
};

static bool number_in(struct db *d, void *arg)
{
    struct numbering *n = arg;
    n->got = notice_number_text(arena, str_from(n->code), n->year, notice_number(d, str_from(n->code), n->year));
    return n->keep;
}

static void numbers_have_no_gaps(void **state)
{
    (void)state;
    need_server();
    static const struct {
        struct numbering n;
        const char *expected;
    } ROWS[] = {
        {{"甲字", 2026, true, {0}}, "甲字〔2026〕1号"},  {{"甲字", 2026, false, {0}}, "甲字〔2026〕2号"},
        {{"甲字", 2026, false, {0}}, "甲字〔2026〕2号"}, {{"甲字", 2026, true, {0}}, "甲字〔2026〕2号"},
        {{"乙字", 2026, true, {0}}, "乙字〔2026〕1号"},  {{"甲字", 2027, true, {0}}, "甲字〔2027〕1号"},
        {{"甲字", 2026, true, {0}}, "甲字〔2026〕3号"},  {{"丙字", 2026, false, {0}}, "丙字〔2026〕1号"},
        {{"丙字", 2026, true, {0}}, "丙字〔2026〕1号"},
    };
    for (size_t i = 0; i < sizeof ROWS / sizeof *ROWS; i++) {
        struct numbering n = ROWS[i].n;
        db_transaction(db, number_in, &n);
        assert_string_equal(str_cstr(arena, n.got), ROWS[i].expected);
    }
}

static struct grade_round round_of(int id)
{
    struct grade_round r;
    assert_true(grade_round_get(db, arena, id, &r));
    return r;
}

static void what_is_not_public_is_withheld(void **state)
{
    (void)state;
    need_server();
    put_round(100, "annual");
    struct grade_round r = round_of(100);
    struct publish_table t = publish_table_of(db, arena, regime, &r);
    assert_int_equal(t.rows.n, 2);
    assert_int_equal(t.withheld, 2);
    for (size_t i = 0; i < t.rows.n; i++) {
        assert_true(t.rows.p[i].kind == 1);
        assert_true(str_eq(t.rows.p[i].type, shown_type));
        assert_string_equal(str_cstr(arena, t.rows.p[i].division_name), "吴兴区");
    }
    assert_string_equal(str_cstr(arena, t.rows.p[0].name), "=乙<医院>&"); /* by name within type and place */
    r.id = 4711;
    t = publish_table_of(db, arena, regime, &r);
    assert_int_equal(t.rows.n, 0);
    db_run_script(db, arena, STR("UPDATE grade_round SET state = 'dropped' WHERE id = 100;\n"));
}

struct publishing {
    struct publish_order order;
    struct publish_result result;
    bool keep, good;
};

static bool publish_in(struct db *d, void *arg)
{
    struct publishing *p = arg;
    p->good = publish_round(d, arena, &p->order, &p->result);
    return p->good && p->keep;
}

static struct publishing publish(int round, int version, bool keep)
{
    struct publishing p = {.keep = keep};
    struct instant now = {instant_of_day(day_from_ymd(2026, 1, 25)).us + 1};
    p.order = (struct publish_order){.regime = regime,
                                     .actor = {.id = 3, .name = STR("c"), .role = STR("approver")},
                                     .unit_name = STR("一股"),
                                     .correction = STR("更正"),
                                     .round_id = round,
                                     .round_version = version,
                                     .staff_id = 3,
                                     .now = now};
    db_transaction(db, publish_in, &p);
    return p;
}

static struct str file(int id, const char *format)
{
    struct str bytes;
    assert_true(publication_file(db, arena, id, str_from(format), &bytes));
    return bytes;
}

static void one_act_or_nothing(void **state)
{
    (void)state;
    need_server();
    put_round(200, "annual");
    struct publishing p = publish(200, 1, false); /* rolled back: a kill before the commit looks the same */
    assert_true(p.good);
    assert_int_equal(db_int(db, PUBLICATIONS), 0);
    assert_int_equal(db_int(db, FILES), 0);
    assert_int_equal(db_int(db, AUDITS), 0);
    assert_int_equal(db_int(db, STATE, 200, STR("approved")), 1);
    struct str number = p.result.document_no;
    p = publish(200, 7, true); /* a page that is out of date */
    assert_false(p.good);
    assert_int_equal(p.result.outcome, GRADE_ROUND_CONFLICT);
    assert_int_equal(db_int(db, PUBLICATIONS), 0);
    p = publish(200, 1, true);
    assert_true(p.good);
    assert_true(str_eq(p.result.document_no, number)); /* no gap */
    assert_int_equal(db_int(db, PUBLICATIONS), 2);
    assert_int_equal(db_int(db, FILES), 3);
    assert_int_equal(db_int(db, AUDITS), 1);
    assert_int_equal(db_int(db, STATE, 200, STR("published")), 1);
    struct publishing twice = publish(200, 2, true);
    assert_false(twice.good);
    assert_int_equal(db_int(db, PUBLICATIONS), 2);
    struct str csv = file(p.result.publication_id, "csv");
    assert_true(str_contains(csv, STR("甲医院")));
    assert_true(str_contains(csv, STR("'=乙<医院>&"))); /* never a formula */
    assert_false(str_contains(csv, STR("张*")));
    assert_false(str_contains(csv, STR("丙")));
    struct publication x;
    assert_true(publication_get(db, arena, p.result.publication_id, &x));
    assert_string_equal(str_cstr(arena, x.title),
                        str_cstr(arena, publish_title(arena, regime, &(struct grade_round){.year = 2025})));
    assert_int_equal(day_cmp(x.published_on, day_from_ymd(2026, 1, 25)), 0);
    assert_int_equal(publication_list(db, arena, STR("report"), 2025, 10).n, 1);
    assert_int_equal(publication_list(db, arena, STR("report"), 2024, 10).n, 0);
    assert_true(publication_in_force(db, arena, STR("summary"), 2025, &x));
    assert_int_equal(x.id, p.result.publication_id);
}

/* A second table of the year takes the first one's place; both stay, the first says by which it was replaced. */
static void superseding(void **state)
{
    (void)state;
    need_server();
    struct publication first, second, x;
    assert_true(publication_in_force(db, arena, STR("summary"), 2025, &first));
    struct str csv = file(first.id, "csv");
    put_round(300, "annual");
    struct publishing p = publish(300, 1, true);
    assert_true(p.good);
    assert_true(publication_in_force(db, arena, STR("summary"), 2025, &second));
    assert_int_equal(second.id, p.result.publication_id);
    assert_true(publication_get(db, arena, first.id, &x));
    assert_int_equal(x.superseded_by, second.id);
    assert_true(str_eq(x.superseded_no, second.document_no));
    assert_true(str_eq(file(first.id, "csv"), csv)); /* never edited */
    assert_int_equal(db_int(db, STATE, 200, STR("superseded")), 1);
    assert_int_equal(publication_list(db, arena, STR("summary"), 0, 10).n, 2);
    assert_string_equal(str_cstr(arena, second.correction), "更正");
    assert_int_equal(first.correction.n, 0); /* it corrected nothing */
    put_round(350, "annual");                /* another county of the city */
    db_run_script(db, arena, STR("UPDATE grade_round SET division_prefix = '330503' WHERE id = 350;\n"));
    p = publish(350, 1, true);
    assert_true(p.good);
    assert_true(publication_get(db, arena, second.id, &x));
    assert_int_equal(x.superseded_by, 0);
    assert_true(publication_get(db, arena, p.result.publication_id, &x));
    assert_int_equal(x.correction.n, 0);
    assert_int_equal(db_int(db, STATE, 300, STR("published")), 1);
    put_round(400, "single"); /* one subject graded again has no table */
    p = publish(400, 1, true);
    assert_true(p.good);
    assert_int_equal(p.result.publication_id, 0);
    assert_int_equal(publication_list(db, arena, STR("summary"), 0, 10).n, 3);
}

/* Same input, same bytes: now, later, and in another time zone. */
static void same_bytes(void **state)
{
    (void)state;
    need_server();
    struct grade_round r = round_of(300);
    struct publish_table t = publish_table_of(db, arena, regime, &r);
    struct publishing p = {0};
    p.order = (struct publish_order){
        .regime = regime, .unit_name = STR("一股"), .now = {instant_of_day(day_from_ymd(2026, 1, 25)).us + 1}};
    struct str one = publish_report(arena, &p.order, &r, &t, STR("字〔2026〕1号"));
    assert_true(str_starts(one, STR("PK")));
    setenv("TZ", "America/Los_Angeles", 1);
    tzset();
    struct timespec pause = {.tv_sec = 2, .tv_nsec = 100000000}; /* zip counts in two seconds */
    nanosleep(&pause, NULL);
    struct str two = publish_report(arena, &p.order, &r, &t, STR("字〔2026〕1号"));
    setenv("TZ", "UTC", 1);
    tzset();
    assert_true(str_eq(one, two));
    assert_false(str_eq(one, publish_report(arena, &p.order, &r, &t, STR("字〔2026〕2号"))));
    db_run_script(
        db, arena,
        STR("UPDATE publication SET superseded_by = NULL;\n" FORGET_ALL
            "DELETE FROM document_number;\nUPDATE grade_round SET state = 'approved', published_at = NULL, version = 1 WHERE id = 300;\n"
            "UPDATE grade_round SET state = 'dropped' WHERE id IN (200, 350, 400);\n"));
    struct publishing first = publish(300, 1, true);
    assert_true(first.good);
    struct str csv = file(first.result.publication_id, "csv"), xlsx = file(first.result.publication_id, "xlsx"),
               docx = file(first.result.publication_id + 1, "docx");
    db_run_script(db, arena,
                  STR(FORGET_ALL "DELETE FROM document_number;\n"
                      "UPDATE grade_round SET state = 'approved', published_at = NULL, version = 1 WHERE id = 300;\n"));
    struct publishing again = publish(300, 1, true);
    assert_true(again.good);
    assert_true(str_eq(csv, file(again.result.publication_id, "csv")));
    assert_true(str_eq(xlsx, file(again.result.publication_id, "xlsx")));
    assert_true(str_eq(docx, file(again.result.publication_id + 1, "docx")));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(numbers_have_no_gaps), cmocka_unit_test(what_is_not_public_is_withheld),
        cmocka_unit_test(one_act_or_nothing),   cmocka_unit_test(superseding),
        cmocka_unit_test(same_bytes),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
