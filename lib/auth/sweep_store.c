/* SPDX-License-Identifier: EUPL-1.2
 * sweep_store.c — see sweep.h. A form's mark outlives every session that could hold the form, with a day to spare.
 */
#include "auth/sweep.h"

#include "auth/session.h"
#include "db/db.h"

static const int64_t MINUTE = (int64_t)60 * 1000000, DAY = (int64_t)86400 * 1000000;

DB_STATEMENT(DROP_SESSIONS, "DELETE FROM session WHERE expires_at < ? OR seen_at < ? LIMIT 2000");
DB_STATEMENT(DROP_FORM_TOKENS, "DELETE FROM form_token WHERE acted_at < ? ORDER BY acted_at LIMIT 2000");
DB_STATEMENT(DROP_THROTTLES, "DELETE FROM login_throttle WHERE updated_at < ? AND not_before < ? LIMIT 2000");

static struct instant before(struct instant now, int64_t us)
{
    return (struct instant){now.us - us};
}

int64_t sweep_signin(struct db *db, struct instant now)
{
    int64_t gone = db_exec(db, DROP_SESSIONS, now, before(now, SESSION_IDLE_MINUTES * MINUTE));
    gone += db_exec(db, DROP_FORM_TOKENS, before(now, SESSION_HOURS * 60 * MINUTE + DAY));
    return gone + db_exec(db, DROP_THROTTLES, before(now, DAY), now);
}
