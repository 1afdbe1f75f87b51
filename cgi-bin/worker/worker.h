/* SPDX-License-Identifier: EUPL-1.2
 * worker.h — what the files of the worker share. The worker does what pages ask for (lib/job): one job at a time, each killable at
 * any point and then begun again. It serves no page and talks to nobody but the database.
 */
#ifndef WORKER_WORKER_H
#define WORKER_WORKER_H

#include "job/job.h"
#include "program/program.h"

struct opendata_dump;
struct worker {
    struct program *program;
    struct db *report; /* progress goes over a connection of its own, beside the job's transaction */
    struct job job;
    struct arena *arena;                   /* of the job in hand */
    bool lost;                             /* another worker has the job: stop */
    int64_t looked_at, sealed_at;          /* monotonic ms, of the sealer */
    struct day forgotten_on;               /* the day on which the log was last found to have nothing to forget */
    struct opendata_dump *opendata;        /* being made; NULL: none */
    int64_t opendata_next, opendata_begun; /* monotonic ms */
};

/* Each gives the words for job_finish; empty: it went well. */
struct str worker_import_look(struct worker *w);
struct str worker_import_check(struct worker *w);
struct str worker_import_commit(struct worker *w);
struct str worker_import_undo(struct worker *w);
struct str worker_grade(struct worker *w);
struct str worker_notice(struct worker *w);
struct str worker_audit_verify(struct worker *w);

/* A signed checkpoint of the log of acts when it is time; cheap, called at every turn and with every report of progress. */
void worker_seal(struct worker *w);

/* Forgets the notices behind records that are no longer shown. */
void worker_forget(struct worker *w);

/* What falls due by itself: the annual round, old sign-in rows, notices to forget. Cheap; called about once a minute. */
void worker_calendar(struct worker *w);
/* Opens rounds for published grades that rest on a changed record; one select when there are none. */
void worker_regrade(struct worker *w);

/* Open data files made anew, a piece at each turn. True: there was something to do. */
bool worker_opendata(struct worker *w);

/* Renews the lease; false: stop, the lease is lost or the process is told to end. */
bool worker_progress(struct worker *w, struct str step, int64_t done, int64_t total);

#endif
