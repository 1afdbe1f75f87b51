/* SPDX-License-Identifier: EUPL-1.2
 * import_rig.h — a database with a unit, a clerk, divisions, a vault and the rule set of Suixi; files as text; one call that
 * uploads, checks and commits. For the tests of lib/import.
 */
#ifndef UNIT_IMPORT_RIG_H
#define UNIT_IMPORT_RIG_H

#include "support/test_db.h"

#include "auth/staff.h"
#include "base/clock.h"
#include "base/id.h"
#include "crypto/vault.h"
#include "db/db.h"
#include "import/import_decide.h"
#include "regime/regime_load.h"
#include "sheet/sheet_write.h"
#include "text/text.h"

DB_STATEMENT(SUBJECTS, "SELECT COUNT(*) FROM subject");
DB_STATEMENT(RECORDS, "SELECT COUNT(*) FROM record");
DB_STATEMENT(NAMES, "SELECT COUNT(*) FROM search_name");
DB_STATEMENT(COMMITS, "SELECT COUNT(*) FROM audit WHERE action = 'import.commit' AND object_id = ?");
DB_STATEMENT(PUT_DIVISION, "INSERT INTO division (code, name, level) VALUES (?, ?, 4)");

struct rig {
    struct arena *arena;
    struct db *db;
    char name[64], key_file[80];
    struct vault *vault;
    struct text_tools *text;
    struct import_context c;
    int codes;
};
static struct rig rig;

static inline struct rig *rig_of(void **state)
{
    (void)state;
    if (!rig.db)
        skip();
    return &rig;
}

static inline bool rig_fill(struct db *db, void *arg)
{
    (void)arg;
    struct staff s = {.id = 5, .unit_id = 1, .login = STR("clerk"), .name = STR("演示"), .password_hash = STR("")};
    unit_put(db, &(struct unit){.id = 1, .name = STR("法监股"), .kind = STR("office"), .division_prefix = STR("440823")});
    unit_put(db, &(struct unit){.id = 2, .name = STR("医政股"), .kind = STR("office"), .division_prefix = STR("440823")});
    assert_int_equal(staff_create(db, &s, rig.c.now), STAFF_DONE);
    db_exec(db, PUT_DIVISION, STR("440823"), STR("遂溪县"));
    db_exec(db, PUT_DIVISION, STR("440823101"), STR("黄略镇"));
    db_exec(db, PUT_DIVISION, STR("440823102"), STR("洋青镇"));
    return true;
}

static inline int rig_set_up(void **state)
{
    (void)state;
    rig = (struct rig){.arena = arena_new((size_t)1 << 30)};
    rig.db = test_db_open(rig.arena, rig.name);
    if (!rig.db)
        return 0;
    snprintf(rig.key_file, sizeof rig.key_file, "/tmp/portal-test-keys.%d", (int)getpid());
    vault_create(str_from(rig.key_file));
    rig.vault = vault_open(rig.arena, str_from(rig.key_file));
    rig.text = text_open();
    struct regime_load_result r = regime_load(rig.arena, STR("db/regimes"), STR("guangdong-suixi"));
    assert_non_null(r.regime);
    struct instant now = {instant_of_day(day_from_ymd(2026, 3, 2)).us + 1};
    rig.c = (struct import_context){.db = rig.db,
                                    .vault = rig.vault,
                                    .text = rig.text,
                                    .regime = r.regime,
                                    .now = now,
                                    .today = instant_day(now),
                                    .actor = {.id = 5, .name = STR("clerk"), .role = STR("clerk")}};
    db_transaction(rig.db, rig_fill, NULL);
    return 0;
}

static inline int rig_tear_down(void **state)
{
    (void)state;
    if (rig.vault) {
        vault_close(&rig.vault);
        text_close(&rig.text);
        unlink(rig.key_file);
    }
    test_db_drop(&rig.db, rig.arena, rig.name);
    arena_free(&rig.arena);
    return 0;
}

/* The n-th right code of a firm of the county. */
static inline struct str rig_code(int n)
{
    char p[19] = "91440823";
    snprintf(p + 8, 9, "%08d", 30000000 + n);
    p[16] = orgcode_check_character((struct str){p + 8, 8});
    p[17] = uscc_check_character((struct str){p, 17});
    if (p[16] == 'X' || !p[17]) /* allowed, but some tests want digits */
        return rig_code(n + 5000000);
    return str_dup(rig.arena, (struct str){p, 18});
}

/* A right identity number of somebody born on 3 April 1980. */
static inline struct str rig_id(int n)
{
    char p[18];
    snprintf(p, sizeof p, "44082319800403%03d", n);
    struct str first = {p, 17};
    return str_fmt(rig.arena, "%s%c", p, id_resident_check_character(first));
}

struct job {
    struct import_batch b;
    struct str bytes;
    enum import_outcome checked, committed;
    struct import_batch dry, done;
    int64_t id;
    bool skip_refused;
};

static inline bool job_upload(struct db *db, void *arg)
{
    struct job *j = arg;
    (void)db;
    j->id = import_upload(&rig.c, rig.arena, &j->b, j->bytes);
    return true;
}

static inline bool job_request(struct db *db, void *arg)
{
    struct job *j = arg;
    return import_request_commit(db, j->id, j->dry.version, 5, j->skip_refused) == IMPORT_DONE;
}

static inline struct job rig_check(const char *kind, const char *item, struct str bytes)
{
    struct job j = {.bytes = bytes};
    j.b = (struct import_batch){
        .kind = str_from(kind), .item = str_from(item), .file_name = STR("x"), .unit_id = 1, .division = STR("440823")};
    db_transaction(rig.db, job_upload, &j);
    j.checked = import_check(&rig.c, j.id, bytes);
    assert_true(import_get(rig.db, rig.arena, j.id, &j.dry));
    return j;
}

static inline void rig_commit(struct job *j)
{
    assert_true(db_transaction(rig.db, job_request, j));
    j->committed = import_commit(&rig.c, j->id, j->bytes);
    assert_true(import_get(rig.db, rig.arena, j->id, &j->done));
}

/* Check and commit; the counts must agree. */
static inline struct job rig_import(const char *kind, const char *item, struct str bytes, bool skip_refused)
{
    struct job j = rig_check(kind, item, bytes);
    j.skip_refused = skip_refused;
    rig_commit(&j);
    assert_int_equal(j.dry.rows_total, j.done.rows_total);
    assert_int_equal(j.dry.rows_new, j.done.rows_new);
    assert_int_equal(j.dry.rows_changed, j.done.rows_changed);
    assert_int_equal(j.dry.rows_same, j.done.rows_same);
    assert_int_equal(j.dry.rows_duplicate, j.done.rows_duplicate);
    assert_int_equal(j.dry.rows_refused, j.done.rows_refused);
    assert_int_equal(j.dry.rows_total,
                     j.dry.rows_new + j.dry.rows_changed + j.dry.rows_same + j.dry.rows_duplicate + j.dry.rows_refused);
    return j;
}

/* Of a batch; same: unchanged and repeated ones together. */
static inline void rig_counts(struct import_batch b, int total, int added, int changed, int same, int refused)
{
    if (b.rows_total != total || b.rows_new != added || b.rows_changed != changed || b.rows_same + b.rows_duplicate != same ||
        b.rows_refused != refused)
        print_message("total %d new %d changed %d same %d refused %d; %.*s\n", b.rows_total, b.rows_new, b.rows_changed,
                      b.rows_same + b.rows_duplicate, b.rows_refused, STR_ARG(b.message));
    assert_int_equal(b.rows_total, total);
    assert_int_equal(b.rows_new, added);
    assert_int_equal(b.rows_changed, changed);
    assert_int_equal(b.rows_same + b.rows_duplicate, same);
    assert_int_equal(b.rows_refused, refused);
}

/* Is there a fault (or warning) of that row whose column and words hold these? */
static inline bool rig_fault(const struct job *j, int row, bool warning, const char *column, const char *words)
{
    struct import_faults f = import_faults(rig.db, rig.arena, j->id, row, 50);
    for (size_t i = 0; i < f.n; i++)
        if (f.p[i].row_no == row && f.p[i].warning == warning && str_contains(f.p[i].column_name, str_from(column)) &&
            str_contains(f.p[i].message, str_from(words)))
            return true;
    print_message("no %s at row %d in %s: %s; there is:\n", warning ? "warning" : "fault", row, column, words);
    f = import_faults(rig.db, rig.arena, j->id, 0, 50);
    for (size_t i = 0; i < f.n; i++)
        print_message("  row %d %s %.*s: %.*s\n", f.p[i].row_no, f.p[i].warning ? "warning" : "fault", STR_ARG(f.p[i].column_name),
                      STR_ARG(f.p[i].message));
    return false;
}

#endif
