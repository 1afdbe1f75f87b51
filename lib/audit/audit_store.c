/* SPDX-License-Identifier: EUPL-1.2
 * audit_store.c — writing a row of the log; see audit.h. Called by every store that changes something.
 */
#include "audit/audit.h"

#include "audit/audit_row.h"
#include "base/arena.h"
#include "crypto/token.h"
#include "db/db.h"

DB_STATEMENT(LOCK_HEAD, "SELECT seq, chain FROM audit_head WHERE id = 1 FOR UPDATE");
DB_STATEMENT(MOVE_HEAD, "UPDATE audit_head SET seq = ?, chain = ? WHERE id = 1 AND seq = ?");
DB_STATEMENT(INSERT_ROW, "INSERT INTO audit_row (seq, acted_at, actor_id, actor, role, action, request_id, alg, commitment, chain)"
                         " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
DB_STATEMENT(INSERT_DETAIL, "INSERT INTO audit_detail (seq, salt, object_type, object_id, detail) VALUES (?, ?, ?, ?, ?)");

enum { DETAIL_MOST = 2000 };

struct head {
    int64_t seq;
    struct str chain;
};
static const struct db_column HEAD_COLUMNS[] = {DB_COLUMN(struct head, seq), DB_COLUMN(struct head, chain)};

static struct str no_null(struct str s)
{
    return s.p ? s : STR("");
}

static struct str bytes_of(const uint8_t *p, size_t n)
{
    return (struct str){(const char *)p, n};
}

int64_t audit_write(struct db *db, struct arena *a, const struct audit_entry *e)
{
    CHECK(db_in_transaction(db));
    struct head head;
    uint8_t salt[AUDIT_SALT_BYTES], commitment[DIGEST_BYTES], leaf[DIGEST_BYTES], chain[DIGEST_BYTES];
    token_random(salt, sizeof salt);
    CHECK(db_one(db, a, LOCK_HEAD, HEAD_COLUMNS, &head));
    struct audit_row r = {
        .seq = head.seq + 1,
        .at = e->at,
        .alg = AUDIT_ALG_COMMITTED,
        .actor_id = e->actor.id,
        .actor = no_null(e->actor.name),
        .role = no_null(e->actor.role),
        .action = e->action,
        .object_type = e->object_type,
        .object_id = str_fmt(a, "%lld", (long long)e->object_id),
        .detail = no_null(utf8_prefix(e->detail, DETAIL_MOST)),
        .request_id = no_null(e->actor.request_id),
    };
    audit_commitment(bytes_of(salt, sizeof salt), &r, commitment);
    r.commitment = bytes_of(commitment, sizeof commitment);
    audit_leaf_and_chain(head.chain, &r, leaf, chain);
    r.chain = bytes_of(chain, sizeof chain);
    db_exec(db, INSERT_ROW, r.seq, r.at, r.actor_id, r.actor, r.role, r.action, r.request_id, r.alg, r.commitment, r.chain);
    db_exec(db, INSERT_DETAIL, r.seq, bytes_of(salt, sizeof salt), r.object_type, r.object_id, r.detail);
    CHECK(db_exec(db, MOVE_HEAD, r.seq, r.chain, head.seq) == 1);
    return r.seq;
}
