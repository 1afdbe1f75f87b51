/* SPDX-License-Identifier: EUPL-1.2
 * db_migrate.c — see db_migrate.h. MariaDB commits DDL at once, so a migration that dies half way is reported and mended by hand;
 * each is therefore kept to CREATE and INSERT where it can be.
 */
#include "db/db_migrate.h"

#include <dirent.h>
#include <mysqld_error.h>

#include "base/arena.h"
#include "base/file.h"
#include "crypto/digest.h"
#include "db/db_internal.h"

struct migration {
    int64_t number;
    struct str name, text, checksum;
};

static void run(struct db *db, struct str sql)
{
    if (mysql_real_query(db->mysql, sql.p, sql.n))
        fail(FAIL_DATABASE, "%.80s …: %u %s", sql.p, mysql_errno(db->mysql), mysql_error(db->mysql));
    do {
        MYSQL_RES *r = mysql_store_result(db->mysql);
        if (r)
            mysql_free_result(r);
    } while (mysql_next_result(db->mysql) == 0);
}

void db_run_script(struct db *db, struct arena *a, struct str text)
{
    struct str line, rest = text;
    struct out statement;
    out_to_arena(&statement, a);
    while (str_cut(&rest, '\n', &line)) {
        struct str t = str_trim(line);
        if (t.n == 0 || str_starts(t, STR("--")))
            continue;
        bool last = str_ends(t, STR(";"));
        out_bytes(&statement, t.p, last ? t.n - 1 : t.n);
        out_char(&statement, '\n');
        if (last) {
            run(db, str_dup(a, out_text(&statement)));
            out_to_arena(&statement, a);
        }
    }
    CHECK(str_trim(out_text(&statement)).n == 0);
}

static int by_number(const void *x, const void *y)
{
    const struct migration *a = x, *b = y;
    return (a->number > b->number) - (a->number < b->number);
}

static size_t read_all(struct arena *a, struct str dir, struct migration **list_out)
{
    struct {
        struct migration *p;
        size_t n, cap;
    } v = {0};
    DIR *d = opendir(str_cstr(a, dir));
    if (!d)
        fail(FAIL_CONFIG, "no folder %.*s", STR_ARG(dir));
    for (struct dirent *e; (e = readdir(d));) {
        struct str name = str_from(e->d_name);
        struct migration m = {0};
        if (!str_ends(name, STR(".sql")) || !str_int(str_sub(name, 0, 4), &m.number))
            continue;
        m.name = str_dup(a, name);
        m.text = file_read(a, str_fmt(a, "%.*s/%.*s", STR_ARG(dir), STR_ARG(name)), 4u << 20);
        m.checksum = digest_hex_of(a, m.text);
        *VEC_PUSH(a, v) = m;
    }
    closedir(d);
    if (v.n)
        qsort(v.p, v.n, sizeof *v.p, by_number);
    *list_out = v.p;
    return v.n;
}

static struct str applied_checksum(struct db *db, struct arena *a, int64_t number)
{
    struct str sql = str_fmt(a, "SELECT checksum FROM schema_migration WHERE number = %lld", (long long)number);
    if (mysql_real_query(db->mysql, sql.p, sql.n))
        db_failed(db, NULL, mysql_errno(db->mysql), mysql_error(db->mysql));
    MYSQL_RES *r = mysql_store_result(db->mysql);
    MYSQL_ROW row = r ? mysql_fetch_row(r) : NULL;
    struct str sum = row && row[0] ? str_dup(a, str_from(row[0])) : STR_NONE;
    if (r)
        mysql_free_result(r);
    return sum;
}

enum migrate_verdict db_migrate(struct db *db, struct arena *a, struct str dir, struct out *report)
{
    run(db, STR("CREATE TABLE IF NOT EXISTS schema_migration (number INT NOT NULL PRIMARY KEY, name VARCHAR(100) NOT NULL,"
                " checksum CHAR(64) CHARACTER SET ascii NOT NULL, applied_at DATETIME(6) NOT NULL) ENGINE=InnoDB"));
    struct migration *list;
    size_t n = read_all(a, dir, &list);
    if (applied_checksum(db, a, (int64_t)n + 1).p)
        return MIGRATE_NEWER;
    for (size_t i = 0; i < n; i++) {
        const struct migration *m = &list[i];
        if (m->number != (int64_t)i + 1)
            return MIGRATE_GAP;
        struct str before = applied_checksum(db, a, m->number);
        if (before.p && !str_eq(before, m->checksum))
            return MIGRATE_CHANGED_FILE;
        if (before.p)
            continue;
        db_run_script(db, a, m->text);
        run(db, str_fmt(a, "INSERT INTO schema_migration VALUES (%lld, '%.*s', '%.*s', UTC_TIMESTAMP(6))", (long long)m->number,
                        STR_ARG(m->name), STR_ARG(m->checksum)));
        out_fmt(report, "applied %.*s\n", STR_ARG(m->name));
    }
    struct str views = str_fmt(a, "%.*s/../views.sql", STR_ARG(dir));
    if (file_exists(a, views))
        db_run_script(db, a, file_read(a, views, 4u << 20));
    return MIGRATE_DONE;
}
