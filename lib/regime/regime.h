/* SPDX-License-Identifier: EUPL-1.2
 * regime.h — one jurisdiction's rule set as plain data: what a mandate sets, each value with its article. Code knows shapes (an
 * item, a veto, a clock), never a jurisdiction. This header: head, categories, items, subject types, grades, look-ups, loading. The
 * other shapes: regime_grading.h, regime_disclosure.h, regime_case.h. All pointers live in the arena given to the loader and are
 * never changed afterwards. It computes no grade and no date; it reads no clock and no database. A slice is {p, n}: for (size_t i =
 * 0; i < r->items.n; i++) r->items.p[i].
 */
#ifndef REGIME_REGIME_H
#define REGIME_REGIME_H

#include "regime/regime_case.h"
#include "regime/regime_disclosure.h"
#include "regime/regime_grading.h"

struct regime_category {
    struct str code, label; /* good, 增信信息 */
    enum regime_polarity polarity;
    enum regime_disclosure legal_person, natural_person;
    struct regime_term retention; /* on record; then archived or deleted */
    /* may be shared and graded; shown while this lasts and, where the record has a severity, regime_publicity() */
    struct regime_term use;
    bool archive_after; /* after retention: true moved to the archive (转档), false deleted */
    bool repairable;
    struct regime_legal legal;
};

enum regime_item_kind {
    ITEM_FACT,
    ITEM_IDENTITY,
    ITEM_LICENCE,
    ITEM_PENALTY,
    ITEM_POINTS,
    ITEM_COMMITMENT,
    ITEM_GRADE,
    ITEM_LISTING,
    ITEM_COMPLAINT
};
struct regime_item {
    struct str code, category; /* bad.13, bad */
    struct str ordinal;        /* as the mandate numbers it: （十三） */
    struct str label, name;    /* the mandate's text; short name for tables and headers */
    regime_codes aliases;      /* further names by which an import may call it */
    enum regime_item_kind kind;
    enum regime_severity severity; /* default of a new record */
    bool internal, external;       /* 数据来源: 内部, 外部; both may hold, or neither where the mandate does not say */
    struct str source_system, way, frequency, unit, remark; /* annex columns, as printed */
    regime_codes dues;                                      /* codes of regime->dues: by when it must be entered */
    regime_codes subject_types;                             /* empty: any */
    bool has_disclosure;                                    /* overrides the category for both kinds */
    enum regime_disclosure disclosure;
    struct regime_legal legal;
};

struct regime_subject_type {
    struct str code, label, plural; /* medical_institution_2plus, 二级及以上医疗机构; plural: heading of a table, may be empty */
    enum regime_kind kind;
    bool graded; /* false: has an archive but is never graded */
    /* rolled out from; before it: not graded. DAY_NONE: the mandate sets no phase, graded while the regime is in force */
    struct day from;
    regime_codes aliases; /* words by which registers and workbooks call it */
    struct regime_legal legal;
};

struct regime_grade {
    struct str code, label, meaning; /* A, A级（优）, plain words */
    int32_t order;                   /* 1 = best */
    struct str colour;               /* key of the style sheet: best good middle poor worst none; never the only sign */
    bool best, worst, unrated;       /* unrated: 未评价 (M), outside the order */
    struct regime_legal legal;
};

struct regime {
    struct regime_head head;
    REGIME_SLICE(struct regime_category) categories;
    REGIME_SLICE(struct regime_item) items;
    REGIME_SLICE(struct regime_subject_type) subject_types;
    REGIME_SLICE(struct regime_grade) grades; /* in order, unrated last */
    REGIME_SLICE(struct regime_grading) gradings;
    struct regime_disclosure_rules disclosure;
    struct regime_case_rules cases;
    struct str version_hash; /* 64 hex digits: BLAKE2b-256 of the names and texts of all layers */
};

/* NULL when there is none. day: the day whose rule is wanted. */
const struct regime_category *regime_category(const struct regime *r, struct str code);
const struct regime_item *regime_item(const struct regime *r, struct str code);
/* code, name, label or alias; blanks ignored at the ends */
const struct regime_item *regime_item_by_name(const struct regime *r, struct str text);
const struct regime_category *regime_category_of(const struct regime *r, const struct regime_item *item); /* never NULL */
const struct regime_subject_type *regime_subject_type(const struct regime *r, struct str code);
const struct regime_subject_type *regime_subject_type_by_name(const struct regime *r, struct str text); /* code, label or alias */
const struct regime_grade *regime_grade(const struct regime *r, struct str code);
const struct regime_grading *regime_grading(const struct regime *r, struct str subject_type, struct day day);
bool regime_in_force(const struct regime *r, struct day day);
bool regime_rolled_out(const struct regime_subject_type *t, struct day day);
bool regime_period_has(struct regime_period p, struct day day);
bool regime_code_in(regime_codes list, struct str code);

/* As printed beside a rule: the article ("HI 14"), or 本地规则; the note is printed apart. */
struct str regime_legal_text(const struct regime_legal *l);

#endif
