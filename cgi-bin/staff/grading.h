/* SPDX-License-Identifier: EUPL-1.2
 * grading.h — handlers and views of the grading and publication pages: rounds, their figures, signatures, score sheets, published
 * tables.
 */
#ifndef STAFF_GRADING_H
#define STAFF_GRADING_H

#include "grade/grade_round.h"
#include "http/form.h"
#include "http/route.h"
#include "views/staff_page.h"

/* staff/grading — GET /staff/grading */
struct grading_view {
    struct staff_page page;
    struct errors errors;
    struct form_guard guard;
    bool may_open;
    struct choice year, kind;
    struct table rounds;
};

/* One button of the signature block. */
struct grading_button {
    struct url action;
    struct str label, note;
    struct form_guard guard;
    bool secondary;
};
/* staff/grading_round — GET /staff/grading/{id} */
struct grading_round_view {
    struct staff_page page;
    bool running, failed;
    struct progress progress;
    struct str failure;
    struct notice notice;
    struct facts facts;
    struct chart chart;
    struct table movers, missing, silent;
    struct str missing_text;
    struct {
        struct grading_button *p;
        size_t n;
    } buttons;
    int version;          /* of the round as shown: a signature on an older one is a conflict */
    struct str no_button; /* why there is nothing to sign for this person */
};

/* staff/grading_sheet — GET /staff/grading/{id}/subject/{subject} */
struct grading_sheet_view {
    struct staff_page page;
    struct facts facts;
    struct badge badge;
    struct table lines;
    struct url archive;
};

/* staff/publication — GET /staff/publication */
struct publication_list_view {
    struct staff_page page;
    struct table tables, reports;
};

extern const struct form_def GRADING_OPEN_FORM, GRADING_SIGN_FORM;

bool guard_round(struct req *r); /* r->object: struct grade_round, within the actor's jurisdiction */
void page_grading(struct req *r);
void act_grading_open(struct req *r);
void show_grading(struct req *r, struct form_state *f);
void page_round(struct req *r);
void show_round(struct req *r, struct form_state *f); /* a signature form that was made by hand: 400 */
void act_round_review(struct req *r);
void act_round_approve(struct req *r);
void act_round_publish(struct req *r);
void act_round_drop(struct req *r);
void page_round_sheet(struct req *r);
void page_publications(struct req *r);
void page_publication_file(struct req *r);

struct str round_state_name(struct str state);
struct str round_kind_name(struct str kind);

#endif
