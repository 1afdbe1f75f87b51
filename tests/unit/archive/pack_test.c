/* SPDX-License-Identifier: EUPL-1.2
 * pack_test.c — a packed archive says what the views say, on every day; and after each kind of write it is not shown from the
 * moment of the commit until it is packed again.
 */
#include "support/test_db.h"

#include <glob.h>

#include "archive/archive_list.h"
#include "archive/archive_pack.h"
#include "base/file.h"
#include "db/db.h"
#include "grade/grade_run_store.h"
#include "subject/subject_touch.h"

_Static_assert(GRADE_BLOCK_WIDTH == 4 * SUBJECT_BLOCK, "the trigger grade_round_touch counts on it");

static struct arena *arena;
static struct db *db;
static char name[64];
static const char CODE[] = "12440823456023432N", OTHER[] = "12440823456023433X", PERSON[] = "abcdefghjkmnpqr2";

static const char ROWS[] =
    "INSERT INTO subject (id, public_id, kind, type, name, code, division, content_hash, created_at, updated_at) VALUES\n"
    "(1, 'abcdefghjkmnpqr1', 1, 'medical_institution_2plus', '某医院', '12440823456023432N', '440823100000', 'h', NOW(), NOW()),\n"
    "(2, 'abcdefghjkmnpqr2', 3, 'medical_staff', '张*', NULL, '440823100000', 'h', NOW(), NOW()),\n"
    "(5000, 'abcdefghjkmnpqr3', 1, 'clinic', '某诊所', '12440823456023433X', '440823100000', 'h', NOW(), NOW());\n"
    "INSERT INTO licence (subject_id, id, kind, number, number_key, valid_to) VALUES (1, 1, '许可证', '粤1', 'X1', '2027-01-01'),\n"
    "(2, 2, '医师执业证书', '110', '110', NULL);\n"
    "INSERT INTO subject_former_name VALUES (1, '某卫生院', '2019-01-01'), (1, '某所', NULL);\n"
    "INSERT INTO record (subject_id, id, item, category, title, unit_id, found, show_from, show_to, state, disputed, content_hash) VALUES\n"
    "(1, 1, 'good.1', 'good', '表彰', 1, '2025-02-01', '2025-02-01', NULL, 1, 0, '1'),\n"
    "(1, 2, 'dishonest.1', 'dishonest', '处罚', 1, '2025-03-01', '2025-03-01', '2026-03-01', 1, 1, '2'),\n"
    "(1, 3, 'dishonest.1', 'dishonest', '已满', 1, '2024-03-01', '2024-03-01', '2026-02-28', 1, 0, '3'),\n"
    "(1, 4, 'dishonest.1', 'dishonest', '未到', 1, '2025-03-01', '2026-04-01', '2027-03-01', 1, 0, '4'),\n"
    "(1, 5, 'dishonest.1', 'dishonest', '已撤销', 1, '2025-03-01', '2025-03-01', '2027-03-01', 2, 0, '5'),\n"
    "(5000, 6, 'good.1', 'good', '荣誉', 1, '2025-03-01', '2025-03-01', NULL, 1, 0, '6');\n"
    "INSERT INTO regime_version VALUES (1, 'x', REPEAT('h', 32), '', NOW());\n"
    "INSERT INTO grade_round (id, year, kind, subject_id, division_prefix, regime_version_id, state, as_known_at, created_by, created_at,\n"
    " published_at) VALUES (1, 2024, 'annual', NULL, '440823', 1, 'published', NOW(), 1, NOW(), NOW()),\n"
    "(2, 2025, 'annual', NULL, '440823', 1, 'approved', NOW(), 1, NOW(), NULL),\n"
    "(3, 2024, 'single', 5000, '440823', 1, 'approved', NOW(), 1, NOW(), NULL);\n"
    "INSERT INTO grade_block (round_id, block, snapshot_digest, result_digest, in_scope, graded, not_rolled_out, without_base, records,\n"
    " moved_up, moved_down, distribution) VALUES (2, 0, 'a', 'a', 1, 1, 0, 0, 1, 0, 0, ''), (2, 1, 'a', 'a', 1, 1, 0, 0, 1, 0, 0, '');\n"
    "INSERT INTO grade VALUES (1, 2024, 1, 'A', 0, 'x'), (1, 2025, 2, 'E', 0, 'x'), (5000, 2024, 1, 'B', 0, 'x'),\n"
    "(5000, 2025, 2, 'A', 0, 'x'),\n"
    "(5000, 2024, 3, 'A', 0, 'x');\n"
    "INSERT INTO archive_touch SELECT DISTINCT id DIV 1024, 0 FROM subject;\n";

static int set_up(void **state)
{
    (void)state;
    arena = arena_new(64u << 20);
    db = test_db_open(arena, name);
    if (db)
        db_run_script(db, arena, str_from(ROWS));
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    test_db_drop(&db, arena, name);
    arena_free(&arena);
    return 0;
}

static struct day on(int y, int m, int d)
{
    return day_from_ymd(y, m, d);
}

static bool packed(const char *code, struct day today, struct archive *x)
{
    int64_t stamp = -1;
    bool fresh = archive_pack_read(db, arena, str_from(code), today, &stamp, x);
    assert_int_equal(stamp, archive_stamp(db, arena));
    return fresh;
}

static void pack_all(void)
{
    while (archive_pack_turn(db, 2) > 0)
        ;
}

/* Both ways, byte for byte. */
static void assert_same(const char *code, struct day today)
{
    struct archive a, b;
    assert_true(packed(code, today, &a));
    assert_true(archive_read(db, arena, str_from(code), today, &b));
    struct str x = archive_pack_encode(arena, &a), y = archive_pack_encode(arena, &b);
    assert_true(x.n > 0 && str_eq(x, y));
    assert_int_equal(a.records_cut, b.records_cut);
}

static void packed_and_slow_say_the_same(void **state)
{
    (void)state;
    struct archive x;
    if (!db)
        skip();
    assert_false(packed(CODE, on(2026, 3, 1), &x)); /* not packed yet */
    pack_all();
    static const struct {
        int m, d;
        size_t records;
    } days[] = {{2, 28, 3}, {3, 1, 2}, {3, 2, 1}, {4, 1, 2}}; /* a day passes an end, another a beginning: no new pack */
    for (size_t i = 0; i < sizeof days / sizeof *days; i++) {
        struct day today = on(2026, days[i].m, days[i].d);
        assert_same(CODE, today);
        assert_same(OTHER, today);
        assert_same(PERSON, today);
        assert_true(packed(CODE, today, &x));
        assert_int_equal(x.records.n, days[i].records);
    }
    assert_same("abcdefghjkmnpqr1", on(2026, 3, 1));
    assert_false(packed("12440823456023432X", on(2026, 3, 1), &x));
}

static void more_than_is_shown(void **state)
{
    (void)state;
    struct archive x;
    if (!db)
        skip();
    db_run_script(
        db, arena,
        STR("INSERT INTO record (subject_id, id, item, category, title, unit_id, found, show_from, content_hash)\n"
            " SELECT 2, 1000 + seq, 'good.1', 'good', '表彰', 1, '2025-01-01' + INTERVAL seq % 100 DAY, '2025-01-01', UNHEX(MD5(seq))"
            " FROM seq_1_to_310;\nINSERT INTO archive_touch VALUES (0, 9);\n"));
    pack_all();
    assert_same(PERSON, on(2026, 3, 1));
    assert_true(packed(PERSON, on(2026, 3, 1), &x));
    assert_true(x.records_cut && x.records.n == ARCHIVE_RECORDS);
    db_run_script(db, arena, STR("UPDATE record SET detail = REPEAT('长', 4000) WHERE subject_id = 2;\n"));
    pack_all();
    assert_false(packed(PERSON, on(2026, 3, 1), &x)); /* too much for a pack: always the slow way */
    db_run_script(db, arena, STR("DELETE FROM record WHERE subject_id = 2;\n"));
    pack_all();
    assert_same(PERSON, on(2026, 3, 1));
}

/* What triggers tell, whoever writes. */
static void every_write_shows_at_once(void **state)
{
    (void)state;
    static const struct {
        const char *act;
        bool first, other; /* whose packs it puts out of date */
    } acts[] = {
        {"UPDATE record SET state = 2, show_from = NULL WHERE id = 2", true, false}, /* withdrawn */
        {"UPDATE record SET state = 3 WHERE id = 1", true, false},                   /* repaired */
        {"UPDATE record SET disputed = 1 WHERE id = 3", true, false},                /* under objection */
        {"UPDATE record SET title = '更正' WHERE id = 3", true, false},              /* corrected */
        {"UPDATE record SET show_to = show_to + INTERVAL 1 YEAR WHERE id IN (3, 4)", true,
         false}, /* rebuilt under another rule set */
        {"UPDATE record SET subject_id = 5000 WHERE id = 4", true, true},
        {"DELETE FROM record WHERE id = 3", true, false}, /* a batch undone */
        {"UPDATE subject SET name = '新名' WHERE id = 1", true, false},
        {"UPDATE licence SET valid_to = '2028-01-01' WHERE subject_id = 1", true, false},
        {"DELETE FROM licence WHERE subject_id = 1", true, false},
        {"UPDATE subject_former_name SET until_day = '2020-01-01' WHERE subject_id = 1", true, false},
        {"DELETE FROM subject_former_name WHERE subject_id = 1", true, false},
        {"UPDATE grade_round SET reviewed_by = 1 WHERE id = 2", false, false}, /* says nothing to the public */
        {"UPDATE grade_round SET state = 'published', published_at = NOW(6) WHERE id = 3", false, true},
        {"UPDATE grade_round SET state = 'published', published_at = NOW(6) WHERE id = 2", true, true},
        {"UPDATE grade_round SET state = 'superseded', superseded_at = NOW(6) WHERE id = 2", true, true},
    };
    if (!db)
        skip();
    struct day today = on(2026, 2, 28);
    for (size_t i = 0; i < sizeof acts / sizeof *acts; i++) {
        struct archive x;
        pack_all();
        assert_same(CODE, today);
        assert_same(OTHER, today);
        db_run_script(db, arena, str_fmt(arena, "%s;\n", acts[i].act));
        assert_int_equal(packed(CODE, today, &x), !acts[i].first);
        assert_int_equal(packed(OTHER, today, &x), !acts[i].other);
    }
    pack_all();
    assert_same(CODE, today);
    assert_same(OTHER, today);
}

/* The packer reads while a write is under way: what it then packs goes out of date with that write's commit. */
static void a_pack_made_during_a_write(void **state)
{
    (void)state;
    struct archive x;
    if (!db)
        skip();
    struct db *writer = test_db_connect(name);
    db_run_script(writer, arena, STR("START TRANSACTION;\nUPDATE subject SET name = '将改' WHERE id = 1;\n"));
    db_run_script(db, arena, STR("INSERT INTO archive_touch VALUES (0, 77);\n"));
    assert_int_equal(archive_pack_turn(db, 8), 1);
    assert_same(CODE, on(2026, 3, 1));
    db_run_script(writer, arena, STR("COMMIT;\n"));
    assert_false(packed(CODE, on(2026, 3, 1), &x));
    db_close(&writer);
    pack_all();
    assert_same(CODE, on(2026, 3, 1));
}

static bool touch_some(struct db *d, void *arg)
{
    struct subject_touched t = {0};
    (void)arg;
    subject_touched_add(&t, arena, 1);
    subject_touched_add(&t, arena, 3);
    subject_touched_add(&t, arena, 5000);
    subject_touched_write(&t, d);
    return true;
}

static void writers_of_new_rows_touch_blocks(void **state)
{
    (void)state;
    struct archive x;
    if (!db)
        skip();
    pack_all();
    db_transaction(db, touch_some, NULL);
    assert_false(packed(CODE, on(2026, 3, 1), &x));
    assert_int_equal(archive_pack_turn(db, 8), 2); /* a row per block */
}

/* New rows are told by who adds them; no trigger does. */
static bool adds_rows(struct str text)
{
    static const char *const tables[] = {"record (", "subject (", "licence (", "subject_former_name ("};
    for (size_t i = 0; i < sizeof tables / sizeof *tables; i++)
        if (str_contains(text, str_fmt(arena, "INSERT INTO %s", tables[i])) ||
            str_contains(text, str_fmt(arena, "INSERT IGNORE INTO %s", tables[i])))
            return true;
    return false;
}

static void who_adds_rows_touches(void **state)
{
    (void)state;
    size_t n = 0;
    glob_t files = {0};
    assert_int_equal(glob("lib/*/*_store.c", 0, NULL, &files), 0);
    for (size_t i = 0; i < files.gl_pathc; i++) {
        struct str path = str_from(files.gl_pathv[i]);
        if (!adds_rows(file_read(arena, path, 1u << 20)))
            continue;
        n++;
        if (str_ends(path, STR("/import_undo_store.c"))) /* gives rows back to subjects that it changes as well: triggers tell */
            continue;
        if (!str_contains(file_read(arena, path, 1u << 20), STR("subject_touched_write(")))
            fail_msg("%s adds rows to the public archive and does not touch it (subject_touch.h)", files.gl_pathv[i]);
    }
    globfree(&files);
    assert_true(n >= 2);
}

static void damaged_bytes_are_refused(void **state)
{
    (void)state;
    struct archive x = {.subject = {.id = 7, .kind = 1, .name = STR("某医院"), .established = on(2010, 1, 1), .ended = DAY_NONE}},
                   y;
    *VEC_PUSH(arena, x.former) = (struct archive_former){.name = STR("旧名"), .until = DAY_NONE};
    struct str good = archive_pack_encode(arena, &x);
    assert_true(archive_pack_decode(arena, good, on(2026, 3, 1), &y));
    assert_int_equal(y.subject.established.n, x.subject.established.n);
    for (size_t i = 0; i < good.n; i++)
        assert_false(archive_pack_decode(arena, str_sub(good, 0, i), on(2026, 3, 1), &y));
    assert_false(archive_pack_decode(arena, str_cat(arena, good, STR("x")), on(2026, 3, 1), &y));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(packed_and_slow_say_the_same),     cmocka_unit_test(more_than_is_shown),
        cmocka_unit_test(every_write_shows_at_once),        cmocka_unit_test(a_pack_made_during_a_write),
        cmocka_unit_test(writers_of_new_rows_touch_blocks), cmocka_unit_test(who_adds_rows_touches),
        cmocka_unit_test(damaged_bytes_are_refused),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
