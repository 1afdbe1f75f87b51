/* SPDX-License-Identifier: EUPL-1.2
 * entry.h — 录入、更正、撤回: what one person proposes about one record and a second person decides. Here are the rules without
 * SQL: what the form of an item needs, by when the information was due (SX 三(四), annex 2), the clock of a correction (HI 41). A
 * proposal keeps the rule set of the day it was opened. Called by staff pages and entry_store. It does not know pages, and it
 * changes no record.
 *
 *   draft ──submit──▶ submitted ──approve──▶ approved          draft, returned ──drop──▶ dropped
 *     ▲  ▲──recall──────┘   └──return (why)──▶ returned ──submit──▶ submitted
 */
#ifndef ENTRY_ENTRY_H
#define ENTRY_ENTRY_H

#include "calendar/calendar.h"
#include "record/record.h"

enum entry_kind { ENTRY_NEW, ENTRY_CORRECT, ENTRY_WITHDRAW };
enum entry_state { ENTRY_DRAFT, ENTRY_SUBMITTED, ENTRY_RETURNED, ENTRY_APPROVED, ENTRY_DROPPED };

struct entry {
    int64_t id, subject_id, record_id, amount; /* record_id 0: not a record yet */
    struct str kind, state;                    /* codes: entry_kind_of, entry_state_of */
    int record_version, result_version, regime_version_id, severity, points, unit_id, author_id, reviewer_id, version;
    struct str item, title, detail, document_no, authority, remark, reason, verdict;
    struct day found, show_from, show_to, use_to, received;
    struct instant created_at, updated_at, first_submitted_at, submitted_at, decided_at;
    /* joined */
    struct str subject_name, subject_type, division, unit_name, author, reviewer;
    int subject_kind;
    struct day subject_ended;
};

enum entry_kind entry_kind_of(struct str code);
struct str entry_kind_name(enum entry_kind k); /* 录入 更正 撤回 */
enum entry_state entry_state_of(struct str code);
struct str entry_state_name(enum entry_state s); /* 草稿 待复核 已退回 已通过 已作废 */
bool entry_is_open(const struct entry *e);       /* not decided yet */

/* --- what is proposed --- */
struct record_draft entry_draft(const struct regime *r, const struct entry *e);
struct record_life entry_life(const struct regime *r, const struct entry *e); /* CHECKs a day of finding */
enum regime_kind entry_regime_kind(const struct regime *r, const struct entry *e);
/* Everything that keeps it from being submitted: fields that the item needs, what record_check refuses, a reason, evidence.
 * Normalises the document number in place. files: how many are attached. Fault fields are names of the form. True: none beside
 * warnings. */
MUST_USE bool entry_check(struct arena *a, const struct regime *r, struct entry *e, size_t files, struct day today,
                          struct record_faults *faults);
/* Is the item in the responsibility of the unit, by the words of the annex (责任股室)? 局机关各股室: of every one. */
bool entry_item_of_unit(const struct regime_item *item, struct str unit_name);

/* --- by when it was due --- */
enum { ENTRY_DUES_MOST = 8 };
struct entry_due {
    const struct regime_due *rule;
    struct day day;
    bool provisional; /* the calendar of that year is not known yet */
};
/* Of information that arose on a day; earliest first. The end of a period that is a rest day moves on (Civil Code 203); a date of
 * the year does not. */
size_t entry_dues(const struct regime *r, const struct calendar *cal, const struct regime_item *item, struct day found,
                  struct entry_due out[ENTRY_DUES_MOST]);
/* The first due that `entered` missed; NULL: in time, or nothing is set. */
const struct entry_due *entry_missed(const struct entry_due *dues, size_t n, struct day entered);
/* The next time a yearly due falls on or after the day, and the day its period began: the day after the time before. */
struct day entry_due_next(const struct regime_due *rule, struct day today, struct day *from_out);

/* --- the clock of a correction or withdrawal --- */
struct entry_clock {
    const struct regime_clock *rule; /* NULL: the rule set has none */
    struct day due;                  /* DAY_NONE: it names no number of days */
    bool provisional;
    int left;  /* working days to the due day as of the day asked for; negative: over */
    bool over; /* the due day has passed, be it by a rest day only */
};
/* until: today, or the day it was decided. */
struct entry_clock entry_clock(const struct regime *r, const struct calendar *cal, struct day received, struct day until);
struct str entry_left_text(struct arena *a, const struct entry_clock *c); /* 剩2个工作日, 今天到期, 超1个工作日 */

/* --- what people type --- */
/* 3,000.50元 → 300050. False: no amount. */
MUST_USE bool entry_amount(struct arena *a, struct str s, int64_t *fen_out);
MUST_USE bool entry_points(struct arena *a, struct str s, int32_t *milli_out);
struct str entry_amount_text(struct arena *a, int64_t fen); /* 3000.50; empty for 0 */
struct str entry_points_text(struct arena *a, int32_t milli);

#endif
