/* SPDX-License-Identifier: EUPL-1.2
 * sweep.h — takes away what has had its day in the sign-in tables: ended sessions, marks of forms that can no longer be sent again,
 * forgotten delays. Nothing here is evidence: who did what is in the audit. Called by the worker about once a minute.
 */
#ifndef AUTH_SWEEP_H
#define AUTH_SWEEP_H

#include <stdint.h>

#include "base/date.h"

struct db;

/* At most some thousand rows of each kind in a call, in short transactions; the next call goes on. Returns how many went. */
int64_t sweep_signin(struct db *db, struct instant now);

#endif
