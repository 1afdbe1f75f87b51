/* SPDX-License-Identifier: EUPL-1.2
 * key.c — commands about keys: the key file and the published halves of the signing keys.
 */
#include "audit/signing_key.h"
#include "crypto/vault.h"
#include "db/db.h"
#include "portalctl/ctl.h"

int ctl_key_create(struct ctl *c)
{
    if (c->n != 1)
        return 2;
    vault_create(str_from(c->word[0]));
    ctl_say("made %s; keep a copy in a safe place: without it sealed data cannot be read\n", c->word[0]);
    return 0;
}

struct publishing {
    struct ctl *c;
    const struct vault *vault;
    int64_t written;
};

static bool publish(struct db *db, void *arg)
{
    struct publishing *x = arg;
    x->written = signing_keys_publish(db, x->vault, x->c->now);
    if (x->written)
        ctl_audit(db, x->c, "key.publish", "signing_key", vault_epoch(x->vault), STR(""));
    return true;
}

int64_t ctl_keys_publish(struct ctl *c, struct program *p)
{
    struct publishing x = {.c = c, .vault = p->vault};
    db_transaction(p->db, publish, &x);
    return x.written;
}
