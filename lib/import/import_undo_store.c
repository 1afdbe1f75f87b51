/* SPDX-License-Identifier: EUPL-1.2
 * import_undo_store.c — the undoing of a batch in one transaction; see import_run.h. Records stay, withdrawn, with their natural
 * key given free so that the corrected file can bring them again. A new subject that nothing ever referred to is taken away, kept
 * in import_subject_before; one that something refers to (withdrawn records, a dropped round) is ended instead. Changed subjects
 * get back their image. What it rests on is checked inside the transaction once more.
 */
#include "base/arena.h"
#include "db/db.h"
#include "import/import_decide.h"
#include "search/search.h"
#include "subject/subject_store.h"

#define THIS_BATCH "k.batch_id = ? AND NOT k.removed"
#define STILL_OURS "import_subject_before k JOIN subject s ON s.id = k.id AND s.batch_id = k.batch_id"
#define UNDER_WAY  "q.state IN ('open', 'computed', 'reviewed', 'approved')"

DB_STATEMENT(SET_UNDONE, "UPDATE import_batch SET state = 'undone', undone_at = ?, message = '', version = version + 1"
                         " WHERE id = ? AND state = 'undoing'");
DB_STATEMENT(SET_NOT_UNDONE, "UPDATE import_batch SET state = 'committed', message = ?, version = version + 1"
                             " WHERE id = ? AND state = 'undoing'");
DB_STATEMENT(MARK_RECORDS,
             "INSERT IGNORE INTO grade_outdated (round_id, subject_id, reason, noted_at) SELECT DISTINCT g.round_id, g.subject_id,"
             " CONCAT('撤销导入批次 ', ?), ? FROM record r JOIN grade g ON g.subject_id = r.subject_id JOIN grade_round q"
             " ON q.id = g.round_id WHERE r.batch_id = ? AND r.state = 1 AND " UNDER_WAY);
DB_STATEMENT(MARK_SUBJECTS,
             "INSERT IGNORE INTO grade_outdated (round_id, subject_id, reason, noted_at) SELECT g.round_id, g.subject_id,"
             " CONCAT('撤销导入批次 ', ?), ? FROM subject s JOIN grade g ON g.subject_id = s.id JOIN grade_round q"
             " ON q.id = g.round_id WHERE s.batch_id = ? AND " UNDER_WAY);
DB_STATEMENT(
    WITHDRAW,
    "UPDATE record SET state = 2, version = version + 1, content_hash = UNHEX(MD5(CONCAT(content_hash, ' undone ', batch_id)))"
    " WHERE batch_id = ? AND state = 1");
/* licences of licence tables */
DB_STATEMENT(DROP_LICENCES, "DELETE FROM licence WHERE batch_id = ?");
DB_STATEMENT(
    PUT_BACK_LICENCES,
    "INSERT IGNORE INTO licence (subject_id, id, kind, number, number_key, content, issued, valid_from, valid_to, authority, batch_id)"
    " SELECT k.subject_id, k.id, k.kind, k.number, k.number_key, k.content, k.issued, k.valid_from, k.valid_to, k.authority,"
    " k.from_batch FROM import_licence_before k JOIN subject s ON s.id = k.subject_id WHERE k.batch_id = ?");
/* changed subjects; the order matters: whose rows are ours is told by subject.batch_id, which is set back last */
DB_STATEMENT(DROP_FORMER, "DELETE f FROM subject_former_name f JOIN " STILL_OURS " ON s.id = f.subject_id WHERE " THIS_BATCH);
DB_STATEMENT(PUT_FORMER,
             "INSERT IGNORE INTO subject_former_name (subject_id, name, until_day) SELECT f.subject_id, f.name, f.until_day"
             " FROM import_former_before f JOIN " STILL_OURS
             " ON s.id = f.subject_id AND k.batch_id = f.batch_id WHERE " THIS_BATCH);
DB_STATEMENT(DROP_CHANGED_LICENCES, "DELETE l FROM licence l JOIN " STILL_OURS " ON s.id = l.subject_id WHERE " THIS_BATCH);
DB_STATEMENT(CHANGED_IDS, "SELECT s.id FROM " STILL_OURS " WHERE " THIS_BATCH);
DB_STATEMENT(
    PUT_BACK,
    "UPDATE subject s JOIN import_subject_before k ON k.batch_id = ? AND k.id = s.id SET s.kind = k.kind, s.type = k.type,"
    " s.name = k.name, s.code_confirmed = k.code_confirmed, s.division = k.division, s.address = k.address,"
    " s.representative = k.representative, s.established = k.established, s.ended = k.ended, s.name_sealed = k.name_sealed,"
    " s.name_index = k.name_index, s.content_hash = k.content_hash, s.updated_at = ?, s.version = s.version + 1,"
    " s.batch_id = k.from_batch WHERE s.batch_id = k.batch_id AND NOT k.removed");
/* new subjects */
DB_STATEMENT(NEW_IDS, "SELECT s.id, EXISTS (SELECT 1 FROM record r WHERE r.subject_id = s.id) + EXISTS (SELECT 1 FROM grade g WHERE"
                      " g.subject_id = s.id) + EXISTS (SELECT 1 FROM entry e WHERE e.subject_id = s.id) FROM subject s LEFT JOIN"
                      " import_subject_before k ON k.batch_id = s.batch_id AND k.id = s.id WHERE s.batch_id = ? AND k.id IS NULL");
DB_STATEMENT(
    KEEP_REMOVED,
    "INSERT INTO import_subject_before (batch_id, id, removed, public_id, kind, type, name, code, code_confirmed, division, address,"
    " representative, established, ended, name_sealed, name_index, id_kind, id_sealed, id_index, content_hash, from_batch,"
    " created_at, version) SELECT batch_id, id, TRUE, public_id, kind, type, name, code, code_confirmed, division, address,"
    " representative, established, ended, name_sealed, name_index, id_kind, id_sealed, id_index, content_hash, NULL, created_at,"
    " version FROM subject WHERE id = ?");
DB_STATEMENT(DROP_SUBJECT_FORMER, "DELETE FROM subject_former_name WHERE subject_id = ?");
DB_STATEMENT(DROP_SUBJECT_LICENCES, "DELETE FROM licence WHERE subject_id = ?");
DB_STATEMENT(DROP_SUBJECT, "DELETE FROM subject WHERE id = ?");
DB_STATEMENT(END_SUBJECT,
             "UPDATE subject SET ended = ?, content_hash = REPEAT('\\0', 16), updated_at = ?, version = version + 1 WHERE id = ?");

struct id_row {
    int64_t id;
};
static const struct db_column ID_COLUMNS[] = {DB_COLUMN(struct id_row, id)};
struct new_row {
    int64_t id, used;
};
static const struct db_column NEW_COLUMNS[] = {DB_COLUMN(struct new_row, id), DB_COLUMN(struct new_row, used)};

struct undoing {
    const struct import_context *c;
    struct arena *arena, *scratch;
    struct import_batch batch;
    int64_t records, restored, removed, ended;
    enum import_outcome outcome;
};

static void tell_progress(const struct undoing *u)
{
    enum { EVERY = 500 };
    int64_t done = u->restored + u->removed + u->ended;
    if (u->c->progress && done % EVERY == 0)
        u->c->progress(u->c->progress_arg, done, u->batch.rows_new + u->batch.rows_changed);
}

/* Names as they are in the tables now; natural persons are not in the index. */
static void index_again(struct undoing *u, struct db *db, int64_t id)
{
    struct subject s;
    struct arena *a = u->scratch;
    search_drop(db, a, id);
    if (!subject_by_id(db, a, id, &s) || s.kind == SUBJECT_NATURAL)
        return;
    search_put_name(db, a, u->c->text, id, s.name, false);
    struct subject_former_names former = subject_former_names(db, a, id);
    for (size_t i = 0; i < former.n; i++)
        search_put_name(db, a, u->c->text, id, former.p[i], true);
}

static void put_back_changed(struct undoing *u, struct db *db)
{
    int64_t id = u->batch.id;
    struct {
        int64_t *p;
        size_t n, cap;
    } ids = {0};
    struct db_cursor *c = db_select(db, u->arena, CHANGED_IDS, ID_COLUMNS, id);
    for (struct id_row r; db_fetch(c, &r) == DB_ROW;)
        *VEC_PUSH(u->arena, ids) = r.id;
    if (!ids.n)
        return;
    db_exec(db, DROP_FORMER, id);
    db_exec(db, PUT_FORMER, id);
    db_exec(db, DROP_CHANGED_LICENCES, id);
    db_exec(db, PUT_BACK_LICENCES, id);
    db_exec(db, PUT_BACK, id, u->c->now);
    for (size_t i = 0; i < ids.n; i++) {
        index_again(u, db, ids.p[i]);
        arena_reset(u->scratch);
        u->restored++;
        tell_progress(u);
    }
}

static void take_away(struct undoing *u, struct db *db, int64_t id)
{
    db_exec(db, KEEP_REMOVED, id);
    search_drop(db, u->scratch, id);
    db_exec(db, DROP_SUBJECT_FORMER, id);
    db_exec(db, DROP_SUBJECT_LICENCES, id);
    db_exec(db, DROP_SUBJECT, id);
    u->removed++;
}

static void take_away_new(struct undoing *u, struct db *db)
{
    struct {
        struct new_row *p;
        size_t n, cap;
    } rows = {0};
    struct db_cursor *c = db_select(db, u->arena, NEW_IDS, NEW_COLUMNS, u->batch.id);
    for (struct new_row r; db_fetch(c, &r) == DB_ROW;)
        *VEC_PUSH(u->arena, rows) = r;
    for (size_t i = 0; i < rows.n; i++) {
        if (rows.p[i].used) {
            db_exec(db, END_SUBJECT, u->c->today, u->c->now, rows.p[i].id);
            u->ended++;
        } else {
            take_away(u, db, rows.p[i].id);
        }
        arena_reset(u->scratch);
        tell_progress(u);
    }
}

static struct str why_not(struct undoing *u, const struct import_dependants *d)
{
    struct str s = STR("没有撤销：");
    for (size_t i = 0, n = 0; i < d->n; i++)
        if (d->p[i].blocks)
            s = str_fmt(u->arena, "%.*s%s%.*s %lld 项", STR_ARG(s), n++ ? "，" : "", STR_ARG(d->p[i].what),
                        (long long)d->p[i].count);
    return utf8_prefix(str_cat(u->arena, s, STR("。请先处理。")), 500);
}

static void audit_undo(struct undoing *u)
{
    struct audit_entry e = {.at = u->c->now,
                            .actor = u->c->actor,
                            .action = STR("import.undo"),
                            .object_type = STR("import_batch"),
                            .object_id = u->batch.id};
    e.detail = str_fmt(u->arena, "records withdrawn %lld, subjects put back %lld, taken away %lld, ended %lld",
                       (long long)u->records, (long long)u->restored, (long long)u->removed, (long long)u->ended);
    audit_write(u->c->db, u->arena, &e);
}

static bool undo_all(struct db *db, void *arg)
{
    struct undoing *u = arg;
    int64_t id = u->batch.id;
    u->records = u->restored = u->removed = u->ended = 0;
    struct import_dependants d = import_depend(db, u->arena, &u->batch);
    if (d.blocked) {
        u->outcome = IMPORT_DEPENDED_ON;
        return db_exec(db, SET_NOT_UNDONE, why_not(u, &d), id) == 1;
    }
    if (str_eq(u->batch.kind, STR("record"))) {
        db_exec(db, MARK_RECORDS, id, u->c->now, id);
        u->records = db_exec(db, WITHDRAW, id);
        db_exec(db, DROP_LICENCES, id);
        db_exec(db, PUT_BACK_LICENCES, id);
    } else {
        db_exec(db, MARK_SUBJECTS, id, u->c->now, id);
        take_away_new(u, db);
        put_back_changed(u, db);
    }
    if (db_exec(db, SET_UNDONE, u->c->now, id) != 1)
        return false;
    audit_undo(u);
    u->outcome = IMPORT_DONE;
    return true;
}

enum import_outcome import_undo(const struct import_context *c, int64_t id)
{
    struct undoing u = {
        .c = c, .arena = arena_new((size_t)1 << 30), .scratch = arena_new((size_t)64 << 20), .outcome = IMPORT_WRONG_STATE};
    struct fail_frame f;
    if (FAIL_CATCH(&f)) {
        arena_free(&u.arena);
        arena_free(&u.scratch);
        fail(f.kind, "%s", f.message);
    }
    if (import_get(c->db, u.arena, id, &u.batch) && import_in_state(&u.batch, "undoing"))
        db_transaction(c->db, undo_all, &u);
    fail_leave(&f);
    arena_free(&u.arena);
    arena_free(&u.scratch);
    return u.outcome;
}
