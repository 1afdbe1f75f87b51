/* SPDX-License-Identifier: EUPL-1.2
 * test_db.h — a fresh database per test program on the private server that tests/run.sh started (PORTAL_DB_SOCKET). A program run
 * without one says so and skips. The schema is that of db/migrations, applied the way portalctl does it.
 */
#ifndef SUPPORT_TEST_DB_H
#define SUPPORT_TEST_DB_H

#include "support/unit.h"

#include <unistd.h>

#include "base/arena.h"
#include "base/check.h"
#include "db/db_migrate.h"

static inline const char *test_db_socket(void)
{
    return getenv("PORTAL_DB_SOCKET");
}

/* Opens a second connection to the database that test_db_open made; user root. */
static inline struct db *test_db_connect(const char *name)
{
    struct db_config c = {.socket = test_db_socket(), .user = "root", .password = "", .database = name};
    return db_open(&c);
}

/* NULL without a server. name_out: room for the database's name. */
static inline struct db *test_db_open(struct arena *a, char name_out[64])
{
    if (!test_db_socket())
        return NULL;
    struct db *root = test_db_connect("mysql");
    snprintf(name_out, 64, "test_%d", (int)getpid());
    db_run_script(root, a,
                  str_fmt(a,
                          "DROP DATABASE IF EXISTS %s;\nCREATE DATABASE %s CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci;\n",
                          name_out, name_out));
    db_close(&root);
    struct db *db = test_db_connect(name_out);
    struct out report;
    out_to_arena(&report, a);
    if (db_migrate(db, a, STR("db/migrations"), &report) != MIGRATE_DONE)
        fail(FAIL_CONFIG, "migrations do not apply");
    return db;
}

static inline void test_db_drop(struct db **db, struct arena *a, const char *name)
{
    if (!*db)
        return;
    db_run_script(*db, a, str_fmt(a, "DROP DATABASE %s;\n", name));
    db_close(db);
}

#endif
