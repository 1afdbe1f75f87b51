/* SPDX-License-Identifier: EUPL-1.2
 * sandbox_test.c — each kind of sandbox: what it must stop stops the process, what its programs do still works, and Landlock leaves
 * only the folders that were given. Everything happens in children.
 */
#include "support/unit.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/check.h"
#include "base/log.h"
#include "base/out.h"
#include "sandbox/sandbox.h"
#include "sandbox/sandbox_probe.h"

static char folder[64], inside[96], outside[96];
static int channel[2];

/* Status of a child that runs f in a sandbox: its exit status, or 1000 + the signal. */
static int child_status(enum sandbox_kind kind, const struct sandbox_path *path, size_t n, int (*f)(void))
{
    pid_t pid = fork();
    assert_true(pid >= 0);
    if (pid == 0) {
        struct sandbox_applied got = sandbox_enter(kind, path, n);
        _exit(got.calls ? f() : 99);
    }
    int status;
    assert_int_equal(waitpid(pid, &status, 0), pid);
    return WIFSIGNALED(status) ? 1000 + WTERMSIG(status) : WEXITSTATUS(status);
}

static void forbidden(void **state)
{
    (void)state;
    struct arena *a = arena_new(1 << 20);
    struct out report;
    out_to_arena(&report, a);
    static const enum sandbox_kind kinds[] = {SANDBOX_PARSER, SANDBOX_WEB, SANDBOX_WORKER, SANDBOX_KEEPER, SANDBOX_CONVERTER};
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        size_t tried = 0;
        bool good = sandbox_probe(kinds[i], &report, &tried);
        if (!good)
            print_error("%.*s", STR_ARG(out_text(&report)));
        assert_true(good);
        assert_true(tried >= 15);
        if (kinds[i] != SANDBOX_WORKER && kinds[i] != SANDBOX_CONVERTER)
            assert_true(tried >= 20);
    }
    arena_free(&a);
}

static int work_parser(void)
{
    char b[8];
    void *p = malloc(8 << 20); /* by mmap */
    if (!p)
        return 1;
    memset(p, 1, 8 << 20);
    free(p);
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    fprintf(stderr, "%s", ""); /* stdio looks at its descriptor */
    return write(channel[1], "x", 1) == 1 && read(channel[0], b, 1) == 1 ? 0 : 2;
}

static int work_web(void)
{
    char b[8];
    struct pollfd p = {.fd = channel[0], .events = POLLIN};
    if (work_parser() != 0 || poll(&p, 1, 0) < 0)
        return 1;
    struct timespec t = {.tv_nsec = 1000};
    nanosleep(&t, NULL);
    return send(channel[1], "y", 1, MSG_NOSIGNAL) == 1 && recv(channel[0], b, 1, 0) == 1 ? 0 : 2;
}

extern char **environ;
static int work_worker(void)
{
    char name[] = "true", *argv[] = {name, NULL};
    pid_t pid;
    int status, fd = open(inside, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    if (fd < 0 || write(fd, "z", 1) != 1 || close(fd) != 0 || unlink(inside) != 0)
        return 1;
    struct sockaddr_un at = {.sun_family = AF_UNIX, .sun_path = "/nonexistent/s"};
    int s = socket(AF_UNIX, SOCK_STREAM, 0);
    if (s < 0 || connect(s, (struct sockaddr *)&at, sizeof at) == 0)
        return 2;
    if (posix_spawn(&pid, "/bin/true", NULL, NULL, argv, environ) != 0 || waitpid(pid, &status, 0) != pid)
        return 3;
    return WIFEXITED(status) && WEXITSTATUS(status) == 0 ? work_web() : 4;
}

static int work_keeper(void)
{
    void *p = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    struct ucred who;
    socklen_t n = sizeof who;
    if (p == MAP_FAILED)
        return 1;
    mlock(p, 4096);
    return getsockopt(channel[0], SOL_SOCKET, SO_PEERCRED, &who, &n) == 0 ? work_parser() : 2;
}

static const struct sandbox_path SYSTEM[] = {{"/usr", SANDBOX_READ | SANDBOX_EXECUTE},
                                             {"/lib", SANDBOX_READ | SANDBOX_EXECUTE | SANDBOX_IF_THERE},
                                             {"/lib64", SANDBOX_READ | SANDBOX_EXECUTE | SANDBOX_IF_THERE},
                                             {"/bin", SANDBOX_READ | SANDBOX_EXECUTE | SANDBOX_IF_THERE},
                                             {"/etc/ld.so.cache", SANDBOX_READ | SANDBOX_IF_THERE},
                                             {"/proc", SANDBOX_READ}, /* the sanitizers of a started program */
                                             {folder, SANDBOX_READ | SANDBOX_WRITE}};
enum { SYSTEM_N = sizeof SYSTEM / sizeof *SYSTEM };

static void allowed(void **state)
{
    (void)state;
    assert_int_equal(child_status(SANDBOX_PARSER, NULL, 0, work_parser), 0);
    assert_int_equal(child_status(SANDBOX_WEB, NULL, 0, work_web), 0);
    assert_int_equal(child_status(SANDBOX_KEEPER, NULL, 0, work_keeper), 0);
    assert_int_equal(child_status(SANDBOX_WORKER, SYSTEM, SYSTEM_N, work_worker), 0);
}

static int read_inside(void)
{
    int fd = open(inside, O_RDONLY);
    return fd < 0 ? errno : 0;
}
static int read_outside(void)
{
    int fd = open(outside, O_RDONLY);
    return fd < 0 ? errno : 0;
}
static int write_inside(void)
{
    int fd = open(inside, O_WRONLY);
    return fd < 0 ? errno : 0;
}
static int climb_out(void)
{
    char path[160];
    snprintf(path, sizeof path, "%s/../%s", folder, strrchr(outside, '/') + 1);
    int fd = open(path, O_RDONLY);
    return fd < 0 ? errno : 0;
}
static int run_inside(void)
{
    char name[] = "inside", *argv[] = {name, NULL};
    execve(inside, argv, environ);
    return errno;
}

static void make(const char *path)
{
    int fd = open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0755);
    assert_true(fd >= 0);
    assert_int_equal(write(fd, "#!/bin/true\n", 12), 12);
    close(fd);
}

static void folders(void **state)
{
    (void)state;
    int landlock = 0;
    pid_t pid = fork();
    if (pid == 0)
        _exit(sandbox_enter(SANDBOX_PARSER, NULL, 0).files);
    assert_int_equal(waitpid(pid, &landlock, 0), pid);
    if (WEXITSTATUS(landlock) == 0)
        skip();
    make(inside);
    make(outside);
    struct sandbox_path r = {folder, SANDBOX_READ}, rw = {folder, SANDBOX_READ | SANDBOX_WRITE}, file = {inside, SANDBOX_READ};
    assert_int_equal(child_status(SANDBOX_WEB, &r, 1, read_inside), 0);
    assert_int_equal(child_status(SANDBOX_WEB, &file, 1, read_inside), 0);
    assert_int_equal(child_status(SANDBOX_WEB, &r, 1, write_inside), EACCES);
    assert_int_equal(child_status(SANDBOX_WEB, &rw, 1, write_inside), 0);
    assert_int_equal(child_status(SANDBOX_WEB, &rw, 1, read_outside), EACCES);
    assert_int_equal(child_status(SANDBOX_WEB, &rw, 1, climb_out), EACCES);
    assert_int_equal(child_status(SANDBOX_WORKER, &rw, 1, run_inside), EACCES);
    assert_int_equal(child_status(SANDBOX_WEB, NULL, 0, read_inside), 1000 + SIGSYS);
    unlink(inside);
    unlink(outside);
}

static int privileges(void)
{
    struct rlimit core;
    if (getrlimit(RLIMIT_CORE, &core) != 0 || core.rlim_max != 0)
        return 1;
    return prctl(PR_GET_DUMPABLE, 0, 0, 0, 0) == 0 && prctl(PR_GET_NO_NEW_PRIVS, 0, 0, 0, 0) == 1 ? 0 : 2;
}

static int try_write_file(void)
{
    int fd = memfd_create("x", MFD_CLOEXEC);
    sandbox_limit(&(struct sandbox_limits){.memory = 64 << 20, .no_files = true, .no_processes = true, .open_files = 64});
    signal(SIGXFSZ, SIG_IGN);
    if (write(fd, "x", 1) >= 0 || errno != EFBIG)
        return 1;
#ifndef __SANITIZE_ADDRESS__
    if (mmap(NULL, 128 << 20, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0) != MAP_FAILED)
        return 2;
#endif
    return 0;
}

static int burn(void)
{
    sandbox_limit(&(struct sandbox_limits){.cpu_seconds = 1});
    volatile unsigned long n = 0;
    while (n + 1 != 0)
        n++;
    return 0;
}

static void limits(void **state)
{
    (void)state;
    assert_int_equal(child_status(SANDBOX_WORKER, SYSTEM, SYSTEM_N, privileges), 0);
    assert_int_equal(child_status(SANDBOX_WORKER, SYSTEM, SYSTEM_N, try_write_file), 0);
    assert_int_equal(child_status(SANDBOX_WORKER, SYSTEM, SYSTEM_N, burn), 1000 + SIGKILL); /* soft and hard limit are the same */
}

static int missing_path(void)
{
    return 0;
}

/* A path that is not there is a mistake of the configuration: the process must not go on without it. */
static void refuses(void **state)
{
    (void)state;
    struct sandbox_path none = {"/nonexistent", SANDBOX_READ};
    assert_int_equal(child_status(SANDBOX_WEB, &none, 1, missing_path), 70);
    none.rights |= SANDBOX_IF_THERE;
    assert_int_equal(child_status(SANDBOX_WEB, &none, 1, missing_path), 0);
}

static int setup(void **state)
{
    (void)state;
    log_program("sandbox_test");
    snprintf(folder, sizeof folder, "/tmp/sandbox_test_%d", (int)getpid());
    snprintf(inside, sizeof inside, "%s/inside", folder);
    snprintf(outside, sizeof outside, "/tmp/sandbox_outside_%d", (int)getpid());
    return mkdir(folder, 0700) != 0 || socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, channel) != 0;
}

static int teardown(void **state)
{
    (void)state;
    return rmdir(folder);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(forbidden), cmocka_unit_test(allowed), cmocka_unit_test(folders),
                                       cmocka_unit_test(limits), cmocka_unit_test(refuses)};
    return cmocka_run_group_tests(tests, setup, teardown);
}
