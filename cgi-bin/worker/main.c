/* SPDX-License-Identifier: EUPL-1.2
 * main.c — the worker's loop: claim, do, finish. Leaves when told (SIGTERM), when the database is lost and when another rule set is
 * put in force; the supervisor starts it again.
 */
#include <signal.h>
#include <unistd.h>

#include "archive/archive_pack.h"
#include "base/arena.h"
#include "base/clock.h"
#include "base/log.h"
#include "worker/worker.h"

enum { PAUSE_US = 300 * 1000, TURNS_PER_LOOK = 200, TURNS_PER_REGRADE = 10, PACK_BLOCKS = 4, EXIT_DATABASE = 69 };

static volatile sig_atomic_t told_to_end;

static void end_soon(int signal_number)
{
    (void)signal_number;
    told_to_end = 1;
}

bool worker_progress(struct worker *w, struct str step, int64_t done, int64_t total)
{
    if (!w->lost)
        w->lost = !job_progress(w->report, &w->job, step, done, total, clock_now());
    if (!w->lost)
        worker_seal(w);
    return !w->lost && !told_to_end;
}

static struct str do_job(struct worker *w)
{
    const struct {
        struct str kind;
        struct str (*work)(struct worker *w);
    } table[] = {
        {JOB_IMPORT_LOOK, worker_import_look},
        {JOB_IMPORT_CHECK, worker_import_check},
        {JOB_IMPORT_COMMIT, worker_import_commit},
        {JOB_IMPORT_UNDO, worker_import_undo},
        {JOB_GRADE, worker_grade},
        {JOB_AUDIT_VERIFY, worker_audit_verify},
        {JOB_NOTICE, worker_notice},
    };
    for (size_t i = 0; i < sizeof table / sizeof *table; i++)
        if (str_eq(w->job.kind, table[i].kind))
            return table[i].work(w);
    return STR("不认识的任务类型。");
}

static void run_claimed(struct worker *w)
{
    log_line(LOG_INFO, "job %lld %.*s %lld", (long long)w->job.id, STR_ARG(w->job.kind), (long long)w->job.object_id);
    struct str trouble = do_job(w);
    if (w->lost || told_to_end)
        return;
    if (!job_finish(w->report, &w->job, trouble.n > 0, trouble, clock_now()))
        log_line(LOG_WARN, "job %lld was taken by another worker", (long long)w->job.id);
}

/* True: something was done. by_calendar: look at the calendar too. */
static bool turn(struct worker *w, unsigned n)
{
    struct fail_frame f;
    w->arena = arena_new((size_t)1 << 30);
    if (FAIL_CATCH(&f)) {
        log_line(LOG_ERROR, "job %lld: %s", (long long)w->job.id, f.message);
        _exit(EXIT_DATABASE); /* the lease runs out and the job is begun again */
    }
    w->lost = false;
    worker_seal(w);
    if (n % TURNS_PER_LOOK == 0)
        worker_calendar(w);
    if (n % TURNS_PER_REGRADE == 0)
        worker_regrade(w);
    bool busy = job_claim(w->report, w->arena, clock_now(), &w->job);
    if (busy)
        run_claimed(w);
    else
        busy = archive_pack_turn(w->report, PACK_BLOCKS) > 0 || worker_opendata(w); /* few, since a job may come */
    fail_leave(&f);
    arena_free(&w->arena);
    return busy;
}

int main(int argc, char **argv)
{
    struct worker w = {.program = program_start("worker", PROGRAM_KEYS | PROGRAM_TEXT | PROGRAM_REGIME)};
    if (argc == 2 && strcmp(argv[1], "--check") == 0)
        return program_check(w.program);
    program_use_parser(w.program);
    struct sigaction sa = {.sa_handler = end_soon};
    sigaction(SIGTERM, &sa, NULL);
    sigaction(SIGINT, &sa, NULL);
    struct db_config config = program_db_config(w.program, false);
    w.report = db_open(&config);
    program_shut_in(w.program, SANDBOX_WORKER, PROGRAM_TEMPORARY);
    for (unsigned n = 0; !told_to_end && regime_active_id(w.report) == w.program->regime.id; n++)
        if (!turn(&w, n))
            usleep(PAUSE_US);
    db_close(&w.report);
    program_stop(&w.program);
    return 0;
}
