/* SPDX-License-Identifier: EUPL-1.2
 * views_record.h — what the lists of proposals, the page of a record with every version, and the list of grades that wait to be
 * graded again show. The other half of views_entry.h.
 */
#ifndef STAFF_VIEWS_RECORD_H
#define STAFF_VIEWS_RECORD_H

#include "staff/views_entry.h"

/* staff/entry_list — GET /staff/entry */
struct entry_list_view {
    struct staff_page page;
    struct links tabs;
    struct str view, about;
    struct choice kind;
    struct table rows;
    struct pagination pages;
    bool may_enter;
    struct url due, regrade;
};

/* staff/entry_due — GET /staff/entry/due */
struct entry_due_view {
    struct staff_page page;
    struct table yearly, running;
};

/* staff/record — GET /staff/record/{id} */
struct record_version_view {
    struct str heading, by, why;
    struct table changes;
};
struct record_view {
    struct staff_page page;
    struct notice notice;
    struct facts facts;
    struct {
        const struct record_version_view *p;
        size_t n;
    } versions;
    struct table entries;
    struct entry_files files;
    bool may_propose;
    struct str version;
    struct entry_button correct, withdraw;
    struct url archive;
};

/* staff/regrade — GET /staff/regrade */
struct regrade_view {
    struct staff_page page;
    struct table pending, done;
};

#endif
