/* SPDX-License-Identifier: EUPL-1.2
 * signin.h — handlers: sign-in, sign-out, one's own password. In signin.c.
 */
#ifndef STAFF_SIGNIN_H
#define STAFF_SIGNIN_H

#include "http/route.h"

extern const struct form_def LOGIN_FORM, LOGOUT_FORM, PASSWORD_FORM;

void page_login(struct req *r);
void act_login(struct req *r);
void show_login(struct req *r, struct form_state *f);
void act_logout(struct req *r);
void page_password(struct req *r);
void act_password(struct req *r);
void show_password(struct req *r, struct form_state *f);

#endif
