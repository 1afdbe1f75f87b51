/* SPDX-License-Identifier: EUPL-1.2
 * login.h — password and TOTP, with delays that slow a guesser and cannot lock the owner out: failures are counted per account for
 * strange browsers, per browser for one that has signed in before, and per network address. The answer is the same, and as slow,
 * whether the account exists, the password is wrong or the code is wrong.
 */
#ifndef AUTH_LOGIN_H
#define AUTH_LOGIN_H

#include "auth/session.h"
#include "base/check.h"
#include "crypto/password.h"

struct vault;

struct login_attempt {
    struct str login, password, code; /* code: six digits of the authenticator */
    struct str device;                /* the browser's device cookie, may be empty */
    struct str address;               /* network address of the client */
    struct instant now;
};

enum login_verdict { LOGIN_DONE, LOGIN_WRONG, LOGIN_WAIT };
struct login_result {
    struct staff staff;
    struct str session_cookie, device_cookie;
    int wait_seconds; /* LOGIN_WAIT: how long until the next try is looked at */
};

MUST_USE enum login_verdict login_try(struct db *db, const struct vault *v, struct arena *a, const struct login_attempt *t,
                                      struct login_result *out);

/* What is wrong with a new password, in words; empty when it is good. */
struct str login_password_fault(struct str password, struct str login);
struct password_params login_password_params(void);
void login_use_cheap_passwords(void); /* tests and demonstration data */

/* Delay after n failures: 0 0 0 1 2 4 8 … seconds, at most a quarter of an hour. */
int throttle_delay_seconds(int failures);

#endif
