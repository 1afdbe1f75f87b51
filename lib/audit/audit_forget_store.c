/* SPDX-License-Identifier: EUPL-1.2
 * audit_forget_store.c — see audit_forget.h.
 */
#include "audit/audit_forget.h"

#include "base/arena.h"
#include "base/out.h"
#include "db/db.h"

DB_STATEMENT(ROWS_OF, "SELECT seq FROM audit_detail WHERE object_type = ? AND object_id = ? ORDER BY seq FOR UPDATE");
DB_STATEMENT(FORGET, "DELETE FROM audit_detail WHERE object_type = ? AND object_id = ?");

enum { NUMBERS_MOST = 1500 /* bytes of a detail's 2,000 */ };

struct row {
    int64_t seq;
};
static const struct db_column COLUMNS[] = {DB_COLUMN(struct row, seq)};

struct writing {
    struct db *db;
    struct arena *arena;
    struct audit_entry entry;
    struct str ground;
    struct out numbers;
    int64_t rows; /* in the entry in hand */
};

static void flush(struct writing *w)
{
    if (w->rows == 0)
        return;
    w->entry.object_id = w->rows;
    w->entry.detail = str_fmt(w->arena, "%.*s; rows%.*s", STR_ARG(w->ground), STR_ARG(out_text(&w->numbers)));
    audit_write(w->db, w->arena, &w->entry);
    out_to_arena(&w->numbers, w->arena);
    w->rows = 0;
}

static void put(struct writing *w, int64_t from, int64_t to)
{
    if (from == to)
        out_fmt(&w->numbers, " %lld", (long long)from);
    else
        out_fmt(&w->numbers, " %lld-%lld", (long long)from, (long long)to);
    w->rows += to - from + 1;
    if (out_text(&w->numbers).n > NUMBERS_MOST)
        flush(w);
}

int64_t audit_forget(struct db *db, struct arena *a, const struct audit_entry *why, struct str object_type, int64_t object_id)
{
    CHECK(db_in_transaction(db));
    struct str id = str_fmt(a, "%lld", (long long)object_id);
    struct writing w = {.db = db, .arena = a, .entry = *why, .ground = utf8_prefix(why->detail, 400)};
    w.entry.action = AUDIT_FORGET;
    w.entry.object_type = STR("audit");
    out_to_arena(&w.numbers, a);
    int64_t n = 0, from = 0, to = 0;
    struct db_cursor *c = db_select(db, a, ROWS_OF, COLUMNS, object_type, id);
    for (struct row r; db_fetch(c, &r) == DB_ROW; n++) {
        if (from && r.seq == to + 1) {
            to = r.seq;
            continue;
        }
        if (from)
            put(&w, from, to);
        from = to = r.seq;
    }
    if (n == 0)
        return 0;
    put(&w, from, to);
    CHECK(db_exec(db, FORGET, object_type, id) == n);
    flush(&w);
    return n;
}
