/* SPDX-License-Identifier: EUPL-1.2
 * search_bench.c — finds over invented names at scale, per class of query, beside LIKE. One JSON line a class on standard output,
 * progress on standard error. A query's time is the median of three, after one that warms the pages a live server has warm.
 * Arguments: numbers of names (200000 when none); "again" before a number when the tables hold it already, "load" before one that
 * is not to be measured yet. The server is the one of the environment: PORTAL_DB_SOCKET, PORTAL_DB_NAME, PORTAL_DB_USER,
 * PORTAL_DB_PASSWORD; its tables are emptied. Rows go in by LOAD DATA from its secure_file_priv folder.
 */
#include <unistd.h>

#include "base/arena.h"
#include "base/check.h"
#include "base/clock.h"
#include "base/out.h"
#include "bench/names.h"
#include "db/db.h"
#include "db/db_migrate.h"
#include "search/search_plan.h"
#include "text/pinyin.h"
#include "text/text.h"

#define SEED           2026
#define PER_CLASS      50
#define LIKE_PER_CLASS 5
#define FILE_ROWS      4000000
#define TOWNS          997

enum class { RARE, MID, COMMON, VERY_COMMON, HOSPITAL, WORDS, WORDS_APART, BY_TYPE, BY_TOWN, SYLLABLES, INITIALS, CLASSES };
static const char *const CLASS_NAMES[] = {"rare",        "mid",     "common",  "very common", "hospital", "several words",
                                          "words apart", "by type", "by town", "pinyin",      "initials"};

struct posting {
    uint32_t gram;
    uint32_t high, low; /* rank in two halves: 12 bytes instead of 16 */
};

struct query {
    struct str q, one, two; /* as typed; the two parts for LIKE */
    enum class class;
};

struct bench {
    bool again, only_load;
    struct db *db;
    struct text_tools *tools;
    struct arena *keep, *scratch;
    int64_t names;
    struct str folder;
    struct posting *postings;
    size_t n_postings, cap_postings;
    uint64_t (*signatures)[2]; /* by id */
    struct query queries[CLASSES * PER_CLASS];
    size_t n_queries, per_class[CLASSES];
};

/* So that tables can be kept and measured again without making every name anew. */
DB_STATEMENT(MAKE_QUERIES,
             "CREATE TABLE IF NOT EXISTS bench_query (n INT NOT NULL PRIMARY KEY, class INT NOT NULL, one VARCHAR(100) NOT"
             " NULL, two VARCHAR(100) NOT NULL) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin");
DB_STATEMENT(EMPTY_QUERIES, "TRUNCATE TABLE bench_query");
DB_STATEMENT(PUT_QUERY, "INSERT INTO bench_query (n, class, one, two) VALUES (?, ?, ?, ?)");
DB_STATEMENT(QUERIES, "SELECT class, one, two FROM bench_query ORDER BY n");
DB_STATEMENT(FOLDER, "SELECT COALESCE(@@secure_file_priv, '')");
DB_STATEMENT(LIKE, "SELECT subject_id, MIN(CHAR_LENGTH(name_key)) AS l FROM search_name WHERE name_key LIKE CONCAT('%', ?, '%') "
                   "AND name_key LIKE CONCAT('%', ?, '%') GROUP BY subject_id ORDER BY l, subject_id LIMIT 1001");

static double now_ms(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

static void run(struct bench *b, const char *sql)
{
    db_run_script(b->db, b->scratch, str_from(sql));
}

/* --- loading --- */

static struct str file_name(struct bench *b)
{
    return str_fmt(b->keep, "%.*s/search_bench.txt", STR_ARG(b->folder));
}

static void load_file(struct bench *b, const char *table)
{
    struct str path = file_name(b);
    run(b, str_fmt(b->keep, "LOAD DATA INFILE '%s' INTO TABLE %s CHARACTER SET utf8mb4;\n", path.p, table).p);
    (void)unlink(path.p);
}

static FILE *open_file(struct bench *b)
{
    FILE *f = fopen(file_name(b).p, "w");
    if (!f)
        fail(FAIL_IO, "cannot write to the server's secure_file_priv folder \"%.*s\"", STR_ARG(b->folder));
    return f;
}

static void close_file(FILE *f)
{
    if (fclose(f))
        fail(FAIL_IO, "cannot write the bench file");
}

static int in_key_order(const void *x, const void *y)
{
    const struct posting *a = x, *b = y;
    if (a->gram != b->gram)
        return a->gram < b->gram ? -1 : 1;
    if (a->high != b->high)
        return a->high < b->high ? -1 : 1;
    return (a->low > b->low) - (a->low < b->low);
}

static void collect(struct bench *b, struct search_grams g, uint64_t rank)
{
    memcpy(b->signatures[rank & SEARCH_ID_MASK], g.signatures, sizeof g.signatures);
    if (b->n_postings + g.n > b->cap_postings) {
        b->cap_postings = b->cap_postings ? b->cap_postings * 3 / 2 : 1 << 24;
        b->postings = realloc(b->postings, b->cap_postings * sizeof *b->postings);
        CHECK(b->postings);
    }
    for (size_t i = 0; i < g.n; i++)
        b->postings[b->n_postings++] = (struct posting){g.p[i], (uint32_t)(rank >> 32), (uint32_t)rank};
}

static void write_posting(FILE *f, const struct bench *b, const struct posting *p)
{
    uint64_t rank = (uint64_t)p->high << 32 | p->low, signature = b->signatures[rank & SEARCH_ID_MASK][p->gram >> 31];
    fprintf(f, "%u\t%llu\t%llu\n", p->gram, (unsigned long long)rank, (unsigned long long)signature);
}

static void load_postings(struct bench *b, const char *table)
{
    qsort(b->postings, b->n_postings, sizeof *b->postings, in_key_order);
    for (size_t at = 0; at < b->n_postings && !b->again; at += FILE_ROWS) {
        FILE *f = open_file(b);
        for (size_t i = at; i < b->n_postings && i < at + FILE_ROWS; i++)
            write_posting(f, b, &b->postings[i]);
        close_file(f);
        load_file(b, table);
        fprintf(stderr, "\r%s: %zu of %zu million postings", table, (at + FILE_ROWS) / 1000000, b->n_postings / 1000000);
    }
    fprintf(stderr, "\n");
}

/* pinyin false: subjects, stored names and their bigrams; true: the postings of syllables and initials. */
static void load(struct bench *b, bool pinyin)
{
    struct name_maker m = {.state = SEED};
    b->n_postings = 0;
    FILE *subjects = NULL, *names = NULL;
    for (int64_t id = 1; id <= b->names; id++) {
        arena_reset(b->scratch);
        struct str name = names_make(b->scratch, &m), key = search_key_of(b->scratch, b->tools, name);
        struct str syllables = search_pinyin_of(b->scratch, b->tools, name);
        collect(b, pinyin ? search_pinyin_grams(b->scratch, syllables) : search_name_grams(b->scratch, key), search_rank(key, id));
        if (pinyin || b->again)
            continue;
        if (!names) {
            names = open_file(b);
            subjects = fopen(str_fmt(b->keep, "%.*s/search_bench_subjects.txt", STR_ARG(b->folder)).p, "w");
            CHECK(subjects);
        }
        fprintf(names, "%lld\t%.*s\t%.*s\t0\n", (long long)id, STR_ARG(key), STR_ARG(syllables));
        fprintf(subjects, "%lld\t%016lld\t1\t%s\t%.*s\t44%04d\n", (long long)id, (long long)id, id % 20 ? "clinic" : "hotel",
                STR_ARG(name), (int)(id % TOWNS));
        if (id % 200000 == 0)
            fprintf(stderr, "\r%lld names", (long long)id);
    }
    fprintf(stderr, "\n");
    if (names) {
        close_file(names);
        close_file(subjects);
        load_file(b, "search_name");
        struct str path = str_fmt(b->keep, "%.*s/search_bench_subjects.txt", STR_ARG(b->folder));
        run(b, str_fmt(b->keep,
                       "LOAD DATA INFILE '%s' INTO TABLE subject CHARACTER SET utf8mb4 (id, public_id, kind, type, name, division) "
                       "SET content_hash = '', created_at = '2026-01-01', updated_at = '2026-01-01';\n",
                       path.p)
                   .p);
        (void)unlink(path.p);
    }
    load_postings(b, pinyin ? "pinyin_gram" : "name_gram");
}

/* --- queries --- */

static size_t postings_of(const struct bench *b, uint32_t gram)
{
    size_t bound[2];
    for (int side = 0; side < 2; side++) {
        size_t lo = 0, hi = b->n_postings;
        while (lo < hi) {
            size_t mid = (lo + hi) / 2;
            if (b->postings[mid].gram < gram || (side && b->postings[mid].gram == gram))
                lo = mid + 1;
            else
                hi = mid;
        }
        bound[side] = lo;
    }
    return bound[1] - bound[0];
}

static void add(struct bench *b, enum class class, struct str one, struct str two)
{
    if (b->per_class[class] == PER_CLASS)
        return;
    struct str q = two.n ? str_fmt(b->keep, "%.*s %.*s", STR_ARG(one), STR_ARG(two)) : str_dup(b->keep, one);
    for (size_t i = 0; i < b->n_queries && class != HOSPITAL; i++)
        if (str_eq(b->queries[i].q, q) && b->queries[i].class == class)
            return;
    b->per_class[class]++;
    b->queries[b->n_queries++] = (struct query){q, str_dup(b->keep, one), str_dup(b->keep, two), class};
}

static struct str part_of(struct name_maker *m, struct str key, size_t points)
{
    size_t all = utf8_count(key);
    points = points < all ? points : all;
    struct str head = utf8_prefix(key, names_pick(m, all - points + 1, 1));
    return utf8_prefix(str_sub(key, head.n, key.n), points);
}

static struct str tail_of(struct str key, size_t points)
{
    size_t all = utf8_count(key);
    return str_sub(key, utf8_prefix(key, all > points ? all - points : 0).n, key.n);
}

/* By the rarest bigram of the fragment, in parts of a million names. */
static int class_of(const struct bench *b, struct arena *a, struct str part)
{
    struct search_grams g = search_name_grams(a, part);
    size_t least = SIZE_MAX;
    for (size_t i = 0; i < g.n; i++) {
        size_t n = postings_of(b, g.p[i]);
        least = n < least ? n : least;
    }
    double per_million = (double)least * 1e6 / (double)b->names;
    return per_million < 50 ? RARE : per_million < 1000 ? MID : per_million < 10000 ? COMMON : VERY_COMMON;
}

static void make_fragments(struct bench *b)
{
    struct name_maker m = {.state = SEED}, r = {.state = 5};
    struct str before = STR("");
    for (int i = 0; i < 40000; i++) {
        arena_reset(b->scratch);
        struct str key = search_key_of(b->scratch, b->tools, names_make(b->scratch, &m));
        struct str part = part_of(&r, key, 2 + names_pick(&r, 3, 1)), other = part_of(&r, key, 2 + names_pick(&r, 2, 1));
        add(b, (enum class)class_of(b, b->scratch, part), part, STR(""));
        add(b, WORDS, utf8_prefix(key, 2 + names_pick(&r, 2, 1)), part_of(&r, tail_of(key, 3), 2));
        if (before.n && class_of(b, b->scratch, part) >= COMMON)
            add(b, WORDS_APART, part, before);
        if (class_of(b, b->scratch, part) == VERY_COMMON) {
            add(b, BY_TYPE, part, STR(""));
            add(b, BY_TOWN, part, STR(""));
        }
        before = class_of(b, b->scratch, other) >= COMMON ? str_dup(b->keep, other) : before;
    }
}

static void make_letters(struct bench *b)
{
    struct name_maker m = {.state = SEED}, r = {.state = 6};
    for (int i = 0; i < 400; i++) {
        arena_reset(b->scratch);
        struct str pinyin = search_pinyin_of(b->scratch, b->tools, names_make(b->scratch, &m)), rest = pinyin, token, q = STR("");
        size_t from = names_pick(&r, 3, 1), take = 2 + names_pick(&r, 4, 1);
        for (size_t k = 0; k < from + take && str_cut(&rest, ' ', &token); k++)
            if (k >= from)
                q = str_cat(b->scratch, q, token);
        add(b, SYLLABLES, q, STR(""));
        struct str initials = pinyin_initials(b->scratch, pinyin);
        add(b, INITIALS, str_sub(initials, 0, 3 + names_pick(&r, 4, 1)), STR(""));
    }
}

static void make_queries(struct bench *b)
{
    static const char *const HOSPITALS[] = {"医院",   "卫生院", "人民医院", "中医医院", "妇幼保健院",
                                            "卫生室", "诊所",   "门诊部",   "村卫生室", "口腔诊所"};
    b->n_queries = 0;
    memset(b->per_class, 0, sizeof b->per_class);
    make_fragments(b);
    make_letters(b);
    for (int i = 0; i < PER_CLASS; i++)
        add(b, HOSPITAL, str_from(HOSPITALS[i % 10]), STR(""));
}

static void keep_queries(struct bench *b)
{
    db_exec(b->db, EMPTY_QUERIES);
    for (size_t i = 0; i < b->n_queries; i++)
        db_exec(b->db, PUT_QUERY, (int)i, (int)b->queries[i].class, b->queries[i].one, b->queries[i].two);
}

static bool kept_queries(struct bench *b)
{
    struct row {
        int class;
        struct str one, two;
    } row;
    static const struct db_column COLUMNS[] = {DB_COLUMN(struct row, class), DB_COLUMN(struct row, one),
                                               DB_COLUMN(struct row, two)};
    b->n_queries = 0;
    memset(b->per_class, 0, sizeof b->per_class);
    struct db_cursor *c = db_select(b->db, b->keep, QUERIES, COLUMNS);
    while (db_fetch(c, &row) == DB_ROW)
        add(b, (enum class)row.class, row.one, row.two);
    return b->n_queries > 0;
}

/* --- measuring --- */

static struct search_result find(struct bench *b, const struct query *q)
{
    struct search_query s = {.q = q->q, .public_only = true};
    if (q->class == BY_TYPE)
        s.type = STR("hotel");
    if (q->class == BY_TOWN)
        s.division_prefix = STR("440123");
    struct search_result r;
    search_find(b->db, b->scratch, b->tools, &s, &r);
    return r;
}

static int by_time(const void *x, const void *y)
{
    double a = *(const double *)x, b = *(const double *)y;
    return (a > b) - (a < b);
}

static bool as_like(struct bench *b, const struct query *q, double *ms_out)
{
    struct expected {
        int64_t id, length;
    } e;
    static const struct db_column COLUMNS[] = {DB_COLUMN(struct expected, id), DB_COLUMN(struct expected, length)};
    struct search_result r = find(b, q);
    double start = now_ms();
    struct str one = text_key(b->scratch, b->tools, q->one), two = text_key(b->scratch, b->tools, q->two);
    struct db_cursor *c = db_select(b->db, b->scratch, LIKE, COLUMNS, one, two);
    *ms_out = now_ms() - start;
    int64_t n = 0;
    bool same = true;
    while (db_fetch(c, &e) == DB_ROW) {
        if (n < (int64_t)r.n)
            same = same && r.p[n].subject_id == e.id;
        n++;
    }
    return same &&
           (r.unfinished || (r.count == (n > SEARCH_COUNT_CAP ? SEARCH_COUNT_CAP : n) && r.capped == (n > SEARCH_COUNT_CAP)));
}

static double median_time(struct bench *b, const struct query *q, struct search_result *out)
{
    double ms[3];
    (void)find(b, q);
    for (int i = 0; i < 3; i++) {
        arena_reset(b->scratch);
        double start = now_ms();
        *out = find(b, q);
        ms[i] = now_ms() - start;
    }
    qsort(ms, 3, sizeof *ms, by_time);
    return ms[1];
}

static void measure(struct bench *b, enum class class)
{
    double ms[PER_CLASS], like[LIKE_PER_CLASS] = {0};
    size_t n = 0, n_like = 0, unfinished = 0, hits = 0;
    double slowest = 0;
    struct str slow = STR("");
    bool exact = true;
    for (size_t i = 0; i < b->n_queries; i++) {
        if (b->queries[i].class != class)
            continue;
        struct search_result r;
        ms[n++] = median_time(b, &b->queries[i], &r);
        slow = ms[n - 1] > slowest ? b->queries[i].q : slow;
        slowest = ms[n - 1] > slowest ? ms[n - 1] : slowest;
        unfinished += r.unfinished;
        hits += (size_t)r.count;
    }
    for (size_t i = 0; i < b->n_queries && class < BY_TYPE; i++)
        if (b->queries[i].class == class && n_like < LIKE_PER_CLASS) {
            arena_reset(b->scratch);
            exact = as_like(b, &b->queries[i], &like[n_like++]) && exact;
        }
    if (!n)
        return;
    qsort(ms, n, sizeof *ms, by_time);
    qsort(like, n_like, sizeof *like, by_time);
    printf("{\"bench\":\"search\",\"names\":%lld,\"class\":\"%s\",\"queries\":%zu,\"mean_hits\":%zu", (long long)b->names,
           CLASS_NAMES[class], n, hits / n);
    printf(",\"p50_ms\":%.2f,\"p95_ms\":%.2f,\"worst_ms\":%.2f", ms[n / 2], ms[(n * 95 + 99) / 100 - 1], ms[n - 1]);
    if (n_like)
        printf(",\"like_p95_ms\":%.1f,\"exact\":%s", like[n_like - 1], exact ? "true" : "false");
    printf(",\"slowest\":\"%.*s\",\"unfinished\":%zu%s}\n", STR_ARG(slow), unfinished,
           class >= WORDS_APART ? ",\"extra\":true" : "");
    (void)fflush(stdout);
}

static void load_all(struct bench *b)
{
    double start = now_ms();
    b->signatures = realloc(b->signatures, ((size_t)b->names + 1) * sizeof *b->signatures);
    CHECK(b->signatures);
    if (!b->again)
        run(b, "TRUNCATE TABLE name_gram;\nTRUNCATE TABLE pinyin_gram;\nTRUNCATE TABLE search_name;\nDELETE FROM subject;\n");
    load(b, false);
    make_queries(b);
    keep_queries(b);
    if (!b->again) {
        load(b, true);
        run(b, "ANALYZE TABLE name_gram;\nANALYZE TABLE pinyin_gram;\nANALYZE TABLE search_name;\nANALYZE TABLE subject;\n");
    }
    fprintf(stderr, "loaded in %.0f s\n", (now_ms() - start) / 1e3);
}

static void bench(struct bench *b, int64_t names)
{
    b->names = names;
    db_exec(b->db, MAKE_QUERIES);
    if (!b->again || !kept_queries(b))
        load_all(b);
    for (enum class c = 0; c < CLASSES && !b->only_load; c++)
        measure(b, c);
}

int main(int argc, char **argv)
{
    struct db_config c = {.socket = getenv("PORTAL_DB_SOCKET"),
                          .user = getenv("PORTAL_DB_USER"),
                          .password = getenv("PORTAL_DB_PASSWORD"),
                          .database = getenv("PORTAL_DB_NAME")};
    if (!c.socket || !c.user || !c.database) {
        fprintf(stderr, "PORTAL_DB_SOCKET, PORTAL_DB_USER and PORTAL_DB_NAME say where the bench may work\n");
        return 2;
    }
    c.password = c.password ? c.password : "";
    struct bench b = {.db = db_open(&c), .tools = text_open(), .keep = arena_new(64 << 20), .scratch = arena_new(64 << 20)};
    struct out report;
    out_to_arena(&report, b.keep);
    if (db_migrate(b.db, b.keep, STR("db/migrations"), &report) != MIGRATE_DONE)
        fail(FAIL_CONFIG, "migrations do not apply");
    struct row {
        struct str folder;
    } row;
    static const struct db_column COLUMNS[] = {DB_COLUMN(struct row, folder)};
    if (!db_one(b.db, b.keep, FOLDER, COLUMNS, &row) || row.folder.n == 0)
        fail(FAIL_CONFIG, "the server has no secure_file_priv folder to load from");
    b.folder = row.folder.p[row.folder.n - 1] == '/' ? str_sub(row.folder, 0, row.folder.n - 1) : row.folder;
    if (argc < 2)
        bench(&b, 200000);
    for (int i = 1; i < argc; i++) {
        int64_t names = 0;
        if (str_eq(str_from(argv[i]), STR("again")) || str_eq(str_from(argv[i]), STR("load"))) {
            b.again = argv[i][0] == 'a';
            b.only_load = !b.again;
            continue;
        }
        if (!str_int(str_from(argv[i]), &names) || names < 1000)
            fail(FAIL_CONFIG, "not a number of names: %s", argv[i]);
        bench(&b, names);
        b.again = b.only_load = false;
    }
    free(b.postings);
    free(b.signatures);
    db_close(&b.db);
    text_close(&b.tools);
    arena_free(&b.keep);
    arena_free(&b.scratch);
    return 0;
}
