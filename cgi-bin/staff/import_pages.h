/* SPDX-License-Identifier: EUPL-1.2
 * import_pages.h — handlers of data import: list, upload (import_upload.c), one batch (import_batch.c), files to
 * download (import_files.c, import_refused.c).
 */
#ifndef STAFF_IMPORT_PAGES_H
#define STAFF_IMPORT_PAGES_H

#include "http/route.h"
#include "import/import.h"

extern const struct form_def UPLOAD_FORM, COMMIT_FORM, REFUSED_FORM;

/* r->object: struct import_batch. */
bool guard_import(struct req *r);        /* within the actor's scope */
bool guard_import_commit(struct req *r); /* and the actor may commit it */
bool guard_import_kind(struct req *r);   /* {kind} is subject or record; no object */
bool import_may_commit(const struct req *r, const struct import_batch *b);

bool import_has_refused_file(const struct import_batch *b);

void page_imports(struct req *r);
void page_upload(struct req *r);
void show_upload(struct req *r, struct form_state *f);
void act_upload(struct req *r);
void page_import(struct req *r);
void act_import_commit(struct req *r);
void show_import_commit(struct req *r, struct form_state *f);
void page_import_faults(struct req *r);
void page_import_template(struct req *r);
void act_import_refused(struct req *r);

#endif
