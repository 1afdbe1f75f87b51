/* SPDX-License-Identifier: EUPL-1.2
 * views.h — what the staff pages show, apart from grading and publication. One struct a template, named beside it. Values only, already
 * decided and worded; text lives in the request's arena. Filled by the pages of staff, read by templates/staff. Owns nothing.
 */
#ifndef STAFF_VIEWS_H
#define STAFF_VIEWS_H

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
    bool forced;          /* the first one after an account was made or reset */
    struct facts who;
};


/* staff/home — GET /staff */
struct home_view {
    struct staff_page page;
    bool business; /* administrators alone have nothing to do with records and grades */
    struct table waiting, jobs, dates;
};

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
    bool running;            /* progress only; the page looks again by itself */
    struct progress progress;
    bool report;             /* counts are known */
    struct table faults;
    struct pagination pages;
    struct url faults_xlsx, faults_csv; /* empty: none */
    bool may_commit, may_upload;
    struct str commit_text, version;
    struct url commit, again;
    struct form_guard guard;
};

/* staff/subjects — GET /staff/subject?q= */
struct subjects_view {
    struct staff_page page;
    struct field q;
    bool asked;
    struct str found;        /* 共 3 条, or why nothing was looked for */
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
    struct table licences, records, grades;
};

/* staff/withdraw — GET and POST /staff/record/{id}/withdraw */
struct withdraw_view {
    struct staff_page page;
    struct errors errors;
    struct form_guard guard;
    struct facts facts;
    struct field reason;
    struct str version;
    struct url action, back;
    bool active;             /* false: withdrawn or repaired meanwhile, nothing to do */
};

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
    bool closed, own;        /* own: cannot be closed by oneself */
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

/* staff/audit — GET /staff/audit */
struct audit_view {
    struct staff_page page;
    struct notice notice;
    struct table rows;
    struct url older, newest; /* empty: none */
    bool may_verify;
    struct form_guard guard;
};

/* staff/regime — GET /staff/regime */
struct regime_view {
    struct staff_page page;
    struct notice notice;
    struct facts facts;
    struct table items, grades, types, local;
};

#endif
