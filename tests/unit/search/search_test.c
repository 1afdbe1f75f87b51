/* SPDX-License-Identifier: EUPL-1.2
 * search_test.c — finds against a real database: exactness beside LIKE on 20,000 invented names, former names, filters, exact
 * finds, removal, rebuild. Skipped without a server.
 */
#include "support/test_db.h"

#include "bench/names.h"
#include "db/db.h"
#include "search/search.h"
#include "search/search_plan.h"
#include "text/pinyin.h"
#include "text/text.h"

#define NAMES   20000
#define QUERIES 500

static struct text_tools *tools;
static struct arena *arena, *scratch;
static struct db *db;
static char database[64];

DB_STATEMENT(ADD_SUBJECT,
             "INSERT INTO subject (id, public_id, kind, type, name, code, division, content_hash, created_at, updated_at) "
             "VALUES (?, ?, ?, ?, ?, ?, ?, '', '2026-01-01', '2026-01-01')");
DB_STATEMENT(ADD_FORMER, "INSERT INTO subject_former_name (subject_id, name) VALUES (?, ?)");
DB_STATEMENT(ADD_LICENCE, "INSERT INTO licence (subject_id, id, kind, number, number_key) VALUES (?, 1, '许可证', ?, ?)");
DB_STATEMENT(ADD_REGIME, "INSERT INTO regime_version (id, code, hash, body, activated_at) VALUES (1, 't', '', '', '2026-01-01')");
DB_STATEMENT(ADD_ROUND,
             "INSERT INTO grade_round (id, year, kind, division_prefix, regime_version_id, state, as_known_at, created_by, "
             "created_at) VALUES (?, ?, 'annual', '', 1, ?, '2026-01-01', 1, '2026-01-01')");
DB_STATEMENT(ADD_GRADE, "INSERT INTO grade (subject_id, year, round_id, grade, points, sheet) VALUES (?, ?, ?, ?, 0, '')");
DB_STATEMENT(LIKE_NAMES,
             "SELECT subject_id, MIN(CHAR_LENGTH(name_key)) AS l FROM search_name WHERE name_key LIKE CONCAT('%', ?, '%') "
             "AND name_key LIKE CONCAT('%', ?, '%') GROUP BY subject_id ORDER BY l, subject_id");
DB_STATEMENT(LIKE_FILTERED, "SELECT n.subject_id, MIN(CHAR_LENGTH(n.name_key)) AS l "
                            "FROM search_name n JOIN subject s ON s.id = n.subject_id "
                            "WHERE n.name_key LIKE CONCAT('%', ?, '%') AND s.division LIKE CONCAT(?, '%') "
                            "AND (? = '' OR s.type = ?) "
                            "GROUP BY n.subject_id ORDER BY l, n.subject_id");
DB_STATEMENT(LIKE_PINYIN, "SELECT subject_id, MIN(CHAR_LENGTH(name_key)) AS l FROM search_name "
                          "WHERE CONCAT(' ', pinyin, ' ') LIKE CONCAT('% ', ?, '%') GROUP BY subject_id ORDER BY l, subject_id");
DB_STATEMENT(POSTINGS, "SELECT (SELECT COUNT(*) FROM name_gram) + (SELECT COUNT(*) FROM pinyin_gram)");
DB_STATEMENT(POSTINGS_OF, "SELECT (SELECT COUNT(*) FROM name_gram WHERE name_rank & 281474976710655 = ?) + "
                          "(SELECT COUNT(*) FROM pinyin_gram WHERE name_rank & 281474976710655 = ?)");

DB_STATEMENT(FORGET_SIGNATURES, "UPDATE name_gram SET signature = DEFAULT WHERE name_rank % ? = 0");
DB_STATEMENT(WITHOUT_SIGNATURE, "SELECT (SELECT COUNT(*) FROM name_gram WHERE signature = 18446744073709551615) + "
                                "(SELECT COUNT(*) FROM pinyin_gram WHERE signature = 18446744073709551615)");
DB_STATEMENT(KEYS_READ,
             "SELECT VARIABLE_VALUE + 0 FROM information_schema.SESSION_STATUS WHERE VARIABLE_NAME = 'HANDLER_READ_KEY'");

struct expected {
    int64_t id, length;
};
static const struct db_column EXPECTED[] = {DB_COLUMN(struct expected, id), DB_COLUMN(struct expected, length)};

static void need_db(void)
{
    if (!db) {
        print_message("skipped: no database server (PORTAL_DB_SOCKET)\n");
        skip();
    }
}

static void add_subject(int64_t id, int kind, const char *type, struct str name, struct str code, const char *division)
{
    db_exec(db, ADD_SUBJECT, id, str_fmt(scratch, "%016lld", (long long)id), kind, str_from(type), name, code, str_from(division));
}

static bool load(struct db *d, void *arg)
{
    (void)arg;
    struct name_maker m = {.state = 42};
    struct search_bulk *bulk = search_bulk_begin(d, tools);
    struct db_bulk *subjects = db_bulk_begin(d, &ADD_SUBJECT, 1000);
    for (int64_t id = 1; id <= NAMES; id++) {
        arena_reset(scratch);
        struct str name = names_make(scratch, &m);
        db_bulk_add(subjects, id, str_fmt(scratch, "%016lld", (long long)id), 1, id % 3 ? STR("clinic") : STR("hotel"), name,
                    STR_NONE, id % 5 ? STR("440823100") : STR("460105"));
        search_bulk_add(bulk, id, name, false);
        if (id % 10 == 0) {
            struct str former = names_make(scratch, &m);
            db_exec(d, ADD_FORMER, id, former);
            search_bulk_add(bulk, id, former, true);
        }
    }
    (void)db_bulk_end(&subjects);
    search_bulk_end(&bulk);
    return true;
}

static struct search_result find(struct search_query q)
{
    struct search_result r;
    search_find(db, scratch, tools, &q, &r);
    return r;
}

/* Every page of the find, beside the rows of LIKE. */
static void compare(struct search_query asked, struct db_cursor *like, const char *what)
{
    struct expected e;
    int64_t n = 0;
    struct str q = asked.q;
    asked.limit = SEARCH_LIMIT_MAX;
    struct search_result page = find(asked);
    while (db_fetch(like, &e) == DB_ROW) {
        int64_t at = n % SEARCH_LIMIT_MAX;
        asked.offset = n;
        if (n && at == 0 && n < SEARCH_COUNT_CAP)
            page = find(asked);
        if (n < SEARCH_COUNT_CAP && ((size_t)at >= page.n || page.p[at].subject_id != e.id)) {
            print_error("%s \"%.*s\": hit %lld differs from LIKE\n", what, STR_ARG(q), (long long)n);
            assert_true(false);
        }
        n++;
    }
    bool filtered = asked.type.n || asked.division_prefix.n;
    if (filtered && page.unfinished) {
        assert_true(page.count < n && page.count >= (int64_t)page.n);
        return;
    }
    assert_int_equal(page.count, n < SEARCH_COUNT_CAP ? n : SEARCH_COUNT_CAP);
    assert_int_equal(page.capped, n > SEARCH_COUNT_CAP);
    assert_false(page.unfinished);
}

/* A part of a random name of `points` characters. */
static struct str part_of(struct name_maker *m, struct str key, size_t points)
{
    size_t all = utf8_count(key);
    points = points < all ? points : all;
    struct str head = utf8_prefix(key, names_pick(m, all - points + 1, 1));
    return utf8_prefix(str_sub(key, head.n, key.n), points);
}

static void exact_as_like(void **state)
{
    (void)state;
    need_db();
    struct name_maker m = {.state = 7}, other = {.state = 42};
    for (int i = 0; i < QUERIES; i++) {
        arena_reset(scratch);
        struct str name = names_make(scratch, i % 10 ? &other : &m), key = text_key(scratch, tools, name);
        struct str one = part_of(&m, key, 2 + names_pick(&m, 4, 1)),
                   two = i % 3 ? STR("") : part_of(&m, key, 1 + names_pick(&m, 3, 1));
        struct db_cursor *like = db_select(db, scratch, LIKE_NAMES, EXPECTED, one, two);
        compare((struct search_query){.q = str_fmt(scratch, "%.*s %.*s", STR_ARG(one), STR_ARG(two))}, like, "name");
    }
}

/* Words more common than the place (walked by place) and rarer (walked by word). */
static void filtered_as_like(void **state)
{
    (void)state;
    need_db();
    static const char *const WORDS[] = {"卫生室", "诊所", "有限公司", "人民医院", "妇幼", "县第"};
    static const char *const PLACES[] = {"", "46", "440823", "460105", "99"};
    static const char *const TYPES[] = {"", "hotel"};
    for (size_t i = 0; i < 6 * 5 * 2; i++) {
        arena_reset(scratch);
        struct str word = str_from(WORDS[i % 6]), place = str_from(PLACES[i / 6 % 5]), type = str_from(TYPES[i / 30]);
        struct db_cursor *like = db_select(db, scratch, LIKE_FILTERED, EXPECTED, text_key(scratch, tools, word), place, type, type);
        compare((struct search_query){.q = word, .division_prefix = place, .type = type}, like, "filtered");
    }
}

static void pinyin_as_like(void **state)
{
    (void)state;
    need_db();
    struct name_maker m = {.state = 42}, r = {.state = 9};
    for (int i = 0; i < QUERIES / 5; i++) {
        arena_reset(scratch);
        struct str pinyin = pinyin_of_name(scratch, tools, names_make(scratch, &m)), rest = pinyin, token;
        struct str q = STR("");
        size_t skip_tokens = names_pick(&r, 4, 1), take = 2 + names_pick(&r, 3, 1);
        for (size_t k = 0; pinyin.n && k < skip_tokens + take && str_cut(&rest, ' ', &token); k++)
            if (k >= skip_tokens)
                q = str_fmt(scratch, "%.*s%.*s ", STR_ARG(q), STR_ARG(token));
        q = str_trim(q);
        if (!str_contains(q, STR(" ")))
            continue;
        struct db_cursor *like = db_select(db, scratch, LIKE_PINYIN, EXPECTED, str_cat(scratch, q, STR(" ")));
        compare((struct search_query){.q = q}, like, "pinyin");
    }
}

static void initials(void **state)
{
    (void)state;
    need_db();
    arena_reset(scratch);
    struct search_result r = find((struct search_query){.q = STR("RMYY"), .limit = SEARCH_LIMIT_MAX});
    assert_int_equal(r.kind, SEARCH_PINYIN);
    assert_true(r.n > 0);
    for (size_t i = 0; i < r.n; i++) {
        struct str name = r.p[i].former.n ? r.p[i].former : r.p[i].name;
        assert_true(str_contains(pinyin_initials(scratch, pinyin_of_name(scratch, tools, name)), STR("rmyy")));
    }
}

/* A name of its own among the others: subject NAMES + 1, formerly otherwise called. */
static void one_subject(void **state)
{
    (void)state;
    need_db();
    arena_reset(scratch);
    int64_t id = NAMES + 1;
    add_subject(id, 2, "hospital", STR("鯤鵬縣第十二人民醫院（東院區）"), STR("91230500MA1B3N1N2M"), "440823");
    db_exec(db, ADD_FORMER, id, STR("鲲鹏县毉专附属医院"));
    db_exec(db, ADD_LICENCE, id, STR("粤卫医证字（2020）第0012号"),
            text_licence_key(scratch, tools, STR("粤卫医证字（2020）第0012号")));
    search_put_name(db, scratch, tools, id, STR("鯤鵬縣第十二人民醫院（東院區）"), false);
    search_put_name(db, scratch, tools, id, STR("鲲鹏县毉专附属医院"), true);
    search_put_name(db, scratch, tools, id, STR("鲲鹏县毉专附属医院"), true);
    static const struct {
        const char *q;
        enum search_kind kind;
        const char *former, *licence;
    } ROWS[] = {
        {"鲲鹏", SEARCH_NAME, "", ""},
        {"鯤鵬　縣", SEARCH_NAME, "", ""},
        {"第12人民医院 鲲鹏", SEARCH_NAME, "", ""},
        {"医专附属", SEARCH_NAME, "鲲鹏县毉专附属医院", ""},
        {"kunpeng", SEARCH_PINYIN, "", ""},
        {"kpxds", SEARCH_PINYIN, "", ""},
        {"yizhuanfush", SEARCH_PINYIN, "鲲鹏县毉专附属医院", ""},
        {"91230500ma1b 3n1n2m", SEARCH_CODE, "", ""},
        {"粵衛醫證字[2020]0012", SEARCH_LICENCE, "", "粤卫医证字（2020）第0012号"},
        {"0000000000020001", SEARCH_LICENCE, "", ""},
    };
    for (size_t i = 0; i < sizeof ROWS / sizeof *ROWS; i++) {
        struct search_result r = find((struct search_query){.q = str_from(ROWS[i].q), .public_only = true});
        if (r.n != 1)
            print_error("query \"%s\": %zu hits\n", ROWS[i].q, r.n);
        assert_int_equal(r.n, 1);
        assert_int_equal(r.count, 1);
        assert_int_equal(r.kind, ROWS[i].kind);
        assert_int_equal(r.p[0].subject_id, id);
        assert_string_equal(str_cstr(scratch, r.p[0].former), ROWS[i].former);
        assert_string_equal(str_cstr(scratch, r.p[0].licence), ROWS[i].licence);
        assert_string_equal(str_cstr(scratch, r.p[0].code), "91230500MA1B3N1N2M");
    }
    assert_int_equal(find((struct search_query){.q = STR("鲲鹏县不存在")}).count, 0);
    assert_int_equal(find((struct search_query){.q = STR("91230500MA1B3N1N2X")}).verdict, USCC_BAD_CHECK);
    int64_t before = db_int(db, POSTINGS_OF, id, id);
    assert_true(before > 20);
    search_drop(db, scratch, id);
    assert_int_equal(db_int(db, POSTINGS_OF, id, id), 0);
    assert_int_equal(find((struct search_query){.q = STR("鲲鹏")}).count, 0);
}

/* Two names of one length have postings in common: those say what either name has. */
static void names_of_one_length(void **state)
{
    (void)state;
    need_db();
    arena_reset(scratch);
    int64_t one = NAMES + 10, many = NAMES + 11;
    search_put_name(db, scratch, tools, one, STR("麋鹿县凤凰医院"), false);
    search_put_name(db, scratch, tools, one, STR("鲸鲵区麒麟医院"), true);
    struct search_bulk *bulk = search_bulk_begin(db, tools);
    search_bulk_add(bulk, many, STR("麋鹿县凤凰医院"), false);
    search_bulk_add(bulk, many, STR("鲸鲵区麒麟医院"), true);
    search_bulk_end(&bulk);
    static const struct {
        const char *q;
        int hits;
    } ROWS[] = {{"麋鹿 医院", 2},   {"鲸鲵 医院", 2}, {"医院 麒麟", 2},     {"凤凰医院", 2},
                {"鲸鲵区 麒麟", 2}, {"麋鹿 麒麟", 0}, {"鲸鲵 凤凰医院", 0}, {"jingni qilin", 2},
                {"milu yiyuan", 2}, {"jnqqlyy", 2},   {"milu qilin", 0}};
    for (size_t i = 0; i < sizeof ROWS / sizeof *ROWS; i++) {
        int64_t found = find((struct search_query){.q = str_from(ROWS[i].q)}).count;
        if (found != ROWS[i].hits)
            print_error("query \"%s\": %lld\n", ROWS[i].q, (long long)found);
        assert_int_equal(found, ROWS[i].hits);
    }
    search_drop(db, scratch, one);
    search_drop(db, scratch, many);
    assert_int_equal(db_int(db, POSTINGS_OF, one, one), 0);
}

static int64_t keys_read_by(struct str q)
{
    int64_t before = db_int(db, KEYS_READ);
    (void)find((struct search_query){.q = q});
    return db_int(db, KEYS_READ) - before;
}

static void compare_words(struct str one, struct str two)
{
    arena_reset(scratch);
    compare((struct search_query){.q = str_fmt(scratch, "%.*s %.*s", STR_ARG(one), STR_ARG(two))},
            db_select(db, scratch, LIKE_NAMES, EXPECTED, one, two), "old");
}

/* What was written before there were signatures is found all the same; what has them needs fewer probes. */
static void old_postings(void **state)
{
    (void)state;
    need_db();
    arena_reset(scratch);
    assert_int_equal(db_int(db, WITHOUT_SIGNATURE), 0);
    struct str q = STR("安县 诊所");
    int64_t with = keys_read_by(q);
    for (int every = 3; every > 0; every -= 2) {
        db_exec(db, FORGET_SIGNATURES, every);
        compare_words(STR("村卫"), STR("安"));
        compare_words(STR("安县"), STR("诊所"));
    }
    int64_t without = keys_read_by(q);
    print_message("keys read with signatures %lld, without %lld\n", (long long)with, (long long)without);
    assert_true(with * 3 < without * 2);
}

static void filters(void **state)
{
    (void)state;
    need_db();
    arena_reset(scratch);
    db_exec(db, ADD_REGIME);
    db_exec(db, ADD_ROUND, 1, 2024, STR("published"));
    db_exec(db, ADD_ROUND, 2, 2025, STR("published"));
    db_exec(db, ADD_ROUND, 3, 2026, STR("approved")); /* not yet public */
    struct search_result all = find((struct search_query){.q = STR("人民医院"), .limit = SEARCH_LIMIT_MAX});
    assert_true(all.n > 10);
    int64_t x = all.p[3].subject_id, y = all.p[7].subject_id;
    db_exec(db, ADD_GRADE, x, 2024, 1, STR("A"));
    db_exec(db, ADD_GRADE, x, 2025, 2, STR("C"));
    db_exec(db, ADD_GRADE, x, 2026, 3, STR("E"));
    db_exec(db, ADD_GRADE, y, 2024, 1, STR("A"));
    static const struct {
        const char *grade;
        int year, hits;
        const char *shown;
        int shown_year;
    } ROWS[] = {
        {"C", 0, 1, "C", 2025},   {"A", 0, 1, "A", 2024},   {"A", 2024, 2, "A", 2024}, {"E", 0, 0, "", 0}, {"", 2026, 0, "", 0},
        {"", 2025, 1, "C", 2025}, {"", 2024, 2, "A", 2024}, {"A", 2025, 0, "", 0},     {"%", 0, 0, "", 0},
    };
    for (size_t i = 0; i < sizeof ROWS / sizeof *ROWS; i++) {
        struct search_result r =
            find((struct search_query){.q = STR("人民医院"), .grade = str_from(ROWS[i].grade), .year = ROWS[i].year});
        assert_int_equal(r.count, ROWS[i].hits);
        if (r.n) {
            assert_string_equal(str_cstr(scratch, r.p[0].grade), ROWS[i].shown);
            assert_int_equal(r.p[0].year, ROWS[i].shown_year);
        }
    }
    struct search_query ungraded = {.q = STR("人民医院"), .grade = STR("-"), .limit = SEARCH_LIMIT_MAX, .offset = 100};
    struct search_result none = find(ungraded);
    assert_int_equal(none.count, all.count - 2);
    struct search_result hotels =
        find((struct search_query){.q = STR("人民医院"), .type = STR("hotel"), .limit = SEARCH_LIMIT_MAX});
    struct search_result hainan =
        find((struct search_query){.q = STR("人民医院"), .division_prefix = STR("46"), .limit = SEARCH_LIMIT_MAX});
    assert_true(hotels.n > 0 && hotels.n < all.n && hainan.n > 0 && hainan.n < all.n);
    for (size_t i = 0; i < hotels.n; i++)
        assert_int_equal(hotels.p[i].subject_id % 3, 0);
    for (size_t i = 0; i < hainan.n; i++)
        assert_int_equal(hainan.p[i].subject_id % 5, 0);
    assert_int_equal(find((struct search_query){.q = STR("诊所"), .type = STR("none")}).count, 0);
}

static void persons_stay_out(void **state)
{
    (void)state;
    need_db();
    arena_reset(scratch);
    add_subject(NAMES + 2, 3, "practitioner", STR("鲲*"), STR_NONE, "440823");
    db_exec(db, ADD_LICENCE, NAMES + 2, STR("110440800001234"), STR("110440800001234"));
    assert_int_equal(find((struct search_query){.q = STR("110440800001234"), .public_only = true}).count, 0);
    assert_int_equal(find((struct search_query){.q = STR("110440800001234")}).count, 1);
}

static void rebuild(void **state)
{
    (void)state;
    need_db();
    arena_reset(scratch);
    int64_t before = db_int(db, POSTINGS);
    assert_true(search_is_stale(db, scratch));
    search_drop(db, scratch, 5);
    search_drop(db, scratch, NAMES + 1);
    int64_t names = search_rebuild(db, tools, NULL, NULL);
    assert_int_equal(db_int(db, WITHOUT_SIGNATURE), 0);
    assert_int_equal(names, NAMES + NAMES / 10 + 2); /* and the two of one_subject */
    assert_false(search_is_stale(db, scratch));
    search_drop(db, scratch, NAMES + 1);
    assert_int_equal(db_int(db, POSTINGS), before);
    assert_int_equal(find((struct search_query){.q = STR("鲲鹏")}).count, 0);
}

static void statements(void **state)
{
    (void)state;
    need_db();
    struct out report;
    out_to_arena(&report, scratch);
    bool good = db_check(db, scratch, &report);
    if (!good && str_contains(out_text(&report), STR("_store.c")))
        print_error("%.*s", STR_ARG(out_text(&report)));
    assert_false(str_contains(out_text(&report), STR("search")));
}

static int start(void **state)
{
    (void)state;
    tools = text_open();
    arena = arena_new(64 << 20);
    scratch = arena_new(64 << 20);
    db = test_db_open(arena, database);
    if (db)
        db_transaction(db, load, NULL);
    return 0;
}

static int stop(void **state)
{
    (void)state;
    test_db_drop(&db, arena, database);
    text_close(&tools);
    arena_free(&scratch);
    arena_free(&arena);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(exact_as_like),    cmocka_unit_test(filtered_as_like),    cmocka_unit_test(pinyin_as_like),
        cmocka_unit_test(initials),         cmocka_unit_test(one_subject),         cmocka_unit_test(filters),
        cmocka_unit_test(persons_stay_out), cmocka_unit_test(names_of_one_length), cmocka_unit_test(old_postings),
        cmocka_unit_test(rebuild),          cmocka_unit_test(statements),
    };
    return cmocka_run_group_tests_name("search", tests, start, stop);
}
