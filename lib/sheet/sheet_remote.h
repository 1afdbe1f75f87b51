/* SPDX-License-Identifier: EUPL-1.2
 * sheet_remote.h — the caller's half of reading in a process of its own, private to lib/sheet. sheet_read.c hands over here when a
 * parser was named at start; see sheet_wire.h for the talk. Whatever the other process does (dies, hangs, lies, is not there), this
 * side ends with a verdict.
 */
#ifndef SHEET_REMOTE_H
#define SHEET_REMOTE_H

#include "sheet/sheet_priv.h"

/* A file in memory for a child, and the program that reads it. */
struct sheet_child {
    pid_t pid;               /* 0: none */
    int file, said, process; /* the file; what it writes as errors; a handle of the process. -1: none */
};
bool sheet_child_file(struct sheet_child *c, struct str bytes); /* false: logged */
/* Starts program with standard input = the file, output = out, no environment, nothing else open. argv[0] is set here. */
bool sheet_child_start(struct sheet_child *c, const char *program, const char *const argv[3], int out);
int sheet_child_fd(int fd); /* the same, or a copy that is not 0, 1 or 2 */
/* Ends it and waits for it, after grace_ms if it does not end by itself; what it had to say is logged unless all went well. The
 * wait status, -1 when there was none. */
int sheet_child_end(struct sheet_child *c, int grace_ms);

/* True: this file is to be read by another process. False when there is none (sheet_use_parser), and for a file that nobody reads:
 * encrypted, or old and no converter at hand. */
bool sheet_remote_wanted(struct str bytes);
enum sheet_verdict sheet_remote_open(struct sheet *s);
/* The other half is at the end of this connection already: for tests and fuzzers. */
enum sheet_verdict sheet_remote_attach(struct sheet *s, int connection);
enum sheet_verdict sheet_remote_choose(struct sheet *s);
enum sheet_step sheet_remote_next(struct sheet *s);
void sheet_remote_close(struct sheet *s);
/* For tests: the process, 0 when there is none; how long to wait for one (0: as ever). */
pid_t sheet_remote_pid(const struct sheet *s);
void sheet_remote_patience(int64_t ms);

/* sheet_convert.c: an .xls or .ods becomes an .xlsx in a file in memory, which replaces the one of c. */
bool sheet_convert_wanted(struct str bytes);
enum sheet_verdict sheet_convert(struct sheet_child *c, const char *parser, const char *converter);

#endif
