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
    struct choice state, kind, unit; /* filters */
    bool filtered;
    struct table batches;
    struct pagination pages;
};

/* staff/import_upload — GET and POST /staff/import/new/{kind} */
struct import_upload_view {
    struct staff_page page;
    struct errors errors;
    struct form_guard guard;
    struct url action, template_file;
    bool record;
    struct choice item, unit, template_item;
    struct field file;
    struct tick confirm_codes, without_code;
};

/* Where a batch stands, as a row of steps. */
struct import_step {
    struct str label;
    bool done, current;
};
struct import_steps {
    const struct import_step *p;
    size_t n;
};

/* staff/import_plan — GET and POST /staff/import/{id}/plan, POST /staff/import/{id}/look */
struct import_column_view {
    struct str letter, header, samples, origin;
    struct choice field;
};
struct import_columns {
    const struct import_column_view *p;
    size_t n;
};
struct import_plan_view {
    struct staff_page page;
    struct errors errors;
    struct import_steps steps;
    struct notice notice, same; /* what was recognised; the same file came before */
    struct form_guard guard, look_guard;
    struct url action, look, back;
    struct str version;
    struct choice sheet, coding;
    bool several, csv; /* more sheets than one; a choice of encoding */
    struct field header;
    struct import_columns columns;
    struct str columns_error;
    struct table preview;
    bool may;
};

/* staff/import_batch — GET /staff/import/{id} */
struct import_batch_view {
    struct staff_page page;
    struct errors errors;
    struct import_steps steps;
    struct facts about, counts;
    struct notice notice;
    bool running; /* progress only; the page looks again by itself */
    struct progress progress;
    bool report; /* counts are known */
    struct table diffs, faults, depends, history;
    struct pagination pages;
    struct url faults_xlsx, faults_csv; /* empty: none */
    struct url annotated;               /* by POST; empty: none */
    bool annotated_csv;
    struct url plan, again; /* empty: not now */
    struct str version;
    struct form_guard guard, annotated_guard;
    /* what this person can do now; action empty: not */
    struct url ask, decide, undo, undo_decide;
    struct str ask_text, ask_note;
    struct choice verdict;
    struct field reason;
    bool undoable;
};

#endif
