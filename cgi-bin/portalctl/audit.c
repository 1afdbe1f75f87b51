/* SPDX-License-Identifier: EUPL-1.2
 * audit.c — the log of acts at the shell: the newest checkpoint, to be kept elsewhere, and the walk that finds the first bad row.
 */
#include "audit/audit_verify.h"
#include "audit/signing_key.h"
#include "base/file.h"
#include "portalctl/ctl.h"

enum { CHECKPOINT_BYTES = 4096 };

int ctl_audit_checkpoint(struct ctl *c)
{
    struct program *p = ctl_program(0);
    struct checkpoint last;
    bool found = checkpoint_last(p->db, c->arena, &last);
    program_stop(&p);
    if (!found)
        return ctl_refuse("no checkpoint yet: the worker makes one every minute\n");
    ctl_say("%.*s", STR_ARG(checkpoint_text(c->arena, &last)));
    return 0;
}

static const char *fault_words(enum audit_fault f)
{
    switch (f) {
    case AUDIT_WHOLE:
        return "whole";
    case AUDIT_ROW_MISSING:
        return "a row is missing";
    case AUDIT_ROW_ALTERED:
        return "a row does not follow from the one before";
    case AUDIT_DETAIL_ALTERED:
        return "what a row was about was altered";
    case AUDIT_DETAIL_MISSING:
        return "what a row was about is gone, and nobody forgot it lawfully";
    case AUDIT_ROOT_DIFFERS:
        return "not the rows that a stored checkpoint sealed";
    case AUDIT_SEAL_WRONG:
        return "a stored checkpoint is not signed by this bureau";
    case AUDIT_KEPT_DIFFERS:
        return "not the rows that the kept checkpoint sealed";
    case AUDIT_KEPT_WRONG:
        return "the kept checkpoint is not signed by this bureau";
    }
    return "";
}

int ctl_audit_verify(struct ctl *c)
{
    const char *file = ctl_option(c, "checkpoint");
    struct checkpoint kept;
    struct sign_key *keys;
    struct audit_verdict v;
    if (c->n)
        return 2;
    if (file && !checkpoint_parse(file_read(c->arena, str_from(file), CHECKPOINT_BYTES), &kept))
        return ctl_refuse("%s is no checkpoint\n", file);
    struct program *p = ctl_program(0);
    struct audit_verify how = {.kept = file ? &kept : NULL, .progress = ctl_progress, .arg = (void *)(uintptr_t) "rows"};
    how.keys_n = signing_keys_of(p->db, c->arena, CHECKPOINT_PURPOSE, &keys);
    how.keys = keys;
    bool good = audit_verify(p->db, c->arena, &how, &v);
    program_stop(&p);
    if (!good && v.first_bad == v.last_bad)
        return ctl_refuse("the audit chain is broken: %s: row %lld\n", fault_words(v.fault), (long long)v.first_bad);
    if (!good)
        return ctl_refuse("the audit chain is broken: %s: among rows %lld to %lld\n", fault_words(v.fault), (long long)v.first_bad,
                          (long long)v.last_bad);
    ctl_say("the audit chain of %lld rows is whole; %lld checkpoints%s, %lld rows lawfully forgotten\n", (long long)v.rows,
            (long long)v.checkpoints,
            how.keys_n ? " and their signatures hold" : " (no public key in the table: signatures not checked)",
            (long long)v.forgotten);
    return 0;
}
