/* SPDX-License-Identifier: EUPL-1.2
 * entry_pages.h — handlers of manual entry: choosing subject and item (entry_new.c), the form (entry_edit.c), a proposal and the
 * steps on it (entry_page.c, entry_act.c), lists (entry_list.c, entry_due.c), evidence files (evidence_file.c), a record with its
 * history (record_page.c), grades that wait to be graded again (entry_regrade.c); and what these files share (entry_parts.c).
 */
#ifndef STAFF_ENTRY_PAGES_H
#define STAFF_ENTRY_PAGES_H

#include "entry/entry_store.h"
#include "evidence/evidence.h"
#include "http/form.h"
#include "http/route.h"
#include "record/record_store.h"
#include "staff/staff.h"
#include "staff/views_record.h"

extern const struct form_def ENTRY_ITEM_FORM, ENTRY_FORM, ENTRY_STEP_FORM, ENTRY_RETURN_FORM, RECORD_STEP_FORM;

/* r->object: struct entry. Others see a draft only once it was submitted. */
bool guard_entry(struct req *r);
bool guard_entry_own(struct req *r);    /* its author, while it is not decided */
bool guard_entry_review(struct req *r); /* a reviewer over its unit and place */
bool guard_evidence(struct req *r);     /* r->object: struct evidence of an entry that guard_entry would open */
bool guard_record_view(struct req *r);  /* r->object: struct record_opened */
bool guard_record_own(struct req *r);   /* the same, for who provides the record */

void page_entry_items(struct req *r);
void show_entry_items(struct req *r, struct form_state *f);
void act_entry_new(struct req *r);
void page_entry_edit(struct req *r);
void show_entry_edit(struct req *r, struct form_state *f);
void act_entry_edit(struct req *r);
void page_entry(struct req *r);
void show_entry(struct req *r, struct form_state *f);
void act_entry_submit(struct req *r);
void act_entry_recall(struct req *r);
void act_entry_drop(struct req *r);
void act_entry_approve(struct req *r);
void act_entry_return(struct req *r);
void page_entries(struct req *r);
void page_entry_dues(struct req *r);
void page_evidence(struct req *r);
void page_record(struct req *r);
void show_record(struct req *r, struct form_state *f);
void act_record_correct(struct req *r);
void act_record_withdraw(struct req *r);
void page_regrades(struct req *r);

/* How many proposals stand under a tab of the list for this person, and how long the first has; for the work bench (entry_list.c).
 */
struct entry_count {
    const char *view;
    size_t n;
    struct str first_due;
};
void entry_count_views(struct req *r, struct entry_count *list, size_t n);

/* --- shared (entry_parts.c) --- */
/* The rule set of the day the proposal was opened; the one in force when that one cannot be read. */
const struct regime *entry_regime(struct req *r, const struct entry *e);
struct str entry_item_name(struct req *r, const struct entry *e);
struct url entry_url(struct req *r, int64_t id, const char *step); /* step NULL: the proposal itself */
struct str entry_title(struct req *r, const struct entry *e);      /* 录入 12：表彰奖励 */
struct entry_files entry_files_of(struct req *r, const struct entry *e);
/* 迟报, with the due day and its article; empty when in time. */
struct str entry_late_text(struct req *r, const struct entry *e);
/* The values of a proposal or record as people read them; n_out rows of term and value. */
struct record_terms {
    const struct fact *p;
    size_t n;
};

struct record_terms entry_terms(struct req *r, const struct record_draft *d);
struct record_draft record_draft_of(struct req *r, const struct record *x);
/* The rows that differ. heads: of the two columns of values. */
struct table entry_changes(struct req *r, struct record_terms before, struct record_terms after, struct str caption,
                           const char *const heads[2]);
/* Publicity, use, repair: what follows from the values, each with its article. */
struct facts entry_effect_facts(struct req *r, const struct entry *e);

#endif
