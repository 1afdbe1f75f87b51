/* SPDX-License-Identifier: EUPL-1.2
 * subject_touch_store.c — see subject_touch.h. Rows are only added here, each under a token of its own, so that a long import holds
 * nothing that another act would wait for.
 */
#include "subject/subject_touch.h"

#include "base/arena.h"
#include "base/check.h"
#include "db/db.h"

enum { ROWS_PER_FLUSH = 1000, BLOCKS_MOST = 1 << 27 };

DB_STATEMENT(TOUCH, "INSERT INTO archive_touch (block, token) VALUES (?, UUID_SHORT())");

void subject_touched_add(struct subject_touched *t, struct arena *a, int64_t subject_id)
{
    CHECK(subject_id >= 0 && subject_id / SUBJECT_BLOCK < BLOCKS_MOST);
    size_t block = (size_t)subject_id / SUBJECT_BLOCK, byte = block / 8;
    if (byte >= t->n) {
        size_t n = (byte + 1) * 2;
        t->bits = arena_grow(a, t->bits, t->n, n, 1);
        t->n = n;
    }
    t->bits[byte] = (uint8_t)(t->bits[byte] | 1u << block % 8);
}

void subject_touched_write(const struct subject_touched *t, struct db *db)
{
    CHECK(db_in_transaction(db));
    struct db_bulk *b = db_bulk_begin(db, &TOUCH, ROWS_PER_FLUSH);
    for (size_t i = 0; i < t->n * 8; i++)
        if (t->bits[i / 8] & 1u << i % 8)
            db_bulk_add(b, (int64_t)i);
    db_bulk_end(&b);
}
