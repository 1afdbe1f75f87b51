/* SPDX-License-Identifier: EUPL-1.2
 * db_check.c — what must hold before a program serves: every statement can be prepared, and the server keeps its promises
 * (facts: without snapshot isolation two officers can both win; without secure_timestamp history can be forged).
 */
#include "base/arena.h"
#include "db/db_internal.h"
#include "db/db_migrate.h"

static bool check_statements(struct db *db, struct out *report)
{
    bool good = true;
    for (const struct db_statement *s = __start_db_statements; s < __stop_db_statements; s++) {
        MYSQL_STMT *st = mysql_stmt_init(db->mysql);
        if (!st)
            fail(FAIL_MEMORY, "no memory for a statement");
        if (mysql_stmt_prepare(st, s->sql, strlen(s->sql))) {
            out_str(report, str_from(s->file));
            out_str(report, STR(": "));
            out_str(report, str_from(s->name));
            out_str(report, STR(": "));
            out_str(report, str_from(mysql_stmt_error(st)));
            out_char(report, '\n');
            good = false;
        }
        mysql_stmt_close(st);
    }
    return good;
}

static const struct {
    const char *variable, *wanted, *why;
} SETTINGS[] = {
    {"innodb_snapshot_isolation", "ON", "or two officers can both decide one case"},
    {"innodb_flush_log_at_trx_commit", "1", "or an acknowledged act can be lost"},
    {"innodb_rollback_on_timeout", "ON", "or a timed-out act is half done"},
    {"secure_timestamp", "YES", "or the history of records can be forged"},
    {"local_infile", "OFF", "or files of the client machine can be read"},
    {"character_set_server", "utf8mb4", "or names are lost"},
    {"transaction_isolation", "REPEATABLE-READ", "the programs are written for it"},
};

static struct str variable(struct db *db, struct arena *a, const char *name)
{
    char sql[100];
    snprintf(sql, sizeof sql, "SHOW GLOBAL VARIABLES LIKE '%s'", name);
    if (mysql_real_query(db->mysql, sql, strlen(sql)))
        db_failed(db, NULL, mysql_errno(db->mysql), mysql_error(db->mysql));
    MYSQL_RES *r = mysql_store_result(db->mysql);
    MYSQL_ROW row = r ? mysql_fetch_row(r) : NULL;
    struct str value = row ? str_dup(a, str_from(row[1])) : STR_NONE;
    if (r)
        mysql_free_result(r);
    return value;
}

static bool check_settings(struct db *db, struct arena *a, struct out *report)
{
    bool good = true;
    for (size_t i = 0; i < sizeof SETTINGS / sizeof *SETTINGS; i++) {
        struct str is = variable(db, a, SETTINGS[i].variable);
        if (is.n == 0 && strcmp(SETTINGS[i].variable, "transaction_isolation") == 0)
            is = variable(db, a, "tx_isolation"); /* the older name */
        if (str_eq(is, str_from(SETTINGS[i].wanted)))
            continue;
        out_fmt(report, "server setting %s is %.*s, must be %s: %s\n", SETTINGS[i].variable, STR_ARG(is), SETTINGS[i].wanted,
                SETTINGS[i].why);
        good = false;
    }
    struct str mode = variable(db, a, "sql_mode");
    if (!str_contains(mode, STR("STRICT_ALL_TABLES"))) {
        out_str(report, STR("server setting sql_mode lacks STRICT_ALL_TABLES: values would be cut silently\n"));
        good = false;
    }
    return good;
}

bool db_check(struct db *db, struct arena *a, struct out *report)
{
    bool statements = check_statements(db, report);
    return check_settings(db, a, report) && statements;
}
