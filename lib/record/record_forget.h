/* SPDX-License-Identifier: EUPL-1.2
 * record_forget.h — the log of acts forgets the records whose time is over: those that were repaired, and those whose keeping has
 * ended under a regime that does not move them to the archive (record_life.h: keep_to, archive_after; HI 25–26). The record itself
 * is not touched here. Called by the worker once a day; audit/audit_forget.h says what forgetting is.
 */
#ifndef RECORD_RECORD_FORGET_H
#define RECORD_RECORD_FORGET_H

#include "record/record_store.h"

/* The ground, empty when the log may still tell. kind: of the subject. */
struct str record_forget_ground(const struct regime *r, const struct record *x, enum regime_kind kind, struct day subject_ended,
                                struct day today);
/* Looks only at records that the log still names; some hundred a call. Returns the rows of the log that were forgotten. */
int64_t record_forget_due(struct db *db, struct arena *a, const struct regime *r, struct instant now);

#endif
