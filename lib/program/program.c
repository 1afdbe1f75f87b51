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
    unsigned needs;
};

static bool connected(void *arg)
{
    struct connecting *c = arg;
    struct fail_frame f;
    if (FAIL_CATCH(&f))
        return false;
    struct program *p = c->program;
    if (!p->db)
        p->db = db_open(&c->config);
    if ((c->needs & PROGRAM_KEYS) && p->config.keeper_socket.n && program_open_keys(p))
        vault_settle(p->vault); /* a program that serves is shut in from now on */
    fail_leave(&f);
    return true;
}

/* Asked once more at the end for the message, should nobody be there to wait for. */
static void connect_to(struct program *p, struct db_config config, unsigned needs)
{
    struct connecting c = {p, config, needs & PROGRAM_WAIT ? needs : 0};
    if (!connected(&c) && !((needs & PROGRAM_WAIT) && http_wait(connected, &c)) && !p->db)
        p->db = db_open(&config);
}

static bool answers(const struct vault *v)
{
    struct fail_frame f;
    if (FAIL_CATCH(&f))
        return false;
    vault_epochs(v);
    fail_leave(&f);
    return true;
}

bool program_open_keys(struct program *p)
{
    const struct config *c = &p->config;
    if (p->vault)
        return true;
    if (c->keeper_socket.n && c->key_file.n && !p->operator)
        fail(FAIL_CONFIG, "key_file beside keeper_socket: who asks the keeper must not be able to read the keys");
    if (c->keeper_socket.n)
        p->vault = vault_connect(p->arena, c->keeper_socket);
    /* Only the operator has both: at a first set-up, and when the keeper is down, the keys are his anyway. */
    if (c->key_file.n && !(p->vault && answers(p->vault)))
        p->vault = vault_open(p->arena, c->key_file);
    return p->vault != NULL;
}

struct program *program_start(const char *name, unsigned needs)
{
    log_program(name);
    struct arena *a = arena_new(ARENA_CAP);
    struct program *p = ARENA_NEW(a, struct program);
    *p = (struct program){.name = name, .arena = a, .operator= needs & PROGRAM_OPERATOR };
    const char *path = getenv("PORTAL_CONFIG");
    if (!path)
        fail(FAIL_CONFIG, "PORTAL_CONFIG does not name a configuration file");
    config_read(a, str_from(path), &p->config);
    struct db_config db = program_db_config(p, needs & PROGRAM_SHORT_STATEMENTS);
    connect_to(p, db, needs);
    if ((needs & PROGRAM_KEYS) && !program_open_keys(p))
        fail(FAIL_CONFIG, "%s: neither keeper_socket nor key_file", path);
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
