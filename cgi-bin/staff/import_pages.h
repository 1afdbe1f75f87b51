/* SPDX-License-Identifier: EUPL-1.2
 * import_pages.h — handlers of data import: list (import_list.c), upload (import_upload.c), which column is what (import_plan.c),
 * one batch (import_batch.c) and what is decided about it (import_decide.c), files to download (import_files.c, import_template.c).
 * No page reads an uploaded file: the worker does.
 */
#ifndef STAFF_IMPORT_PAGES_H
#define STAFF_IMPORT_PAGES_H

#include "http/route.h"
#include "auth/role.h"
#include "import/import_decide.h"
#include "import/import_field.h"
#include "staff/views_import.h"

extern const struct form_def IMPORT_UPLOAD_FORM, IMPORT_LOOK_FORM, IMPORT_PLAN_FORM, IMPORT_ASK_FORM, IMPORT_DECIDE_FORM,
    IMPORT_UNDO_FORM, IMPORT_ANNOTATED_FORM;

enum { SEES_IMPORTS = ROLE_CLERK | ROLE_REVIEWER | ROLE_APPROVER | ROLE_AUDITOR };

/* r->object: struct import_batch. */
bool guard_import(struct req *r);        /* within the actor's scope */
bool guard_import_clerk(struct req *r);  /* and the actor may load for its unit */
bool guard_import_review(struct req *r); /* and the actor may decide about it as the second person */
bool guard_import_ask(struct req *r);    /* either of the two */
bool guard_import_kind(struct req *r);   /* {kind} is subject or record; no object */
bool import_is_clerk(const struct req *r, const struct import_batch *b);
bool import_is_reviewer(const struct req *r, const struct import_batch *b);

struct import_context import_page_context(struct req *r);
struct str import_id_text(struct req *r, const struct import_batch *b);
struct url import_url(struct req *r, const struct import_batch *b);
struct str import_what(struct req *r, const struct import_batch *b); /* item or type in words */
struct str import_state_name(const struct import_batch *b);
struct import_steps import_steps_of(const struct import_batch *b);
/* 409: who changed the batch last and when. */
void import_conflict(struct req *r, const struct import_batch *b);

void page_imports(struct req *r);
void page_upload(struct req *r);
void show_upload(struct req *r, struct form_state *f);
void act_upload(struct req *r);
void page_import(struct req *r);
void page_import_plan(struct req *r);
void show_import_plan(struct req *r, struct form_state *f);
void show_import_look(struct req *r, struct form_state *f);
void act_import_plan(struct req *r);
void act_import_look(struct req *r);
void show_import(struct req *r, struct form_state *f);
void act_import_ask(struct req *r);
void act_import_decide(struct req *r);
void act_import_undo(struct req *r);
void act_import_undo_decide(struct req *r);
void page_import_faults(struct req *r);
void page_import_template(struct req *r);
void act_import_annotated(struct req *r);

#endif
