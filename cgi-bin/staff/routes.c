/* SPDX-License-Identifier: EUPL-1.2
 * routes.c — every address of the staff program, with who may come. `staff --routes` prints it; tests/pages/matrix.golden holds what each role
 * gets. A group of pages adds its rows in its own block and includes its header of handlers.
 */
#include "auth/role.h"
#include "staff/home.h"
#include "staff/signin.h"
#include "staff/staff.h"

const struct route STAFF_ROUTES[] = {
    /* sign-in */
    {HTTP_GET, "/staff/login", page_login, ROUTE_PUBLIC, .purpose = "sign-in form"},
    {HTTP_POST, "/staff/login", act_login, ROUTE_PUBLIC, .flags = ROUTE_NO_TOKEN, .form = &LOGIN_FORM, .reshow = show_login,
     .purpose = "sign in with password and one-time code"},
    {HTTP_POST, "/staff/logout", act_logout, ROUTE_SIGNED_IN, .flags = ROUTE_NO_TOKEN, .form = &LOGOUT_FORM, .purpose = "sign out"},
    {HTTP_GET, "/staff/password", page_password, ROUTE_SIGNED_IN, .purpose = "own password"},
    {HTTP_POST, "/staff/password", act_password, ROUTE_SIGNED_IN, .form = &PASSWORD_FORM, .reshow = show_password, .purpose = "change own password"},

    /* work bench */
    {HTTP_GET, "/staff", page_home, ROUTE_SIGNED_IN, .purpose = "what waits for me"},
};
const size_t STAFF_ROUTES_N = sizeof STAFF_ROUTES / sizeof *STAFF_ROUTES;
