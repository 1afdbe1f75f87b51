/* SPDX-License-Identifier: EUPL-1.2
 * record_rebuild_store.c — the life of every record again, under the rule set in force now; see record_store.h. For portalctl.
 */
#include "base/arena.h"
#include "base/check.h"
#include "db/db.h"
#include "record/record_store.h"

enum { RECORDS_PER_TURN = 5000, ROWS_PER_FLUSH = 500 };

DB_STATEMENT(TURN,
             "SELECT r.subject_id, r.id, r.item, r.severity, r.found, r.show_from, r.show_to, r.use_to, r.source_show_from,"
             " r.source_show_to, r.source_use_to, s.type, s.kind, s.ended FROM record r JOIN subject s ON s.id = r.subject_id"
             " WHERE r.state = 1 AND (r.subject_id, r.id) > (?, ?) AND r.subject_id >= ? ORDER BY r.subject_id, r.id LIMIT ?");
DB_STATEMENT(COUNT, "SELECT COUNT(*) FROM record WHERE state = 1");
DB_STATEMENT(CHANGE,
             "UPDATE record SET show_from = ?, show_to = ?, use_to = ?, version = version + 1 WHERE subject_id = ? AND id = ?");

struct row {
    int64_t subject_id, id;
    struct str item, type;
    int severity, kind;
    struct day found, show_from, show_to, use_to, source_from, source_to, source_use, ended;
};
static const struct db_column COLUMNS[] = {
    DB_COLUMN(struct row, subject_id), DB_COLUMN(struct row, id),         DB_COLUMN(struct row, item),
    DB_COLUMN(struct row, severity),   DB_COLUMN(struct row, found),      DB_COLUMN(struct row, show_from),
    DB_COLUMN(struct row, show_to),    DB_COLUMN(struct row, use_to),     DB_COLUMN(struct row, source_from),
    DB_COLUMN(struct row, source_to),  DB_COLUMN(struct row, source_use), DB_COLUMN(struct row, type),
    DB_COLUMN(struct row, kind),       DB_COLUMN(struct row, ended),
};

struct turn {
    const struct regime *regime;
    struct arena *arena;
    struct row last;
    int64_t seen, changed;
};

static bool same_day(struct day a, struct day b)
{
    return a.n == b.n;
}

static bool changes(const struct regime *r, const struct row *row, struct record_life *life)
{
    const struct regime_item *item = regime_item(r, row->item);
    const struct regime_subject_type *type = regime_subject_type(r, row->type);
    if (!item) { /* the new rule set has no such item: it may not be shown or used under it */
        *life = (struct record_life){.show_from = DAY_NONE, .show_to = DAY_NONE, .use_to = row->use_to};
        return day_is(row->show_from);
    }
    struct record_life_facts f = {.item = item,
                                  .kind = type             ? type->kind
                                          : row->kind == 3 ? KIND_NATURAL
                                                           : KIND_LEGAL,
                                  .severity = (enum regime_severity)row->severity,
                                  .found = row->found,
                                  .decided = row->found,
                                  .act_ended = DAY_NONE,
                                  .own_end = DAY_NONE,
                                  .publicity_from = row->source_from,
                                  .publicity_to = row->source_to,
                                  .use_to = row->source_use,
                                  .subject_ended = row->ended};
    *life = record_life(r, &f);
    return !same_day(life->show_from, row->show_from) || !same_day(life->show_to, row->show_to) ||
           !same_day(life->use_to, row->use_to);
}

static bool one_turn(struct db *db, void *arg)
{
    struct turn *t = arg;
    t->seen = t->changed = 0;
    struct row last = t->last;
    arena_reset(t->arena);
    struct db_bulk *b = db_bulk_begin(db, &CHANGE, ROWS_PER_FLUSH);
    struct db_cursor *c = db_select(db, t->arena, TURN, COLUMNS, last.subject_id, last.id, last.subject_id, (int)RECORDS_PER_TURN);
    for (struct row r; db_fetch(c, &r) == DB_ROW; last = r, t->seen++) {
        struct record_life life;
        if (!changes(t->regime, &r, &life))
            continue;
        db_bulk_add(b, life.show_from, life.show_to, life.use_to, r.subject_id, r.id);
        t->changed++;
    }
    db_bulk_end(&b);
    t->last = last;
    return true;
}

int64_t record_rebuild(struct db *db, const struct regime *r, void (*progress)(void *arg, int64_t done, int64_t total), void *arg)
{
    struct turn t = {.regime = r, .arena = arena_new((size_t)64 << 20)};
    int64_t total = progress ? db_int(db, COUNT) : 0, done = 0, changed = 0;
    do {
        db_transaction(db, one_turn, &t);
        done += t.seen;
        changed += t.changed;
        if (progress)
            progress(arg, done, total);
    } while (t.seen == RECORDS_PER_TURN);
    arena_free(&t.arena);
    return changed;
}
