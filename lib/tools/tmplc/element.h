/* SPDX-License-Identifier: EUPL-1.2
 * element.h — what the state machine asks about elements and attributes. Between markup.c and element.c only.
 */
#ifndef TMPLC_ELEMENT_H
#define TMPLC_ELEMENT_H

#include "tools/tmplc/markup.h"

struct feed {
    const struct tmpl *t;
    struct markup *m;
    struct pos pos;
    bool line_end_wanted; /* <pre> or <textarea> was just opened */
};

/* A tag is complete: opens or closes the element; slash: it was written <x/>. */
void element_tag(struct feed *f, bool slash);
/* An attribute's name is complete: error for those that would need script or style. */
void element_attribute(const struct tmpl *t, const struct markup *m, struct pos pos);
/* A static byte of an attribute's value. */
void element_value(struct feed *f, char c);

#endif
