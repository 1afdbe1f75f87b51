/* SPDX-License-Identifier: EUPL-1.2
 * test_archive.h — subjects and records of the made-up regime in a test database, by plain arithmetic: the same every time. For the
 * tests of rounds; each including program uses what it needs.
 */
#ifndef GRADE_TEST_ARCHIVE_H
#define GRADE_TEST_ARCHIVE_H

#include "support/test_db.h"

#include "base/clock.h"
#include "db/db.h"
#include "grade/grade_read.h"
#include "grade/grade_run.h"
#include "test_rules.h"

enum { ARCHIVE_SUBJECTS = 20000, OFFICER_1 = 11, OFFICER_2 = 12, OFFICER_3 = 13 };

DB_STATEMENT(PUT_UNIT, "INSERT INTO unit (id, name, kind, division_prefix) VALUES (?, ?, 'office', '4408')");
DB_STATEMENT(PUT_STAFF, "INSERT INTO staff (id, login, name, unit_id, password_hash, created_at) VALUES (?, ?, ?, 1, '', ?)");
DB_STATEMENT(PUT_REGIME, "INSERT INTO regime_version (id, code, hash, body, activated_at) VALUES (1, 'test', UNHEX(?), '', ?)");
DB_STATEMENT(PUT_SUBJECT, "INSERT INTO subject (id, public_id, kind, type, name, division, established, content_hash, created_at,"
                          " updated_at) VALUES (?, ?, 1, ?, ?, ?, ?, '', ?, ?)");
DB_STATEMENT(PUT_RECORD,
             "INSERT INTO record (subject_id, id, item, category, severity, title, unit_id, found, points, use_to, show_from,"
             " content_hash) VALUES (?, ?, ?, ?, ?, 't', 1, ?, ?, ?, ?, ?)");
DB_STATEMENT(WITHDRAW, "UPDATE record SET state = 2 WHERE subject_id = ? AND id = ?");
DB_STATEMENT(ROWS_OF_ROUND, "SELECT COUNT(*) FROM grade WHERE round_id = ?");

static inline struct str hex_key(struct arena *a, int64_t n)
{
    return str_fmt(a, "%016llx", (unsigned long long)n);
}

/* Types in turn; every seventh belongs to another county; ids have gaps so that blocks differ. */
static inline int64_t archive_subject_id(int i)
{
    return (int64_t)i * 8 + (i > ARCHIVE_SUBJECTS / 2 ? 40000 : 1);
}

static inline void put_subjects(struct db *db, struct arena *a, struct instant now)
{
    static const char *const types[] = {"clinic", "hospital", "pool", "civil_servant"};
    struct db_bulk *b = db_bulk_begin(db, &PUT_SUBJECT, 1000);
    for (int i = 0; i < ARCHIVE_SUBJECTS; i++) {
        int64_t id = archive_subject_id(i);
        db_bulk_add(b, id, hex_key(a, id), str_from(types[i % 4]), str_fmt(a, "主体%d", i),
                    i % 7 == 6 ? STR("440900") : STR("440823"), day_from_ymd(2010 + i % 15, 1 + i % 12, 1), now, now);
    }
    db_bulk_end(&b);
}

static inline void put_records(struct db *db, struct arena *a)
{
    struct db_bulk *b = db_bulk_begin(db, &PUT_RECORD, 1000);
    int64_t id = 0;
    for (int i = 0; i < ARCHIVE_SUBJECTS; i++)
        for (int k = 0; k < i % 6; k++) {
            const struct regime_item *item = &ITEMS[(i * 5 + k * 3 + i / 97) % 8];
            struct day found = day_from_ymd(2022 + (i + k) % 4, 1 + (i * 7 + k) % 12, 1 + (i + k * 5) % 28);
            struct str key = str_fmt(a, "%08llx%08llx", (unsigned long long)++id, 0ULL);
            db_bulk_add(b, archive_subject_id(i), id, item->code, item->category, (int)item->severity, found, (i % 5) * 1000,
                        k == 3 ? day_add_months(found, 12) : DAY_NONE, found, key);
        }
    db_bulk_end(&b);
}

static bool fill(struct db *db, void *arg)
{
    struct arena *a = arg;
    struct instant now = clock_now();
    put_subjects(db, a, now);
    put_records(db, a);
    return true;
}

static inline void archive_make(struct db *db, struct arena *a)
{
    struct instant now = clock_now();
    db_exec(db, PUT_UNIT, 1, STR("法监股"));
    db_exec(db, PUT_UNIT, 2, STR("无信息股"));
    for (int id = OFFICER_1; id <= OFFICER_3; id++)
        db_exec(db, PUT_STAFF, id, str_fmt(a, "officer%d", id), str_fmt(a, "经办%d", id), now);
    db_exec(db, PUT_REGIME, RULES.version_hash, now);
    db_transaction(db, fill, a);
}

struct opening {
    struct grade_round_new n;
    int32_t id;
    enum grade_round_outcome outcome;
    struct grade_round_conflict conflict;
    struct arena *a;
};

static bool open_in(struct db *db, void *arg)
{
    struct opening *o = arg;
    o->outcome = grade_round_open(db, o->a, &o->n, &o->id, &o->conflict);
    return o->outcome == GRADE_ROUND_DONE;
}

/* Opens a round with a snapshot of now. subject 0: all of 440823. */
static inline struct opening archive_open(struct db *db, struct arena *a, const char *kind, int32_t year, int64_t subject)
{
    struct instant now = clock_now();
    struct opening o = {.a = a,
                        .n = {.year = year,
                              .kind = str_from(kind),
                              .reason = STR(""),
                              .division_prefix = STR("440823"),
                              .subject_id = subject,
                              .regime_version_id = 1,
                              .as_known_at = now,
                              .staff_id = OFFICER_1,
                              .now = now}};
    db_transaction(db, open_in, &o);
    return o;
}

#endif
