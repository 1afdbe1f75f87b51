/* SPDX-License-Identifier: EUPL-1.2
 * main.c — the FastCGI program of bureau staff: start-up and what the request loop is told. Pages are reached through routes.c
 * only. staff             serves the socket on file descriptor 0 (spawn-fcgi, systemd) staff --check     prepares every statement
 * against the live schema staff --routes    prints the table of routes
 */
#include "base/arena.h"
#include "calendar/calendar.h"
#include "staff/hooks.h"

enum { ARENA_BYTES = 256 << 20, REQUESTS_MOST = 20000 };

static int print_routes(void)
{
    static const char *const names[] = {"clerk",   "reviewer",     "approver",       "inspector",
                                        "auditor", "system_admin", "security_admin", "audit_admin"};
    _Static_assert(sizeof names / sizeof *names == ROLE_COUNT, "a name for each role bit");
    return route_print_all(STAFF_ROUTES, STAFF_ROUTES_N, (struct route_role_names){names, ROLE_COUNT});
}

static int serve(struct program *p)
{
    struct staff_app app = {.program = p, .calendar = calendar_load(p->arena, p->config.calendar_dir)};
    struct http_program program = {
        .name = p->name,
        .routes = STAFF_ROUTES,
        .n_routes = STAFF_ROUTES_N,
        .app = &app,
        .hooks = {.authenticate = hook_authenticate,
                  .need_login = hook_need_login,
                  .check_csrf = hook_check_csrf,
                  .check_token = hook_check_token,
                  .render_error = hook_render_error,
                  .rollback = hook_rollback},
        .config = {.https = p->config.https,
                   .origin = p->config.origin,
                   .private_site = true,
                   .arena_bytes = ARENA_BYTES,
                   .max_requests = REQUESTS_MOST,
                   .access_log = true},
    };
    program_shut_in(p, SANDBOX_WEB, PROGRAM_TEMPORARY);
    return http_serve(&program, NULL);
}

int main(int argc, char **argv)
{
    struct str word = argc == 2 ? str_from(argv[1]) : STR_NONE;
    if (str_eq(word, STR("--routes")))
        return print_routes();
    bool check = str_eq(word, STR("--check"));
    struct program *p = program_start("staff", PROGRAM_KEYS | PROGRAM_TEXT | PROGRAM_REGIME | (check ? 0 : PROGRAM_WAIT));
    int status = check ? program_check(p) : serve(p);
    program_stop(&p);
    return status;
}
