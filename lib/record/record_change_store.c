/* SPDX-License-Identifier: EUPL-1.2
 * record_change_store.c — one record at a time, as two persons decided: a new one, a corrected one, a withdrawn one; see
 * record_store.h.
 */
#include "base/arena.h"
#include "base/check.h"
#include "db/db.h"
#include "record/record_store.h"
#include "subject/subject_touch.h"

DB_STATEMENT(
    INSERT,
    "INSERT INTO record (subject_id, id, item, category, severity, title, detail, document_no, authority, source, unit_id, found,"
    " points, amount, show_from, show_to, use_to, source_show_from, source_show_to, source_use_to, content_hash)"
    " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
DB_STATEMENT(
    CORRECT,
    "UPDATE record SET severity = ?, title = ?, detail = ?, document_no = ?, authority = ?, found = ?, points = ?, amount = ?,"
    " show_from = ?, show_to = ?, use_to = ?, source_show_from = ?, source_show_to = ?, source_use_to = ?,"
    " content_hash = ?, version = version + 1 WHERE subject_id = ? AND id = ? AND version = ? AND state = 1");
DB_STATEMENT(WITHDRAW, "UPDATE record SET state = 2, show_from = NULL, version = version + 1"
                       " WHERE subject_id = ? AND id = ? AND version = ? AND state = 1");

static struct str some(struct str s)
{
    return s.p ? s : STR("");
}

enum record_change record_insert(struct db *db, struct arena *a, int64_t id, int64_t subject_id, const struct record_draft *d,
                                 const struct record_life *life)
{
    uint8_t hash[RECORD_KEY_BYTES];
    record_content_hash(d, subject_id, hash);
    int64_t n = db_try(db, INSERT, subject_id, id, d->item->code, d->item->category, (int)life->severity, d->title, some(d->detail),
                       some(d->document_no), some(d->authority), some(d->source), d->unit_id, d->found, d->points, d->amount,
                       life->show_from, life->show_to, life->use_to, d->publicity_from, d->publicity_to, d->use_to,
                       ((struct str){(const char *)hash, sizeof hash}));
    if (n == DB_DUPLICATE)
        return RECORD_CHANGE_DUPLICATE;
    struct subject_touched touched = {0};
    subject_touched_add(&touched, a, subject_id);
    subject_touched_write(&touched, db);
    return RECORD_CHANGED;
}

enum record_change record_correct(struct db *db, int64_t id, int version, int64_t subject_id, const struct record_draft *d,
                                  const struct record_life *life)
{
    uint8_t hash[RECORD_KEY_BYTES];
    record_content_hash(d, subject_id, hash);
    int64_t n = db_try(db, CORRECT, (int)life->severity, d->title, some(d->detail), some(d->document_no), some(d->authority),
                       d->found, d->points, d->amount, life->show_from, life->show_to, life->use_to, d->publicity_from,
                       d->publicity_to, d->use_to, ((struct str){(const char *)hash, sizeof hash}), subject_id, id, version);
    if (n == DB_DUPLICATE)
        return RECORD_CHANGE_DUPLICATE;
    return n == 1 ? RECORD_CHANGED : RECORD_CHANGE_CONFLICT;
}

bool record_withdraw(struct db *db, int64_t subject_id, int64_t id, int version)
{
    return db_exec(db, WITHDRAW, subject_id, id, version) == 1;
}
