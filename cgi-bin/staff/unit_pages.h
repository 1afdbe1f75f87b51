/* SPDX-License-Identifier: EUPL-1.2
 * unit_pages.h — handlers and views of the units (责任股室/处室, 机构, 协会): list, new, change. Units are never deleted: records
 * and acts name them.
 */
#ifndef STAFF_UNIT_PAGES_H
#define STAFF_UNIT_PAGES_H

#include "http/form.h"
#include "http/route.h"
#include "views/staff_page.h"

/* staff/units — GET /staff/unit */
struct units_view {
    struct staff_page page;
    bool may_change;
    struct table units;
};
/* staff/unit — GET and POST /staff/unit/new and /staff/unit/{id} */
struct unit_view {
    struct staff_page page;
    struct errors errors;
    struct form_guard guard;
    struct field name, division;
    struct choice kind, parent;
    struct str before; /* what the page showed: another's change in between is a conflict */
    struct url action;
};

extern const struct form_def UNIT_FORM;
bool guard_bureau(struct req *r); /* the actor's scope covers the whole jurisdiction: what has no scope of its own */
bool guard_unit(struct req *r);   /* r->object: struct unit, within the actor's scope */
void page_units(struct req *r);
void page_unit_new(struct req *r);
void page_unit(struct req *r);
void show_unit(struct req *r, struct form_state *f);
void act_unit(struct req *r);

#endif
