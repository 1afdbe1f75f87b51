/* SPDX-License-Identifier: EUPL-1.2
 * sandbox_calls.c — the tables of system calls. Found by running each kind of program under a tracer and kept as short as that
 * allows; names that differ between the C libraries of two Debian releases stand side by side (fstat and newfstatat, poll and
 * ppoll).
 */
#include "sandbox/sandbox_calls.h"

#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <seccomp.h>
#include <sys/mman.h>
#include <sys/socket.h>

#define CALL(name)                                                                                                                 \
    {                                                                                                                              \
        .number = SCMP_SYS(name)                                                                                                   \
    }
#define MASKED(name, at, bits, wanted)                                                                                             \
    {                                                                                                                              \
        .number = SCMP_SYS(name), .when = WHEN_MASKED, .argument = (at), .mask = (bits), .value = (wanted)                         \
    }
#define REFUSED(name, error)                                                                                                       \
    {                                                                                                                              \
        .number = SCMP_SYS(name), .when = WHEN_REFUSED, .value = (error)                                                           \
    }
#define ALL_BITS (~UINT64_C(0))

/* Every process: its open descriptors, its memory, its end. */
static const struct sandbox_call CORE[] = {
    CALL(read),
    CALL(readv),
    CALL(write),
    CALL(writev),
    CALL(close),
    CALL(lseek),
    CALL(fstat),
    MASKED(newfstatat, 3, AT_EMPTY_PATH, AT_EMPTY_PATH), /* fstat, as newer C libraries ask it */
    CALL(brk),
    CALL(munmap),
    CALL(mremap),
    CALL(madvise),
    CALL(futex),
    CALL(getrandom),
    CALL(clock_gettime),
    CALL(clock_getres),
    CALL(gettimeofday),
    CALL(time),
    CALL(getpid),
    CALL(gettid),
    CALL(rt_sigaction),
    CALL(rt_sigprocmask),
    CALL(rt_sigreturn),
    CALL(sigaltstack),
    CALL(restart_syscall),
    CALL(sched_yield),
    CALL(exit),
    CALL(exit_group),
    {.number = SCMP_SYS(tgkill), .when = WHEN_OWN_PID}, /* abort() */
    {.number = SCMP_SYS(kill), .when = WHEN_OWN_PID},
    REFUSED(ioctl, ENOTTY), /* is it a terminal? */
};

/* Memory that is never executable, for all but those that load libraries. */
static const struct sandbox_call DATA_MEMORY[] = {
    MASKED(mmap, 2, PROT_EXEC, 0),
    MASKED(mprotect, 2, PROT_EXEC, 0),
};
static const struct sandbox_call ANY_MEMORY[] = {CALL(mmap), CALL(mprotect)};

/* Connections that are open, or come in on a socket that is. */
static const struct sandbox_call SERVE[] = {
    CALL(accept),          CALL(accept4),     CALL(poll),        CALL(ppoll),   CALL(select),          CALL(pselect6),
    CALL(recvfrom),        CALL(sendto),      CALL(recvmsg),     CALL(sendmsg), CALL(shutdown),        CALL(getsockopt),
    CALL(setsockopt),      CALL(getsockname), CALL(getpeername), CALL(fcntl),   CALL(setitimer),       CALL(getitimer),
    CALL(alarm),           CALL(nanosleep),   CALL(mlock),       CALL(mlock2),  CALL(munlock),         CALL(getuid),
    CALL(clock_nanosleep), CALL(geteuid),     CALL(getgid),      CALL(getegid), CALL(getppid),         CALL(uname),
    CALL(times),           CALL(getrusage),   CALL(sysinfo),     CALL(pause),   CALL(rt_sigtimedwait), CALL(rt_sigpending),
};

/* The keeper hears fixed messages and asks the kernel who sent them. */
static const struct sandbox_call KEEP[] = {
    CALL(accept4),    CALL(accept), CALL(poll),    CALL(ppoll),   CALL(recvfrom),  CALL(sendto),          CALL(shutdown),
    CALL(getsockopt), CALL(mlock),  CALL(mlock2),  CALL(munlock), CALL(setitimer), CALL(nanosleep),       CALL(clock_nanosleep),
    CALL(fcntl),      CALL(getuid), CALL(geteuid), CALL(fsync),   CALL(fdatasync), CALL(rt_sigtimedwait),
};

/* Files by path; which ones is Landlock's part. */
static const struct sandbox_call FILES[] = {
    CALL(openat),     CALL(open),
    CALL(stat),       CALL(lstat),
    CALL(newfstatat), CALL(statx),
    CALL(access),     CALL(faccessat),
    CALL(faccessat2), CALL(readlink),
    CALL(readlinkat), CALL(getdents64),
    CALL(getcwd),     CALL(pread64),
    CALL(pwrite64),   CALL(preadv),
    CALL(pwritev),    CALL(ftruncate),
    CALL(fallocate),  CALL(fadvise64),
    CALL(fsync),      CALL(fdatasync),
    CALL(flock),      CALL(rename),
    CALL(renameat),   CALL(renameat2),
    CALL(unlink),     CALL(unlinkat),
    CALL(mkdir),      CALL(mkdirat),
    CALL(rmdir),      CALL(link),
    CALL(linkat),     CALL(umask),
    CALL(chmod),      CALL(fchmod),
    CALL(fchmodat),   CALL(copy_file_range),
    CALL(sendfile),   CALL(statfs),
    CALL(fstatfs),    CALL(utimensat),
    CALL(chdir),      CALL(fchdir),
    CALL(creat),
};

/* To start a program and to be one that starts. clone is open to threads and processes, not to new namespaces; clone3 hides its
 * flags in memory, so it is "not there" and the C library falls back to clone. */
static const struct sandbox_call START[] = {
    MASKED(clone, 0, CLONE_NEWNS | CLONE_NEWCGROUP | CLONE_NEWUTS | CLONE_NEWIPC | CLONE_NEWUSER | CLONE_NEWPID | CLONE_NEWNET, 0),
    REFUSED(clone3, ENOSYS),
    CALL(vfork),
    CALL(fork),
    CALL(execve),
    CALL(wait4),
    CALL(waitid),
    CALL(pidfd_open),
    CALL(pipe),
    CALL(pipe2),
    CALL(dup),
    CALL(dup2),
    CALL(dup3),
    CALL(close_range),
    CALL(memfd_create),
    CALL(arch_prctl),
    CALL(set_tid_address),
    CALL(set_robust_list),
    CALL(rseq),
    CALL(prlimit64),
    CALL(getrlimit),
    CALL(setrlimit),
    CALL(prctl),
    CALL(seccomp),
    CALL(landlock_create_ruleset),
    CALL(landlock_add_rule),
    CALL(landlock_restrict_self),
    CALL(capget),
    CALL(capset),
    CALL(sched_getaffinity),
    CALL(getpgrp),
    CALL(getpgid),
    CALL(setsid),
    CALL(setpgid),
    CALL(getresuid),
    CALL(getresgid),
    CALL(getgroups),
    CALL(kill), /* its children; other users' processes are the kernel's part, its own user's Landlock's */
    CALL(tgkill),
};

/* The database and the keeper are behind unix sockets. */
static const struct sandbox_call CONNECT[] = {
    MASKED(socket, 0, ALL_BITS, AF_UNIX),
    MASKED(socketpair, 0, ALL_BITS, AF_UNIX),
    CALL(connect),
};

/* What desktop libraries ask for at start, the worker being the parent of a process that loads them. */
static const struct sandbox_call LIBRARIES[] = {
    CALL(eventfd2),
    CALL(epoll_create1),
    CALL(epoll_ctl),
    CALL(epoll_wait),
    CALL(epoll_pwait),
    CALL(timerfd_create),
    CALL(timerfd_settime),
    CALL(inotify_init1),
    CALL(getpriority),
    CALL(sched_getparam),
    CALL(sched_getscheduler),
    CALL(membarrier),
    CALL(getcpu),
    CALL(sched_getattr),
    REFUSED(personality, EPERM),
    REFUSED(setpriority, EPERM),
    REFUSED(sched_setattr, EPERM),
    REFUSED(sched_setscheduler, EPERM),
    REFUSED(symlink, EPERM),
    REFUSED(getxattr, ENODATA),
    REFUSED(lgetxattr, ENODATA),
    REFUSED(fgetxattr, ENODATA),
};

/* Refused and not deadly: such libraries try a bus or a name service, and go on without. */
static const struct sandbox_call NO_SOCKETS[] = {REFUSED(socket, EACCES), REFUSED(socketpair, EACCES), REFUSED(connect, EACCES)};

#ifdef __SANITIZE_ADDRESS__
/* The sanitizers' own, in ordinary work. */
static const struct sandbox_call INSTRUMENTED[] = {CALL(sched_getaffinity), CALL(getppid)};
#endif

size_t sandbox_tables(enum sandbox_kind kind, bool files, struct sandbox_table tables_out[SANDBOX_TABLES])
{
    size_t n = 0;
#define USE(t) tables_out[n++] = (struct sandbox_table){t, sizeof t / sizeof *t}
    USE(CORE);
    switch (kind) {
    case SANDBOX_PARSER:
        USE(DATA_MEMORY);
        break;
    case SANDBOX_WEB:
        USE(DATA_MEMORY);
        USE(SERVE);
        break;
    case SANDBOX_WORKER:
        USE(ANY_MEMORY);
        USE(SERVE);
        USE(CONNECT);
        USE(START);
        USE(LIBRARIES);
        files = true;
        break;
    case SANDBOX_KEEPER:
        USE(DATA_MEMORY);
        USE(KEEP);
        break;
    case SANDBOX_CONVERTER:
        USE(ANY_MEMORY);
        USE(SERVE);
        USE(START);
        USE(LIBRARIES);
        USE(NO_SOCKETS);
        files = true;
        break;
    }
    if (files)
        USE(FILES);
#ifdef __SANITIZE_ADDRESS__
    USE(INSTRUMENTED);
#endif
#undef USE
    return n;
}
