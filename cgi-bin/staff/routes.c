/* SPDX-License-Identifier: EUPL-1.2
 * routes.c — every address of the staff program, with who may come. `staff --routes` prints it; tests/pages/matrix.golden holds
 * what each role gets. A group of pages adds its rows in its own block and includes its header of handlers.
 */
#include "auth/role.h"
#include "staff/grading.h"
#include "staff/account_pages.h"
#include "staff/audit_log.h"
#include "staff/entry_pages.h"
#include "staff/grading_excuse.h"
#include "staff/home.h"
#include "staff/import_pages.h"
#include "staff/signin.h"
#include "staff/notice_pages.h"
#include "staff/staff.h"
#include "staff/subject_pages.h"
#include "staff/unit_pages.h"

enum { ENTERS = ROLE_CLERK | ROLE_REVIEWER, DRAFTS = ROLE_CLERK | ROLE_REVIEWER | ROLE_APPROVER };
enum { OPENS_ROUNDS = ROLE_CLERK | ROLE_REVIEWER | ROLE_APPROVER };

const struct route STAFF_ROUTES[] = {
    /* sign-in */
    {HTTP_GET, "/staff/login", page_login, ROUTE_PUBLIC, .purpose = "sign-in form"},
    {HTTP_POST, "/staff/login", act_login, ROUTE_PUBLIC, .flags = ROUTE_NO_TOKEN, .form = &LOGIN_FORM, .reshow = show_login,
     .purpose = "sign in with password and one-time code"},
    {HTTP_POST, "/staff/logout", act_logout, ROUTE_SIGNED_IN, .flags = ROUTE_NO_TOKEN, .form = &LOGOUT_FORM, .purpose = "sign out"},
    {HTTP_GET, "/staff/password", page_password, ROUTE_SIGNED_IN, .purpose = "own password"},
    {HTTP_POST, "/staff/password", act_password, ROUTE_SIGNED_IN, .form = &PASSWORD_FORM, .reshow = show_password,
     .purpose = "change own password"},

    /* work bench */
    {HTTP_GET, "/staff", page_home, ROUTE_SIGNED_IN, .purpose = "what waits for me"},

    /* subjects */
    {HTTP_GET, "/staff/subject", page_subjects, ROLE_BUSINESS, .purpose = "find a subject by name or code"},
    {HTTP_GET, "/staff/subject/person", page_person, ROLE_BUSINESS, .purpose = "form: find a natural person by document number"},
    {HTTP_POST, "/staff/subject/person", act_person, ROLE_BUSINESS, .form = &PERSON_FORM, .reshow = show_person,
     .purpose = "find a natural person, with a purpose that is audited"},
    {HTTP_GET, "/staff/subject/{id}", page_subject, ROLE_BUSINESS, .guard = guard_subject, .purpose = "archive of one subject"},

    /* manual entry, correction, withdrawal */
    {HTTP_GET, "/staff/subject/{id}/entry", page_entry_items, ROLE_CLERK, .guard = guard_subject,
     .purpose = "form: which item to enter about a subject"},
    {HTTP_POST, "/staff/subject/{id}/entry", act_entry_new, ROLE_CLERK, .guard = guard_subject, .form = &ENTRY_ITEM_FORM,
     .reshow = show_entry_items, .purpose = "open a draft"},
    {HTTP_GET, "/staff/entry", page_entries, ROLE_BUSINESS, .purpose = "entries: mine, returned, to review, due, late"},
    {HTTP_GET, "/staff/entry/due", page_entry_dues, ROLE_BUSINESS, .purpose = "by when which item has to be entered"},
    {HTTP_GET, "/staff/entry/{id}", page_entry, ROLE_BUSINESS, .guard = guard_entry, .purpose = "one entry with its effect and history"},
    {HTTP_GET, "/staff/entry/{id}/edit", page_entry_edit, ENTERS, .guard = guard_entry_own, .purpose = "form: the content of a draft"},
    {HTTP_POST, "/staff/entry/{id}/edit", act_entry_edit, ENTERS, .guard = guard_entry_own, .form = &ENTRY_FORM,
     .reshow = show_entry_edit, .purpose = "save a draft with its files"},
    {HTTP_POST, "/staff/entry/{id}/submit", act_entry_submit, ENTERS, .guard = guard_entry_own, .form = &ENTRY_STEP_FORM,
     .reshow = show_record, .purpose = "submit to a second person"},
    {HTTP_POST, "/staff/entry/{id}/recall", act_entry_recall, ENTERS, .guard = guard_entry_own, .form = &ENTRY_STEP_FORM,
     .reshow = show_record, .purpose = "take back what was submitted"},
    {HTTP_POST, "/staff/entry/{id}/drop", act_entry_drop, ENTERS, .guard = guard_entry_own, .form = &ENTRY_STEP_FORM,
     .reshow = show_record, .purpose = "give up a draft"},
    {HTTP_POST, "/staff/entry/{id}/approve", act_entry_approve, ROLE_REVIEWER, .guard = guard_entry_review, .form = &ENTRY_STEP_FORM,
     .reshow = show_record, .purpose = "second person: put it into the archive"},
    {HTTP_POST, "/staff/entry/{id}/return", act_entry_return, ROLE_REVIEWER, .guard = guard_entry_review, .form = &ENTRY_RETURN_FORM,
     .reshow = show_entry, .purpose = "second person: return it with a reason"},
    {HTTP_GET, "/staff/evidence/{file}", page_evidence, ROLE_BUSINESS, .guard = guard_evidence, .purpose = "one evidence file"},
    {HTTP_GET, "/staff/record/{id}", page_record, ROLE_BUSINESS, .guard = guard_record_view, .purpose = "one record with its versions"},
    {HTTP_POST, "/staff/record/{id}/correct", act_record_correct, ENTERS, .guard = guard_record_own, .form = &RECORD_STEP_FORM,
     .reshow = show_record, .purpose = "begin a correction"},
    {HTTP_POST, "/staff/record/{id}/withdraw", act_record_withdraw, ENTERS, .guard = guard_record_own, .form = &RECORD_STEP_FORM,
     .reshow = show_record, .purpose = "begin a withdrawal"},
    {HTTP_GET, "/staff/regrade", page_regrades, ROLE_BUSINESS, .purpose = "published grades that wait to be graded again"},

    /* import */
    {HTTP_GET, "/staff/import", page_imports, SEES_IMPORTS, .purpose = "import batches"},
    {HTTP_GET, "/staff/import/template", page_import_template, SEES_IMPORTS, .purpose = "empty workbook to fill in"},
    {HTTP_GET, "/staff/import/new/{kind}", page_upload, ROLE_CLERK, .guard = guard_import_kind, .purpose = "upload form"},
    {HTTP_POST, "/staff/import/new/{kind}", act_upload, ROLE_CLERK, .guard = guard_import_kind, .form = &IMPORT_UPLOAD_FORM,
     .reshow = show_upload, .purpose = "upload a file to be looked at"},
    {HTTP_GET, "/staff/import/{id}", page_import, SEES_IMPORTS, .guard = guard_import,
     .purpose = "one batch: columns, progress, report, decisions"},
    {HTTP_GET, "/staff/import/{id}/plan", page_import_plan, ROLE_CLERK, .guard = guard_import_clerk,
     .purpose = "form: which column is what"},
    {HTTP_POST, "/staff/import/{id}/plan", act_import_plan, ROLE_CLERK, .guard = guard_import_clerk, .form = &IMPORT_PLAN_FORM,
     .reshow = show_import_plan, .purpose = "choose the columns and begin the check"},
    {HTTP_POST, "/staff/import/{id}/look", act_import_look, ROLE_CLERK, .guard = guard_import_clerk, .form = &IMPORT_LOOK_FORM,
     .reshow = show_import_look, .purpose = "another sheet, header row or encoding"},
    {HTTP_POST, "/staff/import/{id}/ask", act_import_ask, ROLE_CLERK | ROLE_REVIEWER, .guard = guard_import_ask,
     .form = &IMPORT_ASK_FORM, .reshow = show_import, .purpose = "ask for the commit of what the check showed"},
    {HTTP_POST, "/staff/import/{id}/decide", act_import_decide, ROLE_REVIEWER, .guard = guard_import_review,
     .form = &IMPORT_DECIDE_FORM, .reshow = show_import, .purpose = "second person: approve or send back"},
    {HTTP_POST, "/staff/import/{id}/undo", act_import_undo, ROLE_CLERK | ROLE_REVIEWER, .guard = guard_import_ask,
     .form = &IMPORT_UNDO_FORM, .reshow = show_import, .purpose = "ask for the undoing of a batch"},
    {HTTP_POST, "/staff/import/{id}/undo/decide", act_import_undo_decide, ROLE_REVIEWER, .guard = guard_import_review,
     .form = &IMPORT_DECIDE_FORM, .reshow = show_import, .purpose = "second person: undo a batch or keep it"},
    {HTTP_GET, "/staff/import/{id}/faults", page_import_faults, SEES_IMPORTS, .guard = guard_import,
     .purpose = "list of faults as a file"},
    {HTTP_POST, "/staff/import/{id}/annotated", act_import_annotated, ROLE_CLERK | ROLE_REVIEWER, .guard = guard_import_ask,
     .form = &IMPORT_ANNOTATED_FORM, .reshow = show_import, .purpose = "the uploaded table with the faults beside each row"},

    /* grading and publication */
    {HTTP_GET, "/staff/grading", page_grading, ROLE_BUSINESS, .purpose = "rounds of grading"},
    {HTTP_POST, "/staff/grading", act_grading_open, OPENS_ROUNDS, .form = &GRADING_OPEN_FORM, .reshow = show_grading,
     .purpose = "open a round"},
    {HTTP_GET, "/staff/grading/excuse", page_excuses, ROLE_BUSINESS, .purpose = "subjects left out of a year's grading"},
    {HTTP_GET, "/staff/grading/excuse/{id}", page_excuse, ROLE_BUSINESS, .guard = guard_excuse, .purpose = "one excuse"},
    {HTTP_POST, "/staff/grading/excuse/{id}/decide", act_excuse_decide, ROLE_REVIEWER | ROLE_APPROVER, .guard = guard_excuse,
     .form = &EXCUSE_DECIDE_FORM, .reshow = show_excuse, .purpose = "approve, reject or revoke an excuse"},
    {HTTP_GET, "/staff/subject/{id}/excuse", page_excuse_new, ROLE_CLERK | ROLE_REVIEWER, .guard = guard_subject,
     .purpose = "form: leave a subject out of a year's grading"},
    {HTTP_POST, "/staff/subject/{id}/excuse", act_excuse_new, ROLE_CLERK | ROLE_REVIEWER, .guard = guard_subject,
     .form = &EXCUSE_FORM, .reshow = show_excuse_new, .purpose = "propose to leave a subject out"},
    {HTTP_GET, "/staff/grading/{id}", page_round, ROLE_BUSINESS, .guard = guard_round,
     .purpose = "figures and signatures of a round"},
    {HTTP_GET, "/staff/grading/{id}/subject/{subject}", page_round_sheet, ROLE_BUSINESS, .guard = guard_round,
     .purpose = "score sheet of a subject"},
    {HTTP_POST, "/staff/grading/{id}/review", act_round_review, ROLE_REVIEWER, .guard = guard_round, .form = &GRADING_SIGN_FORM,
     .reshow = show_round, .purpose = "first signature"},
    {HTTP_POST, "/staff/grading/{id}/approve", act_round_approve, ROLE_APPROVER, .guard = guard_round, .form = &GRADING_SIGN_FORM,
     .reshow = show_round, .purpose = "second signature"},
    {HTTP_POST, "/staff/grading/{id}/publish", act_round_publish, ROLE_APPROVER, .guard = guard_round, .form = &GRADING_SIGN_FORM,
     .reshow = show_round, .purpose = "publish the results"},
    {HTTP_POST, "/staff/grading/{id}/drop", act_round_drop, ROLE_REVIEWER | ROLE_APPROVER, .guard = guard_round,
     .form = &GRADING_SIGN_FORM, .reshow = show_round, .purpose = "drop a round that is not published"},
    {HTTP_GET, "/staff/publication", page_publications, ROLE_BUSINESS, .purpose = "published tables and reports"},
    {HTTP_GET, "/staff/publication/{id}/{format}", page_publication_file, ROLE_BUSINESS, .purpose = "one published file"},

    /* numbered documents */
    {HTTP_GET, "/staff/notice", page_staff_notices, ROLE_BUSINESS, .purpose = "numbered documents and drafts"},
    {HTTP_GET, "/staff/notice/new/{kind}", page_notice_new, DRAFTS, .guard = guard_notice_kind, .purpose = "form: draft a document"},
    {HTTP_POST, "/staff/notice/new/{kind}", act_notice_new, DRAFTS, .guard = guard_notice_kind, .form = &NOTICE_NEW_FORM,
     .reshow = show_notice_new, .purpose = "save a draft"},
    {HTTP_GET, "/staff/notice/{id}", page_staff_notice, ROLE_BUSINESS, .guard = guard_notice, .purpose = "one document with its acts"},
    {HTTP_GET, "/staff/notice/{id}/pdf", page_notice_file, ROLE_BUSINESS, .guard = guard_notice, .purpose = "the signed file"},
    {HTTP_GET, "/staff/notice/{id}/edit", page_notice_edit, DRAFTS, .guard = guard_notice, .purpose = "form: the draft"},
    {HTTP_POST, "/staff/notice/{id}/edit", act_notice_edit, DRAFTS, .guard = guard_notice, .form = &NOTICE_EDIT_FORM,
     .reshow = show_notice_edit, .purpose = "change a draft"},
    {HTTP_POST, "/staff/notice/{id}/issue", act_notice_issue, ROLE_APPROVER, .guard = guard_notice, .form = &NOTICE_SIGN_FORM,
     .reshow = show_staff_notice, .purpose = "second person: number and sign"},
    {HTTP_POST, "/staff/notice/{id}/drop", act_notice_drop, DRAFTS, .guard = guard_notice, .form = &NOTICE_SIGN_FORM,
     .reshow = show_staff_notice, .purpose = "drop a draft"},
    {HTTP_POST, "/staff/notice/{id}/void", act_notice_void, ROLE_APPROVER, .guard = guard_notice, .form = &NOTICE_VOID_FORM,
     .reshow = show_staff_notice, .purpose = "declare a number void"},

    /* rule set, accounts, roles, units, audit */
    {HTTP_GET, "/staff/regime", page_regime, ROUTE_SIGNED_IN, .purpose = "the rule set in force"},
    {HTTP_GET, "/staff/account", page_accounts, ROLE_SYSTEM_ADMIN | ROLE_SECURITY_ADMIN, .purpose = "accounts"},
    {HTTP_GET, "/staff/account/new", page_account_new, ROLE_SYSTEM_ADMIN, .purpose = "form: new account"},
    {HTTP_POST, "/staff/account/new", act_account_new, ROLE_SYSTEM_ADMIN, .form = &ACCOUNT_FORM, .reshow = show_account_new,
     .purpose = "create an account; shows its secrets once"},
    {HTTP_GET, "/staff/account/{id}", page_account, ROLE_SYSTEM_ADMIN, .guard = guard_account, .purpose = "one account"},
    {HTTP_POST, "/staff/account/{id}/reset", act_account_reset, ROLE_SYSTEM_ADMIN, .guard = guard_account, .form = &RESET_FORM,
     .reshow = show_stale, .purpose = "new password and second factor; shows them once"},
    {HTTP_POST, "/staff/account/{id}/state", act_account_state, ROLE_SYSTEM_ADMIN, .guard = guard_account, .form = &STATE_FORM,
     .reshow = show_stale, .purpose = "close an account or open it again"},
    {HTTP_GET, "/staff/role", page_roles, ROLE_SECURITY_ADMIN, .purpose = "roles of accounts"},
    {HTTP_GET, "/staff/role/{id}", page_role, ROLE_SECURITY_ADMIN, .guard = guard_role, .purpose = "form: roles of one account"},
    {HTTP_POST, "/staff/role/{id}", act_role, ROLE_SECURITY_ADMIN, .guard = guard_role, .form = &GRANT_FORM, .reshow = show_role,
     .purpose = "grant roles with a scope"},
    {HTTP_GET, "/staff/unit", page_units, ROLE_SYSTEM_ADMIN | ROLE_SECURITY_ADMIN, .purpose = "units"},
    {HTTP_GET, "/staff/unit/new", page_unit_new, ROLE_SYSTEM_ADMIN, .purpose = "form: new unit"},
    {HTTP_POST, "/staff/unit/new", act_unit, ROLE_SYSTEM_ADMIN, .form = &UNIT_FORM, .reshow = show_unit, .purpose = "add a unit"},
    {HTTP_GET, "/staff/unit/{id}", page_unit, ROLE_SYSTEM_ADMIN, .guard = guard_unit, .purpose = "form: one unit"},
    {HTTP_POST, "/staff/unit/{id}", act_unit, ROLE_SYSTEM_ADMIN, .guard = guard_unit, .form = &UNIT_FORM, .reshow = show_unit,
     .purpose = "change a unit"},
    {HTTP_GET, "/staff/audit", page_audit, ROLE_AUDIT_ADMIN | ROLE_AUDITOR, .guard = guard_bureau,
     .purpose = "audit log, newest first"},
    {HTTP_POST, "/staff/audit/verify", act_audit_verify, ROLE_AUDIT_ADMIN, .guard = guard_bureau, .form = &AUDIT_VERIFY_FORM,
     .purpose = "have the worker walk the whole log"},
    {HTTP_POST, "/staff/audit/export", act_audit_export, ROLE_AUDIT_ADMIN | ROLE_AUDITOR, .guard = guard_bureau,
     .form = &AUDIT_EXPORT_FORM, .reshow = show_audit, .purpose = "rows of the log as a file"},
};
const size_t STAFF_ROUTES_N = sizeof STAFF_ROUTES / sizeof *STAFF_ROUTES;
