/* SPDX-License-Identifier: EUPL-1.2
 * hooks.h — what the request loop asks this program: who is it, is the form genuine, was it done before, what does an error look
 * like. For main.c and act.c; pages use staff.h.
 */
#ifndef STAFF_HOOKS_H
#define STAFF_HOOKS_H

#include "auth/session.h"
#include "staff/staff.h"

#define STAFF_COOKIE  STR("staff") /* the session */
#define DEVICE_COOKIE STR("known") /* a browser that has signed in before */
#define PRE_COOKIE    STR("pre")   /* before sign-in: what the sign-in form's csrf field is derived from */

void hook_authenticate(struct req *r);
void hook_need_login(struct req *r);
bool hook_check_csrf(struct req *r, struct str csrf);
enum http_token_verdict hook_check_token(struct req *r);
bool hook_render_error(struct req *r, struct out *o, const struct http_error *e);
void hook_rollback(void *app, enum fail_kind kind);

/* The csrf field of a form shown before sign-in; sets the cookie when there is none. */
struct str hook_pre_csrf(struct req *r);
/* What the database keeps of this form; false when the token is none of our making. */
bool staff_form_use(const struct req *r, struct form_use *out);

#endif
