/* SPDX-License-Identifier: EUPL-1.2
 * archive_cache.h — what every public page needs and is the same for everybody: the rule set in force and those of earlier rounds,
 * rounds, divisions, counts. Kept by a process, read anew when something has happened or after a while; nothing of a request is in
 * it. Called by lookup and query. Not one subject's archive (archive.h).
 */
#ifndef ARCHIVE_ARCHIVE_CACHE_H
#define ARCHIVE_ARCHIVE_CACHE_H

#include "archive/archive.h"
#include "archive/archive_list.h"
#include "regime/regime.h"

enum { ARCHIVE_VERSIONS = 4, ARCHIVE_TABLES = 4 };

struct archive_version { /* a rule set of an earlier round */
    int id;
    struct arena *arena;
    const struct regime *regime;
};
struct archive_counts { /* of a published table: it never changes */
    int round_id;
    struct arena *arena;
    struct archive_cells cells;
    int64_t lines;
};
struct archive_place { /* a division by what the codes below it start with */
    struct str prefix, name;
};
struct archive_cache {
    struct db *db;
    const struct regime *regime; /* in force */
    int regime_id;
    struct arena *regime_arena; /* NULL: the rule set that the program started with */
    struct arena *rounds_arena, *lists_arena;
    struct archive_rounds rounds;
    struct archive_divisions divisions;
    const struct archive_place *places; /* the same, in order of prefix */
    int64_t subjects;
    int64_t rounds_at, lists_at, count_at; /* clock_monotonic_ms when last read; 0: never */
    int64_t stamp;                         /* archive_stamp() of the request at hand, read before anything else */
    int64_t lists_stamp;                   /* when rule set and rounds were read */
    struct archive_version versions[ARCHIVE_VERSIONS];
    struct archive_counts tables[ARCHIVE_TABLES];
    unsigned next_version, next_table;
};

/* Empty but for the rule set that the program started with, which must outlive it. */
static inline struct archive_cache archive_cache_of(struct db *db, const struct regime *r, int regime_id)
{
    return (struct archive_cache){.db = db, .regime = r, .regime_id = regime_id};
}
/* Reads the stamp, and anew what has changed since or is too old. Called before each request's handler, but for those that begin
 * with archive_cache_open(). */
void archive_cache_refresh(struct archive_cache *c, struct arena *a);
/* One subject's archive, from its pack in one statement, else as archive_read(); refreshes as above, with the stamp that came
 * along. The name of its division is filled in. False: no such subject. Never show it before archive_show(). */
MUST_USE bool archive_cache_open(struct archive_cache *c, struct arena *a, struct str code, struct day today, struct archive *out);
/* Gives its memory back: for a cache that does not live as long as the process. */
void archive_cache_drop(struct archive_cache *c);
/* The rule set of a round; NULL when the database has it no more. Lives until three others have been asked for. */
const struct regime *archive_cache_regime(struct archive_cache *c, int version_id);
const struct archive_counts *archive_cache_table(struct archive_cache *c, int year, int round_id);
/* Name of a division or, when it has none, of the one above it; empty when unknown. */
struct str archive_cache_division(const struct archive_cache *c, struct str code);
/* Of the annual round under way for this place; 0: none. */
int archive_cache_awaited_year(const struct archive_cache *c, struct str division);
/* Newest year with a published round; 0: none. */
int archive_cache_published_year(const struct archive_cache *c);

#endif
