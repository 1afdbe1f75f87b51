/* SPDX-License-Identifier: EUPL-1.2
 * main.c — the parser: one process for one uploaded workbook. Standard input is the file, standard output a connection on which it
 * answers requests for sheets and cells (lib/sheet/sheet_wire.h). It locks itself up before it looks at the first byte: no files,
 * no network, no other processes, 256 MiB, 10 seconds. It has no configuration, no environment, no keys and no database.
 *
 *     parser                       as started by lib/sheet/sheet_remote.c
 *     parser convert SSCONVERT     an old workbook on standard input becomes an .xlsx on standard output, by gnumeric's converter
 * in a sandbox of its own
 */
#include <errno.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/check.h"
#include "base/log.h"
#include "sandbox/sandbox.h"
#include "sheet/sheet_read.h"
#include "sheet/sheet_serve.h"

enum {
    MEMORY = 256 << 20,
    SECONDS = 10,
    UPLOAD_BYTES = 20 << 20,      /* larger files come from the operator's shell: room for the file itself, time in proportion */
    CONVERTER_MEMORY = 768 << 20, /* of address space: a desktop's libraries take most of it without touching it */
    CONVERTER_FILE_BYTES = 64 << 20,
};

/* The file as it is, without a copy when it has a length. */
static struct str map_input(void)
{
    struct stat st;
    if (fstat(STDIN_FILENO, &st) != 0 || !S_ISREG(st.st_mode))
        fail(FAIL_IO, "standard input is not a file");
    size_t n = (size_t)st.st_size;
    size_t more = n > UPLOAD_BYTES ? n - UPLOAD_BYTES : 0;
    sandbox_limit(&(struct sandbox_limits){.memory = MEMORY + more,
                                           .cpu_seconds = (unsigned)(SECONDS * (1 + more / UPLOAD_BYTES)),
                                           .no_files = true,
                                           .no_processes = true});
    if (n == 0)
        return STR_NONE;
    void *p = mmap(NULL, n, PROT_READ, MAP_PRIVATE, STDIN_FILENO, 0);
    if (p == MAP_FAILED)
        fail(FAIL_MEMORY, "no memory for a file of %zu bytes", n);
    return (struct str){p, n};
}

static int parse(void)
{
    struct str bytes = map_input();
    setenv("TZ", "UTC0", 1); /* no file of zones is asked for again later */
    sheet_prepare();
    sandbox_enter(SANDBOX_PARSER, NULL, 0);
    return sheet_serve(bytes, STDOUT_FILENO);
}

/* ssconvert tells formats apart by name and content; it is told, so that fewer of its readers meet the file. */
static const char *importer(void)
{
    char magic[2] = "";
    bool zip = pread(STDIN_FILENO, magic, sizeof magic, 0) == (ssize_t)sizeof magic && memcmp(magic, "PK", 2) == 0;
    return zip ? "--import-type=Gnumeric_OpenCalc:openoffice" : "--import-type=Gnumeric_Excel:excel";
}

static int convert(const char *program)
{
    static const struct sandbox_path readable[] = {
        {"/usr", SANDBOX_READ | SANDBOX_EXECUTE},
        {"/lib", SANDBOX_READ | SANDBOX_EXECUTE | SANDBOX_IF_THERE},
        {"/lib64", SANDBOX_READ | SANDBOX_EXECUTE | SANDBOX_IF_THERE},
        {"/etc/ld.so.cache", SANDBOX_READ | SANDBOX_IF_THERE},
    };
    const char *argv[] = {program, importer(), "--export-type=Gnumeric_Excel:xlsx2", "fd://0", "fd://1", NULL};
    const char *environment[] = {"LC_ALL=C.UTF-8", "HOME=/nonexistent", "GSETTINGS_BACKEND=memory", "G_SLICE=always-malloc", NULL};
    sandbox_limit(&(struct sandbox_limits){
        .memory = CONVERTER_MEMORY, .cpu_seconds = SECONDS, .file_bytes = CONVERTER_FILE_BYTES, .open_files = 64});
    sandbox_enter(SANDBOX_CONVERTER, readable, sizeof readable / sizeof *readable);
    execve(program, (char *const *)(uintptr_t)argv, (char *const *)(uintptr_t)environment);
    log_line(LOG_ERROR, "%s: %s", program, strerror(errno));
    return 1;
}

int main(int argc, char **argv)
{
    log_program("parser");
    prctl(PR_SET_PDEATHSIG, SIGKILL); /* whoever asked is gone: so is the question */
    if (argc == 3 && strcmp(argv[1], "convert") == 0)
        return convert(argv[2]);
    if (argc == 1)
        return parse();
    log_line(LOG_ERROR, "usage: parser | parser convert SSCONVERT");
    return 2;
}
