/* SPDX-License-Identifier: EUPL-1.2
 * regime_store.h — rule sets in the database, whole: the one in force, and every earlier one, so that an old score sheet is read
 * with the rules of its day. Activation is refused while the file has faults; the golden cases are the caller's to run before
 * (grade room).
 */
#ifndef REGIME_REGIME_STORE_H
#define REGIME_REGIME_STORE_H

#include "base/check.h"
#include "base/date.h"
#include "regime/regime.h"
#include "regime/regime_load.h"

struct db;

struct regime_version {
    int id;
    const struct regime *regime;
};

/* Stores the layers (once per hash) and makes them the ones in force; inside a transaction. Returns the version's id. */
int regime_activate(struct db *db, struct arena *a, const struct regime *r, const struct regime_text_in *layers, size_t n,
                    struct instant now);
/* fail(FAIL_CONFIG) when none is active or the stored text no longer loads. a must live as long as the result. */
struct regime_version regime_active(struct db *db, struct arena *a);
MUST_USE bool regime_version_load(struct db *db, struct arena *a, int id, struct regime_version *out);
int regime_active_id(struct db *db); /* 0: none; cheap, to notice a change */

#endif
