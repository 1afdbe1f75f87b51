/* SPDX-License-Identifier: EUPL-1.2
 * views_office.h — views of administration: accounts, roles, units, audit log, rule set; part of views.h.
 */
#ifndef STAFF_VIEWS_OFFICE_H
#define STAFF_VIEWS_OFFICE_H

#include "views/staff_page.h"

/* staff/accounts, staff/roles, staff/units — lists */
struct accounts_view {
    struct staff_page page;
    bool may_create;
    struct table accounts;
};

/* staff/account_new — GET and POST /staff/account/new */
struct account_new_view {
    struct staff_page page;
    struct errors errors;
    struct form_guard guard;
    struct field login, name;
    struct choice unit;
};

/* staff/account — GET /staff/account/{id} */
struct account_view {
    struct staff_page page;
    struct facts facts;
    bool closed, own; /* own: cannot be closed by oneself */
    struct url reset, state;
    struct str version;
    struct form_guard reset_guard, state_guard;
};

/* staff/account_secret — the answer to creating or resetting; shown once */
struct account_secret_view {
    struct staff_page page;
    struct facts facts;
    struct url account;
};

/* staff/role — GET and POST /staff/role/{id} */
struct role_view {
    struct staff_page page;
    struct errors errors;
    struct form_guard guard;
    struct facts facts;
    struct choice roles;
    struct field division;
    struct tick own_unit;
    struct url action;
};

/* staff/regime — GET /staff/regime */
struct regime_view {
    struct staff_page page;
    struct notice notice;
    struct facts facts;
    struct table items, grades, types, local;
};

#endif
