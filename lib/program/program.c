/* SPDX-License-Identifier: EUPL-1.2
 * program.c — see program.h.
 */
#include "program/program.h"

#include <unistd.h>

#include "base/arena.h"
#include "base/log.h"
#include "base/out.h"
#include "crypto/vault.h"
#include "db/db_migrate.h"
#include "http/fastcgi.h"
#include "text/text.h"

enum { ARENA_CAP = 64 << 20, PUBLIC_STATEMENT_SECONDS = 5 };

struct db_config program_db_config(const struct program *p, bool short_statements)
{
    const struct config *c = &p->config;
    struct arena *a = p->arena;
    return (struct db_config){.socket = str_cstr(a, c->database_socket),
                              .user = str_cstr(a, c->database_user),
                              .password = str_cstr(a, c->database_password),
                              .database = str_cstr(a, c->database_name),
                              .statement_seconds = short_statements ? PUBLIC_STATEMENT_SECONDS : 0};
}

struct connecting {
    struct program *program;
    struct db_config config;
};

static bool connected(void *arg)
{
    struct connecting *c = arg;
    struct fail_frame f;
    if (FAIL_CATCH(&f))
        return false;
    c->program->db = db_open(&c->config);
    fail_leave(&f);
    return true;
}

/* Asked once more at the end for the message, should nobody be there to wait for. */
static void connect_to(struct program *p, struct db_config config, bool wait)
{
    struct connecting c = {p, config};
    if (!connected(&c) && !(wait && http_wait(connected, &c)))
        p->db = db_open(&config);
}

bool program_open_keys(struct program *p)
{
    if (!p->vault && p->config.key_file.n)
        p->vault = vault_open(p->arena, p->config.key_file);
    return p->vault != NULL;
}

struct program *program_start(const char *name, unsigned needs)
{
    log_program(name);
    struct arena *a = arena_new(ARENA_CAP);
    struct program *p = ARENA_NEW(a, struct program);
    *p = (struct program){.name = name, .arena = a};
    const char *path = getenv("PORTAL_CONFIG");
    if (!path)
        fail(FAIL_CONFIG, "PORTAL_CONFIG does not name a configuration file");
    config_read(a, str_from(path), &p->config);
    struct db_config db = program_db_config(p, needs & PROGRAM_SHORT_STATEMENTS);
    connect_to(p, db, needs & PROGRAM_WAIT);
    if ((needs & PROGRAM_KEYS) && !program_open_keys(p))
        fail(FAIL_CONFIG, "%s: no key_file", path);
    if (needs & PROGRAM_TEXT)
        p->text = text_open();
    if (needs & PROGRAM_REGIME)
        p->regime = regime_active(p->db, a);
    return p;
}

int program_check(struct program *p)
{
    struct out report;
    out_to_arena(&report, p->arena);
    bool good = db_check(p->db, p->arena, &report);
    int fd = good ? STDOUT_FILENO : STDERR_FILENO;
    if (good)
        out_fmt(&report, "%s: every statement and setting is in order\n", p->name);
    struct str text = out_text(&report);
    return out_fd_sink(&fd, text.p, text.n) && good ? 0 : 1;
}

void program_stop(struct program **pp)
{
    struct program *p = *pp;
    *pp = NULL;
    text_close(&p->text);
    if (p->vault)
        vault_close(&p->vault);
    db_close(&p->db);
    struct arena *a = p->arena; /* p lives in it */
    arena_free(&a);
}
