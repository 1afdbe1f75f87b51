/* SPDX-License-Identifier: EUPL-1.2
 * session.h — signed-in sessions, kept hashed in the database, and the tokens that make a form act once. A session ends by log-out,
 * after half an hour of rest or a working day, when the account is disabled and when its password or second factor changes.
 */
#ifndef AUTH_SESSION_H
#define AUTH_SESSION_H

#include "auth/actor.h"
#include "auth/staff.h"

struct db;

enum { SESSION_IDLE_MINUTES = 30, SESSION_HOURS = 10 };

/* Inside a transaction; returns the cookie's text. */
struct str session_create(struct db *db, struct arena *a, const struct staff *s, struct instant now);
/* The actor of a cookie; false when there is none, or it has ended. Touches seen_at at most once a minute. */
MUST_USE bool session_actor(struct db *db, struct arena *a, struct str cookie, struct instant now, struct actor *out);
void session_end(struct db *db, struct str session_hash);
void session_end_all(struct db *db, int staff_id);

enum form_token_verdict { FORM_TOKEN_FRESH, FORM_TOKEN_DONE, FORM_TOKEN_OTHER };
struct form_use {
    struct str token;     /* 16 bytes */
    struct str body_hash; /* 32 bytes */
    struct str route;     /* pattern */
    int staff_id;
    struct instant now;
};
/* Before the act: was this form done? result_out: where the first one went. */
MUST_USE enum form_token_verdict form_token_look(struct db *db, struct arena *a, const struct form_use *u, struct str *result_out);
/* Inside the act's transaction: false when another request took it first; roll back and look again. */
MUST_USE bool form_token_take(struct db *db, const struct form_use *u, struct str result);

#endif
