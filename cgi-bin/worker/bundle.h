/* SPDX-License-Identifier: EUPL-1.2
 * bundle.h — the static bundle (静态发布包) of a published table: a zip that a web editor drops into any CMS, since SX 三(五) wants
 * the table on the department's home page. Organisations only, like the table itself. The same input gives the same bytes.
 */
#ifndef WORKER_BUNDLE_H
#define WORKER_BUNDLE_H

#include "notice/notice_body.h"
#include "notice/notice.h"
#include "publish/publish.h"

struct vault;

struct bundle {
    const struct regime *regime;
    const struct notice_doc *notice;
    const struct notice_body *body;
    const struct publish_table *table;
    struct str csv, xlsx, pdf, proof, keys, checkpoint; /* checkpoint: empty when there is none yet */
    struct str origin;
};
struct str bundle_make(struct arena *a, const struct vault *v, const struct bundle *b);

#endif
