/* SPDX-License-Identifier: EUPL-1.2
 * grade_run_part.h — one process's share of a running round: its connections, arenas and place in the record stream. For
 * grade_run*.c only.
 */
#ifndef GRADE_GRADE_RUN_PART_H
#define GRADE_GRADE_RUN_PART_H

#include "base/arena.h"
#include "grade/grade.h"
#include "grade/grade_excuse.h"
#include "grade/grade_run.h"
#include "grade/grade_run_store.h"

enum { GRADE_GRADES_MAX = 16 };

struct grade_part {
    const struct grade_run *run;
    const struct grade_round *round;
    const struct grade_plan *plan;
    struct grade_scope scope; /* prefix, snapshot, end of year; ids of the whole round */
    const bool *base_item;    /* by item: is its category base information? */
    int32_t before_year;      /* grades are compared with those of this year; 0: with none */
    struct db *reader, *writer;
    struct arena *keep, *block, *scratch, *stream; /* whole run, a block, a subject, a stretch of blocks */
    struct db_cursor *records;
    struct grade_record_row row; /* the record read ahead */
    bool has_row;
    struct grade_excused_list excused; /* of the stretch, as decided at the snapshot; in order of ids */
    struct {
        struct grade_record *p;
        size_t n, cap;
    } of_subject;                       /* reused */
    bool verify;                        /* compute and compare, write nothing */
    const struct grade_block_row *done; /* ascending */
    size_t n_done;
    int64_t total; /* subjects, for progress */
};

/* Opens the stream over these ids; blocks of it must then be computed in ascending order. */
void grade_part_stream(struct grade_part *p, int64_t from, int64_t to);
/* Grades the subjects with these ids. False when there is none. Everything in the block lives in p->block until the next call. */
bool grade_part_block(struct grade_part *p, int64_t no, struct grade_block *out);
/* Hash over the grades as they are stored for the block, made as grade_part_block makes it of those it computes. */
void grade_part_stored(struct grade_part *p, int64_t no, uint8_t out[DIGEST_BYTES]);

#endif
