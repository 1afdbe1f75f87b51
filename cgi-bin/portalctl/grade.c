/* SPDX-License-Identifier: EUPL-1.2
 * grade.c — rounds at the shell: open, compute, sign for a member of staff, verify. The same stores as the staff pages.
 */
#include "auth/staff.h"
#include "grade/grade_read.h"
#include "grade/grade_run.h"
#include "portalctl/ctl.h"

enum { SETTLED_US = 2 * 1000000 }; /* a snapshot two seconds old: no transaction of the shell's own is still open then */

static bool round_word(struct ctl *c, int64_t *id)
{
    return c->n >= 1 && str_int(str_from(c->word[0]), id) && *id > 0 && *id <= INT32_MAX;
}

struct opening {
    struct ctl *c;
    struct grade_round_new n;
    int32_t id;
    enum grade_round_outcome outcome;
};

static bool open_round(struct db *db, void *arg)
{
    struct opening *o = arg;
    struct grade_round_conflict conflict;
    o->outcome = grade_round_open(db, o->c->arena, &o->n, &o->id, &conflict);
    if (o->outcome != GRADE_ROUND_DONE)
        return false;
    ctl_audit(db, o->c, "round.open", "grade_round", o->id, str_fmt(o->c->arena, "%d %.*s", o->n.year, STR_ARG(o->n.kind)));
    return true;
}

int ctl_grade_open(struct ctl *c)
{
    int64_t year;
    if (c->n != 1 || !str_int(str_from(c->word[0]), &year) || year < 1990 || year > 2200)
        return 2;
    struct program *p = ctl_program(PROGRAM_REGIME);
    struct opening o = {.c = c};
    o.n = (struct grade_round_new){.year = (int32_t)year,
                                   .kind = ctl_flag(c, "trial") ? STR("trial") : STR("annual"),
                                   .reason = STR(""),
                                   .division_prefix = ctl_text(c, "scope", ""),
                                   .regime_version_id = p->regime.id,
                                   .as_known_at = {c->now.us - SETTLED_US},
                                   .staff_id = ctl_actor(c, p->db).id,
                                   .now = c->now};
    db_transaction(p->db, open_round, &o);
    program_stop(&p);
    if (o.outcome != GRADE_ROUND_DONE)
        return ctl_refuse("a round of that year, kind and place is under way already\n");
    ctl_say("%d\n", o.id);
    return 0;
}

static bool progress(void *arg, int64_t done, int64_t total)
{
    ctl_progress(arg, done, total);
    return true;
}

/* A run of the round with the rule set that it was opened under, not the one in force. */
struct rerun {
    struct program *program;
    struct db_config config;
    struct regime_version regime;
    struct grade_round round;
    struct grade_run run;
};

static bool rerun_open(struct ctl *c, int64_t id, int processes, struct rerun *x)
{
    struct program *p = x->program = ctl_program(0);
    if (!grade_round_get(p->db, c->arena, (int32_t)id, &x->round) ||
        !regime_version_load(p->db, p->arena, x->round.regime_version_id, &x->regime))
        return ctl_refuse("no round %lld\n", (long long)id) == 0;
    x->config = program_db_config(p, false);
    x->run = (struct grade_run){.config = &x->config,
                                .round_id = x->round.id,
                                .regime = x->regime.regime,
                                .processes = processes,
                                .progress = progress,
                                .arg = (void *)(uintptr_t) "subjects"};
    return true;
}

int ctl_grade_compute(struct ctl *c)
{
    int64_t id;
    struct rerun x;
    if (!round_word(c, &id))
        return 2;
    if (!rerun_open(c, id, 2, &x))
        return 1;
    enum grade_run_outcome r = grade_run(x.program->db, &x.run);
    CHECK(grade_round_get(x.program->db, c->arena, (int32_t)id, &x.round));
    program_stop(&x.program);
    if (r != GRADE_RUN_COMPUTED)
        return ctl_refuse("round %lld is not open\n", (long long)id);
    ctl_say("round %d %.*s: %d subjects, %d records, %.*s\n", x.round.id, STR_ARG(x.round.state), x.round.subjects, x.round.records,
            STR_ARG(x.round.distribution));
    return 0;
}

struct signing {
    struct ctl *c;
    struct grade_round_act act;
    struct str step;
    enum grade_round_outcome outcome;
};

static bool sign(struct db *db, void *arg)
{
    struct signing *s = arg;
    struct grade_round_conflict conflict;
    if (str_eq(s->step, STR("review")))
        s->outcome = grade_round_review(db, s->c->arena, &s->act, &conflict);
    else
        s->outcome = grade_round_approve(db, s->c->arena, &s->act, &conflict);
    if (s->outcome != GRADE_ROUND_DONE)
        return false;
    ctl_audit(db, s->c, "round.sign", "grade_round", s->act.round_id, s->step);
    return true;
}

static const char *refusal(enum grade_round_outcome o)
{
    switch (o) {
    case GRADE_ROUND_DONE:
        return "done";
    case GRADE_ROUND_MISSING:
        return "no such round";
    case GRADE_ROUND_CONFLICT:
        return "somebody else acted meanwhile";
    case GRADE_ROUND_SAME_PERSON:
        return "the second signature must be another person's";
    case GRADE_ROUND_WRONG_STATE:
        return "not possible in the round's state";
    case GRADE_ROUND_OLDER:
        return "a later round of the year is published";
    case GRADE_ROUND_BUSY:
        return "a round is under way already";
    }
    return "";
}

int ctl_grade_sign(struct ctl *c)
{
    int64_t id;
    struct signing s = {.c = c, .step = ctl_text(c, "step", "")};
    bool known = str_eq(s.step, STR("review")) || str_eq(s.step, STR("approve")); /* publishing is a command of its own */
    if (!round_word(c, &id) || !ctl_option(c, "as") || !known)
        return 2;
    struct program *p = ctl_program(0);
    struct grade_round round;
    if (!grade_round_get(p->db, c->arena, (int32_t)id, &round))
        return ctl_refuse("no round %lld\n", (long long)id);
    s.act = (struct grade_round_act){
        .round_id = (int32_t)id, .staff_id = ctl_actor(c, p->db).id, .version = round.version, .now = c->now};
    db_transaction(p->db, sign, &s);
    program_stop(&p);
    return s.outcome == GRADE_ROUND_DONE ? 0 : ctl_refuse("%s\n", refusal(s.outcome));
}

int ctl_grade_verify(struct ctl *c)
{
    int64_t id;
    struct rerun x;
    if (!round_word(c, &id))
        return 2;
    if (!rerun_open(c, id, 1, &x))
        return 1;
    bool same = grade_run_verify(&x.run);
    program_stop(&x.program);
    if (!same)
        return ctl_refuse("round %lld does not come out the same\n", (long long)id);
    ctl_say("round %lld comes out the same, byte for byte\n", (long long)id);
    return 0;
}

int ctl_grade_list(struct ctl *c)
{
    int64_t year = 0;
    if (c->n && !str_int(str_from(c->word[0]), &year))
        return 2;
    struct program *p = ctl_program(0);
    struct grade_rounds list = grade_round_list(p->db, c->arena, (int32_t)year, 100);
    for (size_t i = 0; i < list.n; i++) {
        const struct grade_round *r = &list.p[i];
        ctl_say("%d\t%d\t%.*s\t%.*s\t%d\t%.*s\n", r->id, r->year, STR_ARG(r->kind), STR_ARG(r->state), r->subjects,
                STR_ARG(r->distribution));
    }
    program_stop(&p);
    return 0;
}
