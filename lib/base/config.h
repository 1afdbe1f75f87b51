/* SPDX-License-Identifier: EUPL-1.2
 * config.h — the settings of an installation: lines of `name = value`, # for comments. Every name must be known and stand once; all
 * faults are told at once. The file holds a database password: mode 0600 is required.
 */
#ifndef BASE_CONFIG_H
#define BASE_CONFIG_H

#include "base/str.h"

struct arena;

struct config {
    struct str database_socket, database_name, database_user, database_password;
    struct str key_file;      /* vault keys; empty for programs that need none, and where the keeper has them */
    struct str keeper_socket; /* of this program's class; the program then holds no key */
    struct str keeper_dir, keeper_log, keeper_users, keeper_caps; /* the keeper's own, see cgi-bin/keeper/keeper.h */
    struct str regime_dir, calendar_dir, migration_dir;
    struct str origin;   /* https://credit.example.gov.cn; empty: taken from the request */
    struct str contact;  /* shown in the footer */
    struct str work_dir; /* for temporary files of the worker */
    struct str parser;   /* program that reads uploaded tables; empty: beside the own one */
    bool https;
    bool demonstration; /* invented data: says so on every page, may use cheap passwords */
};

/* fail(FAIL_CONFIG) with every fault in the message. */
void config_read(struct arena *a, struct str path, struct config *out);

#endif
