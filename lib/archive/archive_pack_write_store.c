/* SPDX-License-Identifier: EUPL-1.2
 * archive_pack_write_store.c — makes packs; see archive_pack.h. One block, one transaction: its touches are read and the views
 * after them in one snapshot, then exactly those touches are deleted. What is written meanwhile adds a touch that the snapshot does
 * not have, which stays, and the block is packed again. Two at one block: the second finds the touches gone and starts over.
 */
#include "archive/archive_pack.h"

#include "base/arena.h"
#include "db/db.h"
#include "subject/subject_touch.h"

enum { TOUCHES_PER_STATEMENT = 256, PACKS_PER_FLUSH = 128, BLOCK_BYTES = 512 << 20 };

DB_STATEMENT(TOUCHED, "SELECT DISTINCT block FROM archive_touch ORDER BY block LIMIT ?");
DB_STATEMENT(TOUCHES, "SELECT token FROM archive_touch WHERE block = ? LIMIT ?");
DB_STATEMENT(DELETE_TOUCHES, "DELETE FROM archive_touch WHERE block = ? AND token IN (" DB_MARKS_256 ")");
DB_STATEMENT(OLD_PACKS, "SELECT subject_id, body FROM archive_pack WHERE subject_id BETWEEN ? AND ? ORDER BY subject_id");
DB_STATEMENT(PUT_PACK, "REPLACE INTO archive_pack (subject_id, block, public_id, code, body) VALUES (?, ?, ?, ?, ?)");
DB_STATEMENT(DELETE_PACK, "DELETE FROM archive_pack WHERE subject_id = ?");
#define OF_BLOCK(id) " WHERE " id " BETWEEN ? AND ? ORDER BY " id
DB_STATEMENT(SUBJECTS,
             "SELECT id, kind, version, public_id, type, name, code, division, address, representative, established, ended,"
             " updated_at FROM public_subject" OF_BLOCK("id"));
DB_STATEMENT(
    GRADES,
    "SELECT subject_id, year, round_id, regime_version_id, grade, kind, published_at, superseded_at FROM public_grade" OF_BLOCK(
        "subject_id"));
DB_STATEMENT(RECORDS,
             "SELECT subject_id, id, amount, severity, disputed, item, category, title, detail, document_no, authority, source,"
             " found, show_from, show_to, use_to FROM public_record" OF_BLOCK("subject_id"));
DB_STATEMENT(
    LICENCES,
    "SELECT subject_id, kind, number, content, authority, issued, valid_from, valid_to FROM public_licence" OF_BLOCK("subject_id"));
DB_STATEMENT(FORMER, "SELECT subject_id, name, until_day FROM public_former_name" OF_BLOCK("subject_id"));

#define SUBJECT(m) DB_COLUMN(struct archive_subject, m)
static const struct db_column SUBJECT_COLUMNS[] = {
    SUBJECT(id),          SUBJECT(kind),  SUBJECT(version),   SUBJECT(public_id), SUBJECT(type),
    SUBJECT(name),        SUBJECT(code),  SUBJECT(division),  SUBJECT(address),   SUBJECT(representative),
    SUBJECT(established), SUBJECT(ended), SUBJECT(updated_at)};
struct grade_row {
    int64_t subject_id;
    struct archive_grade x;
};
#define GRADE(m) DB_COLUMN(struct grade_row, m)
static const struct db_column GRADE_COLUMNS[] = {GRADE(subject_id),          GRADE(x.year),         GRADE(x.round_id),
                                                 GRADE(x.regime_version_id), GRADE(x.grade),        GRADE(x.kind),
                                                 GRADE(x.published_at),      GRADE(x.superseded_at)};
struct record_row {
    int64_t subject_id;
    struct archive_record x;
};
#define RECORD(m) DB_COLUMN(struct record_row, m)
static const struct db_column RECORD_COLUMNS[] = {
    RECORD(subject_id), RECORD(x.id),        RECORD(x.amount),  RECORD(x.severity),    RECORD(x.disputed),  RECORD(x.item),
    RECORD(x.category), RECORD(x.title),     RECORD(x.detail),  RECORD(x.document_no), RECORD(x.authority), RECORD(x.source),
    RECORD(x.found),    RECORD(x.show_from), RECORD(x.show_to), RECORD(x.use_to)};
struct licence_row {
    int64_t subject_id;
    struct archive_licence x;
};
#define LICENCE(m) DB_COLUMN(struct licence_row, m)
static const struct db_column LICENCE_COLUMNS[] = {LICENCE(subject_id),   LICENCE(x.kind),      LICENCE(x.number),
                                                   LICENCE(x.content),    LICENCE(x.authority), LICENCE(x.issued),
                                                   LICENCE(x.valid_from), LICENCE(x.valid_to)};
struct former_row {
    int64_t subject_id;
    struct archive_former x;
};
#define FORMER_NAME(m) DB_COLUMN(struct former_row, m)
static const struct db_column FORMER_COLUMNS[] = {FORMER_NAME(subject_id), FORMER_NAME(x.name), FORMER_NAME(x.until)};
struct pack_row {
    int64_t subject_id;
    struct str body;
};
static const struct db_column PACK_COLUMNS[] = {DB_COLUMN(struct pack_row, subject_id), DB_COLUMN(struct pack_row, body)};
static const struct db_column INTEGER_COLUMN[] = {{DB_I64, 0}};
static const struct db_column TOKEN_COLUMN[] = {{DB_U64, 0}};

struct packing {
    struct arena *arena;
    int64_t block, first, last;
    struct archive *archives[SUBJECT_BLOCK]; /* by id - first; NULL: no such subject */
    struct str old[SUBJECT_BLOCK];
};

/* Where a part of this subject goes; NULL: it belongs to nobody, which is not the packs' trouble. */
static struct archive *archive_of(const struct packing *p, int64_t subject_id)
{
    return p->archives[subject_id - p->first];
}

static void read_grades(struct db *db, struct packing *p)
{
    struct db_cursor *c = db_select(db, p->arena, GRADES, GRADE_COLUMNS, p->first, p->last);
    for (struct grade_row r; db_fetch(c, &r) == DB_ROW;) {
        struct archive *x = archive_of(p, r.subject_id);
        if (x)
            *VEC_PUSH(p->arena, x->grades) = r.x;
    }
}

static void read_records(struct db *db, struct packing *p)
{
    struct db_cursor *c = db_select(db, p->arena, RECORDS, RECORD_COLUMNS, p->first, p->last);
    for (struct record_row r; db_fetch(c, &r) == DB_ROW;) {
        struct archive *x = archive_of(p, r.subject_id);
        if (x)
            *VEC_PUSH(p->arena, x->records) = r.x;
    }
}

static void read_small_parts(struct db *db, struct packing *p)
{
    struct db_cursor *c = db_select(db, p->arena, LICENCES, LICENCE_COLUMNS, p->first, p->last);
    for (struct licence_row r; db_fetch(c, &r) == DB_ROW;) {
        struct archive *x = archive_of(p, r.subject_id);
        if (x)
            *VEC_PUSH(p->arena, x->licences) = r.x;
    }
    c = db_select(db, p->arena, FORMER, FORMER_COLUMNS, p->first, p->last);
    for (struct former_row r; db_fetch(c, &r) == DB_ROW;) {
        struct archive *x = archive_of(p, r.subject_id);
        if (x)
            *VEC_PUSH(p->arena, x->former) = r.x;
    }
}

static void read_block(struct db *db, struct packing *p)
{
    struct archive_subject s;
    struct db_cursor *c = db_select(db, p->arena, SUBJECTS, SUBJECT_COLUMNS, p->first, p->last);
    while (db_fetch(c, &s) == DB_ROW) {
        struct archive *x = ARENA_NEW(p->arena, struct archive);
        x->subject = s;
        p->archives[s.id - p->first] = x;
    }
    read_grades(db, p);
    read_records(db, p);
    read_small_parts(db, p);
    c = db_select(db, p->arena, OLD_PACKS, PACK_COLUMNS, p->first, p->last);
    for (struct pack_row r; db_fetch(c, &r) == DB_ROW;)
        p->old[r.subject_id - p->first] = r.body;
}

/* Only what has changed: after one withdrawal that is one of a thousand. */
static void write_block(struct db *db, struct packing *p)
{
    struct db_bulk *puts = db_bulk_begin(db, &PUT_PACK, PACKS_PER_FLUSH),
                   *deletes = db_bulk_begin(db, &DELETE_PACK, PACKS_PER_FLUSH);
    for (int64_t i = 0; i < SUBJECT_BLOCK; i++) {
        struct archive *x = p->archives[i];
        struct str body = STR("");
        if (x) {
            archive_sort(x);
            body = archive_pack_encode(p->arena, x);
        }
        if (str_eq(body, p->old[i]))
            continue;
        if (body.n)
            db_bulk_add(puts, p->first + i, p->block, x->subject.public_id, x->subject.code.n ? x->subject.code : STR_NONE, body);
        else
            db_bulk_add(deletes, p->first + i);
    }
    db_bulk_end(&deletes);
    db_bulk_end(&puts);
}

/* False: another one has the block. */
static bool pack_block(struct db *db, void *arg)
{
    struct packing *p = arg;
    arena_reset(p->arena);
    memset(p->archives, 0, sizeof p->archives);
    memset(p->old, 0, sizeof p->old);
    for (;;) {
        struct db_value in[1 + TOUCHES_PER_STATEMENT];
        int64_t n = 0;
        uint64_t token;
        struct db_cursor *c = db_select(db, p->arena, TOUCHES, TOKEN_COLUMN, p->block, (int)TOUCHES_PER_STATEMENT);
        while (db_fetch(c, &token) == DB_ROW)
            in[++n] = db_from_uint(token);
        if (n == 0)
            break;
        in[0] = db_from_int(p->block);
        for (int64_t i = n + 1; i <= TOUCHES_PER_STATEMENT; i++)
            in[i] = in[n];
        if (db_exec_values(db, &DELETE_TOUCHES, in, 1 + TOUCHES_PER_STATEMENT) != n)
            return false;
    }
    read_block(db, p);
    write_block(db, p);
    return true;
}

int archive_pack_turn(struct db *db, int blocks)
{
    struct arena *a = arena_new(BLOCK_BYTES + (4 << 20)), *todo_arena = arena_new(1 << 20);
    struct packing *p = NULL;
    struct fail_frame f;
    if (FAIL_CATCH(&f)) {
        arena_free(&a);
        arena_free(&todo_arena);
        fail(f.kind, "%s", f.message);
    }
    struct {
        int64_t *p;
        size_t n, cap;
    } todo = {0};
    int64_t block;
    struct db_cursor *c = db_select(db, todo_arena, TOUCHED, INTEGER_COLUMN, blocks);
    while (db_fetch(c, &block) == DB_ROW)
        *VEC_PUSH(todo_arena, todo) = block;
    p = ARENA_NEW(todo_arena, struct packing);
    for (size_t i = 0; i < todo.n; i++) {
        *p = (struct packing){.arena = a,
                              .block = todo.p[i],
                              .first = todo.p[i] * SUBJECT_BLOCK,
                              .last = todo.p[i] * SUBJECT_BLOCK + SUBJECT_BLOCK - 1};
        (void)db_transaction(db, pack_block, p);
    }
    fail_leave(&f);
    arena_free(&a);
    arena_free(&todo_arena);
    return (int)todo.n;
}
