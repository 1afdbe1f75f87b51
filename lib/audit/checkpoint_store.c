/* SPDX-License-Identifier: EUPL-1.2
 * checkpoint_store.c — reading checkpoints, through the view that the public has too; see checkpoint.h.
 */
#include "audit/checkpoint.h"

#include <string.h>

#include "base/arena.h"
#include "db/db.h"

#define CHECKPOINT "SELECT size, root, chain, sealed_at, signature FROM public_checkpoint "
DB_STATEMENT(LIST, CHECKPOINT "WHERE size < ? ORDER BY size DESC LIMIT ?");

struct row {
    int64_t size;
    struct str root, chain, signature;
    struct instant sealed_at;
};
static const struct db_column COLUMNS[] = {DB_COLUMN(struct row, size), DB_COLUMN(struct row, root), DB_COLUMN(struct row, chain),
                                           DB_COLUMN(struct row, sealed_at), DB_COLUMN(struct row, signature)};

/* A damaged row gives a checkpoint whose signature does not verify. */
static struct checkpoint checkpoint_from(const struct row *r)
{
    struct checkpoint c = {.size = r->size, .sealed_at = r->sealed_at};
    if (r->root.n == sizeof c.root && r->chain.n == sizeof c.chain && r->signature.n == sizeof c.signature) {
        memcpy(c.root, r->root.p, sizeof c.root);
        memcpy(c.chain, r->chain.p, sizeof c.chain);
        memcpy(c.signature, r->signature.p, sizeof c.signature);
    }
    return c;
}

size_t checkpoint_list(struct db *db, struct arena *a, int64_t before_size, int limit, struct checkpoint **out)
{
    struct {
        struct checkpoint *p;
        size_t n, cap;
    } v = {0};
    struct db_cursor *c = db_select(db, a, LIST, COLUMNS, before_size > 0 ? before_size : INT64_MAX, limit);
    for (struct row r; db_fetch(c, &r) == DB_ROW;)
        *VEC_PUSH(a, v) = checkpoint_from(&r);
    *out = v.p;
    return v.n;
}

bool checkpoint_last(struct db *db, struct arena *a, struct checkpoint *out)
{
    struct checkpoint *list;
    if (checkpoint_list(db, a, 0, 1, &list) == 0)
        return false;
    *out = list[0];
    return true;
}
