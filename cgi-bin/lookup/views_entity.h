/* SPDX-License-Identifier: EUPL-1.2
 * views_entity.h — what the archive page shows: the grade on the first screen, profile, licences, records by category, grades by
 * year, former names, lists. Not the score sheet (views_why.h). A record that is expired, repaired or not public today is not in
 * these structs at all. Filled by the pages of lookup, read by templates/lookup. Owns nothing; all text lives in the request's
 * arena.
 */
#ifndef LOOKUP_VIEWS_ENTITY_H
#define LOOKUP_VIEWS_ENTITY_H

#include "views/form.h"

/* The grade on the first screen. */
struct grade_head {
    struct badge badge;
    int year;           /* 0: no grade, then only badge and meaning are shown */
    struct str meaning; /* a sentence: what this grade (or state) means */
    struct str regime;  /* name of the regime */
    struct str issuer;
    struct day valid_from;
    struct day next_change; /* next expected change; DAY_NONE: unknown */
    struct str next_reason; /* 下一年度评价结果公布 / 一条记录公示期满 */
    struct url why;
    bool has_why;
};

/* One licence. */
struct licence_row {
    struct str name, number, issuer;
    struct day from, until; /* until DAY_NONE: not known */
    struct tag state;       /* 有效 / 已过期; empty: not known */
};

/* One record that is public today. */
struct record_row {
    struct str id;       /* opaque; also the anchor r-ID */
    struct str item;     /* the regime's item name */
    struct str document; /* 〔〕 number; may be empty */
    struct str detail;   /* what the record says, public fields only */
    struct str source;   /* the unit or system it came from */
    struct tag severity; /* 轻微 / 一般 / 严重; text empty: none */
    struct day found;
    struct day publicity_from;
    struct day publicity_until; /* the last day shown; DAY_NONE: 长期 */
    struct day repair_from;     /* DAY_NONE: not repairable or not needed; repair_note says why */
    struct str repair_note;
    bool disputed; /* 异议处理中 */
    bool fades;    /* a good record: publicity_until is when it stops counting */
};
struct record_group {
    struct str category; /* 基础信息, 增信信息 … */
    struct str note;     /* what this category is; may be empty */
    struct tag tone;     /* text unused; tone marks good or bad */
    const struct record_row *p;
    size_t n;
    struct str empty; /* 无公示中的…记录 */
    struct str more;  /* 仅显示最近 50 条; empty: all shown */
};

struct grade_row {
    int year;
    struct badge badge;
    struct day valid_from, valid_until; /* valid_until DAY_NONE: in force */
    struct str version;                 /* 第2版(更正); empty: first */
    struct str inherited;               /* 承继自“…”; empty: own */
    struct url why;
    bool has_why;
};
struct former_row {
    struct str name;
    struct day from, until; /* either may be DAY_NONE */
    struct str note;
};
struct list_row {
    struct str name; /* 严重失信主体名单 … */
    struct tag tone;
    struct str basis, document;
    struct day from, until;
};

/* lookup/entity — GET /entity/{code}[?on=DAY] */
struct entity_view {
    struct page page;
    struct str name, code; /* code empty for natural persons */
    struct str type, town;
    struct grade_head grade;
    struct facts profile;
    struct {
        const struct licence_row *p;
        size_t n;
    } licences;
    struct {
        const struct record_group *p;
        size_t n;
    } records;
    struct {
        const struct grade_row *p;
        size_t n;
    } grades;
    struct {
        const struct former_row *p;
        size_t n;
    } former;
    struct {
        const struct list_row *p;
        size_t n;
    } lists;
    struct url self;          /* this page without ?on= : action of the date form and way back to today */
    struct field on;          /* name "on": the day the page is as known on, as typed */
    struct day on_day;        /* DAY_NONE: today */
    bool large;               /* keeps z=1 in the date form */
    struct url poster, embed; /* of an organisation: sheet to print, how to show the badge; shown when has_badge */
    bool has_badge;
    struct url json; /* JSON twin; shown when has_json */
    bool has_json;
    struct notice notice; /* heading empty: none */
    struct str statement; /* the subject's own statement, shown as 未经核实; empty: none */
};

#endif
