/* SPDX-License-Identifier: EUPL-1.2
 * regime_activate_store.c — the writing half of regime_store.h, apart so that programs that only read link no statement that
 * writes: their
 * --check passes with an account that may not. Called by portalctl and the tests.
 */
#include "regime/regime_store.h"

#include "base/arena.h"
#include "base/out.h"
#include "db/db.h"

#define MARK "=== "
DB_STATEMENT(VERSION_BY_HASH, "SELECT id FROM regime_version WHERE hash = UNHEX(?)");
DB_STATEMENT(INSERT_VERSION, "INSERT INTO regime_version (id, code, hash, body, activated_at) VALUES (?, ?, UNHEX(?), ?, ?)");
DB_STATEMENT(SET_ACTIVE,
             "INSERT INTO setting (name, value) VALUES ('regime_version', ?) ON DUPLICATE KEY UPDATE value = VALUES(value)");

int regime_activate(struct db *db, struct arena *a, const struct regime *r, const struct regime_text_in *layers, size_t n,
                    struct instant now)
{
    int64_t id = db_int(db, VERSION_BY_HASH, r->version_hash);
    if (!id) {
        struct out body;
        out_to_arena(&body, a);
        for (size_t i = 0; i < n; i++) {
            out_fmt(&body, MARK "%.*s\n", STR_ARG(layers[i].name));
            out_str(&body, layers[i].text);
            out_char(&body, '\n');
        }
        id = db_numbers(db, STR("regime_version"), 1);
        db_exec(db, INSERT_VERSION, id, r->head.code, r->version_hash, out_text(&body), now);
    }
    db_exec(db, SET_ACTIVE, id);
    return (int)id;
}
