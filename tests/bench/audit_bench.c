/* SPDX-License-Identifier: EUPL-1.2
 * audit_bench.c — the log of acts: rows appended per second, each in a transaction of its own and a thousand in one; the walk that
 * verifies it; the sealing of a checkpoint. The floor of an append is a transaction that inserts one row of the same size into a
 * plain table. One JSON line a measure on standard output. Argument: rows to verify (200000 when none). The server is the one of
 * the environment (PORTAL_DB_SOCKET, PORTAL_DB_NAME, PORTAL_DB_USER, PORTAL_DB_PASSWORD); its database is made new.
 */
#include <unistd.h>

#include "audit/audit.h"
#include "audit/audit_verify.h"
#include "base/arena.h"
#include "base/clock.h"
#include "base/out.h"
#include "crypto/ready.h"
#include "crypto/vault.h"
#include "db/db.h"
#include "db/db_migrate.h"

enum { VERIFY_GOAL = 100000, SINGLE = 2000, PER_TRANSACTION = 1000, ROUNDS = 3 };

DB_STATEMENT(FLOOR_TABLE, "CREATE TABLE floor_row (seq BIGINT NOT NULL PRIMARY KEY, body VARCHAR(300) NOT NULL) ENGINE=InnoDB");
DB_STATEMENT(FLOOR_ROW, "INSERT INTO floor_row (seq, body) VALUES (?, ?)");

struct bench {
    struct db *db;
    struct arena *keep, *scratch;
    int64_t rows, floor_rows;
    int many;
};

static double now_s(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static bool append(struct db *db, void *arg)
{
    struct bench *b = arg;
    arena_reset(b->scratch);
    for (int i = 0; i < b->many; i++) {
        struct audit_entry e = {
            .at = clock_now(),
            .actor = {.id = 7, .name = STR("jingban01"), .role = STR("clerk"), .request_id = STR("0123456789abcdef")},
            .action = STR("record.withdraw"),
            .object_type = STR("record"),
            .object_id = b->rows + i,
            .detail = STR("处罚决定已被撤销（演示文号），理由见附件。")};
        audit_write(db, b->scratch, &e);
    }
    return true;
}

static bool append_floor(struct db *db, void *arg)
{
    struct bench *b = arg;
    db_exec(db, FLOOR_ROW, ++b->floor_rows,
            STR("jingban01 clerk record.withdraw record 123456 0123456789abcdef 处罚决定已被撤销（演示文号），理由见附件。"));
    return true;
}

static double rate(struct bench *b, bool (*work)(struct db *, void *), int times, int many)
{
    double start = now_s();
    b->many = many;
    for (int i = 0; i < times; i++) {
        db_transaction(b->db, work, b);
        b->rows += work == append ? many : 0;
    }
    return times * many / (now_s() - start);
}

static double middle(double v[ROUNDS])
{
    for (int i = 0; i < ROUNDS; i++)
        for (int k = i + 1; k < ROUNDS; k++)
            if (v[k] < v[i]) {
                double t = v[i];
                v[i] = v[k];
                v[k] = t;
            }
    return v[ROUNDS / 2];
}

static void say(const char *name, double value, double ratio, int goal)
{
    printf("{\"bench\":\"audit\",\"name\":\"%s\",\"value\":%.1f,\"unit\":\"rows/s\"", name, value);
    if (ratio > 0)
        printf(",\"ratio\":%.2f", ratio);
    if (goal > 0)
        printf(",\"goal\":%d", goal);
    printf("}\n");
    fflush(stdout);
}

static void measure_appends(struct bench *b)
{
    double single[ROUNDS], floors[ROUNDS], bulk[ROUNDS];
    for (int i = 0; i < ROUNDS; i++) {
        floors[i] = rate(b, append_floor, SINGLE, 1);
        single[i] = rate(b, append, SINGLE, 1);
        bulk[i] = rate(b, append, 10, PER_TRANSACTION);
    }
    double floor = middle(floors), one = middle(single);
    say("floor: one plain row a transaction", floor, 0, 0);
    say("append, one act a transaction", one, one / floor, 0);
    say("append, 1,000 acts a transaction", middle(bulk), 0, 0);
}

static void measure_walks(struct bench *b, struct vault *v, int64_t rows)
{
    double verify[ROUNDS];
    struct sign_key key;
    int64_t bad = 0;
    vault_public_key(v, CHECKPOINT_PURPOSE, &key);
    while (b->rows < rows)
        rate(b, append, 10, PER_TRANSACTION);
    double start = now_s();
    CHECK(checkpoint_seal(b->db, b->keep, v, clock_now(), &bad) == CHECKPOINT_SEALED);
    say("seal all rows at once", (double)b->rows / (now_s() - start), 0, 0);
    for (int i = 0; i < ROUNDS; i++) {
        struct audit_verify how = {.keys = &key, .keys_n = 1};
        struct audit_verdict verdict;
        struct arena *a = arena_new((size_t)1 << 30);
        start = now_s();
        CHECK(audit_verify(b->db, a, &how, &verdict) && verdict.rows == b->rows);
        verify[i] = (double)b->rows / (now_s() - start);
        arena_free(&a);
    }
    say("verify the whole log", middle(verify), middle(verify) / VERIFY_GOAL, VERIFY_GOAL);
}

int main(int argc, char **argv)
{
    int64_t rows = 200000;
    if (argc > 1 && (!str_int(str_from(argv[1]), &rows) || rows < 1))
        return 2;
    crypto_ready();
    struct arena *a = arena_new((size_t)1 << 30);
    struct db_config c = {.socket = getenv("PORTAL_DB_SOCKET"),
                          .user = getenv("PORTAL_DB_USER"),
                          .password = getenv("PORTAL_DB_PASSWORD"),
                          .database = getenv("PORTAL_DB_NAME")};
    struct bench b = {.db = db_open(&c), .keep = a, .scratch = arena_new(64 << 20)};
    struct out report;
    out_to_arena(&report, a);
    CHECK(db_migrate(b.db, a, STR("db/migrations"), &report) == MIGRATE_DONE);
    db_exec_values(b.db, &FLOOR_TABLE, NULL, 0);
    struct str keys = str_fmt(a, "/tmp/audit_bench_%d.key", (int)getpid());
    vault_create(keys);
    struct vault *v = vault_open(a, keys);
    measure_appends(&b);
    measure_walks(&b, v, rows);
    vault_close(&v);
    unlink(str_cstr(a, keys));
    db_close(&b.db);
    return 0;
}
