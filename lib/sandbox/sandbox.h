/* SPDX-License-Identifier: EUPL-1.2
 * sandbox.h — a process gives up, for the rest of its life, every system call and every file that programs of its kind have no use
 * for (seccomp, Landlock; facts: security.md §3). Called once, by a single-threaded process, after everything is open: database,
 * sockets, keys, converters of character sets, rule set. What it forgot to open then kills it, by SIGSYS, with a line in the
 * kernel's log: that is meant. Knows no program; the tables of calls are in sandbox_calls.c, sandbox_probe.h tries them.
 *
 *     PARSER     reads and writes what is open; no files, no sockets, no processes. Landlock: nothing
 *     WEB        a FastCGI program: accepts, talks over connections that are open; opens nothing, connects to nothing. A lost
 * database connection therefore ends the process, and the supervisor starts another WORKER     WEB, new connections to unix
 * sockets, programs that it starts, files of its folders KEEPER     PARSER, accepts unix connections and asks who is there; locked
 * memory CONVERTER  somebody else's program, about to be executed: files, threads, executable memory; no sockets, no other users'
 * processes
 *
 * A program that is started inherits the sandbox: what WORKER starts can only narrow it further.
 */
#ifndef SANDBOX_SANDBOX_H
#define SANDBOX_SANDBOX_H

#include <stdbool.h>
#include <stddef.h>

enum sandbox_kind { SANDBOX_PARSER, SANDBOX_WEB, SANDBOX_WORKER, SANDBOX_KEEPER, SANDBOX_CONVERTER };

enum sandbox_right {
    SANDBOX_READ = 1,     /* files and lists of the folder */
    SANDBOX_WRITE = 2,    /* also to create, rename, remove */
    SANDBOX_EXECUTE = 4,  /* programs and the libraries they load (with SANDBOX_READ) */
    SANDBOX_IF_THERE = 8, /* a path that does not exist is passed over */
};
struct sandbox_path {
    const char *path; /* a folder with all below it, or one file */
    unsigned rights;  /* enum sandbox_right, added */
};

/* What is in force, for the log and for tests: nothing fails open without being said. */
struct sandbox_applied {
    bool calls; /* the filter of system calls */
    int files; /* Landlock's ABI in force; 0: this kernel has none, files are kept away by the filter alone (a warning is logged) */
    bool instrumented; /* a build with sanitizers: their own calls are allowed too */
};

/* Kinds without files (PARSER, WEB, KEEPER) get the calls for files only when a path is given. Also: no new privileges, no
 * capabilities, no core, not dumpable. fail(FAIL_CONFIG) when the filter cannot be put in force or a path is not there.
 *
 * Builds with ASan allow in addition what its runtime calls in ordinary work, so that the tests try the real filter; the report of
 * a finding needs more (files, processes) and would be killed: in such a build, and only there, SANDBOX=off in the environment
 * makes this function do nothing but log. */
struct sandbox_applied sandbox_enter(enum sandbox_kind kind, const struct sandbox_path *path, size_t n);

/* 0 leaves a limit as it is. Before sandbox_enter. */
struct sandbox_limits {
    size_t memory; /* bytes of address space; not in builds with ASan, which reserve terabytes */
    unsigned cpu_seconds;
    bool no_files;     /* no byte can be written to a regular file (pipes and sockets can); memory files count as regular */
    bool no_processes; /* no fork; root is exempt in the kernel, the filter is not */
    unsigned open_files;
    size_t file_bytes;
};
void sandbox_limit(const struct sandbox_limits *l); /* fail(FAIL_CONFIG) */

const char *sandbox_kind_name(enum sandbox_kind kind);

#endif
