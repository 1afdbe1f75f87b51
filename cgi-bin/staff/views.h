/* SPDX-License-Identifier: EUPL-1.2
 * views.h — what the staff pages show, apart from grading and publication: sign-in, work bench and subjects here, import and
 * administration in the headers included. One struct a template, named beside it. Values only, already decided and worded; text
 * lives in the request's arena. Filled by the pages of staff, read by templates/staff. Owns nothing.
 */
#ifndef STAFF_VIEWS_H
#define STAFF_VIEWS_H

#include "staff/views_import.h"
#include "staff/views_office.h"
#include "views/staff_page.h"

/* staff/error */
struct staff_error_view {
    struct staff_page page;
    struct str what, todo, request_id;
    int status;
};

/* staff/login — GET and POST /staff/login */
struct login_view {
    struct page page;
    struct errors errors;
    struct form_guard guard;
    struct url action;
    struct field account, password, code;
    struct notice notice; /* signed out, session ended, wait */
};

/* staff/password — GET and POST /staff/password */
struct password_view {
    struct staff_page page;
    struct errors errors;
    struct form_guard guard;
    struct field old_password, password, again;
    bool forced; /* the first one after an account was made or reset */
    struct facts who;
};

/* staff/home — GET /staff */
struct home_view {
    struct staff_page page;
    bool business; /* administrators alone have nothing to do with records and grades */
    struct table waiting, jobs, dates;
};

/* staff/subjects — GET /staff/subject?q= */
struct subjects_view {
    struct staff_page page;
    struct field q;
    bool asked;
    struct str found; /* 共 3 条, or why nothing was looked for */
    struct table hits;
    struct pagination pages;
};

/* staff/person — GET and POST /staff/subject/person */
struct person_view {
    struct staff_page page;
    struct errors errors;
    struct form_guard guard;
    struct choice id_kind;
    struct field id_number, purpose;
};

/* staff/archive — GET /staff/subject/{id} */
struct archive_view {
    struct staff_page page;
    struct facts facts;
    bool may_enter; /* may enter records about the subject */
    struct url enter;
    bool may_excuse; /* may propose to leave the subject out of a year's grading */
    struct url excuse;
    struct table licences, records, grades;
};

#endif
