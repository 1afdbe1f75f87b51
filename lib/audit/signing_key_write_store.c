/* SPDX-License-Identifier: EUPL-1.2
 * signing_key_write_store.c — writing public keys; see signing_key.h. Linked by portalctl only.
 */
#include "audit/signing_key.h"
#include "crypto/vault.h"
#include "db/db.h"

DB_STATEMENT(INSERT_KEY, "INSERT IGNORE INTO signing_key (purpose, epoch, alg, public_key, active_from) VALUES (?, ?, ?, ?, ?)");
DB_STATEMENT(RETIRE_KEYS, "UPDATE signing_key SET retired_at = ? WHERE epoch < ? AND retired_at IS NULL");

int64_t signing_keys_publish(struct db *db, const struct vault *v, struct instant now)
{
    static const struct str PURPOSES[] = {STR_INIT("notice"), STR_INIT("checkpoint"), STR_INIT("bundle")};
    int64_t written = 0;
    CHECK(db_in_transaction(db));
    for (size_t i = 0; i < sizeof PURPOSES / sizeof *PURPOSES; i++) {
        struct sign_key k;
        vault_public_key(v, PURPOSES[i], &k);
        struct str key = {(const char *)k.key, sizeof k.key};
        written += db_exec(db, INSERT_KEY, PURPOSES[i], k.epoch, (int)k.alg, key, now);
    }
    return written;
}

void signing_keys_retire(struct db *db, uint32_t newest_epoch, struct instant now)
{
    CHECK(db_in_transaction(db));
    db_exec(db, RETIRE_KEYS, now, newest_epoch);
}
