/* SPDX-License-Identifier: EUPL-1.2
 * throttle.h — failure counters of log-in, in the database so that a restart does not forget them. Used by login.c only.
 */
#ifndef AUTH_THROTTLE_H
#define AUTH_THROTTLE_H

#include "base/date.h"
#include "base/str.h"

struct arena;
struct db;

/* Seconds until the bucket may be tried again; 0 = now. */
int throttle_wait(struct db *db, struct arena *a, struct str bucket, struct instant now);
/* grace: failures that cost nothing (an office behind one address needs more than a person). */
void throttle_failed(struct db *db, struct arena *a, struct str bucket, int grace, struct instant now);
void throttle_clear(struct db *db, struct str bucket);

#endif
