/* SPDX-License-Identifier: EUPL-1.2
 * grade_run_store.h — rows in and out of a running round; the SQL half of grade_run.c. For the grade room only.
 */
#ifndef GRADE_GRADE_RUN_STORE_H
#define GRADE_GRADE_RUN_STORE_H

#include "crypto/digest.h"
#include "db/db.h"
#include "grade/grade_round.h"

enum { GRADE_BLOCK_WIDTH = 4096 }; /* subject ids; a block's rows are one transaction */

struct grade_scope { /* which subjects: of the place, there by the snapshot, existing at the end of the year */
    struct str prefix;
    struct instant as_known_at;
    struct day last;
    int64_t from, to; /* ids, both included; from INT64_MIN: all */
};
struct grade_subject_row {
    int64_t id;
    struct str type;
    struct day established;
};
struct grade_record_row {
    int64_t subject_id, id;
    struct str item;
    int points;
    int64_t facts; /* see grade_facts_of */
};
/* What record.facts holds: columns that only a grading needs together, as one number that is cheap to send. */
struct grade_facts {
    int severity, state;
    bool disputed;
    struct day found, use_to;
};
struct grade_before_row {
    int64_t subject_id;
    struct str grade;
};
struct grade_out_row {
    int64_t subject_id;
    int32_t points;
    char grade;  /* the regime's letter */
    char before; /* of the year it is compared with; 0: none */
    bool mover;
    struct str sheet;
};
struct grade_block { /* one row of grade_block with the grades that belong to it */
    int64_t no;
    uint8_t snapshot[DIGEST_BYTES], result[DIGEST_BYTES];
    int in_scope, graded, not_rolled_out, without_base, records, moved_up, moved_down;
    struct str distribution;
    const struct grade_out_row *rows;
    size_t n;
};
struct grade_block_row { /* as stored */
    int64_t no;
    struct str snapshot, result, distribution;
    int in_scope, graded, records, moved_up, moved_down;
};
/* Where ids in scope can be, and about how many there are (for progress only); high < low: none. */
struct grade_span {
    int64_t low, high, subjects;
};

struct grade_span grade_span_of(struct db *db, struct arena *a, const struct grade_scope *s);
/* Lowest id in scope at or above s->from; INT64_MAX: none. */
int64_t grade_next_subject(struct db *db, const struct grade_scope *s);
struct db_cursor *grade_subjects_open(struct db *db, struct arena *a, const struct grade_scope *s);
struct grade_facts grade_facts_of(int64_t facts);
/* Streams: the connection does nothing else until the end. */
struct db_cursor *grade_records_open(struct db *db, struct arena *a, const struct grade_scope *s);
/* Grades in force of `year`, lowest round first within a subject. */
struct db_cursor *grade_before_open(struct db *db, struct arena *a, const struct grade_scope *s, int32_t year, int32_t not_round);
bool grade_year_published(struct db *db, int32_t year, int32_t not_round);

/* Rows as stored, in order: for checking. Only subject_id, points, letter and sheet are filled. */
struct grade_stored_row {
    int64_t subject_id;
    int points;
    struct str grade, sheet;
};
struct db_cursor *grade_stored_open(struct db *db, struct arena *a, const struct grade_scope *s, const struct grade_round *round);

/* Blocks that are done, ascending. */
size_t grade_blocks_done(struct db *db, struct arena *a, int32_t round_id, const struct grade_block_row **rows_out);
int64_t grade_subjects_done(struct db *db, int32_t round_id);
/* One transaction; false when another process has written the block already (nothing is changed then). */
bool grade_block_write(struct db *db, const struct grade_round *round, const struct grade_block *b);

#endif
