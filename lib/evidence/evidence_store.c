/* SPDX-License-Identifier: EUPL-1.2
 * evidence_store.c — reading evidence; see evidence.h.
 */
#include "base/arena.h"
#include "crypto/digest.h"
#include "crypto/vault.h"
#include "db/db.h"
#include "evidence/evidence.h"

#define EVIDENCE_SQL                                                                                                               \
    "SELECT e.id, e.owner_id, e.size, e.public_id, e.owner_type, e.name, e.media, e.sha256, e.uploaded_by, s.name, e.uploaded_at"  \
    " FROM evidence e LEFT JOIN staff s ON s.id = e.uploaded_by WHERE e.removed_at IS NULL AND "
DB_STATEMENT(OF_OWNER, EVIDENCE_SQL "e.owner_type = ? AND e.owner_id = ? ORDER BY e.id");
DB_STATEMENT(BY_PUBLIC_ID, EVIDENCE_SQL "e.public_id = ?");
DB_STATEMENT(PARTS, "SELECT body FROM evidence_part WHERE evidence_id = ? ORDER BY part");

#define E(m) DB_COLUMN(struct evidence, m)
static const struct db_column COLUMNS[] = {E(id),    E(owner_id), E(size),        E(public_id), E(owner_type), E(name),
                                           E(media), E(sha256),   E(uploaded_by), E(uploader),  E(uploaded_at)};
static const struct db_column BODY_COLUMN[] = {{DB_STR, 0}};

struct evidence_list evidence_of(struct db *db, struct arena *a, struct str owner_type, int64_t owner_id)
{
    struct {
        struct evidence *p;
        size_t n, cap;
    } v = {0};
    struct db_cursor *c = db_select(db, a, OF_OWNER, COLUMNS, owner_type, owner_id);
    for (struct evidence e; db_fetch(c, &e) == DB_ROW;)
        *VEC_PUSH(a, v) = e;
    return (struct evidence_list){v.p, v.n};
}

bool evidence_by_public_id(struct db *db, struct arena *a, struct str public_id, struct evidence *out)
{
    return db_one(db, a, BY_PUBLIC_ID, COLUMNS, out, public_id);
}

bool evidence_bytes(struct db *db, const struct vault *v, struct arena *a, const struct evidence *e, struct str *out)
{
    struct str part, sealed = STR_NONE;
    uint8_t hash[EVIDENCE_SHA256];
    struct db_cursor *c = db_select(db, a, PARTS, BODY_COLUMN, e->id);
    while (db_fetch(c, &part) == DB_ROW)
        sealed = sealed.n ? str_cat(a, sealed, part) : part;
    struct vault_field where = {STR("evidence_part.body"), (uint64_t)e->id};
    if (vault_open_bytes(v, a, where, sealed, out) != VAULT_OK || out->n != (size_t)e->size)
        return false;
    digest_sha256(*out, hash);
    return str_eq(e->sha256, (struct str){(const char *)hash, sizeof hash});
}
