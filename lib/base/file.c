/* SPDX-License-Identifier: EUPL-1.2
 * file.c — see file.h. A failed fsync is never tried again: the content may be gone and a second call may lie.
 */
#include "base/file.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/check.h"
#include "base/out.h"

bool file_exists(struct arena *a, struct str path)
{
    return access(str_cstr(a, path), R_OK) == 0;
}

struct str file_read(struct arena *a, struct str path, size_t cap)
{
    int fd = open(str_cstr(a, path), O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        fail(FAIL_IO, "cannot open %.*s", STR_ARG(path));
    struct stat st;
    if (fstat(fd, &st) || st.st_size < 0 || (size_t)st.st_size > cap) {
        close(fd);
        fail(FAIL_IO, "%.*s is too large or unreadable", STR_ARG(path));
    }
    char *p = arena_alloc(a, (size_t)st.st_size + 1);
    size_t n = 0;
    while (n < (size_t)st.st_size) {
        ssize_t k = read(fd, p + n, (size_t)st.st_size - n);
        if (k < 0 && errno == EINTR)
            continue;
        if (k <= 0)
            break;
        n += (size_t)k;
    }
    close(fd);
    if (n != (size_t)st.st_size)
        fail(FAIL_IO, "cannot read %.*s", STR_ARG(path));
    return (struct str){p, n};
}

struct str file_own_path(struct arena *a)
{
    char own[PATH_MAX];
    ssize_t n = readlink("/proc/self/exe", own, sizeof own);
    if (n <= 0)
        fail(FAIL_CONFIG, "the system does not tell where this program lies");
    return str_dup(a, (struct str){own, (size_t)n});
}

void file_write(struct arena *a, struct str path, struct str bytes)
{
    const char *final = str_cstr(a, path), *temporary = str_fmt(a, "%.*s.new", STR_ARG(path)).p;
    int fd = open(temporary, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (fd < 0)
        fail(FAIL_IO, "cannot create %s", temporary);
    bool good = out_fd_sink(&fd, bytes.p, bytes.n) && fsync(fd) == 0;
    good = close(fd) == 0 && good;
    if (!good || rename(temporary, final)) {
        unlink(temporary);
        fail(FAIL_IO, "cannot write %s", final);
    }
}
