/* SPDX-License-Identifier: EUPL-1.2
 * regime_notice.h — kinds of numbered documents, as data: what a document is called, under which article it is issued, which code
 * word its numbers bear, whom it is about and what it does to an earlier one. Consumed by notice and publish. Rules only.
 */
#ifndef REGIME_REGIME_NOTICE_H
#define REGIME_REGIME_NOTICE_H

#include "regime/regime_base.h"

enum regime_notice_about {
    NOTICE_ABOUT_NOBODY,  /* an announcement: read by all */
    NOTICE_ABOUT_SUBJECT, /* served on one subject; of a natural person never public */
    NOTICE_ABOUT_SUMMARY, /* the summary table of a year: made by publishing it */
    NOTICE_ABOUT_REPORT,  /* the report of a year's results to the bureau: likewise, not public */
};
enum regime_notice_effect { NOTICE_EFFECT_NONE, NOTICE_EFFECT_WITHDRAW, NOTICE_EFFECT_SUPERSEDE };
struct regime_notice {
    struct str code, label; /* repair_confirmation, 信用修复确认通知书 */
    struct str series;      /* the code word in addresses: gs; one word has one series */
    struct str word;        /* after the place's name: 卫信公示 → 遂溪县卫信公示〔2026〕1号 */
    enum regime_notice_about about;
    enum regime_notice_effect effect; /* on the notice it refers to */
    bool is_open;                     /* listed and readable by anyone, unless it is about a natural person */
    regime_codes text;                /* paragraphs a draft begins with */
    struct regime_legal legal;
};

struct regime;
const struct regime_notice *regime_notice(const struct regime *r, struct str code);
const struct regime_notice *regime_notice_about(const struct regime *r, enum regime_notice_about about); /* the first; NULL */

#endif
