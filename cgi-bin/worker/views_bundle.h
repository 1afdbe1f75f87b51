/* SPDX-License-Identifier: EUPL-1.2
 * views_bundle.h — what the pages of the static bundle show. Filled by bundle.c, read by templates/bundle. Owns nothing.
 */
#ifndef WORKER_VIEWS_BUNDLE_H
#define WORKER_VIEWS_BUNDLE_H

#include "base/date.h"
#include "html/html.h"

struct bundle_paragraph {
    struct str text;
    bool heading;
};
struct bundle_row {
    struct str name, code, other, grade; /* other: the place in tables by type, the type in tables by place */
};
struct bundle_part {
    struct str id, title; /* t1, 一级医疗机构 */
    struct url anchor;    /* #t1 */
    const struct bundle_row *p;
    size_t n;
};
struct bundle_view {
    struct str title, bureau, number, other; /* other: heading of the column */
    struct day published;
    struct str address; /* where it is verified, as text */
    bool by_type, with_checkpoint;
    struct {
        const struct bundle_paragraph *p;
        size_t n;
    } body;
    const struct bundle_part *p;
    size_t n;
};

#endif
