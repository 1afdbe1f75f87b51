/* SPDX-License-Identifier: EUPL-1.2
 * record_life.h — the life of a record as a pure function of the regime: from when to when it may be shown, until when it may be
 * used in grading, when it goes to the archive, from when it may be repaired. No clock, no SQL. Called when a record is written
 * (import, entry, correction, rebuild after a change of regime) and by pages that say when a record vanishes (USERS §2 8).
 *
 * What has expired appears nowhere: show_to and use_to are the last days, both included; the views compare them with today (HI 26).
 */
#ifndef RECORD_RECORD_LIFE_H
#define RECORD_RECORD_LIFE_H

#include "regime/regime.h"

struct record_life_facts {
    const struct regime_item *item;
    enum regime_kind kind;         /* of the subject */
    enum regime_severity severity; /* SEVERITY_NONE: the item's default */
    struct day found;              /* finding; needed */
    struct day decided;            /* deciding document; DAY_NONE = found */
    struct day act_ended;          /* end of a continuing act; DAY_NONE = found */
    struct day own_end;            /* the record's own end of validity (a licence, a term); DAY_NONE: none */
    struct day publicity_from;     /* given by the source, never earlier than the decision; DAY_NONE = decided */
    struct day publicity_to;       /* given by the source; can only shorten; DAY_NONE: none */
    struct day use_to;             /* the same for use */
    struct day subject_ended;      /* dissolved or dead; DAY_NONE: lives */
};
struct record_life {
    enum regime_disclosure disclosure;        /* who may see it at all */
    struct day show_from, show_to;            /* show_from DAY_NONE: never public; show_to DAY_NONE: no end */
    struct day use_to;                        /* last day of use in grading and sharing; DAY_NONE: no end */
    struct day keep_to;                       /* last day on record; DAY_NONE: no end */
    bool archive_after;                       /* after use or keep: kept in the archive (转档), else deleted */
    struct day repair_from;                   /* earliest day to apply for repair; DAY_NONE: not repairable */
    enum regime_severity severity;            /* that was applied */
    const struct regime_publicity *publicity; /* the severity rule that was applied, or NULL */
};
struct record_life record_life(const struct regime *r, const struct record_life_facts *f);

/* Stored state; values are in the database. */
enum record_mark { RECORD_ACTIVE = 1, RECORD_WITHDRAWN = 2, RECORD_REPAIRED = 3 };
/* The state on a day. Expired: past its use or its keeping; archived: the same where the regime moves it to the archive. */
enum record_state {
    RECORD_STATE_ACTIVE,
    RECORD_STATE_EXPIRED,
    RECORD_STATE_ARCHIVED,
    RECORD_STATE_WITHDRAWN,
    RECORD_STATE_REPAIRED
};
enum record_state record_state_on(const struct record_life *life, enum record_mark mark, struct day today);
/* May anyone see it on that day? */
bool record_public_on(const struct record_life *life, enum record_mark mark, struct day today);

#endif
