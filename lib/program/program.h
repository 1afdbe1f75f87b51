/* SPDX-License-Identifier: EUPL-1.2
 * program.h — what every program does at start: read its configuration (PORTAL_CONFIG), connect, open the keys if it has any, load
 * the rule set in force. Used by the main.c of each program; the struct lives as long as the process.
 */
#ifndef PROGRAM_PROGRAM_H
#define PROGRAM_PROGRAM_H

#include "base/config.h"
#include "db/db.h"
#include "regime/regime_store.h"
#include "sandbox/sandbox.h"

struct text_tools;
struct vault;

struct program {
    const char *name;
    struct arena *arena; /* for the process */
    struct config config;
    struct db *db;
    struct vault *vault;     /* NULL: this program holds no keys */
    struct text_tools *text; /* NULL until asked for */
    struct regime_version regime;
    bool operator;
};

enum program_need {
    PROGRAM_KEYS = 1,
    PROGRAM_TEXT = 2,
    PROGRAM_REGIME = 4,
    PROGRAM_SHORT_STATEMENTS = 8,
    PROGRAM_WAIT = 16,    /* serves: answers 503 until the database (and the keeper) is there, instead of leaving */
    PROGRAM_OPERATOR = 32 /* portalctl: may have the key file beside the keeper, and uses it when the keeper is down */
};

/* Exits with a message when something is missing. needs: enum program_need. */
struct program *program_start(const char *name, unsigned needs);
/* What PROGRAM_KEYS does, for a program that can go on without: false when the configuration names no keys. */
bool program_open_keys(struct program *p);
struct db_config program_db_config(const struct program *p, bool short_statements);
/* `--check`: statements and server settings; returns the exit status. */
int program_check(struct program *p);
/* Tables are read by the program `parser` from now on: the one the configuration names, or the one beside this program. */
void program_use_parser(struct program *p);
/* Gives up every right that the kind of program has no use for, for good: after everything is open, before the first request. */
enum program_folder { PROGRAM_NO_FILES = 0, PROGRAM_TEMPORARY = 1 /* /tmp and work_dir: tables are written there first */ };
void program_shut_in(struct program *p, enum sandbox_kind kind, unsigned folders);
void program_stop(struct program **p);

#endif
