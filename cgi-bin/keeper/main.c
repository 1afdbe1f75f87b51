/* SPDX-License-Identifier: EUPL-1.2
 * main.c — the keeper's start: configuration, keys, usage log, sockets; then it shuts itself in and serves. See keeper.h.
 */
#include <errno.h>
#include <pwd.h>
#include <sodium.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/clock.h"
#include "base/config.h"
#include "base/log.h"
#include "crypto/ready.h"
#include "keeper/keeper.h"
#include "sandbox/sandbox.h"

enum { FIRST_PASSED = 3, BACKLOG = 64 };

static struct keeper keeper;

/* Neither a core nor a debugger of the same user gets at the keys, and no page of them goes to swap. */
static void shut_memory(void)
{
    struct rlimit none = {0, 0};
    if (setrlimit(RLIMIT_CORE, &none) != 0 || prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) != 0)
        fail(FAIL_CONFIG, "cannot forbid cores: %s", strerror(errno));
    if (mlockall(MCL_CURRENT | MCL_FUTURE) != 0)
        log_line(LOG_WARN, "only the keys are locked in memory, not all of it: %s", strerror(errno));
}

/* "staff health-credit-staff, worker …": the user of each class. */
static void read_users(struct arena *a, struct str users)
{
    struct str one, name = STR_NONE;
    for (size_t i = 0; i < KEEPER_CLASSES; i++)
        keeper.user[i] = geteuid();
    while (users.n && str_cut(&users, ',', &one)) {
        one = str_trim(one);
        size_t i = 0;
        bool named = str_cut(&one, ' ', &name);
        while (named && i < KEEPER_CLASSES && !str_eq(name, KEEPER_CLASS_NAMES[i]))
            i++;
        const struct passwd *pw = named && i < KEEPER_CLASSES ? getpwnam(str_cstr(a, str_trim(one))) : NULL;
        if (!pw)
            fail(FAIL_CONFIG, "keeper_users: no class or no user in \"%.*s %.*s\"", STR_ARG(name), STR_ARG(one));
        keeper.user[i] = pw->pw_uid;
    }
}

/* The sockets systemd has made, named by class; false when it made none. */
static bool take_passed(void)
{
    const char *pid = getenv("LISTEN_PID"), *names = getenv("LISTEN_FDNAMES");
    int64_t own = 0;
    if (!pid || !names || !str_int(str_from(pid), &own) || own != getpid())
        return false;
    struct str rest = str_from(names), name;
    for (int fd = FIRST_PASSED; str_cut(&rest, ':', &name); fd++)
        for (size_t i = 0; i < KEEPER_CLASSES; i++)
            if (str_eq(name, KEEPER_CLASS_NAMES[i]))
                keeper.listener[i] = fd;
    return true;
}

static int listen_at(struct arena *a, struct str dir, struct str name)
{
    struct sockaddr_un at = {.sun_family = AF_UNIX};
    struct str path = str_fmt(a, "%.*s/%.*s.sock", STR_ARG(dir), STR_ARG(name));
    if (path.n >= sizeof at.sun_path)
        fail(FAIL_CONFIG, "%.*s: too long for a socket", STR_ARG(path));
    memcpy(at.sun_path, path.p, path.n);
    unlink(at.sun_path); /* left by a keeper that was killed */
    int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    mode_t old = umask(0177);
    bool good = fd >= 0 && bind(fd, (const struct sockaddr *)&at, sizeof at) == 0 && listen(fd, BACKLOG) == 0;
    umask(old);
    if (!good)
        fail(FAIL_CONFIG, "socket %s: %s", at.sun_path, strerror(errno));
    return fd;
}

static void open_sockets(struct arena *a, struct str dir)
{
    for (size_t i = 0; i < KEEPER_CLASSES; i++)
        keeper.listener[i] = -1; /* poll passes over it */
    if (take_passed())
        return;
    struct stat st;
    if (dir.n == 0 || stat(str_cstr(a, dir), &st) != 0 || !S_ISDIR(st.st_mode) || (st.st_mode & 077))
        fail(FAIL_CONFIG, "keeper_dir must be a folder of mode 0700");
    for (size_t i = 0; i < KEEPER_CLASSES; i++)
        keeper.listener[i] = listen_at(a, dir, KEEPER_CLASS_NAMES[i]);
}

int main(int argc, char **argv)
{
    log_program("keeper");
    struct config config;
    struct arena *a = arena_new(1 << 20);
    const char *path = getenv("PORTAL_CONFIG");
    if (!path)
        fail(FAIL_CONFIG, "PORTAL_CONFIG does not name a configuration file");
    shut_memory();
    config_read(a, str_from(path), &config);
    struct vault_keys *keys = vault_keys_read(config.key_file);
    if (!keeper_guard_init(&keeper.guard, keys, config.keeper_caps))
        fail(FAIL_CONFIG, "keeper_caps: \"CLASS A_MINUTE/A_DAY, …\" with staff, worker, ctl");
    keeper.guard.demonstration = config.demonstration;
    sodium_mprotect_readonly(keys);
    read_users(a, config.keeper_users);
    if (argc == 2 && strcmp(argv[1], "--check") == 0)
        return 0;
    usage_open(&keeper, config.keeper_log, clock_now());
    open_sockets(a, config.keeper_dir);
    log_line(LOG_INFO, "holds %zu epochs, the newest %u", keys->n_epochs, keys->epochs[keys->n_epochs - 1].number);
    sandbox_enter(SANDBOX_KEEPER, NULL, 0);
    serve(&keeper);
    keeper_guard_wipe(&keeper.guard);
    sodium_free(keys);
    return 0;
}
