/* SPDX-License-Identifier: EUPL-1.2
 * throttle_store.c — see throttle.h. A day without failures forgets.
 */
#include "auth/throttle.h"

#include "auth/login.h"
#include "base/arena.h"
#include "crypto/digest.h"
#include "db/db.h"

static const int64_t SECOND = 1000000, DAY = (int64_t)86400 * 1000000;

DB_STATEMENT(SELECT_BUCKET, "SELECT failures, not_before, updated_at FROM login_throttle WHERE bucket = ?");
DB_STATEMENT(COUNT_FAILURE,
             "INSERT INTO login_throttle (bucket, failures, not_before, updated_at) VALUES (?, 1, ?, ?)"
             " ON DUPLICATE KEY UPDATE failures = IF(updated_at < ?, 1, failures + 1), updated_at = VALUES(updated_at)");
DB_STATEMENT(SET_DELAY, "UPDATE login_throttle SET not_before = ? WHERE bucket = ?");
DB_STATEMENT(CLEAR_BUCKET, "DELETE FROM login_throttle WHERE bucket = ?");

struct bucket_row {
    int failures;
    struct instant not_before, updated_at;
};
static const struct db_column BUCKET_COLUMNS[] = {DB_COLUMN(struct bucket_row, failures), DB_COLUMN(struct bucket_row, not_before),
                                                  DB_COLUMN(struct bucket_row, updated_at)};

int throttle_delay_seconds(int failures)
{
    enum { FREE = 3, LONGEST = 15 * 60 };
    if (failures <= FREE)
        return 0;
    int shift = failures - FREE - 1;
    return shift >= 10 || 1 << shift > LONGEST ? LONGEST : 1 << shift;
}

int throttle_wait(struct db *db, struct arena *a, struct str bucket, struct instant now)
{
    uint8_t key[DIGEST_BYTES];
    digest_of(bucket, key);
    struct bucket_row r;
    if (!db_one(db, a, SELECT_BUCKET, BUCKET_COLUMNS, &r, ((struct str){(const char *)key, sizeof key})) ||
        r.not_before.us <= now.us)
        return 0;
    return (int)((r.not_before.us - now.us + SECOND - 1) / SECOND);
}

void throttle_failed(struct db *db, struct arena *a, struct str bucket, int grace, struct instant now)
{
    uint8_t bytes[DIGEST_BYTES];
    digest_of(bucket, bytes);
    struct str key = {(const char *)bytes, sizeof bytes};
    db_exec(db, COUNT_FAILURE, key, now, now, ((struct instant){now.us - DAY}));
    struct bucket_row r;
    if (!db_one(db, a, SELECT_BUCKET, BUCKET_COLUMNS, &r, key))
        return;
    int delay = throttle_delay_seconds(r.failures - grace);
    db_exec(db, SET_DELAY, ((struct instant){now.us + delay * SECOND}), key);
}

void throttle_clear(struct db *db, struct str bucket)
{
    uint8_t key[DIGEST_BYTES];
    digest_of(bucket, key);
    db_exec(db, CLEAR_BUCKET, ((struct str){(const char *)key, sizeof key}));
}
