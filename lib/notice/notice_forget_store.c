/* SPDX-License-Identifier: EUPL-1.2
 * notice_forget_store.c — lawful forgetting (USERS §1.4, Order 36: stop showing and sharing): body, salt and file go, the link to
 * subject and record goes; number, salted hash, signature and proof stay and still verify. What remains tells that a document of
 * the kind was issued on a day, not about whom. See notice.h.
 */
#include "audit/audit.h"
#include "base/arena.h"
#include "db/db.h"
#include "notice/notice.h"

DB_STATEMENT(OF_RECORD,
             "SELECT id FROM notice WHERE subject_id = ? AND record_id = ? AND forgotten_at IS NULL ORDER BY id FOR UPDATE");
DB_STATEMENT(EXPIRED,
             "SELECT n.id FROM notice n LEFT JOIN record r ON r.subject_id = n.subject_id AND r.id = n.record_id"
             " AND r.state = 1 AND (r.show_to IS NULL OR r.show_to >= ?)"
             " WHERE n.record_id IS NOT NULL AND n.forgotten_at IS NULL AND n.state <> 'draft' AND r.id IS NULL ORDER BY n.id"
             " LIMIT 1000");
DB_STATEMENT(FORGET, "UPDATE notice SET subject_id = NULL, record_id = NULL, forgotten_at = ?, version = version + 1"
                     " WHERE id = ? AND forgotten_at IS NULL");
DB_STATEMENT(FORGET_BODY, "DELETE FROM notice_body WHERE notice_id = ?");
DB_STATEMENT(FORGET_FILE, "DELETE FROM notice_file WHERE notice_id = ?");

struct ids {
    int32_t *p;
    size_t n, cap;
};

static void collect(struct arena *a, struct db_cursor *c, struct ids *v)
{
    for (int32_t id; db_fetch(c, &id) == DB_ROW;)
        *VEC_PUSH(a, *v) = id;
}

static int forget_all(struct db *db, struct arena *a, const struct ids *v, const struct audit_actor *who, struct instant now)
{
    int n = 0;
    for (size_t i = 0; i < v->n; i++) {
        if (db_exec(db, FORGET, now, v->p[i]) != 1)
            continue;
        db_exec(db, FORGET_BODY, v->p[i]);
        db_exec(db, FORGET_FILE, v->p[i]);
        struct audit_entry e = {
            .at = now, .actor = *who, .action = STR("notice.forget"), .object_type = STR("notice"), .object_id = v->p[i]};
        audit_write(db, a, &e);
        n++;
    }
    return n;
}

int notice_forget(struct db *db, struct arena *a, int64_t subject_id, int64_t record_id, const struct audit_actor *who,
                  struct instant now)
{
    static const struct db_column columns[] = {{DB_I32, 0}};
    struct ids v = {0};
    CHECK(db_in_transaction(db));
    collect(a, db_select(db, a, OF_RECORD, columns, subject_id, record_id), &v);
    return forget_all(db, a, &v, who, now);
}

int notice_forget_expired(struct db *db, struct arena *a, const struct audit_actor *who, struct instant now)
{
    static const struct db_column columns[] = {{DB_I32, 0}};
    struct ids v = {0};
    CHECK(db_in_transaction(db));
    collect(a, db_select(db, a, EXPIRED, columns, instant_day(now)), &v);
    return forget_all(db, a, &v, who, now);
}
