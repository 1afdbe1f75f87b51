/* SPDX-License-Identifier: EUPL-1.2
 * views_import.h — views of data import; part of views.h.
 */
#ifndef STAFF_VIEWS_IMPORT_H
#define STAFF_VIEWS_IMPORT_H

#include "views/staff_page.h"

/* staff/import_list — GET /staff/import */
struct import_list_view {
    struct staff_page page;
    bool may_upload;
    struct table batches;
};

/* staff/import_upload — GET and POST /staff/import/new/{kind} */
struct import_upload_view {
    struct staff_page page;
    struct errors errors;
    struct form_guard guard;
    struct url action, template_file;
    bool record;
    struct choice item, unit;
    struct field file;
    struct tick confirm_codes, without_code;
};

/* staff/import_batch — GET /staff/import/{id} */
struct import_batch_view {
    struct staff_page page;
    struct facts about, counts;
    struct notice notice;
    bool running; /* progress only; the page looks again by itself */
    struct progress progress;
    bool report; /* counts are known */
    struct table faults;
    struct pagination pages;
    struct url faults_xlsx, faults_csv; /* empty: none */
    bool may_commit, may_upload;
    struct url refused; /* the refused rows as a workbook, by POST; empty: none */
    struct form_guard refused_guard;
    struct str commit_text, version;
    struct url commit, again;
    struct form_guard guard;
};

#endif
