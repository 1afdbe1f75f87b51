/* SPDX-License-Identifier: EUPL-1.2
 * grade_run.c — shares a round's blocks between one or two processes, writes them, goes on where a killed run stopped, and checks a
 * computed round against its facts. It grades nothing itself (grade_run_block.c) and ends no round (grade_run_finish,
 * grade_store.c).
 *
 * Two processes and not two threads: an environment failure unwinds its process alone, and connections are never shared.
 */
#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/log.h"
#include "grade/grade_run_part.h"

enum { MIB = 1 << 20, KEEP_CAP = 64 * MIB, BLOCK_CAP = 128 * MIB, SCRATCH_CAP = 512 * MIB, STREAM_CAP = 16 * MIB };
enum { POLL_NS = 4000000, POLLS_PER_REPORT = 50 };

struct share { /* what one process is asked to do and what came of it; lives in the caller's frame, beyond the reach of an unwinding
                */
    struct grade_part part;
    int64_t first, last; /* blocks */
    bool stopped, differs;
    size_t delivered;
    pid_t child;
};

static bool report(struct share *s)
{
    const struct grade_run *run = s->part.run;
    if (run->progress == NULL)
        return true;
    return run->progress(run->arg, grade_subjects_done(s->part.writer, run->round_id), s->part.total);
}

static const struct grade_block_row *stored(const struct grade_part *p, int64_t no)
{
    for (size_t i = 0; i < p->n_done; i++)
        if (p->done[i].no == no)
            return &p->done[i];
    return NULL;
}

static bool same_hashes(const struct grade_block_row *row, const struct grade_block *b)
{
    return row && row->snapshot.n == DIGEST_BYTES && row->result.n == DIGEST_BYTES &&
           memcmp(row->snapshot.p, b->snapshot, DIGEST_BYTES) == 0 && memcmp(row->result.p, b->result, DIGEST_BYTES) == 0;
}

static void deliver(struct share *s, const struct grade_block *b)
{
    if (s->part.verify) {
        uint8_t kept[DIGEST_BYTES];
        grade_part_stored(&s->part, b->no, kept);
        s->differs = s->differs || !same_hashes(stored(&s->part, b->no), b) || !digest_eq(kept, b->result);
        s->delivered++;
        return;
    }
    if (!grade_block_write(s->part.writer, s->part.round, b))
        log_line(LOG_INFO, "grading %d: block %lld was there already", s->part.round->id, (long long)b->no);
    if (s->child >= 0 && !report(s)) /* only the first process reports */
        s->stopped = true;
}

static int64_t after_gap(struct share *s, int64_t no)
{
    struct grade_scope rest = s->part.scope;
    rest.from = (no + 1) * GRADE_BLOCK_WIDTH;
    if (rest.from > rest.to)
        return INT64_MAX;
    int64_t id = grade_next_subject(s->part.writer, &rest);
    return id == INT64_MAX ? INT64_MAX : id / GRADE_BLOCK_WIDTH;
}

/* Blocks first to last, none of them done: one stream of records over all. */
static void run_stretch(struct share *s, int64_t first, int64_t last)
{
    struct grade_part *p = &s->part;
    int64_t from = first * GRADE_BLOCK_WIDTH, to = (last + 1) * GRADE_BLOCK_WIDTH - 1;
    struct grade_block block;
    grade_part_stream(p, from > p->scope.from ? from : p->scope.from, to < p->scope.to ? to : p->scope.to);
    for (int64_t no = first; no <= last && !s->stopped;) {
        if (grade_part_block(p, no, &block)) {
            deliver(s, &block);
            no++;
        } else {
            no = after_gap(s, no);
        }
    }
    db_close_cursor(p->records);
}

static void run_share(struct share *s)
{
    struct grade_part *p = &s->part;
    size_t d = 0;
    for (int64_t no = s->first; no <= s->last && !s->stopped;) {
        while (d < p->n_done && p->done[d].no < no)
            d++;
        if (!p->verify && d < p->n_done && p->done[d].no == no) {
            no++;
            continue;
        }
        int64_t last = !p->verify && d < p->n_done && p->done[d].no <= s->last ? p->done[d].no - 1 : s->last;
        run_stretch(s, no, last);
        no = last + 1;
    }
}

static void open_share(struct share *s)
{
    struct grade_part *p = &s->part;
    p->block = arena_new(BLOCK_CAP);
    p->scratch = arena_new(SCRATCH_CAP);
    p->stream = arena_new(STREAM_CAP);
    p->reader = db_open(p->run->config);
    if (p->writer == NULL)
        p->writer = db_open(p->run->config);
}

static void close_share(struct share *s)
{
    db_close(&s->part.reader);
    arena_free(&s->part.block);
    arena_free(&s->part.scratch);
    arena_free(&s->part.stream);
}

static _Noreturn void child_main(struct share *s, pid_t parent)
{
    struct fail_frame f;
    if (FAIL_CATCH(&f)) {
        log_line(LOG_ERROR, "grading %d: second process: %s", s->part.run->round_id, f.message);
        _exit(1);
    }
    if (prctl(PR_SET_PDEATHSIG, SIGKILL) != 0 || getppid() != parent) /* never outlive the one that holds the job */
        _exit(1);
    s->part.writer = NULL; /* the parent's connection is the parent's */
    s->part.keep = arena_new(KEEP_CAP);
    s->part.of_subject.p = NULL;
    s->part.of_subject.n = s->part.of_subject.cap = 0;
    s->child = -1;
    open_share(s);
    run_share(s);
    _exit(0); /* no atexit, no flushing of what the parent has buffered */
}

static void end_child(struct share *s, bool kill_it)
{
    int status = 0;
    if (s->child <= 0)
        return;
    if (kill_it)
        (void)kill(s->child, SIGKILL);
    for (int polls = 1;; polls++) {
        pid_t got = waitpid(s->child, &status, kill_it ? 0 : WNOHANG);
        if (got == s->child)
            break;
        CHECK(got == 0 || kill_it);
        struct timespec pause = {.tv_nsec = POLL_NS};
        (void)nanosleep(&pause, NULL);
        if (!kill_it && polls % POLLS_PER_REPORT == 0 && !report(s)) {
            s->stopped = true;
            end_child(s, true);
            return;
        }
    }
    s->child = 0;
    if (!kill_it && !(WIFEXITED(status) && WEXITSTATUS(status) == 0))
        fail(FAIL_DATABASE, "grading: the second process ended before its work was done");
}

static void start_child(struct share *s)
{
    int64_t middle = s->first + (s->last - s->first) / 2;
    if (s->part.run->processes < 2 || s->part.verify || s->last == s->first)
        return;
    pid_t self = getpid(), pid = fork();
    if (pid < 0) {
        log_line(LOG_WARN, "grading: no second process");
        return;
    }
    if (pid == 0) {
        s->first = middle + 1;
        child_main(s, self);
    }
    s->child = pid;
    s->last = middle;
}

/* All that can fail, with the child and connections put away on both ways out. */
static void work(struct share *s)
{
    struct fail_frame f;
    if (FAIL_CATCH(&f)) {
        end_child(s, true);
        close_share(s);
        fail(f.kind, "%s", f.message);
    }
    start_child(s);
    open_share(s);
    run_share(s);
    end_child(s, s->stopped);
    close_share(s);
    fail_leave(&f);
}

static const bool *base_items(struct arena *a, const struct regime *r)
{
    bool *out = ARENA_ARRAY(a, bool, r->items.n);
    for (size_t i = 0; i < r->items.n; i++)
        out[i] = regime_category_of(r, &r->items.p[i])->polarity == POLARITY_BASE;
    return out;
}

static void prepare(struct share *s, struct arena *keep, const struct grade_round *round)
{
    struct grade_part *p = &s->part;
    bool single = str_eq(round->kind, STR("single"));
    p->keep = keep;
    p->round = round;
    p->plan = grade_plan_new(keep, p->run->regime, round->year);
    p->base_item = base_items(keep, p->run->regime);
    p->scope = (struct grade_scope){.prefix = round->division_prefix,
                                    .as_known_at = round->as_known_at,
                                    .last = day_from_ymd(round->year, 12, 31),
                                    .from = single ? round->subject_id : INT64_MIN,
                                    .to = single ? round->subject_id : INT64_MAX};
    int32_t before = single ? round->year : round->year - 1; /* a correction is compared with what it replaces */
    p->before_year = !p->verify && grade_year_published(p->writer, before, round->id) ? before : 0;
    p->n_done = grade_blocks_done(p->writer, keep, round->id, &p->done);
    struct grade_span span = grade_span_of(p->writer, keep, &p->scope);
    p->total = span.subjects;
    p->scope.from = span.low;
    p->scope.to = span.high;
    s->first = span.low / GRADE_BLOCK_WIDTH;
    s->last = span.high < span.low ? s->first - 1 : span.high / GRADE_BLOCK_WIDTH;
}

static enum grade_run_outcome run_with(struct share *s, struct arena *keep)
{
    const struct grade_run *run = s->part.run;
    struct grade_round round;
    bool found = grade_round_get(s->part.writer, keep, run->round_id, &round);
    if (!found || (!s->part.verify && !str_eq(round.state, STR("open"))))
        return GRADE_RUN_NOT_OPEN;
    if (!str_eq(str_hex(keep, round.regime_hash.p, round.regime_hash.n), run->regime->version_hash))
        return GRADE_RUN_OTHER_REGIME;
    prepare(s, keep, &round);
    if (s->last >= s->first)
        work(s);
    return s->stopped ? GRADE_RUN_STOPPED : GRADE_RUN_COMPUTED;
}

static enum grade_run_outcome guarded(struct share *s, struct arena *keep)
{
    struct fail_frame f;
    if (FAIL_CATCH(&f)) {
        db_close(&s->part.writer);
        arena_free(&keep);
        fail(f.kind, "%s", f.message);
    }
    s->part.writer = db_open(s->part.run->config);
    enum grade_run_outcome outcome = run_with(s, keep);
    fail_leave(&f);
    db_close(&s->part.writer);
    arena_free(&keep);
    return outcome;
}

enum grade_run_outcome grade_run_blocks(const struct grade_run *run)
{
    struct share s = {.part = {.run = run}};
    return guarded(&s, arena_new(KEEP_CAP));
}

bool grade_run_verify(const struct grade_run *run)
{
    struct share s = {.part = {.run = run, .verify = true}};
    return guarded(&s, arena_new(KEEP_CAP)) == GRADE_RUN_COMPUTED && !s.differs && s.delivered == s.part.n_done;
}

struct finish {
    const struct grade_run *run;
};

static bool finish(struct db *db, void *arg)
{
    const struct finish *f = arg;
    return grade_run_finish(db, f->run->regime, f->run->round_id);
}

enum grade_run_outcome grade_run(struct db *db, const struct grade_run *run)
{
    enum grade_run_outcome outcome = grade_run_blocks(run);
    struct finish f = {.run = run};
    if (outcome == GRADE_RUN_COMPUTED && !db_transaction(db, finish, &f))
        return GRADE_RUN_NOT_OPEN;
    return outcome;
}
