/* SPDX-License-Identifier: EUPL-1.2
 * regime_case.h — work around records and grades, as data: dates of the year, clocks, objection, repair, draws, lists, measures,
 * forms. Consumed by calendar, record (due dates), objection, repair, draw, listing. Rules only.
 */
#ifndef REGIME_CASE_H
#define REGIME_CASE_H

#include "regime/regime_entry.h"
#include "regime/regime_notice.h"

/* A date of the working year. day: MMDD. prior_year: concerns the year before. */
struct regime_date {
    struct str code, label, unit; /* unit: who is responsible, may be empty */
    int32_t mmdd;
    bool prior_year;
    struct regime_legal legal;
};
/* A clock. extension.n = 0: cannot be extended. pauses: what stops it. known false: the mandate asks for the act "in time" or
 * refers to a text that is not at hand: no due date may be shown as law. */
struct regime_clock {
    struct str code, label; /* objection, objection_review, correction, repair_review, repair_publicity … */
    struct regime_days within, extension;
    bool at_least; /* a minimum (publicity of at least 5 days), not a deadline */
    bool known, tell_applicant;
    struct str extension_by; /* who allows it: 本部门负责人 */
    regime_codes pauses;
    struct regime_period period;
    struct regime_legal legal;
};
struct regime_text { /* a ground, condition, exclusion, path, material, document, effect: a sentence of the mandate with a code */
    struct str code, label;
    struct regime_legal legal;
};
typedef REGIME_SLICE(struct regime_text) regime_texts;
struct regime_objection {
    regime_texts grounds, materials, outcomes;
    struct regime_text receiver, reviewer; /* who receives; who reviews; label empty: the mandate names none */
    bool mark_disputed;
};
/* A condition or exclusion with a measurable part: months (0: none). */
struct regime_repair_rule {
    struct str code, label;
    int32_t months;
    struct regime_legal legal;
};
struct regime_repair {
    REGIME_SLICE(struct regime_repair_rule) conditions, exclusions;
    regime_texts paths, materials, documents, effects;
    struct regime_text receiver;
    bool free_of_charge;
};
/* Draws. percent_known false: the mandate gives a direction only. */
enum regime_direction { DIRECTION_SAME, DIRECTION_FEWER, DIRECTION_MORE };
struct regime_ratio {
    struct str code, grade;
    bool percent_known;
    int32_t percent;
    enum regime_direction direction;
    struct regime_legal legal;
};
/* basis: the law or central document that founds the list; empty for an honour list. publishable false: no such basis, internal
 * only. */
struct regime_list_kind {
    struct str code, label, basis;
    enum regime_polarity polarity;
    regime_codes subject_types;
    bool publishable;
    struct regime_legal legal;
};
struct regime_measure {
    struct str code, label;
    bool incentive;      /* else sanction or supervision */
    regime_codes grades; /* applies to these; empty: per fact, not per grade */
    regime_codes subject_types;
    struct regime_legal legal;
};
struct regime_form { /* a form or report the mandate prints: columns */
    struct str code, label;
    regime_codes columns;
    struct regime_legal legal;
};
struct regime_case_rules {
    regime_texts units; /* 责任股室/处室 that the mandate names; first the one in charge */
    REGIME_SLICE(struct regime_due) dues;
    REGIME_SLICE(struct regime_entry_field) entry_fields;
    REGIME_SLICE(struct regime_import) imports;
    REGIME_SLICE(struct regime_date) calendar;
    REGIME_SLICE(struct regime_clock) clocks;
    struct regime_objection objection;
    struct regime_repair repair;
    REGIME_SLICE(struct regime_ratio) draw;
    REGIME_SLICE(struct regime_list_kind) lists;
    REGIME_SLICE(struct regime_measure) measures;
    REGIME_SLICE(struct regime_form) forms;
    REGIME_SLICE(struct regime_notice) notices;
};
const struct regime_clock *regime_clock(const struct regime *r, struct str code, struct day day);
const struct regime_date *regime_date(const struct regime *r, struct str code);
const struct regime_ratio *regime_ratio(const struct regime *r, struct str grade);

#endif
