/* SPDX-License-Identifier: EUPL-1.2
 * actor.h — the signed-in person and the rights that go with a request. Built by session_store, read by pages and domain guards.
 * A right is role × scope: may() asks whether one of the actor's grants has the role and covers unit and place.
 */
#ifndef AUTH_ACTOR_H
#define AUTH_ACTOR_H

#include "audit/audit.h"
#include "auth/role.h"
#include "base/date.h"

struct grant {
    uint32_t role;              /* one bit */
    int unit_id;                /* 0: every unit */
    struct str division_prefix; /* "" : everywhere; 4408 covers 440823 */
};

struct actor {
    int id;
    struct str login, name, unit_name;
    int unit_id;
    uint32_t roles; /* all bits of all grants */
    struct {
        const struct grant *p;
        size_t n;
    } grants;
    struct str csrf;    /* the session's 32 secret bytes */
    struct str session; /* hash of the session token: names the session in the database */
    struct str request_id;
    bool must_change; /* has to set an own password first */
    int version;
};

/* roles: mask of which one suffices. unit_id 0: does not matter. division "": does not matter. */
bool actor_may(const struct actor *a, uint32_t roles, int unit_id, struct str division);
/* The widest prefix over which the actor has one of the roles (for list queries); false when none. */
bool actor_scope(const struct actor *a, uint32_t roles, struct str *prefix_out, int *unit_id_out);
/* For audit rows. role: the one the act needs. */
struct audit_actor actor_for_audit(const struct actor *a, uint32_t role);

#endif
