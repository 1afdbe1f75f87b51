/* SPDX-License-Identifier: EUPL-1.2
 * search.h — one box finds a subject: part of its name or of a former name, pinyin, initials, unified social credit code, licence
 * number or public id. Types and the store's functions (search_store.c for finding, search_index_store.c for writing); how a query
 * is read is in search_plan.h. Natural persons (kind 3) are never in the index. Results are exact: a hit is a subject one of whose
 * names contains every word, folded by text_key(); the shortest names come first, then the lower id. Counts stop at a cap. Called
 * by lookup, query, staff and imports. Pinyin: typed syllables stand whole and next to each other in the name, the last may be
 * begun only; or three and more initials. Says nothing about what may be shown of a subject: pages decide by regime.
 */
#ifndef SEARCH_SEARCH_H
#define SEARCH_SEARCH_H

#include "base/id.h"
#include "base/str.h"

struct arena;
struct db;
struct text_tools;

enum search_kind {
    SEARCH_EMPTY,     /* nothing to look for */
    SEARCH_TOO_SHORT, /* one character, one syllable, fewer than three initials: say 请至少输入两个汉字 */
    SEARCH_CODE,      /* unified social credit code; see verdict */
    SEARCH_LICENCE,   /* licence or certificate number, public id */
    SEARCH_NAME,
    SEARCH_PINYIN, /* syllables or initials */
};

#define SEARCH_PAGE      20
#define SEARCH_LIMIT_MAX 100
#define SEARCH_COUNT_CAP 1000
#define SEARCH_WORDS     6

struct search_query {
    struct str q;               /* as typed; more than 100 code points are cut off */
    struct str type;            /* subject type of the regime; empty: all */
    struct str division_prefix; /* digits; empty: all */
    struct str grade;           /* latest published grade (of `year` when set); empty: all; "-": none published */
    int year;                   /* has a published grade of that year; 0: any */
    int64_t offset;             /* 0, 20, 40 …; at most SEARCH_COUNT_CAP */
    int64_t limit;              /* 0: SEARCH_PAGE; at most SEARCH_LIMIT_MAX */
    bool public_only;           /* exact finds leave natural persons out as well */
};

struct search_hit {
    int64_t subject_id;
    struct str public_id, code, name; /* code may be empty */
    struct str former;                /* the former name that matched; empty when the present one did */
    struct str licence;               /* the licence number that matched; else empty */
    int kind;
    struct str type, division;
    struct str grade; /* latest published, or that of query.year; empty: none */
    int year;         /* of the grade; 0: none */
};

struct search_result {
    enum search_kind kind;      /* how the query was read, after falling back from licence number to name */
    enum uscc_verdict verdict;  /* SEARCH_CODE only; USCC_OK otherwise */
    struct str code;            /* the normalised code, when the query looked like one */
    const struct search_hit *p; /* this page */
    size_t n;
    int64_t count;   /* all hits, unless capped or unfinished */
    bool capped;     /* there are more than SEARCH_COUNT_CAP: say 1,000 以上 */
    bool unfinished; /* more than `count`: with a filter counting stops some pages ahead; or the work limit was reached */
};

/* One to four statements, no transaction. Rows and text live in the arena. */
void search_find(struct db *db, struct arena *a, struct text_tools *t, const struct search_query *q, struct search_result *out);

/* Inside the caller's transaction. put: one name of a subject, present or former, the same again is a no-op. drop: all of them.
 * Names longer than 200 characters when folded are cut. subject_id: 1 … 2^48 − 1. */
void search_put_name(struct db *db, struct arena *scratch, struct text_tools *t, int64_t subject_id, struct str name, bool former);
void search_drop(struct db *db, struct arena *scratch, int64_t subject_id);

/* For imports: names are collected, postings sorted and sent by array binding. All names of a subject follow one another; names
 * equal when folded are merged; a subject indexed before under another name is dropped first (search_drop). Flushes itself now and
 * then; the caller's transactions frame it, and a transaction that is run again begins with search_bulk_discard. */
struct search_bulk;
struct search_bulk *search_bulk_begin(struct db *db, struct text_tools *t);
void search_bulk_add(struct search_bulk *b, int64_t subject_id, struct str name, bool former);
void search_bulk_flush(struct search_bulk *b);   /* before the caller commits */
void search_bulk_discard(struct search_bulk *b); /* forgets what was not flushed */
void search_bulk_end(struct search_bulk **b);    /* flushes */

/* True when the stored keys were made by another text_version(), or on a new database: run search_rebuild (instant when it is
 * empty). */
bool search_is_stale(struct db *db, struct arena *a);
/* Empties the index and makes it again from subject and subject_former_name, in short transactions; finds are incomplete meanwhile.
 * May be started again after an interruption. progress may be NULL. Returns names indexed. */
int64_t search_rebuild(struct db *db, struct text_tools *t, void (*progress)(void *arg, int64_t done, int64_t total), void *arg);

#endif
