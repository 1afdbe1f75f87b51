/* SPDX-License-Identifier: EUPL-1.2
 * grade_excuse.h — 不参加评价: a subject is taken out of a year's grading on one of the regime's grounds (HN 18: 根据有关规定不参加
 * 评价的除外). One officer proposes, another decides; a decision that was wrong is revoked, never deleted. A round sees what was
 * decided at its snapshot (grade_excuse_store.c reads it for grade_run). Which grounds there are is the regime's; called by the
 * staff pages and by grade_run.
 *
 *   proposed ──approve──▶ approved ──revoke──▶ revoked          proposed ──reject──▶ rejected
 */
#ifndef GRADE_GRADE_EXCUSE_H
#define GRADE_GRADE_EXCUSE_H

#include "base/check.h"
#include "base/date.h"
#include "base/str.h"
#include "regime/regime.h"

struct arena;
struct db;

struct grade_excuse {
    int32_t id, year, version;
    int64_t subject_id;
    struct str subject_name, subject_type, division; /* as the archive has them; a natural person's name is masked */
    struct str code, reason, state, decision;
    int32_t proposed_by, decided_by, revoked_by; /* staff ids, 0: not yet */
    struct str proposed_name, decided_name, revoked_name;
    struct instant proposed_at, decided_at, revoked_at;
};
struct grade_excuses {
    const struct grade_excuse *p;
    size_t n;
};

enum grade_excuse_outcome {
    GRADE_EXCUSE_DONE,
    GRADE_EXCUSE_TWICE,       /* propose: the subject has a proposal or an approval for that year already */
    GRADE_EXCUSE_SAME_PERSON, /* who proposed it does not decide on it */
    GRADE_EXCUSE_CONFLICT,    /* somebody was first: read it again */
};
enum grade_excuse_step { GRADE_EXCUSE_APPROVE, GRADE_EXCUSE_REJECT, GRADE_EXCUSE_REVOKE };

/* The grounds for a subject type; NULL where the type is not graded or the regime has none. */
const struct regime_grading *grade_excuse_grounds(const struct regime *r, struct str subject_type);
/* Label of a ground, or its code where the rule set in force no longer has it. */
struct str grade_excuse_label(const struct regime *r, struct str subject_type, struct str code);

/* Both inside a transaction with the audit row. e: subject_id, year, code, reason, proposed_by, proposed_at. */
MUST_USE enum grade_excuse_outcome grade_excuse_propose(struct db *db, const struct grade_excuse *e, int32_t *id_out);
/* e as the page showed it; why: needed to reject or revoke. */
MUST_USE enum grade_excuse_outcome grade_excuse_decide(struct db *db, const struct grade_excuse *e, enum grade_excuse_step step,
                                                       int32_t staff_id, struct str why, struct instant now);
bool grade_excuse_get(struct db *db, struct arena *a, int32_t id, struct grade_excuse *out);
/* state: one of the above, or empty for all; year 0: all; below a division. Open ones first, then the newest. */
struct grade_excuses grade_excuse_list(struct db *db, struct arena *a, struct str division_prefix, int32_t year, struct str state,
                                       int32_t limit);

/* What a round sees: excused in that year as decided at the snapshot, ids from…to, in order of ids. */
struct grade_excused {
    int64_t subject_id;
    struct str code;
};
struct grade_excused_list {
    const struct grade_excused *p;
    size_t n;
};
struct grade_excused_list grade_excused_at(struct db *db, struct arena *a, int32_t year, struct instant at, int64_t from,
                                           int64_t to);

#endif
