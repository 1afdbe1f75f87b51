/* SPDX-License-Identifier: EUPL-1.2
 * look_gallery.h — view of the gallery: a staff page with every partial on it. Test code only.
 */
#ifndef LOOK_GALLERY_H
#define LOOK_GALLERY_H

#include "views/staff_page.h"

struct gallery_view {
    struct staff_page page;
    struct errors errors;
    struct field text, wrong, area, file;
    struct choice pick, one, many;
    struct date_field day;
    struct tick tick;
    struct notice info, good, warn, bad, empty;
    struct progress progress;
    struct table table, no_rows;
    struct {
        const struct tag *p;
        size_t n;
    } tag_list;
    struct {
        const struct badge *p;
        size_t n;
    } badges;
    struct pagination pages;
    struct chart chart;
    struct form_guard guard;
    struct url action;
};

#endif
