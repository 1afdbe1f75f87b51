/* SPDX-License-Identifier: EUPL-1.2
 * sandbox_calls.h — which system calls a kind of process may make, as tables. Private to lib/sandbox. A call that no table names
 * kills the process; one with a condition is allowed only when an argument fits.
 */
#ifndef SANDBOX_CALLS_H
#define SANDBOX_CALLS_H

#include <stdint.h>

#include "sandbox/sandbox.h"

enum sandbox_when {
    WHEN_ALWAYS,
    WHEN_MASKED,  /* (argument & mask) == value */
    WHEN_OWN_PID, /* argument 0 is this process */
    WHEN_REFUSED, /* not allowed, but answered with the error `value` instead of death: harmless questions of libraries */
};

struct sandbox_call {
    int number; /* negative: not on this processor */
    enum sandbox_when when;
    unsigned argument;
    uint64_t mask, value;
};

struct sandbox_table {
    const struct sandbox_call *call;
    size_t n;
};

enum { SANDBOX_TABLES = 8 };

/* Fills the tables that make up a kind; returns how many. files: a path was given. */
size_t sandbox_tables(enum sandbox_kind kind, bool files, struct sandbox_table tables_out[SANDBOX_TABLES]);

#endif
