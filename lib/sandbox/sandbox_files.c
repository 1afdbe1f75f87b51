/* SPDX-License-Identifier: EUPL-1.2
 * sandbox_files.c — see sandbox_files.h. The numbers of newer kernels are written out here, since the headers of the older release
 * do not have them; a right that the running kernel does not know is left out by its ABI.
 */
#include "sandbox/sandbox_files.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/landlock.h>
#include <stdint.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "base/check.h"

/* struct landlock_ruleset_attr as of ABI 6; an older kernel takes the front of it. */
struct ruleset {
    uint64_t files, net, scoped;
};

enum { ABI_REFER = 2, ABI_TRUNCATE = 3, ABI_NET = 4, ABI_IOCTL = 5, ABI_SCOPED = 6 };

#define FS_FIRST    UINT64_C(0x1fff) /* the thirteen rights of ABI 1 */
#define FS_REFER    (UINT64_C(1) << 13)
#define FS_TRUNCATE (UINT64_C(1) << 14)
#define FS_IOCTL    (UINT64_C(1) << 15)
#define NET_ALL     UINT64_C(3) /* bind, connect by TCP */
#define SCOPED_ALL  UINT64_C(3) /* abstract unix sockets, signals to processes outside */
#define FS_OF_A_FILE                                                                                                               \
    (LANDLOCK_ACCESS_FS_EXECUTE | LANDLOCK_ACCESS_FS_WRITE_FILE | LANDLOCK_ACCESS_FS_READ_FILE | FS_TRUNCATE | FS_IOCTL)

static uint64_t handled(int abi)
{
    return FS_FIRST | (abi >= ABI_REFER ? FS_REFER : 0) | (abi >= ABI_TRUNCATE ? FS_TRUNCATE : 0) |
           (abi >= ABI_IOCTL ? FS_IOCTL : 0);
}

static uint64_t rights_of(unsigned wanted)
{
    uint64_t r = 0;
    if (wanted & SANDBOX_READ)
        r |= LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_READ_DIR;
    if (wanted & SANDBOX_WRITE)
        r |= LANDLOCK_ACCESS_FS_WRITE_FILE | LANDLOCK_ACCESS_FS_MAKE_REG | LANDLOCK_ACCESS_FS_MAKE_DIR |
             LANDLOCK_ACCESS_FS_REMOVE_FILE | LANDLOCK_ACCESS_FS_REMOVE_DIR | FS_TRUNCATE | FS_REFER;
    if (wanted & SANDBOX_EXECUTE)
        r |= LANDLOCK_ACCESS_FS_EXECUTE;
    return r;
}

static void allow(int ruleset, int abi, const struct sandbox_path *p)
{
    int fd = open(p->path, O_PATH | O_CLOEXEC);
    if (fd < 0 && errno == ENOENT && (p->rights & SANDBOX_IF_THERE))
        return;
    struct stat st;
    if (fd < 0 || fstat(fd, &st) != 0)
        fail(FAIL_CONFIG, "sandbox: %s: %s", p->path, strerror(errno));
    uint64_t rights = rights_of(p->rights) & handled(abi);
    if (!S_ISDIR(st.st_mode))
        rights &= FS_OF_A_FILE;
    struct landlock_path_beneath_attr rule = {.allowed_access = rights, .parent_fd = fd};
    if (syscall(SYS_landlock_add_rule, ruleset, LANDLOCK_RULE_PATH_BENEATH, &rule, 0) != 0)
        fail(FAIL_CONFIG, "sandbox: no rule for %s: %s", p->path, strerror(errno));
    close(fd);
}

int sandbox_files_enter(const struct sandbox_path *path, size_t n)
{
    long abi = syscall(SYS_landlock_create_ruleset, NULL, 0, LANDLOCK_CREATE_RULESET_VERSION);
    if (abi < 1)
        return 0;
    struct ruleset all = {
        .files = handled((int)abi), .net = abi >= ABI_NET ? NET_ALL : 0, .scoped = abi >= ABI_SCOPED ? SCOPED_ALL : 0};
    size_t size = abi >= ABI_SCOPED ? sizeof all : abi >= ABI_NET ? 2 * sizeof(uint64_t) : sizeof(uint64_t);
    int ruleset = (int)syscall(SYS_landlock_create_ruleset, &all, size, 0);
    if (ruleset < 0)
        fail(FAIL_CONFIG, "sandbox: Landlock is there and refuses: %s", strerror(errno));
    for (size_t i = 0; i < n; i++)
        allow(ruleset, (int)abi, &path[i]);
    if (syscall(SYS_landlock_restrict_self, ruleset, 0) != 0)
        fail(FAIL_CONFIG, "sandbox: Landlock is there and cannot be entered: %s", strerror(errno));
    close(ruleset);
    return (int)abi;
}
