/* SPDX-License-Identifier: EUPL-1.2
 * notice.h — numbered documents of the bureau: drafted by one person, issued by another, signed by the worker, ended by another
 * document or as void, and forgotten when the record behind them is repaired or has expired (USERS §1.4). Kinds are data of the
 * rule set (regime_notice.h). Numbers are gap-free per code word and year; an ended notice stays visible with its number.
 *
 *   draft ──issue──▶ issued ──▶ withdrawn | superseded (by a notice that refers to it) | void (作废)      draft ──drop──▶ dropped
 *
 * Called by staff pages, publish, repair, the worker and portalctl. The public reads through notice_public.h. Writes are in
 * notice_write_store.c, the worker's in notice_sign_store.c. Audit rows are the caller's, but for the worker's.
 */
#ifndef NOTICE_NOTICE_H
#define NOTICE_NOTICE_H

#include "audit/audit.h"
#include "base/date.h"
#include "notice/notice_body.h"
#include "regime/regime.h"

struct db;
struct vault;

struct notice_doc {
    int id, year, no, publication_id, target_id, ended_by, drafted_by, issued_by, regime_version_id, version;
    int64_t subject_id, record_id; /* 0: about nobody, or forgotten */
    bool is_open, sealed;
    struct str kind, state, series, document_no, title, check_code, end_reason, division_prefix;
    struct str commitment; /* 32 bytes */
    struct str proof;      /* empty until signed */
    struct day issued_on, ended_on;
    struct instant drafted_at, issued_at, signed_at, forgotten_at;
    struct str drafter, issuer, ended_no; /* names of staff; number of the document that ended it */
};
struct notices {
    const struct notice_doc *p;
    size_t n;
};
bool notice_get(struct db *db, struct arena *a, int id, struct notice_doc *out);
bool notice_by_number(struct db *db, struct arena *a, struct str document_no, struct notice_doc *out);
bool notice_of_publication(struct db *db, struct arena *a, int publication_id, struct notice_doc *out);
/* state "": all but dropped. Newest first. */
struct notices notice_list(struct db *db, struct arena *a, struct str state, struct str division, int limit);
/* Issued and not signed yet, oldest first: what the worker has to take up should a job be lost. */
struct notices notice_unsigned(struct db *db, struct arena *a, int limit);
/* False when it was forgotten. Sealed ones need the vault; a refusal of the vault is fail(). */
bool notice_body_get(struct db *db, struct arena *a, const struct vault *v, const struct notice_doc *n, struct notice_body *out);

/* --- acts, inside a transaction */
enum notice_outcome {
    NOTICE_DONE,
    NOTICE_MISSING,
    NOTICE_CONFLICT,    /* somebody was faster: another version, or a state that does not allow it */
    NOTICE_SAME_PERSON, /* who drafted it may not issue it, or declare it void */
    NOTICE_TARGET,      /* what it refers to cannot be withdrawn or replaced (any more) */
};
struct notice_draft {
    const struct regime *regime;
    const struct regime_notice *kind;
    int regime_version_id;
    struct str title; /* ignored for notices about a subject, whose title is the kind's name: it never tells whom */
    struct notice_body body;
    int64_t subject_id, record_id;
    bool natural; /* the subject is a natural person */
    int target_id;
    struct str division_prefix;
    int staff_id;
    struct instant now;
};
enum notice_outcome notice_draft(struct db *db, struct arena *a, const struct vault *v, const struct notice_draft *d, int *id_out);

struct notice_act {
    int id, version, staff_id;
    struct instant now;
};
/* Title and text of a draft, by anyone who may draft. */
enum notice_outcome notice_edit(struct db *db, struct arena *a, const struct vault *v, const struct notice_act *act,
                                struct str title, const struct notice_body *body);
enum notice_outcome notice_drop(struct db *db, struct arena *a, const struct notice_act *act);
/* Number, check code and commitment; ends the notice it refers to. The caller queues JOB_NOTICE. */
enum notice_outcome notice_issue(struct db *db, struct arena *a, const struct vault *v, const struct regime *r,
                                 const struct notice_act *act, struct str *document_no_out);
/* 作废: a number that was allotted by mistake; stays visible with the reason. */
enum notice_outcome notice_void(struct db *db, struct arena *a, const struct notice_act *act, struct str reason);

/* Of a publication, issued by the act of publishing: no draft. result_hash is bound through the body. */
int notice_publish(struct db *db, struct arena *a, const struct notice_draft *d, int publication_id, struct str *document_no_out);
/* A later publication of the same place and year replaced these. */
void notice_supersede_publications(struct db *db, int by_publication, struct day on);

/* --- forgetting: body, salt and file are destroyed, subject and record unlinked; number, commitment, proof and state stay. Writes
 * the audit row. Returns how many. */
int notice_forget(struct db *db, struct arena *a, int64_t subject_id, int64_t record_id, const struct audit_actor *who,
                  struct instant now);
/* Whatever stands behind records that are repaired, withdrawn, gone or no longer shown on `today`. */
int notice_forget_expired(struct db *db, struct arena *a, const struct audit_actor *who, struct instant now);

struct str notice_state_name(struct str state); /* 草稿, 有效, 已撤销, 已被替代, 作废 */
bool notice_is_natural(int subject_kind);       /* subject.kind: 3 */

#endif
