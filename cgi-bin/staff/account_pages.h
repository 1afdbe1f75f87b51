/* SPDX-License-Identifier: EUPL-1.2
 * account_pages.h — handlers of system and security administration: accounts (account.c), grants (grant.c), units, audit log
 * (office.c), the rule set in force (regime_page.c, regime_local.c). The three administrators are apart: accounts without rights by
 * one, rights by another, the log by a third.
 */
#ifndef STAFF_ACCOUNT_PAGES_H
#define STAFF_ACCOUNT_PAGES_H

#include "auth/staff.h"
#include "http/route.h"
#include "regime/regime.h"
#include "views/parts.h"

extern const struct form_def ACCOUNT_FORM, RESET_FORM, STATE_FORM, GRANT_FORM;

bool guard_account(struct req *r); /* r->object: struct staff; its unit lies within the system administrator's scope */
bool guard_role(struct req *r);    /* the same for the security administrator, and never the own account */

/* Accounts whose unit lies within the scope that the actor has by one of these roles. */
struct accounts {
    const struct staff *p;
    size_t n;
};
struct accounts accounts_in_scope(struct req *r, uint32_t roles);
/* 经办员、复核员（440823，医政股） … */
struct str account_grants_text(struct req *r, int staff_id);

void page_accounts(struct req *r);
void page_account_new(struct req *r);
void show_account_new(struct req *r, struct form_state *f);
void act_account_new(struct req *r);
void page_account(struct req *r);
void act_account_reset(struct req *r);
void act_account_state(struct req *r);
void show_stale(struct req *r, struct form_state *f); /* forms whose fields are all ours: 400 */

void page_roles(struct req *r);
void page_role(struct req *r);
void show_role(struct req *r, struct form_state *f);
void act_role(struct req *r);

void page_regime(struct req *r);
/* Every value of the rule set that no mandate sets, as rows of a table: where, what, why. */
struct table regime_local_rules(struct arena *a, const struct regime *g);

#endif
