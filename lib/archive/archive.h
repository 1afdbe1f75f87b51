/* SPDX-License-Identifier: EUPL-1.2
 * archive.h — the public read model: one subject's archive as anybody may see it on a day. The store reads the public views
 * (db/views.sql) in two round trips; archive_show() then takes away and masks what the rule set does not let the public see (HI
 * 27–30, SX 三(九), HN 4); what has expired, was repaired or withdrawn is not there at all (HI 26). The store is archive_store.c,
 * the rest is pure and takes today. Called by lookup, later by query. Not the staff's view of a subject (subject_store.h,
 * record_store.h), not the score sheet (archive_why.h).
 */
#ifndef ARCHIVE_ARCHIVE_H
#define ARCHIVE_ARCHIVE_H

#include "base/check.h"
#include "regime/regime.h"

struct arena;
struct db;

struct archive_subject {
    int64_t id;
    int kind, version;                      /* kind: enum subject_kind */
    struct str public_id, type, name, code; /* code: may be empty; name of a natural person: masked */
    struct str division, address, representative;
    struct str division_name; /* the caller's to fill before archive_show(): divisions are cached, not joined */
    struct day established, ended;
    struct instant updated_at;
};
struct archive_grade { /* one published version */
    int year, round_id, regime_version_id;
    struct str grade, kind; /* kind: annual, single (a correction of one subject) */
    struct instant published_at, superseded_at;
};
struct archive_record {
    int64_t id, amount; /* amount: fen */
    int severity;
    struct str item, category, title, detail, document_no, authority, source;
    struct day found, show_from, show_to, use_to;
    bool disputed;
};
struct archive_licence {
    struct str kind, number, content, authority;
    struct day issued, valid_from, valid_to;
};
struct archive_former {
    struct str name;
    struct day until;
};
struct archive {
    struct archive_subject subject;
    const struct regime_subject_type *type; /* NULL: not a type of the rule set in force */
    bool grade_public;                      /* set by archive_show */
    struct {
        struct archive_grade *p;
        size_t n, cap;
    } grades; /* newest year first, newest round first within a year */
    struct {
        struct archive_record *p;
        size_t n, cap;
    } records; /* latest finding first */
    struct {
        struct archive_licence *p;
        size_t n, cap;
    } licences;
    struct {
        struct archive_former *p;
        size_t n, cap;
    } former;
    bool records_cut; /* there are more than ARCHIVE_RECORDS */
};
enum { ARCHIVE_RECORDS = 300 };

/* code: unified social credit code (18 characters) or public id. Two statements. False: no such subject. Everything is in the
 * arena; nothing is hidden yet but what the views hide: never show it before archive_show(). */
MUST_USE bool archive_read(struct db *db, struct arena *a, struct str code, struct day today, struct archive *out);
/* By a certificate's folded number (text_licence_key) and the masked name; natural persons only. The public id, or empty. */
struct str archive_person(struct db *db, struct arena *a, struct str number_key, struct str masked_name);

/* False: nobody may know of this subject (404, the same as for one that is not there). */
MUST_USE bool archive_show(struct archive *x, const struct regime *r, struct arena *a, struct day today);
/* May a natural person's grade be looked up by anyone under this rule set? */
bool archive_persons_public(const struct regime *r);
/* The next day on which what is shown changes by itself: a record appears or vanishes; DAY_NONE: none. Not midnight. */
struct day archive_next_change(const struct archive *x, struct day today);

/* The version of each year that was in force at that instant (0: now), newest year first. */
struct archive_grades {
    const struct archive_grade *p;
    size_t n;
};
struct archive_grades archive_grades_at(const struct archive *x, struct arena *a, struct instant at);
/* 1, 2, …: how manieth published version of its year. */
int archive_grade_version(const struct archive *x, const struct archive_grade *g);

/* Where the subject stands, each a word of its own (USERS §2 3). */
enum archive_standing {
    ARCHIVE_GRADED,
    ARCHIVE_UNRATED,     /* the regime's M: 未评价 */
    ARCHIVE_NOT_GRADED,  /* no result, and none awaited */
    ARCHIVE_NOT_COVERED, /* the type is not graded, or its phase has not begun: 未纳入本期评价 */
    ARCHIVE_AWAITED,     /* the year's round is under way: 结果待公布 */
    ARCHIVE_CONSENT,     /* not public without consent: 授权查询 */
};
/* awaited_year: of the round under way, 0 none. grades: as of the day asked for. */
enum archive_standing archive_standing(const struct regime *r, const struct regime_subject_type *type, struct archive_grades grades,
                                       int awaited_year, struct day today);
bool archive_disputed(const struct archive *x);

#endif
