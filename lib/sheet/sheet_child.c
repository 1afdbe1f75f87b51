/* SPDX-License-Identifier: EUPL-1.2
 * sheet_child.c — a file in memory and the process that reads it: starting, ending, what it said. Used by sheet_remote.c and
 * sheet_convert.c. Descriptors are closed on execution, all of them; the child gets three.
 */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/mman.h>
#include <sys/pidfd.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/log.h"
#include "base/out.h"
#include "sheet/sheet_remote.h"

enum { SAID_MAX = 600 };

bool sheet_child_file(struct sheet_child *c, struct str bytes)
{
    *c = (struct sheet_child){.file = memfd_create("sheet", MFD_CLOEXEC | MFD_ALLOW_SEALING), .said = -1, .process = -1};
    int fd = c->file;
    if (fd < 0 || !out_fd_sink(&fd, bytes.p, bytes.n) || lseek(fd, 0, SEEK_SET) != 0 ||
        fcntl(fd, F_ADD_SEALS, F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_WRITE) != 0) {
        log_line(LOG_ERROR, "no file in memory for %zu bytes: %s", bytes.n, strerror(errno));
        return false;
    }
    return true;
}

/* Its place in the child is 0, 1 or 2: it must not lie there already, or moving one would cover another. */
int sheet_child_fd(int fd)
{
    if (fd < 0 || fd > 2)
        return fd;
    int moved = fcntl(fd, F_DUPFD_CLOEXEC, 3);
    close(fd);
    return moved;
}

static int spawn(struct sheet_child *c, const char *program, char *argv[], int out, int errors)
{
    posix_spawn_file_actions_t act;
    posix_spawnattr_t attr;
    sigset_t none, all;
    sigemptyset(&none);
    sigfillset(&all);
    int r = posix_spawn_file_actions_init(&act);
    if (r != 0)
        return r;
    posix_spawnattr_init(&attr);
    posix_spawnattr_setsigmask(&attr, &none);
    posix_spawnattr_setsigdefault(&attr, &all);
    posix_spawnattr_setflags(&attr, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
    char *environment[] = {NULL};
    if ((r = posix_spawn_file_actions_adddup2(&act, c->file, 0)) == 0 &&
        (r = posix_spawn_file_actions_adddup2(&act, out, 1)) == 0 && (r = posix_spawn_file_actions_adddup2(&act, errors, 2)) == 0 &&
        (r = posix_spawn_file_actions_addclosefrom_np(&act, 3)) == 0)
        r = posix_spawn(&c->pid, program, &act, &attr, argv, environment);
    posix_spawnattr_destroy(&attr);
    posix_spawn_file_actions_destroy(&act);
    return r;
}

bool sheet_child_start(struct sheet_child *c, const char *program, const char *const argv[3], int out)
{
    int errors[2];
    char name[] = "parser", mode[16] = "", path[256] = "";
    char *args[] = {name, NULL, NULL, NULL};
    if (argv[0]) {
        snprintf(mode, sizeof mode, "%s", argv[0]);
        snprintf(path, sizeof path, "%s", argv[1]);
        args[1] = mode;
        args[2] = path;
    }
    c->file = sheet_child_fd(c->file);
    if (pipe2(errors, O_CLOEXEC | O_NONBLOCK) != 0) {
        log_line(LOG_ERROR, "no pipe for %s: %s", program, strerror(errno));
        return false;
    }
    errors[1] = sheet_child_fd(errors[1]);
    int r = spawn(c, program, args, out, errors[1]);
    close(errors[1]);
    c->said = errors[0];
    if (r != 0) {
        c->pid = 0;
        log_line(LOG_ERROR, "%s cannot be started: %s", program, strerror(r));
        return false;
    }
    c->process = pidfd_open(c->pid, 0);
    return true;
}

static void report(struct sheet_child *c, int status)
{
    char b[SAID_MAX];
    ssize_t n = c->said >= 0 ? read(c->said, b, sizeof b) : 0;
    int number = WIFSIGNALED(status) ? WTERMSIG(status) : WEXITSTATUS(status);
    if (n > 0 || !WIFSIGNALED(status) || number != SIGKILL)
        log_line(LOG_WARN, "the parser ended by %s %d and said: %.*s", WIFSIGNALED(status) ? "signal" : "status", number,
                 n > 0 ? (int)n : 0, b);
}

int sheet_child_end(struct sheet_child *c, int grace_ms)
{
    int status = -1;
    if (c->pid > 0) {
        struct pollfd ended = {.fd = c->process, .events = POLLIN};
        if (grace_ms > 0 && c->process >= 0)
            (void)poll(&ended, 1, grace_ms);
        kill(c->pid, SIGKILL); /* no effect on one that ended by itself: its own status stays */
        while (waitpid(c->pid, &status, 0) < 0 && errno == EINTR)
            ;
        if (status != 0)
            report(c, status);
    }
    int *fds[] = {&c->file, &c->said, &c->process};
    for (size_t i = 0; i < sizeof fds / sizeof *fds; i++) {
        if (*fds[i] >= 0)
            close(*fds[i]);
        *fds[i] = -1;
    }
    c->pid = 0;
    return status;
}
