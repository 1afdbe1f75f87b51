/* SPDX-License-Identifier: EUPL-1.2
 * actor.c — see actor.h. Pure.
 */
#include "auth/actor.h"

static bool covers(const struct grant *g, uint32_t roles, int unit_id, struct str division)
{
    return (g->role & roles) && (unit_id == 0 || g->unit_id == 0 || g->unit_id == unit_id) &&
           (division.n == 0 || str_starts(division, g->division_prefix));
}

bool actor_may(const struct actor *a, uint32_t roles, int unit_id, struct str division)
{
    for (size_t i = 0; i < a->grants.n; i++)
        if (covers(&a->grants.p[i], roles, unit_id, division))
            return true;
    return false;
}

bool actor_scope(const struct actor *a, uint32_t roles, struct str *prefix_out, int *unit_id_out)
{
    bool found = false;
    for (size_t i = 0; i < a->grants.n; i++) {
        const struct grant *g = &a->grants.p[i];
        if (!(g->role & roles))
            continue;
        if (!found || g->division_prefix.n < prefix_out->n) {
            *prefix_out = g->division_prefix;
            *unit_id_out = g->unit_id;
        } else if (g->division_prefix.n == prefix_out->n && g->unit_id == 0) {
            *unit_id_out = 0;
        }
        found = true;
    }
    return found;
}

struct audit_actor actor_for_audit(const struct actor *a, uint32_t role)
{
    uint32_t held = a->roles & role;
    uint32_t one = held & (~held + 1); /* the lowest of several */
    return (struct audit_actor){.id = a->id, .name = a->login, .role = role_code(one), .request_id = a->request_id};
}
