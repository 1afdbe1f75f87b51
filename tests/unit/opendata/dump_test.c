/* SPDX-License-Identifier: EUPL-1.2
 * dump_test.c — the day's files and the list of changes on a real database: whole over several pages of subjects, natural persons
 * in none, given out only while nothing was changed since, without what was withdrawn or has expired; a change names who, once.
 */
#include "support/test_db.h"

#include <zlib.h>

#include "crypto/digest.h"
#include "opendata/opendata_dump.h"
#include "opendata/opendata_file.h"
#include "opendata/opendata_store.h"
#include "regime/regime_load.h"

enum { SUBJECTS = 600 }; /* three pages of the walk */

static struct arena *a;
static struct db *db;
static char name[64];
static const struct regime *regime;
static struct day today;

static const char DATA[] =
    "INSERT INTO division VALUES ('440823', '遂溪县', 3);\n"
    "INSERT INTO subject (id, public_id, kind, type, name, code, division, content_hash, created_at, updated_at) SELECT seq,\n"
    " CONCAT(LPAD(CONV(seq * 7919 % 100003, 10, 36), 8, '0'), LPAD(seq, 8, 'x')), 1, 'medical_institution_1', CONCAT('测试卫生院', seq),\n"
    " LPAD(seq, 18, '0'), '440823', REPEAT('h', 16), NOW(), NOW() FROM seq_1_to_600;\n"
    "INSERT INTO subject (id, public_id, kind, type, name, division, content_hash, created_at, updated_at) VALUES\n"
    " (601, 'personpersonpers', 3, 'doctor', '张*', '440823', REPEAT('h', 16), NOW(), NOW());\n"
    "INSERT INTO licence (subject_id, id, kind, number, number_key, issued) VALUES (1, 1, '许可证', '粤1', 'X1', '2020-02-02');\n"
    "INSERT INTO record (subject_id, id, item, category, title, unit_id, found, show_from, show_to, state, content_hash) VALUES\n"
    " (1, 1, 'dishonest.1', 'dishonest', '仍在公示的处罚', 1, '2026-01-05', '2026-01-05', '2026-03-01', 1, REPEAT('a', 16)),\n"
    " (2, 2, 'dishonest.1', 'dishonest', '将被撤销的处罚', 1, '2026-01-06', '2026-01-06', '2027-01-06', 1, REPEAT('b', 16)),\n"
    " (3, 3, 'dishonest.1', 'dishonest', '已经期满的处罚', 1, '2024-01-06', '2024-01-06', '2026-02-28', 1, REPEAT('c', 16)),\n"
    " (601, 4, 'dishonest.1', 'dishonest', '个人的处罚', 1, '2026-01-06', '2026-01-06', '2027-01-06', 1, REPEAT('d', 16));\n"
    "INSERT INTO regime_version VALUES (1, 'x', REPEAT('h', 32), '', NOW());\n";

static int set_up(void **state)
{
    (void)state;
    a = arena_new(256u << 20);
    db = test_db_open(a, name);
    today = day_from_ymd(2026, 3, 1);
    if (db == NULL)
        return 0;
    regime = regime_load(a, STR("db/regimes"), STR("guangdong-suixi")).regime;
    assert_non_null(regime);
    db_run_script(db, a, str_from(DATA));
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    test_db_drop(&db, a, name);
    arena_free(&a);
    return 0;
}

static void run(const char *sql)
{
    db_run_script(db, a, str_from(sql));
}

static void make(struct day day)
{
    struct opendata_order o = {.db = db, .regime = regime, .regime_version_id = 1, .origin = STR("https://credit.example")};
    struct instant now = {instant_of_day(day).us + 3600 * INT64_C(1000000)};
    struct opendata_dump *d = opendata_dump_begin(&o, now);
    for (int i = 0; i < 100; i++)
        if (opendata_dump_turn(d))
            break;
    opendata_dump_end(&d);
    assert_null(d);
}

static struct str text_of(const char *file)
{
    struct opendata_stored_list v = opendata_files(db, a, today, 1);
    for (size_t i = 0; i < v.n; i++) {
        if (!str_eq(v.p[i].name, str_from(file)))
            continue;
        struct str gz = opendata_file_body(db, a, &v.p[i]);
        uint8_t hash[32];
        digest_sha256(gz, hash);
        assert_int_equal(gz.n, v.p[i].size);
        assert_memory_equal(hash, v.p[i].hash.p, 32);
        size_t room = 4u << 20;
        char *out = arena_alloc(a, room);
        z_stream z = {.next_in = (unsigned char *)(uintptr_t)gz.p,
                      .avail_in = (unsigned)gz.n,
                      .next_out = (unsigned char *)out,
                      .avail_out = (unsigned)room};
        assert_int_equal(inflateInit2(&z, 15 + 16), Z_OK);
        assert_int_equal(inflate(&z, Z_FINISH), Z_STREAM_END);
        inflateEnd(&z);
        return (struct str){out, room - z.avail_out};
    }
    fail_msg("no file %s", file);
    return STR_NONE;
}

static size_t lines_of(struct str s)
{
    size_t n = 0;
    for (size_t i = 0; i < s.n; i++)
        n += s.p[i] == '\n';
    return n;
}

static void the_files_are_whole(void **state)
{
    (void)state;
    if (!db)
        skip();
    assert_true(opendata_dump_due(db, today, 1));
    assert_int_equal(opendata_files(db, a, today, 1).n, 0);
    make(today);
    assert_false(opendata_dump_due(db, today, 1));
    assert_int_equal(opendata_files(db, a, today, 1).n, 5);
    struct str json = text_of("subjects.jsonl.gz"), records = text_of("records.csv.gz");
    assert_int_equal(lines_of(json), SUBJECTS);
    assert_int_equal(lines_of(text_of("subjects.csv.gz")), SUBJECTS + 1);
    assert_int_equal(lines_of(text_of("licences.csv.gz")), 2);
    assert_int_equal(lines_of(text_of("grades.csv.gz")), 1); /* the line of names is there without rows */
    assert_int_equal(lines_of(records), 3);
    assert_true(str_contains(records, STR("仍在公示的处罚")) && str_contains(records, STR("将被撤销的处罚")));
    assert_true(str_contains(json, STR("https://credit.example/entity/")));
    assert_false(str_contains(json, STR("已经期满")) || str_contains(json, STR("个人的处罚")) ||
                 str_contains(json, STR("personperson")));
}

static void a_change_withdraws_the_files_at_once(void **state)
{
    (void)state;
    if (!db)
        skip();
    struct opendata_changed_list before = opendata_changes(db, a, 0, 10000);
    assert_int_equal(before.n, SUBJECTS);
    int64_t last = before.p[before.n - 1].change_no;
    run("UPDATE record SET state = 2, version = version + 1 WHERE id = 2;\n");
    assert_int_equal(opendata_files(db, a, today, 1).n, 0);
    assert_true(opendata_dump_due(db, today, 1));
    make(today);
    assert_false(str_contains(text_of("subjects.jsonl.gz"), STR("将被撤销")) ||
                 str_contains(text_of("records.csv.gz"), STR("将被撤销")));
    struct opendata_changed_list v = opendata_changes(db, a, last, 10);
    assert_int_equal(v.n, 1);
    assert_true(str_eq(v.p[0].code, STR("000000000000000002")));
    assert_int_equal(opendata_changes(db, a, 0, 10000).n, SUBJECTS); /* each once, at its last change */
    make(today);
    assert_int_equal(opendata_changes(db, a, v.p[0].change_no, 10).n, 0);
}

static void a_new_day_is_a_new_file(void **state)
{
    (void)state;
    if (!db)
        skip();
    int64_t last = opendata_changes(db, a, 0, 10000).p[SUBJECTS - 1].change_no;
    struct day tomorrow = day_add(today, 1);
    assert_int_equal(opendata_files(db, a, tomorrow, 1).n, 0);
    assert_int_equal(opendata_files(db, a, today, 2).n, 0); /* another rule set */
    assert_true(opendata_dump_due(db, tomorrow, 1) && opendata_dump_due(db, today, 2));
    today = tomorrow;
    make(today);
    assert_false(str_contains(text_of("subjects.jsonl.gz"), STR("仍在公示的处罚"))); /* its last day was yesterday */
    struct opendata_changed_list v = opendata_changes(db, a, last, 10);
    assert_int_equal(v.n, 1); /* the others changed nothing but the day */
    assert_true(str_eq(v.p[0].code, STR("000000000000000001")));
}

static void who_is_gone_is_told_once(void **state)
{
    (void)state;
    if (!db)
        skip();
    struct opendata_changed_list all = opendata_changes(db, a, 0, 10000);
    int64_t last = all.p[all.n - 1].change_no;
    run("DELETE FROM subject WHERE id = 600;\nUPDATE subject SET type = 'civil_servant' WHERE id = 599;\n");
    make(today);
    size_t n = opendata_changes(db, a, last, 10).n;
    assert_int_equal(n, 2); /* one deleted, one whose type is never public */
    assert_int_equal(lines_of(text_of("subjects.jsonl.gz")), SUBJECTS - 2);
    last = opendata_changes(db, a, last, 10).p[n - 1].change_no;
    run("UPDATE subject SET version = version + 1 WHERE id = 1;\n"); /* a touch that changes nothing public */
    assert_true(opendata_dump_due(db, today, 1));
    make(today);
    assert_int_equal(opendata_changes(db, a, last, 10).n, 0);
    assert_false(opendata_dump_due(db, today, 1));
}

static void a_change_while_it_is_made_makes_it_due_again(void **state)
{
    (void)state;
    if (!db)
        skip();
    struct opendata_order o = {.db = db, .regime = regime, .regime_version_id = 1, .origin = STR("")};
    run("UPDATE subject SET version = version + 1 WHERE id = 2;\n");
    struct opendata_dump *d = opendata_dump_begin(&o, instant_of_day(today));
    struct db *other = test_db_connect(name);
    while (!opendata_dump_turn(d))
        continue;
    opendata_dump_end(&d);
    assert_false(opendata_dump_due(db, today, 1));
    d = opendata_dump_begin(&o, instant_of_day(today));
    run("UPDATE record SET disputed = 1 WHERE id = 1;\n");
    opendata_dump_end(&d); /* killed before its first turn: nothing is lost */
    assert_int_equal(opendata_files(other, a, today, 1).n, 0);
    db_close(&other);
}

/* Two records of one day, and an item whose code is a pattern for another's. */
static void records_by_day_walk_from_their_place(void **state)
{
    (void)state;
    if (!db)
        skip();
    run("INSERT INTO record (subject_id, id, item, category, title, unit_id, found, show_from, state, content_hash) VALUES\n"
        " (10, 101, 'x_1', 'bad', 'A', 1, '2026-01-03', '2026-01-03', 1, REPEAT('1', 16)),\n"
        " (11, 102, 'x_1', 'bad', 'B', 1, '2026-01-03', '2026-01-03', 1, REPEAT('2', 16)),\n"
        " (12, 103, 'xy1', 'bad', 'C', 1, '2026-01-04', '2026-01-04', 1, REPEAT('3', 16)),\n"
        " (13, 104, 'x_1', 'bad', 'D', 1, '2026-01-02', '2026-01-02', 1, REPEAT('4', 16));\n");
    struct opendata_place at = {.day = DAY_NONE};
    static const int64_t want[] = {102, 101, 104};
    for (size_t i = 0; i < 3; i++) {
        struct opendata_events v = opendata_records_before(db, a, STR("x_1"), at, DAY_NONE, today, 1);
        assert_int_equal(v.n, 1);
        assert_int_equal(v.at[0].id, want[i]);
        assert_int_equal(v.p[0].subject.id, v.at[0].subject);
        at = v.at[0];
    }
    assert_int_equal(opendata_records_before(db, a, STR("x_1"), at, DAY_NONE, today, 1).n, 0);
    at.day = DAY_NONE;
    assert_int_equal(opendata_records_before(db, a, STR("x_1"), at, day_from_ymd(2026, 1, 3), today, 9).n, 2);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_files_are_whole),
        cmocka_unit_test(a_change_withdraws_the_files_at_once),
        cmocka_unit_test(a_new_day_is_a_new_file),
        cmocka_unit_test(who_is_gone_is_told_once),
        cmocka_unit_test(a_change_while_it_is_made_makes_it_due_again),
        cmocka_unit_test(records_by_day_walk_from_their_place),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
