/* SPDX-License-Identifier: EUPL-1.2
 * publish_file_write_store.c — storing a published file in chunks of 1 MiB; see publish.h.
 */
#include "crypto/digest.h"
#include "db/db.h"
#include "publish/publish.h"

DB_STATEMENT(INSERT_FILE, "INSERT INTO publication_file (publication_id, format, size, hash) VALUES (?, ?, ?, ?)");
DB_STATEMENT(INSERT_CHUNK, "INSERT INTO publication_chunk (publication_id, format, seq, body) VALUES (?, ?, ?, ?)");

enum { CHUNK = 1 << 20 };

void publication_file_put(struct db *db, int id, struct str format, struct str bytes)
{
    uint8_t hash[DIGEST_BYTES];
    CHECK(db_in_transaction(db));
    digest_of(bytes, hash);
    db_exec(db, INSERT_FILE, id, format, (int64_t)bytes.n, ((struct str){(const char *)hash, sizeof hash}));
    int seq = 0;
    for (size_t at = 0; at < bytes.n; at += CHUNK)
        db_exec(db, INSERT_CHUNK, id, format, seq++, str_sub(bytes, at, at + CHUNK));
}
