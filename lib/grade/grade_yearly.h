/* SPDX-License-Identifier: EUPL-1.2
 * grade_yearly.h — the annual grading by itself: on the regime's grading day (SX 三(五): 20 January) the round of the year before
 * is opened and queued, once. Officers still review, approve and publish it. A round of the year that anybody opened, even one
 * dropped since, is left alone. Called by the worker about once a minute.
 */
#ifndef GRADE_GRADE_YEARLY_H
#define GRADE_GRADE_YEARLY_H

#include "base/check.h"
#include "base/date.h"
#include "regime/regime.h"

struct arena;
struct db;

/* The year to be graded when today is the grading day, or so soon after it that a machine which was off makes up for it; else 0, as
 * where the regime has no such day. */
int grade_yearly_due(const struct regime *r, struct day today);
/* Opens the round of last year over the regime's division and queues its job, in one transaction with the audit row. False: not
 * due, opened before, nobody to grade, or another worker was first. */
MUST_USE bool grade_yearly_open(struct db *db, struct arena *a, const struct regime *r, int32_t regime_version_id,
                                struct instant now, int32_t *round_out);

#endif
