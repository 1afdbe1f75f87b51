/* SPDX-License-Identifier: EUPL-1.2
 * subject_pages.h — handlers of subjects: search and persons (subject_find.c), the archive (subject_archive.c).
 */
#ifndef STAFF_SUBJECT_PAGES_H
#define STAFF_SUBJECT_PAGES_H

#include "http/route.h"

extern const struct form_def PERSON_FORM;

bool guard_subject(struct req *r); /* r->object: struct subject, within the actor's scope */

void page_subjects(struct req *r);
void page_person(struct req *r);
void show_person(struct req *r, struct form_state *f);
void act_person(struct req *r);
void page_subject(struct req *r);

#endif
