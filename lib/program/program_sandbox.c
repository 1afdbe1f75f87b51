/* SPDX-License-Identifier: EUPL-1.2
 * program_sandbox.c — shuts a program in once everything is open (sandbox/sandbox.h); see program.h.
 */
#include <time.h>

#include "base/arena.h"
#include "base/file.h"
#include "base/log.h"
#include "program/program.h"

/* Where libraries, their data and the time zones lie; read by a program that starts others or draws paper. */
static const struct sandbox_path SYSTEM[] = {
    {"/usr", SANDBOX_READ | SANDBOX_EXECUTE},
    {"/lib", SANDBOX_READ | SANDBOX_EXECUTE | SANDBOX_IF_THERE},
    {"/lib64", SANDBOX_READ | SANDBOX_EXECUTE | SANDBOX_IF_THERE},
    {"/etc", SANDBOX_READ},
    {"/proc", SANDBOX_READ | SANDBOX_IF_THERE},
    {"/dev/null", SANDBOX_READ | SANDBOX_WRITE},
    {"/dev/urandom", SANDBOX_READ | SANDBOX_IF_THERE},
    {"/var/cache/fontconfig", SANDBOX_READ | SANDBOX_IF_THERE},
};
enum { SYSTEM_N = sizeof SYSTEM / sizeof *SYSTEM, PATHS_MOST = SYSTEM_N + 4 };

/* The parser lies beside this program, or where the configuration says. */
static const char *parser_folder(struct program *p)
{
    struct str path = p->config.parser.n ? p->config.parser : file_own_path(p->arena);
    size_t n = path.n;
    while (n > 1 && path.p[n - 1] != '/')
        n--;
    return str_cstr(p->arena, str_sub(path, 0, n));
}

static size_t paths_of(struct program *p, enum sandbox_kind kind, unsigned folders, struct sandbox_path *list)
{
    size_t n = 0;
    if (kind == SANDBOX_WORKER) {
        for (size_t i = 0; i < SYSTEM_N; i++)
            list[n++] = SYSTEM[i];
        list[n++] = (struct sandbox_path){parser_folder(p), SANDBOX_READ | SANDBOX_EXECUTE};
        if (p->config.calendar_dir.n)
            list[n++] = (struct sandbox_path){str_cstr(p->arena, p->config.calendar_dir), SANDBOX_READ | SANDBOX_IF_THERE};
    }
    if (folders & PROGRAM_TEMPORARY)
        list[n++] = (struct sandbox_path){"/tmp", SANDBOX_READ | SANDBOX_WRITE};
    if ((folders & PROGRAM_TEMPORARY) && p->config.work_dir.n)
        list[n++] = (struct sandbox_path){str_cstr(p->arena, p->config.work_dir), SANDBOX_READ | SANDBOX_WRITE | SANDBOX_IF_THERE};
    CHECK(n <= PATHS_MOST);
    return n;
}

void program_shut_in(struct program *p, enum sandbox_kind kind, unsigned folders)
{
    struct sandbox_path list[PATHS_MOST];
    tzset(); /* the zone's file, while it can be read */
    size_t n = paths_of(p, kind, folders, list);
    struct sandbox_applied applied = sandbox_enter(kind, list, n);
    if (!applied.calls)
        log_line(LOG_WARN, "%s runs without a filter of system calls", p->name);
}
