/* SPDX-License-Identifier: EUPL-1.2
 * publish.c — portalctl publish: an approved round becomes public, for a member of staff.
 */
#include "publish/publish.h"

#include "auth/staff.h"
#include "portalctl/ctl.h"

struct publishing {
    struct ctl *c;
    struct publish_order order;
    struct publish_result result;
};

static bool publish(struct db *db, void *arg)
{
    struct publishing *x = arg;
    return publish_round(db, x->c->arena, &x->order, &x->result);
}

int ctl_publish(struct ctl *c)
{
    int64_t id;
    if (c->n != 1 || !ctl_option(c, "as") || !str_int(str_from(c->word[0]), &id) || id < 1 || id > INT32_MAX)
        return 2;
    struct program *p = ctl_program(0);
    struct grade_round round;
    struct regime_version v;
    struct staff s;
    if (!staff_by_login(p->db, c->arena, ctl_text(c, "as", ""), &s))
        return ctl_refuse("no such account\n");
    if (!grade_round_get(p->db, c->arena, (int32_t)id, &round) ||
        !regime_version_load(p->db, p->arena, round.regime_version_id, &v))
        return ctl_refuse("no round %lld\n", (long long)id);
    struct publishing x = {.c = c,
                           .order = {.regime = v.regime,
                                     .actor = ctl_actor(c, p->db),
                                     .unit_name = s.unit_name,
                                     .round_id = round.id,
                                     .round_version = round.version,
                                     .staff_id = s.id,
                                     .now = c->now,
                                     .correction = ctl_text(c, "correction", "")}};
    bool done = db_transaction(p->db, publish, &x);
    program_stop(&p);
    if (!done)
        return ctl_refuse("the round cannot be published in its state\n");
    ctl_say("published %.*s\n", STR_ARG(x.result.document_no));
    return 0;
}
