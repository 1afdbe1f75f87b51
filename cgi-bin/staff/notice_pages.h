/* SPDX-License-Identifier: EUPL-1.2
 * notice_pages.h — handlers and views of the pages about numbered documents: list, draft, one with its acts.
 */
#ifndef STAFF_NOTICE_PAGES_H
#define STAFF_NOTICE_PAGES_H

#include "http/form.h"
#include "http/route.h"
#include "views/staff_page.h"

/* staff/notices — GET /staff/notice */
struct staff_notices_view {
    struct staff_page page;
    struct choice state;
    struct table notices;
    bool may_draft;
    struct links kinds; /* a new draft of each kind */
};

/* staff/notice_draft — GET and POST /staff/notice/new/{kind}, /staff/notice/{id}/edit */
struct staff_notice_draft_view {
    struct staff_page page;
    struct errors errors;
    struct form_guard guard;
    struct facts facts;
    bool has_title, has_subject, has_target;
    struct field title, addressee, text, subject, record, target;
    struct url action, back;
    struct str version; /* empty: a new draft */
};

struct staff_paragraph {
    struct str text;
    bool heading;
};
/* staff/notice — GET /staff/notice/{id} and its acts */
struct staff_notice_view {
    struct staff_page page;
    struct errors errors;
    struct notice notice;
    struct facts facts;
    struct str addressee, signer;
    struct {
        const struct staff_paragraph *p;
        size_t n;
    } body;
    bool may_issue, may_edit, may_void, signed_now;
    struct form_guard issue_guard, drop_guard, void_guard;
    struct url issue, drop, edit, void_url, pdf, withdraw, correct;
    struct field reason;
    struct str version, no_button;
};

extern const struct form_def NOTICE_NEW_FORM, NOTICE_EDIT_FORM, NOTICE_SIGN_FORM, NOTICE_VOID_FORM;

bool guard_notice(struct req *r);      /* r->object: struct notice, within the actor's jurisdiction */
bool guard_notice_kind(struct req *r); /* r->object: struct regime_notice that people draft */
void page_staff_notices(struct req *r);
void page_notice_new(struct req *r);
void show_notice_new(struct req *r, struct form_state *f);
void act_notice_new(struct req *r);
void page_notice_edit(struct req *r);
void show_notice_edit(struct req *r, struct form_state *f);
void act_notice_edit(struct req *r);
void page_staff_notice(struct req *r);
void show_staff_notice(struct req *r, struct form_state *f);
void act_notice_issue(struct req *r);
void act_notice_drop(struct req *r);
void act_notice_void(struct req *r);
void page_notice_file(struct req *r);

struct url notice_page_url(struct req *r, int id);

#endif
