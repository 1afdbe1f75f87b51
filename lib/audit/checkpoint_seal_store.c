/* SPDX-License-Identifier: EUPL-1.2
 * checkpoint_seal_store.c — the sealer: goes on from the frontier of the last checkpoint over the rows written since, and signs. It
 * checks that they follow from each other before it does: a broken chain is never sealed. Called by the worker.
 */
#include <string.h>

#include "audit/audit_row.h"
#include "audit/checkpoint.h"
#include "base/arena.h"
#include "db/db.h"

DB_STATEMENT(LAST, "SELECT size, chain, frontier FROM audit_checkpoint ORDER BY size DESC LIMIT 1");
DB_STATEMENT(ROWS,
             "SELECT seq, acted_at, actor_id, alg, actor, role, action, object_type, object_id, detail, request_id, commitment,"
             " chain FROM audit_row WHERE seq > ? ORDER BY seq");
DB_STATEMENT(INSERT,
             "INSERT IGNORE INTO audit_checkpoint (size, root, chain, frontier, sealed_at, signature) VALUES (?, ?, ?, ?, ?, ?)");
DB_STATEMENT(WAITING, "SELECT h.seq - IFNULL((SELECT MAX(size) FROM audit_checkpoint), 0) FROM audit_head h WHERE h.id = 1");

struct last {
    int64_t size;
    struct str chain, frontier;
};
static const struct db_column LAST_COLUMNS[] = {DB_COLUMN(struct last, size), DB_COLUMN(struct last, chain),
                                                DB_COLUMN(struct last, frontier)};
static const struct db_column ROW_COLUMNS[] = {
    DB_COLUMN(struct audit_row, seq),    DB_COLUMN(struct audit_row, at),          DB_COLUMN(struct audit_row, actor_id),
    DB_COLUMN(struct audit_row, alg),    DB_COLUMN(struct audit_row, actor),       DB_COLUMN(struct audit_row, role),
    DB_COLUMN(struct audit_row, action), DB_COLUMN(struct audit_row, object_type), DB_COLUMN(struct audit_row, object_id),
    DB_COLUMN(struct audit_row, detail), DB_COLUMN(struct audit_row, request_id),  DB_COLUMN(struct audit_row, commitment),
    DB_COLUMN(struct audit_row, chain),
};

int64_t checkpoint_waiting(struct db *db)
{
    return db_int(db, WAITING);
}

/* Adds the rows after m->size; false: *bad_out does not follow from the one before. */
static bool add_rows(struct db *db, struct arena *a, struct merkle *m, uint8_t chain[DIGEST_BYTES], int64_t *bad_out)
{
    struct audit_row r;
    bool good = true;
    struct db_cursor *c = db_stream(db, a, ROWS, ROW_COLUMNS, (int64_t)m->size);
    while (db_fetch(c, &r) == DB_ROW) {
        uint8_t leaf[DIGEST_BYTES], next[DIGEST_BYTES];
        if (!good)
            continue; /* to the end: the connection is busy until then */
        audit_leaf_and_chain((struct str){(const char *)chain, DIGEST_BYTES}, &r, leaf, next);
        good = r.seq == (int64_t)m->size + 1 && r.chain.n == DIGEST_BYTES && memcmp(next, r.chain.p, DIGEST_BYTES) == 0;
        if (!good)
            *bad_out = (int64_t)m->size + 1;
        memcpy(chain, next, DIGEST_BYTES);
        merkle_add(m, leaf);
    }
    return good;
}

enum checkpoint_outcome checkpoint_seal(struct db *db, struct arena *a, const struct vault *v, struct instant now, int64_t *bad_out)
{
    struct last last = {0};
    struct merkle m;
    uint8_t chain[DIGEST_BYTES] = {0};
    if (!db_one(db, a, LAST, LAST_COLUMNS, &last))
        last = (struct last){.frontier = STR("")};
    if (!merkle_from_frontier(&m, (uint64_t)last.size, last.frontier) || (last.size && last.chain.n != DIGEST_BYTES)) {
        *bad_out = last.size;
        return CHECKPOINT_BROKEN;
    }
    if (last.size)
        memcpy(chain, last.chain.p, sizeof chain);
    if (!add_rows(db, a, &m, chain, bad_out))
        return CHECKPOINT_BROKEN;
    if ((int64_t)m.size == last.size)
        return CHECKPOINT_NOTHING;
    struct checkpoint c = {.size = (int64_t)m.size, .sealed_at = now};
    merkle_root(&m, c.root);
    memcpy(c.chain, chain, sizeof chain);
    checkpoint_sign(a, v, &c);
    db_exec(db, INSERT, c.size, ((struct str){(const char *)c.root, sizeof c.root}),
            ((struct str){(const char *)c.chain, sizeof c.chain}), merkle_frontier(&m), c.sealed_at,
            ((struct str){(const char *)c.signature, sizeof c.signature}));
    return CHECKPOINT_SEALED;
}
