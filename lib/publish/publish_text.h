/* SPDX-License-Identifier: EUPL-1.2
 * publish_text.h — the words of the two documents of a published round: the announcement over the summary table, and the report to
 * the bureau. Pure; the same text goes into the notice (HTML, PDF) and into the .docx.
 */
#ifndef PUBLISH_PUBLISH_TEXT_H
#define PUBLISH_PUBLISH_TEXT_H

#include "notice/notice_body.h"
#include "publish/publish.h"

struct notice_body publish_announcement(struct arena *a, const struct publish_order *o, const struct grade_round *round,
                                        const struct publish_table *t, struct str correction);
struct notice_body publish_report_text(struct arena *a, const struct publish_order *o, const struct grade_round *round,
                                       const struct publish_table *t);
struct str publish_report_title(struct arena *a, const struct grade_round *round);
/* The kind of the rule set; where an older version has none, a plain one. */
const struct regime_notice *publish_kind(const struct regime *r, enum regime_notice_about about);

#endif
