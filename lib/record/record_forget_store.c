/* SPDX-License-Identifier: EUPL-1.2
 * record_forget_store.c — see record_forget.h.
 */
#include "record/record_forget.h"

#include "audit/audit_forget.h"
#include "base/arena.h"
#include "db/db.h"

DB_STATEMENT(
    NAMED,
    "SELECT r.id, r.item, r.severity, r.found, r.state, r.source_show_from, r.source_show_to, r.source_use_to, s.type, s.kind, s.ended"
    " FROM record r JOIN subject s ON s.id = r.subject_id WHERE (r.state = 3 OR r.use_to < ?)"
    " AND r.id IN (SELECT CAST(object_id AS SIGNED) FROM audit_detail WHERE object_type = 'record') LIMIT 300");
DB_STATEMENT(ENTRIES_OF, "SELECT id FROM entry WHERE record_id = ?");

struct row {
    struct record x;
    struct str type;
    int kind;
    struct day ended;
};
static const struct db_column COLUMNS[] = {
    DB_COLUMN(struct row, x.id),        DB_COLUMN(struct row, x.item),       DB_COLUMN(struct row, x.severity),
    DB_COLUMN(struct row, x.found),     DB_COLUMN(struct row, x.state),      DB_COLUMN(struct row, x.source_from),
    DB_COLUMN(struct row, x.source_to), DB_COLUMN(struct row, x.source_use), DB_COLUMN(struct row, type),
    DB_COLUMN(struct row, kind),        DB_COLUMN(struct row, ended),
};
struct id_row {
    int64_t id;
};
static const struct db_column ID_COLUMNS[] = {DB_COLUMN(struct id_row, id)};

struct str record_forget_ground(const struct regime *r, const struct record *x, enum regime_kind kind, struct day subject_ended,
                                struct day today)
{
    const struct regime_item *item = regime_item(r, x->item);
    if (x->state == RECORD_REPAIRED)
        return STR("信用修复后依法遗忘");
    if (!item)
        return STR("");
    struct record_draft d = {.item = item,
                             .severity = (enum regime_severity)x->severity,
                             .found = x->found,
                             .publicity_from = x->source_from,
                             .publicity_to = x->source_to,
                             .use_to = x->source_use};
    struct record_life life = record_life_of(r, &d, kind, subject_ended);
    bool over = day_is(life.keep_to) && day_cmp(life.keep_to, today) < 0;
    return over && !life.archive_after ? STR("保存期限届满依法遗忘") : STR("");
}

struct forgetting {
    struct arena *arena;
    int64_t record_id, rows;
    struct audit_entry why;
};

static bool forget(struct db *db, void *arg)
{
    struct forgetting *f = arg;
    struct {
        int64_t *p;
        size_t n, cap;
    } entries = {0};
    struct db_cursor *c = db_select(db, f->arena, ENTRIES_OF, ID_COLUMNS, f->record_id);
    for (struct id_row r; db_fetch(c, &r) == DB_ROW;)
        *VEC_PUSH(f->arena, entries) = r.id;
    f->rows = audit_forget(db, f->arena, &f->why, STR("record"), f->record_id);
    for (size_t i = 0; i < entries.n; i++)
        f->rows += audit_forget(db, f->arena, &f->why, STR("entry"), entries.p[i]);
    return true;
}

int64_t record_forget_due(struct db *db, struct arena *a, const struct regime *r, struct instant now)
{
    int64_t rows = 0;
    struct day today = instant_day(now);
    struct db_cursor *c = db_select(db, a, NAMED, COLUMNS, today);
    for (struct row x; db_fetch(c, &x) == DB_ROW;) {
        const struct regime_subject_type *type = regime_subject_type(r, x.type);
        enum regime_kind kind = type ? type->kind : x.kind == 3 ? KIND_NATURAL : KIND_LEGAL;
        struct str ground = record_forget_ground(r, &x.x, kind, x.ended, today);
        if (!ground.n)
            continue;
        struct forgetting f = {
            .arena = a, .record_id = x.x.id, .why = {.at = now, .actor = {.name = STR("worker")}, .detail = ground}};
        db_transaction(db, forget, &f);
        rows += f.rows;
    }
    return rows;
}
