/* SPDX-License-Identifier: EUPL-1.2
 * role.h — what a member of staff may do (role) and to whom (scope: unit × jurisdiction subtree). A role is a bit, so that a route
 * states its roles as a mask. The three administrators are apart: none of them may do another's work or any business act (等保
 * 三员分立).
 */
#ifndef AUTH_ROLE_H
#define AUTH_ROLE_H

#include <stdint.h>

#include "base/str.h"

enum role {
    ROLE_CLERK = 1 << 0,          /* 经办: enters and imports */
    ROLE_REVIEWER = 1 << 1,       /* 复核: second person, first signature */
    ROLE_APPROVER = 1 << 2,       /* 审批（负责人）: second signature, publication */
    ROLE_INSPECTOR = 1 << 3,      /* 检查 */
    ROLE_AUDITOR = 1 << 4,        /* 督查: reads everything of its scope, changes nothing */
    ROLE_SYSTEM_ADMIN = 1 << 5,   /* 系统管理: accounts, units */
    ROLE_SECURITY_ADMIN = 1 << 6, /* 安全管理: roles, unlocking */
    ROLE_AUDIT_ADMIN = 1 << 7,    /* 审计管理: the audit log */
};
enum {
    ROLE_COUNT = 8,
    ROLE_BUSINESS = ROLE_CLERK | ROLE_REVIEWER | ROLE_APPROVER | ROLE_INSPECTOR | ROLE_AUDITOR,
    ROLE_ADMINS = ROLE_SYSTEM_ADMIN | ROLE_SECURITY_ADMIN | ROLE_AUDIT_ADMIN,
    ROLE_STAFF = ROLE_BUSINESS | ROLE_ADMINS
};

uint32_t role_from_code(struct str code);               /* clerk, reviewer, …; 0 when unknown */
struct str role_code(uint32_t role);                    /* one bit */
struct str role_name(uint32_t role);                    /* 经办员 */
struct str role_names(struct arena *a, uint32_t roles); /* joined by 、 */

#endif
