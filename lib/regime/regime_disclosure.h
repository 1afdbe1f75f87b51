/* SPDX-License-Identifier: EUPL-1.2
 * regime_disclosure.h — who may see what: fields, publicity periods by severity, double publicity, grades; and the head that names
 * the mandate on every page. Rules only; views and pages apply them.
 */
#ifndef REGIME_DISCLOSURE_H
#define REGIME_DISCLOSURE_H

#include "regime/regime_base.h"

struct regime_layer {
    struct str name, hash; /* national, 64 hex digits of the layer's own text */
};
struct regime_head {
    struct str code, label;           /* hainan, 海南省 */
    struct str extends;               /* code of the parent layer, empty for the root */
    bool abstract;                    /* a layer only, not to be run as a bureau (national) */
    struct str title, number, issuer; /* document title, 文号, who issued it */
    struct str cite;                  /* prefix of its articles: HI */
    struct str division;              /* GB/T 2260: 460000 */
    struct str site_name, bureau;     /* heading of the public pages; name of the bureau for documents */
    struct str credit_site;           /* where the credit platform publishes: 信用中国（海南） */
    struct str status;                /* ok or a note to staff that the mandate's force is to be confirmed; empty: nothing to say */
    struct regime_period effective;
    REGIME_SLICE(struct regime_layer) layers; /* parents first; filled by the loader */
    struct regime_legal legal;
};

/* A field of a subject or record: name, uscc, representative, representative_id, id_number, address, phone, birth_date … */
enum regime_mask { MASK_NONE, MASK_NAME, MASK_TOWN, MASK_LAST4, MASK_HIDE }; /* how it is printed where it may be seen */
struct regime_field {
    struct str code, label;
    enum regime_kind kind; /* legal or natural (internal archives are never disclosed) */
    enum regime_disclosure disclosure;
    enum regime_mask mask;
    struct regime_legal legal;
};

/* Publicity by severity (Order 36, Order 58 before it). Months from the day of the deciding document. */
struct regime_publicity {
    struct str code, label;
    enum regime_severity severity;
    struct regime_period period;    /* applies to decisions of these days */
    bool shown;                     /* false: as a rule not shown at all (minor) */
    int32_t min_months, max_months; /* repair possible after min; shown no longer than max */
    enum regime_start start;
    struct regime_legal legal;
};
/* Severity of a penalty by its kind; first rule that holds wins. amounts in yuan; 0 = does not matter. */
struct regime_severity_rule {
    struct str code, label;
    /* kinds of penalty: warning, criticism, fine, confiscation, suspension, downgrade, revocation, restriction, closure, ban,
     * detention, summary */
    regime_codes penalties;
    enum regime_kind kind; /* natural or legal; internal: either */
    int64_t fine_from, fine_below;
    enum regime_severity severity;
    struct regime_period period;
    struct regime_legal legal;
};

enum regime_unit { UNIT_WORKING, UNIT_CALENDAR, UNIT_MONTHS };
struct regime_days { /* a length of time of any rule */
    int32_t n;
    enum regime_unit unit;
};
struct regime_double_publicity { /* 双公示: shown within this time from the decision */
    struct str code, label;
    struct regime_days within;
    bool warning_only; /* the stricter or softer of two norms: shown yellow instead of red */
    struct regime_legal legal;
};
/* May the yearly grade of this type be looked up by anyone? One line per kind; subject_types empty = all of the kind. */
struct regime_grade_disclosure {
    struct str code;
    enum regime_kind kind;
    regime_codes subject_types;
    enum regime_disclosure disclosure;
    struct regime_legal legal;
};

struct regime_disclosure_rules {
    REGIME_SLICE(struct regime_field) fields;
    REGIME_SLICE(struct regime_publicity) publicity;
    REGIME_SLICE(struct regime_severity_rule) severities;
    REGIME_SLICE(struct regime_double_publicity) double_publicity;
    REGIME_SLICE(struct regime_grade_disclosure) grades;
};

struct regime;
struct regime_subject_type;
struct regime_item;
/* The rule for a decision of that day; NULL when no rule covers it. */
const struct regime_publicity *regime_publicity(const struct regime *r, enum regime_severity severity, struct day decided);
/* A field without a rule is internal and hidden. */
enum regime_disclosure regime_field_disclosure(const struct regime *r, enum regime_kind kind, struct str field);
enum regime_mask regime_field_mask(const struct regime *r, enum regime_kind kind, struct str field);
enum regime_disclosure regime_item_disclosure(const struct regime *r, const struct regime_item *item, enum regime_kind kind);
enum regime_disclosure regime_grade_disclosure(const struct regime *r, const struct regime_subject_type *type);

#endif
