/* SPDX-License-Identifier: EUPL-1.2
 * keeper.h — the program that alone holds the keys: main.c (start: configuration, keys, sockets, sandbox), serve.c (the loop over
 * connections), usage.c (the file of openings). What a frame means is crypto/vault_run.c, what is allowed crypto/keeper_guard.c.
 * No database, no network, no HTTP; after start it opens nothing.
 *
 * Configuration (PORTAL_CONFIG): key_file; keeper_log, the usage log; keeper_dir, where it makes staff.sock, worker.sock and
 * ctl.sock (systemd passes the sockets instead, named so); keeper_users, "staff health-credit-staff, worker …": who may connect to
 * which, by the kernel's word (the keeper's own user where nothing is said); keeper_caps (crypto/keeper_guard.h).
 */
#ifndef KEEPER_KEEPER_H
#define KEEPER_KEEPER_H

#include "crypto/keeper_guard.h"

enum { KEEPER_CLIENTS = 64, KEEPER_CLIENTS_OF_CLASS = 40 };

struct keeper_usage {
    int fd;
    bool torn, dead; /* the last line is not whole; a write could not be made durable: nothing is opened any more */
    size_t n;
    char p[KEEPER_CLIENTS * KEEPER_WINDOW * KEEPER_LINE_MOST / 8];
};

struct keeper {
    struct keeper_guard guard;
    struct keeper_usage usage;
    int listener[KEEPER_CLASSES];
    unsigned user[KEEPER_CLASSES]; /* uid that may connect */
};

/* Opens the log and follows its chain from the first line, so that damage is told at start; then notes the start. */
void usage_open(struct keeper *k, struct str path, struct instant now);
/* Makes everything noted so far durable; false: nothing that depends on it may leave. */
MUST_USE bool usage_flush(struct keeper_usage *u);

/* Until SIGTERM. */
void serve(struct keeper *k);

#endif
