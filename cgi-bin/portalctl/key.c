/* SPDX-License-Identifier: EUPL-1.2
 * key.c — commands about keys: the key file, epochs and their rotation, the published halves of the signing keys, the keeper's
 * usage log. The keeper is told of a new epoch while it runs; nobody is stopped for it.
 */
#include "audit/signing_key.h"
#include "base/file.h"
#include "crypto/keeper_guard.h"
#include "crypto/vault_many.h"
#include "db/db.h"
#include "portalctl/ctl.h"
#include "program/rekey.h"
#include "text/text.h"

/* How long an epoch stays after its successor came: the longest import that may have begun before is over by then. */
enum { RETIRE_AFTER_SECONDS = 3600 };

int ctl_key_create(struct ctl *c)
{
    if (c->n != 1)
        return 2;
    vault_create(str_from(c->word[0]));
    ctl_say("made %s; keep a copy in a safe place: without it sealed data cannot be read\n", c->word[0]);
    return 0;
}

/* --- the table of public keys --- */

struct publishing {
    struct ctl *c;
    const struct vault *vault;
    int64_t written;
};

static bool publish(struct db *db, void *arg)
{
    struct publishing *x = arg;
    uint32_t newest = vault_epoch(x->vault);
    x->written = signing_keys_publish(db, x->vault, x->c->now);
    signing_keys_retire(db, newest, x->c->now);
    if (x->written)
        ctl_audit(db, x->c, "key.publish", "signing_key", newest, STR(""));
    return true;
}

int64_t ctl_keys_publish(struct ctl *c, struct program *p)
{
    struct publishing x = {.c = c, .vault = p->vault};
    db_transaction(p->db, publish, &x);
    return x.written;
}

/* --- counts --- */

static int64_t rows_of(const struct rekey_count *counts, size_t n, int64_t epoch, bool newest)
{
    int64_t rows = 0;
    for (size_t i = 0; i < n; i++)
        if ((counts[i].epoch == epoch) != newest)
            rows += counts[i].rows;
    return rows;
}

int ctl_key_status(struct ctl *c)
{
    struct rekey_count *counts;
    struct program *p = ctl_program(PROGRAM_KEYS);
    struct vault_epochs e = vault_epochs(p->vault);
    for (size_t i = 0; i < e.n; i++)
        ctl_say("epoch %u%s\n", e.p[i], i + 1 == e.n ? ", the newest: new values take it" : "");
    size_t n = rekey_counts(p->db, c->arena, &counts);
    for (size_t i = 0; i < n; i++)
        ctl_say("%-34.*s epoch %-5lld %10lld\n", STR_ARG(counts[i].what), (long long)counts[i].epoch, (long long)counts[i].rows);
    ctl_say("%lld values are not of epoch %u\n", (long long)rows_of(counts, n, e.p[e.n - 1], true), e.p[e.n - 1]);
    program_stop(&p);
    return 0;
}

/* --- moving to the newest epoch --- */

static int refresh(struct ctl *c, struct program *p)
{
    if (p->config.key_file.n)
        vault_tell_epochs(p->vault, p->config.key_file);
    ctl_keys_publish(c, p);
    if (!p->text)
        p->text = text_open();
    struct rekey_result r = rekey_all(p->db, p->vault, p->text, ctl_progress);
    ctl_say("%lld values moved to epoch %u", (long long)r.moved, vault_epoch(p->vault));
    if (r.kept)
        ctl_say(", %lld were changed by somebody meanwhile", (long long)r.kept);
    ctl_say("\n");
    return r.lost ? ctl_refuse("%lld values could not be moved: they do not open, or two archives have one identity number\n",
                               (long long)r.lost)
                  : 0;
}

int ctl_key_refresh(struct ctl *c)
{
    struct program *p = ctl_program(PROGRAM_KEYS);
    int status = refresh(c, p);
    program_stop(&p);
    return status;
}

struct epoch_act {
    struct ctl *c;
    const char *action;
    uint32_t epoch;
};

static bool audit_epoch(struct db *db, void *arg)
{
    struct epoch_act *x = arg;
    ctl_audit(db, x->c, x->action, "key_epoch", x->epoch, STR(""));
    return true;
}

int ctl_key_rotate(struct ctl *c)
{
    struct program *p = ctl_program(PROGRAM_KEYS);
    struct str file = p->config.key_file;
    if (!file.n)
        return ctl_refuse("the configuration names no key_file\n");
    struct epoch_act x = {.c = c, .action = "key.rotate"};
    x.epoch = vault_add_epoch(file); /* on disk before anything is sealed under it */
    vault_tell_epochs(p->vault, file);
    if (vault_epoch(p->vault) != x.epoch) { /* keys in this process, as they were */
        vault_close(&p->vault);
        p->vault = vault_open(p->arena, file);
        ctl_say("without a keeper every program that has the key file must be started again now\n");
    }
    db_transaction(p->db, audit_epoch, &x);
    ctl_say("epoch %u is in use; keep a copy of %.*s in a safe place\n", x.epoch, STR_ARG(file));
    int status = ctl_flag(c, "only-new") ? 0 : refresh(c, p);
    program_stop(&p);
    return status;
}

/* Why an epoch cannot go yet; empty when it can. */
static struct str still_needed(struct ctl *c, struct program *p, uint32_t epoch)
{
    struct rekey_count *counts;
    struct signing_key *keys;
    struct vault_epochs e = vault_epochs(p->vault);
    if (epoch == e.p[e.n - 1])
        return STR("it is the newest");
    size_t n = signing_keys_all(p->db, c->arena, &keys);
    int64_t oldest = c->now.us - (int64_t)RETIRE_AFTER_SECONDS * 1000000;
    for (size_t i = 0; i < n && !(ctl_flag(c, "at-once") && p->config.demonstration); i++)
        if (keys[i].epoch == e.p[e.n - 1] && keys[i].active_from.us > oldest)
            return STR("its successor is in use for less than an hour: what began before may still be writing");
    n = rekey_counts(p->db, c->arena, &counts);
    for (size_t i = 0; i < n; i++)
        if (counts[i].epoch == epoch && counts[i].rows)
            return str_fmt(c->arena,
                           "%lld values of %.*s have it (portalctl key refresh; passwords: at the next sign-in, or user reset)",
                           (long long)counts[i].rows, STR_ARG(counts[i].what));
    return STR_NONE;
}

int ctl_key_retire(struct ctl *c)
{
    int64_t epoch;
    if (c->n != 1 || !str_int(str_from(c->word[0]), &epoch) || epoch <= 0 || epoch > UINT16_MAX)
        return 2;
    struct program *p = ctl_program(PROGRAM_KEYS);
    struct epoch_act x = {.c = c, .action = "key.retire", .epoch = (uint32_t)epoch};
    struct str why = still_needed(c, p, x.epoch);
    if (why.n)
        return ctl_refuse("epoch %lld stays: %.*s\n", (long long)epoch, STR_ARG(why));
    if (!vault_retire_epoch(p->config.key_file, x.epoch) || !vault_tell_retired(p->vault, x.epoch))
        return ctl_refuse("there is no epoch %lld in the key file\n", (long long)epoch);
    db_transaction(p->db, audit_epoch, &x);
    ctl_say("epoch %lld is gone: what may still be sealed under it in old backups needs an old copy of the key file\n",
            (long long)epoch);
    program_stop(&p);
    return 0;
}

/* --- the keeper's usage log --- */

int ctl_key_log(struct ctl *c)
{
    struct config config;
    struct keeper_guard g;
    const char *conf = getenv("PORTAL_CONFIG");
    if (c->n != 1 || !conf)
        return 2;
    config_read(c->arena, str_from(conf), &config);
    struct vault_keys *keys = vault_keys_read(config.key_file);
    CHECK(keeper_guard_init(&g, keys, STR_NONE));
    struct str rest = file_read(c->arena, str_from(c->word[0]), (size_t)512 << 20), line;
    int64_t lines = 0, bad = 0;
    while (str_cut(&rest, '\n', &line)) {
        if (line.n == 0 && rest.p == NULL)
            break;
        lines++;
        if (keeper_guard_follow(&g, line))
            continue;
        bad++;
        ctl_say("line %lld does not follow from the one before\n", (long long)lines);
    }
    keeper_guard_wipe(&g);
    vault_keys_free(&keys);
    ctl_say("%lld lines, %lld of them do not follow\n", (long long)lines, (long long)bad);
    return bad ? 1 : 0;
}
