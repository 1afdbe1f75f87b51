/* SPDX-License-Identifier: EUPL-1.2
 * sandbox.c — puts a kind's tables in force: limits, privileges, seccomp. Landlock is in sandbox_files.c.
 */
#include "sandbox/sandbox.h"

#include <errno.h>
#include <linux/capability.h>
#include <seccomp.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "base/check.h"
#include "base/log.h"
#include "sandbox/sandbox_calls.h"
#include "sandbox/sandbox_files.h"

#ifdef __SANITIZE_ADDRESS__
enum { INSTRUMENTED_BUILD = 1 };
#else
enum { INSTRUMENTED_BUILD = 0 };
#endif

const char *sandbox_kind_name(enum sandbox_kind kind)
{
    switch (kind) {
    case SANDBOX_PARSER:
        return "parser";
    case SANDBOX_WEB:
        return "web";
    case SANDBOX_WORKER:
        return "worker";
    case SANDBOX_KEEPER:
        return "keeper";
    case SANDBOX_CONVERTER:
        return "converter";
    }
    return "?";
}

static void limit(int what, rlim_t to)
{
    struct rlimit now;
    if (getrlimit((__rlimit_resource_t)what, &now) != 0)
        fail(FAIL_CONFIG, "limit %d cannot be read: %s", what, strerror(errno));
    if (now.rlim_max != RLIM_INFINITY && to > now.rlim_max)
        to = now.rlim_max;
    struct rlimit r = {.rlim_cur = to, .rlim_max = to};
    if (setrlimit((__rlimit_resource_t)what, &r) != 0)
        fail(FAIL_CONFIG, "limit %d cannot be set: %s", what, strerror(errno));
}

void sandbox_limit(const struct sandbox_limits *l)
{
    if (l->memory && !INSTRUMENTED_BUILD)
        limit(RLIMIT_AS, l->memory);
    if (l->cpu_seconds)
        limit(RLIMIT_CPU, l->cpu_seconds);
    if (l->no_files || l->file_bytes)
        limit(RLIMIT_FSIZE, l->no_files ? 0 : l->file_bytes);
    if (l->no_processes)
        limit(RLIMIT_NPROC, 0);
    if (l->open_files)
        limit(RLIMIT_NOFILE, l->open_files);
}

/* Also as root (a trial installation in a container) nothing of root's powers is left. */
static void drop_privileges(void)
{
    struct __user_cap_header_struct head = {.version = _LINUX_CAPABILITY_VERSION_3};
    struct __user_cap_data_struct has[_LINUX_CAPABILITY_U32S_3] = {{0}}, none[_LINUX_CAPABILITY_U32S_3] = {{0}};
    if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0)
        fail(FAIL_CONFIG, "sandbox: privileges cannot be given up: %s", strerror(errno));
    prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_CLEAR_ALL, 0, 0, 0);
    /* As a service there are none, and the unit's filter may not even let us ask to have none. */
    bool any = syscall(SYS_capget, &head, has) != 0 || memcmp(has, none, sizeof none) != 0;
    if (any && syscall(SYS_capset, &head, none) != 0)
        fail(FAIL_CONFIG, "sandbox: capabilities cannot be given up: %s", strerror(errno));
    if (prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) != 0) /* last: a change of capabilities may set it again */
        fail(FAIL_CONFIG, "sandbox: memory stays readable from outside: %s", strerror(errno));
    limit(RLIMIT_CORE, 0);
}

static int add(scmp_filter_ctx c, const struct sandbox_call *call)
{
    if (call->number < 0)
        return 0;
    switch (call->when) {
    case WHEN_ALWAYS:
        return seccomp_rule_add(c, SCMP_ACT_ALLOW, call->number, 0);
    case WHEN_REFUSED:
        return seccomp_rule_add(c, SCMP_ACT_ERRNO((uint32_t)call->value), call->number, 0);
    case WHEN_OWN_PID:
        return seccomp_rule_add(c, SCMP_ACT_ALLOW, call->number, 1, SCMP_A0(SCMP_CMP_EQ, (scmp_datum_t)getpid()));
    case WHEN_MASKED:
        return seccomp_rule_add(c, SCMP_ACT_ALLOW, call->number, 1,
                                SCMP_CMP(call->argument, SCMP_CMP_MASKED_EQ, call->mask, call->value));
    }
    return -EINVAL;
}

static int load_calls(enum sandbox_kind kind, bool files)
{
    struct sandbox_table table[SANDBOX_TABLES];
    size_t n = sandbox_tables(kind, files, table);
    scmp_filter_ctx c = seccomp_init(SCMP_ACT_KILL_PROCESS);
    if (!c)
        return -ENOMEM;
    int r = seccomp_attr_set(c, SCMP_FLTATR_ACT_BADARCH, SCMP_ACT_KILL_PROCESS);
    seccomp_attr_set(c, SCMP_FLTATR_CTL_LOG, 1);      /* an old kernel kills without a log */
    seccomp_attr_set(c, SCMP_FLTATR_CTL_OPTIMIZE, 2); /* a tree instead of a list: a wish */
    for (size_t i = 0; i < n; i++)
        for (size_t j = 0; j < table[i].n && r == 0; j++)
            r = add(c, &table[i].call[j]);
    if (r == 0)
        r = seccomp_load(c);
    seccomp_release(c);
    return r;
}

struct sandbox_applied sandbox_enter(enum sandbox_kind kind, const struct sandbox_path *path, size_t n)
{
    struct sandbox_applied applied = {.instrumented = INSTRUMENTED_BUILD};
    const char *off = INSTRUMENTED_BUILD ? getenv("SANDBOX") : NULL;
    if (off && strcmp(off, "off") == 0) {
        log_line(LOG_WARN, "sandbox %s: switched off in a build with sanitizers", sandbox_kind_name(kind));
        return applied;
    }
    drop_privileges();
    applied.files = sandbox_files_enter(path, n);
    if (applied.files == 0)
        log_line(LOG_WARN, "sandbox %s: this kernel has no Landlock; files are kept away by the filter of calls alone",
                 sandbox_kind_name(kind));
    int r = load_calls(kind, n > 0);
    if (r != 0)
        fail(FAIL_CONFIG, "sandbox %s: the filter of system calls is not in force: %s", sandbox_kind_name(kind), strerror(-r));
    applied.calls = true;
    return applied;
}
