/* SPDX-License-Identifier: EUPL-1.2
 * role.c — names of roles; see role.h.
 */
#include "auth/role.h"

#include "base/arena.h"
#include "base/check.h"

static const struct {
    uint32_t role;
    struct str code, name;
} ROLES[ROLE_COUNT] = {
    {ROLE_CLERK, STR_INIT("clerk"), STR_INIT("经办员")},
    {ROLE_REVIEWER, STR_INIT("reviewer"), STR_INIT("复核员")},
    {ROLE_APPROVER, STR_INIT("approver"), STR_INIT("审批人")},
    {ROLE_INSPECTOR, STR_INIT("inspector"), STR_INIT("检查员")},
    {ROLE_AUDITOR, STR_INIT("auditor"), STR_INIT("督查员")},
    {ROLE_SYSTEM_ADMIN, STR_INIT("system_admin"), STR_INIT("系统管理员")},
    {ROLE_SECURITY_ADMIN, STR_INIT("security_admin"), STR_INIT("安全管理员")},
    {ROLE_AUDIT_ADMIN, STR_INIT("audit_admin"), STR_INIT("审计管理员")},
};

uint32_t role_from_code(struct str code)
{
    for (size_t i = 0; i < ROLE_COUNT; i++)
        if (str_eq(ROLES[i].code, code))
            return ROLES[i].role;
    return 0;
}

struct str role_code(uint32_t role)
{
    for (size_t i = 0; i < ROLE_COUNT; i++)
        if (ROLES[i].role == role)
            return ROLES[i].code;
    return STR_NONE;
}

struct str role_name(uint32_t role)
{
    for (size_t i = 0; i < ROLE_COUNT; i++)
        if (ROLES[i].role == role)
            return ROLES[i].name;
    return STR_NONE;
}

struct str role_names(struct arena *a, uint32_t roles)
{
    struct str s = STR_NONE;
    for (size_t i = 0; i < ROLE_COUNT; i++)
        if (roles & ROLES[i].role)
            s = s.n ? str_fmt(a, "%.*s、%.*s", STR_ARG(s), STR_ARG(ROLES[i].name)) : ROLES[i].name;
    return s;
}
