/* SPDX-License-Identifier: EUPL-1.2
 * audit_log.h — handlers and views of the log of acts (操作日志): list with filters, file, verification by the worker.
 */
#ifndef STAFF_AUDIT_LOG_H
#define STAFF_AUDIT_LOG_H

#include "http/form.h"
#include "http/route.h"
#include "views/staff_page.h"

/* staff/audit — GET /staff/audit */
struct audit_view {
    struct staff_page page;
    struct errors errors; /* of the order for a file */
    struct notice notice; /* result of the last verification, or that it is under way */
    bool running;
    struct progress progress;
    struct str checkpoint; /* the newest one, in words */
    struct choice action;
    struct field account, from, to;
    struct table rows;
    struct url older, newest; /* empty: none */
    bool may_verify;
    struct form_guard verify_guard, export_guard;
    struct str query_account, query_action, query_from, query_to; /* the filter again, for the file */
};

extern const struct form_def AUDIT_VERIFY_FORM, AUDIT_EXPORT_FORM;
void page_audit(struct req *r);
void show_audit(struct req *r, struct form_state *f);
void act_audit_verify(struct req *r);
void act_audit_export(struct req *r);

#endif
