/* SPDX-License-Identifier: EUPL-1.2
 * evidence_write_store.c — new evidence files, and taking one off a draft; see evidence.h.
 */
#include "base/arena.h"
#include "crypto/digest.h"
#include "crypto/token.h"
#include "crypto/vault.h"
#include "db/db.h"
#include "evidence/evidence.h"

enum { PART_BYTES = 1 << 20, NAME_POINTS = 200 };

DB_STATEMENT(INSERT,
             "INSERT INTO evidence (id, public_id, owner_type, owner_id, name, media, size, sha256, uploaded_by, uploaded_at)"
             " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
DB_STATEMENT(INSERT_PART, "INSERT INTO evidence_part (evidence_id, part, body) VALUES (?, ?, ?)");
DB_STATEMENT(REMOVE, "UPDATE evidence SET removed_by = ?, removed_at = ?"
                     " WHERE id = ? AND owner_type = ? AND owner_id = ? AND removed_at IS NULL");

int64_t evidence_add(struct db *db, const struct vault *v, struct arena *a, const struct evidence_new *n)
{
    CHECK(db_in_transaction(db) && n->bytes.n > 0 && n->bytes.n <= EVIDENCE_FILE_MAX);
    int64_t id = db_numbers(db, STR("evidence"), 1);
    uint8_t hash[EVIDENCE_SHA256];
    digest_sha256(n->bytes, hash);
    db_exec(db, INSERT, id, token_public_id(a), n->owner_type, n->owner_id, utf8_prefix(n->name, NAME_POINTS),
            evidence_media_code(n->media), (int64_t)n->bytes.n, ((struct str){(const char *)hash, sizeof hash}), n->staff_id,
            n->now);
    struct str sealed = vault_seal_bytes(v, a, (struct vault_field){STR("evidence_part.body"), (uint64_t)id}, n->bytes);
    for (size_t at = 0, part = 0; at < sealed.n; at += PART_BYTES, part++)
        db_exec(db, INSERT_PART, id, (int64_t)part, str_sub(sealed, at, at + PART_BYTES));
    return id;
}

bool evidence_remove(struct db *db, struct str owner_type, int64_t owner_id, int64_t id, int staff_id, struct instant now)
{
    return db_exec(db, REMOVE, staff_id, now, id, owner_type, owner_id) == 1;
}
