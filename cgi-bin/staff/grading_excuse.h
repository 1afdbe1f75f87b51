/* SPDX-License-Identifier: EUPL-1.2
 * grading_excuse.h — handlers and views of the pages about excuses from a year's grading (不参加评价).
 */
#ifndef STAFF_GRADING_EXCUSE_H
#define STAFF_GRADING_EXCUSE_H

#include "http/form.h"
#include "http/route.h"
#include "views/staff_page.h"

/* staff/excuses — GET /staff/grading/excuse */
struct excuses_view {
    struct staff_page page;
    struct choice state;
    struct field year;
    struct table excuses;
};

/* staff/excuse_new — GET and POST /staff/subject/{id}/excuse */
struct excuse_new_view {
    struct staff_page page;
    struct errors errors;
    struct form_guard guard;
    struct facts facts;
    bool has_grounds; /* the subject's type is graded, and the regime has grounds */
    struct choice code, year;
    struct field reason;
    struct url action, back;
};

/* staff/excuse — GET /staff/grading/excuse/{id}, POST …/decide */
struct excuse_view {
    struct staff_page page;
    struct errors errors;
    struct form_guard guard;
    struct facts facts;
    bool may_decide;
    struct choice step;
    struct field why;
    struct url action;
    struct str version, no_button; /* no_button: why there is nothing to decide for this person */
};

extern const struct form_def EXCUSE_FORM, EXCUSE_DECIDE_FORM;
bool guard_excuse(struct req *r); /* r->object: struct grade_excuse, within the actor's jurisdiction */
void page_excuses(struct req *r);
void page_excuse_new(struct req *r);
void show_excuse_new(struct req *r, struct form_state *f);
void act_excuse_new(struct req *r);
void page_excuse(struct req *r);
void show_excuse(struct req *r, struct form_state *f);
void act_excuse_decide(struct req *r);

#endif
