/* SPDX-License-Identifier: EUPL-1.2
 * sandbox_probe.c — see sandbox_probe.h. Calls are made by number, not through the C library, which might refuse before the kernel
 * is asked.
 */
#include "sandbox/sandbox_probe.h"

#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/ptrace.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/check.h"
#include "base/out.h"

#define BIT(kind)  (1u << (kind))
#define ALL        (BIT(SANDBOX_PARSER) | BIT(SANDBOX_WEB) | BIT(SANDBOX_WORKER) | BIT(SANDBOX_KEEPER) | BIT(SANDBOX_CONVERTER))
#define NO_FILES   (BIT(SANDBOX_PARSER) | BIT(SANDBOX_WEB) | BIT(SANDBOX_KEEPER))
#define NO_SOCKETS (ALL & ~BIT(SANDBOX_CONVERTER)) /* there it is refused, not deadly */

struct probe {
    const char *name;
    unsigned kinds;
    long number, a, b, c;
};

/* Pointers are passed as numbers that point nowhere: what is not stopped by the filter ends in an error, never in an effect. */
static const struct probe PROBES[] = {
    {"open a file", NO_FILES, SYS_openat, AT_FDCWD, 0, O_RDONLY},
    {"remove a file", NO_FILES, SYS_unlinkat, AT_FDCWD, 0, 0},
    {"rename a file", NO_FILES, SYS_renameat2, AT_FDCWD, 0, 0},
    {"list a folder", NO_FILES, SYS_getdents64, 0, 0, 0},
    {"ask for a file by name", NO_FILES, SYS_newfstatat, AT_FDCWD, 0, 0},
    {"execute a program", NO_FILES, SYS_execve, 0, 0, 0},
    {"start a process", NO_FILES, SYS_clone, SIGCHLD, 0, 0},
    {"start a process the new way", NO_FILES, SYS_clone3, 0, 0, 0},
    {"connect", NO_FILES, SYS_connect, 0, 0, 0},
    {"a memory file", NO_FILES, SYS_memfd_create, 0, 0, 0},
    {"set a limit", NO_FILES, SYS_prlimit64, 0, 0, 0},
    {"another filter", NO_FILES, SYS_seccomp, 99, 0, 0},
    {"executable memory", NO_FILES, SYS_mmap, 0, 4096, PROT_READ | PROT_EXEC},
    {"memory made executable", NO_FILES, SYS_mprotect, 0, 0, PROT_EXEC},
    {"signal another process", NO_FILES, SYS_kill, 1, 0, 0},
    {"an internet socket", NO_SOCKETS, SYS_socket, AF_INET, SOCK_STREAM, 0},
    {"an IPv6 socket", NO_SOCKETS, SYS_socket, AF_INET6, SOCK_DGRAM, 0},
    {"a netlink socket", NO_SOCKETS, SYS_socket, AF_NETLINK, SOCK_RAW, 0},
    {"a raw packet socket", NO_SOCKETS, SYS_socket, AF_PACKET, SOCK_RAW, 0},
    {"bind a socket", ALL, SYS_bind, -1, 0, 0},
    {"listen", ALL, SYS_listen, -1, 0, 0},
    {"trace a process", ALL, SYS_ptrace, PTRACE_PEEKDATA, 1, 0},
    {"read another process", ALL, SYS_process_vm_readv, 1, 0, 0},
    {"new namespaces", ALL, SYS_unshare, CLONE_NEWUSER, 0, 0},
    {"a process in a new namespace", ALL, SYS_clone, CLONE_NEWUSER | SIGCHLD, 0, 0},
    {"mount", ALL, SYS_mount, 0, 0, 0},
    {"change root", ALL, SYS_chroot, 0, 0, 0},
    {"load a kernel program", ALL, SYS_bpf, 99, 0, 0},
    {"load a module", ALL, SYS_init_module, 0, 0, 0},
    {"keys of the kernel", ALL, SYS_keyctl, 99, 0, 0},
    {"rings of calls", ALL, SYS_io_uring_setup, 0, 0, 0},
    {"measure others", ALL, SYS_perf_event_open, 0, 0, 0},
    {"faults in user space", ALL, SYS_userfaultfd, -1, 0, 0},
    {"become another user", ALL, SYS_setuid, 0, 0, 0},
    {"set the clock", ALL, SYS_clock_settime, -1, 0, 0},
    {"reboot", ALL, SYS_reboot, 0, 0, 0},
};

static int die_of(enum sandbox_kind kind, const struct probe *p)
{
    pid_t child = fork();
    if (child < 0)
        return -1;
    if (child == 0) {
        struct fail_frame f;
        if (FAIL_CATCH(&f))
            _exit(3);
        sandbox_enter(kind, NULL, 0);
        fail_leave(&f);
        syscall(p->number, p->a, p->b, p->c, 0, 0, 0);
        _exit(0);
    }
    int status = 0;
    while (waitpid(child, &status, 0) < 0)
        if (errno != EINTR)
            return -1;
    return status;
}

bool sandbox_probe(enum sandbox_kind kind, struct out *report, size_t *tried_out)
{
    size_t tried = 0, bad = 0;
    for (size_t i = 0; i < sizeof PROBES / sizeof *PROBES; i++) {
        if (!(PROBES[i].kinds & BIT(kind)))
            continue;
        tried++;
        int status = die_of(kind, &PROBES[i]);
        if (status >= 0 && WIFSIGNALED(status) && WTERMSIG(status) == SIGSYS)
            continue;
        bad++;
        out_fmt(report, "sandbox %s does not stop: %s (status %d)\n", sandbox_kind_name(kind), PROBES[i].name, status);
    }
    if (tried_out)
        *tried_out = tried;
    return bad == 0;
}
