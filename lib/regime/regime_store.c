/* SPDX-License-Identifier: EUPL-1.2
 * regime_store.c — the reading half of regime_store.h. Layers are kept in one text, each after a line "=== name".
 */
#include "regime/regime_store.h"

#include "base/arena.h"
#include "base/out.h"
#include "db/db.h"

#define MARK "=== "
DB_STATEMENT(ACTIVE_ID, "SELECT CAST(value AS SIGNED) FROM setting WHERE name = 'regime_version'");
DB_STATEMENT(SELECT_BODY, "SELECT body FROM regime_version WHERE id = ?");

struct body_row {
    struct str body;
};

/* The text of a layer ends with the newline that activation added before the next mark. */
static size_t split(struct arena *a, struct str body, struct regime_text_in *layers, size_t max)
{
    size_t n = 0, at = 0;
    while (at < body.n && n < max) {
        size_t name_at = at + sizeof MARK - 1;
        ptrdiff_t eol = str_find(body, STR("\n"), name_at);
        CHECK(str_starts(str_sub(body, at, body.n), STR(MARK)) && eol > 0);
        ptrdiff_t next = str_find(body, STR("\n" MARK), (size_t)eol);
        size_t end = next < 0 ? body.n - 1 : (size_t)next;
        layers[n++] = (struct regime_text_in){.name = str_dup(a, str_sub(body, name_at, (size_t)eol)),
                                              .text = str_sub(body, (size_t)eol + 1, end)};
        at = next < 0 ? body.n : (size_t)next + 1;
    }
    return n;
}

bool regime_version_load(struct db *db, struct arena *a, int id, struct regime_version *out)
{
    static const struct db_column columns[] = {DB_COLUMN(struct body_row, body)};
    struct body_row row;
    if (!db_one(db, a, SELECT_BODY, columns, &row, id))
        return false;
    struct regime_text_in layers[8];
    size_t n = split(a, row.body, layers, 8);
    struct regime_load_result r = regime_load_text(a, layers, n);
    if (!r.regime)
        fail(FAIL_CONFIG, "stored regime %d: %.*s", id,
             STR_ARG(r.faults.n ? regime_fault_text(a, &r.faults.p[0]) : STR("no fault told")));
    *out = (struct regime_version){id, r.regime};
    return true;
}

int regime_active_id(struct db *db)
{
    return (int)db_int(db, ACTIVE_ID);
}

struct regime_version regime_active(struct db *db, struct arena *a)
{
    struct regime_version v;
    int id = regime_active_id(db);
    if (!id || !regime_version_load(db, a, id, &v))
        fail(FAIL_CONFIG, "no regime is active: run portalctl regime activate NAME");
    return v;
}
