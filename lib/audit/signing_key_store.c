/* SPDX-License-Identifier: EUPL-1.2
 * signing_key_store.c — reading public keys; see signing_key.h. Writing is in signing_key_write_store.c.
 */
#include "audit/signing_key.h"

#include <string.h>

#include "base/arena.h"
#include "db/db.h"

#define KEY_SQL "SELECT purpose, epoch, alg, public_key, active_from, retired_at FROM public_signing_key "
DB_STATEMENT(KEYS_OF, KEY_SQL "WHERE purpose = ? ORDER BY epoch DESC");
DB_STATEMENT(KEYS_ALL, KEY_SQL "ORDER BY purpose, epoch DESC");

static const struct db_column KEY_COLUMNS[] = {
    DB_COLUMN(struct signing_key, purpose),     DB_COLUMN(struct signing_key, epoch),
    DB_COLUMN(struct signing_key, alg),         DB_COLUMN(struct signing_key, public_key),
    DB_COLUMN(struct signing_key, active_from), DB_COLUMN(struct signing_key, retired_at),
};

size_t signing_keys_of(struct db *db, struct arena *a, struct str purpose, struct sign_key **keys_out)
{
    struct {
        struct sign_key *p;
        size_t n, cap;
    } v = {0};
    struct db_cursor *c = db_select(db, a, KEYS_OF, KEY_COLUMNS, purpose);
    for (struct signing_key k; db_fetch(c, &k) == DB_ROW;) {
        struct sign_key s = {.epoch = k.epoch, .alg = (uint8_t)k.alg};
        CHECK(k.public_key.n == sizeof s.key);
        memcpy(s.key, k.public_key.p, sizeof s.key);
        *VEC_PUSH(a, v) = s;
    }
    *keys_out = v.p;
    return v.n;
}

size_t signing_keys_all(struct db *db, struct arena *a, struct signing_key **keys_out)
{
    struct {
        struct signing_key *p;
        size_t n, cap;
    } v = {0};
    struct db_cursor *c = db_select(db, a, KEYS_ALL, KEY_COLUMNS);
    for (struct signing_key k; db_fetch(c, &k) == DB_ROW;)
        *VEC_PUSH(a, v) = k;
    *keys_out = v.p;
    return v.n;
}
