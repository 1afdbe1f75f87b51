/* SPDX-License-Identifier: EUPL-1.2
 * sheet_convert.c — old workbooks (.xls, WPS .et) and .ods become .xlsx by gnumeric's ssconvert, which the parser program locks up
 * and executes: from a file in memory into another one, so that no folder is needed. What comes out is as little trusted as what
 * went in: the parser reads it like any upload. Called by sheet_remote.c.
 */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/log.h"
#include "sheet/sheet_remote.h"

enum { CONVERT_MS = 20 * 1000, GRACE_MS = 200 };

bool sheet_convert_wanted(struct str bytes)
{
    const struct str ods = STR("mimetypeapplication/vnd.oasis.opendocument.spreadsheet");
    enum { FIRST_NAME = 30 }; /* a zip whose first part is stored and has no extra field, as that format demands */
    return (sheet_is_ole2(bytes) && !sheet_is_encrypted_ole2(bytes)) ||
           (bytes.n > FIRST_NAME && str_starts(str_sub(bytes, FIRST_NAME, bytes.n), ods));
}

/* The converter's exit: 0, another status, or -1 when its time was up. */
static int wait_for_end(struct sheet_child *c)
{
    struct pollfd ended = {.fd = c->process, .events = POLLIN};
    int n;
    while ((n = poll(&ended, 1, CONVERT_MS)) < 0 && errno == EINTR)
        ;
    int in_time = n > 0 ? GRACE_MS : 0, status = sheet_child_end(c, in_time);
    return n > 0 && WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

enum sheet_verdict sheet_convert(struct sheet_child *c, const char *parser, const char *converter)
{
    const char *const argv[3] = {"convert", converter, NULL};
    int out = sheet_child_fd(memfd_create("converted", MFD_CLOEXEC | MFD_ALLOW_SEALING));
    struct stat st;
    if (out < 0 || !sheet_child_start(c, parser, argv, out)) {
        if (out >= 0)
            close(out);
        return SHEET_PARSER_MISSING;
    }
    int status = wait_for_end(c);
    c->file = out;
    if (status != 0 || fstat(out, &st) != 0 || st.st_size == 0 || lseek(out, 0, SEEK_SET) != 0 ||
        fcntl(out, F_ADD_SEALS, F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_WRITE) != 0) {
        log_line(LOG_WARN, "%s did not convert a file: status %d", converter, status);
        return SHEET_XLS_UNREADABLE;
    }
    return SHEET_OK;
}
