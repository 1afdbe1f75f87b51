/* SPDX-License-Identifier: EUPL-1.2
 * views_entry.h — what the pages of manual entry show: choosing an item, the form, a proposal with its effect and history. Lists, a
 * record with its versions and regrades are in views_record.h. One struct a template, named beside it. Filled by the pages, read
 * by templates/staff. Owns nothing.
 */
#ifndef STAFF_VIEWS_ENTRY_H
#define STAFF_VIEWS_ENTRY_H

#include "views/staff_page.h"

/* staff/entry_item — GET and POST /staff/subject/{id}/entry */
struct entry_item_option {
    struct str id, value, name, note;
    bool selected;
};
struct entry_item_group {
    struct str heading;
    const struct entry_item_option *p;
    size_t n;
};
struct entry_item_view {
    struct staff_page page;
    struct errors errors;
    struct form_guard guard;
    struct url action, back;
    struct facts subject;
    struct str error; /* beside the list */
    struct {
        const struct entry_item_group *p;
        size_t n;
    } groups;
};

/* One file on a proposal: in the form with a box to take it off, elsewhere as a link. */
struct entry_file {
    struct str id, value, name, kind, size, sha256, by;
    struct url url;
    bool removed; /* the box was ticked */
};
struct entry_files {
    const struct entry_file *p;
    size_t n;
};

/* staff/entry_edit — GET and POST /staff/entry/{id}/edit */
struct entry_edit_view {
    struct staff_page page;
    struct errors errors;
    struct form_guard guard;
    struct url action, back;
    struct str version, lead;
    struct notice notice;  /* returned, and why; somebody saved meanwhile */
    struct table conflict; /* both versions */
    struct facts facts;    /* subject, item, and the record as it is */
    bool content, reasoned, has_document, has_authority, has_severity, has_amount, has_points;
    bool source_dates; /* one of the three dates below is filled or wrong: the fold is open */
    struct field title, document_no, authority, amount, points, detail, remark, reason, file1, file2, file3;
    struct date_field found, show_from, show_to, use_to, received;
    struct choice severity;
    struct entry_files files;
    struct str files_hint;
};

struct entry_button {
    struct url action;
    struct str label, note;
    struct form_guard guard;
    bool secondary;
};
/* staff/entry — GET /staff/entry/{id}, and its POSTs when they come back */
struct entry_view {
    struct staff_page page;
    struct errors errors;
    struct notice notice;
    struct facts facts, effect, clock;
    struct table changes, days; /* before and after; how the clock is counted */
    struct entry_files files;
    struct table history;
    struct url edit;
    bool may_edit, may_review;
    struct str version, effect_heading, nobody; /* nobody: why there is nothing to do for this person */
    struct {
        struct entry_button *p;
        size_t n;
    } buttons;
    struct entry_button send_back;
    struct field verdict;
};

#endif
