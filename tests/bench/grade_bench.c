/* SPDX-License-Identifier: EUPL-1.2
 * grade_bench.c — a year's grading at scale, beside other ways through the same records in the same run: a plain scan with three
 * aggregates of the records as they are now (the floor) and as known at an instant (what a round reads), and one set-based INSERT …
 * SELECT … GROUP BY over the same snapshot and scope, which writes grades and points but no score sheets. Made-up subjects and
 * records under the rules of Hainan (points, decay, vetoes). One JSON line on standard output, progress on standard error.
 *
 * Arguments: "again" first when the tables hold that many already, "load" when they are not to be measured yet; subjects and
 * records (20000 100000 when none; full is 2000000 10000000), rounds (3). The server is the one of the environment:
 * PORTAL_DB_SOCKET, PORTAL_DB_NAME, PORTAL_DB_USER, PORTAL_DB_PASSWORD; its archive and grading tables are emptied.
 */
#include <sys/resource.h>

#include "base/arena.h"
#include "base/clock.h"
#include "base/out.h"
#include "db/db_migrate.h"
#include "grade/grade_round.h"
#include "grade/grade_run.h"
#include "regime/regime_load.h"

enum { YEAR = 2025, CHUNK = 50000, ROUNDS_MAX = 9, MIB = 1024 };

struct bench {
    struct db *db;
    struct db_config config;
    struct arena *arena;
    const struct regime *regime;
    int64_t subjects, records;
    int rounds;
};

DB_STATEMENT(MAKE_ITEMS,
             "CREATE TABLE IF NOT EXISTS bench_item (n INT NOT NULL PRIMARY KEY, item VARCHAR(20) CHARACTER SET ascii NOT NULL,"
             " category VARCHAR(20) CHARACTER SET ascii NOT NULL, severity TINYINT NOT NULL)");
DB_STATEMENT(MAKE_NUMBERS, "CREATE TABLE IF NOT EXISTS bench_number (n INT NOT NULL PRIMARY KEY)");
DB_STATEMENT(PUT_ITEM, "REPLACE INTO bench_item (n, item, category, severity) VALUES (?, ?, ?, ?)");
DB_STATEMENT(PUT_NUMBER, "INSERT IGNORE INTO bench_number (n) VALUES (?)");
DB_STATEMENT(
    PUT_SUBJECTS,
    "INSERT INTO subject (id, public_id, kind, type, name, division, address, established, content_hash, created_at, updated_at)"
    " SELECT ? + n, LPAD(HEX(? + n), 16, '0'), 1, 'medical_institution_1', CONCAT('示例卫生机构', ? + n, '有限公司'),"
    " CONCAT('4601', LPAD(n MOD 90, 2, '0')), CONCAT('示例大道', n, '号'), '2015-06-01', UNHEX(LPAD(HEX(? + n), 32, '0')),"
    " ?, ? FROM bench_number WHERE n < ? ORDER BY n");
DB_STATEMENT(
    PUT_RECORDS,
    "INSERT INTO record (subject_id, id, item, category, severity, title, detail, document_no, authority, unit_id, found, points,"
    " show_from, show_to, use_to, content_hash)"
    " SELECT 1 + FLOOR((? + b.n) * ? / ?), ? + b.n, i.item, i.category, i.severity, '违反传染病防治有关规定的行政处罚', '责令改正，警告',"
    " CONCAT('示卫罚〔2025〕', b.n, '号'), '示例市卫生健康委员会', 1, '2023-01-01' + INTERVAL ((? + b.n) * 7919 MOD 1095) DAY,"
    " (b.n MOD 5) * 1000, '2023-01-01' + INTERVAL ((? + b.n) * 7919 MOD 1095) DAY, NULL,"
    " '2028-01-01' + INTERVAL ((? + b.n) * 7919 MOD 1095) DAY, UNHEX(LPAD(HEX(? + b.n), 32, '0'))"
    " FROM bench_number b JOIN bench_item i ON i.n = (b.n * 31 + b.n DIV 7) MOD ? WHERE b.n < ? ORDER BY b.n");
/* A versioned table cannot be truncated, and a DELETE would keep every row as history. */
DB_STATEMENT(COPY_RECORDS, "CREATE TABLE bench_record LIKE record");
/* Nothing measured here reads the other indexes; without them the table loads in a third of the time. */
DB_STATEMENT(LEAN_RECORDS, "ALTER TABLE bench_record DROP KEY IF EXISTS record_content, DROP KEY IF EXISTS record_id,"
                           " DROP KEY IF EXISTS record_item, DROP KEY IF EXISTS record_document, DROP KEY IF EXISTS record_batch");
DB_STATEMENT(DROP_RECORDS, "DROP TABLE record");
DB_STATEMENT(RENAME_RECORDS, "RENAME TABLE bench_record TO record");
DB_STATEMENT(EMPTY_SUBJECTS, "TRUNCATE subject");
DB_STATEMENT(EMPTY_GRADES, "TRUNCATE grade");
DB_STATEMENT(EMPTY_BLOCKS, "TRUNCATE grade_block");
DB_STATEMENT(EMPTY_ROUNDS, "DELETE FROM grade_round");
DB_STATEMENT(PUT_REGIME,
             "INSERT IGNORE INTO regime_version (id, code, hash, body, activated_at) VALUES (1, 'hainan', UNHEX(?), '', ?)");
DB_STATEMENT(DROP_REGIME, "DELETE FROM regime_version WHERE id = 1");
DB_STATEMENT(SCAN, "SELECT COUNT(*) + SUM(points) + TO_DAYS(MAX(found)) FROM record");
DB_STATEMENT(SCAN_THEN, "SELECT COUNT(*) + SUM(points) + TO_DAYS(MAX(found)) FROM record FOR SYSTEM_TIME AS OF ?");
DB_STATEMENT(SET_BASED,
             "INSERT INTO grade (subject_id, year, round_id, grade, points, sheet) SELECT subject_id, 2025, 1,"
             " CASE WHEN veto > 0 THEN 'D' WHEN total >= 90000 THEN 'A' WHEN total >= 75000 THEN 'B' WHEN total >= 60000 THEN 'C'"
             " ELSE 'D' END, total, '' FROM (SELECT subject_id, SUM(category = 'serious') AS veto, CAST(85000"
             " + LEAST(20000, SUM(CASE WHEN category = 'good' AND found > '2023-12-31'"
             " THEN 5000 * (731 - DATEDIFF('2025-12-31', found)) DIV 731 ELSE 0 END))"
             " - SUM(CASE WHEN category = 'negative' AND severity = 3 THEN 40000 WHEN category = 'negative' THEN 15000 ELSE 0 END)"
             " AS SIGNED) AS total FROM record FOR SYSTEM_TIME AS OF ? AS r JOIN subject s ON s.id = r.subject_id"
             " WHERE s.division LIKE '46%' AND s.created_at <= ? AND (s.established IS NULL OR s.established <= '2025-12-31')"
             " AND (s.ended IS NULL OR s.ended > '2025-12-31') AND state = 1 AND found <= '2025-12-31'"
             " AND (use_to IS NULL OR use_to >= '2026-01-20') GROUP BY subject_id) AS sums");

static double now_s(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static void load_items(struct bench *b)
{
    int n = 0;
    for (size_t i = 0; i < b->regime->items.n; i++) {
        const struct regime_item *m = &b->regime->items.p[i];
        if (m->code.n <= 20 &&
            regime_category_of(b->regime, m)->polarity != POLARITY_SERIOUS) /* vetoes would leave nothing to weigh */
            db_exec(b->db, PUT_ITEM, n++, m->code, m->category, (int)m->severity);
    }
}

static bool load_numbers(struct db *db, void *arg)
{
    (void)arg;
    struct db_bulk *numbers = db_bulk_begin(db, &PUT_NUMBER, 1000);
    for (int i = 0; i < CHUNK; i++)
        db_bulk_add(numbers, i);
    db_bulk_end(&numbers);
    return true;
}

DB_STATEMENT(ITEMS, "SELECT COUNT(*) FROM bench_item");

static void load(struct bench *b)
{
    struct instant now = clock_now();
    db_exec(b->db, MAKE_ITEMS);
    db_exec(b->db, MAKE_NUMBERS);
    db_transaction(b->db, load_numbers, NULL);
    load_items(b);
    int64_t items = db_int(b->db, ITEMS);
    db_exec(b->db, COPY_RECORDS);
    db_exec(b->db, LEAN_RECORDS);
    db_exec(b->db, DROP_RECORDS);
    db_exec(b->db, RENAME_RECORDS);
    db_exec(b->db, EMPTY_SUBJECTS);
    for (int64_t at = 0; at < b->subjects; at += CHUNK) {
        int64_t n = b->subjects - at < CHUNK ? b->subjects - at : CHUNK;
        db_exec(b->db, PUT_SUBJECTS, at + 1, at + 1, at + 1, at + 1, now, now, n);
    }
    for (int64_t at = 0; at < b->records; at += CHUNK) {
        int64_t n = b->records - at < CHUNK ? b->records - at : CHUNK;
        db_exec(b->db, PUT_RECORDS, at, b->subjects, b->records, at + 1, at, at, at, at + 1, items, n);
        fprintf(stderr, "\r%lld of %lld records", (long long)(at + n), (long long)b->records);
    }
    fprintf(stderr, "\n");
}

/* Anew each time: tables that were kept may be older than the rules. */
static void put_regime(struct bench *b)
{
    db_exec(b->db, EMPTY_ROUNDS);
    db_exec(b->db, DROP_REGIME);
    db_exec(b->db, PUT_REGIME, b->regime->version_hash, clock_now());
}

static void empty(struct bench *b)
{
    db_exec(b->db, EMPTY_GRADES);
    db_exec(b->db, EMPTY_BLOCKS);
    db_exec(b->db, EMPTY_ROUNDS);
}

static double scan(struct bench *b)
{
    double start = now_s();
    CHECK(db_int(b->db, SCAN) >= b->records);
    return now_s() - start;
}

static double scan_then(struct bench *b)
{
    struct instant now = clock_now();
    double start = now_s();
    CHECK(db_int(b->db, SCAN_THEN, now) >= b->records);
    return now_s() - start;
}

static double set_based(struct bench *b)
{
    struct instant now = clock_now();
    empty(b);
    double start = now_s();
    CHECK(db_exec(b->db, SET_BASED, now, now) > 0);
    return now_s() - start;
}

static bool progress(void *arg, int64_t done, int64_t total)
{
    (void)arg;
    fprintf(stderr, "\rgrading: %lld of %lld subjects", (long long)done, (long long)total);
    return true;
}

struct opening {
    struct bench *b;
    int32_t id;
};

static bool open_round(struct db *db, void *arg)
{
    struct opening *o = arg;
    struct instant now = clock_now();
    struct grade_round_new n = {.year = YEAR,
                                .kind = STR("trial"),
                                .reason = STR(""),
                                .division_prefix = STR("46"),
                                .regime_version_id = 1,
                                .as_known_at = now,
                                .staff_id = 0,
                                .now = now};
    return grade_round_open(db, o->b->arena, &n, &o->id, NULL) == GRADE_ROUND_DONE;
}

static double grade(struct bench *b, struct grade_round *out)
{
    struct opening o = {.b = b};
    empty(b);
    CHECK(db_transaction(b->db, open_round, &o));
    struct grade_run run = {.config = &b->config, .round_id = o.id, .regime = b->regime, .processes = 2, .progress = progress};
    double start = now_s();
    CHECK(grade_run(b->db, &run) == GRADE_RUN_COMPUTED);
    double took = now_s() - start;
    fprintf(stderr, ": %.2f s\n", took);
    CHECK(grade_round_get(b->db, b->arena, o.id, out) && out->subjects > 0);
    return took;
}

static int ascending(const void *x, const void *y)
{
    double a = *(const double *)x, b = *(const double *)y;
    return (a > b) - (a < b);
}

static double median(double *v, int n)
{
    qsort(v, (size_t)n, sizeof *v, ascending);
    return n % 2 ? v[n / 2] : (v[n / 2 - 1] + v[n / 2]) / 2;
}

static int measure(struct bench *b)
{
    double scans[ROUNDS_MAX], thens[ROUNDS_MAX], grades[ROUNDS_MAX], sets[ROUNDS_MAX];
    struct grade_round first = {0}, round = {0};
    bool same = true;
    (void)scan(b); /* what the buffer pool holds, it holds for all of them */
    for (int i = 0; i < b->rounds; i++) {
        scans[i] = scan(b);
        thens[i] = scan_then(b);
        grades[i] = grade(b, &round);
        sets[i] = set_based(b);
        if (i == 0)
            first = round;
        same = same && str_eq(first.result_hash, round.result_hash) && str_eq(first.snapshot_hash, round.snapshot_hash);
        fprintf(stderr, "scan %.2f s, as of now %.2f s, round %.2f s, set-based %.2f s\n", scans[i], thens[i], grades[i], sets[i]);
    }
    struct rusage self, child;
    getrusage(RUSAGE_SELF, &self);
    getrusage(RUSAGE_CHILDREN, &child);
    double s = median(scans, b->rounds), t = median(thens, b->rounds), g = median(grades, b->rounds), q = median(sets, b->rounds);
    long rss = (self.ru_maxrss + child.ru_maxrss) / MIB;
    bool ok = g <= 3 * s && q >= 2 * g && rss <= 256 && same;
    printf("{\"bench\":\"grading\",\"subjects\":%lld,\"records\":%lld,\"rounds\":%d", (long long)b->subjects, (long long)b->records,
           b->rounds);
    printf(",\"scan_s\":%.3f,\"snapshot_scan_s\":%.3f,\"round_s\":%.3f,\"set_based_s\":%.3f", s, t, g, q);
    printf(",\"round_per_scan\":%.2f,\"round_per_scan_goal\":3,\"round_per_snapshot_scan\":%.2f", g / s, g / t);
    printf(",\"set_based_per_round\":%.2f,\"set_based_per_round_goal\":2,\"peak_mib\":%ld,\"peak_mib_goal\":256", q / g, rss);
    printf(",\"same_hashes\":%s,\"met\":%s}\n", same ? "true" : "false", ok ? "true" : "false");
    return same ? 0 : 1;
}

static int64_t argument(int argc, char **argv, int i, int64_t otherwise)
{
    int64_t v = otherwise;
    return argc > i && str_int(str_from(argv[i]), &v) && v > 0 ? v : otherwise;
}

int main(int argc, char **argv)
{
    struct bench b = {.arena = arena_new((size_t)256 << 20)};
    b.config = (struct db_config){.socket = getenv("PORTAL_DB_SOCKET"),
                                  .user = getenv("PORTAL_DB_USER"),
                                  .password = getenv("PORTAL_DB_PASSWORD"),
                                  .database = getenv("PORTAL_DB_NAME")};
    bool again = argc > 1 && str_eq(str_from(argv[1]), STR("again")),
         only_load = argc > 1 && str_eq(str_from(argv[1]), STR("load"));
    argc -= again || only_load;
    argv += again || only_load;
    if (!b.config.socket || !b.config.user || !b.config.database) {
        fprintf(stderr, "PORTAL_DB_SOCKET, PORTAL_DB_USER and PORTAL_DB_NAME say where the bench may work\n");
        return 2;
    }
    b.subjects = argument(argc, argv, 1, 20000);
    b.records = argument(argc, argv, 2, b.subjects * 5);
    b.rounds = (int)argument(argc, argv, 3, 3);
    b.rounds = b.rounds > ROUNDS_MAX ? ROUNDS_MAX : b.rounds;
    struct regime_load_result rules = regime_load(b.arena, STR("db/regimes"), STR("hainan"));
    struct out report;
    out_to_arena(&report, b.arena);
    b.db = db_open(&b.config);
    if (!rules.regime || db_migrate(b.db, b.arena, STR("db/migrations"), &report) != MIGRATE_DONE) {
        fprintf(stderr, "no rules or no schema: %.*s\n", STR_ARG(out_text(&report)));
        return 1;
    }
    b.regime = rules.regime;
    if (!again)
        load(&b);
    put_regime(&b);
    int status = only_load ? 0 : measure(&b);
    db_close(&b.db);
    arena_free(&b.arena);
    return status;
}
