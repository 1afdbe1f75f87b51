/* SPDX-License-Identifier: EUPL-1.2
 * entry_write_store.c — the steps of a proposal and its decision; see entry_store.h. Each step is one guarded UPDATE on (id, state,
 * version) and, where it matters who acts, on the author.
 */
#include "base/arena.h"
#include "base/check.h"
#include "db/db.h"
#include "entry/entry_store.h"
#include "grade/grade_regrade.h"
#include "record/record_store.h"

DB_STATEMENT(
    OPEN,
    "INSERT INTO entry (id, kind, state, subject_id, record_id, open_record, record_version, regime_version_id, item, severity,"
    " title, detail, document_no, authority, unit_id, found, points, amount, show_from, show_to, use_to, received, author_id,"
    " created_at, updated_at) VALUES (?, ?, 'draft', ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
DB_STATEMENT(
    SAVE, "UPDATE entry SET severity = ?, title = ?, detail = ?, document_no = ?, authority = ?, remark = ?, found = ?, points = ?,"
          " amount = ?, show_from = ?, show_to = ?, use_to = ?, reason = ?, received = ?, updated_at = ?, version = version + 1"
          " WHERE id = ? AND version = ? AND author_id = ? AND state IN ('draft', 'returned')");
DB_STATEMENT(SUBMIT, "UPDATE entry SET state = 'submitted', submitted_at = ?, first_submitted_at = COALESCE(first_submitted_at, ?),"
                     " version = version + 1 WHERE id = ? AND version = ? AND author_id = ? AND state IN ('draft', 'returned')");
DB_STATEMENT(RECALL, "UPDATE entry SET state = 'draft', updated_at = ?, version = version + 1"
                     " WHERE id = ? AND version = ? AND author_id = ? AND state = 'submitted'");
DB_STATEMENT(DROP, "UPDATE entry SET state = 'dropped', open_record = NULL, decided_at = ?, version = version + 1"
                   " WHERE id = ? AND version = ? AND author_id = ? AND state IN ('draft', 'returned')");
DB_STATEMENT(RETURN, "UPDATE entry SET state = 'returned', verdict = ?, reviewer_id = ?, decided_at = ?, version = version + 1"
                     " WHERE id = ? AND version = ? AND author_id <> ? AND state = 'submitted'");
DB_STATEMENT(APPROVE, "UPDATE entry SET state = 'approved', verdict = '', record_id = ?, open_record = NULL, result_version = ?,"
                      " reviewer_id = ?, decided_at = ?, version = version + 1"
                      " WHERE id = ? AND version = ? AND author_id <> ? AND state = 'submitted'");

static struct str some(struct str s)
{
    return s.p ? s : STR("");
}

static enum entry_outcome one(int64_t changed)
{
    return changed == 1 ? ENTRY_DONE : ENTRY_CONFLICT;
}

enum entry_outcome entry_open(struct db *db, const struct entry *e, struct instant now, int64_t *id_out)
{
    *id_out = db_numbers(db, STR("entry"), 1);
    int64_t n = db_try(db, OPEN, *id_out, e->kind, e->subject_id, db_id_or_null(e->record_id), db_id_or_null(e->record_id),
                       e->record_version, e->regime_version_id, e->item, e->severity, some(e->title), some(e->detail),
                       some(e->document_no), some(e->authority), e->unit_id, e->found, e->points, e->amount, e->show_from,
                       e->show_to, e->use_to, e->received, e->author_id, now, now);
    return n == DB_DUPLICATE ? ENTRY_OPEN_ALREADY : ENTRY_DONE;
}

enum entry_outcome entry_save(struct db *db, const struct entry *e, struct instant now)
{
    return one(db_exec(db, SAVE, e->severity, some(e->title), some(e->detail), some(e->document_no), some(e->authority),
                       some(e->remark), e->found, e->points, e->amount, e->show_from, e->show_to, e->use_to, some(e->reason),
                       e->received, now, e->id, e->version, e->author_id));
}

enum entry_outcome entry_submit(struct db *db, int64_t id, int version, int staff_id, struct instant now)
{
    return one(db_exec(db, SUBMIT, now, now, id, version, staff_id));
}

enum entry_outcome entry_recall(struct db *db, int64_t id, int version, int staff_id, struct instant now)
{
    return one(db_exec(db, RECALL, now, id, version, staff_id));
}

enum entry_outcome entry_drop(struct db *db, int64_t id, int version, int staff_id, struct instant now)
{
    return one(db_exec(db, DROP, now, id, version, staff_id));
}

enum entry_outcome entry_return(struct db *db, const struct entry *e, int version, int staff_id, struct str why, struct instant now)
{
    if (e->author_id == staff_id)
        return ENTRY_SAME_PERSON;
    return one(db_exec(db, RETURN, why, staff_id, now, e->id, version, staff_id));
}

/* --- the decision --- */

static enum entry_outcome outcome_of(enum record_change c)
{
    switch (c) {
    case RECORD_CHANGED:
        return ENTRY_DONE;
    case RECORD_CHANGE_DUPLICATE:
        return ENTRY_DUPLICATE;
    case RECORD_CHANGE_CONFLICT:
        return ENTRY_RECORD_CHANGED;
    }
    return ENTRY_CONFLICT;
}

static enum entry_outcome change_record(struct db *db, struct arena *a, const struct entry_approval *x, int64_t record_id)
{
    const struct entry *e = x->e;
    struct record_draft d = entry_draft(x->regime, e);
    struct record_life life = {.show_from = DAY_NONE};
    enum entry_kind kind = entry_kind_of(e->kind);
    if (kind != ENTRY_WITHDRAW)
        life = entry_life(x->regime, e);
    switch (kind) {
    case ENTRY_NEW:
        return outcome_of(record_insert(db, a, record_id, e->subject_id, &d, &life));
    case ENTRY_CORRECT:
        return outcome_of(record_correct(db, record_id, e->record_version, e->subject_id, &d, &life));
    case ENTRY_WITHDRAW:
        return record_withdraw(db, e->subject_id, record_id, e->record_version) ? ENTRY_DONE : ENTRY_RECORD_CHANGED;
    }
    return ENTRY_CONFLICT;
}

static void write_audit(struct db *db, struct arena *a, const struct entry_approval *x, int64_t record_id)
{
    static const char *const verbs[] = {[ENTRY_NEW] = "create", [ENTRY_CORRECT] = "correct", [ENTRY_WITHDRAW] = "withdraw"};
    const struct entry *e = x->e;
    enum entry_kind kind = entry_kind_of(e->kind);
    struct audit_entry row = {.at = x->now,
                              .actor = x->actor,
                              .action = str_fmt(a, "record.%s", verbs[kind]),
                              .object_type = STR("record"),
                              .object_id = record_id};
    row.detail = kind == ENTRY_NEW
                     ? str_fmt(a, "录入 %lld", (long long)e->id)
                     : str_fmt(a, "%.*s %lld：%.*s", STR_ARG(entry_kind_name(kind)), (long long)e->id, STR_ARG(e->reason));
    audit_write(db, a, &row);
}

/* The years whose grades a new or corrected record concerns beside those that count it already; none when only words changed. */
static struct grade_years years_concerned(const struct entry_approval *x, const struct record *before)
{
    const struct entry *e = x->e;
    const struct regime_item *item = regime_item(x->regime, e->item);
    bool same = before->id && before->found.n == e->found.n && before->severity == e->severity && before->points == e->points;
    if (entry_kind_of(e->kind) == ENTRY_WITHDRAW || same || !item)
        return (struct grade_years){0, 0};
    struct record_life life = entry_life(x->regime, e);
    return grade_years_of(x->regime, e->subject_type, item, e->found, life.use_to);
}

static size_t mark_grades(struct db *db, struct arena *a, const struct entry_approval *x, const struct record *before,
                          int64_t record_id)
{
    const struct entry *e = x->e;
    static const char *const what[] = {[ENTRY_NEW] = "评价年度的信用信息在公布后补录",
                                       [ENTRY_CORRECT] = "所用信用信息已更正",
                                       [ENTRY_WITHDRAW] = "所用信用信息已撤回"};
    struct grade_regrade_cause cause = {.type = STR("entry"), .id = e->id};
    cause.reason = str_fmt(a, "%s（编号 %lld）", what[entry_kind_of(e->kind)], (long long)e->id);
    return grade_regrade_mark(db, a, e->subject_id, record_id, years_concerned(x, before), &cause);
}

enum entry_outcome entry_approve(struct db *db, struct arena *a, const struct entry_approval *x, struct entry_effect *out)
{
    const struct entry *e = x->e;
    CHECK(db_in_transaction(db));
    if (e->author_id == x->actor.id)
        return ENTRY_SAME_PERSON;
    if (e->version != x->version) /* the words that were read are not those that were shown */
        return ENTRY_CONFLICT;
    bool fresh = entry_kind_of(e->kind) == ENTRY_NEW;
    *out = (struct entry_effect){.record_id = fresh ? db_numbers(db, STR("record"), 1) : e->record_id};
    if (db_exec(db, APPROVE, out->record_id, fresh ? 1 : e->record_version + 1, x->actor.id, x->now, e->id, x->version,
                x->actor.id) != 1)
        return ENTRY_CONFLICT;
    struct record before = {0};
    if (!fresh && !record_by_id(db, a, e->record_id, &before))
        return ENTRY_RECORD_CHANGED;
    enum entry_outcome done = change_record(db, a, x, out->record_id);
    if (done != ENTRY_DONE)
        return done;
    out->regrades = mark_grades(db, a, x, &before, out->record_id);
    write_audit(db, a, x, out->record_id);
    return ENTRY_DONE;
}
