/* SPDX-License-Identifier: EUPL-1.2
 * db_migrate.h — numbered migrations with checksums, and the checks before a program serves. Called by portalctl migrate and by
 * PROGRAM --check. Migrations only go forward; a file that was applied must never change.
 */
#ifndef DB_DB_MIGRATE_H
#define DB_DB_MIGRATE_H

#include "base/out.h"
#include "db/db.h"

enum migrate_verdict {
    MIGRATE_DONE,
    MIGRATE_CHANGED_FILE, /* an applied migration's text is not what it was */
    MIGRATE_GAP,          /* numbers are not 1, 2, 3 … */
    MIGRATE_NEWER,        /* the database has migrations this program does not know */
};

/* Applies what is missing of dir/NNNN_*.sql, then runs views.sql and grants.sql beside dir when they are there ({name} in
 * grants.sql is not substituted: accounts are made by the caller). Writes a line per step to report. */
enum migrate_verdict db_migrate(struct db *db, struct arena *a, struct str dir, struct out *report) MUST_USE;

/* Runs every statement of an SQL text (statements end with ';' at a line's end). For views.sql and grants.sql. */
void db_run_script(struct db *db, struct arena *a, struct str text);

/* Prepares every statement of this program and compares the server's settings with what correctness needs. Writes each fault; true:
 * none. */
bool db_check(struct db *db, struct arena *a, struct out *report) MUST_USE;

#endif
