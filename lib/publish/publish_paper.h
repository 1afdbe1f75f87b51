/* SPDX-License-Identifier: EUPL-1.2
 * publish_paper.h — the published table on paper, for notice_paper.h. Of the worker and portalctl.
 */
#ifndef PUBLISH_PUBLISH_PAPER_H
#define PUBLISH_PUBLISH_PAPER_H

#include "notice/notice_paper.h"
#include "publish/publish.h"

/* Beyond it a table is a book that nobody prints: the paper then refers to the spreadsheet. */
enum { PUBLISH_PAPER_ROWS = 10000 };

struct publish_paper;
/* NULL when the table has no rows or too many; t and r must live as long. */
const struct notice_table *publish_paper_table(struct arena *a, const struct regime *r, const struct publish_table *t);

#endif
