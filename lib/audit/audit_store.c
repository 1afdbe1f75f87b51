/* SPDX-License-Identifier: EUPL-1.2
 * audit_store.c — see audit.h. Called by every store that changes something.
 */
#include "audit/audit.h"
#include "base/arena.h"
#include "crypto/digest.h"
#include "db/db.h"

DB_STATEMENT(LOCK_HEAD, "SELECT seq, chain FROM audit_head WHERE id = 1 FOR UPDATE");
DB_STATEMENT(MOVE_HEAD, "UPDATE audit_head SET seq = ?, chain = ? WHERE id = 1 AND seq = ?");
DB_STATEMENT(INSERT_ROW,
             "INSERT INTO audit (seq, acted_at, actor_id, actor, role, action, object_type, object_id, detail, request_id, chain)"
             " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
#define ROW_COLUMNS_SQL "seq, acted_at, actor_id, actor, role, action, object_type, object_id, detail, request_id, chain"
DB_STATEMENT(SELECT_ALL, "SELECT " ROW_COLUMNS_SQL " FROM audit ORDER BY seq");
DB_STATEMENT(SELECT_LAST, "SELECT " ROW_COLUMNS_SQL " FROM audit WHERE seq < ? ORDER BY seq DESC LIMIT ?");
DB_STATEMENT(SELECT_OF, "SELECT " ROW_COLUMNS_SQL " FROM audit WHERE object_type = ? AND object_id = ? ORDER BY seq LIMIT 500");
DB_STATEMENT(SELECT_HEAD, "SELECT seq, chain FROM audit_head WHERE id = 1");

struct head {
    int64_t seq;
    struct str chain;
};
static const struct db_column HEAD_COLUMNS[] = {DB_COLUMN(struct head, seq), DB_COLUMN(struct head, chain)};
static const struct db_column ROW_COLUMNS[] = {
    DB_COLUMN(struct audit_row, seq),         DB_COLUMN(struct audit_row, at),        DB_COLUMN(struct audit_row, actor_id),
    DB_COLUMN(struct audit_row, actor),       DB_COLUMN(struct audit_row, role),      DB_COLUMN(struct audit_row, action),
    DB_COLUMN(struct audit_row, object_type), DB_COLUMN(struct audit_row, object_id), DB_COLUMN(struct audit_row, detail),
    DB_COLUMN(struct audit_row, request_id),  DB_COLUMN(struct audit_row, chain),
};

static void chain_of(struct str before, const struct audit_row *r, uint8_t out[DIGEST_BYTES])
{
    struct digest d;
    digest_init(&d);
    digest_str(&d, before);
    digest_u64(&d, (uint64_t)r->seq);
    digest_u64(&d, (uint64_t)r->at.us);
    digest_u64(&d, (uint64_t)r->actor_id);
    const struct str text[] = {r->actor, r->role, r->action, r->object_type, r->object_id, r->detail, r->request_id};
    for (size_t i = 0; i < sizeof text / sizeof *text; i++)
        digest_str(&d, text[i]);
    digest_final(&d, out);
}

static struct str no_null(struct str s)
{
    return s.p ? s : STR("");
}

int64_t audit_write(struct db *db, struct arena *a, const struct audit_entry *e)
{
    CHECK(db_in_transaction(db));
    struct head head;
    CHECK(db_one(db, a, LOCK_HEAD, HEAD_COLUMNS, &head));
    struct audit_row r = {
        .seq = head.seq + 1,
        .at = e->at,
        .actor_id = e->actor.id,
        .actor = no_null(e->actor.name),
        .role = no_null(e->actor.role),
        .action = e->action,
        .object_type = e->object_type,
        .object_id = str_fmt(a, "%lld", (long long)e->object_id),
        .detail = no_null(utf8_prefix(e->detail, 2000)),
        .request_id = no_null(e->actor.request_id),
    };
    uint8_t chain[DIGEST_BYTES];
    chain_of(head.chain, &r, chain);
    struct str chain_text = {(const char *)chain, sizeof chain};
    db_exec(db, INSERT_ROW, r.seq, r.at, r.actor_id, r.actor, r.role, r.action, r.object_type, r.object_id, r.detail, r.request_id,
            chain_text);
    CHECK(db_exec(db, MOVE_HEAD, r.seq, chain_text, head.seq) == 1);
    return r.seq;
}

bool audit_verify(struct db *db, struct arena *a, int64_t *rows_out, int64_t *first_bad_out)
{
    struct head head;
    CHECK(db_one(db, a, SELECT_HEAD, HEAD_COLUMNS, &head));
    uint8_t chain[DIGEST_BYTES] = {0};
    int64_t expected = 0, bad = 0;
    struct db_cursor *c = db_stream(db, a, SELECT_ALL, ROW_COLUMNS);
    struct audit_row r;
    while (db_fetch(c, &r) == DB_ROW) {
        expected++;
        uint8_t next[DIGEST_BYTES];
        chain_of((struct str){(const char *)chain, sizeof chain}, &r, next);
        if (!bad && (r.seq != expected || r.chain.n != sizeof next || memcmp(next, r.chain.p, sizeof next) != 0))
            bad = r.seq < expected ? r.seq : expected;
        memcpy(chain, next, sizeof chain);
    }
    if (!bad && head.seq != expected) /* the tail was cut, or rows were added behind the head */
        bad = (head.seq < expected ? head.seq : expected) + 1;
    if (!bad && memcmp(head.chain.p, chain, sizeof chain) != 0)
        bad = expected ? expected : 1; /* the last row was written anew with a chain that fits, or the head was changed */
    *rows_out = expected;
    *first_bad_out = bad;
    return bad == 0;
}

static size_t collect(struct arena *a, struct db_cursor *c, struct audit_row **rows_out)
{
    struct {
        struct audit_row *p;
        size_t n, cap;
    } v = {0};
    struct audit_row r;
    while (db_fetch(c, &r) == DB_ROW)
        *VEC_PUSH(a, v) = r;
    *rows_out = v.p;
    return v.n;
}

size_t audit_list(struct db *db, struct arena *a, int64_t before_seq, int limit, struct audit_row **rows_out)
{
    int64_t before = before_seq > 0 ? before_seq : INT64_MAX;
    return collect(a, db_select(db, a, SELECT_LAST, ROW_COLUMNS, before, limit), rows_out);
}

size_t audit_of(struct db *db, struct arena *a, struct str object_type, int64_t object_id, struct audit_row **rows_out)
{
    struct str id = str_fmt(a, "%lld", (long long)object_id);
    return collect(a, db_select(db, a, SELECT_OF, ROW_COLUMNS, object_type, id), rows_out);
}
